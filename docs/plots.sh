#!/bin/sh
# plots.sh CHAPTER PROGRAM WORK IMAGES: draws the figures of one chapter.
# The program writes its own pictures (CHAPTER_*.svg) and data (*.tsv) to WORK;
# each script chapters/CHAPTER/NAME.gp draws IMAGES/NN_NAME.svg from the data,
# and on the terminal as well with TERM_PLOT=1. Pictures are then copied.
set -eu
chapter=$1 program=$2 work=$3 images=$4
number=${chapter%%_*}
mkdir -p "$work" "$images"
"$program" --plots "$work" > /dev/null

for script in chapters/"$chapter"/*.gp; do
	[ -e "$script" ] || continue
	command -v gnuplot > /dev/null || {
		echo "make plots needs gnuplot (Debian: gnuplot-nox;" \
		    'sh setup.sh installs it)' >&2
		exit 1
	}
	name=${number}_$(basename "$script" .gp)
	gnuplot -e "data = '$work'" \
	    -e "set terminal svg size 640,400 font 'Helvetica,13' noenhanced background 'white'" \
	    -e "set output '$work/$name.svg'" "$script"
	if [ -n "${TERM_PLOT:-}" ]; then
		gnuplot -e "data = '$work'" -e 'set terminal dumb 79 24' "$script"
	fi
done
for picture in "$work/${number}"_*.svg; do
	[ -e "$picture" ] || continue
	cp "$picture" "$images/"
	echo "drawn: $images/${picture##*/}"
done
