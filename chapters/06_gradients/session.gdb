# The session on chapter 6's page, recorded by docs/session.sh: what a reader
# would type after `make debug6`.
break linear_grad
run > /dev/null
echo (gdb) bt\n
bt
echo (gdb) p *x\n
p *x
echo (gdb) p *out->g\n
p *out->g
echo (gdb) p *w\n
p *w
echo (gdb) up\n
up
echo (gdb) printf "%.2f\\n", loss\n
printf "%.2f\n", loss
echo (gdb) c\n
continue
echo (gdb) p *x\n
p *x
echo (gdb) p *out->g\n
p *out->g
echo (gdb) p *w\n
p *w
echo (gdb) finish\n
finish
echo (gdb) p *x->g\n
p *x->g
kill
