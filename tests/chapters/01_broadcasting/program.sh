#!/bin/sh
# Chapter 1's program: what it prints, to the letter.
. tests/chapters/program.inc

runs 0 "$BUILD/chapter1"
complains ''
checks 'its title' [ "$(head -n 1 "$work/out")" = 'Chapter 1: broadcasting' ]
shows 'the table' <<'EOF'
t1             3       1
t2             .       3
result         3       3

t1 - t2
tensor([[ 0, -1, -2],
        [ 1,  0, -1],
        [ 2,  1,  0]])
EOF
shows 'shape by shape' <<'EOF'
a              5       4
b              .       .
result         5       4

a              5       4
b              .       4
result         5       4

a              5       4
b              .       5
result  (5, 4) and (5,) do not match

a              5       4
b              5       1
result         5       4

a              8       1       6       1
b              .       7       1       5
result         8       7       6       5

a              .       2       1
b              8       4       3
result  (2, 1) and (8, 4, 3) do not match

a          10000       1
b              .   10000
result     10000   10000
EOF
shows strides <<'EOF'
t1                       shape (3, 1)         stride (1, 1)         same data
t1 expanded              shape (3, 3)         stride (1, 0)         same data
t1 expanded, transposed  shape (3, 3)         stride (0, 1)         same data
a clone of t1            shape (3, 1)         stride (1, 1)         its own data
EOF
shows views <<'EOF'
t1[:, 0]                 shape (3,)           stride (1,)           same data
t1.squeeze()             shape (3,)           stride (1,)           same data
t1[None, :, None]        shape (1, 3, 1, 1)   stride (1, 1, 1, 1)   same data
... squeezed             shape (3,)           stride (1,)           same data
EOF
shows unsqueeze <<'EOF'
x.unsqueeze(-2)  (1, 4)
x.unsqueeze(-1)  (4, 1)
x.unsqueeze( 0)  (1, 4)
x.unsqueeze( 1)  (4, 1)

x.unsqueeze(1)
tensor([[1],
        [2],
        [3],
        [4]])
EOF
shows 'against the definition' <<'EOF'
500 of 500 random pairs equal the definition
EOF
shows 'found at once' <<'EOF'
chapters/01_broadcasting/main.c: tensor_sub: shapes (5, 4) and (5,) do not broadcast
chapters/01_broadcasting/main.c: tensor_unsqueeze: axis 2 of shape (4,), legal are -2 to 1
EOF
shows 'passed by accident' <<'EOF'
row means of table - means
tensor([-10,  -5,   0,   5,  10])
row means of table - means[:, None]
tensor([0, 0, 0, 0, 0])
EOF
shows 'written through' <<'EOF'
t
tensor([[  1,   2],
        [100,   4]])
its clone
tensor([[1, 2],
        [3, 4]])
EOF
puts_aside

runs 0 "$BUILD/chapter1"
prints_the_same 'a second time'
for locale in C de_DE.UTF-8 nowhere; do
	runs 0 env LC_ALL="$locale" "$BUILD/chapter1"
	prints_the_same "LC_ALL=$locale"
done

# The picture.
mkdir "$work/plots"
runs 0 "$BUILD/chapter1" --plots "$work/plots"
prints_the_same '--plots'
drew 01_table.svg
runs 1 "$BUILD/chapter1" --plots "$work/nowhere"
prints_the_same '--plots to nowhere'
complains "chapter1: $work/nowhere/01_table.svg.tmp: cannot create: \
No such file or directory"

# How it is called.
runs 0 "$BUILD/chapter1" --help
complains ''
says 'Chapter 1: broadcasting: shapes, strides and views; axes match from the right'
says 'usage: chapter1 [--plots FOLDER]'
runs 2 "$BUILD/chapter1" table
complains "chapter1: unexpected 'table' (--help explains)"
runs 2 "$BUILD/chapter1" --no-such-option
ends
