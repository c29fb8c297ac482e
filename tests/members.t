#!/bin/sh
# Names that others give to files, in archives and of attachments, steer nothing: no line of a
# report, no terminal, no page, no annotation.  And archives whose list of files is an attack.
lint=${BUILD:-build}/sendlint
peak=${BUILD:-build}/tests/tools/peak
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
n=0
ok () { # name: passes if the last command did
	s=$?
	n=$((n + 1))
	if [ $s = 0 ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; fi
}
echo 'hunspell = "/nonexistent";' >"$dir/conf"

# A mail with a zip of files with these names, by their central directory alone.
# $1: perl for the list of names   $2: perl for the name of the attachment
zip () {
	perl -MMIME::Base64 -e '
		my @names = eval $ARGV[0]; my $file = eval $ARGV[1]; die $@ if $@;
		$file =~ s/([^A-Za-z0-9.])/sprintf "%%%02X", ord $1/ge;
		my $list = join "", map { pack("a4v6V3v5V2", "PK\1\2", 20, 20, 0, 0, 0, 0, 0, 4, 4,
			length, 0, 0, 0, 0, 0, 0) . $_ } @names;
		my $zip = "PK\3\4" . "\0" x 30 . "data" . $list . pack("a4v4V2v", "PK\5\6", 0, 0,
			@names % 65536, @names % 65536, length $list, 38, 0);
		print "From: Shop <shop\@shop.example>\nTo: Anna <anna\@mail.example>\nSubject: Order 4711\n",
			"Date: Fri, 20 Nov 2026 10:00:00 +0100\nMessage-ID: <1\@shop.example>\nMIME-Version: 1.0\n",
			"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n",
			"Hello Anna, the files you asked for are attached.\n--b\nContent-Type: application/zip\n",
			"Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename*=UTF-8\x27\x27$file\n\n",
			encode_base64($zip), "--b--\n"' "$1" "$2" >"$dir/mail.eml"
}
check () { LC_ALL=C timeout 60 "$lint" check --config "$dir/conf" --format "$1" "$dir/mail.eml" >"$dir/out" 2>"$dir/err"; }
steers () { LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]\|\302[\200-\237]\|\342\200\256')" "$@"; }

evil='"setup\r\nX-Injected: 1\r\n\e[31m\e]0;owned\a\0<script>alert(1)</script>&\xe2\x80\xae.exe"'
for place in member attachment; do
	if [ $place = member ]; then zip "($evil)" '"files.zip"'; else zip '("a.txt")' "$evil"; fi
	check text; [ $? -le 1 ] && grep -q '\[attachments-' "$dir/out"; ok "$place: is judged"
	! steers "$dir/out" && ! grep -q '^X-Injected' "$dir/out"; ok "$place: the terminal is not steered"
	check github; grep -q '^::' "$dir/out" && ! grep -qv '^::' "$dir/out"; ok "$place: annotations are one line each"
	check html; grep -q 'attachments-' "$dir/out" && ! grep -q '<script>alert' "$dir/out" && ! steers "$dir/out"
	ok "$place: the page has no script of it"
	for format in json sarif; do
		check $format; [ $? -le 1 ] && perl -MJSON::PP -0777 -ne 'decode_json($_)' "$dir/out"; ok "$place: $format is JSON"
	done
	LC_ALL=C "$lint" facts --config "$dir/conf" "$dir/mail.eml" >"$dir/out" 2>&1; ! steers "$dir/out"; ok "$place: facts are plain"
done

# Lists that are longer than anybody's.
bounded () { # name words: judged, said to be cut, in bounded memory
	LC_ALL=C timeout 60 "$peak" "$lint" check --config "$dir/conf" --format json "$dir/mail.eml" >"$dir/out" 2>"$dir/err"
	[ $? -le 1 ] && grep -q '"not_checked"[^]]*archive' "$dir/out"; ok "$1: says what was not checked"
	kib=$(sed -n 's/^peak [0-9]* //p' "$dir/err")
	n=$((n + 1))
	if [ "$SAN" ]; then
		echo "ok $n - $1: memory # SKIP a sanitizer needs more"
	else
		more=$((kib - $(wc -c <"$dir/mail.eml") / 1024))
		[ $more -le 40960 ] && echo "ok $n - $1: bounded memory" || echo "not ok $n - $1: $more KiB beside the mail"
	fi
}
zip 'map { "file$_.txt" } 1 .. 100000' '"many.zip"'; bounded "100,000 members"
zip '("x" x 65535) x 1600' '"long.zip"'; bounded "100 MB of names"
echo "1..$n"
