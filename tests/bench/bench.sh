#!/bin/sh
# make bench: sendlint in turns with a milter that does nothing, one that only parses, and the
# spam filters that are installed.
# QUICK=1: one short round.  ROUNDS=, SECONDS_EACH=, SETS= and CONNECTIONS= say otherwise.
build=${BUILD:-build}
mails=$build/mails
rounds=${ROUNDS:-${QUICK:+1}}; rounds=${rounds:-5}
each=${SECONDS_EACH:-${QUICK:+1}}; each=${each:-2}
sets=${SETS:-small typical attachments}
run=$(mktemp -d)
here=${SRC:-.}/tests/bench
pids=
before=$(cut -d' ' -f1 /proc/loadavg)
trap 'kill $pids 2>/dev/null; wait 2>/dev/null; rm -rf "$run"' EXIT
trap 'exit 1' INT TERM

if ! cmp -s "$here/generate.pl" "$mails/made-by"; then
	echo "making mails in $mails" >&2
	rm -rf "$mails"
	mkdir -p "$mails" && perl "$here/generate.pl" "$mails" && cp "$here/generate.pl" "$mails/made-by" || exit 1
fi

# The same languages wherever it runs: memory and the cost of a language grow with them.
mkdir "$run/hunspell"
for d in ${DICTIONARIES:-en_US en_GB pl_PL ru_RU pt_BR}; do
	for f in "${HUNSPELL:-/usr/share/hunspell}/$d".*; do
		[ -e "$f" ] && ln -s "$f" "$run/hunspell/"
	done
done
cat >"$run/conf" <<-END
	state-dir = "$run";
	hunspell = "$run/hunspell";
	log = "$run/log";
	max-connections = 1000;
	defaults = { mode = "tag"; rules-header = true; };
END
"$build/tests/bench/floor" noop "unix:$run/noop" & noop=$!
"$build/tests/bench/floor" parse "unix:$run/parse" & parse=$!
"$build/sendlint" serve --foreground --config "$run/conf" --milter "unix:$run/sendlint" \
	2>"$run/err" & sendlint=$!
pids="$noop $parse $sendlint"
targets="noop parse sendlint" up=
peer () { # name programs...: takes it into the turns where they are installed
	name=$1; shift
	for program; do
		command -v "$program" >/dev/null && continue
		echo "$name: not measured, $program is not installed" >>"$run/absent"
		return
	done
	"$here/peers.sh" "$name" "$run/$name.d" "$run/$name" & eval "$name=\$!"
	pids="$pids $!"
	targets="$targets $name"
}
chmod 711 "$run"	# a peer of root's runs as nobody
peer rspamd rspamd
peer spamassassin spamd spamc spamass-milter
process () { eval "echo \$$1"; }
answers () { # target
	n=0
	until [ -S "$run/$1" ]; do
		n=$((n + 1))
		[ $n -lt 900 ] && kill -0 "$(process "$1")" 2>/dev/null || return 1
		sleep 0.1
	done
}
for t in $targets; do
	answers "$t" && up="$up $t" && continue
	echo "$t does not answer" >&2
	case $t in noop|parse|sendlint) cat "$run/err" >&2; exit 1;; esac
	echo "$t: not measured, it does not start" >>"$run/absent"
done
targets=$up
until grep -q 'started; ' "$run/err"; do	# its dictionaries are read by then
	kill -0 $sendlint || exit 1
	sleep 0.1
done

memory () { awk '/^Pss_(Anon|Shmem):/ { n += $2 } END { print n + 0 }' "/proc/$1/smaps_rollup"; }
load () { # target options... set
	of=$(process "$1"); shift
	"$build/tests/bench/load" -p "$of" "$@"
}

started=$(memory $sendlint)
for set in $sets; do	# caches are warm from here on
	for t in $targets; do load "$t" -c 4 -s "$each" "$run/$t" "$mails/$set" >/dev/null; done
done
warm=$(memory $sendlint)
for _ in $(seq "$rounds"); do
	for set in $sets; do
		for c in ${CONNECTIONS:-1 8}; do
			for t in $targets; do
				echo "$set $c $t $(load "$t" -c "$c" -s "$each" "$run/$t" "$mails/$set")"
			done
		done
	done
done >"$run/results"
for t in parse sendlint; do
	flight=$(load $t --hold -c 64 "$run/$t" "$mails/five" | sed 's/.*memory=\([0-9]*\).*errors=\([0-9]*\)/\1 \2/')
	# Twice: what stays may grow with every round.
	load $t -c 64 -s "$each" "$run/$t" "$mails/five" >/dev/null
	sleep 2
	echo "$t $flight $(memory "$(process $t)")"
done >"$run/memory"
kill $sendlint; wait $sendlint || { echo "sendlint did not stop cleanly" >&2; tail "$run/err" >&2; }

printf '%s, ' "$(date -u +%Y-%m-%d)"
awk -F': ' '/^model name/ { m = $2; n++ } END { printf "%d cores, %s", n, m }' /proc/cpuinfo
awk '/^MemTotal/ { printf ", %d GiB", $2 / 1048576 + 0.5 }' /proc/meminfo
echo ", load $before before"
echo "$rounds rounds of $each s each"
perl "$here/table.pl" "$run/results"
cat "$run/absent" 2>/dev/null
printf '\nmemory of sendlint, MiB: %d after the start, %d warm (both with all dictionaries)\n' \
	$((started / 1024)) $((warm / 1024))
awk '{ printf "%-9s 64 x 5 MB in flight: %d MiB (%d errors), at rest afterwards: %d MiB\n",
	$1, $2 / 1024, $3, $4 / 1024 }' "$run/memory"
