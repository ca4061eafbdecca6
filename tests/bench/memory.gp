# The memory that the lesson's pass takes, against the rows.
set datafile separator tab
set datafile missing '-'
set key autotitle columnheader
set key top left
set xlabel 'rows'
set ylabel 'peak MiB of the process'
set yrange [0:*]
set border 3
set tics nomirror
set grid lc rgb '#e4e4e4' lt 1 lw 0.5
plot table using 1:2 with linespoints lw 2 dt 2 pt 7 ps 0.4 lc rgb '#808080', \
     table using 1:3 with linespoints lw 2 pt 7 ps 0.4 lc rgb '#c23b3b', \
     table using 1:4 with linespoints lw 2 pt 7 ps 0.4 lc rgb '#7a52b3', \
     table using 1:5 with linespoints lw 2 pt 7 ps 0.4 lc rgb '#b9a3d6'
