#!/usr/bin/perl
# Mails for the bench, the same on every machine that has the same Hunspell dictionaries.
#
#   generate.pl FOLDER      makes FOLDER/small, typical, attachments and five
#
# Sentences are fragments of our own filled with dictionary words; the rank of a word
# decides how often it comes (Zipf), so that a thousand words hold about 450 different
# ones, as people's mails do, and a set of a hundred mails some thousands of each language.
use strict;
use warnings;
use utf8;
use Encode qw(encode decode find_encoding);
use MIME::Base64 qw(encode_base64);
use MIME::QuotedPrint qw(encode_qp);

my $folder = shift or die "generate.pl FOLDER\n";
my $hunspell = $ENV{HUNSPELL} || '/usr/share/hunspell';

my $seed = 20261121;
sub random { $seed = ($seed * 1103515245 + 12345) & 0x7fffffff; ($seed >> 8) % $_[0] }
sub unit { random(1_000_000) / 1_000_000 }
sub pick { $_[random(scalar @_)] }

my %languages = (
	en => {
		dic => 'en_US', charsets => [qw(utf-8 us-ascii windows-1252)],
		name => 'Harbour Books', subject => 'Your %w order and the %w',
		fragments => [
			'We have looked at the %w of your %w and found that it is ready.',
			'Please read the %w before you open the %w, because it tells you what to do.',
			'If the %w does not suit you, send it back to us with the %w and the %w.',
			'Our people in the %w will be glad to help you with any %w.',
			'There was a %w in the last %w, and we would like to say sorry for it.',
			'You can see every %w of this month on your page, or write to us about the %w.',
			'Thank you for the %w that you gave us, it makes the %w better for everyone.',
			'From now on the %w and the %w come together, at the same price as before.',
		],
	},
	pl => {
		dic => 'pl_PL', charsets => [qw(utf-8 iso-8859-2 windows-1250)],
		name => 'Księgarnia Przystań', subject => 'Zamówienie %w oraz %w',
		fragments => [
			'Dziękujemy za zamówienie, w którym %w jest już przygotowany razem z %w.',
			'Prosimy przeczytać %w, zanim otworzą Państwo %w, bo jest tam wszystko.',
			'Jeżeli %w nie pasuje, można go odesłać do nas i dołączyć %w albo %w.',
			'Nasi pracownicy chętnie pomogą, gdy %w lub %w nie działa tak, jak powinien.',
			'W tym miesiącu %w był inny niż zwykle, za co bardzo przepraszamy.',
			'Na stronie konta widać każdy %w, a także %w z ostatnich tygodni.',
			'Od dzisiaj %w i %w są w tej samej cenie co wcześniej, bez żadnych zmian.',
		],
	},
	ru => {
		dic => 'ru_RU', charsets => [qw(utf-8 koi8-r windows-1251)],
		name => 'Книжная пристань', subject => 'Ваш заказ: %w и %w',
		fragments => [
			'Спасибо за ваш заказ, теперь %w и %w уже лежат у нас на складе.',
			'Прочитайте, пожалуйста, %w до того, как откроете %w, там всё написано.',
			'Если %w вам не подходит, его можно вернуть вместе с тем, что %w и %w.',
			'Наши сотрудники будут рады помочь, если %w или %w работает не так, как надо.',
			'В этом месяце %w был не таким, как всегда, и мы просим нас за это простить.',
			'На странице заказа видно каждый %w, а ещё %w за последние недели.',
			'С сегодняшнего дня %w и %w стоят столько же, сколько стоили раньше.',
		],
	},
	pt => {
		dic => 'pt_BR', charsets => [qw(utf-8 iso-8859-1 windows-1252)],
		name => 'Livraria do Cais', subject => 'Seu pedido de %w e %w',
		fragments => [
			'Obrigado pelo seu pedido, o %w e a %w já estão prontos para você.',
			'Leia por favor o %w antes de abrir a %w, porque lá está tudo o que precisa.',
			'Se o %w não servir, você pode devolver com o %w e também com a %w.',
			'A nossa equipe fica feliz em ajudar quando o %w ou a %w não funciona bem.',
			'Neste mês houve um %w que não foi como sempre, e pedimos desculpas por isso.',
			'Na página da sua conta você vê cada %w e também a %w das últimas semanas.',
			'A partir de hoje o %w e a %w têm o mesmo preço de antes, sem nenhuma mudança.',
		],
	},
);

sub load_words {
	my ($dic) = @_;
	my ($set, @words) = ('iso-8859-1');

	open my $aff, '<:raw', "$hunspell/$dic.aff" or return ('parcel', 'letter', 'receipt');
	while (<$aff>) { if (/^\x{ef}?\x{bb}?\x{bf}?SET\s+(\S+)/) { $set = $1; last } }
	$set =~ s/^microsoft-cp/cp/i;
	open my $in, '<:raw', "$hunspell/$dic.dic" or return ('parcel', 'letter', 'receipt');
	while (<$in>) {
		my $w = decode($set, $_);
		$w =~ s/[\/\t\r\n ].*//s;
		push @words, $w if $w =~ /^\p{Ll}{3,14}$/;
	}
	for my $i (reverse 1 .. $#words) {
		my $j = random($i + 1);
		@words[$i, $j] = @words[$j, $i];
	}
	splice @words, 30000 if @words > 30000;
	return @words;
}

# Fewer mistakes than people make, more than none.
sub word {
	my ($l) = @_;
	my $w = $l->{words}[int(@{$l->{words}} ** unit()) - 1];

	substr($w, 1, 2) = reverse substr($w, 1, 2) if random(200) == 0 && length $w > 4;
	return random(40) == 0 ? random(90000) + 10 : $w;
}

sub fill {
	my ($l, $s) = @_;
	$s =~ s/%w/word($l)/ge;
	return $s;
}

sub paragraphs {
	my ($l, $words) = @_;
	my (@paragraphs, @sentences);

	while ($words > 0) {
		my $s = fill($l, pick(@{$l->{fragments}}));
		# Lists of things, as in orders: here the rare words are.
		$s .= ' ' . ucfirst(join ', ', map { word($l) } 1 .. 4 + random(6)) . '.' if random(2);
		push @sentences, $s;
		$words -= () = $s =~ /\S+/g;
		push @paragraphs, join ' ', splice @sentences if @sentences > 2 + random(4);
	}
	push @paragraphs, join ' ', @sentences if @sentences;
	return @paragraphs;
}

sub wrapped {
	my @lines;
	for my $p (@_) {
		my $line = '';
		for my $w (split / /, $p) {
			if (length($line) + length($w) > 72) { push @lines, $line; $line = '' }
			$line .= ($line eq '' ? '' : ' ') . $w;
		}
		push @lines, $line, '';
	}
	return join("\n", @lines) . "\n";
}

sub html {
	my ($l, $charset, @p) = @_;
	my $font = 'font-family:Verdana,Arial,sans-serif;font-size:14px;line-height:21px;color:#333333';
	my $rows = '';

	for my $i (0 .. $#p) {
		my $t = $p[$i];
		$t =~ s/&/&amp;/g;
		$t =~ s/(\S+ \S+)\.$/<a href="https:\/\/shop.sender.test\/item\/$i?from=mail&amp;n=@{[random(9999)]}" style="color:#0b6aa8">$1<\/a>./
			if $i % 3 == 0;
		$t =~ s/^(\S+ \S+)/<strong>$1<\/strong>/ if $i % 4 == 1;
		$rows .= qq{<tr>\n  <td align="left" valign="top" style="padding:8px 24px 8px 24px;$font">$t</td>\n</tr>\n};
		$rows .= qq{<tr><td style="padding:0 24px"><img src="https://img.sender.test/p/$i.png" width="180" height="60"}
			. qq{ alt="@{[word($l)]}" border="0" style="display:block">&nbsp;</td></tr>\n} if $i % 5 == 2;
	}
	return <<END;
<!DOCTYPE html>
<html lang="$l->{code}">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=$charset">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>@{[fill($l, $l->{subject})]}</title>
<style type="text/css">
body { margin: 0; padding: 0; background: #f4f4f0; }
.button a:hover { background: #084f7d !important; }
\@media only screen and (max-width: 600px) { .frame { width: 100% !important; } .wide { display: none; } }
</style>
<!--[if mso]><style>table { border-collapse: collapse; } td { font-family: Arial, sans-serif; }</style><![endif]-->
</head>
<body bgcolor="#f4f4f0">
<div style="display:none;max-height:0;overflow:hidden">@{[fill($l, $l->{fragments}[0])]}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center">
<table role="presentation" class="frame" width="600" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff">
<tr><td style="padding:24px"><img src="cid:logo\@sender.test" width="140" height="40" alt="$l->{name}"></td></tr>
$rows<tr><td class="button" align="center" style="padding:24px"><a href="https://shop.sender.test/account"
 style="background:#0b6aa8;color:#ffffff;padding:12px 24px;text-decoration:none">$l->{name}</a></td></tr>
</table>
<p style="font-size:11px;color:#777777">$l->{name} &middot; 12 Quay Street &middot;
<a href="https://shop.sender.test/leave?id=@{[random(99999)]}">unsubscribe</a></p>
</td></tr></table>
</body>
</html>
END
}

my $block = join '', map { pack 'n', random(65536) } 1 .. 131072;	# 256 KiB, looks random

sub binary {
	my ($n, $magic) = @_;
	my $s = $magic;
	while (length $s < $n) { $s .= substr($block, random(1000)) }
	return substr $s, 0, $n;
}

sub csv {
	my ($l, $n) = @_;
	my @rows = map { encode('utf-8', join ',', random(99999), word($l), word($l), random(900) / 100,
		'2026-11-0' . (1 + random(9))) } 1 .. 3000;
	my $s = '';
	while (length $s < $n && length $s < 400_000) { $s .= random(999999) . ',' . $rows[random(scalar @rows)] . "\n" }
	$s .= $s while length $s < $n;
	return substr $s, 0, $n;
}

sub crlf { my $s = shift; $s =~ s/\r?\n/\r\n/g; return $s }

my $parts = 0;

sub leaf {
	my ($type, $bytes, $how, $more) = @_;
	my $body = $how eq 'base64' ? encode_base64($bytes)
		: $how eq 'quoted-printable' ? encode_qp($bytes, "\n")
		: $bytes;
	return "Content-Type: $type\nContent-Transfer-Encoding: $how\n" . ($more || '') . "\n" . $body;
}

sub text_leaf {
	my ($type, $text, $charset) = @_;
	my $bytes = encode($charset, $text, sub { '?' });
	my $how = $bytes !~ /[^\x00-\x7f]/ ? '7bit' : pick('quoted-printable', 'quoted-printable', 'base64', '8bit');

	$how = 'quoted-printable' if $how =~ /bit/ && $bytes =~ /[^\n]{900}/;
	return leaf("$type; charset=$charset", $bytes, $how);
}

sub multi {
	my ($kind, @parts) = @_;
	my $b = sprintf '=_%s_%06d', $kind, ++$parts;
	return "Content-Type: multipart/$kind; boundary=\"$b\"\n\n"
		. join('', map { my $p = $_; $p .= "\n" unless $p =~ /\n\z/; "--$b\n$p" } @parts) . "--$b--\n";
}

my $count = 0;

sub message {
	my ($l, $content) = @_;
	my $n = ++$count;
	my $subject = encode('MIME-Header', fill($l, $l->{subject}));
	my $from = encode('MIME-Q', $l->{name});

	return encode('us-ascii', "Received: from app$n.sender.test (app.sender.test [192.0.2.7])\n"
		. "\tby out.sender.test with ESMTP id 4B$n; Mon, 02 Nov 2026 10:00:00 +0000\n"
		. "From: $from <orders\@sender.test>\nTo: reader$n\@recipient.test\nSubject: $subject\n"
		. sprintf("Date: Mon, 02 Nov 2026 10:%02d:%02d +0000\n", $n / 60 % 60, $n % 60)
		. "Message-ID: <bench.$n\@sender.test>\nMIME-Version: 1.0\n"
		. "List-Unsubscribe: <https://shop.sender.test/leave?m=$n>\n"
		. "X-Mailer: shop 4.2\n") . $content;
}

sub save {
	my ($set, $n, $bytes) = @_;
	my $path = sprintf '%s/%s/%03d.eml', $folder, $set, $n;

	open my $out, '>:raw', $path or die "$path: $!\n";
	print $out crlf($bytes);
	close $out or die "$path: $!\n";
}

sub written {
	my ($l, $words, $as_html) = @_;
	my $charset = pick(@{$l->{charsets}});
	my @p = paragraphs($l, $as_html ? $words / 2 : $words);
	my $plain = text_leaf('text/plain', wrapped(@p), $charset);
	my $page;

	return $plain unless $as_html;
	$page = text_leaf('text/html', html($l, $charset, @p), $charset);
	$page = multi('related', $page, leaf('image/png; name=logo.png', binary(4000 + random(9000), "\x89PNG\r\n\x1a\n"),
		'base64', "Content-ID: <logo\@sender.test>\nContent-Disposition: inline; filename=logo.png\n"))
		if random(2);
	return multi('alternative', $plain, $page);
}

sub attached {
	my ($l, $bytes) = @_;
	my @files;

	for my $kind ('text', 'binary') {
		my $left = $bytes / 2;
		while ($left > 1000) {
			my $n = int($left > 400_000 ? $left * (0.4 + unit() / 2) : $left);
			my $i = @files;
			push @files, $kind eq 'binary'
				? leaf("application/pdf; name=\"scan$i.pdf\"", binary($n * 0.73, "%PDF-1.7\n"), 'base64',
					"Content-Disposition: attachment; filename=\"scan$i.pdf\"\n")
				: random(3)
				? leaf("text/csv; charset=utf-8; name=\"rows$i.csv\"", csv($l, $n * 0.73), 'base64',
					"Content-Disposition: attachment; filename=\"rows$i.csv\"\n")
				: leaf("text/plain; charset=utf-8; name=\"log$i.txt\"", csv($l, $n), '8bit',
					"Content-Disposition: attachment; filename=\"log$i.txt\"\n");
			$left -= $n;
		}
	}
	return @files;
}

my @codes = sort keys %languages;
for my $code (@codes) {
	$languages{$code}{code} = $code;
	$languages{$code}{words} = [load_words($languages{$code}{dic})];
}
-d $folder or mkdir $folder or die "$folder: $!\n";
for my $set (qw(small typical attachments five)) {
	-d "$folder/$set" or mkdir "$folder/$set" or die "$folder/$set: $!\n";
}
for my $n (0 .. 79) {
	my $l = $languages{$codes[$n % 4]};
	save('small', $n, message($l, written($l, 100 + random(120), 0)));
}
for my $n (0 .. 119) {
	my $l = $languages{$codes[$n % 4]};
	# Many mails are short and some are long.
	save('typical', $n, message($l, written($l, 500 + 1700 * unit() ** 2.2, ($n >> 2) % 2)));
}
for my $n (0 .. 15) {
	my $l = $languages{$codes[$n % 4]};
	save('attachments', $n, message($l, multi('mixed', written($l, 200, $n % 2), attached($l, 1_000_000 + 600_000 * $n))));
}
for my $n (0 .. 3) {
	my $l = $languages{$codes[$n % 4]};
	save('five', $n, message($l, multi('mixed', written($l, 200, 1), attached($l, 5_000_000))));
}
