# Asks for figures, well and badly.  http.pl ADDRESS WHAT [ARGUMENTS]; ADDRESS is a path or a port.
use strict; use warnings;
use IO::Socket::INET; use IO::Socket::UNIX; use Time::HiRes qw(time sleep);

my ($address, $what, @args) = @ARGV;
$SIG{PIPE} = 'IGNORE';
alarm 120;	# a hang guard

sub dial {
	return $address =~ m{^/} ? IO::Socket::UNIX->new(Peer => $address)
		: IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $address);
}
sub slurp { my ($s) = @_; my ($all, $part) = ('', ''); $all .= $part while sysread($s, $part, 65536); $all }
sub ask { my ($request) = @_; my $s = dial() or die "no connection: $!\n"; syswrite $s, $request; slurp($s) }
sub get { my ($path) = @_; ask("GET $path HTTP/1.1\r\nHost: localhost\r\n\r\n") }
sub status { $_[0] =~ m{^HTTP/1\.1 (\d+) } ? $1 : 'none' }

my %do = (
	get => sub { my $answer = get($args[0]); $answer =~ s/^(.*?)\r\n\r\n//s; print $answer; $1 =~ / 200 / or exit 1 },
	status => sub { print status(ask(eval "qq($args[0])")), "\n" },
	whole => sub {	# the length that is said is the length there is
		my $answer = get($args[0]); my ($head, $body) = split /\r\n\r\n/, $answer, 2;
		$head =~ /^Content-Length: (\d+)\r?$/m && $1 == length $body or die "said $1, is " . length $body;
	},
	bytes => sub {	# a byte at a time
		my $s = dial(); for (split //, "GET $args[0] HTTP/1.1\r\n\r\n") { syswrite $s, $_; sleep .002 } print status(slurp($s)), "\n";
	},
	flood => sub {	# megabytes of a body, as long as they are taken
		my $s = dial(); my $n = 0; my $mega = 'x' x 1048576;
		syswrite $s, $args[1] || "GET /health HTTP/1.1\r\nContent-Length: 104857600\r\n\r\n";
		while ($n < $args[0] * 1048576) { my $w = syswrite $s, $mega; last unless $w; $n += $w }
		printf "%d MB\n", $n / 1048576;
	},
	crowd => sub {	# connections that say nothing; the last few stay until somebody has asked
		my @all; my $made = 0;
		for (1 .. $args[0]) { my $s = dial() or last; $made++; push @all, $s; shift @all if @all > 100 }
		my $start = time; my $answer = get('/health');
		printf "%d connections, then %s\n", $made, status($answer);
	},
	idle => sub { my $s = dial(); syswrite $s, 'GET /hea'; my $all = slurp($s); print length $all, " bytes, then closed\n" },
	deaf => sub {	# asks much and reads nothing
		my @all = map { my $s = dial(); syswrite $s, "GET /metrics HTTP/1.1\r\n\r\n"; $s } 1 .. 30;
		print status(get('/health')), "\n";
	},
	port => sub { my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1') or die; print $s->sockport, "\n" },
);
$do{$what}->();
