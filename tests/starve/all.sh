#!/bin/sh
# all.sh [--quick | --all] BUILD: starves every program, in its chapter's turn,
# as many at a time as there are cores, at most four (or JOBS); then takes the
# programs to places that take nothing, and data/fetch.sh to bad mirrors. A line
# for each chapter, the sums of each kind of call, and a total.
set -u
form=
case ${1-} in --*) form=$1 && shift ;; esac
BUILD=$(cd "$1" && pwd) || exit 1
here=$BUILD/tests/starve
if [ ! -e "$here/hook.so" ]; then
	echo 'skipped: make starve needs glibc, whose calls it stands before'
	exit 0
fi
case $BUILD in
*debug*clang*)
	echo "skipped: clang's sanitizers take memory past the hook; CC=gcc"
	exit 0
	;;
esac
jobs=${JOBS:-$(getconf _NPROCESSORS_ONLN)}
[ "$jobs" -le 4 ] || jobs=4
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cp "$here/hook.so" "$work" || exit 1 # the loader knows no path with spaces
BUILD=$BUILD sh tests/starve/run.sh || exit 1
sh tests/starve/digits.sh "$work/digits" || exit 1

# one PROGRAM: in a folder of its own.
export here form work BUILD
# shellcheck disable=SC2016 # that shell's variables
one='mkdir -p "$work/$1" && ln -s ../digits "$work/$1/digits" &&
    "$here/starve" $form "$work/hook.so" "$BUILD" "$work/$1" "$1" \
    > "$work/$1.said" 2>&1
    echo $? > "$work/$1.status"
    cat "$work/$1.said"'

# The longest first.
programs='12 6 9 10 3 2 7 8 synthetic 11 4 1 5'
[ "$form" != --quick ] || programs='2 12 11 synthetic 4 1 5'
for program in $programs; do
	case $program in
	synthetic) echo synthetic ;;
	*) echo "chapter$program" ;;
	esac
done > "$work/programs"
xargs -P "$jobs" -I PROGRAM sh -c "$one" starve PROGRAM < "$work/programs"
: > "$work/last"
if [ "$form" = --quick ]; then
	echo 'places, fetch: not in the short form'
else
	sh tests/starve/places.sh "$BUILD" "$work" | tee "$work/places.said"
	sh tests/starve/fetch.sh "$work/fetch" | tee "$work/fetch.said"
fi
while read -r program; do
	# 0 and 1 are the driver's; with any other it has not come to its end.
	grep -qx '[01]' "$work/$program.status" ||
	    echo "not so: $program was not starved to the end" |
	    tee -a "$work/last"
done < "$work/programs"

# The sums: calls of each kind that failed, and how it all ended.
cat "$work"/*.said "$work/last" | awk '
	/^[a-z0-9]* *:.* ends: / {
		for (i = 2; $i != "ends:"; i += 2)
			sum[$i] += $(i + 1) # awk stops at the slash
		passed += $(i + 1) + $(i + 4)
		failed += $(i + 7)
	}
	/^(places|fetch): [0-9]/ { passed += $2; failed += $4 }
	/was not starved/ { failed++ }
	END {
		printf "failures of each kind:"
		split("memory thread look open read write close rename " \
		    "remove folder", kinds, " ")
		for (i = 1; i <= 10; i++)
			printf " %s %d", kinds[i], sum[kinds[i]]
		printf "\n%d passed, %d failed\n", passed, failed
		exit failed > 0
	}'
