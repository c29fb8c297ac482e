#!/bin/sh
# The commands of README.md, docs/exim.md and docs/sendmail.md, word for word, on files in their usual
# places below a folder of our own, the policy of docs/going-live.md, and the rule of rules/README.md.
# What belongs to the mail server and the service manager is only noted.
cd "${SRC:-.}" || exit 1
build=$(cd "${BUILD:-build}" && pwd)
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
n=0
ok () { # name: passes if the last command did
	s=$?
	n=$((n + 1))
	[ $s = 0 ] || { sed 's/^/# /' "$dir/err"; printf 'not '; }
	printf 'ok %s - %s\n' $n "$1"
}

# A line each: what stands in blocks, or behind four blanks, and is not marked as untested.
commands () { # document
	awk '
		/^<!-- untested: / { skip = 1 }
		/^```sh$/ { on = !skip; skip = 0; next }
		/^```$/ { on = 0 }
		/^    [a-z]+[:=]/ { next }	# shows, or sets, something
		/^    [a-z]/ && !skip { sub(/^    /, ""); print; next }
		/^[^ <]/ && !/^```/ { skip = 0 }
		on' "$1"
}
follow () { # document
	commands "$1" | sed "s#\([ >'\"\`]\)/etc/#\1$dir/etc/#g" >"$dir/commands"
	[ -s "$dir/commands" ]; ok "$1 has commands"
	while read -r line <&3; do
		(cd "$dir" && PATH=$dir/bin:$PATH sh -c "$line") >"$dir/out" 2>"$dir/err" 3<&-
		[ $? -le "${worst:-0}" ]; ok "$(printf '%s' "$line" | sed "s#$dir##g; s/#/\\\\#/g")"
	done 3<"$dir/commands"
}

mkdir -p "$dir/bin" "$dir/mails" "$dir/etc/sendlint/conf.d" "$dir/etc/mail" \
	"$dir/etc/exim4/conf.d/main" "$dir/etc/exim4/conf.d/acl"
cp packaging/sendlint.conf "$dir/etc/sendlint/"
cat >"$dir/bin/sendlint" <<SH
#!/bin/sh
# The installed program reads /etc/sendlint/sendlint.conf.
[ "\$1" != config ] || set -- "\$@" --config "$dir/etc/sendlint/sendlint.conf"
exec "$build/sendlint" "\$@"
SH
for program in systemctl update-exim4.conf apt-get make; do
	printf '#!/bin/sh\necho %s "$@" >>"%s"\n' "$program" "$dir/noted" >"$dir/bin/$program"
done
chmod 755 "$dir"/bin/*

# Files and a template as the README means them.
cp tests/clean/order-en.eml "$dir/message.eml"
cp tests/clean/order-en.eml "$dir/mails/"
echo '<p>Hello {{ name }}, your order is ready.</p>' >"$dir/order.html"
"$build/sendlint" check --write-baseline "$dir/known.jsonl" "$dir/mails" >/dev/null 2>&1
worst=1 follow README.md
[ -s "$dir/report.html" ]; ok "the report is there"

sed -n '/^    policies: {/,/^    };/p' docs/going-live.md >"$dir/policies.conf"
"$build/sendlint" config check --config "$dir/policies.conf" >"$dir/err" 2>&1; ok "docs/going-live.md: its policy is right"

printf 'primary_hostname = a.example\nbegin acl\nacl_check_data:\n  accept\n' >"$dir/etc/exim4/exim4.conf.template"
follow docs/exim.md
exim=$dir/etc/exim4
grep -q '^spamd_address = 127.0.0.1 11783 variant=rspamd' "$exim/sendlint_main"; ok "Exim knows the port"
grep -q '^acl_sendlint:' "$exim/sendlint_acl"; ok "and has the ACL"
grep -q 'mode = "tag"' "$dir/etc/sendlint/conf.d/mode.conf"; ok "mail is marked"
! grep -rq sendlint "$exim/conf.d" "$exim/exim4.conf.template" "$exim/exim4.conf.localmacros"; ok "and back: nothing is left"
rm "$dir"/etc/sendlint/conf.d/*.conf

printf 'OSTYPE(`linux'\'')\nMAILER_DEFINITIONS\nMAILER(`local'\'')dnl\n' >"$dir/etc/mail/sendmail.mc"
cp "$dir/etc/mail/sendmail.mc" "$dir/before.mc"
commands docs/sendmail.md | sed '/^sed -i .\/sendlint.m4/,$d' | grep -A9 '^sendlint config snippets' | head -2 |
	sed "s#/etc/#$dir/etc/#g" >"$dir/tell"
PATH=$dir/bin:$PATH sh "$dir/tell" 2>"$dir/err"
grep -q '^INPUT_MAIL_FILTER(`sendlint' "$dir/etc/mail/sendlint.m4"; ok "Sendmail gets its line"
grep -A1 'sendlint.m4' "$dir/etc/mail/sendmail.mc" | grep -q '^MAILER_DEFINITIONS'; ok "before the mailers"
cp "$dir/before.mc" "$dir/etc/mail/sendmail.mc"
follow docs/sendmail.md
cmp "$dir/before.mc" "$dir/etc/mail/sendmail.mc" >"$dir/err"; ok "and back: as it was"
grep -q "make -C $dir/etc/mail" "$dir/noted" && grep -q '^systemctl reload exim4' "$dir/noted"; ok "the servers were told"

# The rule of rules/README.md is one that compiles.
sed -n '/^```c$/,/^```$/p' rules/README.md | grep -v '^```' >"$dir/subject-tab.c"
# shellcheck disable=SC2046	# flags
${CC:-cc} -std=gnu11 -Wall -Wextra -Werror -fsyntax-only -Imilter $(pkg-config --cflags glib-2.0) \
	-c "$dir/subject-tab.c" 2>"$dir/err"; ok "rules/README.md: its rule"
echo "1..$n"
