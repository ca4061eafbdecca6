#!/bin/sh
# pictures.sh FOLDER: draws FOLDER/NAME.svg from FOLDER/NAME.tsv with gnuplot,
# for each script tests/bench/NAME.gp whose table is there.
set -eu
folder=$1
command -v gnuplot > /dev/null || {
	echo 'no pictures: gnuplot is not here (Debian: gnuplot-nox)'
	exit 0
}
for script in tests/bench/*.gp; do
	name=$(basename "$script" .gp)
	[ -e "$folder/$name.tsv" ] || continue
	gnuplot -e "table = '$folder/$name.tsv'" \
	    -e "set terminal svg size 960,720 font 'Helvetica,13' noenhanced background 'white'" \
	    -e "set output '$folder/$name.svg'" "$script"
	echo "drawn: $folder/$name.svg"
done
