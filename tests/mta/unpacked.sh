#!/bin/bash
# Runs a command where a Debian mail server is at its usual place without being installed.
#
#   unpacked.sh ROOT COMMAND [ARGS...]      the packages are unpacked under ROOT at the first call
#   unpacked.sh ROOT --end                  lets the namespace go
#
# In the environment: MTA says which (postfix, exim, sendmail), MTA_NS names the file with the pid that keeps
# the namespace open (ROOT/ns.pid), MTA_ETC=FROM:TO shows the folder FROM as /etc/TO in it.
#
# /usr and /etc are read-only overlays in a mount namespace of our own, which that process
# keeps open: users, files and services of the system stay as they are.
set -eu
root=$(realpath -m "${1:?usage: $0 ROOT COMMAND...}"); shift
mta=${MTA:-postfix} ns=${MTA_NS:-$root/ns.pid}

fail () { echo "unpacked.sh: $*" >&2; exit 1; }
keeper () { [ -s "$ns" ] && kill -0 "$(cat "$ns")" 2>/dev/null; }

case $mta in
postfix) packages=postfix program=usr/sbin/postfix ;;
exim) packages="exim4-daemon-heavy spamc" program=usr/sbin/exim4 ;;
sendmail) packages="sendmail-bin sendmail-cf m4 libsasl2-modules" program=usr/libexec/sendmail/sendmail ;;
*) fail "no mail server '$mta'" ;;
esac

missing_libraries () { # packages
	local package
	apt-cache depends --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
		--no-enhances "$@" | awk '/^ *Depends: lib/ { print $2 }' | sort -u |
	while read -r package; do
		dpkg -s "$package" >/dev/null 2>&1 || echo "$package"
	done
}

# The mail server, and those of its libraries that this system does not have, and theirs.
wanted () {
	local more=$packages all=
	while [ -n "$more" ]; do
		all="$all $more"
		# shellcheck disable=SC2086	# lists of names
		more=$(missing_libraries $more | grep -vxF "$(printf '%s\n' $all)" || :)
	done
	# shellcheck disable=SC2086
	printf '%s\n' $all
}

prepare_postfix () {
	chgrp 988 "$root/new/usr/sbin/postdrop" "$root/new/usr/sbin/postqueue"
	chmod g+s "$root/new/usr/sbin/postdrop" "$root/new/usr/sbin/postqueue"
	{ grep -v '^postfix:' /etc/passwd
	  echo 'postfix:x:989:989::/var/spool/postfix:/usr/sbin/nologin'; } >"$root/etc/passwd"
	{ grep -vE '^(postfix|postdrop):' /etc/group
	  printf 'postfix:x:989:\npostdrop:x:988:\n'; } >"$root/etc/group"
	cp -r "$root/new/etc/postfix" "$root/etc/"
	: >"$root/etc/postfix/main.cf"
	: >"$root/etc/postfix/dynamicmaps.cf"
}

prepare_exim () {
	{ grep -v '^Debian-exim:' /etc/passwd
	  echo 'Debian-exim:x:990:990::/var/spool/exim4:/usr/sbin/nologin'; } >"$root/etc/passwd"
	{ grep -v '^Debian-exim:' /etc/group; echo 'Debian-exim:x:990:'; } >"$root/etc/group"
	mkdir -p "$root/etc/exim4"
}

prepare_sendmail () {
	{ grep -v '^smmsp:' /etc/passwd
	  echo 'smmsp:x:991:991::/var/lib/sendmail:/usr/sbin/nologin'; } >"$root/etc/passwd"
	{ grep -v '^smmsp:' /etc/group; echo 'smmsp:x:991:'; } >"$root/etc/group"
	mkdir -p "$root/etc/mail" "$root/etc/sasl2"
	# It waits a minute for a host name without a dot.
	echo "127.0.0.1 mta.lab.test $(hostname) localhost" >"$root/etc/hosts"
	echo 'hosts: files' >"$root/etc/nsswitch.conf"
	ln -s /etc/mail/sasl/Sendmail.conf "$root/etc/sasl2/Sendmail.conf"
}

unpack () {
	mkdir -p "$root/debs" "$root/new"
	# shellcheck disable=SC2086	# a list of names
	apt-cache show $packages >/dev/null 2>&1 || apt-get update -qq >&2
	for package in $(wanted); do
		(cd "$root/debs" && apt-get -qq download "$package" 2>"$root/apt.log") ||
			fail "cannot fetch $package: $(tail -1 "$root/apt.log")"
		dpkg -x "$root/debs/${package}_"*.deb "$root/new"
	done
	mkdir -p "$root/etc"
	"prepare_$mta"
	mv "$root/new" "$root/files"
}

enter () {
	ROOT=$root NS=$ns BIND=${MTA_ETC:-} unshare -m --propagation private bash -c '
		mount -t overlay -o "ro,lowerdir=$ROOT/files/usr:/usr" overlay /usr &&
		mount -t overlay -o "ro,lowerdir=$ROOT/etc:/etc" overlay /etc || exit 1
		[ -z "$BIND" ] || mount --bind "${BIND%%:*}" "/etc/${BIND#*:}" || exit 1
		echo $$ >"$NS"
		exec sleep 86400' </dev/null >/dev/null 2>"$ns.log" &
	for _ in $(seq 100); do
		keeper && return
		sleep .05
	done
	fail "no mount namespace of our own: $(cat "$ns.log")"
}

if [ "${1:?command}" = --end ]; then
	if keeper; then kill "$(cat "$ns")"; fi
	rm -f "$ns"
	exit 0
fi
[ "$(id -u)" = 0 ] || fail "a private mail server needs root"
for tool in unshare nsenter dpkg apt-get; do
	command -v $tool >/dev/null || fail "needs $tool (Debian's util-linux, dpkg and apt)"
done
mkdir -p "$root"
exec 9>"$root/lock"
flock 9
[ -x "$root/files/$program" ] || { rm -rf "$root/new"; unpack; }
keeper || { rm -f "$ns"; enter 9>&-; }
exec 9>&-
exec nsenter -t "$(cat "$ns")" -m bash -c 'cd "$0" && exec "$@"' "$PWD" "$@"
