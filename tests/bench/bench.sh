#!/bin/sh
# make bench: sendlint beside a milter that does nothing and one that only parses, in turns.
# QUICK=1: one short round.  ROUNDS=, SECONDS_EACH=, SETS= and CONNECTIONS= say otherwise.
build=${BUILD:-build}
mails=$build/mails
rounds=${ROUNDS:-${QUICK:+1}}; rounds=${rounds:-5}
each=${SECONDS_EACH:-${QUICK:+1}}; each=${each:-2}
sets=${SETS:-small typical attachments}
run=$(mktemp -d)
here=${SRC:-.}/tests/bench
pids=
trap 'kill $pids 2>/dev/null; wait 2>/dev/null; rm -rf "$run"' EXIT
trap 'exit 1' INT TERM

if ! cmp -s "$here/generate.pl" "$mails/made-by"; then
	echo "making mails in $mails" >&2
	rm -rf "$mails"
	mkdir -p "$mails" && perl "$here/generate.pl" "$mails" && cp "$here/generate.pl" "$mails/made-by" || exit 1
fi

cat >"$run/conf" <<-END
	state-dir = "$run";
	log = "$run/log";
	max-connections = 1000;
	defaults = { mode = "tag"; rules-header = true; };
END
"$build/tests/bench/floor" noop "unix:$run/noop" & noop=$!
"$build/tests/bench/floor" parse "unix:$run/parse" & parse=$!
"$build/sendlint" serve --foreground --config "$run/conf" --milter "unix:$run/sendlint" \
	2>"$run/err" & sendlint=$!
pids="$noop $parse $sendlint"
for t in noop parse sendlint; do
	n=0
	until [ -S "$run/$t" ]; do
		n=$((n + 1)); [ $n -lt 300 ] || { echo "$t does not answer" >&2; cat "$run/err" >&2; exit 1; }
		sleep 0.1
	done
done

memory () { awk '/^Pss_(Anon|Shmem):/ { n += $2 } END { print n + 0 }' "/proc/$1/smaps_rollup"; }
load () { # target options... set
	target=$1; shift
	eval "pid=\$$target"
	"$build/tests/bench/load" -p "$pid" "$@"
}

started=$(memory $sendlint)
for set in $sets; do	# caches and dictionaries are warm from here on
	for t in noop parse sendlint; do load $t -c 4 -s "$each" "$run/$t" "$mails/$set" >/dev/null; done
done
warm=$(memory $sendlint)
for round in $(seq "$rounds"); do
	for set in $sets; do
		for c in ${CONNECTIONS:-1 8}; do
			for t in noop parse sendlint; do
				echo "$set $c $t $(load $t -c "$c" -s "$each" "$run/$t" "$mails/$set")"
			done
		done
	done
done >"$run/results"
for t in parse sendlint; do
	eval "pid=\$$t"
	flight=$(load $t --hold -c 64 "$run/$t" "$mails/five" | sed 's/.*memory=\([0-9]*\).*errors=\([0-9]*\)/\1 \2/')
	# Twice: what stays may grow with every round.
	load $t -c 64 -s "$each" "$run/$t" "$mails/five" >/dev/null
	sleep 2
	echo "$t $flight $(memory $pid)"
done >"$run/memory"
kill $sendlint; wait $sendlint || { echo "sendlint did not stop cleanly" >&2; tail "$run/err" >&2; }

printf '%s, ' "$(date -u +%Y-%m-%d)"
awk -F': ' '/^model name/ { m = $2; n++ } END { printf "%d cores, %s", n, m }' /proc/cpuinfo
awk '/^MemTotal/ { printf ", %d GiB", $2 / 1048576 + 0.5 }' /proc/meminfo
awk '{ printf ", load %s\n", $1 }' /proc/loadavg
echo "$rounds rounds of $each s each"
perl "$here/table.pl" "$run/results"
printf '\nmemory of sendlint, MiB: %d after the start, %d warm (with all dictionaries)\n' \
	$((started / 1024)) $((warm / 1024))
awk '{ printf "%-9s 64 x 5 MB in flight: %d MiB (%d errors), at rest afterwards: %d MiB\n",
	$1, $2 / 1024, $3, $4 / 1024 }' "$run/memory"
