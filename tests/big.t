#!/bin/sh
# Mails of pathological size: a verdict, in bounded memory, without hanging, and nothing
# left out in silence.
# shellcheck disable=SC2059	# the heads of its mails are formats
lint=${BUILD:-build}/sendlint
peak=${BUILD:-build}/tests/tools/peak
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
head='From: Shop <shop@shop.example>\nTo: Anna <anna@mail.example>\nDate: Fri, 20 Nov 2026 10:00:00 +0100\nMessage-ID: <1@shop.example>\nMIME-Version: 1.0\n'
mail=$dir/big.eml
n=0

ok () { # name: passes if the last command did
	s=$?
	n=$((n + 1))
	if [ $s = 0 ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; fi
}

# Some memory is the program's and the dictionaries', whatever the mail.
measure () { # file
	LC_ALL=C timeout 60 "$peak" "$lint" check --config "$dir/conf" --format json "$1" >"$dir/out" 2>"$dir/err"
	status=$?
	kib=$(sed -n 's/^peak [0-9]* //p' "$dir/err")
}

# The words are what not_checked must say, if there are any.
big () { # name [words]
	measure "$mail"
	[ $status -le 1 ] && [ "$(grep -c '"format"' "$dir/out")" = 1 ] ||
		{ sed 's/^/# /' "$dir/err" | cut -c1-200; false; }
	ok "$1: a verdict"
	if [ "${2-}" ]; then
		grep -q "\"not_checked\" *: *\[[^]]*$2" "$dir/out" ||
			{ grep -o '"not_checked[^]]*' "$dir/out" | sed 's/^/# /'; false; }
		ok "$1: says what was not checked"
	fi
	n=$((n + 1))
	if [ "$SAN" ]; then
		echo "ok $n - $1: memory # SKIP a sanitizer needs more"
	else
		more=$((kib - base - $(wc -c <"$mail") / 1024))
		[ $more -le 4096 ] && echo "ok $n - $1: $more KiB beside the mail itself" ||
			echo "not ok $n - $1: $more KiB beside the mail itself"
	fi
}
lines () { # count format-with-%d
	awk -v n="$1" -v f="$2" 'BEGIN { for (i = 0; i < n; i++) printf f, i, i, i }'
}

# No dictionaries: they are loaded for a language, and that is no cost of the mail.
echo 'hunspell = "/nonexistent";' >"$dir/conf"
{ printf "$head"; printf 'Subject: a\n\n1\n'; } >"$dir/small.eml"
measure "$dir/small.eml"
base=$kib

{ printf "$head"; printf 'Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n'
  lines 10000 '--b\nContent-Type: text/plain\n\npart %d\n'; echo '--b--'; } >"$mail"
big "10,000 parts" "parts beyond the limit"
{ printf "$head"; printf 'Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n'
  lines 10000 '--b\nContent-Disposition: attachment; filename="f%d.pdf"\nContent-Type: application/pdf; name="f%d.pdf"; a=b; c=d\n\n%%PDF-%d\n'; echo '--b--'; } >"$mail"
big "10,000 files" "parts beyond the limit"
{ printf "$head"; printf 'Subject: a\nContent-Type: text/html; charset=utf-8\n\n'
  lines 25000 '<a href="https://shop.example/%d">x%d</a> '; } >"$mail"
big "25,000 links" "beyond the limit"
{ printf "$head"; printf 'Subject: a\n\n'; lines 100000 'word%d '; echo; } >"$mail"
big "a line of 1 MB" "text beyond the limit"
{ printf "$head"; printf 'Subject: a\n'
  lines 70 'Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n'; printf '\nhello\n'; } >"$mail"
big "70 levels" "parts beyond the limit"
{ printf "$head"; printf 'Subject: a\n'
  lines 10000 'Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n'; printf '\nhello\n'; } >"$mail"
big "10,000 levels" "parts beyond the limit"
{ printf "$head"; printf 'Subject: a\n'; lines 10000 'Content-Type: message/rfc822\n\nSubject: s%d\n'; } >"$mail"
big "10,000 forwards" "parts beyond the limit"
{ printf "$head"; printf 'Subject: a\nX-Long: '; lines 100000 'word%d\n '; printf '\n\nhello\n'; } >"$mail"
big "a header field of 1 MB" "header fields beyond the limit"
{ printf "$head"; lines 100000 'X-Field-%d: value %d\n'; printf 'Subject: a\n\nhello\n'; } >"$mail"
big "100,000 header fields" "header fields beyond the limit"
{ printf "$head"; printf 'Subject: '; lines 40000 '=?utf-8?q?W=C3=B6rd_%d?=\n '; printf '\n\nhello\n'; } >"$mail"
big "a subject of 1 MB of encoded words" "header fields beyond the limit"
{ printf "$head"; printf 'Subject: '; lines 20000 '=?koi8-r?q?=F0=%02d?= =?nobody?b?8A==?=\n '; printf '\n\nhello\n'; } >"$mail"
big "a subject in many charsets" "header fields beyond the limit"
{ printf "$head"; printf 'Subject: a\nTo: '; lines 200000 'Anna <a%d@shop.example>,\n '; printf 'x@y.example\n\nhello\n'; } >"$mail"
big "200,000 recipients" "header fields beyond the limit"
{ printf "$head"; printf 'Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n'
  lines 1000000 '--c\n'; echo '--b--'; } >"$mail"
big "a million lines like boundaries" "text beyond the limit"
{ printf "$head"; printf 'Subject: a\nContent-Transfer-Encoding: quoted-printable\nContent-Type: text/plain; charset=utf-8\n\n'
  lines 60000 '=41a=C3=B6 =\n'; } >"$mail"
big "an escape for every other letter" "text beyond the limit"
{ printf "$head"; printf 'Subject: a\nContent-Transfer-Encoding: base64\nContent-Type: text/plain; charset=gb2312\n\n'
  lines 30000 'x OPuuM=\n'; } >"$mail"
big "broken base64 in a foreign charset"
{ printf "$head"; printf 'Subject: a\n\n'; head -c 1000000 /dev/zero; } >"$mail"
big "1 MB of NULs" "text beyond the limit"
{ printf "$head"; printf 'Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\n'
  printf 'Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=a.bin\nContent-Transfer-Encoding: base64\n\n'
  awk 'BEGIN { s = sprintf("%76s", ""); gsub(/ /, "QUJD", s); s = substr(s, 1, 76) "\n"
	for (i = 0; i < 10; i++) s = s s; for (i = 0; i < 665; i++) printf "%s", s }'; echo '--b--'; } >"$mail"
big "50 MB attached"
echo 1..$n
