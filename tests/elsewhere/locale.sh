#!/bin/sh
# Countries with a decimal comma and another order of letters, and Turkey, where
# i and I are not a pair. The locales are made in a folder of ours.
. tests/elsewhere/place.inc

# makes_locale LANGUAGE: it is made, and it takes effect here.
makes_locale() {
	[ -e "$here/locales/$1.UTF-8" ] || {
		mkdir -p "$here/locales"
		localedef -i "$1" -f UTF-8 "$here/locales/$1.UTF-8"
	} > "$here/said" 2>&1
	# The shell's own printf may know of no locale.
	[ "$(LC_ALL=$1.UTF-8 env printf '%.1f' 1,5 2> /dev/null)" = 1,5 ]
}

# What gnuplot draws is the same, whatever the locale says.
draws_the_same() {
	command -v gnuplot > /dev/null || return 0
	"$built/release-float/chapter4" --plots "$here/plots" > /dev/null &&
	    gnuplot -e "data = '$here/plots'" -e 'set terminal svg' \
	    -e "set output '$here/picture.$1'" chapters/04_derivatives/v.gp &&
	    cmp "$here/picture.C" "$here/picture.$1"
}

# serves: the tests, the pages and the pictures with LC_ALL as it is.
serves() {
	programs=$(programs_without '_golden|12_training')
	scripts="$(program_scripts) tests/docs/run.sh tests/data/run.sh
	    tests/house/run.sh"
	[ -z "$QUICK" ] || programs='common/test_print common/test_svg' \
	    scripts='tests/chapters/04_derivatives/program.sh
	    tests/chapters/11_descent/program.sh' numbers='4 11'
	some OUT="$built" REAL=float && draws_the_same "$LC_ALL" || return
	[ "$QUICK" ] || makes OUT="$built" REAL=float check-docs
}

export LOCPATH="$here/locales"
mkdir -p "$here/plots"
makes OUT="$built" REAL=float "$built/release-float/chapter4" > "$here/said" 2>&1
for locale in C C.UTF-8 de_DE.UTF-8 tr_TR.UTF-8; do
	[ -z "$QUICK" ] || [ "$locale" != C.UTF-8 ] || continue
	case $locale in
	C*) ;;
	*)
		makes_locale "${locale%.UTF-8}" || {
			skips "$locale" 'localedef could not make it (package locales)'
			continue
		}
		;;
	esac
	LC_ALL=$locale
	export LC_ALL
	tries "$locale" serves
	unset LC_ALL
done
