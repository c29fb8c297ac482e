#!/bin/sh
# JSON keeps what docs/json.md promises: each member with its type, points that sum up, and
# places that lead to the very bytes of the file.
cd "${SRC:-.}" || exit 1
lint=${BUILD:-build}/sendlint
corpora=${CORPORA:-../shared/corpora}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
{ find tests/golden tests/clean tests/demo -name '*.eml'
  if [ -d "$corpora/dev" ]; then
	find "$corpora/dev/C_mime" "$corpora/dev/A_transactional" -type f \( -name '*.eml' -o -path '*C_mime*' \) \
		! -name '*.tsv' ! -name '*.expected.*' | sort | awk 'NR % 4 == 1' | head -400
  else
	echo "# SKIP the corpora are not here: only the mails of this project" >&2
  fi; } 2>&1 | sort >"$dir/all"
grep '^#' "$dir/all"
grep -v '^#' "$dir/all" | tr '\n' '\0' |
	xargs -0 "$lint" check --config tests/golden/golden.conf --format json >"$dir/out" 2>"$dir/err"
sed 's/^/# /' "$dir/err" | head

perl -MJSON::PP -MEncode -we '
	my $json = JSON::PP->new->utf8;
	my ($n, %bad, %seen) = (0);
	# s: string, n: whole number, S: string or null, a: array, o: object, b: boolean
	my %message = qw(format n file s class s class_why s policy s mode s points n quality n action s taken S
		fingerprint s languages a findings a not_checked a versions o);
	my %place = qw(part S field S line n column n raw_line n raw_offset n raw_length n exact b excerpt S);
	my %finding = (%place, qw(rule s level s points n evidence s message s fix s related a));
	my %allowed = (%finding, qw(allowed_by s reason s));
	my %versions = qw(program s rules s policy s dictionaries s);
	my %is = (
		s => sub { defined $_[0] && !ref $_[0] && $json->allow_nonref->encode($_[0]) =~ /^"/ },
		n => sub { defined $_[0] && !ref $_[0] && $json->allow_nonref->encode($_[0]) =~ /^-?\d+$/ },
		S => sub { !defined $_[0] || !ref $_[0] }, a => sub { ref $_[0] eq "ARRAY" },
		o => sub { ref $_[0] eq "HASH" }, b => sub { JSON::PP::is_bool($_[0]) },
	);

	sub bad { my ($kind, $v, $what) = @_; print "# $kind: $v->{file}: $what\n" if $bad{$kind}++ < 5 }
	sub shape {
		my ($v, $o, $want) = @_;
		for (keys %$want) { bad("shape", $v, $_) unless exists $o->{$_} && $is{$want->{$_}}->($o->{$_}) }
		for (keys %$o) { bad("shape", $v, "more: $_") unless $want->{$_} || $_ eq "allowed" }
	}
	# What a report shows of these bytes, or undef where they are not the text itself.
	sub shown {
		my ($raw) = @_;
		return undef if $raw =~ /=|&|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f<>]|\r?\n[ \t]/;
		my $s = eval { Encode::decode("UTF-8", $raw, Encode::FB_CROAK | Encode::LEAVE_SRC) } // return undef;
		return undef if $s =~ /[^\x{20}-\x{ff}\x{100}-\x{17f}\x{400}-\x{4ff}\r\n\t]|[\x80-\xa0]/;
		$s =~ s/\r\n|[\r\n\t]/ /g;
		return $s;
	}
	sub squeezed { my ($s) = @_; $s =~ s/ +/ /g; $s }
	sub place {
		my ($v, $p, $raw, $plain) = @_;
		my ($at, $len) = ($p->{raw_offset}, $p->{raw_length});
		return bad("place", $v, "beyond the file") if $at < 0 || $at + $len > length $raw;
		my $line = 1 + (substr($raw, 0, $at) =~ tr/\n//);
		bad("raw_line", $v, "$p->{raw_line}, not $line") if $p->{raw_line} != $line;
		bad("place", $v, "line $p->{line}, column $p->{column}") if $p->{line} < 1 || $p->{column} < 1;
		return unless $p->{exact} && $plain && $len && defined $p->{excerpt} && $p->{excerpt} !~ /\x{2026}$/;
		my $around = (substr($raw, 0, $at) =~ s/.*\n//sr) . (substr($raw, $at) =~ s/\n.*//sr);
		return if $around =~ /=\?/;		# an encoded word
		my $want = shown(substr $raw, $at, $len) // return;
		$seen{exact}++;
		bad("excerpt", $v, "\"$p->{excerpt}\", not \"$want\"") if squeezed($p->{excerpt}) ne squeezed($want);
		return if $p->{field} || $raw =~ /^content-type:\s*(multipart|message|text\/html)/mi;
		my ($head) = $raw =~ /^(.*?\n\r?\n)/s or return;
		return if $at < length $head;
		my $row = substr $raw, length $head, $at - length $head;
		my $column = 1 + length Encode::decode("UTF-8", $row =~ s/.*\n//sr);
		$seen{row}++;
		my $row_line = 1 + ($row =~ tr/\n//);
		bad("row", $v, "$p->{line}:$p->{column}, not $row_line:$column")
			if $p->{line} != $row_line || $p->{column} != $column;
	}
	while (<>) {
		my $v = $json->decode($_);
		open my $in, "<:raw", $v->{file} or die "$v->{file}: $!";
		my $raw = do { local $/; <$in> } // "";
		# Bytes that are what a reader sees: no encoding, UTF-8.
		my $plain = $raw !~ /^content-transfer-encoding:\s*(quoted|base64|x-?uu)/mi &&
			!grep { !/^(utf-8|us-ascii)$/i } $raw =~ /charset\s*=\s*"?([^\s";]+)/gi;
		my $sum = 0;
		$n++;
		shape($v, $v, \%message);
		shape($v, $v->{versions}, \%versions);
		for my $f (@{$v->{findings}}) {
			shape($v, $f, \%finding);
			$sum += $f->{points};
			bad("level", $v, $f->{level}) unless $f->{level} =~ /^(note|warn|error)$/;
			place($v, $f, $raw, $plain);
			for my $p (@{$f->{related}}) { shape($v, $p, \%place); place($v, $p, $raw, $plain) }
		}
		shape($v, $_, \%allowed) for @{$v->{allowed} // []};
		bad("points", $v, "$v->{points}, but findings have $sum") if $sum != $v->{points};
		bad("quality", $v, $v->{quality}) if $v->{quality} != ($sum > 100 ? 0 : 100 - $sum);
	}
	print "# $n messages, $seen{exact} exact excerpts, $seen{row} rows compared\n";
	my @kinds = qw(shape points quality level place raw_line excerpt row);
	my $i = 0;
	print $bad{$_} ? "not " : "", "ok ", ++$i, " - $_\n" for @kinds;
	print $n > 50 && $seen{exact} > 20 && $seen{row} > 5 ? "" : "not ", "ok ", ++$i, " - enough was compared\n";
	print "1..$i\n";
' "$dir/out"
