#!/bin/sh
# The service, as far as it can be tried without a service manager: what it tells one, what the unit
# says, and that it asks the kernel for nothing that the unit forbids.
build=${BUILD:-build}; unit=${SRC:-.}/packaging/systemd/sendlint.service
client=$build/tests/tools/milterclient
dir=$(mktemp -d) pid= ear= n=0
trap '[ -z "$pid$ear" ] || kill -9 $pid $ear 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM

ok () { # name, of a command that just ran
	s=$?; n=$((n + 1))
	[ $s = 0 ] && echo "ok $n - $1" || { echo "not ok $n - $1"; tail -n 12 "$dir/log" "$dir/heard" 2>/dev/null | sed 's/^/# /'; }
}
skip () { n=$((n + 1)); echo "ok $n # SKIP $1"; }
wait_for () { # command...
	for _ in $(seq 1200); do "$@" >/dev/null 2>&1 && return 0; sleep .05; done
	return 1
}
heard () { [ "$(grep -c "^$1" "$dir/heard")" -ge "${2:-1}" ]; }	# a line, how often
ended () { ! kill -0 "$pid"; }
has () { command -v "$1" >/dev/null; }

cat >"$dir/conf" <<CONF
state-dir = "$dir/state"; hunspell = "/nonexistent"; socket-group = "$(id -gn)";
CONF
listen () { # a manager's end of the socket: prints what it is told
	: >"$dir/heard"; rm -f "$dir/notify"
	perl -MIO::Socket::UNIX -MSocket -e '$| = 1;
		$s = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => shift) or die;
		while (defined $s->recv($text, 4096)) { print "$text\n" }' "$dir/notify" >"$dir/heard" & ear=$!
	wait_for test -S "$dir/notify"
}
start () { # command before the daemon's own
	: >"$dir/log"
	NOTIFY_SOCKET=$dir/notify WATCHDOG_USEC=200000 "$@" "$build/sendlint" serve --foreground \
		--config "$dir/conf" --milter "unix:$dir/sock" >"$dir/log" 2>&1 & pid=$!
}

listen
start
wait_for heard READY=1 && [ -S "$dir/sock" ]; ok "it is ready when its socket is there"
wait_for heard WATCHDOG=1 3; ok "signs of life"
wait_for heard 'STATUS=0 messages judged'; ok "with a status in words"
kill -HUP $pid; wait_for heard READY=1 2 && heard RELOADING=1 && heard MONOTONIC_USEC=; ok "a reload begins and ends"
kill $pid; wait_for heard STOPPING=1; ok "a stop"
wait_for ended && wait $pid; ok "ends well"
pid=
NOTIFY_SOCKET=$dir/nobody WATCHDOG_USEC=x timeout 60 "$build/sendlint" serve --config "$dir/none" >"$dir/log" 2>&1
[ $? = 2 ]; ok "nobody at the other end changes nothing"

if has systemd-analyze; then
	sed "s#^ExecStart=/usr/bin/sendlint#ExecStart=$(command -v true)#" "$unit" >"$dir/sendlint.service"
	# This machine may not have the manual pages.
	systemd-analyze verify --man=no "$dir/sendlint.service" >"$dir/log" 2>&1 && [ ! -s "$dir/log" ]; ok "the unit is well-formed"
	systemd-analyze security --offline=yes --threshold=15 "$dir/sendlint.service" >"$dir/log" 2>&1; ok "its exposure is at most 1.5"
else
	skip "no systemd-analyze"; skip "no systemd-analyze"
fi

# The filter of the unit, name by name, against what a life of the daemon asks for.
names () { # set, of system calls
	systemd-analyze syscall-filter "$1" 2>/dev/null | sed 1d | while read -r name; do
		case $name in '#'*) ;; @*) names "$name" ;; *) echo "$name" ;; esac
	done
}
filter () { # prints what the unit allows
	names @system-service | sort -u >"$dir/allowed"
	for set in @privileged @resources; do names $set; done | sort -u >"$dir/denied"
	comm -23 "$dir/allowed" "$dir/denied"
	sed -n 's/^SystemCallFilter=\([a-z].*\)/\1/p' "$unit" | tr ' ' '\n'
}
if [ -n "$SAN" ]; then
	skip "sanitizers have calls of their own"
elif has strace && has systemd-analyze && strace -o /dev/null true 2>/dev/null; then
	filter | sort -u >"$dir/filter"
	start strace -f -o "$dir/calls"
	wait_for heard READY=1 3
	printf 'From: a@shop.example\nTo: b@mail.example\nSubject: x\n\nHello.\n' >"$dir/short.eml"
	{ cat "$dir/short.eml"; seq 1 200000; } >"$dir/long.eml"
	timeout 60 "$client" "unix:$dir/sock" "$dir/short.eml" "$dir/long.eml" >"$dir/out" 2>&1
	pkill -HUP -P $pid; wait_for heard READY=1 4
	pkill -TERM -P $pid; wait_for ended; wait $pid; pid=
	[ "$(grep -c '"reply":"accept"' "$dir/out")" = 2 ]; ok "it works while its calls are counted"
	# What strace's child asked for before it was us, and its last words, are no calls of ours.
	sed -n 's/^[0-9]* *\([a-z0-9_]*\)(.*/\1/p' "$dir/calls" | sort -u >"$dir/asked"
	comm -23 "$dir/asked" "$dir/filter" >"$dir/log"
	[ -s "$dir/asked" ] && [ ! -s "$dir/log" ]; ok "it asks for nothing that the unit forbids"
else
	skip "no strace, or no systemd-analyze"
fi
echo "1..$n"
