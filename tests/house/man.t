#!/bin/sh
# The man pages are well-formed, and so is the one the program prints.
cd "${SRC:-.}" || exit 1
n=0
command -v mandoc >/dev/null || { echo "1..0 # SKIP no mandoc"; exit 0; }
check () { # name file
	n=$((n + 1))
	bad=$(mandoc -Tlint -Wstyle "$2" 2>/dev/null | grep -vE 'referenced manual not found|outdated mandoc.db')
	if [ -z "$bad" ]; then echo "ok $n - $1"
	else echo "$bad" | sed 's/^/# /'; echo "not ok $n - $1"; fi
}
for page in docs/*.[0-9]; do check "$page" "$page"; done
"${BUILD:-build}/sendlint" rules --format mdoc >"${BUILD:-build}/sendlint-rules.7"
check "sendlint-rules(7), as printed" "${BUILD:-build}/sendlint-rules.7"
echo "1..$n"
