#!/bin/sh
# all.sh WORK MODULE 'CHAPTER USED...'...: mutants of one module, or of every
# module of common/ and the chapters. Prints what the tests killed, and the
# survivors; status 1 if less than 95 % were killed, or if a test fails without
# a mistake.
#
# Two workers, each in its own copy of the tree, take the modules in turn. A
# worker builds one test at a time, the likeliest first (the module's own, and
# the one that killed last), and stops at the first that fails. What does not
# compile is no mutant. Before a test judges, it has passed without a mistake.
set -u
work=$1 only=$2
shift 2
GOAL=95
here=$PWD
uses=$(printf '%s\n' "$@")
export uses
case ${MNIST_DIR-} in
'' | /*) ;;
*) MNIST_DIR=$here/$MNIST_DIR ;;
esac
# Check stops a test that hangs, after a minute instead of two.
export MNIST_DIR CK_TIMEOUT_MULTIPLIER=0.5

# The quick sample is of modules that one quick test judges.
modules() {
	if [ -n "$only" ]; then
		echo "$only"
	elif [ -n "${QUICK-}" ]; then
		for name in broadcast idx index print reduce views; do
			echo "common/$name.c"
		done
	else
		find common chapters -name '*.c' ! -name main.c | sort
	fi
}

mkdir -p "$work" && rm -f "$work"/result.* "$work"/mutants
for worker in 0 1; do
	tree=$work/tree$worker
	mkdir -p "$tree"
	rm -rf "$tree/common" "$tree/chapters" "$tree/tests"
	# Without their times: what was built last may be of a mutant.
	cp -R Makefile common chapters tests docs data "$tree" || exit 1
done
modules | while read -r module; do
	awk -f tests/mutants/mutate.awk "$module" |
	    awk -v seed="$SEED" -v most="$MOST" -f tests/mutants/choose.awk |
	    awk -v module="$module" '{ print module "\t" $0 }'
done > "$work/mutants"

if [ ! -s "$work/mutants" ]; then
	echo 'no mutants: is MODULE a module?'
	exit 1
fi

count=$(($(wc -l < "$work/mutants")))
echo "$count mutants; . is killed, S survives, b does not compile"
exec 3>&1
workers=''
trap 'kill $workers 2> /dev/null' EXIT
trap 'exit 1' HUP INT TERM
for worker in 0 1; do
	awk -v w="$worker" '$1 != last { modules++; last = $1 }
	    modules % 2 == w' "$work/mutants" |
	    sh tests/mutants/judge.sh "$work/tree$worker" \
	    > "$work/result.$worker" 2> "$work/errors.$worker" &
	workers="$workers $!"
done
wait
echo
cat "$work"/errors.*
sort -s -k 2,2 "$work"/result.* |
    awk -v goal="$GOAL" -f tests/mutants/report.awk tests/mutants/equivalent - &&
    [ -z "$(cat "$work"/errors.*)" ]
