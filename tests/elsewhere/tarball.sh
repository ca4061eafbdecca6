#!/bin/sh
# The project from a tarball: no git, no shared data beside it, no network. The
# digits are the synthetic ones.
. tests/elsewhere/place.inc

tree=$here/handgrad

works() (
	copies "$tree" && cd "$tree" || return
	[ ! -e .git ] && unset MNIST_DIR
	export MNIST_MIRRORS="file:///nowhere/" GIT_DIR=/nowhere
	if [ "$QUICK" ]; then
		programs=common/test_mnist numbers=2
		scripts='tests/data/run.sh tests/chapters/02_forward/program.sh'
		makes have-data && some REAL=float
	else
		makes REAL=float test-here && makes chapters && makes check-docs
	fi
)

tries 'tests, chapters, pages' works
