#!/bin/sh
# The test address in a real Exim, by the router and the transport that `config snippets exim`
# prints: who is answered and who is not, and feedback about mail that was refused.
src=${SRC:-.} build=${BUILD:-build}
mta=$src/tests/mta/exim.sh smtp=$src/tests/mta/smtp.pl
export MTA_ROOT="${MTA_ROOT:-$src/build/mta}" EXIM_ROOT="${EXIM_ROOT:-$src/build/exim}"
if [ "$(id -u)" != 0 ]; then echo "1..0 # SKIP a private Exim needs root"; exit 0; fi
work=$(mktemp -d "${TMPDIR:-/tmp}/sendlint.XXXXXX")
chmod 755 "$work"
unpacked () { MTA=exim MTA_NS=$work/try.pid "$src/tests/mta/unpacked.sh" "$EXIM_ROOT" "$@" 2>&1; }
if ! reason=$(unpacked true); then
	echo "1..0 # SKIP no package or no mount namespace: $(echo "$reason" | tail -1)"
	rm -rf "$work"
	exit 0
fi
ex=$work/ex log=$work/log daemon=
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

config () { # port of submission
	cat >"$work/conf" <<-CF
	milter = ""; spamd = "unix:$work/spamd.sock"; socket-mode = "0666";
	log = "$work/log"; state-dir = "$work/state"; dictionaries = "$work/dictionaries";
	answer = { address = "lint@lab.test"; submission = "inet:$1@127.0.0.1"; domains = [ "lab.test" ];
		policies = [ "newsletter" ]; per-hour = 100; };
	feedback-from = "postmaster@lab.test"; feedback-submission = "inet:$1@127.0.0.1"; feedback-after = "1 s";
	defaults: { mode = "enforce"; on-error = "reject"; rules: { addresses-reserved-domain = "off"; }; };
	policies: { newsletter = { language = "pl"; feedback = "nobody"; };
		bob = { feedback = "sender"; match = { login = [ "bob" ]; }; }; };
	CF
}
snippets () {
	for file in sendlint_main sendlint_acl sendlint_router sendlint_transport; do
		"$build/sendlint" config snippets exim $file --config "$work/conf" |
			sed "s,= sendlint\$,= nobody,; s,group = nobody,group = nogroup,; s,/usr/bin/sendlint,$work/sendlint," >"$ex/etc/$file"
	done
}
settle () { "$mta" flush "$ex"; sleep .5; "$mta" flush "$ex"; sleep .3; }
by () { # user:password field body smtp.pl-options...
	rm -f "$sink"/*
	who=$1
	mail "Your order 4711 is ready" "$3" | sed '/^X-Sendlint/Id' >"$work/mail"
	[ -z "$2" ] || sed -i "1i $2" "$work/mail"
	shift 3
	perl "$smtp" "$("$mta" port "$ex" login)" --auth "$who" --from "${who%:*}@lab.test" "$@" "$work/mail" >"$work/reply" 2>&1
	s=$?
	settle
	return $s
}
send () { by alice:secret1 "$@"; }
submit () { # sender
	rm -f "$sink"/*
	mail "Your order 4711 is ready" "" | sed '/^X-Sendlint/Id' | "$mta" submit "$ex" -f "$1" lint@lab.test >"$work/reply" 2>&1
	settle
}
count () { find "$sink" -type f | wc -l; }
only_report () { [ "$(count)" = 1 ] && field 'Auto-Submitted: auto-replied'; }
nothing () { [ "$(count)" = 0 ]; }
said () { grep ' answer: ' "$log" | tail -1 | grep -q "$1"; }
bad='Dear {{name}}, you paid NaN.'

mkdir -p "$ex/etc" "$work/state"; cp -R "$src/dictionaries" "$work/"; cp "$build/sendlint" "$work/"
: >"$log"; chown -R nobody "$work/state" "$log"; chmod -R a+rX "$work/dictionaries"
config 1; snippets
"$mta" start "$ex" || { echo "Bail out! no Exim"; exit 1; }
config "$("$mta" port "$ex" own)"; snippets; "$mta" reload "$ex"
"$build/sendlint" serve --config "$work/conf" >"$work/out" 2>&1 & daemon=$!
for _ in $(seq 600); do grep -q 'started; listening' "$log" && break; sleep .05; done

send "" "" --to lint@lab.test && only_report; ok "a test mail is answered, and goes nowhere else"
field 'X-Rcpt-Args: <alice@lab.test>' && field 'X-Mail-Args: <>'; ok "to its sender, from nobody"
field 'Subject: Quality 1*[0-9][0-9] %: Your order 4711 is ready'; ok "with the quality in its subject"
send "" "$bad" --to lint@lab.test && only_report && field 'This mail would be refused'; ok "it is not refused on its way, but told that it would be"
none_left; ok "nor marked"
! send "" "$bad" --to lint@lab.test --to anna@dest.test && nothing; ok "where others get it too, it is refused as ever"
send "" "" --to lint@lab.test --to anna@dest.test; [ "$(count)" = 2 ] && field 'X-Rcpt-Args: <anna@dest.test>' && field 'X-Rcpt-Args: <alice@lab.test>'; ok "or delivered as ever, and answered"
send "" "" --to lint+newsletter@lab.test && field 'Content-Language: pl'; ok "+POLICY: by it, in its language"
send "" "" --to lint+bob@lab.test && field 'You may not use the policy'; ok "+POLICY: not one of somebody else"
send "" "" --to lintel@lab.test && field 'X-Rcpt-Args: <lintel@lab.test>'; ok "other names go their way"
submit nobody@lab.test; only_report && field 'X-Rcpt-Args: <nobody@lab.test>'; ok "sendmail(1): to the user at the local domain"
send "" "" --from mallory@lab.test --to lint@lab.test; nothing && said 'no address that it may use'; ok "nobody else's address is believed"

# No loops.
send "" "" --from lint@lab.test --to lint@lab.test; nothing && said 'sender is the test address'; ok "the test address as sender: nothing"
send "" "" --from '' --to lint@lab.test; nothing && said 'the null one'; ok "a bounce: nothing"
send "Auto-Submitted: auto-replied" "" --to lint@lab.test; nothing && said 'a program or a list'; ok "an automatic reply: nothing"
send "List-Post: <mailto:list@lab.test>" "" --to lint@lab.test; nothing && said 'a program or a list'; ok "a mailing list: nothing"

# Feedback goes in where answers do, and is not judged again.
by bob:secret2 "" "$bad" --to anna@dest.test; ! field 'X-Rcpt-Args: <anna@dest.test>'; ok "a mail of bob's is refused"
told () { settle; field 'Auto-Submitted: auto-generated'; }
for _ in $(seq 20); do told && break; sleep .3; done
[ "$(count)" = 1 ] && field 'X-Rcpt-Args: <bob@lab.test>' && field 'Subject: Mail refused (1): Your order # is ready'; ok "and bob is told, once"
! grep -q 'sender=<> login=- ' "$log"; ok "nothing that sendlint itself sent was judged"
send "" "$bad" --to anna@dest.test; sleep 2; settle; nothing; ok "alice's policy tells nobody"

# A submission that is down.
sed -i 's/inet:[0-9]*@/inet:1@/' "$work/conf"
rm -f "$sink"/*; mail "Your order 4711 is ready" "" >"$work/mail"
perl "$smtp" "$("$mta" port "$ex" login)" --auth alice:secret1 --from alice@lab.test --to lint@lab.test "$work/mail" >"$work/reply"; sleep 1.5
nothing && said 'later: '; ok "the submission is down: it waits"
config "$("$mta" port "$ex" own)"; sleep 2; "$mta" exim "$ex" -qf; settle
only_report; ok "and is answered when it is up, once"
[ ! -s "$ex/log/paniclog" ]; ok "nothing in the panic log"
echo "1..$n"
