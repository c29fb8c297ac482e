#!/bin/sh
# The layout of C files: what .editorconfig says of their bytes, and of .clang-format what does not
# touch tables laid out by hand: where lines begin with a keyword or a brace, and how deep.
#
#   layout.sh FILE...
status=0
wrong () { # what: says it of each file:line: of $new/wrong
	[ ! -s "$new/wrong" ] || { sed "s/^\([^:]*:[0-9]*\):.*/\1: $1/" "$new/wrong"; status=1; }
}
begins () { # file: how each line begins that a statement begins or ends
	grep -nE '^[ 	]*((\} )?else\b|(else )?if\b|for\b|while\b|switch\b|do\b|return\b|default\b|goto\b|break\b|continue\b|[{}]$)' "$1" |
		sed -E 's/^([0-9]+:[ 	]*(\} )?(else if|[a-z]+|[{}]) ?[({:;]?).*/\1/'
}
new=$(mktemp -d) && trap 'rm -rf "$new"' EXIT
for file; do
	grep -nH '[ 	]$' "$file" >"$new/wrong"; wrong 'white space at the end'
	grep -nH '^	* \{8\}' "$file" >"$new/wrong"; wrong 'spaces where a tab should be'
	[ -z "$(tail -c 1 "$file")" ] || { echo "$file: no end of line at its end"; status=1; }
	clang-format --style=file:.clang-format <"$file" >"$new/formatted" || exit 2
	begins "$file" >"$new/here"
	begins "$new/formatted" | sed 's/^[0-9]*://' >"$new/wanted"
	sed 's/^[0-9]*://' "$new/here" | diff - "$new/wanted" | sed -n 's/^\([0-9,]*\)[cd].*/\1/p' | sed 's/,/ /' |
		while read -r from to; do sed -n "$from,${to:-$from}p" "$new/here"; done |
		sed "s#^#$file:#" >"$new/wrong"
	wrong 'clang-format would have it elsewhere'
done
exit $status
