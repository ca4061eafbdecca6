#!/bin/sh
# run.sh: tests setup.sh, and leaves this machine alone.
#
# Each test plays on a make-believe machine: a directory that is all of PATH,
# where fake.sh is the compiler, the package managers, sudo and the rest. A test
# says what the machine has, runs setup.sh there, and compares the transcript:
# what setup.sh said and, after a $, what it had the package manager do.
#
#	sh tests/setup/run.sh
#	SH='busybox ash' sh tests/setup/run.sh    the same in that shell
#
# shellcheck disable=SC2034 # the scene is used through "inside"
set -eu

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
ROOM="$tmp/a room"
passed=0 failed=0

# That machine's PATH will not find the shell, so spell it out.
# shellcheck disable=SC2086 # SH may be two words
set -- ${SH:-sh}
shell=$(command -v "$1")
shift
shell="$shell $*"

### The stage

# machine THING...: sets up a new one with these, and sets the scene (fake.sh
# says what its variables mean)
machine() {
	SYSTEM=Linux USER_ID=0 DENY='' ABSENT='' HOLLOW='' CC=''
	MAKE='GNU Make 4.3'
	rm -rf "$ROOM"
	mkdir -p "$ROOM/bin" "$ROOM/has" "$ROOM/its tmp"
	cp setup.sh tests/setup/fake.sh "$ROOM"
	chmod +x "$ROOM/fake.sh"
	for tool in sh cat ln mktemp paste rm sed tail; do
		ln -s "$(command -v $tool)" "$ROOM/bin/$tool"
	done
	for thing in id uname "$@"; do
		case $thing in
		libc | z | check | static | lists) : >"$ROOM/has/$thing" ;;
		*) ln -s "$ROOM/fake.sh" "$ROOM/bin/$thing" ;;
		esac
	done
}

# A machine with all that setup.sh looks for, and these
full_machine() {
	machine cc libc make awk z pkg-config check gnuplot gdb curl "$@"
}

# lacks THING...: takes them away again
lacks() {
	for thing; do rm "$ROOM"/*/"$thing"; done
}

# inside ARG...: the shell that is tested, with these, on that machine
inside() {
	# shellcheck disable=SC2086 # SH may be two words
	env -i PATH="$ROOM/bin" TMPDIR="$ROOM/its tmp" ROOM="$ROOM" \
		SYSTEM="$SYSTEM" USER_ID="$USER_ID" DENY="$DENY" MAKE="$MAKE" \
		ABSENT="$ABSENT" HOLLOW="$HOLLOW" CC="$CC" $shell "$@"
}

# try ARG...: runs setup.sh with these, for expect to judge
try() {
	status=0
	: >"$ROOM/transcript"
	inside "$ROOM/setup.sh" "$@" </dev/null >>"$ROOM/transcript" 2>&1 ||
		status=$?
}

### The judges

# check NAME WANTED GOT
check() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAILED: %s\n--- wanted\n%s\n--- got\n%s\n' "$@"
	fi
}

# expect NAME STATUS: of the last try, with the transcript that comes as input;
# and it must not have left temporary files
expect() {
	check "$1" "$(cat)
exit status $2, left behind: " "$(cat "$ROOM/transcript")
exit status $status, left behind: $(ls -A "$ROOM/its tmp")"
}

### Nothing to do

all='setup: everything is here (cc, make, awk, zlib, pkg-config, check, gnuplot, gdb, curl)'

full_machine apt-get
try
expect 'nothing to do is one line' 0 <<EOF
$all
EOF

try --check
expect 'nothing to report is one line' 0 <<EOF
$all
EOF

full_machine
USER_ID=1000
try
expect 'nothing to do needs no rights and no manager' 0 <<EOF
$all
EOF

full_machine
SYSTEM=Darwin
lacks gdb
try
expect 'macOS has lldb for gdb' 0 <<EOF
setup: everything is here (cc, make, awk, zlib, pkg-config, check, gnuplot, curl)
EOF

### The managers

apt='apt-get install -q -y -o DPkg::Lock::Timeout=120 --no-install-recommends'

machine apt-get brew
try
expect 'apt-get, on a bare machine' 0 <<EOF
setup: running apt-get update -q
$ apt-get update -q
setup: installing gcc libc6-dev make mawk zlib1g-dev pkg-config check (with apt-get)
$ $apt gcc libc6-dev make mawk zlib1g-dev pkg-config check
setup: installing gnuplot-nox (with apt-get)
$ $apt gnuplot-nox
setup: installing gdb (with apt-get)
$ $apt gdb
setup: installing curl ca-certificates (with apt-get)
$ $apt curl ca-certificates
setup: installed cc, make, awk, zlib, pkg-config, check, gnuplot, gdb, curl
EOF

try
expect 'a second run finds nothing to do' 0 <<EOF
$all
EOF

machine dnf
try
expect 'dnf, on a bare machine' 0 <<'EOF'
setup: installing gcc make gawk zlib-devel pkgconf-pkg-config check-devel (with dnf)
$ dnf install -q -y gcc make gawk zlib-devel pkgconf-pkg-config check-devel
setup: installing gnuplot (with dnf)
$ dnf install -q -y gnuplot
setup: installing gdb (with dnf)
$ dnf install -q -y gdb
setup: installing curl ca-certificates (with dnf)
$ dnf install -q -y curl ca-certificates
setup: installed cc, make, awk, zlib, pkg-config, check, gnuplot, gdb, curl
EOF

machine pacman
try
expect 'pacman, on a bare machine' 0 <<'EOF'
setup: running pacman -Syu --noconfirm
$ pacman -Syu --noconfirm
setup: installing gcc make gawk zlib pkgconf check (with pacman)
$ pacman -S --noconfirm --needed gcc make gawk zlib pkgconf check
setup: installing gnuplot (with pacman)
$ pacman -S --noconfirm --needed gnuplot
setup: installing gdb (with pacman)
$ pacman -S --noconfirm --needed gdb
setup: installing curl (with pacman)
$ pacman -S --noconfirm --needed curl
setup: installed cc, make, awk, zlib, pkg-config, check, gnuplot, gdb, curl
EOF

full_machine pacman lists
lacks check
try
expect 'pacman does not upgrade a machine that is in use' 0 <<'EOF'
setup: installing check (with pacman)
$ pacman -S --noconfirm --needed check
setup: installed check
EOF

machine apk
try
expect 'apk, on a bare machine' 0 <<'EOF'
setup: installing gcc musl-dev make gawk zlib-dev pkgconf check-dev (with apk)
$ apk add -U gcc musl-dev make gawk zlib-dev pkgconf check-dev
setup: installing gnuplot (with apk)
$ apk add -U gnuplot
setup: installing gdb (with apk)
$ apk add -U gdb
setup: installing curl ca-certificates (with apk)
$ apk add -U curl ca-certificates
setup: installed cc, make, awk, zlib, pkg-config, check, gnuplot, gdb, curl
EOF

machine cc libc make awk curl brew apt-get
SYSTEM=Darwin USER_ID=501
try
expect 'brew, on macOS, whatever else is there' 0 <<'EOF'
setup: installing zlib pkg-config check (with brew)
$ brew install zlib pkg-config check
setup: installing gnuplot (with brew)
$ brew install gnuplot
setup: installed zlib, pkg-config, check, gnuplot
EOF

machine brew
USER_ID=1000
try
expect 'brew, on Linux, where it is the only one' 0 <<'EOF'
setup: installing gcc make awk zlib pkg-config check (with brew)
$ brew install gcc make awk zlib pkg-config check
setup: installing gnuplot (with brew)
$ brew install gnuplot
setup: installing gdb (with brew)
$ brew install gdb
setup: installing curl (with brew)
$ brew install curl
setup: installed cc, make, awk, zlib, pkg-config, check, gnuplot, gdb, curl
EOF

machine brew
SYSTEM=Darwin USER_ID=501
try
expect 'macOS without a compiler' 1 <<'EOF'
setup: missing: cc (run xcode-select --install, then this again)
EOF

machine cc libc
try
expect 'no package manager' 1 <<'EOF'
setup: no package manager here (apt-get, dnf, pacman, apk, brew)
setup: missing: make (install make)
setup: missing: awk (install gawk)
setup: missing: zlib (install zlib)
setup: missing: pkg-config (install pkg-config)
setup: missing: check (install check)
setup: missing, optional: gnuplot (install gnuplot)
setup: missing, optional: gdb (install gdb)
setup: missing, optional: curl (install curl)
EOF

### --check

machine apt-get awk
USER_ID=1000
try --check
expect '--check names each missing thing and its packages' 1 <<'EOF'
setup: missing: cc (install gcc libc6-dev)
setup: missing: make (install make)
setup: missing: zlib (install zlib1g-dev)
setup: missing: pkg-config (install pkg-config)
setup: missing: check (install check)
setup: missing, optional: gnuplot (install gnuplot-nox)
setup: missing, optional: gdb (install gdb)
setup: missing, optional: curl (install curl ca-certificates)
EOF

full_machine apt-get
lacks gnuplot
try --check
expect '--check forgives what is optional' 0 <<'EOF'
setup: missing, optional: gnuplot (install gnuplot-nox)
EOF

### What counts as here

full_machine apt-get
lacks libc
try --check
expect 'a compiler without headers is none, and cannot judge' 1 <<'EOF'
setup: missing: cc (install gcc libc6-dev)
setup: missing: zlib (install zlib1g-dev)
setup: missing: check (install check)
EOF

full_machine clang gmake
lacks cc make
try
expect 'clang is a compiler, gmake is a make' 0 <<EOF
$all
EOF

full_machine ourcc
lacks cc
for CC in ourcc nonesuch; do
	[ $CC = ourcc ] || mv "$ROOM/bin/ourcc" "$ROOM/bin/cc"
	try
	expect "CC=$CC is tried first, not alone" 0 <<-EOF
	$all
	EOF
done

full_machine
lacks pkg-config
try --check
expect 'a shared Check without pkg-config' 1 <<'EOF'
setup: missing: pkg-config (install pkg-config)
EOF

full_machine static
lacks pkg-config
try --check
expect 'a static Check without pkg-config' 1 <<'EOF'
setup: missing: pkg-config (install pkg-config)
EOF

for version in 'GNU Make 3.80' 'GNU Make 3.79.1' 'GNU Make 2.0' ''; do
	full_machine apt-get
	MAKE=$version
	try --check
	expect "make is too old: '$version'" 1 <<-'EOF'
	setup: missing: make (install make)
	EOF
done

for version in 'GNU Make 3.81' 'GNU Make 3.82' 'GNU Make 4.4.1' 'GNU Make 10.0'; do
	full_machine apt-get
	MAKE=$version
	try --check
	expect "make will do: '$version'" 0 <<-EOF
	$all
	EOF
done

### Rights

full_machine apt-get sudo doas
lacks gdb
USER_ID=1000
try
expect 'through sudo' 0 <<EOF
setup: running apt-get update -q
$ sudo apt-get update -q
setup: installing gdb (with apt-get)
$ sudo $apt gdb
setup: installed gdb
EOF

full_machine apk sudo doas
lacks gdb
USER_ID=1000 DENY=sudo
try
expect 'through doas where sudo will not' 0 <<'EOF'
setup: installing gdb (with apk)
$ doas apk add -U gdb
setup: installed gdb
EOF

full_machine apt-get
lacks check gdb
USER_ID=1000
try
expect 'no rights: the command for root' 1 <<EOF
setup: cannot become root by sudo or doas; have root run:
apt-get update -q && DEBIAN_FRONTEND=noninteractive $apt check gdb
EOF

full_machine dnf sudo doas
lacks check
USER_ID=1000 DENY='sudo doas'
try
expect 'sudo would have to ask: the command for root' 1 <<'EOF'
setup: cannot become root by sudo or doas; have root run:
dnf install -q -y check-devel
EOF

full_machine pacman
lacks gdb
USER_ID=1000
try
expect 'no rights is no failure for what is optional' 0 <<'EOF'
setup: cannot become root by sudo or doas; have root run:
pacman -Syu --noconfirm && pacman -S --noconfirm --needed gdb
EOF

### Failure

full_machine apt-get
lacks z check gdb
ABSENT=check
try
expect 'the manager fails: the end of its log, and no more' 1 <<EOF
setup: running apt-get update -q
$ apt-get update -q
setup: installing zlib1g-dev check (with apt-get)
$ $apt zlib1g-dev check
setup: that failed: DEBIAN_FRONTEND=noninteractive $apt zlib1g-dev check
line 3
line 4
line 5
line 6
E: cannot check
setup: missing: zlib (install zlib1g-dev)
setup: missing: check (install check)
setup: missing, optional: gdb (install gdb)
EOF

full_machine dnf sudo
lacks check gnuplot gdb
USER_ID=1000 ABSENT=gnuplot
try
expect 'what is optional fails alone' 0 <<'EOF'
setup: installing check-devel (with dnf)
$ sudo dnf install -q -y check-devel
setup: installing gnuplot (with dnf)
$ sudo dnf install -q -y gnuplot
setup: that failed: sudo dnf install -q -y gnuplot
line 3
line 4
line 5
line 6
E: cannot gnuplot
setup: installing gdb (with dnf)
$ sudo dnf install -q -y gdb
setup: missing, optional: gnuplot (install gnuplot)
EOF

full_machine apt-get
lacks gdb
ABSENT=update
try
expect 'lists that cannot be refreshed may do' 0 <<EOF
setup: running apt-get update -q
$ apt-get update -q
setup: that failed: apt-get update -q
line 3
line 4
line 5
line 6
E: cannot update
setup: installing gdb (with apt-get)
$ $apt gdb
setup: installed gdb
EOF

full_machine apk
lacks check
HOLLOW=check-dev
try
expect 'installed, and still missing' 1 <<'EOF'
setup: installing check-dev (with apk)
$ apk add -U check-dev
setup: missing: check (install check-dev)
EOF

### The command line

full_machine apt-get
for arguments in --frob x '--check --check' '--check x'; do
	# shellcheck disable=SC2086 # each is some arguments
	try $arguments
	check "wrong usage: $arguments" '2, usage: sh setup.sh [--check | --help]' \
		"$status, $(head -n 1 "$ROOM/transcript")"
done
check 'wrong usage is told on stderr' '' \
	"$(inside "$ROOM/setup.sh" --frob 2>/dev/null || :)"
check 'help is told on stdout' 'usage: sh setup.sh [--check | --help]' \
	"$(inside "$ROOM/setup.sh" --help 2>/dev/null | head -n 1)"

lacks gdb
check 'our input is not for the manager to read' 'ours' \
	"$(echo ours | (inside "$ROOM/setup.sh" >/dev/null && cat))"
lacks gdb
check 'setup.sh may come as input itself' 'setup: installed gdb' \
	"$(inside <"$ROOM/setup.sh" | tail -n 1)"

echo "setup: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
