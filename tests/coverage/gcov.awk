# gcov.awk: turns what `gcov -t -b -c` prints, object after object, into what
# table.awk needs of lcov's tracefile.
/^ *-: *0:Source:/ {
	file = $0
	sub(/^ *-: *0:Source:/, "", file)
	kept = file ~ /^(common|chapters)\//
	if (kept)
		print "SF:" file
	next
}
!kept { next }
/^function / { print "FNDA:" $4 "," $2; next }
/^branch / {
	print "BRDA:" line ",0," $2 "," ($3 == "taken" ? $4 : "-")
	next
}
/^ *[0-9]+\*?: *[0-9]+:/ || /^ *[#=]+: *[0-9]+:/ {
	split($0, part, ":")
	line = part[2] + 0
	print "DA:" line "," part[1] + 0
}
