#!/bin/sh
# digits.sh FOLDER: writes digits that MNIST's programs take for digits, as many
# as MNIST has, in small files: each image of a kind is the same. The programs
# start fast on them.
set -eu
mkdir -p "$1"
cd "$1"

# The ten kinds: kind K has ink in each tenth row from row K on.
kinds=$(awk 'BEGIN {
	for (kind = 0; kind < 10; kind++)
		for (pixel = 0; pixel < 784; pixel++)
			printf "%s", int(pixel / 28) % 10 == kind ? "b" : "a" }')

# repeated TEXT BYTES: the text, again and again.
repeated() {
	yes "$1" 2> /dev/null | tr -d '\n' | head -c "$2"
}

# pair NAME COUNT SIZE: `SIZE` is the count as four octal bytes.
pair() {
	{
		# shellcheck disable=SC2059 # the format is the bytes
		printf "\\000\\000\\010\\003$3\\000\\000\\000\\034\\000\\000\\000\\034"
		repeated "$kinds" $(($2 * 784)) | tr ab '\000\377'
	} | gzip -1 > "$1-images-idx3-ubyte.gz"
	{
		# shellcheck disable=SC2059
		printf "\\000\\000\\010\\001$3"
		repeated abcdefghij "$2" | tr a-j '\000-\011'
	} | gzip > "$1-labels-idx1-ubyte.gz"
}

pair train 60000 '\000\000\352\140'
pair t10k 10000 '\000\000\047\020'
