# How near each player comes to the machine's limit: a group of bars for each
# workload, one thread above, all threads below.
set datafile separator tab
set datafile missing '-'
stats table skip 1 nooutput
blocks = STATS_blocks
set style data histogram
set style histogram clustered gap 1.5
set style fill solid noborder
set boxwidth 0.9
set yrange [0:1.05]
set ylabel 'of the limit'
set grid y lc rgb '#e4e4e4' lt 1 lw 0.5
set border 3
set tics nomirror
set xtics rotate by -30
set key above maxrows 1
colours = '#c23b3b #3b78c2 #3f9a52 #e0a030 #7a52b3 #b9a3d6 #808080'
names = 'ours OpenBLAS BLIS oneDNN PyTorch torch.nn NumPy'
set multiplot layout blocks,1
do for [block = 0:blocks - 1] {
	set title (block == 0 ? 'one thread' : 'all cores') noenhanced
	plot for [player = 1:7] table index block \
	    using (column(5) / column(player + 5)):xticlabels(1) every ::1 \
	    lc rgb word(colours, player) title word(names, player)
}
unset multiplot
