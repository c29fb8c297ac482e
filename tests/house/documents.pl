#!/usr/bin/perl
# Every command and snippet of the documents is run by a test, or says why not.
#
#   <!-- tested: tests/guides.t -->     above a block, or at the top for all of the file: by that test,
#                                       which names the document
#   <!-- untested: reason -->           above a block
#
# A block is a fence with a language, or four spaces before a program or a setting; others show what is
# said, or how things look.
use strict;
use warnings;
my $src = $ENV{SRC} || '.';
my ($n, $bad, $tested, $untested) = (0, 0, 0, 0);
my $program = qr/^(?:\$ )?(?:sudo |make|sendlint|apt-get|postconf|postfix|systemctl|exim|grep|sed|echo|printf|sh|git)\b|^\w+: \{/;

sub is_run {	# by that test, which names the document
	my ($test, $doc) = @_;
	open my $t, '<', "$src/$test" or return 0;
	local $/;
	return index(<$t>, $doc) >= 0;
}
sub judge {
	my ($doc, $line, $mark) = @_;
	if ($mark =~ /^untested: \S/) { $untested++; return }
	if ($mark =~ /^tested: (\S+)$/ && is_run($1, $doc)) { $tested++; return }
	print "# $doc:$line: ", $mark ? "no such test, or it does not name the document: $mark\n"
		: "neither tested nor marked <!-- untested: reason -->\n";
	$bad++;
}
for my $path ("$src/README.md", glob("$src/docs/*.md $src/*/README.md")) {
	(my $doc = $path) =~ s/^\Q$src\E\///;
	my ($all, $mark, $open, $before, $blank) = ('', '', 0, 0, 1);
	open my $in, '<', $path or die "$path: $!";
	while (<$in>) {
		chomp;
		if ($open) {
			$open = 0 if /^```$/;
		} elsif (/^<!-- ((?:un)?tested: .*?) -->$/) {
			$mark = $1;
			$all = $1 if $. == 1;
			($blank, $before) = (1, 0);
			next;
		} elsif (/^```(\w*)$/) {
			$open = 1;
			judge($doc, $., $mark || $all) if $1;
			$mark = '';
		} elsif (/^    (\S.*)$/ && $blank) {
			judge($doc, $., $mark || $all) if !$before && $1 =~ $program;
			($before, $mark) = (1, '');
			next;
		} elsif ($before && /^    |^$/) {
			next if /^    /;
		} elsif (/\S/) {
			$mark = '';
		}
		($blank, $before) = (!/\S/, $before && !/\S/);
	}
}
print "# $tested blocks of commands and snippets are run by tests, $untested are not\n";
print $bad ? "not ok" : "ok", " 1 - every command and snippet is run by a test, or says why not\n1..1\n";
