#!/bin/sh
# A big-endian machine: IDX and npz files, the random stream, golden numbers.
#
# Left out: nets as large as the lecture's take minutes in the emulator; a
# process with threads that forks ends in an assertion of qemu's
# (test_parallel), and a program that aborts gets a line of qemu's on its errors
# (test_require).
. tests/elsewhere/place.inc
. tests/elsewhere/cross.inc

crosses s390x s390x \
    'common/test_(parallel|require|matmul_paths)|_golden|_chain|_experiment|test_commands'
