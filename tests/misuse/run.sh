#!/bin/sh
# Misuse and numbers that are none: the programs of this folder, and a proof
# that no public function was forgotten.
set -u
programs=$(for source in tests/misuse/test_*.c; do
	echo "$BUILD/${source%.c}"
done)
# shellcheck disable=SC2086 # one word for each program
sh tests/run.sh "$BUILD" $programs
