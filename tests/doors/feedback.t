#!/bin/sh
# Mail about mail: one for many, to whom the policy says, without a word of theirs; a mail server
# that is down, refuses, hangs or dies; a full queue; a file that is damaged, gone or cannot grow.
src=${SRC:-.} build=${BUILD:-build} client=${BUILD:-build}/tests/tools/milterclient
dir=$(mktemp -d) pid= smtpd= n=0
trap '[ -z "$pid" ] || kill -9 $pid 2>/dev/null; [ -z "$smtpd" ] || kill -9 $smtpd 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
TSAN_OPTIONS="suppressions=$src/tests/doors/tsan.supp report_thread_leaks=0"; export TSAN_OPTIONS
db=$dir/state/feedback.db box=$dir/box

ok () { # name, of a command that just ran
	s=$?; n=$((n + 1))
	[ $s = 0 ] && echo "ok $n - $1" || { echo "not ok $n - $1"; tail -n 8 "$dir/log" | sed 's/^/# /'; }
}
wait_for () { # command...
	for _ in $(seq 1200); do "$@" >/dev/null 2>&1 && return 0; sleep .05; done
	return 1
}
said () { grep -q "$1" "$dir/log"; }
config () { # feedback of all, more settings
	cat >"$dir/conf" <<-CF
	state-dir = "$dir/state"; hunspell = "/nonexistent"; log = "stderr"; store = false;
	feedback-from = "lint@shop.test"; feedback-submission = "unix:$dir/smtp"; feedback-after = "1 s";
	answer = { domains = [ "shop.test" ]; address = "test@shop.test"; };
	defaults: { mode = "enforce"; feedback = "$1"; };
	policies: { polish = { language = "pl"; feedback = "biuro@shop.test"; match = { login = [ "ola" ]; }; }; };
	CF
	printf '%s\n' "${2-}" >"$dir/conf.d/more.conf"	# the last word on a setting
}
start () {
	: >"$dir/log"
	"$build/sendlint" serve --foreground --config "$dir/conf" --milter "unix:$dir/sock" >"$dir/log" 2>&1 & pid=$!
	wait_for said 'started; listening'
}
stop () {
	kill "$@" $pid; for _ in $(seq 1200); do kill -0 $pid 2>/dev/null || break; sleep .05; done
	wait $pid; s=$?; pid=; return $s
}
smtpd () { perl "$src/tests/doors/smtpd.pl" "$dir/smtp" "$box" & smtpd=$!; wait_for [ -S "$dir/smtp" ]; }
no_smtpd () { kill $smtpd; wait $smtpd; smtpd=; rm -f "$dir/smtp"; }
send () { timeout 60 "$client" "unix:$dir/sock" "$@" >"$dir/reply" 2>&1; }
alice () { send --login alice --sender alice@shop.test --rcpt anna.kowalska@mail.test "$@"; }
mails () { find "$box" -name '[0-9]*' | wc -l; }
got () { [ "$(mails)" = "$1" ]; }
none () { sleep 2; got 0; }
seen () { wc -l <"$box/seen"; }
more_seen () { [ "$(seen)" -gt "$1" ]; }
fresh () { rm -rf "$box" "$dir/state"; mkdir "$box" "$dir/state"; }
last () { ls -t "$box"/[0-9]* | head -1; }
text () { perl -MMIME::QuotedPrint -0777 -ne 'print decode_qp($_)' "$(last)" | tr -d '\r'; }
mail () { # subject [field]
	printf 'From: Shop <alice@shop.test>\nTo: Anna Kowalska <anna.kowalska@mail.test>\n'
	LC_ALL=C date '+Date: %a, %d %b %Y %H:%M:%S %z'
	printf 'Message-ID: <%s@shop.test>\nSubject: %s\n' "$(date +%N)" "$1"
	[ -z "${2-}" ] || printf '%s\n' "$2"
	printf '\nDear {{name}}, your wombats wait at https://secret.example/path?u=4711 for you.\n'
}
mkdir "$box" "$dir/conf.d"
mail 'Anna, your order 4711 is ready, see https://secret.example/x' >"$dir/bad.eml"
mail 'Your invoice is here' >"$dir/other.eml"
mail 'Your order is ready' | sed 's/{{name}}/Anna/' >"$dir/clean.eml"
mail 'Re: Your order is ready' 'Auto-Submitted: auto-replied' >"$dir/auto.eml"
mail 'Your order is ready' 'List-Post: <mailto:list@shop.test>' >"$dir/list.eml"
mail 'Your order is ready' | sed 's/^From: .*/From: lint@shop.test/' >"$dir/ours.eml"

fresh; smtpd
config nobody; start
alice "$dir/bad.eml" && wait_for said 'taken=reject'; ok 'a mail is refused'
none && [ ! -e "$db" ]; ok 'nobody: nobody hears of it'
stop

config sender; start
for _ in 1 2 3 4 5 6 7; do alice "$dir/bad.eml"; done; alice "$dir/clean.eml"
wait_for got 1 && sleep 1 && got 1; ok 'sender: seven mails, one digest'
text >"$dir/text"
grep -q '^X-MAIL FROM:<>' "$dir/text" && grep -q '^X-RCPT TO:<alice@shop.test>' "$dir/text"; ok 'from nobody, to the sender'
grep -q '^Auto-Submitted: auto-generated' "$dir/text" && grep -q '^From: sendlint <lint@shop.test>' "$dir/text"; ok 'by a program, that says so'
grep -q '^Subject: Mail refused (7): ' "$dir/text" && grep -q '^Mails: *7$' "$dir/text"; ok 'with what was done, and how often'
grep -q '\[template-placeholder, points ' "$dir/text" && grep -q 'line 1, column 6' "$dir/text" && grep -q 'Check the ' "$dir/text"; ok 'rule, place and remedy'
grep -q '^First: *20..-..-.. ..:..:.. ' "$dir/text" && grep -q '^Last: *20..-..-.. ' "$dir/text"; ok 'first and last time'
! grep -qi 'anna\|kowalska\|mail\.test\|name}}\|wombat\|secret\|http\|4711' "$dir/text"; ok 'and nothing of the mails'
! grep -aqi 'anna\|kowalska\|mail\.test\|name}}\|wombat\|secret\|http\|4711' "$dir"/state/*; ok 'nor is there any in the file'
[ "$(stat -c %a "$db")" = 600 ]; ok 'which is private'
alice "$dir/bad.eml"; alice "$dir/other.eml"; wait_for got 2 && sleep 2 && got 2; ok 'the same again waits a day, another does not'
stop; fresh; start

# To whom nothing goes.
send --login alice --sender '' --rcpt anna@mail.test "$dir/bad.eml"
send --login alice --sender mallory@far.test --rcpt anna@mail.test "$dir/bad.eml"
send --submitted --sender someone@far.test --rcpt anna@mail.test "$dir/bad.eml"
alice "$dir/auto.eml" "$dir/list.eml" "$dir/ours.eml"
send --login alice --sender lint@shop.test --rcpt anna@mail.test "$dir/bad.eml"
send --login alice --sender alice@shop.test --rcpt lint@shop.test "$dir/bad.eml"
send --login alice --sender alice@shop.test --rcpt test@shop.test "$dir/bad.eml"
none && [ "$(grep -c ' taken=\(reject\|hold\|tag\)' "$dir/log")" = 8 ] && [ ! -e "$db" ]
ok 'not a null sender, a stranger, an answer, a list, nor about mail of ours, to us or a test'
send --submitted --sender clerk@shop.test --rcpt anna@mail.test "$dir/bad.eml"
wait_for got 1 && grep -q '^X-RCPT TO:<clerk@shop.test>' "$(last)"; ok 'sendmail(1): to a local sender'
send --login ola --sender far@far.test --rcpt anna@mail.test "$dir/bad.eml"
wait_for got 2 && grep -q '^X-RCPT TO:<biuro@shop.test>' "$(last)"; ok 'a fixed address: whoever sent it'
text | grep -q '^Wiadomość została odrzucona z powodu' && grep -q '^Content-Language: pl' "$(last)"; ok 'in the language of the policy'
stop; fresh

# The file outlives the daemon.
config sender 'feedback-after = "3 s";'; start
alice "$dir/bad.eml"; alice "$dir/bad.eml"; stop; ok 'it stops with a digest that is not due'
start; alice "$dir/bad.eml"
wait_for got 1 && text | grep -q '^Mails: *3$'; ok 'and goes on counting after the next start'
stop; fresh; start; alice "$dir/bad.eml"; wait_for [ -s "$db" ]; sleep 1; stop -9; start
wait_for got 1; ok 'kill -9 loses nothing that was kept'
stop; fresh

# Kill -9 between the mail and the note that it was sent: twice at most, and known by its id.
config sender; start; echo 2 >"$box/sleep"; alice "$dir/bad.eml"; wait_for got 1; stop -9; rm "$box/sleep"; start
wait_for got 2 && sleep 1 && got 2; ok 'killed before it was noted: a second time, and no third'
[ "$(cat "$box"/[0-9]* | grep '^Message-I' | sort -u | wc -l)" = 1 ]; ok 'with the same Message-ID'
stop; fresh; no_smtpd

# A server that is not there, says later, never, or nothing.
start; alice "$dir/bad.eml"; wait_for said 'feedback: .*later'; ok 'nobody answers: later'
smtpd; wait_for got 1; ok 'and it comes when somebody does'
echo 451 >"$box/say"; alice "$dir/other.eml"; wait_for said 'later: end of data: 451'; rm "$box/say"
wait_for got 2; ok 'try again later: it does'
stop; fresh; echo 'rcpt 550' >"$box/say"; start; alice "$dir/bad.eml"; wait_for said 'given up: RCPT TO: 550'; ok 'refused: given up'
rm "$box/say"; alice "$dir/other.eml"; wait_for got 1; ok 'and others go on'
echo hang >"$box/say"; from=$(seen); alice "$dir/bad.eml"; wait_for more_seen "$from"
alice "$dir/clean.eml" "$dir/clean.eml" && grep -q '"reply" *: *"accept"' "$dir/reply"; ok 'a server that hangs holds up no mail'
mail 'Quite another order' >"$dir/third.eml"; alice "$dir/third.eml"
stop; ok 'nor a stop'
no_smtpd; rm "$box/say"; smtpd; start; wait_for got 3; cat "$box"/[0-9]* | grep -q 'Quite another'; ok 'and what was counted meanwhile is kept'
stop; fresh

# Bounds.
config sender 'feedback-queue = 2; feedback-after = "4 s";'; start
for s in A B C D; do mail "Order ready $s$s$s" >"$dir/$s.eml"; alice "$dir/$s.eml"; sleep 1.1; done
wait_for said 'queue is full: . digests dropped, the oldest'; ok 'a full queue drops the oldest, and says so'
wait_for got 2 && sleep 1 && ! cat "$box"/[0-9]* | grep -q 'AAA'; ok 'the rest is sent'
stop; fresh
config sender 'feedback-per-day = 2;'; start
for s in A B C D; do alice "$dir/$s.eml"; done; wait_for got 2; sleep 2; got 2; ok 'so many a day to one address'
send --submitted --sender clerk@shop.test --rcpt anna@mail.test "$dir/bad.eml"; wait_for got 3; ok 'and another is told'
stop; fresh

# The file.
config sender; echo 'This is no database, and far from being one.' >"$db"; start; alice "$dir/bad.eml"
wait_for got 1 && said 'is damaged' && [ -e "$db.damaged" ]; ok 'a damaged file is put aside'
rm "$db"; alice "$dir/other.eml"; wait_for got 2 && said 'somebody removed'; ok 'one that is gone is begun anew'
stop; fresh; rm -rf "$dir/state"; echo >"$dir/state"; start; alice "$dir/bad.eml"
wait_for said 'waits in memory, mail goes on'; ok 'a folder that is none: said'
rm "$dir/state"; mkdir "$dir/state"; wait_for got 1 && said 'works again'; ok 'and when it is one, it comes'
alice "$dir/bad.eml" && grep -q '"reject"' "$dir/reply"; ok 'mail was judged all the while'
stop; ok 'and it stops'
grep -E 'Sanitizer|CRITICAL|WARNING \*\*' "$dir/log" | sed 's/^/# /'
no_smtpd

config sender 'feedback-from = "";'; ! "$build/sendlint" config check --config "$dir/conf" >"$dir/out" 2>&1 && grep -q 'set feedback-from' "$dir/out"; ok 'without a sender of its own it is a mistake'
config test+x@shop.test; ! "$build/sendlint" config check --config "$dir/conf" >"$dir/out" 2>&1 && grep -q "sendlint's own" "$dir/out"; ok 'so is mail to ourselves'
config sender 'feedback-submission = "inet:25@mail.example";'; ! "$build/sendlint" config check --config "$dir/conf" >"$dir/out" 2>&1 && grep -q 'IP address of this machine' "$dir/out"; ok 'and a name that somebody would have to look up'
config sender 'feedback-submission = "inet:25@198.51.100.7";'; ! "$build/sendlint" config check --config "$dir/conf" >/dev/null 2>&1; ok 'or a network that is not private'
config sender 'feedback-submission = "inet:25@[fd00::1]"; feedback-after = "2 h";'; "$build/sendlint" config check --config "$dir/conf" >/dev/null 2>&1 &&
	"$build/sendlint" config show feedback-after --config "$dir/conf" | grep -q '"2 h"'; ok 'a private one is none'
echo "1..$n"
