#!/bin/sh
# The whole through a real Exim: deliver, tag, hold, refuse, programs on this machine, Exim's own
# bounces, not outgoing, not there, reload under traffic, and kill -9 in the middle of it.
# The configuration is what `sendlint config snippets exim` prints.
src=${SRC:-.} build=${BUILD:-build}
mta=$src/tests/mta/exim.sh smtp=$src/tests/mta/smtp.pl
export MTA_ROOT="${MTA_ROOT:-$src/build/mta}" EXIM_ROOT="${EXIM_ROOT:-$src/build/exim}"
if [ "$(id -u)" != 0 ]; then echo "1..0 # SKIP a private Exim needs root"; exit 0; fi
work=$(mktemp -d /tmp/sendlint-exim.XXXXXX)
chmod 755 "$work"
unpacked () { MTA=exim MTA_NS=$work/try.pid "$src/tests/mta/unpacked.sh" "$EXIM_ROOT" "$@" 2>&1; }
if ! reason=$(unpacked true); then
	echo "1..0 # SKIP no package or no mount namespace: $(echo "$reason" | tail -1)"
	rm -rf "$work"
	exit 0
fi
ex=$work/ex log=$work/log daemon= failing=tempfail
sink=$ex/sink mta_log=$ex/log/mainlog
. "$src/tests/mta/try.sh"

# shellcheck disable=SC2317	# called by the trap
finish () {
	"$mta" stop "$ex"
	[ -n "$daemon" ] && kill "$daemon" 2>/dev/null && wait "$daemon"
	unpacked --end
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

config () { # policy settings, tag-at, reject-at
	cat >"$work/sendlint.conf" <<-CF
	milter = "";
	spamd = "unix:$work/spamd.sock";
	log = "stderr";
	state-dir = "$work";
	socket-mode = "0666";
	on-failure = "$failing";
	defaults: {
		rules-header = true; tag-at = ${2:-5}; reject-at = ${3:-50};
		$1
	};
	CF
}
snippets () {
	for file in sendlint_main sendlint_acl; do
		"$build/sendlint" config snippets exim $file --config "$work/sendlint.conf" >"$ex/etc/$file"
	done
}
serve () {
	"$build/sendlint" serve --foreground --config "$work/sendlint.conf" >>"$log" 2>&1 &
	daemon=$!
	for _ in $(seq 200); do
		[ -S "$work/spamd.sock" ] && return
		sleep .05
	done
	cat "$log"
	return 1
}
end () { kill "$daemon"; wait "$daemon"; s=$?; daemon=; return $s; }
reload () { config "$@"; kill -HUP "$daemon"; sleep .7; }
by_smtp () { # port [smtp.pl options]: the reply into $work/reply
	port=$("$mta" port "$ex" "$1"); shift
	perl "$smtp" "$port" "$@" "$work/mail" >"$work/reply" 2>&1
}
settle () { "$mta" flush "$ex"; sleep .3; }
send () { # subject body [port [options]]
	rm -f "$sink"/*
	mail "$1" "$2" >"$work/mail"
	if [ $# -gt 2 ]; then shift 2; by_smtp "$@"; else by_smtp login --auth alice:secret1; fi
	s=$?
	settle
	return $s
}
submit () { # subject body [options]: as sendmail(1), by the user nobody
	rm -f "$sink"/*
	mail "$1" "$2" >"$work/mail"
	shift 2
	"$mta" submit "$ex" "$@" -t <"$work/mail" >"$work/reply" 2>&1
	s=$?
	settle
	return $s
}
held () { "$mta" held "$ex"; }
let_go () { for id in $(held); do "$mta" release "$ex" "$id"; done; settle; }
calm () { [ ! -s "$ex/log/paniclog" ]; }
bad="Dear {{name}}, {% if paid %} you paid NaN."

config 'mode = "observe";'
mkdir -p "$ex/etc"
snippets
"$mta" start "$ex" || { echo "Bail out! no Exim"; exit 1; }
"$mta" exim "$ex" -bV >"$work/reply" 2>&1; ok "the snippets are understood"
serve; ok "starts, without a milter"
[ "$(stat -c %a "$work/spamd.sock")" = 666 ]; ok "the socket has its mode"

send "YOUR ORDER IS READY TODAY" "" && field 'Subject: YOUR'; ok "observe: delivered"
none_left; ok "observe: no field of ours, and the forged ones are gone"
grep -q "queue=[^ ]* .*sender=shop@lab.test login=alice client=127.0.0.1 .*rules=[^ ]*subject-all-caps" "$log"; ok "observe: the log knows who, and what was found"
grep -q " $(sed -n 's/.*queue=\([^ ]*\) .*/\1/p' "$log" | tail -1) <= shop@lab.test" "$ex/log/mainlog"; ok "by Exim's own id"

unpacked spamc -U "$work/spamd.sock" -R <"$work/mail" | grep -q '^note\[subject-all-caps\]'; ok "spamc gets the report"

reload 'mode = "tag";'
send "YOUR ORDER IS READY TODAY" "" && field 'X-Sendlint: tag; points='; ok "tag: marked"
[ "$(arrived | grep -ci '^X-Sendlint:')" = 1 ] && ! field X-Sendlint-Hold; ok "tag: once; the forged ones are gone"
arrived | awk '/^Received:/ { r = NR } /^X-Sendlint:/ { x = NR } /^From:/ { f = NR } END { exit !(x > r && f > x) }'; ok "tag: below Received"
field 'X-Sendlint-Rules: .*subject-all-caps'; ok "tag: the rules, as the policy says"
send "Your order 4711 is ready" "" && field Subject && none_left; ok "tag: a clean mail is not"
send "Your order 4711 is ready" "$bad" && field 'X-Sendlint: '; ok "tag: never refuses"
submit "YOUR ORDER IS READY TODAY" "" && field 'X-Sendlint: tag; points='; ok "tag: also what a program sends"
grep -q 'login=nobody client=local' "$log"; ok "whose login is its user"

reload 'mode = "enforce"; on-error = "reject";'
! send "Your order 4711 is ready" "$bad" && [ -z "$(arrived)" ]; ok "enforce: refused, and nothing arrives"
grep -q '^550-5.7.1 ' "$work/reply" && grep -q '^550 5.7.1 \[.*id [0-9a-f]*\]$' "$work/reply" && ! grep -vq '^550[- ]5.7.1 ' "$work/reply"; ok "with a multi-line reply"
sed 's/^550[- ]5.7.1 //' "$work/reply" | tr '\n' ' ' | grep -q 'placeholder was never filled in.*(line 1) "{{name}}"'; ok "that says what, and where"
[ "$(wc -l <"$work/reply")" -le 10 ] && [ "$(awk '{ print length }' "$work/reply" | sort -n | tail -1)" -le 78 ]; ok "in ten lines of 78 at most"
grep -q 'rejected after DATA: sendlint: refused, [0-9.]* points' "$ex/log/mainlog"; ok "and Exim's log says so shortly"
send "Your order 4711 is ready" "Save 100% \$today \${run{/bin/true}} {{name}} {% if x %}"; grep -q '^550' "$work/reply"; ok "what looks like Exim's own language is not run"
send "Your order 4711 is ready" "$bad" smtp; grep -q '^550' "$work/reply"; ok "without login, from the own network: refused too"
! submit "Your order 4711 is ready" "$bad" -oep && grep -q 'placeholder was never filled in' "$work/reply" && [ -z "$(arrived)" ]; ok "a program is told"
submit "Your order 4711 is ready" "$bad" -f shop@lab.test; field 'Subject: Mail failure' && arrived | tr -s '\n ' ' ' | grep -q 'placeholder was never filled in'; ok "or the sender gets it back, with the reason"

by_smtp login --auth alice:secret1 --from '' && settle && [ -n "$(held)" ]; ok "null sender with a login: held, not refused"
let_go
by_smtp smtp --from '' && settle && [ -z "$(held)" ] && field 'Subject: Your order'; ok "null sender without: accepted"

matches "$(unpacked spamc -U "$work/spamd.sock" -c <"$work/mail")" "[1-9]*.0/[1-9]*.0"; ok "spamc gets the score"

reload 'mode = "enforce"; hold-at = 5;'
send "YOUR ORDER IS READY TODAY" "" && [ -z "$(arrived)" ]; ok "hold: accepted, not delivered"
[ "$(held | wc -l)" = 1 ] && grep -q 'sendlint: held, [0-9.]* points' "$ex/log/mainlog"; ok "but frozen in the queue, and the log says why"
let_go; field 'Subject: YOUR' && field 'X-Sendlint: hold; points='; ok "and released, it goes"
submit "YOUR ORDER IS READY TODAY" "" && [ "$(held | wc -l)" = 1 ]; ok "hold: what a program sends, too"
let_go

reload 'mode = "enforce"; on-error = "reject";'
send "Your order 4711 is ready" "" login --auth alice:secret1 --to nobody@bounce.test
field 'Subject: Mail delivery failed'; ok "Exim's own bounces go out"
before=$(grep -c queue= "$log")
reload 'mode = "enforce"; on-error = "reject";' 1 1
send "Your order 4711 is ready" "$bad" smtp --from '' --to anna@dest.test --to nobody@bounce.test
[ "$(grep -c queue= "$log")" = $((before + 1)) ]; ok "and are not judged; one question a message"
# A bounce of a bounce is nobody's; Exim freezes it.
for id in $(held); do "$mta" exim "$ex" -Mrm "$id" >/dev/null; done

reload 'mode = "enforce"; on-error = "reject";'
cat >>"$work/sendlint.conf" <<'CF'
networks = [ "192.0.2.0/24" ];
CF
kill -HUP "$daemon"; sleep .7
send "Your order 4711 is ready" "$bad" smtp && field 'X-Sendlint: accept; points=0; forged' && field 'x-sendlint: forged again'
ok "mail that is not outgoing is left as it is"
calm; ok "until here nothing in the panic log"

# Reload every half of a second while 8 clients send; nothing may be refused or lost.
reload 'mode = "tag";' 1
load () { perl "$smtp" "$("$mta" port "$ex" login)" --auth alice:secret1 --load 200 --clients 8 "$sink"; }
reloads () { grep -c 'configuration reloaded' "$log"; }
before=$(reloads)
(while sleep .5; do kill -HUP "$daemon" 2>/dev/null || exit; done) & hups=$!
for _ in 1 2 3 4 5 6; do	# under a sanitizer the first mails are through before two reloads are
	rm -f "$sink"/*
	got=$(load)
	matches "$got" "*accepted=200 retried=0 arrived=200 lost=0 twice=0 phantom=0*" || break
	[ "$(reloads)" -lt $((before + 2)) ] || break
done
kill $hups; wait $hups 2>/dev/null
echo "# $got"
matches "$got" "*accepted=200 retried=0 arrived=200 lost=0 twice=0 phantom=0*"; ok "reload under traffic"
[ "$(reloads)" -ge $((before + 2)) ]; ok "reloaded $(($(reloads) - before)) times meanwhile"
calm; ok "and nothing in the panic log until here"

# Slow, and not there.
kill -STOP "$daemon"; (sleep 2; kill -CONT "$daemon") & waker=$!
send "Your order 4711 is ready" "" && [ "$(arrived | grep -c '^Subject: Your')" = 1 ]; ok "an answer that takes two seconds is waited for"
wait $waker
sed -i 's/tmo=[0-9]*s retry=2s/tmo=1s/' "$ex/etc/sendlint_main"; "$mta" reload "$ex"
kill -STOP "$daemon"
! send "Your order 4711 is ready" "" && grep -q '^451 4.7.1 ' "$work/reply" && [ -z "$(arrived)" ]; ok "one that does not come: try again later"
kill -CONT "$daemon"; sleep .3
end; ok "SIGTERM ends it"
[ ! -e "$work/spamd.sock" ]; ok "and the socket is gone"
! send "Your order 4711 is ready" "" && grep -q '^451 4.7.1 ' "$work/reply" && [ -z "$(arrived)" ]; ok "not there, on-failure tempfail: try again later"
submit "Your order 4711 is ready" "" && [ "$(held | wc -l)" = 1 ] && [ -z "$(arrived)" ]; ok "and what a program sends waits"
let_go; [ "$(arrived | grep -c '^Subject: Your')" = 1 ]; ok "until somebody lets it go"
failing=accept
config 'mode = "enforce"; on-error = "reject";'; snippets; "$mta" reload "$ex"
send "Your order 4711 is ready" "$bad" && field 'Subject: Your'; ok "not there, on-failure accept: it goes"
submit "Your order 4711 is ready" "$bad" && field 'Subject: Your' && [ -z "$(held)" ]; ok "and what a program sends, too"
serve && ! send "Your order 4711 is ready" "$bad"; ok "and back again it is asked"
end

failing=tempfail
# kill -9 in the middle, twice, each after 40 mails; Exim says 4xx and the clients try again.
config 'mode = "tag";' 1; snippets; "$mta" reload "$ex"
rm -f "$sink"/*
serve
echo "$daemon" >"$work/daemon"
judged () { grep -c ' queue=' "$log"; }
(for _ in 1 2; do
	from=$(judged)
	for _ in $(seq 600); do [ "$(judged)" -ge $((from + 40)) ] && break; sleep .05; done
	kill -9 "$(cat "$work/daemon")"; sleep .7
	"$build/sendlint" serve --foreground --config "$work/sendlint.conf" >>"$log" 2>&1 & echo $! >"$work/daemon"
 done) & killer=$!
got=$(load)
wait $killer
echo "# $got"
matches "$got" "*accepted=200 * lost=0 twice=0 phantom=0 unmarked=0*"; ok "kill -9 amid 200 mails by 8 clients: nothing lost, nothing twice, all judged"
! matches "$got" "*retried=0*"; ok "though some had to be sent again"
settle; [ -z "$(held)" ]; ok "and nothing stays"
last=$(cat "$work/daemon")
kill "$last"; for _ in $(seq 200); do kill -0 "$last" 2>/dev/null || break; sleep .05; done
! kill -0 "$last" 2>/dev/null; ok "SIGTERM ends it"
daemon=
grep -vE ' queue=|configuration reloaded' "$log" | tail -20 | sed 's/^/# log: /'
echo "1..$n"
