#!/bin/sh
# What the RPM spec and the container file say agrees with the sources, as far as can be seen on Debian.
cd "${SRC:-.}" || exit 1
build=$(cd "${BUILD:-build}" && pwd) spec=packaging/rpm/sendlint.spec file=packaging/container/Containerfile
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
n=0
ok () { # name, of a command that just ran
	s=$?; n=$((n + 1))
	[ $s = 0 ] || { sed 's/^/# /' "$dir/out"; printf 'not '; }
	echo "ok $n - $1"
}
: >"$dir/out"
version=$(sed -n 's/.*SENDLINT_VERSION "\([^"]*\)".*/\1/p' milter/report/report.h)
sed -n 's/^PKGS *= //p' Makefile | tr ' ' '\n' | sort >"$dir/libraries"

[ "$(sed -n 's/^Version: *//p' $spec)" = "$version" ]; ok "rpm: the version of the program"
sed -n 's/^BuildRequires: *pkgconfig(\(.*\))/\1/p' $spec | sort | diff - "$dir/libraries" >"$dir/out"; ok "rpm: the libraries of the Makefile"
sed -n '/^%files/,/^%changelog/s/^\(%dir \|%config(noreplace) \)\{0,1\}%{\(_[a-z]*\)}\(.*\)/\2\3/p' $spec |
	sed 's#^_bindir#usr/bin#; s#^_datadir#usr/share#; s#^_mandir#usr/share/man#; s#^_unitdir#usr/lib/systemd/system#; s#^_sysconfdir#etc#' >"$dir/listed"
env -u MAKEFLAGS -u MAKELEVEL make -s SAN="$SAN" install DESTDIR="$dir/tree" ZSHDIR=/usr/share/zsh/site-functions >"$dir/out" 2>&1
(cd "$dir/tree" && find . -type f | sed 's#^\./##') | while read -r path; do
	while read -r pattern; do
		# shellcheck disable=SC2254	# a pattern
		case $path in $pattern|$pattern/*) continue 2 ;; esac
	done <"$dir/listed"
	echo "$path"
done >"$dir/out"
[ ! -s "$dir/out" ]; ok "rpm: every file that is installed is listed"
if command -v rpmspec >/dev/null; then
	rpmspec -P $spec >"$dir/out" 2>&1; ok "rpm: the spec can be read"
else
	n=$((n + 1)); echo "ok $n - rpm: the spec can be read # SKIP no rpmspec"
fi

sed -n "/^needed='/,/^'/s/^\(lib[a-z0-9.+-]*\) .*/\1/p" packaging/dependencies.sh | while read -r p; do
	grep -qw -- "$p" $file || echo "$p"
done >"$dir/out"
[ ! -s "$dir/out" ]; ok "container: builds with what dependencies.sh installs"
sed -n '/^FROM/h; /^RUN apt-get/{G;p}' $file | sed -n 's/.*install -y --no-install-recommends \([^&]*\).*/\1/p' | tail -n 1 | tr ' ' '\n' | grep . >"$dir/there"
if command -v dpkg >/dev/null && [ -z "$SAN" ]; then
	while read -r p; do apt-cache show "${p:-none}" >/dev/null 2>&1 || echo "$p: no such package"; done <"$dir/there" >"$dir/out"
	objdump -p "$build/sendlint" | sed -n 's/ *NEEDED *//p' | grep -v -e '^libc\.' -e '^libm\.' | while read -r so; do
		p=$(dpkg -S "*/$so" 2>/dev/null | sed 's/:.*//' | sort -u | head -n 1)
		grep -qx "${p:-none}" "$dir/there" || echo "$so is in $p"
	done | grep -v -e 'libglib2.0-0' >>"$dir/out"
	[ ! -s "$dir/out" ]; ok "container: has the libraries that the program is linked to"
fi
cmd=$(sed -n 's/^CMD \["sendlint", \(.*\)\]$/\1/p' $file | tr -d '",' | sed 's/0\.0\.0\.0/127.0.0.1/')
port=$(sed -n 's/^EXPOSE //p' $file)
health=$(sed -n 's/^HEALTHCHECK .* CMD \["sh", "-c", "\(.*\)"\]$/\1/p' $file)
printf 'state-dir = "%s";\n' "$dir" >"$dir/conf"
if [ "$(id -u)" = 0 ] && unshare -n true 2>/dev/null; then
	# In a network of its own, so that the port is free.
	# shellcheck disable=SC2086	# a command and its words
	unshare -n sh -c 'PATH=$1:$PATH; conf=$2; health=$3; shift 3
		ip link set lo up 2>/dev/null
		sh -c "$health" && exit 1
		sendlint "$@" --config "$conf" & pid=$!
		for _ in $(seq 100); do sh -c "$health" && break; sleep .1; done
		sh -c "$health"; s=$?; kill $pid; wait $pid; exit $s' - "$build" "$dir/conf" "$health" $cmd >"$dir/out" 2>&1
	ok "container: its command starts on port $port, and the health check sees it"
fi
echo "1..$n"
