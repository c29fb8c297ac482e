#!/bin/sh
# Every word of the program exists in each language that it speaks, and no word that it does not say.
cd "${SRC:-.}" || exit 1
build=${BUILD:-build}
perl tests/house/phrases.pl "$build/sendlint" >"$build/phrases" || { echo "Bail out! no phrases"; exit 1; }
exec perl -CSD -e '
use strict; use warnings; use utf8;
sub table { my %t; open my $in, "<", $_[0] or die "$_[0]: $!\n";
	while (<$in>) { chomp; next if /^#/ || $_ eq ""; my ($k, $v) = split /\t/, $_, 2; $t{$k} = $v // "" } %t }
sub directives { join " ", $_[0] =~ /%[sudc%]/g }
my %english = table(shift); my $n = 0;
for my $file (@ARGV) {
	my ($language) = $file =~ m{/([^/]+)/messages$};
	my %said = table($file);
	my @bad = ((map { "missing: $_" } grep { !exists $said{$_} } sort keys %english),
		(map { "nobody says: $_" } grep { !exists $english{$_} } sort keys %said),
		(map { "other %-directives: $_" } grep { exists $english{$_} &&
			directives($english{$_}) ne directives($said{$_}) } sort keys %said));
	print "# $_\n" for @bad;
	$n++; print @bad ? "not " : "", "ok $n - $language: ", scalar(keys %english), " phrases\n";
}
print "1..$n\n"; exit !$n;
' "$build/phrases" dictionaries/*/messages
