#!/bin/sh
# Unpacks Debian's name server NSD under ROOT, with those of its libraries that this system does
# not have, and prints how to run it.  Nothing is installed, nothing started.
#
#   unpack.sh ROOT
set -u
mkdir -p "${1:?usage: $0 ROOT}"
root=$(cd "$1" && pwd)
fail () { echo "$*" >&2; exit 1; }

wanted () {
	echo nsd
	apt-cache depends --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
		--no-enhances nsd | awk '/^ *Depends: lib/ { print $2 }' |
	while read -r package; do
		dpkg -s "$package" >/dev/null 2>&1 || echo "$package"
	done
}
if [ ! -x "$root/files/usr/sbin/nsd" ]; then
	for tool in apt-get apt-cache dpkg; do
		command -v $tool >/dev/null || fail "no $tool"
	done
	rm -rf "$root/new"
	mkdir -p "$root/debs" "$root/new"
	apt-cache show nsd >/dev/null 2>&1 || apt-get update -qq >&2
	for package in $(wanted); do
		(cd "$root/debs" && apt-get -qq download "$package" 2>"$root/apt.log") ||
			fail "cannot fetch $package: $(tail -1 "$root/apt.log")"
		dpkg -x "$root/debs/${package}_"*.deb "$root/new" || fail "cannot unpack $package"
	done
	mv "$root/new" "$root/files"
fi
libs=$(dirname "$(find "$root/files/usr/lib" -name '*.so*' 2>/dev/null | head -1)" 2>/dev/null)
echo "env LD_LIBRARY_PATH=$libs $root/files/usr/sbin/nsd"
