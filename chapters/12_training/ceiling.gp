# The loss of the lecture's net, trained in four ways; and the floor under two
# of them.
set xlabel 'epoch'
set ylabel 'loss'
set xrange [0:100]
set yrange [0:2.6]
set grid ytics
set key at graph 0.98, 0.52 right top
floor = log(1 + 9 / exp(1))
plot data.'/12_ceiling.tsv' using 1:2 with lines lw 2 lc rgb '#c23b3b' \
         title 'softmax', \
     data.'/12_ceiling.tsv' using 1:3 with lines lw 2 dt 2 lc rgb '#c23b3b' \
         title 'softmax, gradients kept', \
     data.'/12_ceiling.tsv' using 1:4 with lines lw 2 lc rgb '#3b78c2' \
         title 'plain', \
     data.'/12_ceiling.tsv' using 1:5 with lines lw 2 dt 2 lc rgb '#3b78c2' \
         title 'plain, gradients kept', \
     floor with lines lw 1 lc rgb '#444444' title 'the floor with softmax'
