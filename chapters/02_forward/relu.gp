# The sums of the first layer: which of them relu keeps.
set style fill solid
set boxwidth 0.45
set xlabel 'l1 = x @ w1 + b1'
set ylabel 'how many of the 10000 x 50'
set xrange [-40:40]
set grid ytics
set key top right
plot data.'/02_relu.tsv' using ($1 < 0 ? $1 : NaN):2 with boxes lc rgb '#c8c8c8' \
         title 'relu makes 0 of these', \
     '' using ($1 > 0 ? $1 : NaN):2 with boxes lc rgb '#3b78c2' \
         title 'relu keeps these'
