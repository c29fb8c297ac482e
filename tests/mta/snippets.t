#!/bin/bash
# What `sendlint config snippets postfix` prints is read by a real Postfix.
src=${SRC:-.} build=${BUILD:-build}
root=${MTA_ROOT:-$src/build/mta}
if [ "$(id -u)" != 0 ]; then echo "1..0 # SKIP an unpacked Postfix needs root"; exit 0; fi
if ! reason=$("$src/tests/mta/unpacked.sh" "$root" postconf -d mail_version 2>&1); then
	echo "1..0 # SKIP no Postfix: $(printf '%s' "$reason" | tail -1)"
	exit 0
fi
work=$(mktemp -d /tmp/sendlint-snippets.XXXXXX)
chmod 755 "$work"
trap '"$src/tests/mta/unpacked.sh" "$root" --end; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
for file in main.cf sendlint_checks sendlint_strip; do
	"$build/sendlint" config snippets postfix $file >"$work/$file" || exit 1
done
: >"$work/master.cf"
n=0
is () { # name expected command...
	local name=$1 expected=$2 got
	shift 2
	got=$("$src/tests/mta/unpacked.sh" "$root" "$@" 2>&1)
	n=$((n + 1))
	if [ "$got" = "$expected" ]; then echo "ok $n - $name"
	else printf '%s\n' "$got" | sed 's/^/# /'; echo "not ok $n - $name"; fi
}
is "main.cf is understood" '$smtpd_milters' postconf -c "$work" -h non_smtpd_milters
is "what is to be held is held" "HOLD sendlint: tag points=40" \
	postmap -q "X-Sendlint-Hold: tag points=40" "regexp:$work/sendlint_checks"
is "what is not is not" "" postmap -q "X-Sendlint: tag points=40" "regexp:$work/sendlint_checks"
for field in X-Sendlint X-Sendlint-Rules X-Sendlint-Hold x-sendlint-allow; do
	is "$field is taken off" "IGNORE" postmap -q "$field: a" "regexp:$work/sendlint_strip"
done
is "others are not" "" postmap -q "X-Sendlinter: a" "regexp:$work/sendlint_strip"
echo "1..$n"
