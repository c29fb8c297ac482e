#!/usr/bin/perl
# What sendlint says of the domains of example.zone.
#
#   online.pl SENDLINT NSD FOLDER
use strict; use warnings;
use File::Temp 'tempdir';
use JSON::PP;
use Test::More;
use Time::HiRes 'time';
require './tests/online/nameserver.pl';

my ($sendlint, $nsd, $folder) = @ARGV;
my $dir = tempdir('run.XXXXXX', DIR => $folder, CLEANUP => 1);
my $server = nameserver->start($nsd, $dir);
my @dns = ('--resolver', "127.0.0.1:$server->{port}");

# Output and status of a command; standard error goes to the terminal's place.
sub run {
	open my $out, '-|', $sendlint, @_ or die;
	local $/;
	my $text = <$out> // '';
	close $out;
	return ($text, $? >> 8);
}
sub domain {
	my ($text) = run('domain', @dns, '--format', 'json', @_);
	return decode_json($text);
}
sub rules { my %once = map { $_->{rule} => 1 } @{$_[0]{findings}}; join ' ', sort keys %once }
sub message { (map { $_->{message} } grep { $_->{rule} eq $_[1] } @{$_[0]{findings}})[0] // '' }
sub unchecked { join "\n", @{$_[0]{not_checked}} }
sub mail {
	my ($name, $text) = @_;
	open my $out, '>', "$dir/$name" or die;
	print $out $text;
	close $out;
	return "$dir/$name";
}
sub check {
	my ($text) = run('check', '--online', @dns, '--class', 'transactional', '--format', 'json', @_);
	return decode_json($text);
}
sub online_rules { join ' ', grep { /^(auth-(?!freemail)|addresses-domain-missing|links-blocklisted)/ } split / /, rules($_[0]) }

# All is well.
my $good = domain('good.example');
is rules($good), '', 'good: nothing to mend';
is $good->{spf}{state}, 'found', 'its SPF record is there';
is $good->{spf}{lookups}, 2, 'its lookups are counted';
is $good->{dmarc}{policy}, 'reject', 'its DMARC policy is read';
is $good->{dmarc}{rua}, 'mailto:dmarc@good.example', 'and where reports go';
is join(' ', sort @{$good->{mx}{hosts}}), 'mx.good.example mx2.good.example', 'its hosts';
my ($text, $status) = run('domain', @dns, 'good.example');
like $text, qr/^good\.example\n  MX .*\n.*\n  SPF +v=spf1 mx .*-all\n/m, 'in words';
is $status, 0, 'and exits with 0';
($text, $status) = run('domain', @dns, 'twice.example');
is $status, 1, 'an error exits with 1';

# Who may send.
for (
	['192.0.2.1', 'pass'], ['192.0.2.2', 'pass'], ['192.0.2.130', 'pass'], ['2001:db8::1', 'pass'],
	['192.0.2.66', 'fail'], ['2001:db8::2', 'fail'],
) {
	my ($ip, $want) = @$_;
	my $d = domain('--ip', $ip, 'good.example');
	is $d->{spf}{result}, $want, "good.example from $ip: $want";
	is !!($d->{findings}[0] && rules($d) =~ /auth-spf-fail/), $want eq 'fail', '  and it is found so';
}

# What is wrong with a domain.
for (
	[ 'bare', 'auth-dmarc-missing auth-spf-missing' ],
	[ 'twice', 'auth-dmarc-missing auth-spf-invalid', qr/twice\.example has more than one/ ],
	[ 'loop', 'auth-dmarc-missing auth-spf-invalid', qr/record of loop\.example includes itself/ ],
	[ 'many', 'auth-dmarc-missing auth-spf-invalid', qr/takes 12 DNS lookups/ ],
	[ 'void', 'auth-dmarc-missing auth-spf-invalid', qr/3 of its lookups find nothing/ ],
	[ 'typo', 'auth-dmarc-missing auth-spf-invalid', qr{"ip4:192\.0\.2\.1/33" at character 11} ],
	[ 'open', 'auth-dmarc-missing auth-spf-invalid', qr/anybody/ ],
	[ 'null', 'auth-dmarc-missing auth-from-domain-dead' ],
	[ 'txtonly', 'auth-dmarc-missing auth-from-domain-dead auth-spf-missing' ],
	[ 'missing', 'auth-from-domain-dead' ],
	[ 'garbage', 'auth-dmarc-missing auth-spf-invalid' ],
	[ 'hostile', 'auth-dmarc-missing auth-spf-invalid' ],
) {
	my ($name, $want, $says) = @$_;
	my $d = domain("$name.example");
	is rules($d), $want, "$name.example: $want";
	like message($d, 'auth-spf-invalid'), $says, '  and why' if $says;
}

# More than a UDP packet holds comes over TCP.
my $long = domain('long.example');
is $long->{spf}{record}, 'v=spf1 mx -all', 'a long answer is read whole';
is rules($long), 'auth-dmarc-missing', 'and judged';

# No answer is no finding.
my $broken = domain('broken.example');
is rules($broken), '', 'SERVFAIL is no finding';
like unchecked($broken), qr/no answer from DNS: .*broken\.example MX \(SERVFAIL\)/, 'but is said';
my $via = domain('via.example');
unlike rules($via), qr/spf/, 'nor is it behind an include';
like unchecked($via), qr/broken\.example TXT \(SERVFAIL\)/, 'where it is said, too';
{
	my $begin = time;
	($text) = run('domain', '--resolver', '127.0.0.1:' . $server->silent_port, '--timeout', 2,
		'--format', 'json', 'good.example', 'bare.example');
	my ($one, $two) = map { decode_json($_) } split /\n/, $text;
	is rules($one), '', 'silence is no finding';
	like unchecked($one), qr/good\.example MX \(timeout\)/, 'but is said';
	like unchecked($two), qr/bare\.example MX \(timeout\)/, 'of the next domain, too';
	cmp_ok time - $begin, '<', 60, 'and is not waited for without end';
}

# Nothing that DNS says steers a terminal or a page.
($text) = run('domain', @dns, 'hostile.example', 'garbage.example');
unlike $text, qr/[\x00-\x08\x0b-\x1f\x7f]/, 'no control character reaches a terminal';
my $hostile = mail('hostile.eml', "From: a\@hostile.example\nTo: b\@good.example\nSubject: Order\n\nHello.\n");
($text) = run('check', '--online', @dns, '--format', 'html', $hostile);
like $text, qr/&lt;script&gt;alert\(1\)/, 'the page shows what the record says';
unlike $text, qr/<script|<img\/src/, 'and nothing of it is alive';
for my $format (qw(text json sarif github)) {
	($text) = run('check', '--online', @dns, '--format', $format, $hostile);
	unlike $text, qr/[\x00-\x08\x0b-\x1f\x7f]/, "no control character in $format";
}

# Mails.
my $to_good = mail('good.eml', "From: a\@good.example\nTo: b\@bare.example\nSubject: Order\n\nHello.\n");
is online_rules(check($to_good)), '', 'a good mail';
my $to_missing = mail('missing.eml',
	"From: a\@good.example\nTo: b\@bare.example, c\@missing.example\nCc: d\@null.example\n" .
	"Subject: Order\n\nHello.\n");
my $v = check($to_missing);
is online_rules($v), 'addresses-domain-missing', 'recipients whose domain is missing or takes no mail';
is $v->{findings}[0]{excerpt}, 'c@missing.example', '  with the place';
$v = check('--sender', 'bounce@bare.example', $to_good);
like rules($v), qr/auth-spf-missing/, 'SPF is about the envelope sender';
like rules($v), qr/auth-dmarc-misaligned/, 'which must be of the same organisation';
is online_rules(check('--sender', 'bounce@news.good.example', $to_good)), 'auth-spf-missing',
	'as a name below is';
($text) = run('check', '--format', 'json', $to_good);
like unchecked(decode_json($text)), qr/DNS is asked only by check --online/,
	'without --online the report says what was not asked';

# A folder.
my @same = map { mail("same$_.eml", "From: a\@good.example\nTo: b\@bare.example\nSubject: $_\n\nHello.\n") } 1 .. 5;
($text) = run('check', '--online', @dns, '--format', 'json', @same);
is scalar(() = $text =~ /^\{/mg), 5, 'several mails are judged';

# What is wrong with the command line.
for (
	[ [ 'domain', '--resolver', 'localhost', 'good.example' ], 'a resolver without an address' ],
	[ [ 'domain', '--ip', '192.0.2', 'good.example' ], 'an address that is none' ],
	[ [ 'domain', '--timeout', '0', 'good.example' ], 'no time at all' ],
	[ [ 'domain', @dns, 'no domain' ], 'a domain that is none' ],
	[ [ 'check', '--ip', '192.0.2.1', $to_good ], '--ip without --online' ],
) {
	my ($args, $what) = @$_;
	open my $stderr, '>&', \*STDERR; open STDERR, '>', '/dev/null';
	is((run(@$args))[1], 2, "$what: not done");
	open STDERR, '>&', $stderr;
}
done_testing;
