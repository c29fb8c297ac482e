#!/bin/sh
# Whatever a fuzzer once stumbled over is tried again: seeds/NAME/* by fuzz/NAME.
cd "${SRC:-.}" || exit 1
n=0
for c in tests/fuzz/*.c; do
	name=$(basename "$c" .c)
	n=$((n + 1))
	set -- tests/fuzz/seeds/"$name"/*
	if [ ! -e "$1" ]; then echo "not ok $n - $name has no seeds"
	elif out=$("${BUILD:-build}/tests/fuzz/$name" "$@" 2>&1); then echo "ok $n - $name, $# inputs"
	else echo "$out" | sed 's/^/# /'; echo "not ok $n - $name"
	fi
done
echo "1..$n"
