#!/usr/bin/perl
# A mail server that takes mail from one client after another, and writes down what it got.
#
#   smtpd.pl SOCKET FOLDER     FOLDER/N is the Nth mail that it took, with its envelope above it
#
# FOLDER/say holds what it answers to the end of the data in place of 250, "rcpt CODE" for RCPT TO,
# or "hang".  FOLDER/sleep holds seconds to wait before that answer; FOLDER/seen grows by a line a
# connection.
use strict; use warnings;
use IO::Socket::UNIX;
my ($path, $folder) = @ARGV;
$SIG{PIPE} = 'IGNORE';
$SIG{TERM} = sub { exit 0 };
unlink $path;
my $listener = IO::Socket::UNIX->new(Local => $path, Listen => 5) or die "$path: $!";
my $n = 0;
sub said { open my $f, '<', "$folder/$_[0]" or return ''; my $s = <$f> // ''; chomp $s; $s }
while (my $c = $listener->accept) {
	open my $seen, '>>', "$folder/seen" or die; print $seen "x\n"; close $seen;
	if (said('say') eq 'hang') { sleep 60; next }
	my $envelope = '';
	print $c "220 hello\r\n";
	while (my $line = <$c>) {
		if ($line =~ /^DATA/i) {
			print $c "354 go on\r\n";
			my $mail = '';
			while (defined(my $l = <$c>)) { last if $l eq ".\r\n"; $l =~ s/^\.//; $mail .= $l }
			my ($say, $sleep) = (said('say'), said('sleep'));
			if ($say !~ /^[45]/) {
				open my $out, '>', "$folder/.new" or die;
				print $out $envelope, $mail; close $out;
				rename "$folder/.new", "$folder/" . ++$n;
			}
			select undef, undef, undef, $sleep if $sleep;
			print $c $say =~ /^[45]/ ? "$say no\r\n" : "250 ok\r\n";
		} elsif ($line =~ /^QUIT/i) { print $c "221 bye\r\n"; last }
		elsif ($line =~ /^RCPT/i && said('say') =~ /^rcpt (\d+)/) { print $c "$1 no\r\n" }
		else { $envelope .= "X-$line" if $line =~ /^(MAIL|RCPT)/i; print $c "250 ok\r\n" }
	}
	close $c;
}
