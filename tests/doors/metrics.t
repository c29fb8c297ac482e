#!/bin/sh
# The figures of a daemon: they are what the log says, and whoever asks badly for them disturbs nobody.
build=${BUILD:-build}; client=$build/tests/tools/milterclient; src=${SRC:-.}
dir=$(mktemp -d) pid=; n=0
trap '[ -z "$pid" ] || kill -9 $pid 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
TSAN_OPTIONS="suppressions=$(dirname "$0")/tsan.supp report_thread_leaks=0"; export TSAN_OPTIONS
SOCK=$dir/figures

ok () { # name, of a command that just ran
	s=$?; n=$((n + 1))
	[ $s = 0 ] && echo "ok $n - $1" || { echo "not ok $n - $1"; tail -n 12 "$dir/log" "$dir/out" 2>/dev/null | sed 's/^/# /'; }
}
wait_for () { # command...
	for _ in $(seq 1200); do "$@" >/dev/null 2>&1 && return 0; sleep .05; done
	return 1
}
said () { grep -q "$1" "$dir/log"; }
http () { timeout 150 perl "$src/tests/doors/http.pl" "$SOCK" "$@" >"$dir/out" 2>&1; }
figures () { http get /metrics; }
prints () { [ "$(cat "$dir/out")" = "$1" ]; }
has () { grep -qxF "$1" "$dir/out"; }
config () { # settings
	printf 'state-dir = "%s/state"; hunspell = "/nonexistent";\n%s\n' "$dir" "$1" >"$dir/conf"
}
start () {
	: >"$dir/log"
	"$build/sendlint" serve --foreground --config "$dir/conf" --milter "unix:$dir/sock" >"$dir/log" 2>&1 & pid=$!
	wait_for said 'started; listening'
}
ended () { ! kill -0 "$pid"; }
stop () { kill $pid; wait_for ended; wait $pid; s=$?; pid=; return $s; }
send () { timeout 60 "$client" "unix:$dir/sock" "$@" >"$dir/reply" 2>&1; }
refused () { # address, of figures
	config "metrics = \"$1\";"
	! "$build/sendlint" config check --config "$dir/conf" >"$dir/out" 2>&1 &&
		grep -q "conf:2: metrics = \"$1\": this must be .*loopback" "$dir/out"
}

for a in inet:9999@0.0.0.0 inet:9999@192.0.2.1 inet6:9999@:: inet:9999@example.org inet:9999@127.0.0.1.example; do
	refused $a || break
done; ok 'no address but of this machine'
config 'metrics = "inet6:9999@::1";'; "$build/sendlint" config check --config "$dir/conf" >"$dir/out" 2>&1; ok 'the loopback has two'

M="metrics = \"unix:$SOCK\";"
config "$M defaults: { mode = \"enforce\"; reject-at = 60; }; policies: { shop = { match = { sender = \"sender.test\"; }; }; };"
start || { echo "Bail out! no start"; exit 1; }
[ "$(stat -c %a "$SOCK")" = 660 ]; ok 'the socket has its mode'
figures && ! grep -q '^sendlint_messages_total' "$dir/out" && has 'sendlint_message_points_count 0'; ok 'figures of nothing'
http get /health && prints ok; ok 'it is well'
send "$src"/tests/golden/*.eml "$src"/tests/clean/*.eml; wait_for said 'null-ru\|ms=[0-9]*$'
mails=$(ls "$src"/tests/golden/*.eml "$src"/tests/clean/*.eml | wc -l)
counted () { [ "$(grep -c ' ms=' "$dir/log")" = "$mails" ]; }
wait_for counted; figures; ok 'and of some mail'
perl -e 'my (%f, %l, $points, %rules);
	open my $log, "<", shift; while (<$log>) {
		/ policy=(\S+) .*class=(\S+) points=(\d+) action=(\S+) taken=(\S+) rules=(\S+)/ or next;
		$l{qq(messages_total{policy="$1",class="$2",action="$4",taken="$5"})}++;
		$l{message_points_sum} += $3; $l{message_points_count}++; $l{message_duration_seconds_count}++;
		$l{qq(message_points_bucket{le="$_"})} += $3 <= $_ for 0, 5, 10, 20, 30, 50, 75, 100;
		$l{qq(message_points_bucket{le="+Inf"})}++;
		$l{qq(rule_messages_total{rule="$_"})}++ for grep { $_ ne "-" } split /,/, $6;
	}
	open my $out, "<", shift; while (<$out>) {
		$f{$1} = $2 if /^sendlint_((?:messages_total|message_points|rule_messages|message_duration_seconds_count).*) (\S+)$/;
	}
	print map { "# $_: " . ($f{$_} // "none") . ", the log has " . ($l{$_} // "none") . "\n" }
		grep { ($f{$_} // -1) != ($l{$_} // -1) } sort keys %{{%f, %l}};
	exit !(keys %l > 40 && !grep { ($f{$_} // -1) != ($l{$_} // -1) } keys %{{%f, %l}});' "$dir/log" "$dir/out"
ok 'each is what the lines of the log come to'
http whole /metrics; ok 'with their length'

http status 'GET / HTTP/1.1\r\n\r\n'; prints 404; ok 'no other page'
http status 'POST /metrics HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc'; prints 405; ok 'nothing but GET'
http status '\x16\x03\x01\x00\x00\x00'; prints 400; ok 'no TLS'
http status 'GET /health\x00 HTTP/1.1\r\n\r\n'; prints 400; ok 'a NUL'
http status 'GET /@{["a" x 5000]} HTTP/1.1\r\n\r\n'; prints 414; ok 'a path of 5,000 bytes'
http status 'GET /health HTTP/1.1\r\n@{["A: bcdef\r\n" x 1000]}\r\n'; prints 431; ok 'a head of 10 KB'
http status 'GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /status HTTP/1.1\r\n\r\n'; prints 200; ok 'two at once get one answer'
http bytes /health; prints 200; ok 'a byte at a time'
http flood 100; [ "$(sed 's/ MB//' "$dir/out")" -lt 20 ]; ok 'a body of 100 MB is not read'
http flood 100 AAAA; [ "$(sed 's/ MB//' "$dir/out")" -lt 20 ]; ok 'nor a head'
http idle; prints '0 bytes, then closed'; ok 'who says no more is cut off'
http deaf; prints 200; ok 'who reads nothing keeps nobody from asking'
http crowd 10000 & crowd=$!
send "$src"/tests/clean/*.eml && [ "$(grep -c '"reply":"' "$dir/reply")" = "$(ls "$src"/tests/clean/*.eml | wc -l)" ]; ok 'mail is judged meanwhile'
wait $crowd; prints '10000 connections, then 200'; ok '10,000 connections that say nothing'
[ "$(ls /proc/$pid/fd | wc -l)" -lt 60 ]; ok 'and no more than some stay open'
figures && [ "$(sed -n 's/^sendlint_dropped_total{what="metrics"} //p' "$dir/out")" -gt 9000 ]; ok 'they are counted'

cp "$dir/conf" "$dir/good"; config "$M mode = 1;"
kill -HUP $pid; wait_for said 'the configuration in force stays'
figures && has 'sendlint_reloads_total{result="failed"} 1' && has 'sendlint_last_reload_successful 0'; ok 'a reload that failed'
grep -q '^sendlint_log_lines_total{level="error"} [1-9]' "$dir/out"; ok 'and the errors it logged'
http get /health && [ "$(head -1 "$dir/out")" = trouble ] && grep -q '^the last reload failed' "$dir/out"; ok 'is trouble'
cp "$dir/good" "$dir/conf"; kill -HUP $pid; wait_for said 'configuration reloaded'
figures && has 'sendlint_reloads_total{result="ok"} 1' && has 'sendlint_last_reload_successful 1'; ok 'until one that did not'
http get /health && prints ok; ok 'and all is well'
stop && [ ! -e "$SOCK" ]; ok 'it stops, and takes the socket away'

port=$(perl "$src/tests/doors/http.pl" 0 port)
config "metrics = \"inet:$port@127.0.0.1\"; store = false;"
start || exit 1; SOCK=$port; http get /health && prints ok; ok 'a port'
http flood 100; [ "$(sed 's/ MB//' "$dir/out")" -lt 20 ]; ok 'that is closed on a flood, too'
stop; ok 'and stops'
config 'metrics = "unix:/nonexistent/socket";'
"$build/sendlint" serve --foreground --config "$dir/conf" --milter "unix:$dir/sock" >"$dir/out" 2>&1
[ $? = 2 ] && grep -q 'socket /nonexistent/socket: folder' "$dir/out"; ok 'no folder for the socket: no start'
config "metrics = \"unix:$dir/figures\"; milter = \"\";"
"$build/sendlint" serve --foreground --config "$dir/conf" >"$dir/out" 2>&1
[ $? = 2 ] && grep -q 'neither milter nor spamd' "$dir/out" && [ ! -e "$dir/figures" ]; ok 'nor with figures alone'
echo "1..$n"
