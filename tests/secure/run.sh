#!/bin/sh
# The built programs: hardened, as far as the compiler and the linker know how;
# no name is a format; no name in an archive is a path; what is written is for
# the user's eyes, if he says so.
. tests/chapters/program.inc
folder=$(cd "$BUILD" && pwd)

### Hardened

# knows FLAG: was the build told to?
knows() {
	grep -q "^HARDEN.*$1" "$BUILD/config.mk"
}

# has PATTERN / lacks_all PATTERN: in what readelf says of the program
has() {
	grep -E "$1" "$work/elf"
}
lacks_all() {
	! has "$1"
}

# calls PATTERN: a function of the C library by this name
calls() {
	grep -E " UND ${1}(@|\$)" "$work/elf"
}

hardened() {
	name=${1##*/}
	LC_ALL=C readelf -hdlW --dyn-syms "$1" > "$work/elf"
	! knows -fPIE || checks "$name: a place of its own" has 'Type: *DYN'
	! knows relro || checks "$name: relro" has GNU_RELRO
	! knows ,now || checks "$name: bound at once" has 'BIND_NOW|Flags:.*NOW'
	checks "$name: no word on the stack" has GNU_STACK
	checks "$name: a stack that runs" lacks_all 'GNU_STACK.* RWE '
	! knows stack-protector ||
	    checks "$name: no guard on the stack" calls __stack_chk_fail
	# Only gcc makes them of glibc's printf, and sanitizers have their own.
	[ -n "$slow" ] || ! gcc_and_glibc ||
	    checks "$name: no FORTIFY" calls '__[a-z]*printf_chk'
}
gcc_and_glibc() {
	case $(cat "$BUILD/flags") in
	*clang*) return 1 ;;
	esac
	getconf GNU_LIBC_VERSION > /dev/null 2>&1
}

if ! command -v readelf > /dev/null; then
	echo 'skipped: a look at the programs needs readelf (package binutils)'
elif readelf -h "$BUILD/chapter1" > /dev/null 2>&1; then
	for program in "$BUILD"/chapter[0-9]* "$BUILD/synthetic"; do
		hardened "$program"
	done
fi
checks 'formats are looked at' grep -q -e '-Wformat=2 ' "$BUILD/flags"

### No name is a format

nasty='%s%n%x%99999999d%s%s%n'
missing='No such file or directory'

# fails STATUS LINE COMMAND...
fails() {
	line=$2 wanted_status=$1
	shift 2
	runs "$wanted_status" "$@"
	complains "$line"
}
fails 1 "chapter2: $nasty/train-images-idx3-ubyte.gz: cannot open: $missing" \
    env MNIST_DIR="$nasty" "$BUILD/chapter2"
fails 1 "chapter1: $nasty/01_table.svg.tmp: cannot create: $missing" \
    "$BUILD/chapter1" --plots "$nasty"
fails 2 "chapter1: unexpected '$nasty' (--help explains)" \
    "$BUILD/chapter1" "$nasty"
fails 1 "chapter12: $nasty: cannot open: $missing" \
    "$BUILD/chapter12" predict "$nasty" 0 "$nasty"
fails 1 "chapter12: $nasty/x.tmp: cannot create: $missing" \
    "$BUILD/chapter12" save "$nasty/x"
fails 1 "chapter12: $work/a
b: cannot open: $missing" "$BUILD/chapter12" predict "$work/a
b" 0 "$work/a
b"
runs 1 "$BUILD/chapter4" value "$nasty"
checks 'an expression' grep -Fq "$nasty" "$work/err"
runs 1 "$BUILD/synthetic" "$nasty/x"
checks 'a folder' grep -Fq "$nasty/x" "$work/err"

### No name in an archive is a path

# Few rows make a net quickly. Where the digits lie is said from here.
umask 077
runs 0 "$BUILD/chapter12" long "$work/net.npz" 1 plain 10
checks 'a net for the user alone' \
    [ "$(find "$work/net.npz" -perm 600)" ]
{
	printf '\0\0\010\003\0\0\0\001\0\0\0\034\0\0\0\034'
	dd if=/dev/zero bs=784 count=1 2> /dev/null
} > "$work/black"

# refuses NAME AS WHY: the archive with a member's name changed ends in one line;
# no file is made or changed, nor opened but those that were named.
refuses() {
	rm -rf "$work/house"
	mkdir -p "$room"
	runs 0 renamed "$1.npy" "$2.npy"
	echo mine > "$room/0.weight"
	snapshot > "$work/before"
	runs 1 in_the_room predict "$work/black" 0 net.npz
	checks "'$2': $(cat "$work/err")" grep -Fq "$3" "$work/err"
	checks "'$2': one line" [ "$(wc -l < "$work/err")" -eq 1 ]
	checks "'$2': some output" [ ! -s "$work/out" ]
	snapshot > "$work/after"
	checks "'$2': the files" diff "$work/before" "$work/after"
	opens_nothing_else "$2"
}
room=$work/house/floor/room
renamed() {
	"$BUILD/tests/secure/rename" "$1" "$2" < "$work/net.npz" \
	    > "$room/net.npz"
}
snapshot() {
	find "$work/house" "$work/net.npz" "$work/black" -type f \
	    -exec cksum {} + | sort
}
in_the_room() (
	# shellcheck disable=SC2086 # words
	cd "$room" && exec $tracer "$folder/chapter12" "$@"
)

# What strace saw opened to be written, or under the name that the archive has.
opens_nothing_else() {
	[ -s "$work/trace" ] || return 0
	checks "'$1': is the archive opened" grep -q '"net.npz"' "$work/trace"
	checks "'$1': something is written" \
	    sees_no -E 'O_WRONLY|O_RDWR|O_CREAT|creat\('
	checks "'$1': opened by that name" sees_no -F -e "$1" -e 0.weight
}
sees_no() {
	! grep "$@" "$work/trace"
}
tracer=
if [ "$slow" ]; then
	: # the leak sanitizer does not work under strace
elif strace -o "$work/trace" true > "$work/out" 2>&1; then
	tracer="strace -f -e trace=open,openat,creat -o $work/trace"
else
	echo 'skipped: to see what is opened needs strace (package strace)'
fi

path='as a path, no name'
refuses 0.weight ../../ab "$path"
refuses 0.weight /tmp/abc "$path"
# shellcheck disable=SC1003 # Windows' paths
refuses 0.weight 'C:\abcde' "$path"
refuses 0.weight 'ab..cdef' "$path"
refuses 0.weight '0.we~ght' 'byte 0x00 in its name'
refuses 0.weight "$(printf '\033]0;pwn\007')" 'byte 0x1b in its name'
refuses 2.weight 0.weight 'is there twice'
refuses 0.weight '%s%n%s%n' "'0.weight' is missing"

ends
