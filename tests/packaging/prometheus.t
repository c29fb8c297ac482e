#!/bin/sh
# What is shipped for Prometheus and Grafana, and what the daemon gives them, fit together.
build=$(realpath "${BUILD:-build}"); src=$(realpath "${SRC:-.}"); client=$build/tests/tools/milterclient
dir=$(mktemp -d) pid=; n=0
trap '[ -z "$pid" ] || kill -9 $pid 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM

ok () { # name, of a command that just ran
	s=$?; n=$((n + 1))
	[ $s = 0 ] && echo "ok $n - $1" || { echo "not ok $n - $1"; tail -n 12 "$dir/out" 2>/dev/null | sed 's/^/# /'; }
}
skip () { n=$((n + 1)); echo "ok $n # SKIP $1"; }
wait_for () { # command...
	for _ in $(seq 1200); do "$@" >/dev/null 2>&1 && return 0; sleep .05; done
	return 1
}
cp "$src/packaging/prometheus/alerts.yml" "$src/tests/packaging/alerts_test.yml" "$dir"

cat >"$dir/conf" <<CONF
state-dir = "$dir/state"; hunspell = "/nonexistent"; metrics = "unix:$dir/figures"; defaults: { mode = "tag"; };
CONF
"$build/sendlint" serve --foreground --config "$dir/conf" --milter "unix:$dir/sock" >"$dir/log" 2>&1 & pid=$!
wait_for grep -q 'started; listening' "$dir/log"
timeout 60 "$client" "unix:$dir/sock" "$src"/tests/golden/*.eml >/dev/null 2>&1
perl "$src/tests/doors/http.pl" "$dir/figures" get /metrics >"$dir/metrics" 2>"$dir/out"; ok 'figures'
kill $pid; wait $pid; pid=

mkdir -p "$build/prometheus"
if promtool=$(flock "$build/prometheus" sh "$src/tests/packaging/unpack_promtool.sh" "${PROMTOOL:-build/promtool}" 2>"$dir/why"); then
	timeout 60 "$promtool" check metrics <"$dir/metrics" >"$dir/out" 2>&1 && [ ! -s "$dir/out" ]; ok 'promtool reads them, and has nothing to say'
	timeout 60 "$promtool" check rules "$dir/alerts.yml" >"$dir/out" 2>&1; ok 'and the rules of alerts'
	timeout 60 "$promtool" test rules "$dir/alerts_test.yml" >"$dir/out" 2>&1; ok 'which raise an alert when they should'
else
	for _ in 1 2 3; do skip "no promtool: $(tail -1 "$dir/why")"; done
fi
# Whatever the dashboard and the alerts ask for is there.
perl -MJSON::PP -e '
	my ($metrics, $dashboard, $alerts) = map { local $/; open my $f, "<", $_ or die "$_: $!"; <$f> } @ARGV;
	my %is = map { $_ => 1 } $metrics =~ /^# TYPE (\S+)/mg;
	$is{"${_}_bucket"} = $is{"${_}_sum"} = $is{"${_}_count"} = 1 for $metrics =~ /^# TYPE (\S+) histogram/mg;
	my $d = decode_json($dashboard);
	my @asked = map { $_->{expr} } map { @{$_->{targets}} } @{$d->{panels}};
	my %wanted = map { $_ => 1 } map { /\b(sendlint_\w+)/g } @asked, $alerts =~ /expr: *((?:>-\n(?: {10}.*\n)+)|.*)/g;
	my @no = grep { !$is{$_} } sort keys %wanted;
	print "# no such figure: $_\n" for @no;
	my %place; my @over = grep { my $g = $_->{gridPos}; $place{"$g->{x},$g->{y}"}++ || $g->{x} + $g->{w} > 24 } @{$d->{panels}};
	exit !(@asked > 10 && keys %wanted > 8 && !@no && !@over);' \
	"$dir/metrics" "$src/packaging/prometheus/dashboard.json" "$dir/alerts.yml" >"$dir/out" 2>&1; ok 'the dashboard and the alerts ask for what there is'
echo "1..$n"
