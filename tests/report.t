#!/bin/sh
# What a daemon saw can be asked for: which rules fire on how much mail, on which templates; and how
# it is.  Real mails, judged by a real daemon.
build=${BUILD:-build} client=${BUILD:-build}/tests/tools/milterclient
dir=$(mktemp -d) pid=; n=0
trap '[ -z "$pid" ] || kill -9 $pid 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
TSAN_OPTIONS="suppressions=${SRC:-.}/tests/doors/tsan.supp report_thread_leaks=0"; export TSAN_OPTIONS
LC_ALL=C; export LC_ALL

ok () { # name, of a command that just ran
	s=$?; n=$((n + 1))
	[ $s = 0 ] && echo "ok $n - $1" || { echo "not ok $n - $1"; tail -n 8 "$dir/log" "$dir/out" "$dir/err" 2>/dev/null | sed 's/^/# /'; }
}
wait_for () { # command...
	for _ in $(seq 1200); do "$@" >/dev/null 2>&1 && return 0; sleep .05; done
	return 1
}
said () { grep -q "$1" "$dir/log"; }
config () { # settings
	printf 'state-dir = "%s/state"; hunspell = "/nonexistent"; metrics = "unix:%s/figures";\n%s\n' "$dir" "$dir" "$1" >"$dir/conf"
}
start () {
	: >"$dir/log"
	"$build/sendlint" serve --foreground --config "$dir/conf" --milter "unix:$dir/sock" >"$dir/log" 2>&1 & pid=$!
	wait_for said 'started; listening' || { echo 'Bail out! no start'; exit 1; }
}
ended () { ! kill -0 "$pid"; }
stop () { kill $pid; wait_for ended; wait $pid; s=$?; pid=; return $s; }
send () { timeout 60 "$client" --sender a@sender.test --login "$@" >"$dir/reply" 2>&1; }	# login, socket, files
run () { command=$1; shift; timeout 60 "$build/sendlint" "$command" --config "$dir/conf" "$@" >"$dir/out" 2>"$dir/err"; }
status () { want=$1; shift; "$@"; [ $? = "$want" ]; }
mail () { # name, subject, text
	{ printf 'From: Shop <a@sender.test>\nTo: anna@mail.example\nMessage-ID: <%s@sender.test>\n' "$1"
	  date '+Date: %a, %d %b %Y %H:%M:%S %z'; printf 'Subject: %s\n\n%s\n' "$2" "$3"; } >"$dir/$1.eml"
}

mail clean 'Your order 4711 is ready' 'Dear Anna, your order is ready. You can fetch it from Monday on.'
mail name 'Your invoice 4711 for "Anna B"' 'Dear {{name}}, the invoice of this month is attached to this mail.'
mail loud 'YOUR ORDER IS READY TODAY' 'Dear Anna, your order is ready. You can fetch it from Monday on.'
mail null 'Your parcel is on its way' 'Dear undefined, your parcel is on its way and comes on Monday.'

config 'policies: { shop = { match = { login = "shop"; }; class = "transactional"; };
	office = { match = { login = "office"; }; class = "personal"; }; };'
status 2 run status; ok 'status before it runs: 2'
grep -qx "sendlint: no daemon runs that listens at unix:$dir/figures: No such file or directory" "$dir/err"; ok 'and says so'
status 2 run report; ok 'report before there is a store: 2'
run explain links-http && ! grep -q 'of your mail' "$dir/out" && [ ! -s "$dir/err" ]; ok 'explain says nothing of shares then'

start
# 20 mails: 5 with a placeholder, 2 loud, 1 with a lost value; 12 clean, 4 of them by the office.
S=unix:$dir/sock; cd "$dir" || exit 1
send shop "$S" name.eml name.eml name.eml name.eml name.eml loud.eml null.eml clean.eml clean.eml clean.eml \
	clean.eml clean.eml clean.eml clean.eml clean.eml && send office "$S" loud.eml clean.eml clean.eml clean.eml clean.eml
ok 'twenty mails'
wait_for sh -c "[ \$(grep -c ' ms=' '$dir/log') = 20 ]"; ok 'are in the log'
status 0 run status; ok 'status of a daemon that is well: 0'
grep -q '^messages  *judged 20, ' "$dir/out" && grep -q '^policies  *shop 15 (75.0 %)$' "$dir/out" &&
	grep -q 'template-placeholder 5 (25.0 %)$' "$dir/out"; ok 'with its figures'
cp conf good; config 'mode = 1;'; kill -HUP $pid; wait_for said 'configuration in force stays'; cp good conf
status 1 run status && grep -q '^To look at:$' "$dir/out" && grep -q '^the last reload failed' "$dir/out"; ok 'after a failed reload: 1, and why'
stop; ok 'it stops'

status 0 run report --days 30; ok 'a report'
grep -q '^mails: 20; something found in: 8 (40.0 %)$' "$dir/out"; ok 'of all mail, clean mail too'
grep -q '^  25.0 %        5  template-placeholder: ' "$dir/out"; ok 'the share of one rule'
grep -q '^  10.0 %        2  subject-all-caps: ' "$dir/out"; ok 'of another'
grep -q '^   5.0 %        1  template-null-value: ' "$dir/out"; ok 'and of a third'
grep -q '^enforce would do: accept 14 (70.0 %), ' "$dir/out"; ok 'what enforce would do'
grep -q '^done: accept 20 (100.0 %)$' "$dir/out"; ok 'and what observe did'
grep -A1 template-placeholder "$dir/out" | grep -q '^ *5  "Your invoice # for "", v1:[0-9a-f]* \[[0-9a-f]*\]$'; ok 'the template, masked'
id=$(sed -n 's/.*Your invoice.*\[\([0-9a-f]*\)\]$/\1/p' "$dir/out" | head -1)
run show "$id" && grep -q 'template-placeholder' "$dir/out"; ok 'and a verdict of it'
run report --policy office --days 1 && grep -q '^mails: 5; something found in: 1 (20.0 %)$' "$dir/out" &&
	! grep -q template- "$dir/out"; ok 'of one policy'
! grep -q 'YOUR ORDER' "$dir/out"; ok 'the subject of somebody is not told'
run report --lang pl && grep -q '^wiadomości: 20; ' "$dir/out"; ok 'in the language of its reader'
run report --format json && perl -MJSON::PP -e 'local $/; my $r = decode_json(<>); my %m = map { $_->{rule} => $_ } @{$r->{rules}};
	die unless $r->{format} == 1 && $r->{mails} == 20 && $r->{found} == 8 && $r->{taken}{accept} == 20 &&
	$m{"template-placeholder"}{mails} == 5 && $m{"template-placeholder"}{templates}[0]{subject} eq q(Your invoice # for ")' "$dir/out"
ok 'as JSON'
! grep -q -a 'anna@\|a@sender\|Anna\|4711\|fetch it\|{{name' state/*; ok 'the store has no recipient, no name, no text'
run explain template-placeholder && grep -qx 'Fired on 25.0 % of your mail today\.' "$dir/out"; ok 'explain says the share'
run explain links-http && grep -qx 'Fired on 0.0 % of your mail today\.' "$dir/out"; ok 'also if it is none'
run explain --lang pl template-placeholder && grep -q '^Zadziałała dziś w 25.0 %' "$dir/out"; ok 'in the language of its reader'

for days in 0 -1 3651 99999999999999999999 x ''; do
	run report "--days=$days"; [ $? = 2 ] && grep -q -- '--days takes a number of days, 1 to 3650' "$dir/err" || break
done; ok 'days that are none'
status 0 run report --days 3650; ok 'ten years'
status 2 run report --policy nobody; ok 'a policy that is none'

start; send shop "$S" clean.eml; stop; run report && grep -q '^mails: 21; ' "$dir/out"; ok 'a restart goes on counting'
perl -e 'open my $f, "+<", shift; seek $f, 2000, 0; print $f "x" x 60000' state/verdicts.db
status 2 run report; ok 'a damaged store: 2'
run explain links-http && [ ! -s "$dir/err" ] && ! grep -q 'of your mail' "$dir/out"; ok 'of which explain says nothing'
rm state/verdicts.db*; start; send shop "$S" clean.eml; stop
status 1 run report --policy office; ok 'no mail in that time: 1'
grep -qx 'no mail was counted in this time' "$dir/out"; ok 'and says so'
if command -v sqlite3 >/dev/null; then
	mkfifo ask; sqlite3 state/verdicts.db <ask >locked 2>&1 & holder=$!
	exec 3>ask; echo 'PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; SELECT 7;' >&3; wait_for grep -qx 7 locked
	status 2 run report && grep -q 'verdicts.db: database is locked' "$dir/err"; ok 'a locked store: 2, and why'
	run explain links-http && [ ! -s "$dir/err" ] && ! grep -q 'of your mail' "$dir/out"; ok 'of which explain says nothing'
	exec 3>&-; wait $holder
	sqlite3 state/verdicts.db 'PRAGMA user_version = 99'
	status 2 run report && grep -q 'made by a later sendlint' "$dir/err"; ok 'a later store: 2, and why'
else
	for _ in 1 2 3; do n=$((n + 1)); echo "ok $n # SKIP no sqlite3"; done
fi
config 'store = false;'; sed 's/metrics = "[^"]*"/metrics = ""/' conf >conf2; mv conf2 conf
status 2 run status && grep -q '^sendlint: metrics is empty' "$dir/err"; ok 'no socket to ask at: 2, and why'
perl -MIO::Socket::UNIX -e 'my $s = IO::Socket::UNIX->new(Local => shift, Listen => 1); my $c = $s->accept; sysread $c, my $q, 999; print $c "\e[2J220 smtp\r\n"; close $c' "$dir/figures" & other=$!
config ''; wait_for test -S "$dir/figures"
status 2 run status && grep -q '^sendlint: something else answers' "$dir/err" && [ ! -s "$dir/out" ]; ok 'another program there'
kill $other 2>/dev/null; wait $other 2>/dev/null
echo "1..$n"
