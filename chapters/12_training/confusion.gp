# The confusion matrix: mistakes in colour, counts as numbers.
set xlabel 'what the net said'
set ylabel 'what it was'
set xrange [-0.5:9.5]
set yrange [9.5:-0.5]
set xtics 1 scale 0
set ytics 1 scale 0
set size square
unset key
unset colorbox
set palette defined (0 '#ffffff', 1 '#f3c9c0', 4 '#c23b3b')
set cbrange [0:30]
plot data.'/12_confusion.tsv' using 2:1:($1 == $2 ? 0 : $3) with image pixels, \
     '' using 2:1:($3 > 0 ? sprintf('%d', $3) : '') with labels font ',10'
