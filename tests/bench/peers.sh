#!/bin/sh
# peers.sh NAME FOLDER SOCKET: a private spam filter, of installed packages, on a milter socket
# until it is killed.  NAME: rspamd or spamassassin; the socket appears when it is warm.
# Neither asks the network: what needs DNS, Redis, HTTP or a helper is off, all else is stock.
# shellcheck disable=SC2086	# $as and $pids are lists
name=$1 d=$2 socket=$3
as=
mkdir "$d" && chmod 755 "$d" || exit 1
if [ "$(id -u)" = 0 ]; then
	group=$(id -gn nobody)
	chown "nobody:$group" "$d"
	as="setpriv --reuid nobody --regid $group --clear-groups --"
fi
pids=
trap 'trap - TERM; kill $pids 2>/dev/null; wait; exit 0' INT TERM
cd "$d" || exit 1
export HOME="$d"

start () {
	"$@" >>"$d/out" 2>&1 & pids="$pids $!"
}

wait_until () { # what has to be true within a minute and a half
	n=0
	until "$@" 2>/dev/null; do
		n=$((n + 1))
		[ $n -lt 900 ] && kill -0 $pids 2>/dev/null || return 1
		sleep 0.1
	done
}

rspamd_off='antivirus arc asn aws_s3 bimi clickhouse dcc dkim dkim_signing dmarc elastic emails
	external_relay external_services fuzzy_check greylist hfilter history_redis http_headers
	metadata_exporter metric_exporter multimap mx_check neural p0f ratelimit rbl replies
	reputation rspamd_update spamtrap spf surbl url_redirector whitelist'
# shellcheck disable=SC2317	# called by wait_until
# Each of its two processes says so once; before, regular expressions run one by one.
rspamd_warm () { [ "$(grep -c '(rspamd_proxy).*hyperscan database of .* loaded' "$d/log")" -ge 2 ]; }
run_rspamd () {
	mkdir "$d/local.d"
	for module in $rspamd_off; do
		echo 'enabled = false;' >"$d/local.d/$module.conf"
	done
	sed '/statistic\.conf/d' /etc/rspamd/common.conf >"$d/common.conf"	# no Bayes
	echo 'phishtank_enabled = false;' >"$d/local.d/phishing.conf"
	cat >"$d/local.d/options.inc" <<-END
		filters = "chartable,regexp";
		dns { nameserver = ["127.0.0.1:9"]; }
		pidfile = "$d/pid";
		tempdir = "$d";
	END
	cat >"$d/conf" <<-END
		.include "$d/common.conf"
		options {
			.include "\$CONFDIR/options.inc"
			.include(priority=1, duplicate=merge) "$d/local.d/options.inc"
		}
		logging { type = "file"; filename = "$d/log"; .include "\$CONFDIR/logging.inc" }
		worker "rspamd_proxy" {
			bind_socket = "$d/milter mode=0600";
			milter = yes;
			timeout = 120s;
			upstream "local" { default = yes; self_scan = yes; }
			count = 2;
		}
	END
	start $as rspamd --no-fork --config="$d/conf" --var=LOCAL_CONFDIR="$d" \
		--var=DBDIR="$d" --var=RUNDIR="$d" --var=LOGDIR="$d"
	wait_until rspamd_warm
}

spamd_off='URIDNSBL|SPF|DKIM|DMARC|AskDNS|HashBL|Razor2|Pyzor|SpamCop|Bayes'
run_spamassassin () {
	mkdir "$d/site"
	sed -E "/^loadplugin .*::($spamd_off)( |\$)/d" /etc/mail/spamassassin/*.pre >"$d/site/init.pre"
	start $as spamd --local --nouser-config --max-children=4 --min-children=4 \
		--configpath=/usr/share/spamassassin --siteconfigpath="$d/site" \
		--socketpath="$d/spamd" --syslog=stderr
	wait_until [ -S "$d/spamd" ] || return 1
	start $as spamass-milter -p "$d/milter" -- -U "$d/spamd"
	wait_until [ -S "$d/milter" ]
}

case $name in
rspamd) run_rspamd;;
spamassassin) run_spamassassin;;
*) false;;
esac && mv "$d/milter" "$socket" && wait
kill $pids 2>/dev/null
wait
tail "$d/out" "$d/log" >&2 2>/dev/null
exit 1
