#!/bin/sh
# judge.sh TREE < MUTANTS: makes each mistake in TREE and says how it went, one
# line a mutant: killed, survived or broken (did not compile), then the mutant,
# then the test that killed it. To whoever watches, on the descriptor 3, a dot,
# S or b. $uses has a line for each chapter: its name and those of the chapters
# that its tests link.
set -u
cd "$1" || exit 1
tab=$(printf '\t')
BUILD=build/release-float mode=release flags='-w -O2'
export BUILD
unset MAKEFLAGS

# tests_of MODULE: the tests that link it, the likeliest to notice first.
tests_of() {
	name=$(basename "$1" .c)
	case $1 in
	common/*)
		ls "tests/common/test_$name.c" tests/common/test_"$name"_*.c \
		    tests/common/test_"${name%%_*}"*.c tests/common/test_*.c \
		    tests/misuse/test_*.c 2> /dev/null
		;;
	*)
		own=$(basename "$(dirname "$1")")
		ls tests/chapters/"$own"/test_*"$name"*.c \
		    tests/chapters/"$own"/test_*.c \
		    tests/chapters/"$own"/program.sh \
		    tests/chapters/"$own"/test_*.sh \
		    tests/chapters/"$own"/*_run.sh \
		    tests/misuse/test_*.c 2> /dev/null
		echo "${uses?}" | while read -r chapter used; do
			case " $used " in
			*" $own "*) ls tests/chapters/"$chapter"/test_*.c ;;
			esac
		done
		;;
	esac
}

# build TEST: the test's program, or those that its script runs.
build() {
	case $1 in
	*.sh)
		number=${1#tests/chapters/}
		number=${number%%_*}
		target=chapter${number#0}
		;;
	*) target=${1%.c} ;;
	esac
	make -s BUILD="$BUILD" MODE="$mode" REAL=float CFLAGS="$flags" \
	    "$BUILD/$target" > build.log 2>&1
}

# From now on programs are built with sanitizers.
sanitize() {
	BUILD=build/debug-float mode=debug flags=-w
}

# passes TEST SECONDS: with so much of the processor's time.
# shellcheck disable=SC3045 # ulimit -t is no rule of POSIX, but everywhere
passes() {
	case $1 in
	*.sh) (ulimit -t "$2" && sh "$1") ;;
	*) (ulimit -t "$2" && "./$BUILD/${1%.c}") ;;
	esac > test.log 2>&1
}

# Puts the module back as it was.
unmutate() {
	cp original.c "$module"
}

# patience TEST: a few times the seconds in which it has passed without a
# mistake; nothing if it fails. Asked once, then remembered.
patience() {
	known=judges/$mode/$1
	if [ ! -e "$known" ]; then
		mkdir -p "$(dirname "$known")"
		unmutate
		build "$1"
		begun=$(date +%s)
		if passes "$1" 60; then
			took=$(($(date +%s) - begun))
			echo $((5 + 5 * took)) > "$known"
		else
			echo "$1 fails without a mutant: it judges none" >&2
			: > "$known"
		fi
		cp mutant.c "$module"
	fi
	cat "$known"
}

# judged TEST...: does one of them say how it went? Then that is all.
judged() {
	for test in "$@"; do
		seconds=$(patience "$test")
		[ -n "$seconds" ] || continue
		build "$test" || { echo broken; return; }
		passes "$test" "$seconds" || { echo "killed $test"; return; }
	done
	false
}

# verdict: killed, survived or broken, and the killer. In a shell of its own.
# Memory that is lost changes no result: three tests with sanitizers see it.
# shellcheck disable=SC2046,SC2086 # names without spaces
verdict() {
	judged $order && return
	sanitize
	judged $(echo "$order" | grep '\.c$' | head -n 3) || echo survived
}

rm -rf judges
last=''
while IFS=$tab read -r module number what text; do
	if [ "$module" != "$last" ]; then
		order=$(tests_of "$module" | awk '!seen[$0]++')
		last=$module
	fi
	cp "$module" original.c
	printf '%s\n' "$text" > line
	awk -v at="$number" 'FNR == at { getline < "line" } { print }' \
	    original.c > mutant.c
	cp mutant.c "$module"
	found=$(verdict)
	unmutate
	case $found in
	killed*) printf . >&3 ;;
	survived) printf S >&3 ;;
	*) printf b >&3 ;;
	esac
	killer=${found#killed }
	if [ "$killer" = "$found" ]; then
		killer=''
	else
		order=$(printf '%s\n' "$killer" "$order" | awk '!seen[$0]++')
	fi
	printf '%s\t%s\t%s\t%s\t%s\t%s\n' "${found%% *}" "$module" "$number" \
	    "$what" "$(sed -n "${number}p" original.c)" "$killer"
done
