#!/bin/sh
# elsewhere.sh OUT QUICK [PLACE...]: tries the project in each place, a script
# of this folder by that name; without one, in all. Prints a line for each trial,
# what a failed one said, and a total. Status 1 if one failed. QUICK: if it is
# not empty, a telling part of each.
set -u
built=$1 QUICK=$2
shift 2
[ $# -gt 0 ] || set -- compilers aarch64 s390x musl awks shells make locale \
    spaces readonly tarball
case $built in
/*) ;;
*) built=$PWD/$built ;;
esac
work=$built/elsewhere
mkdir -p "$work" || exit 1
lines=$work/lines
: > "$lines"
export built QUICK work lines
# What the outer make was told is not for those that a place starts.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES OUT

wrong=0
for place in "$@"; do
	script=tests/elsewhere/$place.sh
	if [ "$place" = elsewhere ] || [ ! -e "$script" ]; then
		echo "there is no place '$place' in tests/elsewhere/" >&2
		exit 2
	fi
	PLACE=$place sh "$script" || {
		wrong=$((wrong + 1))
		echo "failed   $place: the script ended in an error"
	}
done

total() {
	grep -c "^$1" "$lines"
}
failed=$(($(total failed) + wrong))
echo "$(total passed) passed, $failed failed, $(total skipped) skipped"
[ "$failed" -eq 0 ]
