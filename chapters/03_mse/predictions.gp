# What the untrained net says to the images of each label: mean and spread.
set xlabel 'label'
set ylabel 'prediction'
set xrange [-0.7:9.7]
set xtics 1
set grid ytics
set key bottom left
plot data.'/03_predictions.tsv' using 1:2:3 with yerrorbars lw 2 pt 7 ps 1 \
         lc rgb '#3b78c2' title 'mean and standard deviation of the predictions', \
     x with lines lw 2 lc rgb '#c23b3b' title 'what would be right'
