#!/bin/sh
# A folder whose name has spaces, quotes and letters that are not English, and
# digits in another such. (OUT itself, which make splits at spaces, may not.)
. tests/elsewhere/place.inc

tree="$here/a b/it's \"ü\" c"
digits="$here/a b/four files"

# works: builds, tests, runs.
works() (
	copies "$tree" || return
	if [ "${MNIST_DIR:-}" ]; then
		rm -f "$digits"
		ln -s "$(cd "$MNIST_DIR" && pwd)" "$digits"
		export MNIST_DIR="$digits"
	fi
	cd "$tree" || return
	if [ "$QUICK" ]; then
		programs=common/test_program numbers=5
		scripts=tests/chapters/05_toy/program.sh
		some REAL=float && makes REAL=float chapter2
	else
		makes REAL=float test-here && makes chapters && makes check-docs
	fi
)

tries 'tests, chapters, pages' works
