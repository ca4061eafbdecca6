#!/bin/sh
# The sources: one script speaks to the network, and runs nothing that it got;
# no temporary file has a name that can be foretold; shellcheck is content.
set -u
passed=0 failed=0

# none WHAT FINDINGS
none() {
	if [ -z "$2" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'not so: %s\n%s\n' "$1" "$2"
	fi
}

# all NAME...: the project's own files by these names
all() {
	for name; do
		find common chapters data docs tests -name "$name"
	done
}

# A script's comment may name what its code may not.
code() {
	sed 's/^[[:space:]]*#.*//' "$1" | grep -nE "$2" | sed "s|^|$1:|"
}

sockets() {
	all '*.c' '*.h' | xargs grep -nE '<(sys/socket|netdb|netinet/.*|arpa/.*|curl/.*)[.]?h?>|[^a-z_](socket|getaddrinfo|gethostbyname|inet_[a-z]+)\('
}

# Where a command can stand; what a script would speak with, there.
place='(^|[;&|({`]|then|do|exec|timeout [^ ]*)[[:space:]]*'
speakers=$place'(curl|wget|nc|ncat|netcat|telnet|ssh|scp|sftp|ftp|rsync|socat)[[:space:]]|/dev/(tcp|udp)/'
scripts_that_speak() {
	{
		all '*.sh' '*.inc' '*.mk' '*.awk'
		echo Makefile setup.sh .ci/run
	} | tr ' ' '\n' | grep -v '^data/fetch.sh$' | while read -r file; do
		code "$file" "$speakers"
	done
	all '*.py' | xargs grep -nE 'import (socket|urllib|requests|http)|torch\.hub|download *='
}

none 'no program opens a socket' "$(sockets)"
none 'only data/fetch.sh speaks to the network' "$(scripts_that_speak)"
none 'data/fetch.sh evaluates nothing' "$(code data/fetch.sh \
    "$place(eval|source|sh|bash|chmod|[.])[[:space:]]")"
none 'data/fetch.sh names https alone' \
    "$(code data/fetch.sh '[a-z]+://' | grep -vE '(https|file)://')"
none 'no temporary name can be foretold' "$(
	all '*.c' '*.h' | xargs grep -nE '[^a-z_](tmpnam|tempnam|tmpnam_r|mktemp)\('
	# shellcheck disable=SC2016 # the process's number, as it stands there
	for file in $(all '*.sh' '*.inc') setup.sh .ci/run; do
		[ "$file" = tests/secure/sources.sh ] ||
		    code "$file" '/tmp[^ ]*\$\$'
	done
)"
none 'nothing is handed to a shell' "$(all '*.c' '*.h' | grep -v '^tests/' |
    xargs grep -nE '[^a-z_](system|popen|execl[pe]?|execv[pe]*)\(')"
none 'no memory is filled without a limit' "$(all '*.c' '*.h' |
    grep -v '^tests/' | xargs grep -nE '[^a-z_](gets|sprintf|vsprintf|strcat)\(')"
if command -v shellcheck > /dev/null; then
	none 'shellcheck is content' "$(shellcheck -x setup.sh data/fetch.sh \
	    .ci/run tests/chapters/program.inc 2>&1)"
else
	echo 'skipped: a look at the scripts needs shellcheck (package shellcheck)'
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
