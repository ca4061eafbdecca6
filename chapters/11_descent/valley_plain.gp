# The valley: plain at its best.
call 'chapters/11_descent/valley.inc' '11_valley_plain.tsv' 9
