#!/bin/sh
# The log of a daemon's life as JSON: each line an object, with the members that the text has.
build=${BUILD:-build}; client=$build/tests/tools/milterclient
dir=$(mktemp -d) pid=; n=0
trap '[ -z "$pid" ] || kill -9 $pid 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
TSAN_OPTIONS="suppressions=$(dirname "$0")/tsan.supp report_thread_leaks=0"; export TSAN_OPTIONS

ok () { # name, of a command that just ran
	s=$?; n=$((n + 1))
	[ $s = 0 ] && echo "ok $n - $1" || { echo "not ok $n - $1"; tail -n 12 "$dir/log" | sed 's/^/# /'; }
}
wait_for () { # command...
	for _ in $(seq 1200); do "$@" >/dev/null 2>&1 && return 0; sleep .05; done
	return 1
}
said () { grep -q "$1" "$dir/log"; }
config () { # settings
	printf 'state-dir = "%s/state"; hunspell = "/nonexistent"; log = "%s/log";\n%s\n' "$dir" "$dir" "$1" >"$dir/conf"
}
json () { # file, a check in Perl of @l, its lines decoded
	perl -MJSON::PP -e 'my $check = pop; my @l = map { decode_json($_) } <>; eval $check or die $@ || "no: $check\n"' "$@" 2>>"$dir/err"
}

printf 'From: a@shop.test\nTo: b@mail.test\nSubject: \n\nHello.\n' >"$dir/mail.eml"
config 'log-format = "json"; defaults: { mode = "tag"; };'
"$build/sendlint" serve --config "$dir/conf" --milter "unix:$dir/sock" & pid=$!
wait_for said started
timeout 60 "$client" "unix:$dir/sock" "$dir/mail.eml" >"$dir/out" 2>&1; wait_for said '"ms"'
sed 's/tag"/often"/' "$dir/conf" >"$dir/bad" && mv "$dir/bad" "$dir/conf"
kill -HUP $pid; wait_for said 'reload-failed'
config 'log-format = "text"; defaults: { mode = "tag"; };'
cp "$dir/log" "$dir/json"
kill -HUP $pid; wait_for said ']: configuration reloaded'; ok 'the format can be changed by a reload'
timeout 60 "$client" "unix:$dir/sock" "$dir/mail.eml" >"$dir/out" 2>&1; wait_for said ' ms='
grep ' queue=' "$dir/log" >"$dir/text"
config 'log-format = "json"; defaults: { mode = "tag"; };'
kill -HUP $pid; wait_for said '"event":"reload"'
kill $pid; wait $pid; pid=
grep -v '^{' "$dir/log" | grep -v 'sendlint\[[0-9]*\]: ' >"$dir/other"
[ ! -s "$dir/other" ]; ok 'lines are of one format or of the other'
grep '^{' "$dir/log" >"$dir/json"
json "$dir/json" '!grep { !$_->{time} || !$_->{pid} || !$_->{level} || !$_->{event} } @l'; ok 'each has time, process, level and event'
json "$dir/json" 'join(" ", map { $_->{event} } grep { $_->{event} ne "notice" } @l) eq "start message reload-failed reload stop"'
ok 'the events of a life'
json "$dir/json" '(grep { $_->{level} eq "error" && $_->{text} =~ /conf:2: mode = "often"/ } @l) == 1'; ok 'an error has its words'
json "$dir/json" '!grep { $_->{time} !~ /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/ } @l'; ok 'times with zone'
# shellcheck disable=SC2016	# Perl
json "$dir/json" "$(cat <<PERL
	my (\$m) = grep { \$_->{event} eq "message" } @l; my %t = map { /^(\w+)=(.*)/ } split / /, q($(sed 's/.*: queue=/queue=/' "$dir/text"));
	delete @\$m{qw(time pid level event)};
	\$m->{rules} = join ",", @{\$m->{rules}};
	join(" ", sort keys %\$m) eq join(" ", sort keys %t) && !grep { !/^(id|queue|ms)\$/ && (\$m->{\$_} // "-") ne \$t{\$_} } keys %t
PERL
)"; ok 'a message has the members of the text, and their values'
[ -s "$dir/err" ] && sed 's/^/# /' "$dir/err"
echo "1..$n"
