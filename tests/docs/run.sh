#!/bin/sh
# Tests of docs/weave.awk and docs/strip_outputs.awk, under every awk that is
# found here. Runs from the root of the repository: sh tests/docs/run.sh
#
# A case is a fixture and what it must come to. `fragment` gives the code that
# stands in a sound chapter between "## Code" and "## Run it"; its first line is
# line 9 of demo.c. `module` and `main` give whole files instead. Then
# `shows CASE` compares that part of the page with what follows on stdin,
# `weaves CASE` the whole page, `accepts CASE` only wants no error, and
# `refuses CASE ERROR` that one and no page. Options hold for one weaving.
#
# The dollars and backslashes in single quotes are Markdown's.
# shellcheck disable=SC1003,SC2016
set -u

root=$PWD
if [ ! -f docs/weave.awk ]; then
	echo 'tests/docs/run.sh: run it from the root of the repository' >&2
	exit 2
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1
passed=0
failed=0

defaults() {
	before='' after='' output=out images=
}

run_awk() {
	case $awk in
	busybox) busybox awk "$@" ;;
	*) "$awk" "$@" ;;
	esac
}

weave() {
	run_awk -f "$root/docs/weave.awk" -v slug=02_demo \
		-v before="$before" -v after="$after" -v output="$output" \
		-v images="$images" demo.c 02_demo/main.c >page 2>error
	status=$?
	defaults
}

# verdict CASE STATUS: status, page and error must be as wanted.
verdict() {
	if [ "$status" -ne "$2" ]; then
		fail "$1" "status $status, not $2; $(head -n 1 error)"
	elif ! diff want_error error >difference ||
		! diff want page >difference; then
		fail "$1" "$(grep '^[<>]' difference | head -n 2 | tr '\n' ' ')"
	else
		passed=$((passed + 1))
	fi
}

fail() {
	printf 'FAIL %s: %s: %s\n' "$awk" "$1" "$2"
	failed=$((failed + 1))
}

module() {
	cat >demo.c
}

main() {
	cat >02_demo/main.c
}

sound_main() {
	main <<'EOF'
/*
## Run it
## Check it
## Pitfalls
## Exercises
## Next
*/
EOF
}

fragment() {
	cat >middle
	module <<'EOF'
/*
# Demo

## Goal
## Idea
## Mathematics
## Code
*/
EOF
	cat middle >>demo.c
	sound_main
}

weaves() {
	cat >want
	: >want_error
	weave
	verdict "$1" 0
}

shows() {
	cat >want
	: >want_error
	weave
	sed -n '/^## Code$/,/^## Run it$/p' page | sed '1d;$d' >middle
	mv middle page
	verdict "$1" 0
}

refuses() {
	: >want
	printf '%s\n' "$2" >want_error
	weave
	verdict "$1" 1
}

accepts() {
	: >want_error
	weave
	cp page want
	verdict "$1" 0
}

# block N [LAST]: prose of N lines, and perhaps a last one.
block() {
	echo '/*'
	i=0
	while [ "$i" -lt "$1" ]; do
		i=$((i + 1))
		echo "line $i"
	done
	[ $# -lt 2 ] || echo "$2"
	echo '*/'
}

mkdir -p 02_demo docs/img figures
echo '<svg/>' >docs/img/02_step.svg
echo '<svg/>' >figures/02_other.svg
cat >out <<'EOF'
before any section
== first ==


 1.00  2.00

 == not a section ==
== nor this
== empty ==

== twice ==
a
== twice ==
b
== fence ==
```
````
== two words ==
the last
EOF
cat >tool.h <<'EOF'
/*
both(x) and SIZE in prose; struct absent {
*/
#ifndef TOOL_H
#define TOOL_H

#define SIZE 784
#define SIZE_OF(x) 1
/* The larger. */
#define MAX(a, b) \
	do { \
	} while (0)

typedef float Real; /* one type; the only one */
typedef Real Row[SIZE]; // { is no body
typedef struct Node Node;
typedef struct Arena Arena;
typedef void (*Hook)(const char *text);

/* A code comment
   in two lines. */
typedef struct {
	int ndim; /* } */
	struct {
		int inner;
	} part;
} Tensor;

struct Node {
	Node *next;
};

enum Color { RED = 1, GREEN };
typedef enum { ADD, MUL } Op;
union Word {
	int i;
};

int both(int x);
/* Not this one's. */

/*
Prose, not a comment on what follows.
*/
// Says what it does:
// it announces.
bool announced(const char *file, /* a; b { */
    int line);
int next_to(int x);

/* Both, defined; caller(x) is below. */
Real *
both(int x)
{
	if (x) {
		caller(x);
	}

	return NULL;
}

static inline int one_line(int x) { return x; }
static ATTRIBUTE((always, inline)) int
caller(int (*hook)(int),
    int y) {
	return both(y);
}

START_TEST(a_test)
{
	both(1);
}
END_TEST

int last(void);
int next_to(int again[CALL(1)]);
static int value = CALL(1);
extern int variable;
const int table[SIZE] = {CALL(1),
    [2] = CALL(2)};
typedef Real Vector __attribute__((vector_size(16)));
typedef struct { int deep; } Small;
#endif
EOF

prose_and_code() {
	module <<'EOF'
/*
# Demo: π
The idea.

## Goal

A goal.
## Idea
## Mathematics


The $x^2$ below.
## Code
*/
#include <stdio.h>

/* A code comment. */
int x;

/*
More.
 @show is not in column 0
*/

	/*
	Indented: code.
	*/
/* Text behind it: code.
*/
EOF
	main <<'EOF'
#include "demo.h"
/*
## Run it
## Check it
### Between
## Pitfalls
## Between
## Exercises
## Next
*/

/*
The end.
*/

int main(void)
{

	return 0;
}

EOF
	before=01_page_just_before
	after=10_cross_entropy
	weaves 'a whole page' <<'EOF'
<!-- Woven from demo.c and 02_demo/main.c by `make docs`: do not edit. -->

# Demo: π

Previous: [page just before](01_page_just_before.md) | Next: [cross entropy](10_cross_entropy.md) | [contents](../README.md) | [demo.c](../demo.c) | [main.c](../02_demo/main.c) | [tests](../tests/chapters/02_demo/)

The idea.

## Goal

A goal.
## Idea
## Mathematics

The $x^2$ below.
## Code

<sub>[demo.c:15-18](../demo.c#L15-L18)</sub>

```c
#include <stdio.h>

/* A code comment. */
int x;
```

More.
 @show is not in column 0

<sub>[demo.c:25-29](../demo.c#L25-L29)</sub>

```c
	/*
	Indented: code.
	*/
/* Text behind it: code.
*/
```

<sub>[02_demo/main.c:1](../02_demo/main.c#L1)</sub>

```c
#include "demo.h"
```

## Run it
## Check it
### Between
## Pitfalls
## Between
## Exercises
## Next

The end.

<sub>[02_demo/main.c:16-20](../02_demo/main.c#L16-L20)</sub>

```c
int main(void)
{

	return 0;
}
```

Previous: [page just before](01_page_just_before.md) | Next: [cross entropy](10_cross_entropy.md) | [contents](../README.md) | [demo.c](../demo.c) | [main.c](../02_demo/main.c) | [tests](../tests/chapters/02_demo/)
EOF

	fragment </dev/null
	weaves 'no page before, none after' <<'EOF'
<!-- Woven from demo.c and 02_demo/main.c by `make docs`: do not edit. -->

# Demo

[contents](../README.md) | [demo.c](../demo.c) | [main.c](../02_demo/main.c) | [tests](../tests/chapters/02_demo/)

## Goal
## Idea
## Mathematics
## Code

## Run it
## Check it
## Pitfalls
## Exercises
## Next

[contents](../README.md) | [demo.c](../demo.c) | [main.c](../02_demo/main.c) | [tests](../tests/chapters/02_demo/)
EOF

	fragment <<'EOF'
int before;
/*
```
@show is left alone, and
``` so
## Goal


$$ and $\{$ too
````
*/
int after; /* ```` */
	```
EOF
	shows 'fences, in prose and in code' <<'EOF'

<sub>[demo.c:9](../demo.c#L9)</sub>

```c
int before;
```

```
@show is left alone, and
``` so
## Goal


$$ and $\{$ too
````

<sub>[demo.c:20-21](../demo.c#L20-L21)</sub>

````c
int after; /* ```` */
	```
````

EOF
}

bad_prose() {
	fragment <<'EOF'
/*
text
*/ int x;
EOF
	refuses 'text after the close' \
		'demo.c:11: */ must stand alone, in column 0'
	fragment <<'EOF'
/*
text */
int x;
EOF
	refuses 'text before the close' \
		'demo.c:10: */ must stand alone, in column 0'
	fragment <<'EOF'
int x;
/*
text
EOF
	refuses 'prose not closed' 'demo.c:10: prose is not closed'
	fragment <<'EOF'
/*
text
/*
*/
EOF
	refuses 'prose in prose' \
		'demo.c:11: prose is open already, since line 9'
	fragment <<'EOF'
/*
text
````
```
*/
int x;
EOF
	refuses 'fence not closed' 'demo.c:13: fence of line 11 is not closed'

	blank="space, tab or carriage return at the line's end"
	printf 'int x;\t\n' | fragment
	refuses 'tab at the end' "demo.c:9: $blank"
	printf '/*\ntext\r\n*/\n' | fragment
	refuses 'carriage return at the end' "demo.c:10: $blank"
	printf '/* \ntext\n*/\n' | fragment
	refuses 'space behind the opening' "demo.c:9: $blank"
}

long_prose() {
	{ echo 'int x;' && block 40 && echo 'int y;'; } | fragment
	accepts 'forty lines of prose'
	{ echo 'int x;' && block 41 && echo 'int y;'; } | fragment
	refuses 'forty-one lines of prose' \
		'demo.c:51: more than 40 lines of prose without code'
	{ echo 'int x;' && block 20 && echo && block 21; } | fragment
	refuses 'forty-one lines in two blocks' \
		'demo.c:54: more than 40 lines of prose without code'
	{ block 30 && echo 'int x;' && block 30; } | fragment
	accepts 'prose interrupted by code'
	{ block 30 '@show tool.h Real' && block 30; } | fragment
	accepts 'prose interrupted by @show'
	{ block 30 '@plot step A step.' && block 30; } | fragment
	accepts 'prose interrupted by a figure'
	{ echo 'int x;' && echo '/*' && echo '```' && block 50 | sed '1d;$d' &&
	    echo '```' && echo '*/' && echo 'int y;'; } | fragment
	accepts 'a long fence is no prose'
	{ block 20 && echo && block 20 && echo && block 20; } |
	    sed 's/^line .*[02468]$//' | fragment
	accepts 'blank lines are no prose'
}

math() {
	fragment <<'EOF'
/*
$x$ and $`\{x\}`$, `$\{$` and `$$`, \{ and $5, \$ $\alpha\beta \gamma$.
$a$, \, $b$
$5 and \{
\$ $a$ \{ $b$

```math
\begin{aligned} a \\ b \end{aligned}
```
*/
EOF
	accepts 'math that GitHub renders'
	printf '/*\n\n$$ x $$\n*/\n' | fragment
	refuses 'display math' \
		'demo.c:11: $$ is not for displays: write a ```math block'
	for mangled in '\{' '\\' '\,' '\|'; do
		printf '/*\n$a$, $`b`$, $c%s d$\n*/\n' "$mangled" | fragment
		refuses "$mangled in inline math" "demo.c:10: GitHub mangles \
$mangled within \$...\$: write \$\`...\`\$"
	done
}

skeleton() {
	for heading in Goal Idea Mathematics Code; do
		fragment </dev/null
		grep -vx "## $heading" demo.c >less
		module <less
		refuses "no $heading" \
			"02_demo/main.c:7: heading ## $heading is missing"
	done
	for heading in 'Run it' 'Check it' Pitfalls Exercises Next; do
		fragment </dev/null
		grep -vx "## $heading" 02_demo/main.c >less
		main <less
		refuses "no $heading" \
			"02_demo/main.c:6: heading ## $heading is missing"
	done
	printf '/*\n## Idea\n*/\n' | fragment
	refuses 'heading repeated' 'demo.c:10: heading ## Idea is repeated'
	printf '/*\n## Next\n*/\n' | fragment
	refuses 'headings out of order' \
		'02_demo/main.c:2: heading ## Run it is out of order'
	printf '/*\n```\n## Idea\n# Title\n```\n*/\n' | fragment
	accepts 'headings within a fence'
	printf '/*\n# Again\n*/\n' | fragment
	refuses 'second title' 'demo.c:10: a second title'
	printf '/*\nText.\n*/\n' | module
	refuses 'no title' 'demo.c:2: the page must begin with a title: # ...'
	printf 'int x;\n/*\n# Title\n*/\n' | module
	refuses 'code before the title' \
		'demo.c:2: the page must begin with a title: # ...'
	fragment </dev/null
	rm 02_demo/main.c
	refuses 'no such file' '02_demo/main.c:1: cannot be read'
}

# shown NAME FROM TO: @show lists these lines of tool.h.
shown() {
	printf '/*\n@show tool.h %s\n*/\n' "$1" | fragment
	where="tool.h:$2-$3](../tool.h#L$2-L$3"
	[ "$2" -ne "$3" ] || where="tool.h:$2](../tool.h#L$2"
	{
		printf '\n<sub>[%s)</sub>\n\n```c\n' "$where"
		sed -n "$2,$3p" tool.h
		printf '```\n\n'
	} >listing
	shows "@show $1" <listing
}

show() {
	shown SIZE 7 7
	shown SIZE_OF 8 8
	shown MAX 9 12
	shown Real 14 14
	shown Row 15 15
	shown Arena 17 17
	shown Hook 18 18
	shown Tensor 20 27
	shown Node 29 31
	shown Color 33 33
	shown Op 34 34
	shown Word 35 37
	shown announced 45 48
	shown next_to 49 49
	shown both 51 60
	shown one_line 62 62
	shown caller 63 67
	shown a_test 69 72
	shown last 75 75
	shown value 77 77
	shown variable 78 78
	shown table 79 80
	shown Vector 81 81
	shown Small 82 82

	fragment <<'EOF'
/*
Text,
@show tool.h Real
and more.
*/
EOF
	shows '@show within a paragraph' <<'EOF'

Text,

<sub>[tool.h:14](../tool.h#L14)</sub>

```c
typedef float Real; /* one type; the only one */
```

and more.

EOF
	for absent in absent inner line SIZE_ ize part CALL deep; do
		printf '/*\n@show tool.h %s\n*/\n' "$absent" | fragment
		refuses "@show of $absent" \
			"demo.c:10: @show: no $absent in tool.h"
	done
	printf '/*\n@show none.h Real\n*/\n' | fragment
	refuses '@show from no file' 'demo.c:10: @show: cannot read none.h'
	printf '/*\n@show tool.h\n*/\n' | fragment
	refuses '@show without a name' 'demo.c:10: usage: @show FILE NAME'
	printf '/*\n@show tool.h int both\n*/\n' | fragment
	refuses '@show of two words' 'demo.c:10: usage: @show FILE NAME'
	printf '/*\n@show tool.h a.*\n*/\n' | fragment
	refuses '@show of no name' 'demo.c:10: usage: @show FILE NAME'
	printf '/*\n@shown tool.h Real\n*/\n' | fragment
	refuses 'unknown directive' 'demo.c:10: unknown directive @shown'
}

# counted N NAMES: @lines of these names of tool.h is N.
counted() {
	printf '/*\nSo many: @lines(tool.h %s).\n*/\n' "$2" | fragment
	printf '\nSo many: %s.\n\n' "$1" >listing
	shows "@lines of $2" <listing
}

lines() {
	counted 1 SIZE
	counted 6 Tensor
	counted 8 both
	counted 2 announced
	counted 15 'SIZE Tensor both'
	printf '/*\n| @lines(tool.h Op) | @lines(tool.h MAX) |\n*/\n' | fragment
	shows 'two @lines in a line' <<'EOF'

| 1 | 3 |

EOF
	printf '/*\n@lines(tool.h absent)\n*/\n' | fragment
	refuses '@lines at a line'\''s start' \
		'demo.c:10: unknown directive @lines(tool.h'
	printf '/*\nIs @lines(tool.h absent).\n*/\n' | fragment
	refuses '@lines of what is not there' \
		'demo.c:10: @lines: no absent in tool.h'
	printf '/*\nIs @lines(none.h Real).\n*/\n' | fragment
	refuses '@lines of no file' 'demo.c:10: @lines: cannot read none.h'
	printf '/*\nIs @lines(tool.h).\n*/\n' | fragment
	refuses '@lines without a name' 'demo.c:10: usage: @lines(FILE NAME...)'
	printf '/*\nIs @lines(tool.h Real\n*/\n' | fragment
	refuses '@lines that is not closed' \
		'demo.c:10: usage: @lines(FILE NAME...)'
}

run() {
	fragment <<'EOF'
	section("two words");
	section("first");
	subsection("empty");
/*
@run
@run two words
@run fence
*/
EOF
	shows '@run' <<'EOF'

<sub>[demo.c:9-11](../demo.c#L9-L11)</sub>

```c
	section("two words");
	section("first");
	subsection("empty");
```

```text
 1.00  2.00

 == not a section ==
== nor this
```

```text
the last
```

`````text
```
````
`````

EOF
	printf '/*\n@run\ttwo words\n*/\n' | fragment
	shows '@run behind a tab' <<'EOF'

```text
the last
```

EOF
	printf '/*\n@run\n*/\n\tsection("first");\n' | fragment
	refuses '@run above any section' \
		'demo.c:10: @run: no section("...") in the code above'
	printf '/*\n@run none\n*/\n' | fragment
	refuses '@run of no section' 'demo.c:10: @run: no section none in out'
	printf '/*\n@run empty\n*/\n' | fragment
	refuses '@run of silence' \
		'demo.c:10: @run: section empty printed nothing'
	printf '/*\n@run twice\n*/\n' | fragment
	refuses '@run of two sections' \
		'demo.c:10: @run: two sections twice in out'
	printf '/*\n@run first\n*/\n' | fragment
	output=
	refuses '@run without output=' 'demo.c:10: @run: no output= was given'
	output=none
	refuses '@run without a file' 'demo.c:10: @run: cannot read none'
	output=/dev/null
	refuses '@run with empty output' \
		'demo.c:10: @run: no section first in /dev/null'
	fragment </dev/null
	output=none
	accepts 'no @run, no file'
}

plot() {
	printf '/*\na\n@plot step One step, of $h$.\nb\n*/\n' | fragment
	shows '@plot' <<'EOF'

a

![One step, of $h$.](img/02_step.svg)

b

EOF
	printf '/*\n@plot other Other\n*/\n' | fragment
	refuses '@plot without a file' \
		'demo.c:10: @plot: cannot read docs/img/02_other.svg'
	images=figures
	shows '@plot with images=' <<'EOF'

![Other](img/02_other.svg)

EOF
	printf '/*\n@plot step\n*/\n' | fragment
	refuses '@plot without a caption' 'demo.c:10: usage: @plot NAME CAPTION'
}

part() {
	cat >part.c <<'EOF'
/*
### A part
*/
int in_part;

/*
@show tool.h Real

@run
*/
	section("two words");
/*
@run
EOF
	printf '*/\nint last_of_part; /* ends here */\n' >>part.c
	fragment <<'EOF'
int before;
	section("first");
/*
Above.
@part part.c
Below.
@run
*/
int after;
EOF
	shows '@part' <<'EOF'

<sub>[demo.c:9-10](../demo.c#L9-L10)</sub>

```c
int before;
	section("first");
```

Above.

### A part

<sub>[part.c:4](../part.c#L4)</sub>

```c
int in_part;
```

<sub>[tool.h:14](../tool.h#L14)</sub>

```c
typedef float Real; /* one type; the only one */
```

```text
 1.00  2.00

 == not a section ==
== nor this
```

<sub>[part.c:11](../part.c#L11)</sub>

```c
	section("two words");
```

```text
the last
```

<sub>[part.c:15](../part.c#L15)</sub>

```c
int last_of_part; /* ends here */
```

Below.

```text
the last
```

<sub>[demo.c:17](../demo.c#L17)</sub>

```c
int after;
```

EOF
	printf 'int only;\n' >inner.c
	printf '/*\n@part inner.c\n*/\nint outer;\n' >part.c
	printf '/*\n@part part.c\n@show none.h x\n*/\n' | fragment
	refuses 'an error behind a part' 'demo.c:11: @show: cannot read none.h'
	printf '/*\n@part part.c\n*/\n' | fragment
	shows 'a part within a part' <<'EOF'

<sub>[inner.c:1](../inner.c#L1)</sub>

```c
int only;
```

<sub>[part.c:4](../part.c#L4)</sub>

```c
int outer;
```

EOF
	printf '/*\n## Run it\n## Check it\n*/\n' >part.c
	printf '/*\n@part part.c\n## Code\n*/\n' | fragment
	refuses 'headings before a part' 'demo.c:11: heading ## Code is repeated'
	printf '/*\n@part part.c\n*/\n' | fragment
	refuses 'headings of a part' \
		'02_demo/main.c:2: heading ## Run it is repeated'
	: >part.c
	printf '/*\nabove\n@part part.c\nbelow\n*/\n' | fragment
	shows 'an empty part' <<'EOF'

above

below

EOF
	printf 'int x;\n/*\ntext\n@shown\n*/\n' >part.c
	printf '/*\n@part part.c\n*/\n' | fragment
	refuses 'a mistake in a part' 'part.c:4: unknown directive @shown'
	printf 'int x;\n/*\ntext\n' >part.c
	printf '/*\n@part part.c\n*/\n' | fragment
	refuses 'a part whose prose is open' 'part.c:2: prose is not closed'
	printf 'int x; \n' >part.c
	printf '/*\n\n@part part.c\n*/\n' | fragment
	refuses 'a space in a part' \
		"part.c:1: space, tab or carriage return at the line's end"
	printf 'int x;\n' >part.c
	printf '/*\n@part part.c\n@part part.c\n*/\n' | fragment
	refuses 'a part that comes twice' \
		'demo.c:11: @part: part.c is woven already'
	printf '/*\n@part part.c\n*/\n' >part.c
	printf '/*\n@part part.c\n*/\n' | fragment
	refuses 'a part of itself' 'part.c:2: @part: part.c is woven already'
	fragment </dev/null
	printf '/*\n@part 02_demo/main.c\n*/\n' >again
	cat 02_demo/main.c >>again
	main <again
	refuses 'a file of the page as its part' \
		'02_demo/main.c:2: @part: 02_demo/main.c is woven already'
	printf '/*\n@part none.c\n*/\n' | fragment
	refuses 'a part that is missing' 'demo.c:10: @part: cannot read none.c'
	printf '/*\n@part\n*/\n' | fragment
	refuses '@part without a file' 'demo.c:10: usage: @part FILE'
	printf '/*\n@part part.c x\n*/\n' | fragment
	refuses '@part of two files' 'demo.c:10: usage: @part FILE'
	{ block 30 && echo 'int y;'; } >part.c
	{ echo 'int x;' && block 9 '@part part.c'; } | fragment
	accepts 'forty lines in two files'
	{ echo 'int x;' && block 10 '@part part.c'; } | fragment
	refuses 'forty-one lines in two files' \
		'part.c:31: more than 40 lines of prose without code'
	rm part.c inner.c
}

strip_outputs() {
	cat >page <<'EOF'
text
```text
1
```
````c
```text
2
```
````
````text
```
3
```` is no end
4
````
  ```text
  5
  ```
6
EOF
	cat >want <<'EOF'
text
```text
```
````c
```text
2
```
````
````text
````
  ```text
  ```
6
EOF
	run_awk -f "$root/docs/strip_outputs.awk" page >stripped 2>error
	status=$?
	: >want_error
	mv stripped page
	verdict 'strip_outputs' 0
}

usage() {
	run_awk -f "$root/docs/weave.awk" demo.c main.c >page 2>error
	status=$?
	: >want
	echo 'usage: see the head of docs/weave.awk' >want_error
	verdict 'no slug' 2
}

defaults
ran=''
for awk in awk mawk gawk busybox original-awk; do
	run_awk 'BEGIN { exit 0 }' >/dev/null 2>&1 || continue
	ran="$ran $awk"
	prose_and_code
	bad_prose
	long_prose
	math
	skeleton
	show
	lines
	run
	plot
	part
	usage
	strip_outputs
done
# weave.sh refuses what no awk can see.
mkdir -p whole/chapters/01_x whole/common whole/docs
: >whole/common/x.h
printf 'int x;\000 lost\n' >whole/chapters/01_x/x.c
(cd whole && sh "$root/docs/weave.sh" docs build sessions) >page 2>error
status=$?
: >want
echo 'chapters/01_x/x.c: has a byte 0' >want_error
awk=weave.sh
verdict 'a byte 0' 1
echo "awks:$ran"
echo "weaver: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
