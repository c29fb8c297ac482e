#!/bin/sh
# The same mail gets the same findings through the milter and from `sendlint check`.
cd "${SRC:-.}" || exit 1
build=${BUILD:-build}
dir=$(mktemp -d) && trap 'kill "$pid" 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
cat >"$dir/conf" <<-END
	state-dir = "$dir";
	log = "stderr";
	# Only the daemon knows the envelope, and the time: these mails were not written just now.
	defaults = { mode = "tag"; tag-at = 1; reject-at = "off"; rules-header = true;
		     rules = { headers-date-skew = "off"; auth-envelope-domain = "off"; }; };
END
TSAN_OPTIONS="suppressions=$PWD/tests/doors/tsan.supp report_thread_leaks=0"; export TSAN_OPTIONS
"$build/sendlint" serve --foreground --config "$dir/conf" --milter "unix:$dir/sock" \
	>"$dir/log" 2>&1 & pid=$!
tries=0
until [ -S "$dir/sock" ] || [ $tries = 300 ]; do tries=$((tries + 1)); sleep 0.1; done

set -- tests/golden/*.eml tests/clean/*.eml tests/big/*.eml
for f; do
	shift
	[ -e "$f" ] && set -- "$@" "$f"
done
corpora=${CORPORA:-../shared/corpora}
if [ -d "$corpora/dev/C_mime" ]; then
	for f in $(find "$corpora/dev/C_mime" -type f ! -name '*.mbox' | LC_ALL=C sort | head -500); do set -- "$@" "$f"; done
else
	echo "# SKIP the corpora are not here: only the mails of this project"
fi
"$build/sendlint" check --config "$dir/conf" --format json "$@" >"$dir/check" 2>>"$dir/log"
"$build/tests/tools/milterclient" -1 "unix:$dir/sock" "$@" >"$dir/milter" 2>>"$dir/log"

DIR=$dir perl -MJSON::PP -we '
	my $json = JSON::PP->new->utf8;
	my (%want, %have, @files);

	sub lines { open my $in, "<", "$ENV{DIR}/$_[0]" or die; return map { $json->decode($_) } <$in> }
	for my $v (lines("check")) {
		my %rules = map { $_->{rule} => 1 } @{$v->{findings}};
		push @files, $v->{file};
		$want{$v->{file}} = join " ", $v->{points}, sort keys %rules;
	}
	# The log tells of every mail, the header fields of those with points.
	my %log;
	open my $in, "<", "$ENV{DIR}/log" or die;
	while (<$in>) {
		next unless /queue=(\S+).* points=(\d+) .*rules=(\S+)/;
		$log{$1} = join " ", $2, sort grep { $_ ne "-" } split /,/, $3;
	}
	for my $r (lines("milter")) {
		my %field = map { $_->[0] => $_->[1] } @{$r->{headers}};
		my $log = $log{$r->{queue}} // "no line in the log ($r->{reply})";
		my $head = join " ", ($field{"X-Sendlint"} || "") =~ /points=(\d+)/,
			sort grep { length } split /[,\s]+/, $field{"X-Sendlint-Rules"} || "";
		$have{$r->{file}} = $log =~ /^0\b/ || $log eq $head ? $log : "$log, but fields say $head";
	}
	# A mail server adds what `check` can only miss: without Date or Message-ID the ids must agree.
	# It also makes all line ends alike before we see them.
	for my $f (grep { ($want{$_} . " " . ($have{$_} // "")) =~ /mime-bare-newline/ } @files) {
		s/ mime-bare-newline\b//, s/^\d+ ?// for $want{$f}, $have{$f} //= "no answer";
	}
	for my $h (\%want, \%have) {
		s/^\d+ (?=.*headers-(date|message-id)-missing)/- / for values %$h;
	}
	# A line that is no field ends the header for a mail server; a program may read on.
	sub regular {
		my ($file) = @_;
		open my $mail, "<:raw", $file or die;
		while (my $line = <$mail>) {
			last if $line =~ /^\r?$/;
			next if $line =~ /^[\x21-\x39\x3b-\x7e]+[ \t]*:/;
			next if $. > 1 && $line =~ /^[ \t]/;
			next if $. == 1 && $line =~ /^From /;
			print "# not compared, no field in line $.: $file\n";
			return 0;
		}
		return 1;
	}
	my @differ = grep { regular($_) } grep { $want{$_} ne ($have{$_} // "no answer") } @files;
	for my $f (@differ[0 .. ($#differ > 19 ? 19 : $#differ)]) {
		print "# $f\n#   check:  $want{$f}\n#   milter: ", $have{$f} // "no answer", "\n";
	}
	print @files >= @ARGV && @files > 0 ? "" : "not ", "ok 1 - a verdict for each of ", scalar @ARGV, " mails\n";
	print @differ ? "not " : "", "ok 2 - ", scalar @differ, " differ between check and the milter\n";
' "$@"
kill $pid; wait $pid
status=$?
[ $status = 0 ] || sed 's/^/# /' "$dir/log" | tail -30
[ $status = 0 ] && echo "ok 3 - stops cleanly" || echo "not ok 3 - stops with $status"
echo 1..3
