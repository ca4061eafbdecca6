# Weaves the C files of one chapter into one Markdown page, on stdout:
#
#	awk -f docs/weave.awk -v slug=02_forward -v output=build/docs/02.out \
#	    -v before=01_broadcasting -v after=03_mse \
#	    chapters/02_forward/forward.c chapters/02_forward/main.c
#
# A block comment whose /* and */ stand alone in column 0 is prose, Markdown
# that is copied as it stands. All else is code: it goes into fenced blocks,
# each under a link to its file and lines. A line of prose that begins with @
# asks for what is never typed by hand:
#
#	@show FILE NAME     what FILE defines or declares as NAME
#	@run [NAME]         what the program printed in its section NAME, or in
#	                    that of the last section("NAME") in the code above
#	@plot NAME CAPTION  the figure img/NN_NAME.svg, NN being the chapter
#	@part FILE          all of another C file, woven in this place
#
# and within a line, @lines(FILE NAME...) is how many lines of code the names'
# definitions have, without comments and blank lines.
#
# Runs from the root of the repository. The first mistake ends it, with
# FILE:LINE: on stderr and status 1; a page is printed whole or not at all.
# Of every file F that was read, text[F, i] is line i, for i in 1 .. count[F].

BEGIN {
	if (slug == "" || ARGC < 2) {
		print "usage: see the head of docs/weave.awk" > "/dev/stderr"
		exit 2
	}
	if (images == "")
		images = "docs/img"
	parts = split("Goal,Idea,Mathematics,Code,Run it,Check it,Pitfalls," \
	    "Exercises,Next", part, ",")
	for (i = 1; i <= parts; i++)
		rank["## " part[i]] = i
	if (before != "")
		links = "Previous: [" label(before) "](" before ".md) | "
	if (after != "")
		links = links "Next: [" label(after) "](" after ".md) | "
	links = links "[contents](../README.md) | "
	for (i = 1; i < ARGC; i++) {
		links = links "[" label(ARGV[i]) "](../" ARGV[i] ") | "
		sources = sources (i > 1 ? " and " : "") ARGV[i]
	}
	if (tests == "")
		tests = "tests/chapters/" slug "/"
	links = links "[tests](../" tests ")"

	for (i = 1; i < ARGC; i++)
		weaving[ARGV[i]] = 1
	for (i = 1; i < ARGC; i++)
		weave(ARGV[i])
	for (i = 1; i <= parts; i++)
		if (!seen["## " part[i]])
			die("heading ## " part[i] " is missing")

	print "<!-- Woven from " sources " by `make docs`: do not edit. -->\n"
	for (i = 1; i <= lines; i++)
		print page[i]
	print links
}

# 10_cross_entropy is cross entropy to the reader, chapters/x/main.c main.c.
function label(s) {
	sub(/.*\//, "", s)
	if (sub(/^[0-9]+_/, "", s))
		gsub(/_/, " ", s)
	return s
}

function die(message) {
	print file ":" line ": " message > "/dev/stderr"
	exit 1
}

# Reads a file once. Returns its number of lines, or -1 if it cannot be read.
function load(path,    s, n, status) {
	if (!(path in count)) {
		n = 0
		while ((status = (getline s < path)) > 0)
			text[path, ++n] = s
		close(path)
		count[path] = status < 0 ? -1 : n
	}
	return count[path]
}

# Can the file be read as C? Told to read a folder, some awks end at once, and
# name no line; so only what is called *.c or *.h is tried.
function is_c(path) {
	return path ~ /\.[ch]$/ && load(path) >= 0
}

# Loads C. A line's kind is "prose" or "comment", both with the lines that open
# and close it, or "": code, and comments that begin behind code.
function parse(path,    i, n, s, inside) {
	n = load(path)
	for (i = 1; i <= n; i++) {
		s = text[path, i]
		if (!inside && s ~ /^[ \t]*\/\*/)
			inside = s == "/*" ? "prose" : "comment"
		kind[path, i] = s ~ /^\/\// && !inside ? "comment" : inside
		if (index(s, "*/"))
			inside = ""
	}
	return n
}

# The page grows line by line; gap() sees to one blank line, never two.
function put(s) {
	if (!lines && s !~ /^# /)
		die("the page must begin with a title: # ...")
	page[++lines] = s
}

function gap() {
	if (lines && page[lines] != "")
		put("")
}

# Puts lines from .. to as a fenced block, C under a link to where it stands.
# Returns false, and puts nothing, where all of them are blank.
function listing(language, path, from, to,    i, mark) {
	while (from <= to && text[path, from] !~ /[^ \t]/)
		from++
	while (from <= to && text[path, to] !~ /[^ \t]/)
		to--
	if (from > to)
		return 0
	mark = "```"
	for (i = from; i <= to; i++)
		if (length(ticks(text[path, i])) >= length(mark))
			mark = ticks(text[path, i]) "`"
	gap()
	prose_lines = 0
	if (language == "c") {
		put("<sub>[" path ":" from (to > from ? "-" to : "") "](../" \
		    path "#L" from (to > from ? "-L" to : "") ")</sub>")
		put("")
	}
	put(mark language)
	for (i = from; i <= to; i++)
		put(text[path, i])
	put(mark)
	return 1
}

# The backticks of a line that opens or closes a Markdown fence, or "".
function ticks(s) {
	sub(/^[ \t]*/, "", s)
	return match(s, /^```+/) ? substr(s, 1, RLENGTH) : ""
}

function weave(path,    n, s, opened, start) {
	file = path
	line = 1
	n = parse(path)
	if (n < 0)
		die("cannot be read")
	start = 1
	for (; line <= n; line++) {
		s = text[path, line]
		if (s ~ /[ \t\r]$/)
			die("space, tab or carriage return at the line's end")
		if (kind[path, line] != "prose") {
			if (match(s, /(^|[^A-Za-z0-9_])section\("[^"]+"/)) {
				section = substr(s, RSTART, RLENGTH - 1)
				sub(/^[^"]*"/, "", section)
			}
		} else if (s == "/*") {
			if (opened)
				die("prose is open already, since line " opened)
			listing("c", path, start, line - 1)
			gap()
			opened = line
		} else if (index(s, "*/")) {
			if (s != "*/")
				die("*/ must stand alone, in column 0")
			if (fence != "")
				die("fence of line " opening " is not closed")
			opened = 0
			start = line + 1
		} else
			prose(s)
	}
	line = opened
	if (opened)
		die("prose is not closed")
	line = n
	listing("c", path, start, n)
	gap()
}

function prose(s) {
	if (fence == "" && s != "" && ++prose_lines > 40)
		die("more than 40 lines of prose without code")
	if (fence != "") {
		put(s)
		if (s ~ /^ *`+$/ && length(ticks(s)) >= length(fence))
			fence = ""
	} else if (ticks(s) != "") {
		put(s)
		fence = ticks(s)
		opening = line
	} else if (s ~ /^@/) {
		gap()
		directive(s)
		gap()
	} else if (s == "") {
		gap()
	} else {
		s = counted(s)
		math(s)
		put(s)
		if (s ~ /^#/)
			heading(s)
	}
}

function heading(s) {
	if (s ~ /^# /) {
		if (lines > 1)
			die("a second title")
		put("")
		put(links)
		put("")
	}
	if (s in rank) {
		if (seen[s]++)
			die("heading " s " is repeated")
		if (rank[s] < latest)
			die("heading " s " is out of order")
		latest = rank[s]
	}
}

# GitHub reads Markdown before math: within $...$, \{ has lost its backslash.
function math(s,    i, n, formula) {
	gsub(/`+[^`]*`+|\\[$]/, " ", s)
	if (index(s, "$$"))
		die("$$ is not for displays: write a ```math block")
	n = split(s, formula, /[$]/)
	for (i = 2; i < n; i += 2)
		if (match(formula[i], /\\[^A-Za-z0-9 ]/))
			die("GitHub mangles " substr(formula[i], RSTART, 2) \
			    " within $...$: write $`...`$")
}

# Weaves another file here, and comes back.
function part_of(path,    own, here) {
	own = file
	here = line
	if (weaving[path]++)
		die("@part: " path " is woven already")
	if (!is_c(path))
		die("@part: cannot read " path)
	weave(path)
	file = own
	line = here
}

function directive(s,    n, word, image) {
	n = split(s, word, " ")
	sub(/^[^ \t]+[ \t]*/, "", s)
	if (word[1] == "@show") {
		if (n != 3 || word[3] !~ /^[A-Za-z_][A-Za-z0-9_]*$/)
			die("usage: @show FILE NAME")
		show(word[2], word[3])
	} else if (word[1] == "@part") {
		if (n != 2)
			die("usage: @part FILE")
		part_of(word[2])
	} else if (word[1] == "@run") {
		run(s == "" ? section : s)
	} else if (word[1] == "@plot") {
		if (n < 3)
			die("usage: @plot NAME CAPTION")
		sub(/^[^ \t]+[ \t]*/, "", s)
		image = substr(slug, 1, 2) "_" word[2] ".svg"
		if (load(images "/" image) < 0)
			die("@plot: cannot read " images "/" image)
		put("![" s "](img/" image ")")
		prose_lines = 0
	} else
		die("unknown directive " word[1])
}

# The output's sections: each begins below a line == NAME ==.
function run(name,    i, n, from, to) {
	if (name == "")
		die("@run: no section(\"...\") in the code above")
	if (output == "")
		die("@run: no output= was given")
	n = load(output)
	if (n < 0)
		die("@run: cannot read " output)
	for (i = 1; i <= n; i++)
		if (text[output, i] == "== " name " ==") {
			if (from)
				die("@run: two sections " name " in " output)
			from = i + 1
		}
	if (!from)
		die("@run: no section " name " in " output)
	to = from
	while (to <= n && text[output, to] !~ /^== .* ==$/)
		to++
	if (!listing("text", output, from, to - 1))
		die("@run: section " name " printed nothing")
}

# A line of prose with each @lines(FILE NAME...) replaced by the number.
function counted(s,    n, i, j, word, total, before, after) {
	while (match(s, /@lines\([^()]*\)/)) {
		before = substr(s, 1, RSTART - 1)
		after = substr(s, RSTART + RLENGTH)
		n = split(substr(s, RSTART + 7, RLENGTH - 8), word, " ")
		if (n < 2)
			die("usage: @lines(FILE NAME...)")
		total = 0
		for (i = 2; i <= n; i++) {
			find("@lines", word[1], word[i])
			for (j = found; j <= found_end; j++)
				total += kind[word[1], j] == "" && \
				    text[word[1], j] ~ /[^ \t]/
		}
		s = before total after
	}
	if (index(s, "@lines("))
		die("usage: @lines(FILE NAME...)")
	return s
}

function show(path, name) {
	find("@show", path, name)
	while (kind[path, found - 1] == "comment")
		found--
	listing("c", path, found, found_end)
}

# Goes through a file's declarations: each begins in column 0, at a name or #,
# and ends at its semicolon or, if it has a body, at the } in column 0. Of those
# that declare `name`, the first with a body is found, or else the first: lines
# `found` to `found_end`.
function find(who, path, name,    i, s, from, head, body, ended, worth, best) {
	if (!is_c(path))
		die(who ": cannot read " path)
	parse(path)
	for (i = 1; i <= count[path]; i++) {
		s = text[path, i]
		gsub(/\/\*[^*]*\*\/|\/\/.*/, "", s)
		if (s == "" && !body)
			from = 0
		if (kind[path, i] != "" || !from && s !~ /^[A-Za-z_#]/)
			continue
		if (!from) {
			from = i
			head = ""
		}
		if (body)
			ended = s ~ /^[}]/
		else {
			head = head s " "
			body = head !~ /^(#|[^{]*=)/ && s ~ /[{]/
			if (body)
				ended = gsub(/[{]/, "{", s) == \
				    gsub(/[}]/, "}", s)
			else
				ended = head ~ /^#/ ? s !~ /\\$/ : s ~ /;/
		}
		if (!ended)
			continue
		worth = declares(name, head, body, body ? s : "")
		if (worth > best) {
			best = worth
			found = from
			found_end = i
		}
		from = body = 0
	}
	if (!best)
		die(who ": no " name " in " path)
}

# 2 if the declaration gives `name` a body, 1 if it declares it without, else 0.
# `head` is all before the body, `last` the line that ends the body. What stands
# in parentheses is no name declared here, but for the two cases of `inner`.
function declares(name, head, body, last,    inner, outer) {
	if (head ~ /^#/)
		return head ~ ("^# *define +" name "[^A-Za-z0-9_]")
	inner = "^typedef.*[(][*]" name "[)]|^START_TEST[(]" name "[)]"
	if (head ~ inner)
		return 1 + body
	sub(/[={].*/, "", head)
	while (gsub(/[(][^()]*[)]/, "@", head))
		;
	outer = "(^|[^A-Za-z0-9_])" name \
	    "(@| *(\\[.*|__attribute__@)?;? *$)"
	return head ~ outer || last ~ outer ? 1 + body : 0
}
