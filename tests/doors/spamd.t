#!/bin/sh
# The spamd door: good requests, faulty clients, clients that go away or are slow; afterwards it is
# as good as new, and keeps no descriptor.
src=${SRC:-.} build=${BUILD:-build}
dir=$(mktemp -d) pid=
trap '[ -z "$pid" ] || kill -9 $pid 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
TSAN_OPTIONS="suppressions=$src/tests/doors/tsan.supp report_thread_leaks=0"; export TSAN_OPTIONS
cat >"$dir/conf" <<-CF
	milter = ""; spamd = "unix:$dir/sock"; state-dir = "$dir"; log = "stderr"; max-connections = 20;
	networks = [ "127.0.0.1" ];
	defaults: { mode = "enforce"; tag-at = 1; rules-header = true; };
CF
"$build/sendlint" serve --foreground --config "$dir/conf" >"$dir/log" 2>&1 & pid=$!
for _ in $(seq 1200); do grep -q 'started; listening' "$dir/log" && break; sleep .05; done
timeout 200 perl "$src/tests/doors/spamd.pl" "$dir/sock" $pid
kill $pid; wait $pid; s=$?; pid=
[ $s = 0 ] && echo "ok 24 - and it stops" || echo "not ok 25 - stops with $s"
[ ! -e "$dir/sock" ] && echo "ok 25 - without leaving its socket" || echo "not ok 25 - the socket stays"
grep -E 'Sanitizer|CRITICAL|WARNING \*\*' "$dir/log" | sed 's/^/# /'
echo 1..25
