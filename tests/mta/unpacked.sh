#!/bin/bash
# Runs a command where a Debian mail server is at its usual place without being installed.
#
#   unpacked.sh ROOT COMMAND [ARGS...]      the packages are unpacked under ROOT at the first call
#   unpacked.sh ROOT --end                  lets the namespace go
#
# /usr and /etc are read-only overlays in a mount namespace of our own, which the process
# ROOT/ns.pid keeps open: users, files and services of the system stay as they are.
set -eu
root=$(realpath -m "${1:?usage: $0 ROOT COMMAND...}"); shift

fail () { echo "unpacked.sh: $*" >&2; exit 1; }
keeper () { [ -s "$root/ns.pid" ] && kill -0 "$(cat "$root/ns.pid")" 2>/dev/null; }

# Postfix, and those of its libraries that this system does not have.
wanted () {
	echo postfix
	apt-cache depends --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
		--no-enhances postfix | awk '/^ *Depends: lib/ { print $2 }' |
	while read -r package; do
		dpkg -s "$package" >/dev/null 2>&1 || echo "$package"
	done
}

unpack () {
	mkdir -p "$root/debs" "$root/new"
	apt-cache show postfix >/dev/null 2>&1 || apt-get update -qq >&2
	for package in $(wanted); do
		(cd "$root/debs" && apt-get -qq download "$package" 2>"$root/apt.log") ||
			fail "cannot fetch $package: $(tail -1 "$root/apt.log")"
		dpkg -x "$root/debs/${package}_"*.deb "$root/new"
	done
	chgrp 988 "$root/new/usr/sbin/postdrop" "$root/new/usr/sbin/postqueue"
	chmod g+s "$root/new/usr/sbin/postdrop" "$root/new/usr/sbin/postqueue"
	mkdir -p "$root/etc"
	{ grep -v '^postfix:' /etc/passwd
	  echo 'postfix:x:989:989::/var/spool/postfix:/usr/sbin/nologin'; } >"$root/etc/passwd"
	{ grep -vE '^(postfix|postdrop):' /etc/group
	  printf 'postfix:x:989:\npostdrop:x:988:\n'; } >"$root/etc/group"
	cp -r "$root/new/etc/postfix" "$root/etc/"
	: >"$root/etc/postfix/main.cf"
	: >"$root/etc/postfix/dynamicmaps.cf"
	mv "$root/new" "$root/files"
}

enter () {
	ROOT=$root unshare -m --propagation private bash -c '
		mount -t overlay -o "ro,lowerdir=$ROOT/files/usr:/usr" overlay /usr &&
		mount -t overlay -o "ro,lowerdir=$ROOT/etc:/etc" overlay /etc || exit 1
		echo $$ >"$ROOT/ns.pid"
		exec sleep 86400' </dev/null >/dev/null 2>"$root/ns.log" &
	for _ in $(seq 100); do
		keeper && return
		sleep .05
	done
	fail "no mount namespace of our own: $(cat "$root/ns.log")"
}

if [ "${1:?command}" = --end ]; then
	if keeper; then kill "$(cat "$root/ns.pid")"; fi
	rm -f "$root/ns.pid"
	exit 0
fi
[ "$(id -u)" = 0 ] || fail "a private Postfix needs root"
for tool in unshare nsenter dpkg apt-get; do
	command -v $tool >/dev/null || fail "needs $tool (Debian's util-linux, dpkg and apt)"
done
mkdir -p "$root"
exec 9>"$root/lock"
flock 9
[ -x "$root/files/usr/sbin/postfix" ] || { rm -rf "$root/new"; unpack; }
keeper || { rm -f "$root/ns.pid"; enter 9>&-; }
exec 9>&-
exec nsenter -t "$(cat "$root/ns.pid")" -m bash -c 'cd "$0" && exec "$@"' "$PWD" "$@"
