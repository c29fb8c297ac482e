#!/bin/sh
# Whole verdicts: NAME.eml gives NAME.json.  And mails in which nothing may be found.
# `make bless` rewrites the JSON; the diff is reviewed.
cd "${SRC:-.}" || exit 1
lint=${BUILD:-build}/sendlint
n=0

# One member a line, sorted, without the hashes that any change of a rule changes.
plain () {
	perl -MJSON::PP -0777 -ne '
		my $v = JSON::PP->new->utf8->decode($_);
		delete $v->{versions};
		print JSON::PP->new->utf8->canonical->pretty->indent_length(1)->encode($v)' 2>&1
}
result () { # name status
	n=$((n + 1))
	if [ "$2" = 0 ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; fi
}

for mail in tests/golden/*.eml; do
	[ -e "$mail" ] || continue
	want=${mail%.eml}.json
	got=$("$lint" check --config tests/golden/golden.conf --format json "$mail" | plain)
	if [ -n "$BLESS" ]; then printf '%s\n' "$got" >"$want"; fi
	printf '%s\n' "$got" | diff -u "$want" - | sed 's/^/# /' >"${BUILD:-build}/golden.diff" 2>&1
	[ -s "${BUILD:-build}/golden.diff" ] || [ ! -e "$want" ] && status=1 || status=0
	cat "${BUILD:-build}/golden.diff"
	result "$mail" $status
done
for mail in tests/clean/*.eml; do
	[ -e "$mail" ] || continue
	got=$("$lint" check --config tests/golden/golden.conf --fail-level note "$mail" 2>&1)
	status=$?
	[ $status = 0 ] || printf '%s\n' "$got" | sed 's/^/# /'
	result "nothing in $mail" $status
done
echo "1..$n"
[ $n -gt 0 ]
