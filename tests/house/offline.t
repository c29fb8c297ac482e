#!/bin/sh
# The daemon asks no network: of all that `serve` can reach, nothing asks DNS, only its own mail goes out,
# and only online/ knows the library that does.  Nor does it ask dictionaries what they suggest.
cd "${BUILD:-build}" || exit 1
reach () { # objects that the first ones need, themselves included
	nm -A -g milter/*/*.o rules/*/*.o rules.gen.o | perl -e '
		use strict; use warnings;
		my (%has, %needs);
		while (<STDIN>) {
			my ($o, $kind, $name) = /^(\S+?):\s*[0-9a-f]*\s+([A-Za-z])\s+(\S+)/ or next;
			if ($kind eq "U") { push @{$needs{$o}}, $name } else { $has{$name} = $o }
		}
		my (@todo, %seen) = @ARGV;
		while (defined(my $o = shift @todo)) {
			next if $seen{$o}++;
			push @todo, grep { defined } map { $has{$_} } @{$needs{$o}};
		}
		print "$_\n" for sort keys %seen;' "$@"
}
n=0
none () { # name, what was found
	n=$((n + 1))
	if [ -z "$2" ]; then echo "ok $n - $1"; else echo "$2" | sed 's/^/# /'; echo "not ok $n - $1"; fi
}
serve=$(reach milter/door/serve.o)
n=$((n + 1))
if echo "$serve" | grep -q door/milter.o && echo "$serve" | grep -q core/lint.o &&
   reach milter/door/cli.o | grep -q online/resolver.o
then echo "ok $n - the way from a door to what it uses is found"
else echo "not ok $n - the way from a door to what it uses is found"; fi
none "serve does not reach online/" "$(echo "$serve" | grep '/online/')"
# shellcheck disable=SC2086	# a list of names
none "nor anything that looks up a name" "$(nm -A -u $serve |
	grep -E ' U (ares_|res_|ns_|getaddrinfo|gethostby|getnameinfo|g_resolver_|g_socket_|curl_)')"
# Our own mail goes to an address as it stands in the configuration; the rest are sockets of this machine.
# shellcheck disable=SC2086
none "and only act/submit.c calls another machine" "$(nm -A -u $serve | grep -E ' U connect(@|$)' |
	grep -v -e '^milter/act/submit.o:' -e '^milter/act/log.o:' -e '^milter/door/notify.o:' -e '^milter/door/socket.o:')"
none "only online/resolver.c knows the library" "$(nm -A -u milter/*/*.o rules/*/*.o milter/main.o |
	grep ' U ares_' | grep -v '^milter/online/resolver.o:')"
# A dictionary's own suggestions take too long for a mail under way.
doors=$(for d in serve cli answer; do reach milter/door/$d.o | grep core/suggest.o | sed "s/^/$d /"; done)
n=$((n + 1))
if [ "$doors" = "cli milter/core/suggest.o
answer milter/core/suggest.o" ]
then echo "ok $n - check and answer ask for suggestions, serve does not"
else echo "not ok $n - check and answer ask for suggestions, serve does not"; fi
none "the core's own check does not ask for them either" "$(reach milter/core/lint.o | grep core/suggest.o)"
none "nobody goes round core/suggest.c" "$(grep -n -- '->suggest\b\|\.suggest(' "${SRC:-..}"/milter/*/*.[ch] |
	grep -v -e 'milter/core/suggest.c:' -e 'o->suggest)')"
echo "1..$n"
