#!/usr/bin/perl
# An auth server of a few lines, so that a private mail server can ask for logins.
#
#   auth.pl SOCKET LOGIN:PASSWORD...        Dovecot's protocol 1.1, mechanism PLAIN
#   auth.pl --saslauthd SOCKET LOGIN:PASSWORD...    that of Cyrus' saslauthd
use strict;
use warnings;
use IO::Socket::UNIX;
use MIME::Base64;

my $saslauthd = @ARGV && $ARGV[0] eq '--saslauthd' && shift @ARGV;
my ($path, @users) = @ARGV;
my %password = map { split /:/, $_, 2 } @users;
unlink $path;
umask 0;
my $listener = IO::Socket::UNIX->new(Local => $path, Listen => 64) or die "auth.pl: $path: $!\n";
local $SIG{CHLD} = 'IGNORE';

sub answer {
	my ($client, @words) = @_;
	print $client join("\t", @words), "\n";
}

sub talk {
	my ($client) = @_;
	answer($client, 'VERSION', 1, 1);
	answer($client, 'MECH', 'PLAIN', 'plaintext');
	answer($client, 'SPID', $$);
	answer($client, 'CUID', $$);
	answer($client, 'COOKIE', '0123456789abcdef0123456789abcdef');
	answer($client, 'DONE');
	while (my $line = <$client>) {
		chomp $line;
		my ($verb, $id, @rest) = split /\t/, $line;
		next unless $verb eq 'AUTH';
		my ($response) = map { /^resp=(.*)/ } @rest;
		my (undef, $login, $given) = split /\0/, decode_base64($response // '');
		if (defined $given && ($password{$login} // '') eq $given) {
			answer($client, 'OK', $id, "user=$login");
		} else {
			answer($client, 'FAIL', $id, 'user=' . ($login // ''));
		}
	}
}

# Login, password, service and realm, each behind its length; so is the answer.
sub talk_saslauthd {
	my ($client) = @_;
	my @given;
	for (1 .. 4) {
		read($client, my $length, 2) == 2 or return;
		my $bytes = unpack 'n', $length;
		read($client, my $text, $bytes) == $bytes or return;
		push @given, $text;
	}
	my $known = ($password{$given[0]} // '') eq $given[1];
	print $client pack 'n/a*', $known ? 'OK' : 'NO';
}

while (my $client = $listener->accept) {
	my $child = fork // die "auth.pl: fork: $!\n";
	if ($child == 0) {
		$client->autoflush(1);
		$saslauthd ? talk_saslauthd($client) : talk($client);
		exit 0;
	}
	close $client;
}
