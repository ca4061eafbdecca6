# The valley: momentum at its best.
call 'chapters/11_descent/valley.inc' '11_valley_momentum.tsv' 7
