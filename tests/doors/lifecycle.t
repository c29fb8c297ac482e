#!/bin/sh
# A daemon's life: start, reload, refuse a second one, stop with messages under way.
build=${BUILD:-build}; client=$build/tests/tools/milterclient
dir=$(mktemp -d) pid=; n=0
trap '[ -z "$pid" ] || kill -9 $pid 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
TSAN_OPTIONS="suppressions=$(dirname "$0")/tsan.supp report_thread_leaks=0"; export TSAN_OPTIONS
SOCK=unix:$dir/sock

ok () { # name, of a command that just ran
	s=$?; n=$((n + 1))
	[ $s = 0 ] && echo "ok $n - $1" || { echo "not ok $n - $1"; tail -n 12 "$dir/log" | sed 's/^/# /'; }
}
wait_for () { # command...
	for _ in $(seq 1200); do "$@" >/dev/null 2>&1 && return 0; sleep .05; done
	return 1
}
said () { grep -q "$1" "$dir/log"; }
reloaded () { [ "$(grep -c 'configuration reloaded' "$dir/log")" = "$1" ]; }	# times
LIMIT=			# of files, in blocks: a disk that is soon full
exec_serve () { [ -z "$LIMIT" ] || ulimit -f "$LIMIT"; exec "$build/sendlint" serve --foreground --config "$dir/conf" --milter "$SOCK"; }
start () {
	: >"$dir/log"
	exec_serve >"$dir/log" 2>&1 & pid=$!
	wait_for said 'started; listening'
}
ended () { ! kill -0 "$pid"; }
stop () {
	kill $pid; wait_for ended || kill -9 $pid
	wait $pid; s=$?; pid=; return $s
}
send () { timeout 60 "$client" "$SOCK" "$@" >"$dir/out" 2>&1; }
HUNSPELL=/nonexistent	# a life is tried many times; dictionaries would take most of it
config () { # settings
	cat >"$dir/conf" <<-CONF
	state-dir = "$dir/state"; hunspell = "$HUNSPELL";
	$1
	CONF
}

printf 'From: a@shop.test\nTo: b@mail.test\nSubject: \n\nHello.\n' >"$dir/short.eml"
{ cat "$dir/short.eml"; seq 1 200000; } >"$dir/long.eml"

config ''
start;                                          ok 'starts'
[ "$(stat -c %a "$dir/sock")" = 660 ];          ok 'the socket has its mode'
send "$dir/short.eml" "$dir/long.eml";          ok 'answers, to a short and a long message'
wait_for said 'sender=sender@sender.test.*taken=accept.*ms='; ok 'logs a line a message'
! said incomplete && ! ls -A "$dir/state" | grep -v '^verdicts.db'; ok 'a long message is seen whole, no file of it stays'

(exec_serve) >"$dir/second" 2>&1
[ $? = 2 ] && grep -q 'another program answers there' "$dir/second"; ok 'a second one on the same socket is refused'
send "$dir/short.eml";                          ok 'and the first still answers'

config 'on-failure = "perhaps";'
kill -HUP $pid; wait_for said 'the configuration in force stays'; ok 'a bad file is refused'
said 'conf:2: '; ok 'with its line'
send "$dir/short.eml";                          ok 'and the old one holds'
config 'defaults: { mode = "tag"; tag-at = 1; };'
kill -HUP $pid; wait_for said 'configuration reloaded'; ok 'SIGHUP reloads'
send "$dir/short.eml" && grep -q '"X-Sendlint","' "$dir/out"; ok 'and the next message feels it'
i=0; while [ $i -lt 1000 ]; do kill -HUP $pid; i=$((i + 1)); done
sleep .3; send "$dir/short.eml";                ok 'a thousand SIGHUPs end nothing'
[ "$(grep -c 'configuration reloaded' "$dir/log")" -lt 200 ]; ok 'and those that came meanwhile are one'

stop;                                           ok 'SIGTERM when idle: exit 0'
said 'stopped; ' && [ ! -e "$dir/sock" ];       ok 'and the socket is gone'

start
clients=
for i in 1 2 3 4 5 6 7 8; do
	timeout 60 "$client" "$SOCK" "$dir/long.eml" >"$dir/out.$i" 2>&1 & clients="$clients $!"
done
for c in $clients; do wait "$c" || break; done;   ok 'eight messages at once'
timeout 60 "$client" "$SOCK" "$dir/long.eml" >"$dir/out" 2>&1 & c=$!
wait_for test -s "$dir/out" -o -e "$dir/sock"
stop;                                           ok 'SIGTERM under traffic: exit 0'
wait $c; grep -qE '"reply":"(accept|gone)"' "$dir/out" || grep -q 'no milter' "$dir/out"
ok 'its client hears a verdict or that nobody is there'

: >"$dir/log"
start && kill -9 $pid; wait $pid 2>/dev/null; pid=
[ -S "$dir/sock" ] && start;                    ok 'a socket left behind by a crash is taken over'
stop;                                           ok 'and it stops'

# A full disk: the mail is judged by its beginning, and what on-failure says is done.
LIMIT=1000
config 'on-failure = "tempfail"; defaults: { mode = "tag"; reject-at = "off"; };'
start; send "$dir/long.eml" && grep -q '"reply":"tempfail"' "$dir/out"; ok 'a full disk: told to try later, as on-failure says'
send "$dir/short.eml" && grep -q '"reply":"accept"' "$dir/out"; ok 'short messages need no disk'
send "$dir/long.eml" "$dir/long.eml"; wait_for said 'taken=tempfail.*incomplete=cut'; ok 'the log says incomplete'
[ "$(grep -c 'cannot spool in .*File too large' "$dir/log")" = 1 ]; ok 'and why, once'
config 'on-failure = "accept"; defaults: { mode = "tag"; reject-at = "off"; };'
kill -HUP $pid; wait_for said 'configuration reloaded'
send "$dir/long.eml" && grep -q '"reply":"accept"' "$dir/out"; ok 'or it goes on'
config 'on-failure = "tempfail"; defaults: { mode = "observe"; };'
kill -HUP $pid; wait_for reloaded 2
send "$dir/long.eml" && grep -q '"reply":"accept"' "$dir/out"; ok 'in observe nothing is done to a mail'
stop; LIMIT=;                                   ok 'and it stops'

# Time is up: a dictionary that takes long for every word.  What was found before decides, or
# on-failure does.
mkdir "$dir/hunspell"
for f in aff dic; do ln -s /usr/share/hunspell/en_US.$f "$dir/hunspell"; done
printf 'SET UTF-8\nCOMPOUNDMIN 1\nCOMPOUNDFLAG x\n' >"$dir/hunspell/en_GB.aff"
printf '3\na/x\naa/x\naaa/x\n' >"$dir/hunspell/en_GB.dic"
slow () { # first line of the header, a letter: words asked before are known
	printf '%s\nTo: b@mail.test\nSubject: Order 4711\n\n' "$1"
	for a in b c d e f g h i; do for b in b c d e f g h i; do
		echo "This is the order and the aaaaaaaaaaaaaaaaaaaaaaaaaaa$a$b$2 is in it with all of you,"
	done; done
}
slow 'From: a@shop.test' b >"$dir/slow1.eml"; slow 'From: a@shop.test' c >"$dir/slow2.eml"
slow 'From: a@shop.test, b@shop.test' d >"$dir/two.eml"
HUNSPELL=$dir/hunspell
expire () { # on-failure
	config "deadline = \"100 ms\"; on-failure = \"$1\";
		defaults: { mode = \"enforce\"; reject-at = 50; };"
}
expire tempfail; start
send "$dir/slow1.eml" && grep -q '"reply":"tempfail"' "$dir/out"; ok 'time is up: told to try later, as on-failure says'
wait_for said 'taken=tempfail.*incomplete=time'; ok 'the log says incomplete'
send "$dir/two.eml" && grep -q '"reply":"reject"' "$dir/out"; ok 'what was found before is enough to refuse'
expire accept
kill -HUP $pid; wait_for said 'configuration reloaded'
send "$dir/slow2.eml" && grep -q '"reply":"accept"' "$dir/out"; ok 'or it goes on'
wait_for said 'taken=tag.*rules=headers.*incomplete=time'; ok 'with what was found so far'
send "$dir/short.eml"; wait_for said 'taken=.*ms=[0-9]*$'; ok 'and the next message has its own time'
stop;                                           ok 'and it stops'

: >"$dir/sock"; (exec_serve) >"$dir/second" 2>&1
[ $? = 2 ] && grep -q 'not a socket' "$dir/second" && [ -e "$dir/sock" ]; ok 'a file in its place stays'
"$build/sendlint" serve --foreground --milter "unix:$dir/no/folder/sock" >"$dir/second" 2>&1
[ $? = 2 ] && grep -q 'No such file' "$dir/second"; ok 'a folder that is missing is named'
"$build/sendlint" serve --foreground --milter "nonsense" >"$dir/second" 2>&1
[ $? = 2 ] && grep -q 'nonsense' "$dir/second"; ok 'an address that is none is named'
for a in inet:99999@127.0.0.1 inet:0@127.0.0.1 inet:8890 inet:x@127.0.0.1; do
	timeout 20 "$build/sendlint" serve --foreground --milter $a >"$dir/second" 2>&1
	[ $? = 2 ] && grep -q '1 to 65535' "$dir/second" || break
done;                                           ok 'a port that is none is named'
echo 'log = "/nonexistent/log";' >"$dir/conf"; (SOCK=unix:$dir/s2; exec "$build/sendlint" serve --config "$dir/conf" --milter "$SOCK") >"$dir/second" 2>&1
[ $? = 2 ] && grep -q 'cannot log to /nonexistent/log: No such file' "$dir/second"; ok 'a log that cannot be written is named'
echo 1..$n
