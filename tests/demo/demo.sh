#!/bin/bash
# Sends mails through a private Postfix and a private Exim with sendlint in them, and shows what
# became of each.
set -u
src=${SRC:-.} build=${BUILD:-build}
mta=$src/tests/mta/postfix.sh exim=$src/tests/mta/exim.sh smtp=$src/tests/mta/smtp.pl
if [ "$(id -u)" != 0 ]; then
	echo "make demo starts private mail servers, and that needs root: sudo make demo" >&2
	exit 1
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/sendlint.XXXXXX")
chmod 755 "$work"
export MTA_ROOT=${MTA_ROOT:-$src/build/mta} EXIM_ROOT=${EXIM_ROOT:-$src/build/exim}

# shellcheck disable=SC2317	# called by the trap
finish () {
	"$mta" stop "$work/pf"
	"$exim" stop "$work/ex"
	kill "$daemon" 2>/dev/null && wait "$daemon"
	"$src/tests/mta/unpacked.sh" "$MTA_ROOT" --end
	rm -rf "$work"
}
daemon=
trap finish EXIT
trap 'exit 1' INT TERM

if [ -t 1 ]; then on=$(printf '\033[1m') off=$(printf '\033[0m'); else on='' off=''; fi
bold () { printf '\n%s%s%s\n' "$on" "$*" "$off"; }
show () { sed "s/^/    /"; }

# What arrived since the last call, or is held now: the fields that sendlint added.
became () {
	"$mta" flush "$work/pf"
	sleep .3
	for mail in $(find "$work/pf/sink" -type f -newer "$work/mark" | sort); do
		if grep -q '^Subject: Undelivered' "$mail"; then
			echo "returned to the sender:"
			sed -n '/^X-Postfix; /,/^$/p; s/^Diagnostic-Code: X-Postfix; //p' "$mail" | head -4
		else
			echo "delivered"
			sed -n '/^\r*$/q; /^X-Sendlint/,/^[^ \t]/ { /^X-Sendlint/p; /^[ \t]/p; }' "$mail"
		fi
		rm -f "$mail"
	done
	for id in $("$mta" held "$work/pf"); do
		echo "held in the queue as $id"
		"$build/../tests/mta/unpacked.sh" "$MTA_ROOT" postcat -c "$work/pf/etc" -qh "$id" 2>/dev/null |
			sed -n '/^X-Sendlint/,/^[^ \t]/ { /^X-Sendlint/p; /^[ \t]/p; }'
		"$build/../tests/mta/unpacked.sh" "$MTA_ROOT" postsuper -c "$work/pf/etc" -d "$id" 2>/dev/null
	done
}
send () { # way file what
	bold "$3"
	touch "$work/mark"
	sed "s/^Date: .*/$(LC_ALL=C date '+Date: %a, %d %b %Y %H:%M:%S %z')/" "$2" >"$work/now.eml"
	case $1 in
	login) echo "  by SMTP, login alice:" ;;
	smtp) echo "  by SMTP, no login, from the own network:" ;;
	sendmail) echo "  through sendmail(1):" ;;
	esac
	case $1 in
	login) perl "$smtp" "$("$mta" port "$work/pf" login)" --auth alice:secret1 \
		--from orders@harbour-bikes.example "$work/now.eml" ;;
	smtp) perl "$smtp" "$("$mta" port "$work/pf" smtp)" --from orders@harbour-bikes.example "$work/now.eml" ;;
	sendmail) "$mta" submit "$work/pf" -f orders@harbour-bikes.example -t <"$work/now.eml" ;;
	esac 2>&1 | show
	became | show
}

echo "Starting a private Postfix and sendlint ..."
cd "$src" || exit 1
"$mta" start "$work/pf" || exit 1
port=$(($("$mta" port "$work/pf" smtp) + 7))
sed "s|^log = .*|log = \"stderr\";\nstate-dir = \"$work/state\";\nsocket-mode = \"0666\";\nspamd = \"unix:$work/spamd.sock\";\ndictionaries = \"$work/dictionaries\";|
	s|^answer: {|&\n\tsubmission = \"inet:$port@127.0.0.1\";|" tests/demo/demo.conf >"$work/demo.conf"
# The test address is answered by a user who may not read this folder.
mkdir "$work/state"; chown nobody "$work/state"
cp "$build/sendlint" "$work/"; cp -R dictionaries "$work/"; chmod -R a+rX "$work/dictionaries"
snippet () { "$build/sendlint" config snippets "$1" "$2" --config "$work/demo.conf"; }
snippet postfix sendlint_transport >"$work/transport"
snippet postfix master.cf | sed "s|user=sendlint|user=nobody|; s|/usr/bin/sendlint|$work/sendlint|" >>"$work/pf/etc/master.cf"
"$mta" set "$work/pf" "transport_maps=regexp:$work/transport" sendlint_destination_recipient_limit=1
"$build/sendlint" serve --foreground --config "$work/demo.conf" --milter "unix:$work/pf/milter.sock" \
	2>"$work/log" &
daemon=$!
for _ in $(seq 300); do grep -q "started; listening" "$work/log" && break; sleep .1; done
grep -q "started; listening" "$work/log" || { cat "$work/log"; exit 1; }

# An attachment over the policy's limit of 300 KB is made here, not kept in the tree.
{ sed '/^Content-T/d; /^$/q' tests/demo/clean.eml | sed '$d'
  printf 'Content-Type: multipart/mixed; boundary=b\n\n--b\n'
  printf 'Content-Type: text/plain; charset=utf-8\n\n'
  sed '1,/^$/d' tests/demo/clean.eml
  printf -- '--b\nContent-Type: application/pdf; name=photos.pdf\n'
  printf 'Content-Disposition: attachment; filename=photos.pdf\nContent-Transfer-Encoding: base64\n\n'
  perl tests/demo/pdf.pl | base64
  printf -- '--b--\n'; } >"$work/attachment.eml"

# The report as its reader sees it: subject and text.
read_report () {
	for _ in $(seq 100); do [ -n "$(find "$work/pf/sink" -type f)" ] && break; sleep .1; done
	sleep .3
	cat "$work"/pf/sink/* | tr -d '\r' | perl -MMIME::QuotedPrint -MEncode -e '
		undef $/; my $m = <>;
		my ($subject) = $m =~ /^(Subject: .*(?:\n[ \t].*)*)/m;
		print encode("UTF-8", decode("MIME-Header", $subject)), "\n\n";
		print decode_qp($1) if $m =~ m{^Content-Type: text/plain.*?\n\n(.*?)\n--=-}ms'
	rm -f "$work"/pf/sink/*
}
ask () { # recipient file what
	bold "$3"
	rm -f "$work"/pf/sink/*
	sed "s/^Date: .*/$(LC_ALL=C date '+Date: %a, %d %b %Y %H:%M:%S %z')/" "$2" >"$work/now.eml"
	perl "$smtp" "$("$mta" port "$work/pf" login)" --auth alice:secret1 --from alice@harbour-bikes.example \
		--to "$1" "$work/now.eml" 2>&1 | show
	read_report | show
}

# The same daemon behind Exim.
start_exim () {
	mkdir -p "$work/ex/etc"
	for file in sendlint_main sendlint_acl; do snippet exim $file >"$work/ex/etc/$file"; done
	"$exim" start "$work/ex" >"$work/ex.log" 2>&1
}
through_exim () { # file what
	bold "$2"
	sed "s/^Date: .*/$(LC_ALL=C date '+Date: %a, %d %b %Y %H:%M:%S %z')/" "$1" >"$work/now.eml"
	perl "$smtp" "$("$exim" port "$work/ex" login)" --auth alice:secret1 \
		--from orders@harbour-bikes.example "$work/now.eml" 2>&1 | show
	"$exim" flush "$work/ex"
	sleep .3
	for mail in $(find "$work/ex/sink" -type f | sort); do
		echo "delivered"
		sed -n '/^\r*$/q; /^X-Sendlint/,/^[^ \t]/ { /^X-Sendlint/p; /^[ \t]/p; }' "$mail"
		rm -f "$mail"
	done | show
}

send login    tests/demo/clean.eml       "A clean order confirmation"
send smtp     tests/demo/clean.eml       "The same, without a login"
send sendmail tests/demo/clean.eml       "The same, from a script on this machine"
send login    tests/demo/shouting.eml    "A shouting subject"
send login    tests/demo/commercial.eml  "Commercial wording in a receipt"
send login    tests/demo/placeholder.eml "An unfilled {{placeholder}}"
send sendmail tests/demo/placeholder.eml "The same, from a script on this machine"
send login    tests/demo/image-only.eml  "Nothing but an image"
send login    "$work/attachment.eml"     "An attachment over the limit of this policy"
send smtp     tests/demo/polish.eml      "Polish, with mistakes"
send smtp     tests/demo/russian.eml     "Russian, with mistakes"
send smtp     tests/demo/portuguese.eml  "Portuguese, with mistakes"
send login    tests/demo/malformed.eml   "Malformed MIME and two senders"

if start_exim; then
	through_exim tests/demo/clean.eml       "Through Exim, which asks by its ACL: the clean order confirmation"
	through_exim tests/demo/shouting.eml    "Through Exim: the shouting subject"
	through_exim tests/demo/placeholder.eml "Through Exim: the unfilled {{placeholder}}"
else
	bold "Exim cannot be shown here:"
	tail -2 "$work/ex.log" | show
fi

bold "What sendlint wrote into its log, one line a message"
show <"$work/log"
ask lint@harbour-bikes.example tests/demo/polish.eml "The Polish mail again, sent to the test address: the answer"
bold "What the author of the Portuguese mail is told"
"$build/sendlint" check --config "$work/demo.conf" --fail-level error tests/demo/portuguese.eml | show
bold "All of it is ended now; no mail server was installed."
