#!/bin/sh
# setup.sh: installs what handgrad needs and this machine lacks.
#
# It looks, asks the package manager for what is missing, and looks again.
# What counts is what works: a library is here when a program that calls it
# compiles and links, wherever its files may lie.
#
# shellcheck disable=SC2086 # lists of names and of flags are meant to split
set -eu

usage() {
	cat <<-'EOF'
	usage: sh setup.sh [--check | --help]

	Installs, with apt-get, dnf, pacman, apk or brew, what is missing of
	  needed: a C11 compiler, GNU make, awk, zlib, pkg-config, Check
	  wanted: gnuplot (for plots), gdb (to debug), curl (to get the data)

	  --check  installs nothing; names what is missing and its packages
	  --help   prints this

	Exit status: 0 if nothing needed is missing in the end, 1 if something
	is, 2 if the command line is wrong.
	EOF
}

mode=install
case $#:${1-} in
0:) ;;
1:--check) mode=check ;;
1:--help | 1:-h) usage; exit ;;
*) usage >&2; exit 2 ;;
esac

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

### What is here

# links HEADER EXPRESSION FLAG...: does $cc make a program of them?
links() {
	printf '#include <%s>\nint main(void) { return %s; }\n' "$1" "$2" \
		>"$tmp/probe.c"
	shift 2
	"$cc" -std=c11 -o "$tmp/probe" "$tmp/probe.c" "$@" >"$tmp/log" 2>&1
}

# A compiler without the C library's headers is no compiler.
has_cc() {
	for cc in "${CC:-cc}" cc gcc clang; do
		if links stdio.h 'puts("")'; then return 0; fi
	done
	return 1
}

# 3.81 or later
has_gnu_make() {
	for make in make gmake; do
		case $("$make" --version 2>/dev/null) in
		'GNU Make '[12].* | 'GNU Make 3.'[0-7]* | 'GNU Make 3.80'*) ;;
		'GNU Make '*) return 0 ;;
		esac
	done
	return 1
}

# A libcheck that is only static asks for the libraries below it.
has_check() {
	for flags in "$(pkg-config --cflags --libs check 2>/dev/null)" \
		-lcheck '-lcheck -lsubunit -lm -lrt -lpthread'; do
		if links check.h 'srunner_create(0) == 0' $flags; then
			return 0
		fi
	done
	return 1
}

has() {
	case $1 in
	cc) has_cc ;;
	make) has_gnu_make ;;
	zlib) links zlib.h 'zlibVersion() == 0' -lz ;;
	check) has_check ;;
	*) command -v "$1" >/dev/null ;;
	esac
}

# Sets need and want to what is missing. The compiler comes first in $needed:
# has_cc chooses the one that judges the libraries.
look() {
	need='' want=''
	for thing in $needed; do has $thing || need="$need $thing"; done
	for thing in $wanted; do has $thing || want="$want $thing"; done
}

### What to install

# Sets manager, and the commands that refresh its lists and that install.
# A partly upgraded Arch is a broken one, so pacman goes by the lists it has;
# where it has none the machine is new, and is brought up to date.
find_manager() {
	manager='' refresh='' installer=''
	for candidate in $managers; do
		if has $candidate; then
			manager=$candidate
			break
		fi
	done
	case $manager in
	apt-get)
		refresh='apt-get update -q'
		installer='DEBIAN_FRONTEND=noninteractive apt-get install -q -y'
		installer="$installer -o DPkg::Lock::Timeout=120"
		installer="$installer --no-install-recommends"
		;;
	dnf) installer='dnf install -q -y' ;;
	pacman)
		pacman -Si gcc >"$tmp/log" 2>&1 ||
			refresh='pacman -Syu --noconfirm'
		installer='pacman -S --noconfirm --needed'
		;;
	apk) installer='apk add -U' ;;
	brew) installer='brew install' ;;
	esac
}

# packages THING...: the names that $manager has for them
packages() {
	for thing; do
		case $manager:$thing in
		apt-get:cc) echo gcc libc6-dev ;;
		apk:cc) echo gcc musl-dev ;;
		*:cc) echo gcc ;;
		apt-get:awk) echo mawk ;;
		brew:awk) echo awk ;;
		*:awk) echo gawk ;;
		apt-get:zlib) echo zlib1g-dev ;;
		dnf:zlib) echo zlib-devel ;;
		apk:zlib) echo zlib-dev ;;
		dnf:pkg-config) echo pkgconf-pkg-config ;;
		pacman:pkg-config | apk:pkg-config) echo pkgconf ;;
		dnf:check) echo check-devel ;;
		apk:check) echo check-dev ;;
		apt-get:gnuplot) echo gnuplot-nox ;;
		apt-get:curl | dnf:curl | apk:curl) echo curl ca-certificates ;;
		*) echo $thing ;;
		esac
	done | paste -s -d ' ' -
}

### How to install it

# Sets become to what makes us root: nothing (we are, or it is brew, which will
# not be), sudo or doas. Asks for a password only where somebody can answer.
find_rights() {
	become=''
	if [ $manager = brew ] || [ "$(id -u)" -eq 0 ]; then return 0; fi
	for become in sudo doas; do
		has $become || continue
		if $become -n true 2>/dev/null; then return 0; fi
		if [ -t 0 ] && $become true; then return 0; fi
	done
	return 1
}

# run TITLE COMMAND: as root, silent unless it fails, and not reading our input.
# A root made by plain su may lack the sbin directories, which dpkg needs.
run() {
	echo "setup: $1"
	if PATH=$PATH:/usr/sbin:/sbin $become sh -c "$2" </dev/null \
		>"$tmp/log" 2>&1; then
		return 0
	fi
	echo "setup: that failed: ${become:+$become }$2" >&2
	tail -n 5 "$tmp/log" >&2
	return 1
}

# install THING...
install() {
	names=$(packages "$@")
	run "installing $names (with $manager)" "$installer $names"
}

# What is needed goes in together. What is wanted goes in one by one, so that
# what cannot be had keeps nothing else out. apt-get update fails for any source
# it cannot reach, which need not be one of ours.
install_missing() {
	if [ -n "$refresh" ]; then
		run "running $refresh" "$refresh" || :
	fi
	if [ -z "$need" ] || install $need; then
		for extra in $want; do install $extra || :; done
	fi
}

### What to say

commas() {
	echo "$*" | sed 's/ /, /g'
}

# One line for each thing that is missing; fails if one of them is needed.
report() {
	for thing in $need; do
		echo "setup: missing: $thing (install $(packages $thing))"
	done
	for thing in $want; do
		echo "setup: missing, optional: $thing" \
			"(install $(packages $thing))"
	done
	[ -z "$need" ]
}

needed='cc make awk zlib pkg-config check'
wanted='gnuplot gdb curl'
managers='apt-get dnf pacman apk brew'
system=$(uname -s)
if [ "$system" = Darwin ]; then # has lldb
	wanted='gnuplot curl'
	managers='brew'
fi

look
missing=$need$want
if [ -z "$missing" ]; then
	echo "setup: everything is here ($(commas $needed $wanted))"
	exit
fi

find_manager
if [ "$system" = Darwin ] && ! has cc; then
	echo "setup: missing: cc (run xcode-select --install, then this again)"
	exit 1
elif [ $mode = check ]; then
	report
elif [ -z "$manager" ]; then
	echo "setup: no package manager here ($(commas $managers))" >&2
	report >&2
elif ! find_rights; then
	echo "setup: cannot become root by sudo or doas; have root run:" >&2
	echo "${refresh:+$refresh && }$installer $(packages $missing)" >&2
	[ -z "$need" ]
else
	install_missing
	look
	if [ -n "$need$want" ]; then
		report >&2
	else
		echo "setup: installed $(commas $missing)"
	fi
fi
