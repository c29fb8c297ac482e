#!/bin/sh
# `check --online` and `domain` against a name server of our own on loopback.
cd "${SRC:-.}" || exit 1
build=$(realpath "${BUILD:-build}")
mkdir -p "$build/online"
nsd=$(flock "$build/online" tests/online/unpack.sh build/nsd 2>"$build/online/why") || {
	echo "1..0 # SKIP no name server to ask: $(tail -1 "$build/online/why")"; exit 0; }
exec perl tests/online/online.pl "$build/sendlint" "$nsd" "$build/online"
