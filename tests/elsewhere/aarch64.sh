#!/bin/sh
# ARM64, with both kernels. Left out: what s390x.sh leaves out, but for the
# nets that this emulator does in a minute.
. tests/elsewhere/place.inc
. tests/elsewhere/cross.inc

crosses aarch64 arm64 \
    'common/test_(parallel|require)|(gradients|ceiling|training)_golden|autograd_chain|test_commands'
