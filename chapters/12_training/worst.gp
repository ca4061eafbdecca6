# The worst mistakes: images, and below each its label and the guess.
set datafile separator tab
set xrange [-3:191]
set yrange [72:-3]
set size ratio -1
unset xtics
unset ytics
unset border
unset key
unset colorbox
set palette gray negative
set cbrange [0:1]
plot data.'/12_worst.tsv' index 0 using 1:2:3 with image pixels, \
     '' index 1 using 1:2:3 with labels font ',12'
