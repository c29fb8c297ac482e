#!/usr/bin/perl
# What the program says to people, one phrase a line: KEY<TAB>English.  The key of a rule's words
# is "ID.member", that of all others the English itself.
#
#   phrases.pl SENDLINT        from the sources in the current folder
use strict; use warnings;
use JSON::PP;
binmode STDOUT, ':utf8';
my %phrases;

sub slurp { local (@ARGV, $/) = @_; <> }
sub literal { my $t = join '', $_[0] =~ /"((?:[^"\\]|\\.)*)"/g; $t =~ s/\\(["\\])/$1/g; utf8::decode($t); $t }
sub add { my $p = shift; $phrases{$p} = $p if $p =~ /\pL.*\pL/ && $p ne '%s' }

# Literals among the arguments of a call, those of calls within it left out.
sub arguments {
	my ($s, $name) = @_;
	my @found;
	while ($s =~ /\b(?:$name)\s*\(/g) {
		my ($depth, $out) = (1, '');
		while ($depth && $s =~ /\G((?:"(?:[^"\\]|\\.)*"\s*)+|.)/gs) {
			my $token = $1;
			$depth++ if $token eq '(';
			$depth-- if $token eq ')';
			push @found, literal($token) if $depth == 1 && $token =~ /^"/;
		}
	}
	return @found;
}

# Rules.
open my $rules, '-|', $ARGV[0], 'rules', '--format', 'json' or die;
while (<$rules>) {
	my $r = decode_json($_);
	for (qw(title why fix ignore)) { $phrases{"$r->{id}.$_"} = $r->{$_} if defined $r->{$_} }
	add($_->{help}) for values %{$r->{parameters}};
}
close $rules or die;
add($_) for map { arguments(slurp($_), 'found|found_for|found_nowhere|found_raw') } glob 'rules/*/*.c';
# Words that go into a bare "%s", wherever they are made.
for (map { slurp($_) } glob('rules/*/*.c'), glob('milter/core/*.[ch]')) {
	add(literal($_)) for /PHRASE\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)/g;
}

# Reports; what they take from the core.
add($_) for map { arguments(slurp($_), 'say|report_say|page_say|add_view') } glob 'milter/report/*.c';
my %tables = (
	'milter/core/lint.c' => qr/(?:LIMIT_HIT_\w+,|\(gpointer\))\s*((?:"[^"]+"\s*)+)/,
	'milter/core/facts_class.c' => qr/\{ CLASS_\w+, \d+, ("[^"]+") \}/,
	'milter/core/finding.c' => qr/h->where,\s*("(?:[^"\\]|\\.)+")/,
	'milter/core/message_text.c' => qr/\.name = ("[^"]+")/,
	'milter/core/policy.c' => qr/CLASS_\w+, ("[a-z]+") \}/,
	'milter/report/report.c' => qr/case EVIDENCE_\w: return ("[^"]+")/,
);
my %more = (	# further tables of the same file
	'milter/report/report_html_verdict.c' => [ qr/\{ \d+, +"\w+", ("[^"]+") \}/, qr/\{ "[a-z]+", ("[^"]+") \}/,
		qr/LEVEL_\w+, ("[^"]+") \}/, qr/\[ACTION_\w+\] = ("[^"]+")/, qr/^\t\t("[^"]+"),$/m ],
	'milter/report/report_html_reader.c' => [ qr/names\[\] = \{ (.*?) \};/s ],
	'milter/report/report_rule.c' => [ qr/columns\[\] = \{ (.*?) \};/s ],
	'milter/report/report_mail.c' => [ qr/\[ACTION_\w+\] = ("[^"]+")/, qr/\[MODE_\w+\] = ("[^"]+")/ ],
	'milter/report/digest.c' => [ qr/\{ "\w+", ("[^"]+", "[^"]+") \}/, qr/add_line\(out, w, ("[^"]+")/ ],
	'milter/report/report_html.c' => [ qr/columns\[\] = \{ (.*?) \};/s ],
);
for my $file (sort keys %more) {
	for my $pattern (@{$more{$file}}) {
		my @found = map { /("(?:[^"\\]|\\.)*")/g } slurp($file) =~ /$pattern/g;
		die "$file: nothing found\n" unless @found;
		add(literal($_)) for @found;
	}
}
for my $file (sort keys %tables) {
	my @found = slurp($file) =~ /$tables{$file}/g;
	die "$file: nothing found\n" unless @found;
	add(literal($_)) for @found;
}
add($_) for 'no answer from DNS', 'not a blocklist that answers';
add($_) for 'accept', 'tag', 'hold', 'reject', 'error', 'warning', 'note', 'tempfail', 'nothing says otherwise',
	'subject says';
print map { "$_\t$phrases{$_}\n" } sort keys %phrases;
