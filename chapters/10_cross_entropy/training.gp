# MSE on one-hot rows: the loss falls.
set xlabel 'images seen'
set ylabel 'mean squared error on one-hot rows'
set xrange [0:10000]
set yrange [0:1.2]
set grid
set key top right
plot data.'/10_training.tsv' using 1:2 with linespoints pt 7 ps 0.4 lw 2 \
         lc rgb '#3b78c2' title 'ten outputs, five batches at a time', \
     1 - 1./10 with lines dt 2 lw 2 lc rgb '#888888' \
         title 'who always says 0.1 to each class'
