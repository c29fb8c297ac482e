#!/bin/sh
# docs/templates.md in a real repository: its commands, the hook, and the steps of the workflow.
cd "${SRC:-.}" || exit 1
src=$PWD build=$(cd "${BUILD:-build}" && pwd)
if ! command -v git >/dev/null; then echo '1..0 # SKIP needs git'; exit 0; fi
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
n=0
ok () { # name: passes if the last command did
	s=$?
	n=$((n + 1))
	[ $s = 0 ] || { sed 's/^/# /' "$dir/out"; printf 'not '; }
	printf 'ok %s - %s\n' $n "$1"
}
mkdir -p "$dir/bin" "$dir/repository/templates"
ln -s "$build/sendlint" "$dir/bin/"
printf '#!/bin/sh\necho "$@" >>"%s"\n' "$dir/installed" >"$dir/bin/apt-get"
chmod 755 "$dir/bin/apt-get"
export PATH="$dir/bin:$PATH" HOME="$dir" GIT_CONFIG_NOSYSTEM=1
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE
cd "$dir/repository" || exit 1
{ git init -q . && git config user.name Anna && git config user.email anna@shop.example; } >"$dir/out" 2>&1
page () { printf '<p>Hello {{ name }}, your order {{ id }} is ready.%s</p>\n' "$1"; }
page ' TODO: tell the price, lorem ipsum dolor sit amet' >templates/old.html
page '' >templates/new.html

sed -n '/^```sh$/,/^```$/p' "$src/docs/templates.md" | grep -v '^```' |
	sed "s#/usr/share/doc/sendlint#$src/packaging#" >"$dir/commands"
while read -r line; do
	sh -c "$line" </dev/null >"$dir/out" 2>&1; ok "$(echo "$line" | sed "s#$src/packaging#/usr/share/doc/sendlint#")"
done <"$dir/commands"

commit () { git commit -qm "$1" >"$dir/out" 2>&1; }
git add . && commit 'what there was'; ok "what is known may go in"
page ' {% if paid %}' >templates/new.html
git add . && ! commit 'broken' && grep -q 'error\[template-broken\]' "$dir/out"; ok "a broken template may not"
page '' >templates/new.html
! commit 'broken' && grep -q 'templates/new.html' "$dir/out"; ok "what is staged counts, not the file beside it"
git commit -qnm 'broken, for now'; ok "--no-verify passes by"
echo 'nothing to do with mail {% if' >notes.html
git add notes.html && commit 'notes'; ok "elsewhere is not looked at"
git add . && commit 'mended'; ok "mended: it may"
git rm -q templates/old.html && commit 'gone'; ok "a template may go"
page ' {% if paid %}' >'templates/with a blank.html'
git add . && ! commit 'blank'; ok "whatever its name is"
git rm -qf --cached 'templates/with a blank.html'; rm 'templates/with a blank.html'
printf 'From: a@shop.example\nSubject: Hello\n\nDear {{name}},\n' >templates/mail.eml
git config --unset sendlint.engine
git add templates/mail.eml && ! commit 'mail' && grep -q template-placeholder "$dir/out"; ok "without an engine: a whole mail"
git reset -q --hard; git config sendlint.engine jinja

# The workflow: YAML as Perl reads it; the steps of ours are run, one after another.
perl -MCPAN::Meta::YAML -e '
	my $y = CPAN::Meta::YAML->read($ARGV[0]) or die; my $s = $y->[0]{jobs}{sendlint}{steps};
	for my $i (0 .. $#$s) { next unless $s->[$i]{run}; open my $o, ">", "$ARGV[1]/step$i"; print $o $s->[$i]{run} }
	print join(" ", map { $_->{uses} // () } @$s), "\n"' "$src/packaging/templates/github.yml" "$dir" >"$dir/out" 2>&1
grep -qx 'actions/checkout@v4 github/codeql-action/upload-sarif@v3' "$dir/out"; ok "the workflow is YAML"
sh -e "$dir/step1" >"$dir/out" 2>&1 && grep -q 'sendlint.deb' "$dir/installed"; ok "its first step installs"
sh -e "$dir/step2" >"$dir/out" 2>&1; ok "good templates pass"
page ' {% if paid %}' >templates/new.html
! sh -e "$dir/step2" >"$dir/out" 2>&1 && grep -q '^::error file=templates/new.html,line=1,.*title=template-broken::' "$dir/out"; ok "a broken one is marked in its line"
sh -e "$dir/step3" >"$dir/out" 2>&1 && grep -q '"template-broken"' sendlint.sarif; ok "and is in the SARIF, which is written all the same"
echo "1..$n"
