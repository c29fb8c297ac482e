#!/bin/sh
# The package in a Debian tree of its own: docs/postfix.md is followed word for word, each command as
# it stands there; then an upgrade, a removal and a purge.  Needs root and Debian's archive.
#
# What a tree without a service manager lacks is made up for, and only that: systemctl starts, reloads
# and stops the daemon as the unit says, by its user, and the log goes into a file.
cd "$(dirname "$0")/.." || exit 1
top=$PWD/build/release base=$top/base tree=$top/tree log=$top/log
n=0
ok () { # name, of a command that just ran
	s=$?; n=$((n + 1))
	[ $s = 0 ] && echo "ok $n - $1" || { echo "not ok $n - $1"; tail -n 20 "$log" | sed 's/^/# /'; }
}
if [ "$(id -u)" != 0 ] || ! command -v debootstrap >/dev/null; then
	echo '1..0 # SKIP needs root and debootstrap'
	exit 0
fi

inside () { # command line: in the tree
	chroot "$tree" env -i HOME=/root PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
		DEBIAN_FRONTEND=noninteractive sh -c "cd /root && $1" >>"$log" 2>&1
}
end () {
	[ ! -x "$tree/usr/local/bin/systemctl" ] || inside 'systemctl stop sendlint'
	[ ! -x "$tree/usr/sbin/postfix" ] || inside 'postfix stop'
	umount "$tree/proc" "$tree/dev" 2>/dev/null
}
trap end EXIT
trap 'exit 1' INT TERM
wait_for () { # command...
	for _ in $(seq 600); do "$@" >/dev/null 2>&1 && return 0; sleep .1; done
	return 1
}
arrived () { [ "$(grep -c '^Subject:' "$tree/var/mail/root" 2>/dev/null)" -ge "$1" ]; }
# The commands of a section of the guide, a line each, but for those that it says are not tested.
commands () { # heading
	sed -n "/^## $1/,/^## /p" docs/postfix.md | awk '
		/^<!-- untested: / { skip = 1 }
		/^```sh$/ { on = !skip; skip = 0; next }
		/^```$/ { on = 0 }
		on'
}
follow () { # heading
	commands "$1" >"$top/commands"
	[ -s "$top/commands" ] || return 1
	while read -r line; do
		echo "# \$ $line"; echo "\$ $line" >>"$log"; typed=$((typed + 1))
		inside "$line" || return 1
	done <"$top/commands"
}

mkdir -p "$top"; : >"$log"
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -n 1)
if [ ! -e "$base/.made" ]; then
	rm -rf "$base"
	debootstrap --variant=minbase bookworm "$base" "$mirror" >>"$log" 2>&1 && touch "$base/.made"
fi
[ -e "$base/.made" ]; ok 'a fresh Debian'
rm -rf "$tree"; cp -a "$base" "$tree"
cp -r /etc/apt/sources.list.d /etc/apt/apt.conf.d "$tree/etc/apt/"	# the archive, as this machine reaches it
mount -t proc proc "$tree/proc" && mount --bind /dev "$tree/dev"
printf '#!/bin/sh\nexit 101\n' >"$tree/usr/sbin/policy-rc.d"; chmod 755 "$tree/usr/sbin/policy-rc.d"
inside 'apt-get update -qq && apt-get install -y -qq --no-install-recommends postfix'; ok 'with Postfix, as it comes'
(cd "$tree" && find etc usr var/lib/sendlint var/log var/spool run -path var/lib/dpkg -prune -o -print 2>/dev/null | sort) >"$top/before"
cat >"$tree/usr/local/bin/systemctl" <<'SYSTEMCTL'
#!/bin/sh
# Stands in for a service manager: ACTION sendlint.
unit=/usr/lib/systemd/system/sendlint.service; [ -e $unit ] || unit=/lib/systemd/system/sendlint.service
of () { sed -n "s/^$1=//p" $unit; }
pid=$(cat /run/sendlint.pid 2>/dev/null)
case $1 in
reload) kill -HUP "$pid"; sleep 3 ;;
stop|restart) [ -z "$pid" ] || kill "$pid" 2>/dev/null; while kill -0 "$pid" 2>/dev/null; do sleep .1; done; rm -f /run/sendlint.pid ;;
esac
case $1 in start|restart)
	for d in /run/$(of RuntimeDirectory) /var/lib/$(of StateDirectory) /var/log/$(of LogsDirectory); do
		install -d -o "$(of User)" -g "$(of Group)" "$d"
	done
	touch /run/sendlint.log; seen=$(wc -l </run/sendlint.log)
	umask "$(of UMask)"
	# shellcheck disable=SC2046	# a command and its words
	setpriv --reuid "$(of User)" --regid "$(of Group)" --init-groups --no-new-privs --bounding-set=-all \
		$(of ExecStart) --foreground >>/run/sendlint.log 2>&1 & echo $! >/run/sendlint.pid
	for _ in $(seq 300); do tail -n +$((seen + 1)) /run/sendlint.log | grep -q 'started; listening' && exit 0; sleep .1; done
	exit 1
esac
SYSTEMCTL
chmod 755 "$tree/usr/local/bin/systemctl"
unshare -n sh -c 'ip link set lo up && exec chroot "$0" postfix start' "$tree" >>"$log" 2>&1; ok 'which runs, in a network of its own'

typed=0
cp "$(ls -t build/deb/sendlint_*.deb | head -n 1)" "$tree/root/sendlint.deb"
follow '1. Install'; ok 'the guide: install'
follow '2. Tell Postfix'; ok 'the guide: tell Postfix'
follow '3. Watch'; ok 'the guide: watch'
wait_for arrived 1 && grep -q 'action=[a-z]* taken=accept' "$tree/run/sendlint.log"; ok 'a line in the log, and the mail went on'
! grep -q '^X-Sendlint' "$tree/var/mail/root"; ok 'unchanged'
follow '4. Mark'; ok 'the guide: mark'
wait_for arrived 2 && grep -q '^X-Sendlint: reject; points=[0-9]*; id=' "$tree/var/mail/root"; ok 'the mail is marked'
grep '^X-Sendlint' "$tree/var/mail/root" | sed 's/^/# /'
echo "# $typed commands to the first marked mail"
follow '5. Hold and refuse'; ok 'the guide: hold and refuse'
inside "printf 'Subject: Your invoice\\n\\nDear {{name}}, your invoice is ready.\\n' | sendmail -f root root"
wait_for grep -q 'taken=reject' "$tree/run/sendlint.log"; ok 'the mail is refused'
[ -s "$tree/etc/postfix/sendlint_checks" ]; ok 'and what holds is in place'

# An upgrade with mail under way: every one arrives, marked or not.
echo '# mine' >>"$tree/etc/sendlint/sendlint.conf"
echo 'defaults: { mode = "tag"; };' >"$tree/etc/sendlint/conf.d/mode.conf"; inside 'systemctl reload sendlint'
: >"$tree/var/mail/root"
packaging/deb.sh "$top" "$(sed -n '1s/.*(\(.*\)).*/\1/p' packaging/debian/changelog)+next" >>"$log" 2>&1; ok 'a later package'
cp "$(ls -t "$top"/sendlint_*+next_*.deb | head -n 1)" "$tree/root/next.deb"
(i=0; while [ $i -lt 60 ]; do
	i=$((i + 1)); inside "printf 'Subject: Order $i\\n\\nThank you, it is on its way.\\n' | sendmail -f root root"
done) & sender=$!
inside 'apt-get install -y -o Dpkg::Options::=--force-confold ./next.deb' && inside 'systemctl restart sendlint'; ok 'an upgrade, under traffic'
wait $sender; wait_for arrived 60; sleep 1
[ "$(grep '^Subject: Order' "$tree/var/mail/root" | sort -u | wc -l)" = 60 ] && ! arrived 61; ok 'sixty mails: none lost, none twice'
grep -q '# mine' "$tree/etc/sendlint/sendlint.conf"; ok 'a changed file of settings stays'

inside 'apt-get install -y --reinstall ./next.deb && systemctl stop sendlint && apt-get remove -y sendlint' &&
	[ -e "$tree/etc/sendlint/sendlint.conf" ] && [ ! -e "$tree/usr/bin/sendlint" ]; ok 'removed, its settings stay'
inside 'apt-get install -y ./next.deb && systemctl start sendlint'; ok 'and back'
inside 'systemctl stop sendlint'
follow 'And back'; ok 'the guide: and back'
inside 'rm -f /etc/sendlint/conf.d/postfix.conf /etc/sendlint/conf.d/mode.conf; rmdir /etc/sendlint/conf.d /etc/sendlint; apt-get autoremove -y --purge'
(cd "$tree" && find etc usr var/lib/sendlint var/log var/spool run -path var/lib/dpkg -prune -o -print 2>/dev/null | sort) >"$top/after"
comm -13 "$top/before" "$top/after" | grep -i sendlint | grep -v -e '^run/sendlint' -e '^etc/postfix/sendlint_checks' >"$log"
[ ! -s "$log" ] && ! grep -q sendlint "$tree/etc/passwd" "$tree/etc/group"; ok 'a purge leaves nothing'
echo "1..$n"
