# The lecture's second picture: x^2 with rate 0.1.
call 'chapters/11_descent/curve.inc' '11_small.tsv'
