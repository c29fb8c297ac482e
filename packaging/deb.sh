#!/bin/sh
# deb.sh FOLDER [VERSION] - build Debian's package of this tree in FOLDER, under another version if
# one is given, and have lintian read it.
set -eu
cd "$(dirname "$0")/.."
out=$1 version=${2-$(sed -n '1s/.*(\(.*\)).*/\1/p' packaging/debian/changelog)}
mkdir -p "$out"; out=$(cd "$out" && pwd)
tree=$out/sendlint-$version

rm -rf "$tree"; mkdir "$tree"
if git rev-parse --git-dir >/dev/null 2>&1; then
	git ls-files -z -c -o --exclude-standard
else
	find . -path './build*' -prune -o -type f -print0
fi | tar -c --null -T - --ignore-failed-read 2>/dev/null | tar -x -C "$tree"
cp -R "$tree/packaging/debian" "$tree/debian"
sed -i "1s/(.*)/($version)/" "$tree/debian/changelog"
(cd "$tree" && dpkg-buildpackage -b -us -uc -j2 >"$out/build.log" 2>&1) || { tail -n 40 "$out/build.log"; exit 1; }
rm -rf "$tree"
lintian --allow-root --fail-on error,warning "$out"/sendlint_"$version"_*.changes
ls "$out"/sendlint_"$version"_*.deb
