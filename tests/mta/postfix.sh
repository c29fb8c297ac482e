#!/bin/bash
# A private Postfix on loopback ports, with its own configuration, queue and data.
#
#   postfix.sh start WORK         make WORK if it is absent; start Postfix, a sink and logins
#   postfix.sh stop WORK          end all of it; WORK stays
#   postfix.sh set WORK NAME=VALUE...      postconf -e and reload
#   postfix.sh flush WORK         wait until the queue has nothing to send (30 s at most)
#   postfix.sh held WORK          ids of the mails on hold
#   postfix.sh release WORK ID    let one of them go
#   postfix.sh submit WORK ARGS < MAIL      sendmail(1)
#   postfix.sh port WORK smtp|login|sink    the port number
#
# `smtp` takes mail without login, `login` wants one (alice:secret1, bob:secret2) and names
# itself ORIGINATING; what leaves lands in WORK/sink/.  The milter is unix:WORK/milter.sock.
set -eu
command=${1:?usage: $0 COMMAND WORK}; work=$(realpath -m "${2:?work dir}"); shift 2
here=$(dirname "$(realpath "$0")")
root=${MTA_ROOT:-$here/../../build/mta}
etc=$work/etc
. "$here/lab.sh"

inside () { "$here/unpacked.sh" "$root" "$@"; }

configure () {
	mkdir -p "$work" "$etc" "$work/queue" "$work/data" "$work/sink" "$work/run"
	chmod 755 "$work" "$etc"
	chown 989 "$work/data" "$work/sink" "$work/run"
	choose_ports
	: >"$etc/aliases"
	echo '/^X-Sendlint-Hold: (.*)/ HOLD sendlint: $1' >"$etc/hold"
	cat >"$etc/main.cf" <<-CF
	compatibility_level = 3.6
	config_directory = $etc
	queue_directory = $work/queue
	data_directory = $work/data
	command_directory = /usr/sbin
	daemon_directory = /usr/lib/postfix/sbin
	maillog_file = $work/mail.log
	maillog_file_prefixes = $work
	inet_interfaces = 127.0.0.1
	inet_protocols = ipv4
	myhostname = mta.lab.test
	mydomain = lab.test
	myorigin = lab.test
	mydestination =
	mynetworks = 127.0.0.0/8
	relayhost = [127.0.0.1]:$(port sink)
	alias_maps =
	alias_database =
	local_recipient_maps =
	local_transport = error:no local mail here
	smtp_dns_support_level = disabled
	smtp_host_lookup = native
	smtpd_peername_lookup = no
	smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject
	smtpd_recipient_restrictions =
	smtpd_client_connection_count_limit = 0
	message_size_limit = 60000000
	mailbox_size_limit = 0
	default_database_type = texthash
	minimal_backoff_time = 2s
	queue_run_delay = 2s
	maximal_backoff_time = 5s
	smtpd_milters = { unix:$work/milter.sock, default_action=tempfail, connect_timeout=5s, command_timeout=10s, content_timeout=60s }
	non_smtpd_milters = \$smtpd_milters
	milter_header_checks = regexp:$etc/hold
	smtpd_sasl_type = dovecot
	smtpd_sasl_path = $work/run/auth
	CF
	cat >"$etc/master.cf" <<-CF
	127.0.0.1:$(port smtp) inet n - n - - smtpd
	127.0.0.1:$(port login) inet n - n - - smtpd
	  -o syslog_name=postfix/submission
	  -o smtpd_sasl_auth_enable=yes
	  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
	  -o milter_macro_daemon_name=ORIGINATING
	pickup unix n - n 2 1 pickup
	cleanup unix n - n - 0 cleanup
	qmgr unix n - n 300 1 qmgr
	rewrite unix - - n - - trivial-rewrite
	bounce unix - - n - 0 bounce
	defer unix - - n - 0 bounce
	trace unix - - n - 0 bounce
	verify unix - - n - 1 verify
	flush unix n - n 1000? 0 flush
	proxymap unix - - n - - proxymap
	smtp unix - - n - - smtp
	relay unix - - n - - smtp
	showq unix n - n - - showq
	error unix - - n - - error
	retry unix - - n - - error
	discard unix - - n - - discard
	local unix - n n - - local
	anvil unix - - n - 1 anvil
	scache unix - - n - 1 scache
	postlog unix-dgram n - n - 1 postlogd
	CF
}

case $command in
start)
	[ -e "$etc/main.cf" ] || configure
	start_sink
	if ! alive auth; then
		perl "$here/auth.pl" "$work/run/auth" alice:secret1 bob:secret2 \
			>"$work/auth.log" 2>&1 </dev/null &
		echo $! >"$work/auth.pid"
	fi
	inside postfix -c "$etc" start >"$work/start.log" 2>&1 || { cat "$work/start.log" >&2; exit 1; }
	wait_for 20 answers "$(port smtp)" ;;
stop)
	[ -e "$etc/main.cf" ] || exit 0
	inside postfix -c "$etc" stop >"$work/stop.log" 2>&1 || :
	end sink
	end auth ;;
set)
	inside postconf -c "$etc" -e "$@"
	inside postfix -c "$etc" reload 2>/dev/null
	sleep 1 ;;
flush)
	empty () { [ -z "$(find "$work"/queue/{maildrop,incoming,active,deferred} -type f 2>/dev/null)" ]; }
	inside postqueue -c "$etc" -f 2>/dev/null || :
	wait_for 30 empty ;;
held) find "$work/queue/hold" -type f -printf '%f\n' ;;
release) inside postsuper -c "$etc" -H "$1" 2>/dev/null ;;
submit) inside sendmail -C "$etc" "$@" ;;
port) port "$1" ;;
*) echo "postfix.sh: no command '$command'" >&2; exit 2 ;;
esac
