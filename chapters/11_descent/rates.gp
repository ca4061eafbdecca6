# Steps to arrive in the valley, against the rate.
set logscale xy
set xlabel 'rate'
set ylabel 'steps to arrive'
set xrange [0.01:2]
set yrange [25:2000]
set xtics (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2)
set ytics (30, 50, 100, 200, 500, 1000, 2000)
set border 3
set tics nomirror
if (GPVAL_TERM ne 'dumb') set grid lc rgb '#e4e4e4' lt 1 lw 0.5
set key below maxrows 2
f = data.'/11_rates.tsv'
plot f using 1:2 with lines lw 2 lc rgb '#c23b3b' title 'plain', \
     f using 1:3 with lines lw 2 lc rgb '#3b78c2' title 'momentum, its best beta', \
     f using 1:4 with lines lw 2 lc rgb '#3f9a52' title 'Nesterov, its best beta', \
     f using 1:5 with lines lw 2 dt 2 lc rgb '#3b78c2' title 'momentum, beta 0.9', \
     f using 1:6 with lines lw 2 dt 2 lc rgb '#3f9a52' title 'Nesterov, beta 0.9'
