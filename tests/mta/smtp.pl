#!/usr/bin/perl
# An SMTP client for tests.
#
#   smtp.pl PORT [--auth LOGIN:PASSWORD] [--from ADDRESS] [--to ADDRESS] FILE...
#       sends each file; prints the whole last reply for each
#   smtp.pl PORT --load N --clients C [--auth ..] [--subject FORMAT] SINK
#       sends N numbered messages over C connections at once, trying again after 4xx or a
#       broken connection, then compares what it was told with what lies in SINK:
#       prints "sent=N accepted=A arrived=B lost=L twice=T phantom=P unmarked=U"
use strict;
use warnings;
use Getopt::Long;
use IO::Socket::INET;
use MIME::Base64;
use Time::HiRes qw(sleep time);

my ($auth, $from, $load, $mark) = (undef, 'shop@lab.test', 0, 'X-Sendlint');
my $subject = 'Your order %d is ready';
my ($clients, $tries, @to) = (8, 60);
my $give_up = time + 60;	# a hang guard: what is still refused then, is refused
GetOptions('auth=s' => \$auth, 'subject=s' => \$subject, 'from=s' => \$from, 'to=s' => \@to, 'load=i' => \$load,
	'clients=i' => \$clients, 'tries=i' => \$tries, 'mark=s' => \$mark) or exit 2;
my $port = shift @ARGV;
my $said = '';	# the last reply
@to = ('anna@dest.test') unless @to;

sub reply {
	my ($s) = @_;
	my @lines;
	while (defined(my $line = <$s>)) {
		$line =~ s/\r?\n$//;
		push @lines, $line;
		return $said = join("\n", @lines) if $line =~ /^\d{3}( |$)/;
	}
	return '';
}

sub say_to {
	my ($s, $line) = @_;
	print $s "$line\r\n" or return '';
	return reply($s);
}

sub connect_to {
	my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port", Timeout => 30) or return;
	$s->autoflush(1);
	return unless reply($s) =~ /^220/ && say_to($s, 'EHLO client.lab.test') =~ /^250/;
	if ($auth) {
		my ($login, $password) = split /:/, $auth, 2;
		my $plain = encode_base64("\0$login\0$password", '');
		return unless say_to($s, "AUTH PLAIN $plain") =~ /^235/;
	}
	return $s;
}

# The reply that decided: to MAIL, RCPT, DATA or the message itself.
sub send_mail {
	my ($s, $message) = @_;
	for my $line ("MAIL FROM:<$from>", map { "RCPT TO:<$_>" } @to) {
		my $r = say_to($s, $line);
		return $r unless $r =~ /^250/;
	}
	my $r = say_to($s, 'DATA');
	return $r unless $r =~ /^354/;
	$message =~ s/\r?\n/\r\n/g;
	$message =~ s/^\./../mg;
	$message .= "\r\n" unless $message =~ /\r\n\z/;
	print $s $message or return '';
	return say_to($s, '.');
}

sub slurp {
	my ($path) = @_;
	open my $f, '<:raw', $path or die "smtp.pl: $path: $!\n";
	local $/;
	return scalar <$f>;
}

$SIG{PIPE} = 'IGNORE';
if (!$load) {
	my $status = 0;
	for my $path (@ARGV) {
		my $s = connect_to() or die "smtp.pl: no connection, or no login, at port $port: $said\n";
		my $r = send_mail($s, slurp($path));
		print "$r\n";
		$status = 1 unless $r =~ /^2/;
		say_to($s, 'QUIT');
	}
	exit $status;
}

my ($sink) = @ARGV;
my $run = sprintf '%d-%x', $$, time * 1000;
sub numbered {
	my ($n) = @_;
	return "From: Shop <shop\@lab.test>\r\nTo: anna\@dest.test\r\nSubject: " . sprintf($subject, $n) . "\r\n" .
		"X-Load: $run-$n\r\n\r\n" .
		"Hello Anna, your order is ready and waits for you.\r\n" x 20;
}

# One client: a session of five messages, then a new one.  Tells its parent "N code".
sub client {
	my ($me, $out) = @_;
	for (my $n = $me, my $s, my $left = 0; $n < $load; $n += $clients) {
		my $told = '';
		for my $try (1 .. $tries) {
			if (!$s || !$left) {
				$s = connect_to();
				$left = 5;
			}
			$told = $s ? send_mail($s, numbered($n)) : '';
			$left--;
			last if $told =~ /^[25]/ || time > $give_up;
			print $out "$n again\n" if $try == 1;
			undef $s;
			sleep .25;
		}
		printf $out "%d %s\n", $n, substr($told, 0, 3) || '-';
	}
}

my (@pipes, %told, $again);
for my $me (0 .. $clients - 1) {
	pipe my $in, my $out or die;
	my $child = fork // die;
	if ($child == 0) {
		close $in;
		client($me, $out);
		close $out;
		exit 0;
	}
	close $out;
	push @pipes, $in;
}
$again = 0;
for my $in (@pipes) {
	while (<$in>) {
		/^(\d+) again/ ? $again++ : /^(\d+) (\S+)/ && ($told{$1} = $2);
	}
}
1 while wait > 0;

# Wait for what was accepted, then a moment more for what should not come.
my (%copies, %marked);
my $end = time + 30;
while (1) {
	(%copies, %marked) = ();
	for my $path (glob "$sink/*") {
		my $m = eval { slurp($path) } // next;
		while ($m =~ /^X-Load: \Q$run\E-(\d+)/mg) {
			my $number = $1;
			$copies{$number}++;
			$marked{$number} = 1 if index($m, "\n$mark:") >= 0;
		}
	}
	last if time > $end || !grep { $told{$_} eq '250' && !$copies{$_} } keys %told;
	sleep .5;
}
printf "sent=%d accepted=%d retried=%d arrived=%d lost=%d twice=%d phantom=%d unmarked=%d\n",
	$load, scalar(grep { $_ eq '250' } values %told), $again, scalar(keys %copies),
	scalar(grep { $told{$_} eq '250' && !$copies{$_} } keys %told),
	scalar(grep { $_ > 1 } values %copies),
	scalar(grep { ($told{$_} // '') ne '250' } keys %copies),
	scalar(grep { !$marked{$_} } keys %copies);
