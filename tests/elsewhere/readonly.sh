#!/bin/sh
# A source tree that nobody can write to, with OUT elsewhere. For root, who may
# write everywhere, it is mounted so, in a name space of its own.
. tests/elsewhere/place.inc

tree=$here/tree out=$here/out
rm -rf "$out"
chmod -R u+w "$tree" 2> /dev/null
copies "$tree"
mkdir -p "$out"
[ -z "${MNIST_DIR:-}" ] || MNIST_DIR=$(cd "$MNIST_DIR" && pwd)
export MNIST_DIR

# inside COMMAND...: runs it in the tree.
inside() {
	if [ "$(id -u)" -ne 0 ]; then
		(cd "$tree" && "$@")
		return
	fi
	# shellcheck disable=SC2016 # for the inner shell
	unshare -m sh -c 'mount --bind "$0" "$0" &&
	    mount -o remount,ro,bind "$0" && cd "$0" && "$@"' "$tree" "$@"
}

# A line that says why there are no figures.
refuses_figures() {
	! inside "${MAKE:-make}" -s OUT="$out" "$1" 2>&1 || return
	inside "${MAKE:-make}" -s OUT="$out" "$1" 2>&1 |
	    grep -E 'docs/.*(Read-only|Permission)'
}

[ "$(id -u)" -eq 0 ] || chmod -R a-w "$tree"
if inside touch Makefile 2> /dev/null || ! inside true 2> /dev/null; then
	skips 'the tree' 'it cannot be made read-only (unshare and mount, or chmod)'
	exit 0
fi
if [ "$QUICK" ]; then
	tries 'tests' inside "${MAKE:-make}" -s -j "$jobs" OUT="$out" REAL=float \
	    some-tests SOME='common/test_output common/test_program' \
	    SCRIPTS=tests/chapters/05_toy/program.sh NUMBERS=5
else
	tries 'tests' inside "${MAKE:-make}" -s -j "$jobs" OUT="$out" \
	    REAL=float test-here
	tries 'chapters' inside "${MAKE:-make}" -s OUT="$out" chapters
	tries 'pages' inside "${MAKE:-make}" -s OUT="$out" check-docs
	tries 'no new page, and a line that says why' refuses_figures docs
fi
tries 'no new figures, and a line that says why' refuses_figures plots4
