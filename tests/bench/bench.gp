# How near each player comes to the machine's limit: a group of bars for each
# workload, one thread above, all threads below.
set datafile separator tab
set datafile missing '-'
stats table using 6 nooutput
set style data histogram
set style histogram clustered gap 1.5
set style fill solid noborder
set boxwidth 0.9
set yrange [0:*]
set ylabel 'of the limit'
set grid y lc rgb '#e4e4e4' lt 1 lw 0.5
set border 3
set xtics nomirror scale 0
set ytics nomirror
set key outside bottom center horizontal samplen 1 maxrows 1
colours = '#c23b3b #3b78c2 #3f9a52 #e0a030 #7a52b3 #b9a3d6 #808080'
names = 'ours OpenBLAS BLIS oneDNN PyTorch torch.nn NumPy'
set multiplot layout STATS_blocks,1
do for [block = 0:STATS_blocks - 1] {
	set title (block == 0 ? 'one thread' : 'all cores') noenhanced
	plot for [player = 1:7] table index block \
	    using (column(6) / column(player + 6)):xticlabels(1) every ::1 \
	    lc rgb word(colours, player) title word(names, player)
}
unset multiplot
