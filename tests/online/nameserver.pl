# A private name server on loopback: NSD with the zones beside this file, and a port that never
# answers, and one that writes down what it is asked.  nameserver->start($nsd, $folder); all end with
# the object.
package nameserver;
use strict; use warnings;
use File::Basename 'dirname';
use IO::Socket::INET;
use POSIX ();

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

# A port that hands questions on to NSD, over UDP alone, and writes each down before.
sub watched_port {
	my $self = shift;
	return $self->{watched} if $self->{watched};
	my $in = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Proto => 'udp') or die "no port: $!\n";
	$self->{watcher} = fork // die "fork: $!\n";
	$self->watch($in) if !$self->{watcher};
	return $self->{watched} = $in->sockport;
}

sub watch {
	my ($self, $in) = @_;
	my $nsd = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$self->{port}", Proto => 'udp') or POSIX::_exit(1);
	open my $log, '>>', "$self->{dir}/questions" or POSIX::_exit(1);
	while (my $from = $in->recv(my $question, 4096)) {
		syswrite $log, question($question) . "\n";
		$nsd->send($question);
		vec(my $r = '', fileno $nsd, 1) = 1;
		next if select($r, undef, undef, 2) < 1 || !defined $nsd->recv(my $answer, 65535);
		$in->send($answer, 0, $from);
	}
	POSIX::_exit(0);
}

# "TYPE name" of a DNS message.
sub question {
	my %types = (1 => 'A', 12 => 'PTR', 15 => 'MX', 16 => 'TXT', 28 => 'AAAA');
	my ($at, @labels) = 12;
	while (my $len = ord substr $_[0], $at, 1) { push @labels, lc substr $_[0], $at + 1, $len; $at += 1 + $len }
	my $type = unpack 'n', substr $_[0], $at + 1, 2;
	return ($types{$type} // $type) . ' ' . join '.', @labels;
}

# What was asked since the last time.
sub questions {
	my $self = shift;
	my @all = split /\n/, slurp("$self->{dir}/questions");
	my @new = @all[$self->{read} // 0 .. $#all];
	$self->{read} = @all;
	return @new;
}

sub DESTROY {
	my $self = shift;
	local ($?, $!);
	for my $pid (grep { $_ } @$self{qw(pid watcher)}) { kill 'TERM', $pid; waitpid $pid, 0 }
}
1;
