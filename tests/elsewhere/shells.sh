#!/bin/sh
# Each shell reads every script, and is `sh` for the scripts that test and for
# those that they test, and make's own.
. tests/elsewhere/place.inc

# serves SHELL: with `sh` being this one.
serves() {
	find . -name '*.sh' ! -path './build/*' > "$here/scripts"
	while read -r script; do
		sh -n "$script" || return 1
	done < "$here/scripts"
	programs='' scripts="$(program_scripts) tests/docs/run.sh
	    tests/data/run.sh tests/setup/run.sh tests/common/npz.sh"
	[ -z "$QUICK" ] ||
	    scripts=tests/chapters/05_toy/program.sh numbers=5
	some OUT="$built" REAL=float SHELL="$1"
}

for shell in dash busybox bash mksh yash posh; do
	needs "$shell" "$shell" || continue
	case $shell in
	bash) called bash sh --posix ;;
	*) called "$shell" sh ;;
	esac
	PATH=$here/$shell:$PATH tries "$shell" serves "$here/$shell/sh"
done
