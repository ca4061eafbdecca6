# mutate.awk FILE: every small mistake that one could make in a module. Prints
# one mutant a line: the line's number, what is done, and the line as it would
# then read, with tabs between. Only what stands in a function's body is
# touched; not comments, texts, macros, nor what a REQUIRE would say.

# hide(LINE): the line, as long as before, with comments, texts and what
# follows a REQUIRE's first text blotted out.
function hide(line,    i, c, two, hidden, inside) {
	hidden = inside = ""
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		two = substr(line, i, 2)
		if (commented) {
			if (two == "*/") {
				commented = 0
				hidden = hidden "~"
				i++
			}
			c = "~"
		} else if (inside != "") {
			if (c == "\\") {
				hidden = hidden "~"
				i++
			} else if (c == inside) {
				inside = ""
			}
			c = "~"
		} else if (two == "/*") {
			commented = 1
			c = "~"
		} else if (c == "\"" || c == "'") {
			inside = c
			if (requiring)
				said = 1
			c = "~"
		} else if (c == ";") {
			requiring = said = 0
		} else if (substr(line, i, 7) == "REQUIRE") {
			requiring = 1
		}
		hidden = hidden (said ? "~" : c)
	}
	return hidden
}

function mutant(what, text) {
	printf "%d\t%s\t%s\n", FNR, what, text
}

# swap(OLD, NEW): one mutant for each place where OLD stands.
function swap(old, new,    from, at) {
	from = 1
	while ((at = index(substr(hidden, from), old)) > 0) {
		at += from - 1
		mutant(trim(old) " becomes " trim(new), \
		    substr($0, 1, at - 1) new substr($0, at + length(old)))
		from = at + length(old)
	}
}

function trim(text) {
	gsub(/^[ \t]+|[ \t]+$/, "", text)
	return text
}

# off_by_one(TERM): a + 1 or - 1 forgotten.
function off_by_one(term,    at) {
	at = index(hidden, term)
	if (at > 0 && substr(hidden, at + length(term), 1) !~ /[0-9.]/)
		mutant(trim(term) " removed", substr($0, 1, at - 1) \
		    substr($0, at + length(term)))
}

# number(OLD, NEW): a constant that stands alone.
function number(old, new,    from, at, left, right) {
	from = 1
	while ((at = index(substr(hidden, from), old)) > 0) {
		at += from - 1
		left = at > 1 ? substr(hidden, at - 1, 1) : " "
		right = substr(hidden, at + 1, 1)
		if (left !~ /[A-Za-z_0-9.~]/ && right !~ /[A-Za-z_0-9.~]/)
			mutant(old " becomes " new, substr($0, 1, at - 1) new \
			    substr($0, at + 1))
		from = at + 1
	}
}

# negate(): an if whose condition ends where its line does.
function negate(    open, i, depth, c) {
	if (!match(hidden, /(^|[^A-Za-z_])if \(/))
		return
	open = RSTART + RLENGTH - 1
	for (i = open; i <= length(hidden); i++) {
		c = substr(hidden, i, 1)
		depth += (c == "(") - (c == ")")
		if (depth == 0)
			break
	}
	if (depth == 0)
		mutant("negated", substr($0, 1, open) "!" \
		    substr($0, open, i - open + 1) substr($0, i))
}

# A statement that begins and ends on this line, and declares nothing.
function is_statement(    text, opened, closed) {
	text = trim(hidden)
	opened = gsub(/\(/, "(", text)
	closed = gsub(/\)/, ")", text)
	return starts && opened == closed && text ~ /;~*$/ && \
	    text !~ /^(return|if|for|while|else|do|case|default|goto)/ && \
	    text !~ /^(\(void\)|va_end\()/ && \
	    text !~ /^[A-Za-z_0-9]+ [*]*[A-Za-z_]/ && text !~ /^[;}]/
}

/^#/ || continued {
	continued = /\\$/
	next
}
/^[{]/ && !commented { body = 1; starts = 1; next }
/^[}]/ { body = 0 }
{
	hidden = hide($0)
	if (!body || trim(hidden) ~ /^~*$/)
		next
	hidden = hidden " "
	off_by_one(" + 1")
	off_by_one(" - 1")
	swap(" + ", " - ")
	swap(" - ", " + ")
	swap(" * ", " / ")
	swap(" / ", " * ")
	swap(" % ", " / ")
	swap(" += ", " -= ")
	swap(" -= ", " += ")
	swap(" *= ", " /= ")
	swap(" < ", " <= ")
	swap(" <= ", " < ")
	swap(" > ", " >= ")
	swap(" >= ", " > ")
	swap(" == ", " != ")
	swap(" != ", " == ")
	swap(" && ", " || ")
	swap(" || ", " && ")
	number("0", "1")
	number("1", "0")
	negate()
	if (is_statement())
		mutant("removed", substr($0, 1, match($0, /[^\t]/) - 1) ";")
	code = trim(hidden)
	gsub(/~/, "", code)
	starts = code ~ /([;{}:]|else|do) *$/ || code ~ /^(if|for|while|else) .*\) *$/
}
