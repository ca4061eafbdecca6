#!/bin/sh
# fetch.sh WORK: data/fetch.sh with a curl, gzip, mv or mkdir that fails in the
# middle: status 1, or 0 where another mirror helps; each file is right, or as
# it was; nothing is left over. Runs in the repository's root.
set -u
root=$PWD
mkdir -p "$1" && cd "$1" || exit 1
room=$PWD
rm -rf bin got && mkdir bin
passed=0 failed=0
digits=
if [ -n "${MNIST_DIR:-}" ]; then
	digits=$room/digits # a list of URLs has no room for a space
	rm -f digits
	ln -s "$(cd "$root" && cd "$MNIST_DIR" && pwd)" "$digits"
fi

# fake NAME: the program of this name, from here on; its text is on stdin.
fake() {
	{ echo '#!/bin/sh' && cat; } > "bin/$1"
	chmod +x "bin/$1"
}

fetch() {
	PATH=$room/bin:$PATH MNIST_MIRRORS=${mirrors:-https://one/} \
	    sh "$root/data/fetch.sh" got > said 2>&1
	status=$?
}

# What lies in got/: right files by their number, all others by their names.
lies() {
	right=0
	for file in $(find got -type f 2> /dev/null | sort); do
		if [ -n "$digits" ] && cmp -s "$file" "$digits/${file#got/}"
		then
			right=$((right + 1))
		else
			echo "${file#got/}"
		fi
	done
	echo "$right"
}

# ends WHAT STATUS LIES: the last fetch ended so, and left this.
ends() {
	lies=$(lies | tr '\n' ' ')
	if [ "$status" -eq "$2" ] && [ "$lies" = "$3 " ] && [ -s said ] &&
	    [ -z "$(find got -type d -name '.fetch*' 2> /dev/null)" ]; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	echo "not so: $1: status $status, not $2; there is $lies, not $3; said:"
	cat said
}

# A transfer that ends in the middle, whatever the mirror: cut short, without a
# word, by a signal, on a full disk.
for how in 'exit 18' 'exit 0' 'kill -KILL $$' 'exit 23' 'exit 28'; do
	fake curl <<-END
		while [ "\$1" != -o ]; do shift; done
		printf '\037\213\010half a file' > "\$2"
		$how
	END
	fetch
	ends "curl: $how" 1 0
	mkdir got && echo mine > got/t10k-labels-idx1-ubyte.gz
	fetch
	ends "curl: $how; a file of one's own" 1 't10k-labels-idx1-ubyte.gz 0'
	rm -rf got
done

# Somebody ends it while it loads.
fake curl <<-END
	while [ "\$1" != -o ]; do shift; done
	echo half > "\$2"
	kill -TERM \$PPID
	exec sleep 20
END
fetch
echo "who ends it knows why" >> said
ends 'ended from outside' 1 0
rm bin/curl

# The folder that cannot be made.
echo file > bar
ln -s bar/got got
fetch
ends 'below a file' 1 0
rm got

# The n-th transfer ends in the middle; the real digits are behind the others.
# Then a program that fails when a file has come.
if [ -n "$digits" ] && [ -e "$digits/train-images-idx3-ubyte.gz" ] &&
    mirrors=file://$digits/ fetch && [ "$status" -eq 0 ]; then
	rm -rf got
	for n in 1 2 3 4; do
		echo 0 > calls
		fake curl <<-END
			while [ "\$1" != -o ]; do shift; done
			calls=\$((\$(cat "$room/calls") + 1))
			echo "\$calls" > "$room/calls"
			file=$digits/\${4##*/} # behind -o FILE --
			[ "\$calls" -ne $n ] || {
				head -c 1000 "\$file" > "\$2"
				exit 18
			}
			exec cp "\$file" "\$2"
		END
		mirrors=https://one/ fetch
		ends "transfer $n fails" 1 "$(if [ "$n" -eq 1 ]; then echo 0
		    else echo $((n - 1)); fi)"
		rm -rf got
		echo 0 > calls
		mirrors='https://one/ https://two/' fetch
		ends "transfer $n fails, a second mirror" 0 4
		rm -rf got
	done
	fake mv <<-END
		echo 'mv: no space' >&2
		exit 1
	END
	mirrors=https://one/ fetch
	ends 'mv fails' 1 0
	rm -rf got bin/mv
	fake gzip <<-END
		exit 1
	END
	mirrors=https://one/ fetch
	ends 'gzip fails' 1 0
	rm -rf got bin/gzip
	fake sha256sum <<-END
		exit 1
	END
	mirrors=https://one/ fetch
	ends 'sha256sum fails' 1 0
else
	echo 'skipped: MNIST cut in the middle; MNIST_DIR has no real digits,'\
	    'or there is no curl'
fi
echo "fetch: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
