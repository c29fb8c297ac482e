#!/bin/sh
# The whole through a real Sendmail: deliver, tag, refuse, hold, programs on this machine, null
# senders, not there, and kill -9 in the middle of it.
# The line of sendmail.mc is what `sendlint config snippets sendmail` prints.
src=${SRC:-.} build=${BUILD:-build}
mta=$src/tests/mta/sendmail.sh smtp=$src/tests/mta/smtp.pl
export MTA_ROOT="${MTA_ROOT:-$src/build/mta}" SENDMAIL_ROOT="${SENDMAIL_ROOT:-$src/build/sendmail}"
if [ "$(id -u)" != 0 ]; then echo "1..0 # SKIP a private Sendmail needs root"; exit 0; fi
work=$(mktemp -d /tmp/sendlint-sendmail.XXXXXX)
chmod 755 "$work"
unpacked () { MTA=sendmail MTA_NS=$work/try.pid "$src/tests/mta/unpacked.sh" "$SENDMAIL_ROOT" "$@" 2>&1; }
if ! reason=$(unpacked true); then
	echo "1..0 # SKIP no package or no mount namespace: $(echo "$reason" | tail -1)"
	rm -rf "$work"
	exit 0
fi
unpacked --end
sm=$work/sm log=$work/log daemon= failing=tempfail
sink=$sm/sink mta_log=
. "$src/tests/mta/try.sh"

# shellcheck disable=SC2317	# called by the trap
finish () {
	"$mta" stop "$sm"
	[ -n "$daemon" ] && kill "$daemon" 2>/dev/null && wait "$daemon"
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

config () { # policy settings, tag-at
	cat >"$work/sendlint.conf" <<-CF
	milter = "unix:$work/milter.sock";
	log = "stderr";
	state-dir = "$work";
	on-failure = "$failing";
	defaults: {
		rules-header = true; reject-at = 50; tag-at = ${2:-5};
		$1
	};
	CF
}
snippet () {
	"$build/sendlint" config snippets sendmail sendmail.mc --config "$work/sendlint.conf" >"$sm/etc/sendlint.m4"
}
serve () {
	"$build/sendlint" serve --foreground --config "$work/sendlint.conf" >>"$log" 2>&1 &
	daemon=$!
	for _ in $(seq 200); do
		[ -S "$work/milter.sock" ] && return
		sleep .05
	done
	cat "$log"
	return 1
}
reload () { config "$@"; kill -HUP "$daemon"; sleep .7; }
settle () { sleep .2; "$mta" flush "$sm"; sleep .3; }
by_smtp () { # port [smtp.pl options]: the reply into $work/reply
	port=$("$mta" port "$sm" "$1"); shift
	perl "$smtp" "$port" "$@" "$work/mail" >"$work/reply" 2>&1
}
send () { # subject body [port [options]]
	rm -f "$sink"/*
	mail "$1" "$2" >"$work/mail"
	if [ $# -gt 2 ]; then shift 2; by_smtp "$@"; else by_smtp login --auth alice:secret1; fi
	s=$?
	settle
	return $s
}
submit () { # subject body: as sendmail(1)
	rm -f "$sink"/*
	mail "$1" "$2" >"$work/mail"
	"$mta" submit "$sm" -f shop@lab.test -t <"$work/mail" >"$work/reply" 2>&1
	s=$?
	settle
	return $s
}
# A session on standard input: it wants every reply to be waited for.
by_stdin () {
	for line in 'EHLO here' 'MAIL FROM:<shop@lab.test>' 'RCPT TO:<anna@dest.test>' DATA; do
		sleep .4; printf '%s\r\n' "$line"
	done
	sleep .4; sed 's/$/\r/' "$work/mail"; printf '.\r\n'; sleep .4; printf 'QUIT\r\n'
}
held () { "$mta" held "$sm"; }
let_go () { for id in $(held); do "$mta" release "$sm" "$id"; done; settle; }
bad="Dear {{name}}, {% if paid %} you paid NaN."

config 'mode = "observe";'
mkdir -p "$sm/etc"
snippet
serve; ok "starts"
"$mta" start "$sm" || { echo "Bail out! no Sendmail"; exit 1; }
! grep -q . "$sm/start.log"; ok "Sendmail takes the line of sendmail.mc, and finds the socket safe"

send "YOUR ORDER IS READY TODAY" "" && field 'Subject: YOUR'; ok "observe: delivered"
none_left; ok "observe: no field of ours, and the forged ones are gone"
grep -q 'queue=[^ ]* .*sender=shop@lab.test login=alice client=127.0.0.1 .*rules=[^ ]*subject-all-caps' "$log"; ok "observe: the log knows who, and what was found"
arrived | grep -q "with ESMTPA id $(sed -n 's/.*queue=\([^ ]*\) .*/\1/p' "$log" | tail -1)"; ok "by Sendmail's own id"

reload 'mode = "tag";'
send "YOUR ORDER IS READY TODAY" "" && field 'X-Sendlint: tag; points='; ok "tag: marked"
[ "$(arrived | grep -ci '^X-Sendlint:')" = 1 ] && ! field X-Sendlint-Hold; ok "tag: once; the forged ones are gone, whatever their place"
arrived | awk '/^Received: from client/ { r = NR } /^X-Sendlint:/ { x = NR } /^From:/ { f = NR } END { exit !(r && x > r && f > x) }'; ok "tag: below Sendmail's Received"
field 'X-Sendlint-Rules: .*subject-all-caps'; ok "tag: the rules, as the policy says"
send "Your order 4711 is ready" "" && field Subject && none_left; ok "tag: a clean mail is not"
send "Your order 4711 is ready" "$bad" && field 'X-Sendlint: '; ok "tag: never refuses"
submit "YOUR ORDER IS READY TODAY" "" && field 'X-Sendlint: tag; points='; ok "tag: also what a program sends"
rm -f "$sink"/*; mail "YOUR ORDER IS READY TODAY" "" >"$work/mail"
by_stdin | "$mta" sendmail "$sm" -Am -bs >"$work/reply" 2>&1; settle; field 'X-Sendlint: tag; points='; ok "and sendmail -bs"
tail -1 "$log" | grep -q 'login=- client=local'; ok "which is local"

reload 'mode = "enforce"; on-error = "reject";'
! send "Your order 4711 is ready" "$bad" && [ -z "$(arrived)" ]; ok "enforce: refused, and nothing arrives"
grep -q '^550-5.7.1 ' "$work/reply" && grep -q '^550 5.7.1 \[.*id [0-9a-f]*\]$' "$work/reply" && ! grep -vq '^550[- ]5.7.1 ' "$work/reply"; ok "with a multi-line reply"
sed 's/^550[- ]5.7.1 //' "$work/reply" | tr '\n' ' ' | grep -q 'placeholder was never filled in.*(line 1) "{{name}}"'; ok "that says what, and where"
[ "$(wc -l <"$work/reply")" -le 10 ] && [ "$(awk '{ print length }' "$work/reply" | sort -n | tail -1)" -le 78 ]; ok "in ten lines of 78 at most"
send "Your order 4711 is ready" "Save 100% \$today \${j} {{name}} {% if x %}" || grep -qF '"${j}"' "$work/reply"; ok "what looks like Sendmail's own language is not expanded"
send "Your order 4711 is ready" "$bad" smtp; grep -q '^550' "$work/reply"; ok "without login, from the own network: refused too"
submit "Your order 4711 is ready" "$bad"; field 'Subject: Returned mail' && arrived | tr -s '\n ' ' ' | grep -q 'placeholder was never filled in'; ok "what a program sends: the sender gets it back, with the reason"

by_smtp login --auth alice:secret1 --from '' && settle && [ -n "$(held)" ]; ok "null sender with a login: held, not refused"
let_go; [ -z "$(held)" ]; ok "and let go"
rm -f "$sink"/*
by_smtp smtp --from '' && settle && [ -z "$(held)" ] && field 'Subject: Your order'; ok "null sender without: accepted"

reload 'mode = "enforce"; hold-at = 5;'
send "YOUR ORDER IS READY TODAY" "" && [ -z "$(arrived)" ] && [ "$(held | wc -l)" = 1 ]; ok "hold: accepted, not delivered, but in quarantine"
"$mta" sendmail "$sm" -bp -qQ | grep -q 'QUARANTINE: sendlint: points='; ok "where the list of the queue says why"
let_go; field 'Subject: YOUR' && field 'X-Sendlint: hold; points=' && [ -z "$(held)" ]; ok "and released, it goes"

rm -f "$sink"/*; mail "Your order 4711 is ready" "" | sed '/^Date:/d; /^Message-ID:/d' >"$work/mail"
by_smtp login --auth alice:secret1 && settle && field 'Date: ' && field 'Message-I[Dd]: '; ok "it adds Date and Message-ID"
! tail -1 "$log" | grep -q 'points=[1-9]'; ok "so that their absence costs nothing"

reload 'mode = "enforce"; on-error = "reject";'
cat >>"$work/sendlint.conf" <<'CF'
networks = [ "192.0.2.0/24" ];
CF
kill -HUP "$daemon"; sleep .7
send "Your order 4711 is ready" "$bad" smtp && field 'X-Sendlint: accept; points=0; forged' && field 'x-sendlint: forged again'
ok "mail that is not outgoing is left as it is"
reload 'mode = "enforce"; on-error = "reject";'

kill "$daemon"; wait "$daemon"; ok "SIGTERM ends it"
daemon=
! send "Your order 4711 is ready" "" && grep -q '45[0-9] 4\.' "$work/reply" && [ -z "$(arrived)" ]; ok "not there, on-failure tempfail: try again later"
failing=accept; config 'mode = "enforce"; on-error = "reject";'; snippet; "$mta" reload "$sm"
send "Your order 4711 is ready" "$bad" && field 'Subject: Your'; ok "not there, on-failure accept: it goes"
serve && ! send "Your order 4711 is ready" "$bad"; ok "and back again it is asked"
kill "$daemon"; wait "$daemon"

# kill -9 in the middle, twice, each after 25 mails; Sendmail says 4xx and the clients try again.
failing=tempfail; config 'mode = "tag";' 1
rm -f "$sink"/*
serve; snippet; "$mta" reload "$sm"
echo "$daemon" >"$work/daemon"
judged () { grep -c ' queue=' "$log"; }
(for _ in 1 2; do
	from=$(judged)
	for _ in $(seq 600); do [ "$(judged)" -ge $((from + 25)) ] && break; sleep .05; done
	kill -9 "$(cat "$work/daemon")"; sleep .7
	"$build/sendlint" serve --foreground --config "$work/sendlint.conf" >>"$log" 2>&1 & echo $! >"$work/daemon"
 done) & killer=$!
got=$(perl "$smtp" "$("$mta" port "$sm" login)" --auth alice:secret1 --subject 'YOUR ORDER %d IS READY TODAY' --load 100 --clients 4 "$sink")
wait $killer
echo "# $got"
matches "$got" "*accepted=100 * lost=0 twice=0 phantom=0 unmarked=0*"; ok "kill -9 amid 100 mails by 4 clients: nothing lost, nothing twice, all judged"
! matches "$got" "*retried=0*"; ok "though some had to be sent again"
last=$(cat "$work/daemon")
kill "$last"; for _ in $(seq 200); do kill -0 "$last" 2>/dev/null || break; sleep .05; done
! kill -0 "$last" 2>/dev/null; ok "SIGTERM ends it"
daemon=
grep -vE ' queue=|configuration reloaded' "$log" | tail -20 | sed 's/^/# log: /'
! grep -qE 'AddressSanitizer|runtime error|CRITICAL|WARNING \*\*' "$log"; ok "no report of a sanitizer or of GLib in the log"
echo "1..$n"
