# `make debug6`: stop where the lecture stopped, in linear_grad, twice a pass.
set pagination off
set confirm off
break linear_grad
run
echo \nStopped in linear_grad. Try: p *x   p *out->g   p *w   bt   up   c\n
