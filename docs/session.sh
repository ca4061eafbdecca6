#!/bin/sh
# session.sh SCRIPT PROGRAM: runs the gdb script on the program in batch mode
# and prints the session without what differs from run to run: addresses,
# processes, threads.
set -eu
command -v gdb > /dev/null || {
	echo 'the recorded session needs gdb (package gdb; sh setup.sh installs it)' >&2
	exit 1
}
ASAN_OPTIONS=detect_leaks=0 HANDGRAD_THREADS=1 gdb -q -batch -nx \
    -ex 'set pagination off' -ex 'set confirm off' \
    -ex 'set print address off' -ex 'set print frame-arguments none' \
    -ex 'set debuginfod enabled off' -ex 'set startup-with-shell on' \
    -x common/tensor_gdb.py -x "$1" --args "$2" 2>&1 |
    sed -e '/^\[/d' -e '/^Using host libthread_db/d' -e '/^$/d' \
        -e 's/^Thread [0-9]* "[^"]*" hit //' -e 's/^Run till exit.*//' \
        -e '/^$/d'
