#!/bin/bash
# A private Exim on loopback ports, with its own configuration, spool and logs.
#
#   exim.sh start WORK            make WORK if it is absent; start Exim and a sink
#   exim.sh stop WORK             end all of it; WORK stays
#   exim.sh reload WORK           the configuration anew: WORK/etc/sendlint_*
#   exim.sh flush WORK            wait until the queue has nothing to send (30 s at most)
#   exim.sh held WORK             ids of the mails that are frozen
#   exim.sh release WORK ID       let one of them go
#   exim.sh submit WORK ARGS < MAIL         as sendmail(1), by the user nobody
#   exim.sh exim WORK ARGS        any command of Exim's
#   exim.sh port WORK smtp|login|own|sink   the port number
#
# `smtp` takes mail without login, `login` wants one (alice:secret1, bob:secret2), `own` is for
# what sendlint itself sends; what leaves lands in WORK/sink/, but for bounce.test, where nobody is.
# WORK/etc/sendlint_main, sendlint_acl and, where they are, sendlint_router and sendlint_transport are
# what `sendlint config snippets exim` prints; the first two must be there before the start.
set -eu
command=${1:?usage: $0 COMMAND WORK}; work=$(realpath -m "${2:?work dir}"); shift 2
here=$(dirname "$(realpath "$0")")
. "$here/lab.sh"
export MTA=exim MTA_NS=$work/ns.pid MTA_ETC=$work/etc:exim4

inside () { "$here/unpacked.sh" "${EXIM_ROOT:-$here/../../build/exim}" "$@"; }

configure () {
	mkdir -p "$work/etc" "$work/spool" "$work/log" "$work/sink"
	chmod 755 "$work" "$work/etc"
	chown 990:990 "$work/spool" "$work/log"
	chown 989 "$work/sink"
	choose_ports
	cat >"$work/etc/exim4.conf" <<-CF
	primary_hostname = mta.lab.test
	qualify_domain = lab.test
	spool_directory = $work/spool
	log_file_path = $work/log/%slog
	pid_file_path = $work/exim.pid
	local_interfaces = 127.0.0.1
	daemon_smtp_ports = $(port smtp) : $(port login) : $(port own)
	disable_ipv6 = true
	host_lookup =
	rfc1413_hosts =
	keep_environment =
	tls_advertise_hosts =
	never_users =
	smtp_accept_max = 100
	smtp_accept_max_per_host = 100
	message_size_limit = 60M
	acl_smtp_rcpt = acl_rcpt
	acl_smtp_data = acl_data
	.include /etc/exim4/sendlint_main

	begin acl
	acl_rcpt:
	  accept  authenticated = *
	  deny    condition = \${if eq{\$received_port}{$(port login)}}
	          message = authentication required
	  accept  hosts = 127.0.0.1
	  deny
	acl_data:
	  require acl = acl_sendlint smtp
	  accept
	.include /etc/exim4/sendlint_acl

	begin routers
	.include_if_exists /etc/exim4/sendlint_router
	nobody_there:
	  driver = redirect
	  domains = bounce.test
	  allow_fail
	  data = :fail: nobody there
	smarthost:
	  driver = manualroute
	  route_list = * 127.0.0.1 byname
	  self = send
	  transport = sink

	begin transports
	.include_if_exists /etc/exim4/sendlint_transport
	sink:
	  driver = smtp
	  port = $(port sink)
	  allow_localhost
	  hosts_try_fastopen =
	  hosts_try_chunking =

	begin retry
	* * F,1h,2s

	begin authenticators
	plain:
	  driver = plaintext
	  public_name = PLAIN
	  server_prompts = :
	  server_condition = \${if inlist{\$auth2=\$auth3}{alice=secret1:bob=secret2}}
	  server_set_id = \$auth2
	  server_advertise_condition = \${if eq{\$received_port}{$(port login)}}
	CF
}

held () { inside exim4 -bp | awk '/frozen/ { print $3 }'; }
# What is neither frozen nor gone.
sent () { [ "$(inside exim4 -bpc)" = "$(held | wc -l)" ]; }

case $command in
start)
	[ -e "$work/etc/exim4.conf" ] || configure
	start_sink
	inside exim4 -bd -q2s >"$work/start.log" 2>&1 || { cat "$work/start.log" >&2; exit 1; }
	wait_for 20 answers "$(port smtp)" ;;
stop)
	[ -e "$work/etc/exim4.conf" ] || exit 0
	end exim
	end sink
	inside --end ;;
reload)
	kill -HUP "$(cat "$work/exim.pid")"
	sleep 1
	wait_for 20 answers "$(port smtp)" ;;
flush)
	inside exim4 -q
	wait_for 30 sent ;;
held) held ;;
release) inside exim4 -Mt "$1" >/dev/null && inside exim4 -M "$1" ;;
submit) inside setpriv --reuid nobody --regid nogroup --clear-groups sendmail "$@" ;;
exim) inside exim4 "$@" ;;
port) port "$1" ;;
*) echo "exim.sh: no command '$command'" >&2; exit 2 ;;
esac
