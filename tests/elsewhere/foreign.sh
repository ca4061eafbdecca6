#!/bin/sh
# foreign.sh EMULATOR BUILD: each program in BUILD becomes a script of its name
# that runs it in EMULATOR; the program itself is NAME.foreign. So whoever starts
# it, a test's script or another program, need not know.
set -eu
find "$2" -type f -perm -100 ! -name '*.foreign' | while read -r program; do
	head -n 1 "$program" | grep -q '^#!' && continue
	mv "$program" "$program.foreign"
	cat > "$program" <<EOF
#!/bin/sh
exec $1 -0 "\$0" "\$0.foreign" "\$@"
EOF
	chmod +x "$program"
done
