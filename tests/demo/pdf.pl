#!/usr/bin/perl
# A whole PDF of one page with one grey picture of noise, 400 KB: what a camera makes, without a camera.
use strict;
use warnings;

my ($width, $height, $seed) = (640, 625, 4711);
my $pixels = join '', map { $seed = ($seed * 1103515245 + 12345) % 2**31; chr($seed >> 16 & 255) } 1 .. $width * $height;
my $show = "q $width 0 0 $height 0 0 cm /P Do Q";
my @objects = (
	'<< /Type /Catalog /Pages 2 0 R >>',
	'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
	"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 $width $height] /Contents 4 0 R " .
	'/Resources << /XObject << /P 5 0 R >> >> >>',
	'<< /Length ' . length($show) . " >>\nstream\n$show\nendstream",
	"<< /Type /XObject /Subtype /Image /Width $width /Height $height /ColorSpace /DeviceGray " .
	'/BitsPerComponent 8 /Length ' . length($pixels) . " >>\nstream\n$pixels\nendstream",
);
my ($pdf, @at) = "%PDF-1.4\n";
for my $i (0 .. $#objects) {
	push @at, length $pdf;
	$pdf .= $i + 1 . " 0 obj\n$objects[$i]\nendobj\n";
}
my $table = length $pdf;
$pdf .= 'xref' . "\n0 " . (@objects + 1) . "\n0000000000 65535 f \n";
$pdf .= sprintf "%010d 00000 n \n", $_ for @at;
$pdf .= 'trailer << /Size ' . (@objects + 1) . " /Root 1 0 R >>\nstartxref\n$table\n%%EOF\n";
binmode STDOUT;
print $pdf;
