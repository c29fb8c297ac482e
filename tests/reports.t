#!/bin/sh
# Whole reports: NAME.eml gives NAME.txt, .github, .sarif and .html, less what any new rule changes.
# `make bless` rewrites them; the diff is reviewed.
cd "${SRC:-.}" || exit 1
lint=${BUILD:-build}/sendlint
got=$(mktemp)
trap 'rm -f "$got"' EXIT
trap 'exit 1' INT TERM
n=0

# Text and annotations as they are; SARIF without the list of rules, a member a line; of the page
# what is said of the mail, without style, areas and the rules that did not run.
plain () { # format
	case $1 in
	sarif) perl -MJSON::PP -0777 -ne '
		my $v = JSON::PP->new->utf8->decode($_);
		delete $v->{runs}[0]{tool};
		delete $_->{ruleIndex} for @{$v->{runs}[0]{results}};
		print JSON::PP->new->utf8->canonical->pretty->indent_length(1)->encode($v)' ;;
	html) perl -0777 -pe '
		s{<style>.*?</style>}{}s; s{sha256-[^\x27]*}{};
		s{<table class="areas">.*?</table>}{}s; s{<li>rules that [^<]*</li>}{}g;
		s{(?=<(?:section|h3|li|dt|p|details|tr|div)[ >])}{\n}g; s{\n+}{\n}g' ;;
	*) cat ;;
	esac
}

for mail in tests/reports/*.eml; do
	for format in text github sarif html; do
		n=$((n + 1))
		want=${mail%.eml}.$format
		"$lint" check --config tests/golden/golden.conf --format $format "$mail" | plain $format >"$got"
		[ -z "$BLESS" ] || cp "$got" "$want"
		if diff -u "$want" "$got" >"$got.diff"; then echo "ok $n - $want"
		else sed 's/^/# /' "$got.diff"; echo "not ok $n - $want"; fi
		rm -f "$got.diff"
	done
done
echo "1..$n"
[ $n -gt 0 ]
