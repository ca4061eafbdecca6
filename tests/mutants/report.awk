# report.awk EQUIVALENT RESULTS: what was killed of each module's mutants, then
# the survivors; status 1 if less than `goal` % were killed.
BEGIN { FS = "\t" }

function trim(text) {
	gsub(/^[ \t]+|[ \t]+$/, "", text)
	return text
}

FILENAME != "-" {
	if ($0 !~ /^#/)
		equivalent[$1, $2, trim($3)] = 1
	next
}

# A result: the verdict, the module, the line's number, what is done, the line.
{ line = $5; for (i = 6; i < NF; i++) line = line "\t" $i; line = trim(line) }
$1 == "broken" { broken++; next }
($2, $4, line) in equivalent && $1 == "survived" { same++; next }
{
	if (!($2 in total))
		order[++modules] = $2
	total[$2]++
	all++
	if ($1 == "killed") {
		killed[$2]++
		dead++
	} else {
		survivor[++survivors] = sprintf("%s:%s: %s\n    %s", \
		    $2, $3, $4, line)
	}
}

END {
	for (i = 1; i <= modules; i++)
		printf "%-42s %3d of %3d\n", order[i], killed[order[i]], \
		    total[order[i]]
	if (survivors)
		print "\nSurvivors:"
	for (i = 1; i <= survivors; i++)
		print survivor[i]
	share = all ? 100 * dead / all : 0
	printf "\n%d of %d mutants killed: %.1f %% (the goal: %d %%)", \
	    dead, all, share, goal
	printf "; %d did not compile, %d are equivalent\n", broken, same
	exit !(share >= goal)
}
