# The lecture's first picture: x^2 with rate 0.95.
call 'chapters/11_descent/curve.inc' '11_large.tsv'
