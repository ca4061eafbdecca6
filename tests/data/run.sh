#!/bin/sh
# Tests of data/: the synthetic digits are the same bytes everywhere, and
# fetch.sh accepts nothing but MNIST. Needs $BUILD with the program synthetic.
# Where MNIST_DIR names the real files, fetch.sh gets them through file:// URLs.
set -u
passed=0 failed=0
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT

check() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'not so: %s\n  got      %s\n  expected %s\n' "$1" "$2" "$3"
	fi
}

sha256() {
	if command -v sha256sum > /dev/null; then
		sha256sum
	else
		shasum -a 256
	fi | cut -d ' ' -f 1
}

# left FOLDER: what is in a folder, in one line.
left() {
	[ ! -d "$1" ] || find "$1" -mindepth 1 | sort | tr '\n' ' '
}

digits=$room/digits
"$BUILD/synthetic" "$digits"
check 'synthetic: status' $? 0
sed -n '/^Synthetic:/,$s/^\([0-9a-f]\{64\}\)  \(.*\)/\1 \2/p' data/README.md |
    while read -r sum name; do
	[ "$(gzip -dc "$digits/$name.gz" | sha256)" = "$sum" ] && echo same
done > "$room/same"
check 'synthetic: the sums of data/README.md' "$(grep -c same "$room/same")" 4
check 'synthetic: nothing else' "$(left "$digits" | wc -w | tr -d ' ')" 4

"$BUILD/synthetic" --sheet "$room"
check 'synthetic --sheet: the picture in docs/' \
    "$(sha256 < "$room/synthetic.svg")" "$(sha256 < docs/img/synthetic.svg)"
"$BUILD/synthetic" > "$room/out" 2> "$room/err"
check 'synthetic without arguments: status' $? 2
check 'synthetic without arguments: one line' "$(grep -c . "$room/err")" 1
"$BUILD/synthetic" "$room/none/there" 2> "$room/err"
check 'synthetic into nowhere: status' $? 1
check 'synthetic into nowhere: one line' "$(grep -c . "$room/err")" 1
if [ -e /dev/full ]; then
	"$BUILD/synthetic" --help > /dev/full 2> "$room/err"
	check 'synthetic --help on a full disk: status' $? 1
	check 'synthetic --help on a full disk: one line' \
	    "$(grep -c 'standard output: No space' "$room/err")" 1
fi

# A mirror that has something else under MNIST's names.
if command -v curl > /dev/null; then
	MNIST_MIRRORS="file://$digits/" sh data/fetch.sh "$room/got" \
	    > "$room/out" 2>&1
	check 'fetch: other digits are refused' $? 1
	check 'fetch: nothing is left' "$(left "$room/got")" ''
	MNIST_MIRRORS="file://$room/nowhere/" sh data/fetch.sh "$room/got" \
	    > "$room/out" 2>&1
	check 'fetch: no mirror, status' $? 1
	check 'fetch: no mirror, nothing is left' "$(left "$room/got")" ''
fi

labels=${MNIST_DIR:-}/train-labels-idx1-ubyte.gz
if [ -e "$labels" ] && command -v curl > /dev/null && [ "$(gzip -dc "$labels" |
    sha256)" = "$(sed -n 's/^\(6[0-9a-f]*\)  train-labels.*/\1/p' data/README.md)" ]
then
	mirror=$room/mirror # a list of URLs has no room for a space
	ln -s "$(cd "$MNIST_DIR" && pwd)" "$mirror"
	MNIST_MIRRORS="file://$room/nowhere/ file://$mirror/" \
	    sh data/fetch.sh "$room/has space" > "$room/out" 2>&1
	check 'fetch: from the second mirror' $? 0
	check 'fetch: four files' "$(find "$room/has space" -name '*.gz' |
	    wc -l | tr -d ' ')" 4
	MNIST_MIRRORS="file://$room/nowhere/" \
	    sh data/fetch.sh "$room/has space" > "$room/out" 2>&1
	check 'fetch: what is there is kept' $? 0
	printf 'x' >> "$room/has space/t10k-labels-idx1-ubyte.gz"
	MNIST_MIRRORS="file://$mirror/" sh data/fetch.sh "$room/has space" \
	    > "$room/out" 2>&1
	check 'fetch: a spoiled file is fetched again' $? 0
else
	echo 'fetch: no MNIST here, only its refusals are tested'
fi
echo "data: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
