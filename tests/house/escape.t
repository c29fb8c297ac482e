#!/bin/sh
# Into the HTML report goes nothing but by way of page.c, which escapes: no other file of it
# appends to a string, no format comes from elsewhere, and each %s stands in double quotes or
# between tags.
cd "${SRC:-.}" || exit 1
files="milter/report/report_html*.c milter/report/report_rule.c milter/report/report_index.c milter/report/marks.c"
n=0
none () { # name, what was found
	n=$((n + 1))
	if [ -z "$2" ]; then echo "ok $n - $1"; else echo "$2" | sed 's/^/# /'; echo "not ok $n - $1"; fi
}
# shellcheck disable=SC2086	# a list of names
set -- $files
none "all of it is written by page.c" "$(grep -nE 'g_string_(append|insert|prepend|printf|overwrite)' "$@")"
none "formats are ours" "$(grep -nE 'page_add\([^,]*, *[^" ]' "$@")"
none "no attribute without quotes, no address and no script" \
	"$(grep -nE '<[a-z0-9]+( [A-Za-z:-]+=\\"[^"]*")* [A-Za-z:-]+=[^\\]|href=\\"[^#]|src=|<script|javascript:|style=| on[a-z]+=' "$@" | grep -v '_style.c:')"
none "the style asks for nothing" "$(grep -nE 'url\(|@import|https?:|expression' milter/report/report_html_style.c)"
echo "1..$n"
