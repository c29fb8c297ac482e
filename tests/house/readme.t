#!/bin/sh
# What the README shows of a finding is what sendlint says.
cd "${SRC:-.}" || exit 1
shown=$(awk '/^```/ { if (on) exit; on = 1; next } on' README.md)
command=$(printf '%s\n' "$shown" | sed -n 's/^\$ sendlint //p')
# shellcheck disable=SC2086	# a command and its words
said=$("${BUILD:-build}/sendlint" $command | awk '/^$/ { exit } 1')
[ -n "$command" ] && [ "$shown" = "\$ sendlint $command
$said" ] && echo "ok 1 - sendlint $command" || {
	echo "not ok 1 - sendlint $command"; printf '%s\n' "$said" | sed 's/^/# /'
}
echo 1..1
