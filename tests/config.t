#!/bin/sh
# sendlint config: what it prints, and its exit status.
sendlint=${BUILD:-build}/sendlint
work=$(mktemp -d /tmp/sendlint-config.XXXXXX)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
n=0
is () { # name expected actual
	n=$((n + 1))
	if [ "$2" = "$3" ]; then echo "ok $n - $1"
	else printf '%s\n' "$3" | sed 's/^/# /'; echo "not ok $n - $1"; fi
}
has () { # name pattern text
	n=$((n + 1))
	if printf '%s\n' "$3" | grep -q -e "$2"; then echo "ok $n - $1"
	else printf '%s\n' "$3" | sed 's/^/# /'; echo "not ok $n - $1"; fi
}
run () { out=$("$sendlint" config "$@" 2>"$work/err"); status=$?; err=$(cat "$work/err"); }
conf=$work/a.conf

echo 'defaults = { mode = "tag"; };' >"$conf"
run check --config "$conf"
is "a good file: 0" "0 " "$status $err"
has "a good file is called so" ": good, " "$out"

printf 'lgo = 1;\n\ndefaults = { mode = "enforc"; };\n' >"$conf"
run check --config "$conf"
is "mistakes: 1" "1 " "$status $out"
is "mistakes have their lines" \
"$conf:1: no setting 'lgo'; did you mean 'log'?
$conf:3: mode = \"enforc\": did you mean \"enforce\"?" "$err"

printf 'lock = "reject-at";\npolicies = { a = {\nreject-at = 90; }; };\n' >"$conf"
run check --config "$conf"
is "a lock picked at: 1" 1 "$status"
has "a lock picked at has its line" "a.conf:3: reject-at is locked ($conf:1)" "$err"
run show --config "$conf" policies.a.reject-at
is "the stricter value stays" "0 policies.a.reject-at = 50	# default, locked" "$status $out"

cat >"$conf" <<'EOF'
lock = [ "subject-all-caps", "allow" ];
defaults = { allow = [ "links-http", "subject-all-caps" ]; };
policies = { a = { allow = [ "links-port", "links-http" ]; }; b = { allow = [ ]; }; };
EOF
run check --config "$conf"
has "what is locked cannot be allowed" "a.conf:2: subject-all-caps is locked, so nobody can allow it" "$err"
has "a locked list of what may be allowed stays" "a.conf:3: allow is locked ($conf:1)" "$err"
run show --config "$conf" policies.a.allow policies.b.allow; out=$(echo "$out" | grep -v comments)
is "but may become shorter" "policies.a.allow = [ \"links-http\" ]	# $conf:3, policy a, locked
policies.b.allow = [ ]	# $conf:3, policy b, locked" "$out"
echo 'defaults = { allow = [ "links-htp" ]; };' >"$conf"
run check --config "$conf"
has "no such rule to allow" "a.conf:1: no rule 'links-htp'; did you mean 'links-http'?" "$err"

cat >"$conf" <<'EOF'
lock = "lists";
defaults = { lists = { commercial = [ "klub*", "!newsletter*" ]; words = "Zawodex"; }; };
policies = { a = {
lists = { commercial = "!klub*"; }; }; };
EOF
run show --config "$conf" policies.a.lists.commercial
is "what is said of a list is shown" \
"0 policies.a.lists.commercial = [ \"klub*\", \"!newsletter*\" ]	# $conf:2, defaults, locked" \
"$status $out"
run check --config "$conf"
has "locked lists stay" "a.conf:4: lists is locked ($conf:1)" "$err"
sed -i 's/newsletter\*/newzletter/; 1d' "$conf"
run check --config "$conf"
is "what is no entry cannot be taken out" \
"1 $conf:1: commercial: there is no 'newzletter' to take out" "$status $err"
cat >"$conf" <<'EOF'
policies = {
	a = { class = "transactional"; lists = { commercial = [ "klub smakosza", "!gratis*" ]; }; };
	b = { class = "transactional"; };
};
EOF
printf '%s\n' "From: <a@mail.example>" "Subject: Zamowienie 4711" "" "Dzień dobry," \
	"Twoje zamówienie jest gotowe, a Klub Smakosza czeka." >"$work/a.eml"
for p in a b; do
	"$sendlint" check --config "$conf" --policy $p "$work/a.eml" >"$work/$p" 2>&1
done
has "a policy's own wording is found in its mail" "Klub Smakosza" "$(cat "$work/a")"
is "and in no other's" "" "$(grep "Klub Smakosza" "$work/b")"

run check --config "$work/none.conf"
is "no such file: 2" "2 " "$status $out"
run frob --config "$conf"
is "no such word: 2" 2 "$status"
run show --config "$conf" zzz
is "no such setting: 2" 2 "$status"

cat >"$conf" <<'EOF'
milter = "unix:/var/spool/postfix/sendlint/milter.sock";
on-failure = "tempfail";
deadline = "30 s";
daemons = [ "submission" ];
EOF
run snippets postfix --config "$conf" main.cf
has "the socket is named from Postfix's folder" "{ unix:sendlint/milter.sock, " "$out"
has "on-failure becomes default_action" "default_action=tempfail" "$out"
has "Postfix waits longer than the deadline" "content_timeout=40s" "$out"
run snippets postfix --config "$conf" master.cf
has "the entry point has its name" "-o milter_macro_daemon_name=submission" "$out"
run snippets postfix --config "$conf"
has "what to hold is there" "^/^X-Sendlint-Hold:.*HOLD" "$out"
echo 'milter = "inet:8890@127.0.0.1";' >"$conf"
run snippets postfix --config "$conf" main.cf
has "a TCP socket is written in Postfix's order" "inet:127.0.0.1:8890," "$out"
run snippets exim --config "$conf" sendlint_main
has "Exim waits no less" "spamd_address = /run/sendlint/spamd.sock variant=rspamd tmo=30s" "$out"
has "and the file says what is missing" "spamd = .unix:/run/sendlint/spamd.sock" "$out"
echo 'spamd = "inet:783@127.0.0.1"; on-failure = "tempfail"; deadline = "40 s";' >"$conf"
run snippets exim --config "$conf"
has "a TCP socket is written in Exim's words" "= 127.0.0.1 783 variant=rspamd tmo=50s" "$out"
has "on-failure goes into the ACL" "set acl_m_sendlint = tempfail" "$out"
echo 'spamd = "inet6:783@::1";' >"$conf"
run snippets exim --config "$conf" sendlint_main
has "colons of an address part no servers" "= <; ::1 783 variant=rspamd" "$out"
echo 'milter = "unix:/run/sendlint/milter.sock"; on-failure = "tempfail"; deadline = "30 s";' >"$conf"
run snippets sendmail --config "$conf"
has "Sendmail: socket, on-failure and patience" \
	'^INPUT_MAIL_FILTER(`sendlint., `S=unix:/run/sendlint/milter.sock, F=T, T=C:5s;S:10s;R:40s.)dnl' "$out"
echo 'milter = "inet:8890@127.0.0.1"; defaults: { hold-by = "header"; }; daemons = [ "MSA" ];' >"$conf"
run snippets sendmail --config "$conf" sendmail.mc
has "a TCP socket as libmilter has it, and mail goes on" 'S=inet:8890@127.0.0.1, T=C:5s' "$out"
has "hold-by header becomes quarantine" '^dnl.*quarantine' "$out"
has "names of entry points" 'Name=MSA' "$out"
run snippets courier --config "$conf"
is "no such server: 2" 2 "$status"
echo "1..$n"
