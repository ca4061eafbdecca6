# Drops what a woven page's ```text blocks hold, and keeps their fences: two
# pages that agree on everything but the program's output then come out equal.

{
	ticks = $0
	sub(/^ */, "", ticks)
	ticks = match(ticks, /^```+/) ? substr(ticks, 1, RLENGTH) : ""
	if (fence == "" && ticks != "") {
		fence = ticks
		output = $0 ~ /^ *```+text$/
		print
	} else if (fence != "" && $0 ~ /^ *`+$/ && \
	    length(ticks) >= length(fence)) {
		fence = ""
		output = 0
		print
	} else if (!output)
		print
}
