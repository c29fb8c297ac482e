#!/bin/sh
# What it takes to build and test sendlint, and a way to get it.
#
#   dependencies.sh           as root on Debian: install what is missing, listing it first;
#                             else: say what is missing, and fail
#   dependencies.sh browser   the same, for what only the test of the HTML report needs
#   dependencies.sh deb       the same, for what only the package for Debian and its trial need
#   dependencies.sh lint      the same, for what only reads the source
set -u

# Debian's package, and a test for what it brings: a command, a pkg-config module or a file.
needed='
pkg-config                command:pkg-config
libglib2.0-dev            module:glib-2.0
libgmime-3.0-dev          module:gmime-3.0
libhunspell-dev           module:hunspell
libconfig-dev             module:libconfig
libjson-glib-dev          module:json-glib-1.0
libpcre2-dev              module:libpcre2-8
libsqlite3-dev            module:sqlite3
libc-ares-dev             module:libcares
libpsl-dev                module:libpsl
libmilter-dev             file:/usr/include/libmilter/mfapi.h
hunspell-en-us            file:/usr/share/hunspell/en_US.dic
hunspell-en-gb            file:/usr/share/hunspell/en_GB.dic
hunspell-pl               file:/usr/share/hunspell/pl_PL.dic
hunspell-ru               file:/usr/share/hunspell/ru_RU.dic
hunspell-pt-br            file:/usr/share/hunspell/pt_BR.dic
perl                      command:prove
mandoc                    command:mandoc
util-linux                command:unshare
'
case ${1-} in
browser) needed='
chromium                  command:chromium
' ;;
deb) needed="$needed"'
debhelper                 command:dh
dpkg-dev                  command:dpkg-buildpackage
lintian                   command:lintian
debootstrap               command:debootstrap
iproute2                  command:ip
' ;;
lint) needed="$needed"'
clang-tidy                command:clang-tidy
clang-format              command:clang-format
cppcheck                  command:cppcheck
shellcheck                command:shellcheck
' ;;
esac

has () {
	case $1 in
	command:*) command -v "${1#*:}" >/dev/null ;;
	module:*) pkg-config --exists "${1#*:}" 2>/dev/null ;;
	file:*) [ -e "${1#*:}" ] ;;
	esac
}
missing () {
	echo "$needed" | while read -r package test; do
		[ -z "$package" ] || has "$test" || echo "$package"
	done
}

list=$(missing | tr '\n' ' ')
[ -n "$list" ] || exit 0
if ! command -v apt-get >/dev/null; then
	echo "sendlint needs what Debian calls: $list" >&2
	exit 1
elif [ "$(id -u)" != 0 ]; then
	echo "sendlint needs: apt-get install --no-install-recommends $list" >&2
	exit 1
fi
echo "Installing: $list"
# shellcheck disable=SC2086	# a list of names
apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	apt-get install -qq -y --no-install-recommends $list >/dev/null || exit 1
list=$(missing | tr '\n' ' ')
[ -z "$list" ] || { echo "still missing: $list" >&2; exit 1; }
