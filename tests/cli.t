#!/bin/sh
# The command line: exit statuses, formats, folders, bad input.
lint=$(cd "${BUILD:-build}" && pwd)/sendlint
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
n=0

ok () { # name: passes if the last command did
	s=$?
	n=$((n + 1))
	if [ $s = 0 ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; fi
}
status () { # wanted command...
	want=$1; shift
	"$@" >"$dir/out" 2>"$dir/err"
	[ $? = "$want" ] || { sed 's/^/# /' "$dir/out" "$dir/err"; false; }
}
mail () { # subject
	printf 'From: Shop <shop@shop.example>\nTo: Anna <anna@mail.example>\n'
	printf 'Date: Fri, 20 Nov 2026 10:00:00 +0100\nMessage-ID: <1@shop.example>\n'
	printf 'Subject: %s\n\nHello Anna, your order 4711 is ready. Come and fetch it between nine and five,\n' "$1"
	printf 'and bring the receipt with you. If you cannot come, call us and we keep it for a week.\n'
}

mkdir -p "$dir/mails/new" "$dir/mails/sub"
mail "Your order 4711 is ready" >"$dir/mails/b.eml"
mail "YOUR ORDER IS READY TODAY" >"$dir/mails/a.eml"
mail "Your order 4712 is ready" >"$dir/mails/new/1700000000.1.host:2,S"
mail "Your order 4713 is ready" >"$dir/mails/sub/c.eml"
echo "not a mail" >"$dir/mails/notes.txt"
: >"$dir/empty.eml"

status 0 "$lint" check "$dir/mails/b.eml"; ok "a clean mail: 0"
grep -q 'nothing found' "$dir/out"; ok "and it says so"
status 0 "$lint" check "$dir/mails/a.eml"; ok "a note: 0"
status 1 "$lint" check --fail-level note "$dir/mails/a.eml"; ok "a note that fails: 1"
grep -q '^note\[subject-all-caps\]' "$dir/out"; ok "level, rule and title"
grep -q 'a.eml:5, Subject, character 1 (bytes ' "$dir/out"; ok "the place"
grep -q '^    | Subject: YOUR ORDER IS READY TODAY$' "$dir/out"; ok "the words"
grep -q '^    |          ^^^^^^^^^^^^^^^^^^^^^^^^^$' "$dir/out"; ok "the mark under them"
{ mail "Your order 4716 is ready" | sed '/^$/q'; printf 'Order 4716 is ready.\nhttps://shop.example/4716\n'; } >"$dir/url.eml"
"$lint" check "$dir/url.eml" >"$dir/out"; grep -q '^    = more lines: 1$' "$dir/out"; ok "lines of a place that are not shown"
for i in 1 2 3 4 5 6 7 8 9; do printf 'and the %s. box ' $i; done >"$dir/long"
{ mail "Your order 4717 is ready"; printf '%s{{ first_name }} %s\n' "$(cat "$dir/long")" "$(cat "$dir/long")"; } >"$dir/cut.eml"
"$lint" check "$dir/cut.eml" >"$dir/out"; grep -q '^    | ….*{{ first_name }}.*…$' "$dir/out"; ok "a line that is cut says so at both ends"
grep -q '^    | \{34\}^\{16\}$' "$dir/out"; ok "and the mark stays under the words"
status 2 "$lint" check "$dir/absent.eml"; ok "a missing file: 2"
grep -q 'absent.eml' "$dir/err"; ok "and its name"
status 2 "$lint" check; ok "nothing to check: 2"
status 2 "$lint" check --format yaml "$dir/mails/b.eml"; ok "an unknown format: 2"
status 2 "$lint" check --policy nobody "$dir/mails/b.eml"; ok "an unknown policy: 2"
status 2 "$lint" chek; ok "an unknown command: 2"
status 1 "$lint" check "$dir/empty.eml" --format json; ok "an empty file has a verdict"

status 0 "$lint" check --format json "$dir/mails"; ok "a folder"
perl -MJSON::PP -ne '$v = decode_json($_); die unless $v->{format} == 1; print $v->{file}, "\n"' "$dir/out" >"$dir/files"
ok "JSON Lines, format 1"
printf '%s\n' "$dir/mails/a.eml" "$dir/mails/b.eml" "$dir/mails/new/1700000000.1.host:2,S" "$dir/mails/sub/c.eml" >"$dir/want"
diff "$dir/want" "$dir/files" >/dev/null; ok "its mails, sorted; other files left alone"
"$lint" check --format json "$dir/mails" >"$dir/again"; cmp -s "$dir/out" "$dir/again"; ok "the same order every time"
mail "YOUR ORDER IS READY TODAY" | status 0 "$lint" check -; ok "standard input"
status 0 "$lint" check --min-level error "$dir/mails/a.eml"; ! grep -q 'subject-all-caps' "$dir/out"; ok "--min-level hides"
"$lint" check "$dir/mails/a.eml" | grep -q "$(printf '\033')"; [ $? = 1 ]; ok "no colours in a pipe"
"$lint" check --color always "$dir/mails/a.eml" | grep -q "$(printf '\033')"; ok "colours when asked"
{ mail "Your order 4711 is ready"; echo "Your order is ready in our shop, and definatelly not late. Bring it with you on Monday."; } >"$dir/suggest.eml"
"$lint" check --suggest "$dir/suggest.eml" | grep -q '^    = unknown word: definatelly (definitely[,?]'; ok "--suggest: what the dictionary suggests"
"$lint" check "$dir/suggest.eml" | grep -q definitely; [ $? = 1 ]; ok "and only then"
for format in json sarif html; do
	"$lint" check --suggest --format $format "$dir/suggest.eml" | grep -q '"definitely"\|definatelly (definitely[,?]'; ok "--suggest, $format"
done
"$lint" check --suggest --format json "$dir/suggest.eml" | perl -MJSON::PP -0777 -ne '
	my $v = decode_json($_); my ($s) = @{$v->{suggestions}};
	exit !($s->{excerpt} eq "definatelly" && $s->{asked} && $s->{language} eq "en" && $s->{exact} &&
		@{$s->{words}} && @{$s->{words}} <= 3)'
ok "a suggestion in JSON: its place and its language"
[ "$("$lint" check "$dir/suggest.eml" | grep quality)" = "$("$lint" check --suggest "$dir/suggest.eml" | grep quality)" ]
ok "suggestions cost no points"
status 0 "$lint" explain subject-all-caps; grep -q '^  C: ' "$dir/out"; ok "explain"
status 0 "$lint" explain --lang pl links-long-url; grep -q "  # liczba znaków" "$dir/out"; ok "explain: what a setting means, in the language asked for"
status 2 "$lint" explain subject-allcaps; ok "explain an unknown rule: 2"
"$lint" explain subject-all-caps | grep -A1 '^Good' | grep -q '  Subject: '; ok "explain: the good example is the line that differs"
"$lint" rules --format conf >"$dir/rules.conf"; status 0 "$lint" config check --config "$dir/rules.conf"; ok "rules as a configuration"
status 2 "$lint" completion csh; ok "completion for an unknown shell: 2"
if command -v bash >/dev/null; then
	completed () { # words
		PATH=$(dirname "$lint"):$PATH bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sendlint; echo "${COMPREPLY[*]}"' - "$dir/complete" "$@"
	}
	"$lint" completion bash >"$dir/complete"
	[ "$(completed sendlint ch)" = check ]; ok "bash completes commands"
	[ "$(completed sendlint check --fail)" = --fail-level ]; ok "bash completes options"
	[ "$(completed sendlint check --fail-level w)" = warn ]; ok "bash completes values"
	[ "$(completed sendlint explain subject-all)" = subject-all-caps ]; ok "bash completes rules"
fi
for shell in zsh fish; do
	if command -v $shell >/dev/null; then "$lint" completion $shell | $shell -n; ok "$shell reads its script"
	else echo "ok $((n += 1)) - $shell reads its script # SKIP no $shell"; fi
done
status 0 "$lint" rules; grep -q '^subject-all-caps ' "$dir/out"; ok "rules"
"$lint" rules --format json | perl -MJSON::PP -ne 'decode_json($_)->{id} or die; $n++; END { die unless $n > 1 }'; ok "rules in JSON"
status 0 "$lint" facts "$dir/mails/a.eml"; grep -q '^class: ' "$dir/out"; ok "facts"
"$lint" check "$dir/mails/a.eml" >/dev/full 2>"$dir/err"; [ $? = 2 ]; ok "a full disk: 2"
for what in rules help "explain subject-all-caps" "completion bash" "config show"; do
	# shellcheck disable=SC2086	# a command and its words
	"$lint" $what >/dev/full 2>"$dir/err"; [ $? = 2 ] && grep -q 'cannot write: No space' "$dir/err"
	ok "a full disk: $what"
done

# What cannot be read is said, and the rest is checked.
mkdir -p "$dir/odd/sub"
mail "Your order 4714 is ready" >"$dir/odd/a.eml"
mail "Your order 4715 is ready" >"$dir/odd/sub/z.eml"
ln -s .. "$dir/odd/sub/loop"
ln -s ../a.eml "$dir/odd/sub/link.eml"
status 0 "$lint" check --format json "$dir/odd"; [ "$(grep -c . "$dir/out")" = 3 ]; ok "links to files, not to folders"
status 2 "$lint" check --format json "$dir/odd/a.eml" "$dir/gone.eml" "$dir/odd/sub/z.eml"
[ $? = 0 ] && [ "$(grep -c . "$dir/out")" = 2 ]; ok "the files around one that is gone"
deep=$dir/deep i=0
while [ $i -lt 40 ]; do deep=$deep/d i=$((i + 1)); done
mkdir -p "$deep"; cp "$dir/odd/a.eml" "$deep"
status 2 "$lint" check "$dir/deep"; grep -q 'too deep' "$dir/err"; ok "folders beyond the limit are said"
status 2 timeout 60 "$lint" check /dev/zero; grep -q 'longer than 512 MB' "$dir/err"; ok "a file without end: 2"

# Nothing steers the terminal, not a mail and not its name.
odd=$dir/odd/$(printf 'x\377\033[31m\n.eml')
mail "$(printf 'FREE \033[31m {{na\033me}} \302\233 \342\200\256')" |
	sed "s/^Subject/Content-Type: text\/plain; charset=\"$(printf '\033')[31m\"\n&/" >"$odd"
steers () { LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]\|\302[\200-\237]\|\342\200\256')" "$@"; }
steers "$odd"; ok "a hostile mail"
"$lint" check "$odd" >"$dir/out"; grep -q template-placeholder "$dir/out" && ! steers "$dir/out"; ok "its report is plain"
"$lint" facts "$odd" >"$dir/out"; grep -q '^part ' "$dir/out" && ! steers "$dir/out"; ok "its facts are plain"
"$lint" check "$odd.not" 2>"$dir/err"; [ "$(grep -c . "$dir/err")" = 1 ] && ! steers "$dir/err"; ok "complaints are plain"
"$lint" check --format json "$odd" | perl -MJSON::PP -ne '$n++; exit 1 unless decode_json($_)->{file} =~ /\x{fffd}\e\[31m\n\.eml$/; END { exit($n != 1) }'
ok "JSON is JSON"

mkdir "$dir/a,b"
cp "$dir/mails/a.eml" "$dir/a,b/1:100%.eml"
(cd "$dir" && status 0 "$lint" check --format github a,b)
grep -q '^::notice file=a%2Cb/1%3A100%25.eml,line=5,endLine=5,col=10,endColumn=35,title=subject-all-caps::subject is written in capitals: .*%0A[A-Z]' "$dir/out"
ok "annotations for GitHub, escaped"
status 0 "$lint" check --output "$dir/report" "$dir/mails/a.eml"
[ $? = 0 ] && [ ! -s "$dir/out" ] && grep -q '^note\[subject-all-caps\]' "$dir/report"; ok "a report into a file"
status 2 "$lint" check --output "$dir/no/report" "$dir/mails/a.eml"; grep -q 'no/report' "$dir/err"; ok "which cannot be written: 2"
status 2 "$lint" check --output /dev/full "$dir/mails/a.eml"; ok "nor be filled: 2"
status 0 "$lint" check "$dir/mails"; [ "$(tail -1 "$dir/out")" = "messages 4: errors 0, warnings 0, notes 1" ]; ok "the sum of several"

status 2 "$lint" explain subject-allcaps; grep -q "did you mean 'subject-all-caps'" "$dir/err"; ok "explain: did you mean"
status 2 "$lint" check --lang xx "$dir/mails/b.eml"; grep -q 'pt-BR' "$dir/err"; ok "an unknown language: 2, and those known"
status 0 env LC_ALL=xx_YY.UTF-8 "$lint" check "$dir/mails/b.eml"; ok "an unknown language of the environment is English"
status 0 "$lint" help check; grep -q -e --fail-level "$dir/out"; ok "help on a command"
status 2 "$lint" serve now; ok "an argument too many: 2"
printf 'lgo = 1;\ndefaults = { mode = "x"; };\n' >"$dir/bad.conf"
status 2 "$lint" check --config "$dir/bad.conf" "$dir/mails/b.eml"
[ $? = 0 ] && grep -q "bad.conf:1: .*'log'" "$dir/err" && grep -q 'bad.conf:2: ' "$dir/err"; ok "all mistakes of a configuration: 2"
status 0 "$lint" check --format json -- "$dir/mails/b.eml"; ok "options end at --"

# Files that authors have.
printf '<p>Hello {{name}}</p>' >"$dir/template.html"
status 1 "$lint" check --class transactional "$dir/template.html"; grep -q template-placeholder "$dir/out" && ! grep -qE '(headers|subject)-' "$dir/out"; ok "a bare .html: its text, not its header"
grep -q 'not checked: header' "$dir/out"; ok "a bare .html: what was not checked is said"
{ echo 'From shop Thu Nov 19 10:00:00 2026'; mail "YOUR ORDER IS READY TODAY"; echo
  echo 'From shop Thu Nov 19 10:00:01 2026'; mail "Your order 4711 is ready"; } >"$dir/box"
status 0 "$lint" check "$dir/box"; grep -q 'box#1:.*Subject' "$dir/out" && grep -q '^.*box#2: nothing found' "$dir/out"; ok "an mbox is as many messages as it holds"
"$lint" check --format json "$dir/box" | perl -MJSON::PP -ne 'decode_json($_); $n++; END { die unless $n == 2 }'; ok "an mbox in JSON: two objects"
# What is known, and what is meant so.
shout="$dir/shout.eml"
mail "YOUR ORDER 4711 IS READY TODAY" >"$shout"
status 0 "$lint" check --write-baseline "$dir/base" "$shout"; head -1 "$dir/base" | grep -q '^{"sendlint-baseline":1}$' && grep -q '"rule":"subject-all-caps","excerpt":"YOUR ORDER # IS READY TODAY","count":1' "$dir/base"; ok "a baseline"
mail "YOUR ORDER 12 IS READY TODAY" >"$dir/shout2.eml"
status 0 "$lint" check --fail-level note --baseline "$dir/base" "$dir/shout2.eml"; grep -q 'nothing new found' "$dir/out" && grep -q 'known from the baseline: 1' "$dir/out" && [ ! -s "$dir/err" ]; ok "another number makes nothing new"
"$lint" check --format sarif --baseline "$dir/base" "$shout" | grep -q '"baselineState":"unchanged"'; ok "baselineState"
"$lint" check --format json --baseline "$dir/base" "$shout" | grep -q '"baseline":"known"'; ok "known, in JSON"
"$lint" check --format github --baseline "$dir/base" "$shout" | grep -q subject-all-caps; [ $? = 1 ]; ok "no annotation for what is known"
{ cat "$shout"; echo "Hello {{name}}"; } >"$dir/shout3.eml"
status 1 "$lint" check --baseline "$dir/base" "$dir/shout3.eml"; grep -q template-placeholder "$dir/out" && grep -q '1 of its entries occur no more' "$dir/err"; ok "what is new fails; what is gone is told"
cp "$dir/base" "$dir/base.first"
status 2 "$lint" check --write-baseline "$dir/base" "$shout" "$dir/gone.eml"; cmp -s "$dir/base" "$dir/base.first"; ok "no baseline of half the mails"
echo '<<<<<<< HEAD' >>"$dir/base"; status 2 "$lint" check --baseline "$dir/base" "$shout"; grep -q 'base:3: a merge was not finished' "$dir/err"; ok "a broken baseline: 2, and its line"
sed 's/^Subject/X-Sendlint-Allow: subject-all-caps; reason="so <b>it<\/b> is"\n&/' "$shout" >"$dir/allowed.eml"
status 0 "$lint" check --fail-level note "$dir/allowed.eml"; grep -q 'nothing found' "$dir/out" && grep -q 'allowed by the author: 1' "$dir/out"; ok "what the author allowed"
status 0 "$lint" check --verbose "$dir/allowed.eml"; grep -q '^allowed.subject-all-caps' "$dir/out" && grep -q 'reason: so <b>it</b> is' "$dir/out"; ok "and why, when asked"
"$lint" check --format json "$dir/allowed.eml" | perl -MJSON::PP -ne '$v = decode_json($_); exit 1 unless !@{$v->{findings}} && $v->{allowed}[0]{reason} eq "so <b>it</b> is"'; ok "and in JSON"
"$lint" check --format sarif "$dir/allowed.eml" | grep -q '"suppressions":\[{"kind":"inSource","status":"accepted","justification":"so <b>it</b> is"}\]'; ok "and in SARIF"
"$lint" check --format html "$dir/allowed.eml" >"$dir/out"; grep -q 'so &lt;b&gt;it' "$dir/out" && ! grep -q 'so <b>' "$dir/out"; ok "and in HTML, escaped"
echo 'lock = [ "subject-all-caps" ];' >"$dir/lock.conf"
status 1 "$lint" check --fail-level note --config "$dir/lock.conf" "$dir/allowed.eml"
grep -q 'this rule is locked' "$dir/out"; ok "not what is locked"

# One report a mail, and a page for each rule.
status 0 "$lint" check --format html -o "$dir/reports/" "$dir/mails" "$dir/box"
[ "$(ls "$dir/reports" | tr '\n' ' ')" = "1700000000.1.host_2_S.html a.eml.html b.eml.html box_1.html box_2.html c.eml.html index.html " ]; ok "a folder of reports, named after the mails"
grep -q '<a href="a.eml.html">' "$dir/reports/index.html" && [ "$(grep -c '^<tr><th' "$dir/reports/index.html")" = 6 ]; ok "and a list of them"
status 0 "$lint" check --format json -o "$dir/reports" "$dir/mails/a.eml" && grep -q '"format":1' "$dir/reports/a.eml.json"; ok "a folder that is there"
mkdir "$dir/same"; cp "$dir/mails/a.eml" "$dir/same/x.eml"; ln -s x.eml "$dir/same/y.txt"; cp "$dir/mails/b.eml" "$dir/same/x.eml.txt"; cp "$dir/same/x.eml.txt" "$dir/kept"
status 2 "$lint" check -o "$dir/same/" "$dir/same/x.eml" "$dir/same/x.eml.txt"; grep -q 'not written over' "$dir/err" && cmp -s "$dir/kept" "$dir/same/x.eml.txt"; ok "no source is written over: 2"
ln -s "$dir/kept" "$dir/reports/b.eml.txt"; status 2 "$lint" check -o "$dir/reports" "$dir/mails/b.eml"; [ $? = 0 ] && [ "$(wc -l <"$dir/kept")" = 8 ]; ok "no link is followed: 2"
status 0 "$lint" check -o "$dir/odd.out/" "$odd"; [ "$(ls "$dir/odd.out")" = "x___31m_.eml.txt" ]; ok "an odd name becomes a plain one"
status 2 "$lint" check -o "$dir/kept/" "$dir/mails/b.eml"; ok "a folder that cannot be: 2"
status 0 "$lint" rules --format html -o "$dir/pages" --lang pl
[ "$(ls "$dir/pages" | grep -c .)" = $(($("$lint" rules | grep -c .) + 1)) ] && grep -q '<a href="links-http.html">' "$dir/pages/index.html" && grep -q 'Jak to naprawić\|Co zrobić\|Dlaczego' "$dir/pages/links-http.html"; ok "a page for each rule"
! grep -qE '<script|src=|https?://' "$dir/pages/index.html" "$dir/pages/subject-all-caps.html"; ok "pages ask for nothing"
status 2 "$lint" rules --format html; ok "pages want a folder: 2"
status 2 "$lint" rules -o "$dir/pages"; ok "and nothing else does: 2"
echo 'rules-url = "https://intra.example/rules/";' >"$dir/url.conf"
"$lint" check --config "$dir/url.conf" "$shout" | grep -q '^    = https://intra.example/rules/subject-all-caps.html$'; ok "reports link to the pages"
"$lint" check --config "$dir/url.conf" --format json "$shout" | grep -q '"help_uri":"https://intra.example/rules/subject-all-caps.html"'; ok "in JSON"
"$lint" check --config "$dir/url.conf" --format sarif "$shout" | grep -q '"helpUri":"https://intra.example/rules/subject-all-caps.html"'; ok "in SARIF"
"$lint" check --config "$dir/url.conf" --format html "$shout" | grep -q '<a href="https://intra.example/rules/subject-all-caps.html">subject-all-caps</a>'; ok "in HTML"
"$lint" check --config "$dir/url.conf" --format github "$shout" | grep -q '%0Ahttps://intra.example/rules/subject-all-caps.html$'; ok "in annotations"
for url in 'javascript:alert(1)//' 'https://intra.example/rules' 'http:///x/' 'https://a.example/\"><b>/' 'https://a.example/ /' '//a.example/'; do
	printf 'rules-url = "%s";\n' "$url" >"$dir/url.conf"
	status 2 "$lint" check --config "$dir/url.conf" "$shout"; grep -q 'url.conf:1: rules-url = .*this must be an address' "$dir/err"; ok "refused: $url"
done

# Templates before they are filled in.
printf '<p>Hello {{#if name}}{{name}}{{/if}}, your order {{id}} of {{date}} is ready. Come and fetch it between nine and five at our shop in the High Street, and bring the receipt with you.</p><p><a href="{{url}}">Look at your order</a> or at <a href="https://{{host}}/x">all of them</a>.</p>' >"$dir/good.hbs"
sed 's/{{id}}/{{id}/; s/{{date}}/*|DATE|*/; s/{{\/if}}//' "$dir/good.hbs" >"$dir/bad.hbs"
status 0 "$lint" check --min-level warn --template handlebars "$dir/good.hbs"; grep -q 'nothing found' "$dir/out"; ok "a template: its placeholders are no finding"
status 1 "$lint" check --template handlebars "$dir/bad.hbs"; [ "$(grep -c '^error.template-broken' "$dir/out")" = 3 ]; ok "a template: what is broken in it"
grep -q '{{id}' "$dir/out" && ! grep -q 470 "$dir/out"; ok "a template: shown as its author wrote it"
status 1 "$lint" check --template jinja "$dir/good.hbs"; grep -q 'template-broken' "$dir/out"; ok "a template: of another engine"
status 0 "$lint" check --template list; grep -qx freemarker "$dir/out"; ok "the engines"
status 2 "$lint" check --template word "$dir/good.hbs"; grep -q 'freemarker' "$dir/err"; ok "an unknown engine: 2, and those known"
{ mail "Your order {{id}} is ready" | sed 's/^From: .*/From: {{shop}} <{{from}}>/; s/^To: .*/To: {{to}}/; s/^Date: .*/Date: {{date}}/; s/Anna/{{name}}/'; } >"$dir/template.eml"
status 0 "$lint" check --template mustache "$dir/template.eml"; grep -q 'nothing found' "$dir/out"; ok "a whole mail as a template"
echo "1..$n"
