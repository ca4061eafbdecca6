# choose.awk: of mutants, one a line, as many as `most`, in the order in which
# `seed` draws them. The generator is Park and Miller's: the same in every awk.
function draw(n) {
	state = (state * 16807) % 2147483647
	return int(state / 2147483647 * n)
}
{ line[NR] = $0 }
END {
	state = seed % 2147483646 + 1
	for (i = 0; i < 10; i++)
		draw(1)
	for (i = 1; i <= NR && i <= most; i++) {
		j = i + draw(NR - i + 1)
		chosen = line[j]
		line[j] = line[i]
		print chosen
	}
}
