#!/bin/sh
# foo.c exports foo_*; a rule's id is its file's name; an area of rules has a title.
cd "${BUILD:-build}" || exit 1
bad=$(find milter -name '*.o' ! -name main.o | sort | while read -r o; do
	m=$(basename "$o" .o)
	nm -g --defined-only "$o" | awk -v m="$m" -v o="$o" '$3 !~ "^(" m "|" m "_.*|found|found_.*|sigwait|param|level_name|action_name|mode_name|class_.*|network_.*|policies_.*|findings_.*|door_.*|report_.*)$" { print "# " o ": exports " $3 }'
done
find "${SRC:-..}/rules" -name '*.c' | while read -r f; do
	id=$(basename "$f" .c)
	grep -q "\.id *= \"$id\"" "$f" || echo "# $f: id is not $id"
done
for area in "${SRC:-..}"/rules/*/; do
	area=$(basename "$area")
	grep -q "{ \"$area\", " "${SRC:-..}/milter/report/report_html_verdict.c" ||
		echo "# rules/$area: reports have no title for this area"
done)
[ -n "$bad" ] && echo "$bad"
[ -z "$bad" ] && echo "ok 1 - names" || echo "not ok 1 - names"
echo 1..1
