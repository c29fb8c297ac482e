# shellcheck shell=sh disable=SC2154	# variables of the test that reads it
# What the tests of mail servers have in common: a mail, what arrived of it, and how they report.
# Read by exim.t and sendmail.t, which set $work, $sink, $log and $mta_log (may be empty).
n=0

ok () { # name: passes if the last command did
	s=$?
	n=$((n + 1))
	if [ $s = 0 ]; then echo "ok $n - $1"; return; fi
	echo "not ok $n - $1"
	{ cat "$work/reply"; tail -5 "$log"; [ -z "$mta_log" ] || tail -5 "$mta_log"; } 2>/dev/null | sed 's/^/# /'
}
mail () { # subject body
	printf 'From: Shop <shop@lab.test>\nTo: anna@dest.test\n'
	LC_ALL=C date '+Date: %a, %d %b %Y %H:%M:%S %z'
	printf 'Message-ID: <%s@lab.test>\nX-Sendlint: accept; points=0; forged\n' "$(date +%N)"
	printf 'x-sendlint: forged again\nX-Sendlint-Hold: forged\nSubject: %s\n\n' "$1"
	printf 'Hello Anna, your order is ready and waits for you in our shop. %s\n' "$2"
	printf 'Please come and fetch it between nine and six, and bring the receipt with you.\n'
}
# shellcheck disable=SC2254	# a pattern
matches () { case $1 in $2) ;; *) false ;; esac; }
arrived () { cat "$sink"/* 2>/dev/null | tr -d '\r'; }
field () { arrived | grep -q "^$1"; }
none_left () { ! arrived | grep -qi '^X-Sendlint'; }
