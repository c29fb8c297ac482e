#!/bin/sh
# Whole verdicts: NAME.eml gives NAME.json.  And mails in which nothing may be found.
# `make bless` rewrites the JSON; the diff is reviewed.
cd "${SRC:-.}" || exit 1
lint=${BUILD:-build}/sendlint
n=0

got=$(mktemp -d)
trap 'rm -rf "$got"' EXIT
trap 'exit 1' INT TERM

# All mails in one run, NAME.json each: a member a line, sorted, without the hashes that any change of
# a rule changes.
check () { # folder
	mkdir "$got/$1"
	"$lint" check --config tests/golden/golden.conf --format json tests/"$1"/*.eml | perl -MJSON::PP -ne '
		my $v = JSON::PP->new->utf8->decode($_);
		delete $v->{versions};
		my ($name) = $v->{file} =~ m{([^/]+)\.eml$} or die "no file";
		open my $f, ">", "'"$got/$1"'/$name.json" or die;
		print $f JSON::PP->new->utf8->canonical->pretty->indent_length(1)->encode($v)'
}
result () { # name, of a command that just ran
	s=$?; n=$((n + 1))
	[ $s = 0 ] && echo "ok $n - $1" || { echo "not ok $n - $1"; sed 's/^/# /' "$got/diff"; }
}

check golden
[ -z "$BLESS" ] || cp "$got"/golden/*.json tests/golden/
for mail in tests/golden/*.eml; do
	name=$(basename "$mail" .eml)
	diff -u "tests/golden/$name.json" "$got/golden/$name.json" >"$got/diff" 2>&1; result "$mail"
done
check clean
for mail in tests/clean/*.eml; do
	name=$(basename "$mail" .eml)
	cp "$got/clean/$name.json" "$got/diff" && grep -q '"findings" : \[\]' "$got/diff"; result "nothing in $mail"
done
echo "1..$n"
[ $n -gt 0 ]
