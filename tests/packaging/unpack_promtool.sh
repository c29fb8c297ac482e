#!/bin/sh
# Prints where promtool is: this system's own, or that of Debian's package prometheus, unpacked
# under ROOT.  Nothing is installed, nothing started.
#
#   unpack_promtool.sh ROOT
set -u
command -v promtool && exit
mkdir -p "${1:?usage: $0 ROOT}"
root=$(cd "$1" && pwd)
fail () { echo "$*" >&2; exit 1; }
if [ ! -x "$root/files/usr/bin/promtool" ]; then
	for tool in apt-get dpkg; do
		command -v $tool >/dev/null || fail "no $tool"
	done
	rm -rf "$root/new"
	mkdir -p "$root/debs" "$root/new"
	(cd "$root/debs" && apt-get -qq download prometheus 2>"$root/apt.log") ||
		fail "cannot fetch prometheus: $(tail -1 "$root/apt.log")"
	dpkg -x "$root"/debs/prometheus_*.deb "$root/new" || fail "cannot unpack prometheus"
	mv "$root/new" "$root/files"
fi
echo "$root/files/usr/bin/promtool"
