#!/bin/bash
# A private Sendmail on loopback ports, with its own configuration and queues.
#
#   sendmail.sh start WORK           make WORK if it is absent; start Sendmail, a sink and logins
#   sendmail.sh stop WORK            end all of it; WORK stays
#   sendmail.sh reload WORK          the configuration anew: WORK/etc/sendlint.m4
#   sendmail.sh flush WORK           wait until the queue has nothing to send (30 s at most)
#   sendmail.sh held WORK            ids of the mails in quarantine
#   sendmail.sh release WORK ID      let one of them go
#   sendmail.sh submit WORK ARGS < MAIL      as sendmail(1): by submit.cf, over SMTP
#   sendmail.sh sendmail WORK ARGS   any command of Sendmail's
#   sendmail.sh port WORK smtp|login|sink    the port number
#
# `smtp` takes mail without login, `login` wants one (alice:secret1, bob:secret2); what leaves
# lands in WORK/sink/.  WORK/etc/sendlint.m4 is what `sendlint config snippets sendmail` prints
# for sendmail.mc, and must be there before the start.
set -eu
command=${1:?usage: $0 COMMAND WORK}; work=$(realpath -m "${2:?work dir}"); shift 2
here=$(dirname "$(realpath "$0")")
. "$here/lab.sh"
export MTA=sendmail MTA_NS=$work/ns.pid MTA_ETC=$work/etc:mail

inside () { "$here/unpacked.sh" "${SENDMAIL_ROOT:-$here/../../build/sendmail}" "$@"; }

write_configuration () {
	mkdir -p "$work/etc/sasl" "$work/queue" "$work/submit" "$work/sink" "$work/run"
	chmod 755 "$work" "$work/etc"
	chmod 700 "$work/queue"
	chown 991:991 "$work/submit"
	chmod 770 "$work/submit"
	chown 989 "$work/sink"
	choose_ports
	: >"$work/etc/local-host-names"
	printf 'hosts files\naliases files\npasswd files\n' >"$work/etc/service.switch"
	printf 'pwcheck_method: saslauthd\nsaslauthd_path: /etc/mail/sasl/mux\nmech_list: PLAIN\n' \
		>"$work/etc/sasl/Sendmail.conf"
	cat >"$work/etc/sendmail.mc" <<-MC
	include(\`/usr/share/sendmail/cf/m4/cf.m4')
	OSTYPE(\`linux')
	define(\`confDOMAIN_NAME', \`mta.lab.test')
	define(\`confSERVICE_SWITCH_FILE', \`/etc/mail/service.switch')
	define(\`confPID_FILE', \`$work/sendmail.pid')
	define(\`QUEUE_DIR', \`$work/queue')
	define(\`STATUS_FILE', \`')
	define(\`HELP_FILE', \`')
	define(\`ALIAS_FILE', \`')
	define(\`confDONT_BLAME_SENDMAIL', \`TrustStickyBit')
	define(\`confDEF_USER_ID', \`8:8')
	define(\`confTO_IDENT', \`0')
	define(\`confMIN_QUEUE_AGE', \`0')
	define(\`confQUEUE_LA', \`1000')
	define(\`confREFUSE_LA', \`1000')
	define(\`confDELAY_LA', \`0')
	define(\`confSMTP_LOGIN_MSG', \`\$j')
	define(\`confAUTH_MECHANISMS', \`PLAIN')
	define(\`confAUTH_OPTIONS', \`')
	define(\`SMART_HOST', \`relay:[127.0.0.1]')
	define(\`RELAY_MAILER_ARGS', \`TCP \$h $(port sink)')
	FEATURE(\`nocanonify')
	FEATURE(\`accept_unqualified_senders')
	FEATURE(\`accept_unresolvable_domains')
	RELAY_DOMAIN(\`lab.test')
	FEATURE(\`no_default_msa')
	DAEMON_OPTIONS(\`Port=$(port smtp), Addr=127.0.0.1, Name=MTA')
	DAEMON_OPTIONS(\`Port=$(port login), Addr=127.0.0.1, Name=MSA, M=Ea')
	include(\`/etc/mail/sendlint.m4')
	MAILER(\`smtp')
	MC
	cat >"$work/etc/submit.mc" <<-MC
	include(\`/usr/share/sendmail/cf/m4/cf.m4')
	OSTYPE(\`linux')
	define(\`confDOMAIN_NAME', \`mta.lab.test')
	define(\`confSERVICE_SWITCH_FILE', \`/etc/mail/service.switch')
	define(\`confPID_FILE', \`$work/run/submit.pid')
	define(\`MSP_QUEUE_DIR', \`$work/submit')
	define(\`STATUS_FILE', \`')
	define(\`confDONT_BLAME_SENDMAIL', \`TrustStickyBit')
	define(\`confTO_IDENT', \`0')
	define(\`confQUEUE_LA', \`1000')
	define(\`RELAY_MAILER_ARGS', \`TCP \$h $(port smtp)')
	FEATURE(\`nocanonify')
	FEATURE(\`accept_unqualified_senders')
	FEATURE(\`accept_unresolvable_domains')
	FEATURE(\`msp', \`[127.0.0.1]', \`$(port smtp)')
	MC
}

# The .cf files from the .mc files, and what m4 has to say about them.
build () {
	for name in sendmail submit; do
		inside m4 -I /usr/share/sendmail/cf /etc/mail/$name.mc >"$work/etc/$name.cf.new"
		mv "$work/etc/$name.cf.new" "$work/etc/$name.cf"
	done
}

sendmail () { inside /usr/libexec/sendmail/sendmail "$@"; }
queued () { find "$work/$1" -name "$2*" -printf '%f\n'; }
sent () { [ -z "$(queued queue qf)$(queued submit qf)" ]; }
quiet () { ! answers "$(port smtp)"; }

serve () {
	build 2>"$work/m4.log"
	sendmail -C/etc/mail/sendmail.cf -bd -q2s >"$work/start.log" 2>&1 ||
		{ cat "$work/m4.log" "$work/start.log" >&2; exit 1; }
	wait_for 20 answers "$(port smtp)"
}
# The first line of the file is the pid, the second its command.
end_sendmail () {
	[ -s "$work/sendmail.pid" ] || return 0
	kill "$(head -1 "$work/sendmail.pid")" || :
	wait_for 20 quiet
	rm -f "$work/sendmail.pid"
}

case $command in
start)
	[ -e "$work/etc/sendmail.mc" ] || write_configuration
	start_sink
	if ! alive auth; then
		perl "$here/auth.pl" --saslauthd "$work/etc/sasl/mux" alice:secret1 bob:secret2 \
			>"$work/auth.log" 2>&1 </dev/null &
		echo $! >"$work/auth.pid"
	fi
	serve ;;
stop)
	[ -e "$work/etc/sendmail.mc" ] || exit 0
	end_sendmail
	end auth
	end sink
	inside --end ;;
reload) end_sendmail; serve ;;
flush)
	sendmail -C/etc/mail/submit.cf -q >/dev/null 2>&1 || :
	sendmail -C/etc/mail/sendmail.cf -q >/dev/null 2>&1 || :
	wait_for 30 sent ;;
held) queued queue hf | sed 's/^hf//' ;;
release) sendmail -C/etc/mail/sendmail.cf -qQ "-qI$1" -Q ;;
submit) sendmail -C/etc/mail/submit.cf "$@" ;;
sendmail) sendmail -C/etc/mail/sendmail.cf "$@" ;;
port) port "$1" ;;
*) echo "sendmail.sh: no command '$command'" >&2; exit 2 ;;
esac
