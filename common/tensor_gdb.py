"""Shows tensors in gdb: `p *x` prints shape, strides, arena and first values.

    (gdb) source common/tensor_gdb.py
    (gdb) p *x
    $1 = Tensor (50000, 784), stride (784, 1), contiguous, in arena 'step',
    no gradient: 0, 0, 0, 0, 0, 0, ...

`make debug6` sources this file by itself. A pointer that is no tensor is shown
as gdb would: nothing is read that the header does not vouch for.
"""

import gdb
import gdb.printing

MAX_NDIM = 8  # TENSOR_MAX_NDIM
FIRST = 6  # values shown


def tuple_text(numbers):
    inside = ", ".join(str(n) for n in numbers)
    return f"({inside},)" if len(numbers) == 1 else f"({inside})"


def is_contiguous(shape, stride):
    expected = 1
    for size, step in zip(reversed(shape), reversed(stride)):
        if size != 1 and step != expected:
            return False
        expected *= size
    return True


def first_values(data, shape, stride):
    """The first elements, row by row, through the strides."""
    count = 1
    for size in shape:
        count *= size
    values = []
    for at in range(min(count, FIRST)):
        offset = 0
        for size, step in zip(reversed(shape), reversed(stride)):
            offset += at % size * step
            at //= size
        values.append(f"{float(data[offset]):.3g}")
    return ", ".join(values) + (", ..." if count > FIRST else "")


class TensorPrinter:
    """One line for a struct Tensor."""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        t = self.value
        ndim = int(t["ndim"])
        if not 0 <= ndim <= MAX_NDIM:
            return f"no tensor: ndim is {ndim}"
        try:
            return self.describe(t, ndim)
        except (gdb.error, OverflowError, UnicodeDecodeError) as error:
            return f"no tensor: {error}"

    def describe(self, t, ndim):
        shape = [int(t["shape"][i]) for i in range(ndim)]
        stride = [int(t["stride"][i]) for i in range(ndim)]
        rows = "contiguous" if is_contiguous(shape, stride) else "a view"
        arena = t["arena"]["name"].string() if t["arena"] else "none"
        gradient = "a gradient" if t["g"] else "no gradient"
        return (
            f"Tensor {tuple_text(shape)}, stride {tuple_text(stride)}, {rows},"
            f" in arena '{arena}', {gradient}:"
            f" {first_values(t['data'], shape, stride)}"
        )


def build_printer():
    printer = gdb.printing.RegexpCollectionPrettyPrinter("handgrad")
    printer.add_printer("Tensor", "^Tensor$", TensorPrinter)
    return printer


gdb.printing.register_pretty_printer(None, build_printer(), replace=True)
