# The lecture's third picture: momentum as printed.
call 'chapters/11_descent/curve.inc' '11_momentum.tsv'
