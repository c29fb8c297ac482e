#!/bin/sh
# The test address in a real Postfix: who is answered, who is not, and that no loop can come of it.
src=${SRC:-.} build=${BUILD:-build}
mta=$src/tests/mta/postfix.sh smtp=$src/tests/mta/smtp.pl
export MTA_ROOT="${MTA_ROOT:-$src/build/mta}"
if [ "$(id -u)" != 0 ]; then echo "1..0 # SKIP a private Postfix needs root"; exit 0; fi
if ! "$src/tests/mta/unpacked.sh" "$MTA_ROOT" true 2>/dev/null; then
	echo "1..0 # SKIP no package or no mount namespace: $("$src/tests/mta/unpacked.sh" "$MTA_ROOT" true 2>&1 | tail -1)"
	exit 0
fi
work=$(mktemp -d /tmp/sendlint-answer.XXXXXX)
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
	{ cat "$work/reply"; grep -E 'pipe\[|sendlint' "$pf/mail.log" | tail -5; tail -3 "$work/answers.log"; } 2>/dev/null | sed 's/^/# /'
}
config () { # file, test address, port of submission, more of the group
	cat >"$work/$1" <<-CF
	log = "$work/answers.log";
	state-dir = "$work/state";
	dictionaries = "$work/dictionaries";
	socket-mode = "0666";
	answer = { address = "$2"; submission = "inet:$3@127.0.0.1"; domains = [ "lab.test" ]; $4 };
	defaults: { mode = "enforce"; on-error = "reject"; rules: { addresses-reserved-domain = "off"; }; };
	policies: { newsletter = { language = "pl"; }; secret = { match = { login = [ "bob" ]; }; }; };
	CF
}
mail () { # body [header field]
	printf 'From: Shop <shop@lab.test>\nTo: anna@dest.test\n'
	LC_ALL=C date '+Date: %a, %d %b %Y %H:%M:%S %z'
	printf 'Message-ID: <%s@lab.test>\nSubject: Your order 4711 is ready\n' "$(date +%N)"
	[ -z "${2-}" ] || printf '%s\n' "$2"
	printf '\nHello Anna, your order is ready and waits for you in our shop. %s\n' "$1"
	printf 'Please come and fetch it between nine and six, and bring the receipt with you.\n'
}
# The mails that arrive afterwards lie in the sink; the reply in $work/reply.
send () { # body field smtp.pl-options...
	rm -f "$pf"/sink/*
	mail "$1" "$2" >"$work/mail"
	shift 2
	perl "$smtp" "$("$mta" port "$pf" login)" --auth alice:secret1 --from alice@lab.test "$@" "$work/mail" >"$work/reply" 2>&1
	s=$?
	"$mta" flush "$pf"; sleep .3; "$mta" flush "$pf"; sleep .3
	return $s
}
arrived () { find "$pf/sink" -type f | wc -l; }
said () { tail -1 "$work/answers.log" | grep -q "$1"; }
reports () { cat "$pf"/sink/* 2>/dev/null | grep -c '^Subject: Quality\|^Subject: =?.*'; }
only_report () { [ "$(arrived)" = 1 ] && grep -q '^Auto-Submitted: auto-replied' "$pf"/sink/*; }
nothing () { [ "$(arrived)" = 0 ]; }
bad='Dear {{name}}, you paid NaN.'

mkdir "$work/state"; cp -R "$src/dictionaries" "$work/"; cp "$build/sendlint" "$work/"
: >"$work/answers.log"; chown -R nobody "$work/state" "$work/answers.log"; chmod -R a+rX "$work/dictionaries"
"$mta" start "$pf" || { echo "Bail out! no Postfix"; exit 1; }
port=$(($("$mta" port "$pf" smtp) + 7)); closed=$((port + 1))
config conf lint@lab.test $port 'policies = [ "newsletter" ]; per-hour = 100;'
config other lint@other.test $port 'per-hour = 100;'
for name in conf other; do
	"$build/sendlint" config snippets postfix sendlint_transport --config "$work/$name" >>"$work/transport"
done
sed -i '2s/sendlint:$/sendlint2:/' "$work/transport"
"$build/sendlint" config snippets postfix master.cf --config "$work/conf" |
	sed "s,user=sendlint,user=nobody:nogroup,; s,/usr/bin/sendlint,$work/sendlint,; /^  -o milter_macro/d" >"$work/master"
{ cat "$work/master"; sed -n '/^sendlint unix/,/queue-id/p' "$work/master" | sed "s/^sendlint /sendlint2 /; s,$work/conf,$work/other,"; } >>"$pf/etc/master.cf"
"$mta" set "$pf" "transport_maps=regexp:$work/transport" sendlint_destination_recipient_limit=1 sendlint2_destination_recipient_limit=1
"$build/sendlint" serve --config "$work/conf" --milter "unix:$pf/milter.sock" >"$log" 2>&1 &
daemon=$!
for _ in $(seq 600); do grep -q 'started; listening' "$work/answers.log" && break; sleep .05; done

send "" "" --to lint@lab.test && only_report; ok "a test mail is answered, and goes nowhere else"
grep -q '^X-Rcpt-Args: <alice@lab.test>' "$pf"/sink/* && grep -q '^X-Mail-Args: <>' "$pf"/sink/*; ok "to its sender, from nobody"
grep -q '^Subject: Quality 100 %: Your order 4711 is ready' "$pf"/sink/*; ok "with the quality in its subject"
id=$(sed -n 's/^Message-ID: //p' "$work/mail"); grep -q "^In-Reply-To: $id" "$pf"/sink/*; ok "as an answer"
grep -q '^Content-Type: text/plain' "$pf"/sink/* && grep -q '^Content-Type: text/html' "$pf"/sink/* && grep -q 'report.json' "$pf"/sink/*; ok "as text, page and JSON"

send "$bad" "" --to lint@lab.test && only_report; ok "a test mail is not refused"
grep -q '^This mail would be refused' "$pf"/sink/*; ok "but told that it would be"
! send "$bad" "" --to lint@lab.test --to anna@dest.test && nothing; ok "where others get it too, it is refused as ever"
send "" "" --to lint@lab.test --to anna@dest.test; [ "$(arrived)" = 2 ] && [ "$(reports)" = 1 ]; ok "or delivered as ever, and answered"

send "" "" --to lint+newsletter@lab.test && grep -q 'polityka newsletter$' "$pf"/sink/*; ok "+POLICY: one for everybody"
grep -q '^Content-Language: pl' "$pf"/sink/*; ok "in its language"
send "" "" --to lint+secret@lab.test && grep -q ', policy default$' "$pf"/sink/* && grep -q '^You may not use the policy' "$pf"/sink/*; ok "+POLICY: not one of somebody else"
send "" "Accept-Language: pl-PL, en" --to lint@lab.test && grep -q '^Content-Language: pl' "$pf"/sink/*; ok "in the language of the mail program"

rm -f "$pf"/sink/*; mail "" | "$mta" submit "$pf" -f clerk@lab.test lint@lab.test; sleep 1; "$mta" flush "$pf"; sleep .5
only_report && grep -q '^X-Rcpt-Args: <clerk@lab.test>' "$pf"/sink/*; ok "sendmail(1): answered to a local address"
rm -f "$pf"/sink/*; mail "" | "$mta" submit "$pf" -f clerk@far.test lint@lab.test; sleep 1; "$mta" flush "$pf"; sleep .5
nothing && said 'no address that it may use'; ok "and to no other"
send "" "" --from mallory@lab.test --to lint@lab.test; nothing && said 'no address that it may use'; ok "nor to a sender that is not the login's"

# No loops.
send "" "" --from lint@lab.test --to lint@lab.test; nothing && said 'sender is the test address'; ok "the test address as sender: nothing"
send "" "" --from lint+x@lab.test --to lint@lab.test; nothing && said 'sender is the test address'; ok "with an extension too: nothing"
send "" "" --from '' --to lint@lab.test; nothing && said 'the null one' && grep -q 'sender=<> login=alice to=- not sent' "$work/answers.log"; ok "a bounce: nothing"
send "" "Auto-Submitted: auto-replied" --to lint@lab.test; nothing && said 'a program or a list'; ok "an automatic reply: nothing"
send "" "List-Post: <mailto:list@lab.test>" --to lint@lab.test; nothing && said 'a program or a list'; ok "a mailing list: nothing"
send "" "Auto-Submitted: auto-generated" --to lint@lab.test; only_report; ok "what a login's own program sends is answered"
send "" "" --from owner-list@lab.test --to lint@lab.test; nothing && said 'a program or a list'; ok "the owner of a list: nothing"
mail "" >"$work/mail"
before=$(wc -l <"$work/answers.log")
sed -i 's/lab.test" ]/other.test" ]/' "$work/conf"; sed -i 's/"lab.test" ]/"lab.test" ]/' "$work/other"
perl "$smtp" "$("$mta" port "$pf" smtp)" --from lint@other.test --to lint@lab.test "$work/mail" >"$work/reply"
"$mta" flush "$pf"; sleep 1; "$mta" flush "$pf"; sleep .5
tail -n +$((before + 1)) "$work/answers.log" >"$work/talk"
nothing && grep -q 'to=lint@other.test sent' "$work/talk" && grep -q 'the null one\|not outgoing' "$work/talk" && [ "$(grep -c 'answer:' "$work/talk")" = 2 ]
ok "two test addresses: the first answers, the second does not"

# Mail that is not outgoing: from a client that is not ours, without a login.
config conf lint@lab.test $port 'per-hour = 100;'; echo 'networks = [ "192.0.2.0/24" ];' >>"$work/conf"
mail "" >"$work/mail"
perl "$smtp" "$("$mta" port "$pf" smtp)" --from clerk@lab.test --to lint@lab.test "$work/mail" >"$work/reply"; "$mta" flush "$pf"; sleep 1
nothing && said 'not outgoing'; ok "mail from elsewhere: nothing, whatever its sender says"
mail "" | "$mta" submit "$pf" -f clerk@lab.test lint@lab.test; sleep 1; "$mta" flush "$pf"; sleep .5
only_report; ok "sendmail(1) is from here"

# A submission that is down, and a limit.
config conf lint@lab.test $closed 'per-hour = 2;'; rm -f "$work/state/answers"
mail "" >"$work/mail"; rm -f "$pf"/sink/*
perl "$smtp" "$("$mta" port "$pf" login)" --auth alice:secret1 --from alice@lab.test --to lint@lab.test "$work/mail" >"$work/reply"; sleep 1.5
nothing && said 'later: ' && grep -q 'status=deferred' "$pf/mail.log"; ok "the submission is down: it waits"
config conf lint@lab.test $port 'per-hour = 2;'; "$mta" flush "$pf"; sleep .5; "$mta" flush "$pf"; sleep .5
only_report; ok "and is answered when it is up, once"
send "" "" --to lint@lab.test && only_report; ok "the second of this hour"
send "" "" --to lint@lab.test && nothing && said 'had its reports of this hour'; ok "the third is one too many"
! grep -q '^Subject: Undelivered' "$pf"/sink/* 2>/dev/null && ! grep -q 'status=bounced' "$pf/mail.log"; ok "nothing was ever returned"
echo "1..$n"
