#!/bin/sh
# program.sh: how every chapter's program treats its user: the options, a full
# disk, a folder that is missing, digits that are none, too little memory.
# Whatever the world does, the program ends with one line and the right status.
#
# Runs the programs in $BUILD from the root of the repository; what takes a
# whole run of a chapter is left out in a slow build, or without digits.
set -u

if [ -z "${BUILD:-}" ]; then
	echo 'program.sh: BUILD says where the programs are' >&2
	exit 2
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
passed=0 failed=0
unset NO_COLOR POSIXLY_CORRECT
digits=${MNIST_DIR:-} # where good ones are; by default, in data/

### Running, and judging

# mentions PATTERN: whether a chapter reads digits, or draws, its source tells
mentions() {
	number=$(printf %02d "${name#chapter}")
	grep -q "$1" chapters/"$number"_*/main.c
}

# run COMMAND...: its output and status, for `wants`; stdout goes to $out
run() {
	"$@" >"${out:-$work/out}" 2>"$work/err" </dev/null
	status=$?
}

# wants WHAT STATUS STDERR: judges the last run. STDERR is its one line, or
# nothing, or `one line` whatever it says.
wants() {
	said=$(cat "$work/err") lines=$(($(wc -l <"$work/err")))
	expected=$3
	if [ "$3" = 'one line' ] && [ "$lines" -eq 1 ]; then
		expected=$said
	fi
	if [ "$status" -eq "$2" ] && [ "$said" = "$expected" ]; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	echo "$name: $1: status $status, not $2, and on stderr:"
	sed 's/^/    /' "$work/err"
	echo "instead of: $3"
}

# fails WHAT: what `wants` cannot see
fails() {
	failed=$((failed + 1))
	echo "$name: $1"
}

### Files in the format of MNIST

# number N: as four bytes, the highest first
number() {
	for shift in 24 16 8 0; do
		printf '%b' "\\0$(printf %o $(($1 >> shift & 255)))"
	done
}

# images N ROWS COLUMNS, labels N: blank images, zeros
images() {
	number 2051 && number "$1" && number "$2" && number "$3"
	dd if=/dev/zero bs=$(($2 * $3)) count="$1" 2>/dev/null
}

labels() {
	number 2049 && number "$1"
	dd if=/dev/zero bs=1 count="$1" 2>/dev/null
}

# folder NAME: a new one with twelve blank digits; its files' names
folder() {
	MNIST_DIR=$work/$1
	export MNIST_DIR
	images=$MNIST_DIR/train-images-idx3-ubyte
	labels=$MNIST_DIR/train-labels-idx1-ubyte
	rm -rf "$MNIST_DIR"
	mkdir "$MNIST_DIR"
	images 12 28 28 >"$images"
	labels 12 >"$labels"
}

### What every program does

options() {
	run "$program" --help
	wants '--help' 0 ''
	grep -q "^usage: $name " "$work/out" || fails '--help lacks the usage'
	run "$program" --no-such-option
	wants 'unknown option' 2 'one line'
	run "$program" -x
	wants 'unknown letter' 2 'one line'
	run "$program" --plots
	wants 'option without its folder' 2 'one line'
	run "$program" extra
	wants 'extra argument' 2 "$name: unexpected 'extra' (--help explains)"
	[ ! -s "$work/out" ] || fails 'wrong usage, and yet some output'
}

full_disk() {
	[ -e /dev/full ] || return 0
	out=/dev/full
	run "$program" "$@"
	wants "$* > /dev/full" 1 \
	    "$name: cannot write to standard output: No space left on device"
	out=
}

# refuses MESSAGE: the digits in the last `folder`
refuses() {
	run "$program"
	wants "$MNIST_DIR" 1 "$name: $1"
}

no_folder() {
	folder none
	rm -r "$MNIST_DIR"
	refuses "$images.gz: cannot open: No such file or directory"
	echo >"$MNIST_DIR"
	refuses "$images.gz: cannot open: Not a directory"
	rm "$MNIST_DIR"
	mkdir "$MNIST_DIR"
	refuses "$images.gz: cannot open: No such file or directory"
	folder no_labels
	rm "$labels"
	refuses "$labels.gz: cannot open: No such file or directory"
}

bad_files() {
	folder a_folder
	rm "$images"
	mkdir "$images"
	refuses "$images: is a directory"
	folder empty
	: >"$images"
	refuses "$images: the file is empty"
	folder not_gzip
	cp "$labels" "$labels.gz"
	refuses "$labels.gz: not gzip data"
	folder swapped
	labels 12 >"$images"
	refuses "$images: magic number 0x00000801 at byte 0,\
 expected 0x00000803"
	folder short
	{
		number 2051 && number 12 && number 28 && number 28
		dd if=/dev/zero bs=784 count=11 2>/dev/null
	} >"$images"
	refuses "$images: ends at byte 8640 of 9424"
	folder long
	echo >>"$labels"
	refuses "$labels: goes on after byte 20, its end"
	folder eleven
	{ number 2049 && number 3 && printf '\001\013\002'; } >"$labels"
	refuses "$labels: label 11 at byte 9, expected 0 to 9"
}

# Each file is sound, but not what the chapters need.
bad_sets() {
	folder narrow
	images 12 28 27 >"$images"
	refuses "$images: images of 28 by 27, expected 28 by 28"
	folder pair
	labels 11 >"$labels"
	refuses "$images has 12 images, but $labels has 11 labels"
	folder few
	refuses "$MNIST_DIR: 12 images, expected 60000"
}

### What takes a whole run

# An address space of 60 MB holds the program, but not 60,000 digits.
little_memory() {
	# shellcheck disable=SC2016 # for the inner shell
	run sh -c 'ulimit -v 60000 2>/dev/null || exit 9; exec "$0"' "$program"
	[ "$status" -ne 9 ] || return 0
	wants 'little memory' 1 'one line'
	grep -q "^$name: out of memory: " "$work/err" ||
	    fails 'the line does not say that memory ran out'
}

# What they draw where they can is known to the tests of the chapters.
plots() {
	run "$program" --plots "$work/missing"
	wants '--plots to a missing folder' 1 'one line'
	grep -q "^$name: $work/missing/.*: No such file" "$work/err" ||
	    fails 'the line does not name the file'
}

have_digits() {
	[ "$digits" ] || [ -e data/mnist/train-images-idx3-ubyte.gz ] ||
	    [ -e data/synthetic/train-images-idx3-ubyte.gz ]
}

whole_runs() {
	case $BUILD in *debug-* | *coverage-*) return ;; esac
	if mentions program_digits; then
		if ! have_digits; then
			echo "skipped: $name has no digits to run on"
			return
		fi
		little_memory
	fi
	full_disk
	! mentions 'program[.-]>*plots' || plots
}

for program in "$BUILD"/chapter[0-9] "$BUILD"/chapter[0-9][0-9]; do
	[ -x "$program" ] || continue
	name=${program##*/}
	options
	full_disk --help
	if mentions program_digits; then
		no_folder
		bad_files
		bad_sets
	fi
	unset MNIST_DIR
	[ -z "$digits" ] || export MNIST_DIR="$digits"
	whole_runs
done
echo "program: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
