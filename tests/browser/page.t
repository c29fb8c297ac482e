# The HTML report in a real browser: it is what it should be, whatever the mail is.  Nothing is
# asked for, nothing runs, nothing is there that is not ours; it can be read in light and dark, on a
# telephone, with a keyboard and with a screen reader.  SHOTS=DIR keeps the pictures.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use chromium;
use File::Temp;
use JSON::PP;
use List::Util qw(sum);
use Test::More;

binmode Test::More->builder->$_, ":utf8" for qw(output failure_output todo_output);
my ($program) = grep { -x } map { ("$_/chromium", "$_/chromium-browser") } split /:/, $ENV{PATH};
plan skip_all => "no Chromium here: make check-browser as root installs it" unless $program;

chdir($ENV{SRC} // ".") or die;
my $lint = ($ENV{BUILD} // "build") . "/sendlint";
my $dir = File::Temp->newdir("sendlint-browser-XXXXXX", TMPDIR => 1);
local $SIG{$_} = sub { exit 1 } for qw(INT TERM ALRM);
alarm 1800;			# a hang guard

sub spew { open my $out, ">:bytes", $_[0] or die "$_[0]: $!"; print $out $_[1]; close $out; $_[0] }
sub slurp { open my $in, "<:raw", $_[0] or die "$_[0]: $!"; local $/; <$in> }
sub html_mail {
	my ($html) = @_;
	return "From: Shop <shop\@shop.example>\nTo: Anna <anna\@mail.example>\nSubject: Your order {{n}}\n" .
		"Date: Fri, 20 Nov 2026 10:00:00 +0100\nMessage-ID: <1\@shop.example>\nMIME-Version: 1.0\n" .
		"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n$html\n";
}
sub report {
	my ($name, @files) = @_;
	system($lint, qw(check --config tests/golden/golden.conf --format html -o), "$dir/$name.html", @files);
	die "$name: no report\n" unless -s "$dir/$name.html";
	return "file://$dir/$name.html";
}

# ---- the pages ----

my $bad = q{<script>document.title="owned"</script><img src=http://canary.test/x onerror=document.title="owned">};
my %generated = (
	"tags" => html_mail("<div><b {{x}}>" x 80_000),
	"links" => html_mail(join "", map { qq{<p><a href="http://canary.test/$_">$_ $bad</a>{{x$_}}} } 1 .. 6000),
	"lines" => html_mail("<p>\n" x 20_000 . "{{last}}"),
	"one-line" => html_mail("<p>" . "x" x 60_000 . " {{far}} " . "y" x 60_000),
	"comment" => html_mail("{{x}}<!-- $bad "),
	"style" => html_mail("{{x}}<style>/* $bad"),
	"title" => html_mail("{{x}}<title>$bad"),
	"quotes" => html_mail(qq{<a href='"><script>document.title="owned"</script>'>{{"'><script>}}</a>}),
	"entities" => html_mail("&lt;/style&gt;&lt;script&gt;document.title='owned'&lt;/script&gt; {{&lt;img&gt;}}"),
	"bytes" => html_mail(join "", map { chr } 0 .. 9, 11 .. 255, 13),
	"empty" => "",
);
my %pages = map { $_ => report($_, "tests/browser/$_.eml") } qw(hostile-html hostile-fields);
$pages{$_} = report($_, spew("$dir/$_.eml", $generated{$_})) for keys %generated;
$pages{$_} = report($_, "tests/demo/$_.eml") for qw(polish russian image-only clean);
$pages{$_} = report($_, "tests/reports/$_.eml") for qw(shop-pt wide);
$pages{"all"} = report("all", "tests/golden", "tests/demo", "tests/reports", "tests/browser", "$dir/absent\"><script>.eml");
my @dear = qw(shop-pt polish russian image-only hostile-html hostile-fields);	# those that are looked at closely

# ---- what a page may be made of ----

my @global = qw(class id lang dir);
my %allowed = (
	(map { $_ => [@global] } qw(html head body title style header main footer nav article section h1 h2 h3
		h4 p ul ol li dl dt dd div span strong em code bdi blockquote mark details summary pre table
		caption thead tbody tr th td svg circle rect a meta)),
);
push @{$allowed{$_}}, "aria-labelledby" for qw(article section);
push @{$allowed{$_}}, "aria-label" for qw(nav div);
push @{$allowed{div}}, qw(tabindex role);
push @{$allowed{pre}}, "tabindex";
push @{$allowed{main}}, "tabindex";
push @{$allowed{span}}, "data-n";
push @{$allowed{th}}, "scope";
push @{$allowed{td}}, "colspan";
push @{$allowed{a}}, qw(href title);
push @{$allowed{svg}}, qw(viewBox preserveAspectRatio aria-hidden);
push @{$allowed{circle}}, qw(cx cy r pathLength stroke-dasharray);
push @{$allowed{rect}}, qw(width height);
push @{$allowed{meta}}, qw(charset http-equiv content name);

my $census = q{(() => {
	const tags = {}, attributes = {}, ids = {}, hrefs = [];
	let broken = 0;
	for (const e of document.querySelectorAll("*")) {
		tags[e.localName] = (tags[e.localName] || 0) + 1;
		for (const a of e.attributes) attributes[e.localName + " " + a.name] = 1;
		if (e.id) ids[e.id] = (ids[e.id] || 0) + 1;
	}
	for (const a of document.querySelectorAll("[href]")) {
		hrefs.push(a.getAttribute("href"));
		if (!a.getAttribute("href").startsWith("#") || !document.getElementById(a.getAttribute("href").slice(1)))
			broken++;
	}
	return { tags, attributes: Object.keys(attributes), twice: Object.keys(ids).filter(i => ids[i] > 1), broken,
		comments: document.createNodeIterator(document, NodeFilter.SHOW_COMMENT).nextNode() ? 1 : 0,
		title: document.title, styles: document.styleSheets.length, images: document.images.length,
		forms: document.forms.length, refs: document.querySelectorAll("a.ref").length,
		findings: document.querySelectorAll("li.finding").length };
})()};

# Text and what it stands on, in sRGB: the pairs with too little contrast.
my $contrast = q{(() => {
	const parse = c => { const n = c.match(/[\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n };
	const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
		return 0.2126 * r + 0.7152 * g + 0.0722 * b };
	const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
		if (c[3] > 0.99) return c } return parse("rgb(255,255,255)") };
	const low = {};
	const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let n; n = walk.nextNode();) {
		const e = n.parentElement, s = getComputedStyle(e);
		if (!n.data.trim() || e.closest(".sr, .word") || !e.getClientRects().length) continue;
		const a = light(parse(s.color)), b = light(ground(e));
		const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
		if (ratio < 4.5) low[e.localName + "." + e.className + " " + s.color + " on " + ground(e)] = ratio.toFixed(2);
	}
	return low;
})()};

# What has the wrong order, or no name.
my $outline = q{(() => {
	const wrong = [];
	let last = 0;
	for (const h of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
		const level = +h.localName[1];
		if (level > last + 1) wrong.push("h" + last + " then h" + level);
		if (!h.textContent.trim()) wrong.push("an empty " + h.localName);
		last = level;
	}
	for (const one of ["h1", "main", "body > header", "body > footer"])
		if (document.querySelectorAll(one).length != 1) wrong.push("not one " + one);
	for (const a of document.querySelectorAll("a, summary"))
		if (!a.textContent.trim()) wrong.push("a link without words");
	for (const t of document.querySelectorAll("table"))
		if (!t.querySelector("th[scope]")) wrong.push("a table without headers");
	for (const s of document.querySelectorAll("section, article"))
		if (!s.matches(".failures") && !document.getElementById(s.getAttribute("aria-labelledby")))
			wrong.push("a section without a name");
	for (const s of document.querySelectorAll("svg"))
		if (s.getAttribute("aria-hidden") != "true") wrong.push("a picture that is read out");
	for (const l of document.querySelectorAll("[lang]"))
		if (!/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(l.lang)) wrong.push("lang " + l.lang);
	for (const p of document.querySelectorAll(".text p:not(.remark), .head dd, blockquote"))
		if (p.dir != "auto") wrong.push("no direction of writing");
	if (!document.documentElement.lang) wrong.push("no language");
	return wrong;
})()};

# ---- the tests ----

my $browser = chromium->new($program, "$dir");
$browser->open_tab;

# What is proved below would be seen if it were otherwise.
$browser->screen(800, 600, "light");
my $control = spew("$dir/control.html", qq{<title>x</title><img src="http://canary.test/control.png">$bad});
$browser->load("file://$control");
is($browser->evaluate("document.title"), "owned", "a page without our care runs its scripts");
ok((grep { m{canary\.test/control\.png} } $browser->asked), "and asks for its pictures");
ok((grep { $_->{request}{url} =~ /canary/ } $browser->events("Network.requestWillBeSent")), "which the browser tells");
my $asked = $browser->asked;

for my $name (sort keys %pages) {
	$browser->screen(1200, 800, "light");
	$browser->load($pages{$name});
	my $c = $browser->evaluate($census);
	my @requests = grep { $_ ne $pages{$name} } map { $_->{request}{url} } $browser->events("Network.requestWillBeSent");
	my @strange = grep { !$allowed{$_} } keys %{$c->{tags}};
	my @odd = grep { my ($tag, $name) = split / /; !grep { $_ eq $name } @{$allowed{$tag} // []} } @{$c->{attributes}};
	my @said = map { $_->{entry}{text} } $browser->events("Log.entryAdded");
	my @dialogs = $browser->events("Page.javascriptDialogOpening");
	my $written = () = slurp("$dir/$name.html") =~ /<[a-zA-Z]/g;

	is_deeply([\@strange, \@odd], [[], []], "$name: only elements and attributes of ours");
	is(sum(values %{$c->{tags}}), $written, "$name: as many as were written");
	is("$c->{styles} $c->{images} $c->{forms} $c->{comments}", "1 0 0 0", "$name: our style, no image, form or comment");
	is_deeply([@requests, @said, @dialogs], [], "$name: nothing is asked for, refused or run");
	like($c->{title}, qr/^sendlint: /, "$name: its title stands");
	is_deeply([$c->{broken}, $c->{twice}], [0, []], "$name: every link leads to one place of the page");
	ok($c->{findings} > 0 && $c->{refs} > 0, "$name: findings, and marks in place") unless $name =~ /^(clean|empty)$/;
	is_deeply($browser->evaluate($outline), [], "$name: its outline is sound");

	$browser->screen(360, 740, "light");
	$browser->evaluate("document.querySelectorAll('details').forEach(d => d.open = true)") if $name ne "all";
	cmp_ok($browser->evaluate("document.documentElement.scrollWidth"), "<=", 360, "$name: no wider than a telephone");
}
is(scalar($browser->asked), $asked, "nobody was asked for anything meanwhile");

for my $name (@dear) {
	my %look;

	for my $scheme (qw(light dark)) {
		for my $width (1000, 360) {
			$browser->screen($width, 740, $scheme);
			$browser->load($pages{$name});
			my $png = $browser->png;
			spew("$ENV{SHOTS}/$name-$width-$scheme.png", $png) if $ENV{SHOTS};
			is_deeply($browser->evaluate($contrast), {}, "$name: contrast enough in $scheme, $width wide");
			next if $width > 400;	# Perl takes its time with pixels
			my $look = $look{$scheme} = chromium::look($png);
			is("$look->{width} x $look->{height}", "$width x 740", "$name: its picture");
			cmp_ok($look->{colors}, ">", 40, "$name: something is on it");
		}
	}
	cmp_ok($look{light}{light}, ">", 200, "$name: light is light");
	cmp_ok($look{dark}{light}, "<", 70, "$name: dark is dark");
}

# A finding and its mark lead to each other, also into what is folded.
$browser->screen(1000, 740, "light");
$browser->load($pages{"shop-pt"});
is($browser->evaluate(q{document.querySelector("#m1f1 .place a").getAttribute("href")}), "#m1f1r0", "from the finding to the mark");
is($browser->evaluate(q{document.querySelector("#m1f1r0").getAttribute("href")}), "#m1f1", "and back");
is($browser->evaluate(q{document.querySelector("#m1f1r0 + mark").textContent}), "{{cliente.nome}}", "the mark has these words and no more");
is($browser->evaluate(q{document.querySelector("#m1f1s0 + mark").textContent}), "{{cliente.nome}}", "in the source too");
is($browser->evaluate(q{document.querySelector("#m1f1s0").closest(".line").dataset.n}), "5", "in its line");
is($browser->evaluate(q{document.querySelector(".text .h").textContent.trim()}), "A sua encomenda está pronta", "a heading looks like one");
is($browser->evaluate(q{document.querySelector(".text .h").lang + document.querySelector("h2").lang}), "pt-BRpt-BR", "in its language");
like($browser->evaluate(q{document.querySelector(".text .image").textContent}), qr/without a text for it 320 × 80/, "a picture is a box");
like($browser->evaluate(q{document.querySelector(".link + .to").textContent}), qr{http://192\.0\.2\.7/recibo/4711}, "a link tells its target");
is($browser->evaluate(q{document.querySelector(".preheader").lastChild.textContent.trim()}), "Venha buscar a sua bicicleta até sexta-feira.", "the preview");
$browser->evaluate(q{location.hash = "#m1f1s0"; new Promise(done => setTimeout(done, 100))});
ok($browser->evaluate(q{document.querySelector("#m1f1s0").closest("details").open}), "a source opens when it is led to");

$browser->evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
is($browser->evaluate(q{[...document.querySelectorAll(".ref, .number")].filter(e => {
	const range = document.createRange(), box = e.getBoundingClientRect();
	range.selectNodeContents(e.lastChild);
	const text = range.getBoundingClientRect();
	return text.left < box.left || text.right > box.right || !text.width }).length}), 0, "numbers stand in their circles");

# By keyboard.
$browser->load($pages{"shop-pt"});
$browser->key("Tab", 9);
is($browser->evaluate("document.activeElement.className"), "skip", "the first stop skips to the report");
cmp_ok($browser->evaluate("document.activeElement.getBoundingClientRect().left"), ">=", 0, "and is seen");
$browser->key("Enter", 13);
is($browser->evaluate("document.activeElement.id"), "main", "it gets there");
my ($stops, @dim) = (0);
for (1 .. 200) {
	$browser->key("Tab", 9);
	my $at = $browser->evaluate(q{(() => { const e = document.activeElement, s = getComputedStyle(e);
		return [e.localName, parseFloat(s.outlineWidth) >= 2 && s.outlineStyle != "none"] })()});
	last if $at->[0] eq "body";
	$stops++;
	push @dim, $at->[0] unless $at->[1];
}
is($stops, $browser->evaluate(q{[...document.querySelectorAll("main a, main summary, main [tabindex]")]
	.filter(e => e.checkVisibility()).length}), "every stop is reached");
is_deeply(\@dim, [], "and shows that it is");

# As a screen reader has it.
my $nodes = $browser->call("Accessibility.getFullAXTree")->{nodes};
my %role;
$role{$_->{role}{value}}++ for grep { !$_->{ignored} } @$nodes;
ok($role{main} == 1 && $role{banner} == 1 && $role{contentinfo} == 1 && $role{article} == 1, "landmarks");
ok(!(grep { !$_->{ignored} && $_->{role}{value} eq "link" && ($_->{name}{value} // "") eq "" } @$nodes), "every link has a name");
ok((grep { $_->{role}{value} eq "link" && $_->{name}{value} =~ /^finding 1$/ } @$nodes), "marks say which finding they are");
ok($role{table} >= 1 && $role{rowheader} >= 8, "areas are a table with headers");

# Several mails, and one that could not be read.
$browser->load($pages{"all"});
is($browser->evaluate(q{document.querySelectorAll("nav tbody tr").length}), $browser->evaluate(q{document.querySelectorAll("article").length}), "a list of all mails");
like($browser->evaluate(q{document.querySelector(".failures li").textContent}), qr/absent"><script>\.eml: No such file/, "and of those that are none");

# On paper nothing is folded away.
$browser->load($pages{"shop-pt"});
cmp_ok(length $browser->call("Page.printToPDF", printBackground => JSON::PP::true)->{data}, ">", 10_000, "it prints");
$browser->stop;
done_testing();
