#!/usr/bin/perl
# Medians over the rounds, and their ratio to the milter that only parses.
use strict;
use warnings;

my (%values, @order, @targets, %goal);
%goal = (small => 2.0, typical => 2.0, attachments => 0.6);

sub median { my @s = sort { $a <=> $b } @_; return $s[$#s / 2] }

while (<>) {
	my ($set, $c, $target, %v) = split /[ =\n]+/;
	push @order, "$set $c" unless grep { $_ eq "$set $c" } @order;
	push @targets, $target unless grep { $_ eq $target } @targets;
	push @{$values{"$set $c"}{$target}{$_}}, $v{$_} for keys %v;
}
printf "%-11s %2s %-12s %10s %8s %8s %8s %9s %7s %7s %5s %6s\n",
	qw(set c target messages/s p50 p90 p99 cpu/ms ratio p99 MiB errors);
for my $row (@order) {
	my ($set, $c) = split / /, $row;
	my %m;
	for my $t (@targets) {
		my $v = $values{$row}{$t} or next;
		$m{$t} = { map { $_ => median(@{$v->{$_}}) } keys %$v };
		my $base = $m{parse} || {};
		# Rounds are compared with themselves: what else the machine does hits both.
		my $of = sub {
			my ($what) = @_;
			my @r = map { my $p = $values{$row}{parse}{$what}[$_]; $p ? $v->{$what}[$_] / $p : () }
				0 .. $#{$v->{$what}};
			return @r ? sprintf('%.2f', median(@r)) : '-';
		};
		my $ratio = $t eq 'noop' ? '-' : $of->('cpu');
		my $p99 = $t eq 'noop' ? '-' : $of->('p99');
		my $note = '';
		$note = $ratio > $goal{$set} ? "  cpu over the goal of $goal{$set}" : '' if $t eq 'sendlint';
		$note .= '  p99 over the goal of 2' if $t eq 'sendlint' && $c == 8 && $p99 > 2;
		printf "%-11s %2d %-12s %10.1f %8.3f %8.3f %8.3f %9.4f %7s %7s %5d %6d%s\n", $set, $c, $t,
			@{$m{$t}}{qw(rate p50 p90 p99 cpu)}, $ratio, $p99, $m{$t}{memory} / 1024,
			$m{$t}{errors}, $note;
	}
}
