#!/bin/sh
# npz.sh: NumPy reads what npz_write writes, and npz_read what NumPy writes.
. tests/chapters/program.inc

# A Python that has NumPy, or nothing.
python=
for candidate in python3 /usr/bin/python3; do
	if "$candidate" -c 'import numpy' 2> /dev/null; then
		python=$candidate
		break
	fi
done
if [ -z "$python" ]; then
	echo 'skipped: there is no Python with NumPy'
	ends
	exit
fi

# shellcheck disable=SC2046 # several words
checks 'npz_numpy.c builds' $(cat "$BUILD/flags") -o "$work/npz" \
    tests/common/npz_numpy.c "$BUILD/libhandgrad.a" -lz -lm
case $BUILD in
*-double*) real='<f8' ;;
*) real='<f4' ;;
esac

# in_numpy: a script on stdin, which knows the folder and the type of Real.
in_numpy() {
	{
		echo 'import sys, numpy as np'
		echo 'work, real = sys.argv[1], np.dtype(sys.argv[2])'
		cat
	} > "$work/script.py"
	"$python" "$work/script.py" "$work" "$real"
}

# NumPy reads ours: the same names, types, shapes, order in memory, and bits.
runs 0 "$work/npz" --write "$work/ours.npz"
checks 'NumPy reads our file' in_numpy << 'EOP'
t = np.arange(24).astype(real)
expected = {
    'grid': t.reshape(2, 3, 4),
    'turned': t.reshape(6, 4).T,
    'layers.0.b': np.array(0.1, real),
    'none': np.zeros((3, 0, 2), real),
    'eight': t.reshape(1, 2, 1, 3, 1, 2, 1, 2),
    'special': np.array([np.nan, np.inf, -np.inf, -0.0,
                         np.finfo(real).eps], real),
    'roots': np.sqrt(np.arange(100000).astype(real)),
}
with np.load(work + '/ours.npz') as file:
    assert file.files == list(expected), file.files
    for name, values in expected.items():
        ours, values = file[name], values.astype(real)
        assert ours.dtype == real, (name, ours.dtype)
        assert ours.shape == values.shape, (name, ours.shape)
        assert ours.flags.c_contiguous, name
        assert ours.tobytes() == values.tobytes(), (name, ours)
EOP

# Other tools for zip files find nothing wrong with it.
checks "Python's zipfile is content" \
    "$python" -m zipfile -t "$work/ours.npz"
if command -v unzip > /dev/null; then
	checks 'unzip is content' unzip -tq "$work/ours.npz"
fi

# We read NumPy's, of every type, and print what it would print.
checks 'NumPy writes' in_numpy << 'EOP'
random = np.random.RandomState(1)
tensors = {}
for type in '<f4', '<f8', '>f4', '>f8':
    for shape in (), (1,), (7,), (2, 3), (0, 4), (1, 2, 3, 1, 2, 1, 2, 1):
        # In float range and float precision, so that each build has it all.
        values = random.standard_normal(shape).astype('f4').astype(type)
        name = type.replace('<', 'little.').replace('>', 'big.')
        tensors['%s %d' % (name, len(shape) * 10 + len(tensors))] = \
            np.asarray(values, type)
tensors['special'] = np.array([np.inf, -np.inf, -0.0, 0.0], '>f8')
tensors['rows'] = np.arange(12.0).reshape(3, 4)[:, ::2]
tensors['large'] = np.arange(200000).astype('>f4')
np.savez(work + '/stored.npz', **tensors)
np.savez_compressed(work + '/packed.npz', **tensors)
np.savez(work + '/unnamed.npz', np.ones(3), np.float64(2))
np.savez(work + '/nothing.npz')
with open(work + '/stream.npz', 'wb') as file:
    # A stream that cannot seek gets its sizes behind the data.
    class Stream:
        def write(self, data):
            return file.write(data)
        def flush(self):
            pass
    import zipfile, io
    with zipfile.ZipFile(Stream(), 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, values in tensors.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, np.ascontiguousarray(values)
                                      if values.ndim else values)
            archive.writestr(name + '.npy', member.getvalue())

def show(name, values):
    text = ['%.17g' % value for value in values.astype(real).ravel()]
    return ' '.join([name, str(values.shape)] + text) + '\n'
with open(work + '/expected', 'w') as file:
    for _ in range(3):
        for name, values in tensors.items():
            file.write(show(name, values))
    file.write(show('arr_0', np.ones(3)) + show('arr_1', np.array(2.0)))
EOP
runs 0 "$work/npz" "$work/stored.npz" "$work/packed.npz" "$work/stream.npz" \
    "$work/unnamed.npz" "$work/nothing.npz"
checks 'we read what NumPy wrote' cmp "$work/out" "$work/expected"

# What we do not read is refused in a line.
checks 'NumPy writes more' in_numpy << 'EOP'
bad = {
    'whole': np.arange(3, dtype='i8'), 'half': np.ones(3, 'f2'), 'turned': np.ones((2, 3)).T,
    'complex': np.ones(2, complex), 'text': np.array('x'),
    'fields': np.zeros(2, [('a', '<f4')]),
}
for name, values in bad.items():
    np.savez('%s/%s.npz' % (work, name), w=values)
np.savez(work + '/name.npz', **{'a/b': np.ones(1)})
EOP
refuses() {
	runs 1 "$work/npz" "$work/$1.npz"
	complains "$work/$1.npz: $2"
}
types="'w': byte 20 of the header: expected '<f4', '<f8', '>f4' or '>f8'"
refuses whole "$types, found \`'<i8', 'fortran_\`"
refuses half "$types, found \`'<f2', 'fortran_\`"
refuses complex "$types, found \`'<c16', 'fortran\`"
refuses text "$types, found \`'<U1', 'fortran_\`"
refuses fields "$types, found \`[('a', '<f4')], \`"
refuses turned "'w': Fortran order, expected rows (C order)"
refuses name "'a/b' has / in it, as a path, no name"
ends
