# The error of a central difference against its step, and the two laws.
set logscale xy
set format x '10^{%L}'
set format y '10^{%L}'
set termoption enhanced
set xlabel 'step h'
set ylabel 'error of the slope'
set xrange [1e-12:1]
set yrange [1e-13:10]
set grid
set key bottom right box opaque
plot data.'/04_v.tsv' using 1:2 with linespoints pt 7 ps 0.4 lc rgb '#c23b3b' \
         title 'float', \
     '' using 1:3 with linespoints pt 7 ps 0.4 lc rgb '#3b78c2' \
         title 'double', \
     x**2 with lines dt 2 lc rgb '#888888' title 'h^2', \
     1e-16/x with lines dt 3 lc rgb '#888888' title '10^{-16} / h'
