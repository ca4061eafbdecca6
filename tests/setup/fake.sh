#!/bin/sh
# fake.sh: every command of a make-believe machine; by its own name it knows
# which one it is to be. The machine is $ROOM: bin/ is its PATH, has/ names its
# libraries, transcript tells what was run. The environment sets the scene:
#
#	SYSTEM  what uname says
#	USER_ID what id says; all managers but brew want 0
#	DENY    sudo, doas or both: will not act without a password
#	ABSENT  packages the manager has not got; "update" has it fail to update
#	HOLLOW  packages that install, and bring nothing
#	MAKE    what make --version says
set -eu
me=${0##*/}

among() { # WORD LIST
	case " $2 " in *" $1 "*) ;; *) return 1 ;; esac
}

# Compiles and links if there are the C library and what the program includes,
# and the flags name it; a static Check brings and wants another, libsubunit.
compile() {
	[ -e "$ROOM/has/libc" ]
	for arg; do
		case $arg in *.c) program=$(cat "$arg") ;; esac
	done
	case $program in
	*zlib.h*)
		[ -e "$ROOM/has/z" ]
		among -lz "$*"
		;;
	*check.h*)
		[ -e "$ROOM/has/check" ]
		among -lcheck "$*"
		if [ -e "$ROOM/has/static" ]; then
			among -lsubunit "$*"
		else
			! among -lsubunit "$*" || exit 1
		fi
		;;
	esac
}

# What unpacking PACKAGE brings; elsewhere the C library comes with gcc.
unpack() {
	case $1 in
	gcc)
		ln -s "$ROOM/fake.sh" "$ROOM/bin/gcc"
		case $me in dnf | pacman | brew) : >"$ROOM/has/libc" ;; esac
		;;
	libc6-dev | musl-dev) : >"$ROOM/has/libc" ;;
	zlib*) : >"$ROOM/has/z" ;;
	check*) : >"$ROOM/has/check" ;;
	mawk | gawk | awk) ln -s "$ROOM/fake.sh" "$ROOM/bin/awk" ;;
	pkgconf* | pkg-config) ln -s "$ROOM/fake.sh" "$ROOM/bin/pkg-config" ;;
	gnuplot*) ln -s "$ROOM/fake.sh" "$ROOM/bin/gnuplot" ;;
	make | gdb | curl) ln -s "$ROOM/fake.sh" "$ROOM/bin/$1" ;;
	esac
}

# A manager swallows its input, tells the transcript, wants root with sbin in
# PATH, and fails as a whole, after some noise, for one package it has not got.
manage() {
	cat >/dev/null
	echo "\$ ${BECOME:+$BECOME }$me $*" >>"$ROOM/transcript"
	[ "$me" = brew ] || [ "$USER_ID" -eq 0 ]
	case $PATH in */sbin*) ;; *) exit 1 ;; esac
	if [ "$me $1" = 'apt-get install' ]; then
		[ "$DEBIAN_FRONTEND" = noninteractive ]
	fi
	for package; do
		if among "$package" "$ABSENT"; then
			printf 'line %d\n' 1 2 3 4 5 6
			echo "E: cannot $package"
			exit 100
		fi
	done
	for package; do
		among "$package" "$HOLLOW" || unpack "$package"
	done
}

case $me in
uname) echo "$SYSTEM" ;;
id) echo "$USER_ID" ;;
*cc | clang) compile "$@" ;;
make | gmake) echo "$MAKE" ;;
pkg-config) [ -e "$ROOM/has/check" ] && echo -lcheck ;;
sudo | doas)
	if [ "$1" = -n ]; then
		among "$me" "$DENY" && exit 1
		shift
	fi
	USER_ID=0 BECOME=$me "$@"
	;;
pacman)
	if [ "$1" = -Si ]; then
		[ -e "$ROOM/has/lists" ]
	else
		manage "$@"
	fi
	;;
apt-get | dnf | apk | brew) manage "$@" ;;
esac
