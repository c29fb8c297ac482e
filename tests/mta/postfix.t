#!/bin/sh
# The whole through a real Postfix: deliver, tag, hold both ways, refuse, sendmail(1), reload
# under traffic, and kill -9 in the middle of it.
src=${SRC:-.} build=${BUILD:-build}
mta=$src/tests/mta/postfix.sh smtp=$src/tests/mta/smtp.pl
export MTA_ROOT="${MTA_ROOT:-$src/build/mta}"
if [ "$(id -u)" != 0 ]; then echo "1..0 # SKIP a private Postfix needs root"; exit 0; fi
if ! "$src/tests/mta/unpacked.sh" "$MTA_ROOT" true 2>/dev/null; then
	echo "1..0 # SKIP no package or no mount namespace: $("$src/tests/mta/unpacked.sh" "$MTA_ROOT" true 2>&1 | tail -1)"
	exit 0
fi
work=$(mktemp -d /tmp/sendlint-postfix.XXXXXX)
chmod 755 "$work"
pf=$work/pf log=$work/log daemon= n=0

# shellcheck disable=SC2317	# called by the trap
finish () {
	"$mta" stop "$pf"
	[ -n "$daemon" ] && kill "$daemon" 2>/dev/null && wait "$daemon"
	"$src/tests/mta/unpacked.sh" "$MTA_ROOT" --end
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

ok () { # name: passes if the last command did
	s=$?
	n=$((n + 1))
	if [ $s = 0 ]; then echo "ok $n - $1"; return; fi
	echo "not ok $n - $1"
	{ cat "$work/reply"; tail -5 "$log"; } 2>/dev/null | sed 's/^/# /'
}
config () { # policy settings
	cat >"$work/sendlint.conf" <<-CF
	log = "stderr";
	state-dir = "$work";
	socket-mode = "0666";
	on-failure = "tempfail";
	defaults: {
		rules-header = true; reject-at = 50; tag-at = ${2:-5};
		$1
	};
	CF
}
serve () {
	"$build/sendlint" serve --foreground --config "$work/sendlint.conf" \
		--milter "unix:$pf/milter.sock" >>"$log" 2>&1 &
	daemon=$!
	for _ in $(seq 200); do
		[ -S "$pf/milter.sock" ] && return
		sleep .05
	done
	cat "$log"
	return 1
}
reload () { config "$@"; kill -HUP "$daemon"; sleep .7; }
mail () { # subject body
	printf 'From: Shop <shop@lab.test>\nTo: anna@dest.test\n'
	LC_ALL=C date '+Date: %a, %d %b %Y %H:%M:%S %z'
	printf 'Message-ID: <%s@lab.test>\nX-Sendlint: accept; points=0; forged\nSubject: %s\n\n' "$(date +%N)" "$1"
	printf 'Hello Anna, your order is ready and waits for you in our shop. %s\n' "$2"
	printf 'Please come and fetch it between nine and six, and bring the receipt with you.\n'
}
send () { # subject body [smtp.pl options]: the reply into $work/reply
	rm -f "$pf"/sink/*
	mail "$1" "$2" >"$work/mail"
	# shellcheck disable=SC2086	# options
	perl "$smtp" "$("$mta" port "$pf" "${4:-login}")" ${3---auth alice:secret1} "$work/mail" >"$work/reply" 2>&1
	s=$?
	"$mta" flush "$pf"
	sleep .2
	return $s
}
# shellcheck disable=SC2254	# a pattern
matches () { case $1 in $2) ;; *) false ;; esac; }
arrived () { cat "$pf"/sink/* 2>/dev/null; }
field () { arrived | grep -q "^$1"; }
none_left () { ! arrived | grep -q '^X-Sendlint'; }

"$mta" start "$pf" || { echo "Bail out! no Postfix"; exit 1; }

config 'mode = "observe";'
serve; ok "starts"
send "YOUR ORDER IS READY TODAY" "" && arrived | grep -q '^Subject: YOUR'; ok "observe: delivered"
none_left; ok "observe: no field of ours, and the forged one is gone"
grep -q 'rules=[^ ]*subject-all-caps' "$log"; ok "observe: the log knows what was found"

reload 'mode = "tag";'
send "YOUR ORDER IS READY TODAY" "" && field 'X-Sendlint: tag; points='; ok "tag: marked"
[ "$(arrived | grep -c '^X-Sendlint:')" = 1 ]; ok "tag: once; the forged one is gone"
arrived | awk '/^Received:/ { r = NR } /^X-Sendlint:/ { x = NR } END { exit !(r && x > r) }'; ok "tag: below Received"
field 'X-Sendlint-Rules: .*subject-all-caps'; ok "tag: the rules, as the policy says"
send "Your order 4711 is ready" "" && none_left; ok "tag: a clean mail is not"
send "Your order 4711 is ready" "Dear {{name}}," && field 'X-Sendlint: '; ok "tag: never refuses"

reload 'mode = "enforce"; on-error = "reject";'
! send "Your order 4711 is ready" "Dear {{name}}, {% if paid %} you paid NaN." ; ok "enforce: refused"
grep -q '^550-5.7.1 ' "$work/reply" && grep -q '^550 5.7.1 ' "$work/reply"; ok "with a multi-line reply"
sed 's/^550[- ]5.7.1 //' "$work/reply" | tr '\n' ' ' | grep -q 'placeholder was never filled in.*(line 1) "{{name}}"'; ok "that says what, and where"
[ "$(wc -l <"$work/reply")" -le 10 ] && [ "$(awk '{ print length }' "$work/reply" | sort -n | tail -1)" -le 78 ]; ok "in ten lines of 78 at most"
[ -z "$(arrived)" ]; ok "and nothing arrives"
send "Your order 4711 is ready" "Dear {{name}}, {% if paid %} you paid NaN." "" smtp; grep -q '^550' "$work/reply"; ok "without login, from the own network: refused too"

rm -f "$pf"/sink/*
mail "Your order 4711 is ready" "Dear {{name}}, {% if paid %} you paid NaN." | "$mta" submit "$pf" -f shop@lab.test -t
"$mta" flush "$pf"; sleep 1
arrived | grep -q '^Subject: Undelivered Mail Returned'; ok "sendmail(1): the sender gets it back"
arrived | tr -d '\r' | sed -n '/^Diagnostic-Code/,/^$/p' | tr -s '\n ' ' ' | grep -q 'laceholder was never filled in'; ok "with the reason"

reload 'mode = "enforce"; hold-at = 5; hold-by = "quarantine";'
send "YOUR ORDER IS READY TODAY" "" && [ -z "$(arrived)" ]; ok "hold by quarantine: accepted, not delivered"
id=$("$mta" held "$pf"); [ -n "$id" ]; ok "but in the hold queue"
"$mta" release "$pf" "$id"; "$mta" flush "$pf"; sleep .3; field 'Subject: YOUR'; ok "and released, it goes"

reload 'mode = "enforce"; hold-at = 5; hold-by = "header";'
send "YOUR ORDER IS READY TODAY" "" && [ -n "$("$mta" held "$pf")" ]; ok "hold by header: Postfix holds it"
grep -q 'milter-header-hold: header X-Sendlint-Hold' "$pf/mail.log"; ok "and says why in its log"
"$mta" release "$pf" "$("$mta" held "$pf")"; "$mta" flush "$pf"

echo 'defaults: { mode = "enfroce"; };' >"$work/sendlint.conf"; kill -HUP "$daemon"; sleep .7
grep -q "sendlint.conf:1: .*did you mean .enforce" "$log"; ok "a bad file says where and what was meant"
send "YOUR ORDER IS READY TODAY" "" && [ -n "$("$mta" held "$pf")" ]; ok "and the old one stays in force"
"$mta" release "$pf" "$("$mta" held "$pf")"; "$mta" flush "$pf"

reload 'mode = "enforce"; on-error = "reject";'
mail "Your order 4711 is ready" "Dear {{name}}, {% if paid %} you paid NaN." >"$work/mail"
perl "$smtp" "$("$mta" port "$pf" login)" --auth alice:secret1 --from '' "$work/mail" >"$work/reply"
grep -q '^250' "$work/reply" && sleep .5 && [ -n "$("$mta" held "$pf")" ]; ok "null sender with a login: held, not refused"
for id in $("$mta" held "$pf"); do "$mta" release "$pf" "$id"; done; "$mta" flush "$pf"
perl "$smtp" "$("$mta" port "$pf" smtp)" --from '' "$work/mail" >"$work/reply"
grep -q '^250' "$work/reply" && [ -z "$("$mta" held "$pf")" ]; ok "null sender without: accepted"

cat >>"$work/sendlint.conf" <<'CF'
networks = [ "192.0.2.0/24" ];
CF
kill -HUP "$daemon"; sleep .7
send "Your order 4711 is ready" "Dear {{name}}, {% if paid %} you paid NaN." "" smtp && field 'X-Sendlint: accept; points=0; forged'
ok "mail that is not outgoing is left as it is"

# Reload every half of a second while 8 clients send; nothing may be refused or lost.
reload 'mode = "tag";' 1
reloads () { grep -c 'configuration reloaded' "$log"; }
before=$(reloads)
(while sleep .5; do kill -HUP "$daemon" 2>/dev/null || exit; done) & hups=$!
for _ in 1 2 3 4 5 6; do	# under a sanitizer the first mails are through before two reloads are
	got=$(perl "$smtp" "$("$mta" port "$pf" login)" --auth alice:secret1 --load 200 --clients 8 "$pf/sink")
	matches "$got" "*accepted=200 retried=0 arrived=200 lost=0 twice=0 phantom=0*" || break
	[ "$(reloads)" -lt $((before + 2)) ] || break
done
kill $hups; wait $hups 2>/dev/null
echo "# $got"
matches "$got" "*accepted=200 retried=0 arrived=200 lost=0 twice=0 phantom=0*"; ok "reload under traffic"
[ "$(reloads)" -ge $((before + 2)) ]; ok "reloaded $(($(reloads) - before)) times meanwhile"

# kill -9 in the middle, twice; the MTA says 4xx and the clients try again.
rm -f "$pf"/sink/*
(for _ in 1 2; do
	sleep 1; kill -9 "$(cat "$work/daemon")"; sleep .7
	"$build/sendlint" serve --foreground --config "$work/sendlint.conf" \
		--milter "unix:$pf/milter.sock" >>"$log" 2>&1 & echo $! >"$work/daemon"
 done) & killer=$!
echo "$daemon" >"$work/daemon"
got=$(perl "$smtp" "$("$mta" port "$pf" login)" --auth alice:secret1 --load 200 --clients 8 "$pf/sink")
wait $killer
echo "# $got"
matches "$got" "*accepted=200 * lost=0 twice=0 phantom=0*"; ok "kill -9 amid 200 mails by 8 clients: nothing lost, nothing twice"
last=$(cat "$work/daemon")
kill "$last"; for _ in $(seq 200); do kill -0 "$last" 2>/dev/null || break; sleep .05; done
! kill -0 "$last" 2>/dev/null; ok "SIGTERM ends it"
daemon=
grep -vE ' queue=|configuration reloaded' "$log" | tail -20 | sed 's/^/# log: /'
! grep -qE 'AddressSanitizer|runtime error|CRITICAL|WARNING \*\*' "$log"; ok "no report of a sanitizer or of GLib in the log"
echo "1..$n"
