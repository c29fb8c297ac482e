#!/usr/bin/perl
# Sums up what gcov counted, folder by folder: coverage.pl BUILD.  Fails where the core or the rules
# have less than 90 % of their lines run.  --files: each file below that, too.
use strict;
use warnings;
my $build = shift or die "usage: $0 BUILD [--files]\n";
my $all = @ARGV && $ARGV[0] eq '--files';
my (%of, %ran, @low);
for my $notes (glob("$build/milter/*.gcno $build/milter/*/*.gcno $build/rules/*/*.gcno")) {
	(my $source = $notes) =~ s{^\Q$build\E/(.*)\.gcno$}{$1.c};
	my ($folder) = $source =~ m{^(rules|milter/\w+(?=/)|milter)};
	my $said = `gcov -n '$notes' 2>/dev/null`;
	next unless $said =~ /^File '\Q$source\E'\nLines executed:([\d.]+)% of (\d+)/m;
	$of{$folder} += $2;
	$ran{$folder} += $1 * $2 / 100;
	push @low, sprintf('%6.1f %%  %s', $1, $source) if $1 < 90;
}
my $bad = 0;
for my $folder (sort keys %of) {
	my $share = 100 * $ran{$folder} / $of{$folder};
	my $wanted = $folder =~ m{^(?:rules|milter/core)$};
	printf "%-15s %6.1f %% of %5d lines%s\n", $folder, $share, $of{$folder}, $wanted ? ', at least 90 wanted' : '';
	$bad++ if $wanted && $share < 90;
}
print map { "$_\n" } sort @low if $all || $bad;
die "no figures: was it compiled for gcov?\n" unless $of{'milter/core'} && $of{rules};
exit($bad ? 1 : 0);
