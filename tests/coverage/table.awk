# table.awk COUNTS: what the tests reach of each folder's modules, from lcov's
# tracefile, beside three goals; status 1 if one is missed. A chapter's main.c
# is an experiment, run rather than tested: it counts towards no goal.
BEGIN {
	FS = "[:,]"
	kinds = split("functions lines branches", kind, " ")
	goal["functions"] = 100
	goal["lines"] = 98
	goal["branches"] = 90
}

$1 == "SF" {
	file = substr($2, index($2, here) == 1 ? length(here) + 1 : 1)
	folder = file
	sub(/\/[^\/]*$/, "", folder)
	if (file ~ /\/main\.c$/)
		folder = "every main.c"
	else if (!(folder in seen))
		order[++folders] = folder
	seen[folder] = 1
}
$1 == "FNDA" { reach("functions", $3, $2) }
$1 == "DA" { reach("lines", $2, $3) }
$1 == "BRDA" { reach("branches", $2 "," $3 "," $4, $5) }

# reach(WHAT, WHERE, TIMES): a header, and a file that is compiled more than
# once, come more than once; once reached is reached.
function reach(what, where, times) {
	add(folder, what, where, times)
	if (folder != "every main.c")
		add("together", what, where, times)
}

function add(row, what, where, times) {
	if (!((row, what, file, where) in known))
		count[row, what, "found"]++
	if (times > 0 && !known[row, what, file, where])
		count[row, what, "hit"]++
	known[row, what, file, where] += times > 0
}

function share(folder, what) {
	return count[folder, what, "found"] ? \
	    100 * count[folder, what, "hit"] / count[folder, what, "found"] : 0
}

function row(folder,    k) { # one line of the table
	printf "%-28s", folder
	for (k = 1; k <= kinds; k++)
		printf "  %6.2f %% %11s", share(folder, kind[k]), \
		    sprintf("(%d/%d)", count[folder, kind[k], "hit"], \
		    count[folder, kind[k], "found"])
	printf "\n"
}

END {
	printf "%-28s", ""
	for (k = 1; k <= kinds; k++)
		printf "  %20s", kind[k]
	printf "\n"
	for (i = 1; i <= folders; i++)
		row(order[i])
	row("together")
	if ("every main.c" in seen)
		row("every main.c")
	for (k = 1; k <= kinds; k++) {
		met = folders && share("together", kind[k]) >= goal[kind[k]]
		missed += !met
		printf "%s: at least %d %%: %s\n", kind[k], goal[kind[k]], \
		    met ? "met" : "MISSED"
	}
	exit missed > 0
}
