#!/bin/sh
# GNU make 3.81, which macOS has. Where a make by that name is at hand
# (MAKE381=/path/to/make) it runs the tests; without one, no more is proved than
# that the makefiles have nothing which came later.
. tests/elsewhere/place.inc

# What came with 3.82 to 4.4, each as it would be written.
later='(^|[^:])::?:=|!=|\.ONESHELL|\$\(file |&:|\$\(let |\$\(intcmp '
later="$later|\.SHELLSTATUS|\.SHELLFLAGS|\.RECIPEPREFIX|\.EXTRA_PREREQS"
later="$later|\.NOTINTERMEDIATE|\.WAIT|\.POSIX|\\\$\\(guile |output-sync"
later="$later|^(private|undefine|load|-load) |^define +[^ ]+ *[:+?]?="

has_nothing_later() {
	# A recipe's != is the shell's.
	! grep -nE "$later" Makefile tests/*/rules.mk |
	    grep -v ':[0-9]*:	.*!=' | grep .
}

# The order in which later makes leave a wildcard's files is the folder's.
sorts_chapters() {
	grep -q '^CHAPTERS := .(sort ' Makefile
}

tries 'nothing that 3.81 does not know' has_nothing_later
tries 'an order that is asked for' sorts_chapters
if [ "${MAKE381:-}" ]; then
	takes_a_part
	MAKE=$MAKE381 tries "$MAKE381" some OUT="$here" REAL=float
else
	skips 'a run' 'there is no make 3.81 here (MAKE381=... names one)'
fi
