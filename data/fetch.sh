#!/bin/sh
# Gets the four files of MNIST and checks them.
#
#     sh data/fetch.sh [DIR]      DIR: by default the folder mnist beside this
#
# A file that is there and right is kept. Any other is asked of each mirror in
# turn. A mirror that cannot be reached is not asked again: without a network
# all ends within seconds. A download is a file in a folder of its own, moved
# into DIR once the SHA-256 of its unpacked content is right; whatever happens,
# the folder is removed.
#
# MNIST_MIRRORS="URL URL ..." names other mirrors, by https alone. curl takes
# file:///FOLDER as one, so the script can be tested without a network. Nothing
# that comes is believed: not its size, not where it sends us, not its content
# before the sum is right. It is never run, and never names a file.
#
# Exit status: 0 all four files are there and right, 1 they are not, 2 usage.

set -uf

mirrors=${MNIST_MIRRORS:-"https://storage.googleapis.com/cvdf-datasets/mnist/
	https://ossci-datasets.s3.amazonaws.com/mnist/"}
complete=yes
made=
pid=

say()
{
	printf '%s\n' "$*"
}

die()
{
	say "fetch.sh: $*" >&2
	exit 1
}

usage()
{
	say 'usage: sh fetch.sh [DIR]' >&2
	exit 2
}

has()
{
	command -v "$1" >/dev/null 2>&1
}

clean_up()
{
	if [ -n "$pid" ]; then
		kill "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
	fi
	[ -z "$made" ] || rm -rf "$part"
	rmdir "$dir" 2>/dev/null # if nothing has come
}

# right FILE SUM: is it whole, and has its content this sum? Where gzip
# complains, a word more spoils the sum, which comes first in what $hasher says.
right()
{
	[ -f "$1" ] || return 1
	sum=$({ gzip -dc <"$1" 2>/dev/null || echo bad; } | $hasher)
	[ "${sum%% *}" = "$2" ]
}

# What is wrong with a file that is not right.
fault()
{
	if gzip -t <"$1" 2>/dev/null; then
		echo 'another content than expected'
	else
		echo 'damaged, or not gzip'
	fi
}

# transfer URL SECONDS: what is there becomes $part/file. 5 seconds are to be
# enough for a connection; a transfer that stalls is given up.
transfer()
{
	case $getter in
	curl)
		exec curl -fsSL --proto =https,file --proto-redir =https \
			--connect-timeout 5 --speed-limit 1000 --speed-time 10 \
			--max-time "$2" --max-filesize 20000000 \
			-o "$part/file" -- "$1" ;;
	wget)
		exec timeout "$2" wget -nv -t 1 -T 5 --max-redirect=0 \
			-O "$part/file" -- "$1" ;;
	busybox)
		exec timeout "$2" wget -q -O "$part/file" -- "$1" ;;
	esac
}

# The same in the background: a signal ends `wait`, but not a command.
download()
{
	transfer "$1" "$2" >"$part/said" 2>&1 &
	pid=$!
	wait "$pid" 2>/dev/null # where a shell says "Terminated"
	status=$?
	pid=
	return "$status"
}

# reason SECONDS: why a download failed. `timeout` itself says nothing, and
# ends with 124, or 143 in busybox; on a full disk nobody can say anything.
reason()
{
	case $status in
	124 | 143) echo "no end within $1 seconds" ;;
	*) tail -n 1 "$part/said" | grep . || echo "$getter: error $status" ;;
	esac
}

# After a download that failed: is it for another reason than the network?
answered()
{
	case $getter$status in
	curl22 | curl23 | curl37 | wget3 | wget8) true ;;
	*) grep -q 'server returned error' "$part/said" ;;
	esac
}

# forget MIRROR: it is not asked again.
forget()
{
	rest=
	for other in $mirrors; do
		[ "$other" = "$1" ] || rest="$rest $other"
	done
	mirrors=$rest
}

# A folder that is there under this name is somebody else's.
own_folder()
{
	[ -z "$made" ] || return 0
	mkdir -p "$dir" && mkdir "$part" || exit 1
	made=yes
}

# from MIRROR NAME SECONDS SUM
from()
{
	host=${1#*://}
	host=${host%%/*}
	host=${host:-$1}
	case $1 in
	https://* | file://*) ;;
	*)
		say "$2: $host: refused, it is not https" >&2
		forget "$1"
		return 1 ;;
	esac
	if ! download "${1%/}/$2" "$3"; then
		say "$2: $host: $(reason "$3")" >&2
		answered || forget "$1"
		return 1
	fi
	if ! right "$part/file" "$4"; then
		say "$2: $host: $(fault "$part/file")" >&2
		return 1
	fi
	size=$(wc -c <"$part/file")
	mv -f "$part/file" "$dir/$2" || exit 1
	say "$2: $host: $((size)) bytes"
}

# fetch NAME SECONDS SUM
fetch()
{
	if right "$dir/$1" "$3"; then
		say "$1: kept"
		return
	elif [ -f "$dir/$1" ]; then
		say "$1: there, but $(fault "$dir/$1")" >&2
	fi
	own_folder
	for mirror in $mirrors; do
		from "$mirror" "$1" "$2" "$3" && return
	done
	complete=no
	[ -n "$mirrors" ] || die "no mirror answers, $dir is not complete"
}

case ${1-} in
--help)
	sed -n '2,/^$/s/^# \{0,1\}//p' "$0"
	exit ;;
-*)
	usage ;;
esac
[ $# -le 1 ] || usage

if has sha256sum; then
	hasher=sha256sum
elif has shasum; then
	hasher='shasum -a 256'
elif has openssl; then
	hasher='openssl dgst -sha256 -r'
else
	die 'no program for SHA-256: install coreutils or openssl'
fi

if has curl; then
	getter=curl
elif ! has wget || ! has timeout; then
	die 'no program for downloads: install curl (or wget and coreutils)'
elif wget --version 2>/dev/null | grep -q GNU; then
	getter=wget
else
	getter=busybox
fi

has gzip || die 'gzip is missing: install gzip'

dir=${1:-$(dirname "$0")/mnist}
part=$dir/.fetch.$$
trap clean_up EXIT
trap 'exit 1' HUP INT PIPE TERM

# The small ones first: their short limit soon tells that there is no network,
# even where the program tries one address of a mirror after another.
fetch t10k-labels-idx1-ubyte.gz 5 \
	ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2
fetch train-labels-idx1-ubyte.gz 5 \
	65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5
fetch t10k-images-idx3-ubyte.gz 120 \
	0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7
fetch train-images-idx3-ubyte.gz 120 \
	ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db

[ "$complete" = yes ] || die "$dir is not complete"
