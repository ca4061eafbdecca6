# What it costs to give the right class probability p.
set xlabel 'probability p that was given to the right class'
set ylabel 'loss'
set xrange [0:1]
set yrange [0:5]
set samples 1000
set grid
set key top right
set label 1 'who knows nothing of 10 classes' at 0.1,-log(0.1) \
    point pt 7 lc rgb '#c23b3b' offset 1,0.5
set label 2 'one half' at 0.5,-log(0.5) point pt 7 lc rgb '#c23b3b' offset 1,0.5
plot -log(x) with lines lw 2 lc rgb '#c23b3b' title '-ln p', \
     (1 - x)**2 with lines lw 2 lc rgb '#3b78c2' title '(1 - p)^2'
