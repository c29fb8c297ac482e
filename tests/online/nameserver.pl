# A private name server on loopback: NSD with the zones beside this file, and a port that never
# answers.  nameserver->start($nsd, $folder); both end with the object.
package nameserver;
use strict; use warnings;
use File::Basename 'dirname';
use IO::Socket::INET;

my $here = dirname(__FILE__);

sub free_port {
	my $s = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Proto => 'udp') or die "no port: $!\n";
	$s->sockport
}

sub start {
	my ($class, $nsd, $dir) = @_;
	my $self = bless { port => free_port(), dir => $dir }, $class;
	open my $conf, '>', "$dir/nsd.conf" or die "$dir/nsd.conf: $!\n";
	print $conf <<"END";
server:
	ip-address: 127.0.0.1\@$self->{port}
	username: ""
	chroot: ""
	zonesdir: "$here"
	database: ""
	pidfile: "$dir/nsd.pid"
	xfrdfile: "$dir/xfrd.state"
	zonelistfile: "$dir/zone.list"
	xfrdir: "$dir"
	logfile: "$dir/nsd.log"
	server-count: 1
	rrl-ratelimit: 0
	refuse-any: no
remote-control:
	control-enable: no
zone:
	name: example
	zonefile: example.zone
zone:
	name: 2.0.192.in-addr.arpa
	zonefile: reverse.zone
# Never loaded: NSD answers SERVFAIL.
zone:
	name: broken.example
	zonefile: /nonexistent/broken.zone
END
	close $conf;
	$self->{pid} = fork // die "fork: $!\n";
	if (!$self->{pid}) {
		open STDOUT, '>', "$dir/nsd.out"; open STDERR, '>&', \*STDOUT;
		exec split(/ /, $nsd), '-d', '-c', "$dir/nsd.conf" or exit 127;
	}
	$self->{silent} = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Proto => 'udp') or die;
	for (1 .. 100) {
		return $self if $self->answers;
		last if waitpid($self->{pid}, 1) > 0;
		select undef, undef, undef, 0.1;
	}
	die "NSD does not start:\n", map { "# $_" } map { slurp($_) } "$dir/nsd.out", "$dir/nsd.log";
}

sub slurp { open my $in, '<', shift or return ''; local $/; <$in> // '' }
sub silent_port { $_[0]{silent}->sockport }

# Is there an answer to "example SOA"?
sub answers {
	my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$_[0]{port}", Proto => 'udp') or return;
	$s->send(pack('n6', 4711, 0x0100, 1, 0, 0, 0) . "\7example\0" . pack('n2', 6, 1)) or return;
	vec(my $r = '', fileno $s, 1) = 1;
	return select($r, undef, undef, 0.3) > 0 && defined $s->recv(my $answer, 512);
}

sub DESTROY {
	my $self = shift;
	local ($?, $!);
	if ($self->{pid}) { kill 'TERM', $self->{pid}; waitpid $self->{pid}, 0 }
}
1;
