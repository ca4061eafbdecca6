#!/bin/sh
# Chapter 12's commands: a net is trained and saved, NumPy reads it, it is read
# back and asked about digits; and what is wrong with files and arguments.
. tests/chapters/program.inc

program=$BUILD/chapter12
net=$work/net.npz
digits=${MNIST_DIR:-}
for folder in data/mnist data/synthetic; do
	[ -n "$digits" ] || [ ! -d "$folder" ] || digits=$folder
done
images=$digits/t10k-images-idx3-ubyte.gz
labels=$digits/t10k-labels-idx1-ubyte.gz
[ -e "$images" ] || images=${images%.gz} labels=${labels%.gz}

### Helpers

# fails MESSAGE COMMAND...: status 1, and this line
fails() {
	message=$1
	shift
	runs 1 "$program" "$@"
	complains "chapter12: $message"
}

# misused WORD COMMAND...: status 2, this word is named, and nothing was done
misused() {
	word=$1
	shift
	runs 2 "$program" "$@"
	complains "chapter12: unexpected '$word' (--help explains)"
	checks "wrong usage '$*', and yet some output" [ ! -s "$work/out" ]
}

# The last ten lines are digits with their probabilities: 0 to 9, in thousandths
# that add up to 1, a bar of forty signs for all of it, and a mark behind the
# largest.
bars_are_sound() {
	tail -n 10 "$work/out" | awk '
		$1 != NR - 1 || $2 !~ /^[01][.][0-9][0-9][0-9]$/ { bad = 1 }
		{
			sum += $2
			bar = $3 ~ /^#/ ? length($3) : 0
			if (bar < 40 * ($2 - 0.0005) - 0.5001 ||
			    bar > 40 * ($2 + 0.0005) + 0.5001)
				bad = 1
			if ($NF == "<") {
				marks++
				marked = $2
			}
			if ($2 > largest)
				largest = $2
		}
		END {
			exit bad || NR != 10 || marks != 1 || \
			    marked != largest || sum < 0.994 || sum > 1.006
		}'
}

# The digit that is marked in the output.
said() {
	tail -n 10 "$work/out" | sed -n 's/^\([0-9]\) .* <$/\1/p'
}

# Image N's label. (od counts from the file's header on.)
label() {
	gzip -cdf "$labels" | od -An -tu1 -j $((8 + $1)) -N 1 | tr -d ' \n'
}

# bytes N...: these, as they are; four N: a number of four bytes
bytes() {
	for byte; do
		printf '%b' "\\0$(printf %o "$byte")"
	done
}
four() {
	bytes $(($1 >> 24 & 255)) $(($1 >> 16 & 255)) $(($1 >> 8 & 255)) \
	    $(($1 & 255))
}

# idx N ROWS COLUMNS: black images
idx() {
	four 2051 && four "$1" && four "$2" && four "$3"
	[ "$1" -eq 0 ] ||
	    dd if=/dev/zero bs=$(($2 * $3)) count="$1" 2> /dev/null
}

### A net, saved

is_good() {
	awk '
		/^Data: MNIST / { least = 96.5 }
		/^trained: [0-9.]* % of the validation images$/ {
			good = $2 >= least && $2 <= 100
		}
		END { exit !good || NR != 3 }' "$work/out"
}

saved() {
	runs 0 "$program" save "$net"
	complains ''
	checks 'which digits' grep -q '^Data: .* (from ' "$work/out"
	checks 'how good it is' is_good
	says "saved: $net"
	checks 'left behind' [ "$(cd "$work" && echo *.tmp)" = '*.tmp' ]
	grep '^trained: ' "$work/out" > "$work/trained"
}

# What Python computes from the file for the image of which the net is least sure
# is what was printed.
with_numpy() {
	for python in python3 /usr/bin/python3 ''; do
		[ -z "$python" ] || "$python" -c 'import numpy' 2> /dev/null ||
		    continue
		break
	done
	if [ -z "$python" ]; then
		echo 'skipped: there is no NumPy here'
		return
	fi
	cat > "$work/reads.py" <<'PYTHON'
import gzip, sys
import numpy

net, images, type = sys.argv[1:]
w = numpy.load(net, allow_pickle=False)
shapes = {"0.weight": (50, 784), "0.bias": (50,)}
shapes.update({"2.weight": (10, 50), "2.bias": (10,)})
assert list(w.files) == list(shapes), w.files
assert {k: w[k].shape for k in w.files} == shapes
assert {w[k].dtype for k in w.files} == {numpy.dtype(type)}
opens = gzip.open if images.endswith(".gz") else open
x = numpy.frombuffer(opens(images, "rb").read(), numpy.uint8, offset=16)
x = x.reshape(-1, 784) / 256
hidden = numpy.maximum(x @ w["0.weight"].T + w["0.bias"], 0)
p = numpy.exp(hidden @ w["2.weight"].T + w["2.bias"])
p /= p.sum(1, keepdims=True)
number = p.max(1).argmin()
print(number)
for share in p[number]:
    print(share)
PYTHON
	case $BUILD in *-double*) real=float64 ;; *) real=float32 ;; esac
	"$python" "$work/reads.py" "$net" "$images" $real > "$work/numpy"
	checks 'NumPy reads it' [ $? -eq 0 ]
	runs 0 "$program" predict "$images" "$(head -n 1 "$work/numpy")" "$net"
	checks 'what NumPy computes' as_numpy_computes
}

# Each probability is that of the line in $work/numpy, rounded.
as_numpy_computes() {
	tail -n 10 "$work/out" | awk -v numpy="$work/numpy" '
		BEGIN { getline < numpy }
		{
			getline share < numpy
			if ($2 - share > 0.00051 || share - $2 > 0.00051) {
				bad = 1
				print $1, $2, share
			}
		}
		END { exit bad || NR != 10 }'
}

### Asked

predicts() {
	runs 0 "$program" predict "$images" 0 "$net"
	complains ''
	checks 'an image and ten lines' [ "$(wc -l < "$work/out")" -eq 38 ]
	checks 'probabilities' bars_are_sound
	checks 'ink' grep -q '@' "$work/out"
	puts_aside

	right=0
	for number in 1 2 3 4 5 6 7 9999; do
		runs 0 "$program" predict "$images" "$number" "$net"
		checks "probabilities of $number" bars_are_sound
		[ "$(said)" != "$(label "$number")" ] || right=$((right + 1))
	done
	checks "right for $right of 8" [ "$right" -ge 7 ]
	fails "$images: image 10000 of 10000, counted from 0" \
	    predict "$images" 10000 "$net"
	fails "$images: image 4294967296 of 10000, counted from 0" \
	    predict "$images" 4294967296 "$net"
}

# The first image of all, and a net that is trained for it: the same net.
predicts_without_a_net() {
	runs 0 "$program" predict "$images"
	complains ''
	checks 'how good it is' grep -Fqxf "$work/trained" "$work/out"
	sed '/^Data: /d; /^trained: /d' "$work/out" > "$work/rest"
	mv "$work/rest" "$work/out"
	prints_the_same 'a net trained for it'
}

# Black paper: the image is empty; 0 may be written with zeros in front.
own_images() {
	idx 2 28 28 > "$work/black"
	runs 0 "$program" predict "$work/black" 001 "$net"
	checks 'probabilities of nothing' bars_are_sound
	checks 'no ink' [ "$(head -n 28 "$work/out" | tr -d ' \n')" = '' ]
	fails "$work/black: image 2 of 2, counted from 0" \
	    predict "$work/black" 2 "$net"
	gzip -c "$work/black" > "$work/packed"
	puts_aside
	runs 0 "$program" predict "$work/packed" 1 "$net"
	runs 0 "$program" predict "$work/black" 0 "$net"
	checks 'probabilities of nothing' bars_are_sound
}

bad_images() {
	fails "$work/none: cannot open: No such file or directory" \
	    predict "$work/none" 0 "$net"
	fails "$work: is a directory" predict "$work"
	idx 3 28 27 > "$work/narrow"
	fails "$work/narrow: images (3, 28, 27), expected (n, 28, 28)" \
	    predict "$work/narrow" 0 "$net"
	idx 3 27 28 > "$work/low"
	fails "$work/low: images (3, 27, 28), expected (n, 28, 28)" \
	    predict "$work/low" 5 "$net"
	idx 3 28 28 | head -c 1000 > "$work/short"
	fails "$work/short: ends at byte 1000 of 2368" predict "$work/short"
	runs 1 "$program" predict "$labels" 0 "$net"
	checks 'labels are no images' grep -q "^chapter12: $labels: magic number " \
	    "$work/err"
}

### What is wrong with a net

# refuses FILE: status 1, one line that begins with it, and no prediction
refuses() {
	runs 1 "$program" predict "$work/black" 0 "$1"
	checks "$1: what it complained of" [ "$(wc -l < "$work/err")" -eq 1 ]
	checks "$1: who complained" grep -Fq "chapter12: $1: " "$work/err"
	checks "$1: some output" [ ! -s "$work/out" ]
}

# change FILE AT: makes the byte there another
change() {
	byte=$(od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' \n')
	bytes $(((byte + 1) & 255)) |
	    dd of="$1" bs=1 seek="$2" conv=notrunc 2> /dev/null
}

damaged_nets() {
	refuses "$work/none.npz"
	: > "$work/empty.npz"
	refuses "$work/empty.npz"
	cp "$work/black" "$work/no.npz"
	refuses "$work/no.npz"
	size=$(wc -c < "$net")
	for part in 1 2 3 4 5 6 7; do
		head -c $((size * part / 8)) "$net" > "$work/cut.npz"
		refuses "$work/cut.npz"
		cp "$net" "$work/changed.npz"
		change "$work/changed.npz" $((size * part / 8))
		refuses "$work/changed.npz"
	done
	cat "$net" "$work/black" > "$work/long.npz"
	refuses "$work/long.npz"
	[ -n "$slow" ] || {
		runs 0 "$program" long "$work/other.npz" 1 plain 10
		refuses "$work/other.npz"
	}
	runs 0 "$program" predict "$work/black" 0 "$net"
}

saves_nowhere() {
	fails "$work/nowhere/net.npz.tmp: cannot create: \
No such file or directory" save "$work/nowhere/net.npz"
	checks 'it says that it saved' lacks 'saved:'
}

# No file may grow, and that shows when the net is trained. What is said comes
# through pipes, which may.
saves_too_much() {
	{
		{
			(trap '' XFSZ && ulimit -f 0 &&
			    exec "$program" save "$work/much.npz")
			echo $? > "$work/status"
		} 2>&1 > /dev/null | cat > "$work/err"
	}
	checks 'its status' [ "$(cat "$work/status")" -eq 1 ]
	complains "chapter12: $work/much.npz: cannot write: File too large"
	checks 'nothing is left' [ ! -e "$work/much.npz.tmp" ]
}

### Wrong usage

usage() {
	misused save save
	misused extra save "$net" extra
	misused 5 save "$net" 5
	misused predict predict
	misused extra predict "$images" 0 "$net" extra
	misused guess guess
	misused '' ''
	misused SAVE SAVE "$net"
	misused saved saved "$net"
	for number in x -1 +1 1x ' 1' 1.5 0x1 '' 18446744073709551616 \
	    18446744073709551615 99999999999999999999999999; do
		misused "$number" predict "$images" "$number" "$net"
	done
	runs 0 "$program" --help
	for line in '  save NET                      train the net of 784-50-10, and save it' \
	    '  predict IMAGES [NUMBER [NET]] show image NUMBER (0 is the first) of an'; do
		says "$line"
	done
}

full_disk() {
	[ -e /dev/full ] || return 0
	"$program" predict "$work/black" 0 "$net" > /dev/full 2> "$work/err"
	checks 'a full disk' [ $? -eq 1 ]
	complains 'chapter12: cannot write to standard output: No space left on device'
}

usage
saved
own_images
if [ -e "$images" ]; then
	with_numpy
	predicts
	if [ -n "$slow" ]; then
		echo 'skipped: one net is enough, sanitizers take a minute for it'
	else
		predicts_without_a_net
		saves_nowhere
		saves_too_much
	fi
	bad_images
else
	echo "skipped: no images to test in $digits"
fi
damaged_nets
full_disk
ends
