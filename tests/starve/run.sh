#!/bin/sh
# What the driver of make starve sees: of a careless program each sin, as what
# it is, and of a good one none.
set -u
passed=0 failed=0
if [ ! -e "$BUILD/tests/starve/hook.so" ]; then
	echo 'skipped: starvation needs glibc'
	exit 0
fi
# What is wrong is called otherwise where sanitizers see it first.
sanitized=
case $BUILD in
*debug*clang*)
	echo "skipped: starvation; clang's sanitizers take memory past the hook"
	exit 0
	;;
*debug*) sanitized=yes ;;
esac
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
here=$(cd "$BUILD/tests/starve" && pwd)
cp "$here/hook.so" "$work" || exit 1 # the loader knows no path with spaces

# sees STATUS PATTERN SIN: does the driver end so, and say so?
sees() {
	"$here/starve" "$work/hook.so" "$here" "$work" careless "$3" \
	    > "$work/said" 2>&1
	status=$?
	pattern=$2
	[ -z "$sanitized" ] || [ "$1" -eq 0 ] || pattern="^not so: careless $3 "
	if [ "$status" -eq "$1" ] && grep -q "$pattern" "$work/said"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not so: $3: status $status, not $1; '$2' in"
		cat "$work/said"
	fi
}

sees 0 ' 0 wrong' none
sees 1 'memory [0-9]* fails: killed by a signal' memory
sees 1 'write 1 fails: half a file: out' write
sees 1 'close 1 fails: half a file: out' close
sees 1 'rename 1 fails: left over: out.tmp' rename
sees 1 'write 1 fails: half a file: out' in-place
sees 1 'write 1 fails: left over: out.tmp' left-over
sees 1 'write [0-9]* fails: status 0, but another output' stdout
sees 1 'write 1 fails: a descriptor is still open' open-file
sees 1 'write 1 fails: memory is lost' leak
sees 1 'open 1 fails: status 1, and not a word' silence
sees 1 'open 1 fails: not one line' two-lines
sees 1 'open 1 fails: the line names neither' no-path
sees 1 'open 1 fails: neither status 0 nor 1' status
sees 1 'open 1 fails: killed by a signal' crash

# A call that can fail and that the hook does not know would never fail.
if command -v nm > /dev/null; then
	unknown=$(find "$BUILD/common" "$BUILD/chapters" "$BUILD/data" \
	    -name '*.o' -exec nm -u {} + | grep -Ew 'fdopen|freopen|'\
'tmpfile|pread|pwrite|readv|writev|openat|creat|dup|dup2|fsync|ftruncate|link|'\
'symlink|mmap|memalign|strdup|strndup|reallocarray|getline|popen|fork|opendir|'\
'lstat|fstat|chdir|open_memstream|sem_open')
	if [ -z "$unknown" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not so: the hook knows each call that can fail: $unknown"
	fi
fi
echo "starve: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
