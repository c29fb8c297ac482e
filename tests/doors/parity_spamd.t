#!/bin/sh
# The same mail gets the same findings in the form in which Exim hands it over and from `sendlint check`.
cd "${SRC:-.}" || exit 1
build=${BUILD:-build}
dir=$(mktemp -d) && trap 'kill "$pid" 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
cat >"$dir/conf" <<-END
	milter = ""; spamd = "unix:$dir/sock"; state-dir = "$dir"; log = "stderr";
	# Only the daemon knows the envelope, and the time: these mails were not written just now.
	defaults = { mode = "tag"; tag-at = 1; reject-at = "off"; rules-header = true;
		     rules = { headers-date-skew = "off"; auth-envelope-domain = "off"; }; };
END
TSAN_OPTIONS="suppressions=$PWD/tests/doors/tsan.supp report_thread_leaks=0"; export TSAN_OPTIONS
"$build/sendlint" serve --foreground --config "$dir/conf" >"$dir/log" 2>&1 & pid=$!
for _ in $(seq 1200); do grep -q 'started; listening' "$dir/log" && break; sleep .05; done
"$build/sendlint" check --config "$dir/conf" --format json tests/golden/*.eml tests/clean/*.eml \
	>"$dir/check" 2>>"$dir/log"

DIR=$dir timeout 300 perl -MJSON::PP -MIO::Socket::UNIX -we '
	my ($json, $mails, $compared, $bad) = (JSON::PP->new->utf8, 0, 0, 0);
	sub ask {
		my ($mail) = @_;
		my $s = IO::Socket::UNIX->new(Peer => "$ENV{DIR}/sock") or die "no connection\n";
		my $body = "From a\@b.test Mon Nov  2 10:00:00 2026\nX-Envelope-From: <a\@b.test>\n" .
			"X-Envelope-To: <c\@d.test>\n$mail";
		print $s "CHECK RSPAMC/1.3\r\nContent-length: ", length $body,
			# No sender: `check` knows none either.
			"\r\nRcpt: <c\@d.test>\r\nIP: 127.0.0.1\r\n\r\n", $body;
		$s->flush;
		local $/;
		return (<$s> // "") =~ s/\r//gr;
	}
	open my $check, "<", "$ENV{DIR}/check" or die;
	while (<$check>) {
		my $v = $json->decode($_);
		my %rules = map { $_->{rule} => 1 } @{$v->{findings}};
		$mails++;
		# Exim makes all line ends alike and adds Date and Message-ID, which `check` can only miss.
		next if grep { /^(mime-bare-newline|headers-(date|message-id)-missing)$/ } keys %rules;
		open my $in, "<:raw", $v->{file} or die;
		my $mail = do { local $/; <$in> };
		my $answer = ask($mail =~ s/\r\n/\n/gr);
		my ($points) = $answer =~ /^Metric: \S+ \S+ (\d+)\.00/m;
		my ($found) = $answer =~ /^X-Sendlint-Rules: (.*(?:\n\t.*)*)/m;
		my $want = join " ", $v->{points}, $v->{points} ? sort keys %rules : ();
		my $have = join " ", $points // "no answer", sort split /[,\s]+/, $found // "";
		$compared++;
		next if $want eq $have;
		$bad++;
		print "# $v->{file}\n#   check: $want\n#   Exim:  $have\n";
	}
	print $compared > $mails / 2 ? "" : "not ", "ok 1 - $compared of $mails mails\n";
	print $bad ? "not " : "", "ok 2 - $bad differ between check and what Exim is told\n";
'
kill $pid; wait $pid; s=$?
[ $s = 0 ] && echo "ok 3 - stops cleanly" || echo "not ok 3 - stops with $s"
echo 1..3
