#!/bin/sh
# SARIF is what code hosts and editors take: valid against the schema where that is at hand, and
# with each place where it says.
cd "${SRC:-.}" || exit 1
lint=$(cd "${BUILD:-build}" && pwd)/sendlint
schema=${CORPORA:-../shared/corpora}/schemas/sarif-2.1.0.json
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
mkdir "$dir/a b"
cp tests/golden/subject-shouting-en.eml "$dir/a b/100%: ż.eml"
(cd "$dir" && "$lint" check --format sarif "a b/100%: ż.eml") >"$dir/odd.sarif"
"$lint" check --config tests/golden/golden.conf --format sarif tests/golden tests/demo tests/reports/*.eml \
	absent.eml >"$dir/all.sarif" 2>/dev/null

perl -MJSON::PP -MEncode -we '
	my ($schema_file, $all_file, $odd_file) = @ARGV;
	my $json = JSON::PP->new->utf8;
	my ($n, %bad) = (0);

	sub slurp { open my $in, "<:raw", $_[0] or die "$_[0]: $!"; local $/; <$in> }
	sub ok { $n++; print $_[0] ? "" : "not ", "ok $n - $_[1]\n" }
	sub bad { my ($kind, $what) = @_; print "# $kind: $what\n" if $bad{$kind}++ < 5 }

	# What of JSON Schema the schema of SARIF uses.
	my $root;
	sub is_type {
		my ($v, $type) = @_;
		return ref $v eq "HASH" if $type eq "object";
		return ref $v eq "ARRAY" if $type eq "array";
		return JSON::PP::is_bool($v) if $type eq "boolean";
		return !defined $v if $type eq "null";
		return 0 if ref $v || !defined $v;
		my $number = $json->allow_nonref->encode($v) !~ /^"/;
		return $type eq "string" ? !$number : $number && ($type ne "integer" || $v =~ /^-?\d+$/);
	}
	sub wrong {		# the first thing, or nothing
		my ($v, $s, $at) = @_;
		if (my $ref = $s->{q($ref)}) {
			my $to = $root;
			$to = $to->{$_} for grep { length } split m{/}, $ref =~ s/^#//r;
			return wrong($v, $to, $at);
		}
		if (my $type = $s->{type}) {
			my @types = ref $type ? @$type : $type;
			return "$at is no @types" unless grep { is_type($v, $_) } @types;
		}
		return "$at: $v is none of those allowed"
			if $s->{enum} && !grep { defined $v && $_ eq $v } @{$s->{enum}};
		return "$at: $v is too small" if defined $s->{minimum} && $v < $s->{minimum};
		return "$at: $v is too large" if defined $s->{maximum} && $v > $s->{maximum};
		return "$at: $v has another form" if defined $s->{pattern} && !ref $v && $v !~ /$s->{pattern}/;
		return "$at: $v is no URI" if ($s->{format} // "") =~ /^uri/ && $v =~ /[^!-~]|%(?![0-9A-F]{2})/;
		if ($s->{anyOf} && ref $v eq "HASH") {
			return "$at fits nothing" unless grep { !defined wrong($v, $_, $at) } @{$s->{anyOf}};
		}
		if ($s->{allOf}) {
			for (@{$s->{allOf}}) { my $w = wrong($v, $_, $at); return $w if defined $w }
		}
		if (ref $v eq "ARRAY") {
			my %seen;
			return "$at has too few" if @$v < ($s->{minItems} // 0);
			for my $i (0 .. $#$v) {
				return "$at\[$i] is there twice"
					if $s->{uniqueItems} && $seen{$json->canonical->allow_nonref->encode($v->[$i])}++;
				my $w = $s->{items} ? wrong($v->[$i], $s->{items}, "$at\[$i]") : undef;
				return $w if defined $w;
			}
		}
		if (ref $v eq "HASH") {
			for (@{$s->{required} // []}) { return "$at has no $_" unless exists $v->{$_} }
			for (sort keys %$v) {
				my $p = $s->{properties}{$_} // $s->{additionalProperties} // {};
				return "$at.$_ is not known" if JSON::PP::is_bool($p) && !$p;
				my $w = ref $p eq "HASH" ? wrong($v->{$_}, $p, "$at.$_") : undef;
				return $w if defined $w;
			}
		}
		return undef;
	}

	my $all = $json->decode(slurp($all_file));
	if (-e $schema_file) {
		$root = $json->decode(slurp($schema_file));
		my $w = wrong($all, $root, "log");
		print "# $w\n" if defined $w;
		ok(!defined $w, "valid against the schema of SARIF 2.1.0");
		my $broken = $json->decode(slurp($all_file));
		$broken->{runs}[0]{results}[0]{level} = "bad";
		ok(defined wrong($broken, $root, "log"), "and a broken one is not");
	} else {
		ok(1, "valid against the schema # SKIP the schema of SARIF 2.1.0 is not here");
	}

	my $run = $all->{runs}[0];
	ok($all->{version} eq "2.1.0" && @{$all->{runs}} == 1 && $run->{columnKind} eq "unicodeCodePoints",
		"2.1.0, one run, columns in code points");
	my $rules = $run->{tool}{driver}{rules};
	for my $r (@$rules) {
		for (qw(shortDescription fullDescription help)) { bad("rule", "$r->{id}: $_") unless length $r->{$_}{text} }
		bad("rule", "$r->{id}: level") unless $r->{defaultConfiguration}{level} =~ /^(note|warning|error)$/;
		bad("rule", "$r->{id}: properties") unless $r->{properties}{evidence} =~ /^[A-E]$/ &&
			$r->{properties}{points} =~ /^\d+$/ && $r->{id} =~ /^\Q$r->{properties}{area}\E-/;
	}
	ok(@$rules > 10 && !$bad{rule}, "rules say what they are for and how good the evidence is");

	my $artifacts = $run->{artifacts};
	my (@raw, $nested);
	for my $i (0 .. $#$artifacts) {
		my $x = $artifacts->[$i];
		bad("artifact", "$i: index") if $x->{location}{index} != $i;
		if (!defined $x->{parentIndex}) {
			my $path = $x->{location}{uri} =~ s/%([0-9A-F]{2})/chr hex $1/ger;
			$raw[$i] = slurp($path);
			bad("artifact", "$path: length") if $x->{length} != length $raw[$i];
		} else {
			$nested++;
			$raw[$i] = $raw[$x->{parentIndex}];
			bad("artifact", "$i: parent") if $x->{parentIndex} >= $i;
			bad("artifact", "$i: no part number") if $x->{location}{uri} !~ m{^/\d+(\.\d+)*$};
			my $top = $x->{parentIndex}; my $at = $x->{offset};
			while (defined $artifacts->[$top]{parentIndex}) {
				$at += $artifacts->[$top]{offset}; $top = $artifacts->[$top]{parentIndex};
			}
			bad("artifact", "$i: beyond the message") if $at + $x->{length} > length $raw[$i];
			bad("artifact", "$i: no header before it") if substr($raw[$i], 0, $at) !~ /\n\r?\n$/;
		}
	}
	ok($nested && !$bad{artifact}, "messages with their parts, each where it is");

	my ($places, $parts, %prints) = (0, 0);
	for my $r (@{$run->{results}}) {
		bad("result", "$r->{ruleId}: index") if $rules->[$r->{ruleIndex}]{id} ne $r->{ruleId};
		bad("result", "$r->{ruleId}: fingerprint") unless
			$r->{partialFingerprints}{"sendlint/v1"} =~ /^[0-9a-f]{32}:\d+$/;
		bad("result", "$r->{ruleId}: two alike in one message")
			if $prints{$r->{locations}[0]{physicalLocation}{artifactLocation}{index}}{$r->{partialFingerprints}{"sendlint/v1"}}++;
		for my $l (@{$r->{locations}}, @{$r->{relatedLocations}}) {
			my $p = $l->{physicalLocation};
			my $x = $artifacts->[$p->{artifactLocation}{index}];
			my $g = $p->{region} or next;
			bad("place", "$r->{ruleId}: another artifact") if $x->{location}{uri} ne $p->{artifactLocation}{uri};
			bad("place", "$r->{ruleId}: it ends before it begins") if $g->{endLine} < $g->{startLine} ||
				$g->{endLine} == $g->{startLine} && $g->{endColumn} < $g->{startColumn};
			if (defined $g->{byteOffset}) {
				my $raw = $raw[$p->{artifactLocation}{index}];
				my $before = substr $raw, 0, $g->{byteOffset};
				my $line = 1 + ($before =~ tr/\n//);
				$before =~ s/.*\n//s;
				my $s = eval { Encode::decode("UTF-8", $before, Encode::FB_CROAK | Encode::LEAVE_SRC) } // $before;
				bad("place", "$r->{ruleId}: line") if $line != $g->{startLine};
				bad("place", "$r->{ruleId}: column") if 1 + length $s != $g->{startColumn};
				bad("place", "$r->{ruleId}: beyond") if $g->{byteOffset} + $g->{byteLength} > length $raw;
				$places++;
			} else {
				bad("part", "$r->{ruleId}: no part") unless defined $x->{parentIndex};
				$parts++;
			}
		}
	}
	ok(@{$run->{results}} > 30 && !$bad{result}, "results name their rule, with fingerprints of their own");
	ok($places > 30 && !$bad{place}, "places in the file: lines, columns, bytes");
	ok($parts > 10 && !$bad{part}, "places in the decoded part");

	my $notes = $run->{invocations}[0]{toolExecutionNotifications};
	ok((grep { $_->{message}{text} =~ /^not checked: / } @$notes) > 0, "what was not checked is notified");
	ok(!$run->{invocations}[0]{executionSuccessful} &&
		(grep { $_->{level} eq "error" && $_->{locations}[0]{physicalLocation}{artifactLocation}{uri} eq "absent.eml" } @$notes) == 1,
		"a file that cannot be read is");
	my $odd = $json->decode(slurp($odd_file));
	ok($odd->{runs}[0]{artifacts}[0]{location}{uri} eq "a%20b/100%25%3A%20%C5%BC.eml", "odd names become relative URIs");
	print "1..$n\n";
' "$schema" "$dir/all.sarif" "$dir/odd.sarif"
