#!/bin/sh
# data/fetch.sh against a curl that brings what nobody wants: every answer but
# the four files is refused in a line, nothing of it runs, nothing is left.
. tests/chapters/program.inc
got=$work/got
mkdir "$work/bin" "$work/home"

# It writes what $SCENE says to the file after -o, and how it was called.
cat > "$work/bin/curl" <<'EOC'
#!/bin/sh
printf '%s\n' "$*" >> "$ROOM/asked"
while [ $# -gt 1 ]; do
	[ "$1" != -o ] || to=$2
	shift
done
case $SCENE in
wrong) printf 'touch "%s/ran"\n' "$ROOM" | gzip > "$to" ;;
program)
	printf '#!/bin/sh\ntouch "%s/ran"\n' "$ROOM" > "$to"
	chmod +x "$to"
	;;
truncated) printf 'touch "%s/ran"\n' "$ROOM" | gzip | head -c 20 > "$to" ;;
empty) : > "$to" ;;
link) ln -sf "$ROOM/victim" "$to" ;;
hostile)
	cp "$0" "$to"
	: > "${to%/*}/-rf"
	: > "${to%/*}/..; touch ran"
	mkdir "${to%/*}/deep"
	: > "${to%/*}/deep/er"
	;;
redirect)
	echo 'curl: (1) Protocol "http" not supported or disabled' >&2
	exit 1
	;;
says)
	# shellcheck disable=SC2016 # nobody is to expand it
	printf '%s\n' 'curl: (22) %s%n $(touch ran) `touch ran`; touch ran' >&2
	exit 22
	;;
esac
EOC
chmod +x "$work/bin/curl"
echo mine > "$work/victim"

# fetches SCENE [MIRROR]: by default there are two.
fetches() {
	rm -f "$work/asked"
	PATH=$work/bin:$PATH ROOM=$work SCENE=$1 MNIST_MIRRORS=${2-} \
	    sh data/fetch.sh "$got"
}

# left: whatever it has left anywhere that it should not
left() {
	find "$work" -name ran
	find . -maxdepth 2 -name ran
	[ ! -e "$got" ] || find "$got" -mindepth 1
}
untouched() {
	[ "$(cat "$work/victim")" = mine ]
}

# refuses SCENE LINE: from each mirror, for each file; the last line is fetch's
refuses() {
	runs 1 fetches "$1"
	checks "$1: left behind" [ -z "$(left)" ]
	checks "$1: the victim" untouched
	# Each line, and what is not one of those.
	checks "$1: its lines" [ "$(grep -cF "$2" "$work/err")" -ge 2 ]
	checks "$1: other lines" \
	    [ "$(grep -cvF "$2" "$work/err")" -eq 1 ]
	checks "$1: silent on stdout" [ ! -s "$work/out" ]
}
refuses wrong 'another content than expected'
refuses program 'damaged, or not gzip'
refuses truncated 'damaged, or not gzip'
refuses empty 'damaged, or not gzip'
refuses link 'damaged, or not gzip'
refuses hostile 'damaged, or not gzip'
refuses redirect 'curl: (1) Protocol "http" not supported or disabled'
# shellcheck disable=SC2016 # nobody is to expand it
refuses says 'curl: (22) %s%n $(touch ran) `touch ran`; touch ran'

# How it asks: by https, also where it is sent on; no more than a limit.
runs 1 fetches says
every_question_has() {
	[ -s "$work/asked" ] && ! grep -vF -e "$1" "$work/asked"
}
for part in '--proto =https' '--proto-redir =https' '--max-filesize ' \
    '--max-time ' ' -- https://'; do
	checks "asks with $part" every_question_has "$part"
done

# A mirror that is not https is not asked at all.
for mirror in http://example.org/ ftp://example.org/ example.org/ \
    --config=evil scp://x/ HTTP://x/; do
	runs 1 fetches wrong "$mirror"
	checks "$mirror is asked" [ ! -e "$work/asked" ]
	checks "$mirror: why" grep -q 'refused, it is not https' "$work/err"
	checks "$mirror: left behind" [ -z "$(left)" ]
done

# What lies there already stays, though it is wrong.
mkdir "$got"
echo mine > "$got/t10k-labels-idx1-ubyte.gz"
runs 1 fetches wrong
checks 'what was there' [ "$(cat "$got/t10k-labels-idx1-ubyte.gz")" = mine ]
checks 'and nothing else' [ "$(find "$got" -type f | wc -l)" -eq 1 ]
ends
