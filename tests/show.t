#!/bin/sh
# What a daemon said of a mail can be asked for later; the store never stands in the way of mail.
build=${BUILD:-build} client=${BUILD:-build}/tests/tools/milterclient
dir=$(mktemp -d) pid=; n=0
trap '[ -z "$pid" ] || kill -9 $pid 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
TSAN_OPTIONS="suppressions=${SRC:-.}/tests/doors/tsan.supp report_thread_leaks=0"; export TSAN_OPTIONS

ok () { # name, of a command that just ran
	s=$?; n=$((n + 1))
	[ $s = 0 ] && echo "ok $n - $1" || { echo "not ok $n - $1"; tail -n 5 "$dir/log" "$dir/out" "$dir/err" 2>/dev/null | sed 's/^/# /'; }
}
wait_for () { # command...
	for _ in $(seq 1200); do "$@" >/dev/null 2>&1 && return 0; sleep .05; done
	return 1
}
said () { grep -q "$1" "$dir/log"; }
config () { # settings
	printf 'state-dir = "%s/state"; hunspell = "/nonexistent";\n%s\n' "$dir" "$1" >"$dir/conf"
}
start () {
	: >"$dir/log"
	"$build/sendlint" serve --foreground --config "$dir/conf" --milter "unix:$dir/sock" >"$dir/log" 2>&1 & pid=$!
	wait_for said 'started; listening'
}
stop () {
	kill $pid; for _ in $(seq 1200); do kill -0 $pid 2>/dev/null || break; sleep .05; done
	wait $pid; s=$?; pid=; return $s
}
send () { timeout 60 "$client" "unix:$dir/sock" "$@" >"$dir/reply" 2>&1; }
id () { sed -n 's/.* id=\([0-9a-f]*\) .*/\1/p' "$dir/log" | tail -1; }
show () { "$build/sendlint" show --config "$dir/conf" "$@" >"$dir/out" 2>"$dir/err"; }
status () { want=$1; shift; "$@"; [ $? = "$want" ]; }

{ printf 'From: Shop <shop@sender.test>\nTo: anna@mail.example\n'
  LC_ALL=C date '+Date: %a, %d %b %Y %H:%M:%S %z'
  printf 'Message-ID: <1@shop.example>\nSubject: Your order 4711 is ready\n\nDear {{name}}, your order is ready.\n'; } >"$dir/mail.eml"
sed 's/{{name}}/Anna/' "$dir/mail.eml" >"$dir/clean.eml"

config 'defaults: { mode = "enforce"; };'
status 2 show 0123456789abcdef; ok 'before there is a store: 2'
grep -q 'verdicts.db: ' "$dir/err"; ok 'and its name'
start
send "$dir/mail.eml" && wait_for said ' id='; id=$(id)
wait_for show "$id"; ok 'the verdict can be shown while the daemon runs'
grep -q "^verdict $id\$" "$dir/out" && grep -q ', queue id 4T' "$dir/out"; ok 'with its id and the one in the queue'
grep -q 'body in part 1, line 1, column 6$' "$dir/out"; ok 'the place'
grep -q 'Check the ' "$dir/out" && grep -q '\[template-placeholder, points 40\]' "$dir/out"; ok 'the remedy and the rule'
! grep -q '{{name}}' "$dir/out"; ok 'and no content'
! grep -q -a '{{name}}\|shop@\|anna@' "$dir"/state/*; ok 'nor is there any in the store'
status 0 show "$(echo "$id" | cut -c 1-10)"; ok 'the beginning of the id is enough'
show --lang pl "$id" && grep -q 'treść w części 1, wiersz 1, kolumna 6$' "$dir/out"; ok 'in the language of its reader'
show --format json "$id" && perl -MJSON::PP -e 'local $/; my $v = decode_json(<>); die unless $v->{format} == 1 &&
	$v->{action} eq "tag" && $v->{findings}[0]{rule} eq "template-placeholder" && !defined $v->{findings}[0]{excerpt}' "$dir/out"
ok 'as JSON'
send "$dir/clean.eml" && wait_for said 'points=0'; stop; ok 'it stops'
status 0 show "$id"; ok 'and what was kept stays'
status 1 show "$(id)"; ok 'a clean mail is not kept: 1'
grep -q 'it found nothing, or is older than 30 days' "$dir/err"; ok 'and why that may be'
status 2 show 'zzzz'; ok 'no id: 2'
[ "$(stat -c %a "$dir/state/verdicts.db")" = 600 ]; ok 'nobody else can read the file'

config 'defaults: { mode = "tag"; keep-excerpts = true; };'
start; send "$dir/mail.eml" && wait_for said ' id='; id=$(id); wait_for show "$id"
grep -q 'column 6: "{{name}}"$' "$dir/out"; ok 'content where the policy keeps excerpts'
config 'store = false; defaults: { mode = "tag"; };'
kill -HUP $pid; wait_for said 'configuration reloaded'
send "$dir/mail.eml"; stop; status 1 show "$(id)"; ok 'no store: nothing is kept'

rm -rf "$dir/state"; echo in the way >"$dir/state"
config 'defaults: { mode = "tag"; };'
start; send "$dir/mail.eml" "$dir/mail.eml" && grep -q '"X-Sendlint","' "$dir/reply"; ok 'no folder for it: mail goes on'
wait_for said 'verdicts are not kept, mail goes on'; stop
[ "$(grep -c 'store: ' "$dir/log")" = 1 ]; ok 'and the log says so once'
echo 1..$n
