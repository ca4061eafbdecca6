# GFLOP/s against rows, for each number of threads: a picture for each workload.
# Ours in whole lines, the best peer in dashed ones.
set datafile separator tab
set datafile missing '-'
set key autotitle columnheader
set key outside bottom center maxrows 2
set logscale x
set autoscale xfix
set offsets graph 0.03, graph 0.03, 0, 0
set xtics (1000, 2000, 5000, 10000, 20000, 50000)
set ylabel 'GFLOP/s'
set yrange [0:*]
set border 3
set tics nomirror
set grid lc rgb '#e4e4e4' lt 1 lw 0.5
names = "'W1: x @ w' 'W2: x.t @ g' 'W3: g @ w.t' 'W6: there and back'"
set multiplot layout 2,2
do for [block = 0:3] {
	stats table index block skip 1 nooutput
	set title word(names, block + 1) noenhanced
	plot for [c = 2:STATS_columns:2] table index block using 1:c \
	    with linespoints lw 2 pt 7 ps 0.4 lc int(c / 2), \
	    for [c = 3:STATS_columns:2] table index block using 1:c \
	    with linespoints lw 2 pt 7 ps 0.4 dt 2 lc int(c / 2)
}
unset multiplot
