# Momentum with the printed divisor and with the right one, side by side.
if (GPVAL_TERM eq 'svg') set terminal svg size 960,420
set multiplot layout 1,2
set title 'divided by 1 + beta^k, as printed' noenhanced
call 'chapters/11_descent/curve.inc' '11_momentum.tsv'
set title 'divided by 1 - beta^k, as it should be' noenhanced
call 'chapters/11_descent/curve.inc' '11_usual.tsv'
unset multiplot
