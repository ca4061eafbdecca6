#!/bin/sh
# places.sh BUILD WORK: real places that take nothing. A disk that is full, a
# stdout that is closed, a pipe that nobody reads, a limit on memory or on a
# file's size, a folder that may not be written to: status 1, one line, what
# stood there before stands there still, and nothing is left over. WORK has the
# folder digits/.
set -u
BUILD=$(cd "$1" && pwd)
work=$2
cd "$work" || exit 1
MNIST_DIR=$PWD/digits TMPDIR=$PWD/tmp
export MNIST_DIR TMPDIR
rm -rf tmp room && mkdir tmp room
passed=0 failed=0 status=0

# run COMMAND...: in the shell's redirections; its status and its complaints.
run() {
	"$@" 2> err
	status=$?
}

# ends WHAT STATUS PATTERN: how the last run ended, in one line; no line if the
# pattern is empty.
ends() {
	lines=$(($(wc -l < err)))
	if [ "$status" -eq "$2" ] && [ -z "$(ls tmp)" ] &&
	    if [ -n "$3" ]; then
		    [ "$lines" -eq 1 ] && grep -q "$3" err
	    else
		    [ "$lines" -eq 0 ]
	    fi
	then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	echo "not so: $1: status $status, not $2; $(ls tmp) on stderr:"
	cat err
	echo "instead of: $3"
}

# holds WHAT COMMAND...: passes if the command succeeds.
holds() {
	what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not so: $what"
	fi
}

### stdout

# A chapter's name and the words of a run that is short.
runs='chapter1|chapter2|chapter4|chapter4 problems|chapter5|chapter7|chapter11
chapter11 walk x**2 0.1 0 none x=1|chapter12 long tmp/../room/run.npz 1 plain 9
chapter12 --help|synthetic --help'
each_run() {
	printf '%s\n' "$runs" | tr '|' '\n'
}

lost='cannot write to standard output: '
each_run > list
while read -r line; do
	# shellcheck disable=SC2086 # words
	set -- $line
	program=$BUILD/$1
	shift
	run "$program" "$@" > /dev/full
	ends "$line > /dev/full" 1 "${lost}No space left on device"
	run "$program" "$@" >&-
	ends "$line >&-" 1 "${lost}Bad file descriptor"
	# The reader is gone before anything is written.
	{
		(trap '' PIPE && "$program" "$@" 2> err; echo $? > status) |
		    true
	}
	status=$(cat status)
	ends "$line, unread" 1 "${lost}Broken pipe"
	# Nobody hears the complaint; the status tells.
	"$program" "$@" > /dev/full 2>&-
	status=$?
	: > err
	ends "$line > /dev/full 2>&-" 1 ''
done < list

# A pipe's reader that has seen enough: the signal ends the program, as any.
"$BUILD/chapter11" 2> err | head -n 1 > out
holds 'chapter11 | head -n 1' \
    [ "$(cat out)" = 'Chapter 11: descent' ]

### Where files go

# saves WHERE PATTERN [PREFIX...]: every writer of files, at a place where it
# must fail. A good file that is there is kept.
saves() {
	where=$1 pattern=$2
	shift 2
	ls -lR "$where" > before 2> /dev/null
	run "$@" "$BUILD/chapter12" save "$where/net.npz" > out
	ends "$* chapter12 save $where/net.npz" 1 "$pattern"
	run "$@" "$BUILD/chapter12" long "$where/run.npz" 1 plain 9 > out
	ends "$* chapter12 long $where/run.npz" 1 "$pattern"
	for chapter in 1 2 4 8 11; do
		run "$@" "$BUILD/chapter$chapter" --plots "$where" > out
		ends "$* chapter$chapter --plots $where" 1 "$pattern"
	done
	run "$@" "$BUILD/synthetic" "$where" > out
	ends "$* synthetic $where" 1 "$pattern"
	run "$@" "$BUILD/synthetic" --sheet "$where" > out
	ends "$* synthetic --sheet $where" 1 "$pattern"
	ls -lR "$where" > after 2> /dev/null
	holds "$where is as it was" cmp -s before after
}

# good FOLDER: lays a file at each name that a writer may use.
good() {
	for name in net.npz synthetic.svg 01_table.svg 02_relu.tsv \
	    02_digit.svg 04_v.tsv 08_tree.svg 11_large.tsv \
	    train-images-idx3-ubyte.gz; do
		echo good > "$1/$name"
	done
}

echo file > room/file
saves room/file 'Not a directory\|File exists'
saves room/none/there 'No such file or directory'

# No file may grow, not even that of the complaint: it comes through a pipe.
saves_limited() {
	mkdir room/limited && good room/limited
	limited() {
		(trap '' XFSZ && ulimit -f 0 && exec "$@")
	}
	run() {
		{ { limited "$@"; echo $? > status; } 2>&1 > /dev/null |
		    cat > err; }
		status=$(cat status)
	}
	saves room/limited 'File too large'
}

### Memory

# with_memory KB COMMAND...
with_memory() {
	# shellcheck disable=SC3045 # where there is none, it is skipped
	(ulimit -v "$1" && shift && exec "$@")
}
if with_memory 100000 "$BUILD/chapter1" > out 2> err; then
	for megabytes in 20 60 100 150; do
		for line in chapter2 chapter6 chapter9 \
		    'chapter12 save room/net.npz' \
		    'chapter12 long room/run.npz 1'; do
			# shellcheck disable=SC2086 # words
			set -- $line
			program=$BUILD/$1
			shift
			run with_memory $((megabytes * 1000)) "$program" "$@" \
			    > out
			ends "$line in $megabytes MB" 1 \
			    'out of memory: arena .* MB\|no memory for its'
			holds 'no file' [ ! -e room/net.npz ]
		done
	done
else
	echo 'skipped: limits on memory; the programs need too much, or there'\
	    'are none'
fi

### Folders that take nothing

# A file of chapter12's is some 160 kB, the sheet 200 kB.
if mkdir room/small && mount -t tmpfs -o size=64k starve room/small \
    2> /dev/null; then
	good room/small
	dd if=/dev/zero of=room/small/fill bs=1k 2> /dev/null
	saves room/small 'No space left on device'
	mount -o remount,ro room/small
	saves room/small 'Read-only file system'
	umount room/small
else
	echo 'skipped: a full disk of its own; only root may mount one'
fi
if [ "$(id -u)" -ne 0 ]; then
	mkdir room/locked && good room/locked && chmod a-w room/locked
	saves room/locked 'Permission denied'
	chmod u+w room/locked
else
	echo 'skipped: a folder without write permission; root may write'
fi
saves_limited
echo "places: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
