# The valley: nesterov at its best.
call 'chapters/11_descent/valley.inc' '11_valley_nesterov.tsv' 9
