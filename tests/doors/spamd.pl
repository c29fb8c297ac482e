#!/usr/bin/perl
# Clients of the spamd door, good and bad: spamd.pl SOCKET PID.  Called by spamd.t.
use strict;
use warnings;
use IO::Select;
use IO::Socket::UNIX;
use Time::HiRes qw(sleep);

my ($path, $pid) = @ARGV;
my $n = 0;
$SIG{PIPE} = 'IGNORE';
$| = 1;

sub ok { my ($is, $name) = @_; $n++; print $is ? '' : 'not ', "ok $n - $name\n"; return $is }
sub dial { return IO::Socket::UNIX->new(Peer => $path) // die "no connection: $!\n" }
sub answer {		# until the end; '' when there is none in 30 seconds
	my ($s) = @_;
	my ($all, $wait) = ('', IO::Select->new($s));
	while ($wait->can_read(30)) {
		return $all unless sysread $s, $all, 65536, length $all;
	}
	return '';
}
sub ask { my $s = dial(); print $s $_[0]; $s->flush; return answer($s) }

my $mark = "From shop\@lab.test Mon Nov  2 10:00:00 2026\nX-Envelope-From: <shop\@lab.test>\n" .
	"X-Envelope-To: <anna\@dest.test>\n";
my $mail = "From: Shop <shop\@lab.test>\nTo: anna\@dest.test\nDate: Mon, 02 Nov 2026 10:00:00 +0000\n" .
	"Message-ID: <1\@lab.test>\nSubject: Your order 4711\n\nHello Anna, your order is ready.\n";
my $bad = $mail . "Dear {{name}}, {% if paid %} you paid NaN.\n";
sub request {		# mail, more lines, length
	my ($text, $more, $length) = @_;
	return "CHECK RSPAMC/1.3\r\nContent-length: " . ($length // length $text) . "\r\n" .
		"Queue-Id: q$n\r\nFrom: <shop\@lab.test>\r\nRcpt: <anna\@dest.test>\r\n" .
		($more // "IP: 127.0.0.1\r\nUser: alice\r\n") . "\r\n$text";
}
sub descriptors { my @all = glob "/proc/$pid/fd/*"; return scalar @all }
sub good { return ask(request($mark . $bad)) =~ /^RSPAMD\/1\.3 0 EX_OK\r\nMetric: default; True; [^\n]*\nAction: reject\r\n/ }

ok(good(), 'refuses, in the words of rspamd');
my $before = descriptors();
my $a = ask(request($mark . $bad));
ok($a =~ /never filled in/ && length $a < 16384, 'with reasons, in less than 16 KB');
ok(ask(request($bad, "IP: 192.0.2.1\r\n")) =~ /False; .*\r\nAction: pass\r\n\z/, 'what is not outgoing passes');
ok(ask(request($mark . $bad =~ s/\n/\r\n/gr)) =~ /Action: reject/, 'CRLF is as good as LF');
ok(ask("SYMBOLS SPAMC/1.5\r\nContent-length: " . length($bad) . "\r\n\r\n$bad") =~
	/^SPAMD\/1\.1 0 EX_OK\r\nContent-length: \d+\r\nSpam: True ; [^\n]*\n\r\ntemplate-placeholder/, 'SPAMC SYMBOLS');
$a = ask("REPORT SPAMC/1.2\r\nContent-length: " . length($bad) . "\r\n\r\n$bad");
my ($length, $body) = $a =~ /^SPAMD\/1\.1 0 EX_OK\r\nContent-length: (\d+)\r\n\r\n(.*)\z/s;
ok(defined $body && $length == length $body && $body =~ /^\d+\.00\/1\.00\r\nAction: reject/, 'SPAMC REPORT, as long as it says');
ok(ask("PING SPAMC/1.2\r\n\r\n") =~ /PONG/, 'PING');

for my $case (
	["CHECK RSPAMC/1.3\r\nUser: a\r\n\r\n$mail", 'no Content-length'],
	[request($mail, undef, -1), 'a negative one'],
	[request($mail, undef, '9' x 30), 'one that no number holds'],
	[request($mail, "Us\0er: a\r\n"), 'a NUL in the head'],
	["CHECK RSPAMC/1.3\r\nHelo: " . 'x' x 1_000_000, 'a line without an end'],
	["CHECK RSPAMC/1.3\r\n" . "X: y\r\n" x 2_000_000, 'lines without an end'],
	["GET / HTTP/1.0\r\n\r\n", 'another protocol'],
) {
	ok(ask($case->[0]) =~ /^SPAMD\/1\.0 76 Bad request: /, "$case->[1] is refused");
}
ok(ask(request($mark . $bad) . request($mark . $mail)) =~ /Action: reject(?!.*RSPAMD.*RSPAMD)/s, 'of two requests at once the first is answered');

# Gone at every place of a request.
my $whole = request($mark . $bad);
for (my $at = 0; $at < length $whole; $at += 7) {
	my $s = dial();
	print $s substr $whole, 0, $at;
	close $s;
}
ok(good(), 'clients that went away do no harm');
for (1 .. 50) {
	my $s = dial();
	print $s $whole;
	close $s;
}
ok(good(), 'nor those that do not wait for the answer');
my $s = dial();
print $s request($mail, undef, 999_999_999_999);
$s->flush;
ok(!IO::Select->new($s)->can_read(.5), 'more is promised than comes: no answer yet');
close $s;

$s = dial();
$s->autoflush(1);
for my $byte (split //, $whole) { print $s $byte }
ok(answer($s) =~ /Action: reject/, 'byte by byte');

# More than max-connections idle: who comes waits until there is room.
my @idle = map { dial() } 1 .. 25;
my $late = dial();
print $late $whole;
$late->flush;
ok(!IO::Select->new($late)->can_read(.5), 'beyond max-connections a client waits');
close $_ for @idle;
ok(answer($late) =~ /Action: reject/, 'and has its turn');

my $large = $mark . $bad . "x" x 70 . "\n";
$large .= "A line of a long message that goes on and on.\n" x 400_000;
ok(ask(request($large)) =~ /Action: reject/, '18 MB');

for (1 .. 100) { last if descriptors() <= $before; sleep .1 }
ok(descriptors() <= $before, 'no descriptor is kept');
