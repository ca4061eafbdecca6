# Loss and accuracy, epoch by epoch.
set multiplot layout 1,2
set xlabel 'epoch'
set xrange [0.7:5.3]
set xtics 1
set grid
set key top right
set ylabel 'loss'
plot data.'/12_fit.tsv' using 1:2 with linespoints pt 7 ps 0.6 lc rgb '#3b78c2' \
         title 'training', \
     '' using 1:3 with linespoints pt 7 ps 0.6 lc rgb '#c23b3b' title 'validation'
set ylabel 'right, in per cent'
set key bottom right
plot data.'/12_fit.tsv' using 1:4 with linespoints pt 7 ps 0.6 lc rgb '#3b78c2' \
         title 'training', \
     '' using 1:5 with linespoints pt 7 ps 0.6 lc rgb '#c23b3b' title 'validation'
unset multiplot
