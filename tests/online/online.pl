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

# The keys of a domain.
for (
	[ 's1', 'found', 2048, '' ],
	[ 'short', 'found', 1024, 'auth-dkim-weak', qr/has 1024 bits; 2048 are recommended/ ],
	[ 'weak', 'found', 512, 'auth-dkim-weak', qr/has 512 bits; fewer than 1024 do not count/ ],
	[ 'ed', 'found', 0, '' ],
	[ 'test', 'found', 0, 'auth-dkim-weak', qr/marked as a test/ ],
	[ 'gone', 'revoked', 0, 'auth-dkim-missing', qr/gone\._domainkey\.good\.example is revoked/ ],
	[ 'wrong', 'invalid', 0, 'auth-dkim-missing', qr/"p=" is missing or wrong/ ],
	[ 'nosuch', 'none', 0, 'auth-dkim-missing', qr/no key at nosuch\._domainkey\.good\.example/ ],
) {
	my ($selector, $state, $bits, $want, $says) = @$_;
	my $d = domain('--selector', $selector, 'good.example');
	is $d->{dkim}[0]{state}, $state, "key $selector: $state";
	is $d->{dkim}[0]{bits}, $bits, "  $bits bits" if $state eq 'found';
	is rules($d), $want, '  and what of it';
	like message($d, $want), $says, '  and why' if $says;
}
is join(' ', map { $_->{state} } @{domain(qw(--selector gone --selector s1 good.example))->{dkim}}),
	'revoked found', 'several keys';
my $unkeyed = domain('--selector', 's1', 'broken.example');
is $unkeyed->{dkim}[0]{state}, 'unknown', 'SERVFAIL is no missing key';
like unchecked($unkeyed), qr/s1\._domainkey\.broken\.example TXT \(SERVFAIL\)/, '  and is said';

# The name of a server.
for (
	[ '192.0.2.1', 'confirmed', 'mx.good.example', '' ],
	[ '192.0.2.2', 'none', undef, qr/192\.0\.2\.2 has no name/ ],
	[ '192.0.2.3', 'unconfirmed', 'mx.good.example', qr/calls itself mx\.good\.example/ ],
	[ '192.0.2.4', 'unconfirmed', 'gone.example', qr/calls itself gone\.example/ ],
	[ '192.0.2.6', 'generic', 'dsl-192-0-2-6.line.example', qr/a name as customers' lines have/ ],
	[ '2001:db8::1', 'unknown', undef, '' ],
) {
	my ($ip, $state, $name, $says) = @$_;
	my $d = domain('--ip', $ip, 'good.example');
	is $d->{ptr}{state}, $state, "PTR of $ip: $state";
	is $d->{ptr}{name}, $name, '  and its name';
	like message($d, 'auth-ptr'), $says || qr/^$/, '  and what of it';
}

# Blocklists.
my @lists = map { ('--blocklist', "$_.bl.example") } qw(ip dom all no);
my $listed = domain(@lists, '--ip', '192.0.2.66', 'bare.example');
is join(' ', map { "$_->{what} $_->{zone} $_->{answer}" } @{$listed->{listed}}),
	'192.0.2.66 ip.bl.example 127.0.0.4 bare.example dom.bl.example 127.0.1.2', 'what is listed, and where';
like message($listed, 'auth-ip-blocklisted'), qr/192\.0\.2\.66 is on ip\.bl\.example \(seen sending spam/,
	'an address that is listed, and why';
like message($listed, 'auth-domain-blocklisted'), qr/bare\.example is on dom\.bl\.example/, 'a domain';
like unchecked($listed), qr/all\.bl\.example/, 'a list that lists everything is said to be of no use';
like unchecked($listed), qr/no\.bl\.example/, 'and one that refuses';
$listed = domain(@lists, '--ip', '192.0.2.1', 'good.example');
is_deeply $listed->{listed}, [], 'nothing is listed';
is rules($listed), '', '  and nothing is found';
$listed = domain('--blocklist', 'broken.example', '--ip', '192.0.2.66', 'bare.example');
unlike rules($listed), qr/blocklisted/, 'a list that does not answer lists nobody';
like unchecked($listed), qr/2\.0\.0\.127\.broken\.example A \(SERVFAIL\)/, '  and that is said';

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
($text) = run('domain', @dns, '--ip', '192.0.2.66', '--blocklist', 'ip.bl.example', 'hostile.example',
	'garbage.example');
like $text, qr/seen sending spam/, 'a reason is shown';
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

# A signature, its key, and a link to what is listed.
sub signed_as {
	my ($name, $d, $selectors, $text) = @_;
	return mail($name, join('', map { "DKIM-Signature: v=1; a=rsa-sha256; d=$d; s=$_;\n h=from:to:subject; " .
		"bh=YQ==; b=YQ==\n" } @$selectors) .
		"From: a\@good.example\nTo: b\@bare.example\nSubject: Order\n\n" . ($text // "Hello.\n"));
}
is online_rules(check(signed_as('s1.eml', 'good.example', ['s1']))), '', 'a good signature';
$v = check(signed_as('gone.eml', 'good.example', ['gone']));
is online_rules($v), 'auth-dkim-missing', 'a signature whose key is revoked';
is $v->{findings}[0]{field}, 'DKIM-Signature', '  with the place';
$v = check(signed_as('weak.eml', 'good.example', ['s1', 'weak']));
is online_rules($v), 'auth-dkim-weak', 'one of two keys is short';
is $v->{findings}[0]{raw_line}, 3, '  and it is the second';
is online_rules(check('--signed', $to_good)), 'auth-dkim-missing', 'no signature on a mail that has left';
$v = check('--blocklist', 'dom.bl.example',
	signed_as('link.eml', 'good.example', ['s1'], "See https://www.bare.example/order\n"));
is online_rules($v), 'links-blocklisted', 'a link to a domain that is listed';

# One question serves many mails.
my @watched = ('--online', '--resolver', '127.0.0.1:' . $server->watched_port, '--format', 'json');
my @same = map { signed_as("same$_.eml", 'good.example', ['s1'], "Order $_.\n") } 1 .. 5;
run('check', @watched, $same[0]);
my @once = sort $server->questions;
cmp_ok scalar(@once), '>=', 5, 'a mail is ' . @once . ' questions';
($text) = run('check', @watched, @same);
is scalar(() = $text =~ /^\{/mg), 5, 'several mails are judged';
is join("\n", sort $server->questions), join("\n", @once), 'and ask no more than one of them';
my %twice; $twice{$_}++ for @once;
is join(' ', grep { $twice{$_} > 1 } sort keys %twice), '', 'nothing is asked twice';
unlike "@once", qr/\@|\bb\./, 'and no address';
run('domain', '--resolver', $watched[2], 'good.example', 'good.example');
my @domains = $server->questions;
cmp_ok scalar(@domains), '>', 3, 'a domain is questions, too';
is scalar(@domains), scalar(keys %{{ map { $_ => 1 } @domains }}), '  none of them twice, though it is named twice';

# Signatures that cost, or that harm a terminal.
run('check', @watched, signed_as('hundreds.eml', 'good.example', [map { "k$_" } 1 .. 500]));
is scalar(grep { /_domainkey/ } $server->questions), 5, 'of hundreds of signatures five are looked at';
for (
	[ 'a long selector', 'good.example', 'x' x 5000 ],
	[ 'one of many labels', 'good.example', 'y.' x 40000 . 'z' ],
	[ 'one that steers a terminal', 'good.example', "s\e[31mx\e]0;owned\a" ],
	[ 'one with a blank', 'good.example', 's1 s1' ],
	[ 'one with a NUL', 'good.example', "s1\0x" ],
	[ 'one with the direction turned', 'good.example', "\xe2\x80\xae" x 100 ],
	[ 'a domain that steers a terminal', "go\e]0;owned\aod.example", 's1' ],
	[ 'a long domain', 'd.' x 40000 . 'example', 's1' ],
	[ 'no domain', '', 's1' ], [ 'no selector', 'good.example', '' ],
) {
	my ($what, $d, $selector) = @$_;
	my $file = signed_as('harm.eml', $d, [$selector]);
	my ($json, $status) = run('check', @watched, $file);
	isnt $status, 2, "$what: judged";
	is join(' ', grep { /_domainkey/ } $server->questions), '', '  and not asked for';
	my $said = message(decode_json($json), 'auth-dkim-missing');
	cmp_ok length $said, '<', 200, '  nor said at length';
	my ($plain) = run('check', '--online', @dns, $file);
	unlike $json . $plain, qr/[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80\xae/, '  and nothing reaches a terminal';
}

run('check', @watched, signed_as('8bit.eml', 'good.example', ["\xff\xfe"]));
unlike join("\n", $server->questions), qr/[^ -~\n]/, 'what is asked is ASCII';

# A mail to more domains than anybody asks about.
my $crowd = mail('crowd.eml', "From: a\@good.example\nSubject: Order\nTo: " .
	join(",\n ", map { "b\@d$_.example" } 1 .. 1000) . "\n\nHello.\n");
($text) = run('check', @watched, $crowd);
cmp_ok scalar(() = $server->questions), '<=', 400, 'questions about one mail have an end';
like unchecked(decode_json($text)), qr/too many questions/, '  and that is said';

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
