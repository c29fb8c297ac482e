#!/bin/sh
# make install: all of it, where it was told to go, and nothing of the operator's undone.
cd "${SRC:-.}" || exit 1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
n=0
ok () { # name: passes if the last command did
	s=$?
	n=$((n + 1))
	if [ $s = 0 ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; fi
}
put () { env -u MAKEFLAGS -u MAKELEVEL make -s SAN="$SAN" install DESTDIR="$dir" PREFIX=/opt/lint SYSCONFDIR=/etc >"$dir/log" 2>&1; }

put; ok "installs"
sed 's/^/# /' "$dir/log"
for file in opt/lint/bin/sendlint opt/lint/share/man/man1/sendlint.1 opt/lint/share/man/man5/sendlint.conf.5 \
	opt/lint/share/man/man7/sendlint-rules.7 opt/lint/share/man/man8/sendlint.8 \
	opt/lint/share/bash-completion/completions/sendlint opt/lint/share/zsh/vendor-completions/_sendlint \
	opt/lint/share/fish/vendor_completions.d/sendlint.fish \
	etc/sendlint/sendlint.conf etc/sendlint/conf.d/shop.conf.example; do
	[ -s "$dir/$file" ]; ok "$file"
done
(cd / && env -u SENDLINT_DATADIR "$dir/opt/lint/bin/sendlint" check --config "$dir/etc/sendlint/sendlint.conf" -) \
	<tests/clean/order-en.eml >"$dir/out" 2>&1
ok "the program finds its dictionaries"
(cd / && env -u SENDLINT_DATADIR "$dir/opt/lint/bin/sendlint" config check --config "$dir/etc/sendlint/sendlint.conf") >"$dir/out" 2>&1
ok "the configuration is good"
mandoc -T lint -W warning "$dir"/opt/lint/share/man/man*/* >"$dir/out"; ok "the manual pages are"
echo '# mine' >"$dir/etc/sendlint/sendlint.conf"
put && grep -q mine "$dir/etc/sendlint/sendlint.conf"; ok "again: the operator's file stays"
echo "1..$n"
