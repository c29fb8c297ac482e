#!/bin/sh
# What Debian's package says agrees with what the sources say.
cd "${SRC:-.}" || exit 1
n=0
ok () { # name, of a command that just ran
	s=$?; n=$((n + 1))
	[ $s = 0 ] && echo "ok $n - $1" || echo "not ok $n - $1"
}
asked () { # packages that a build asks for
	sed -n '/^Build-Depends:/,/^$/s/^ \([a-z0-9.+-]*\).*/\1/p' packaging/debian/control | sort
}
needed () { # libraries and dictionaries that dependencies.sh installs
	sed -n "/^needed='/,/^'/s/^\(lib[a-z0-9.+-]*\|hunspell-[a-z0-9-]*\) .*/\1/p" packaging/dependencies.sh | sort
}
[ -n "$(needed)" ] && missing=$(needed | while read -r p; do asked | grep -qx "$p" || echo "$p"; done)
[ -z "$missing" ]; ok 'it builds with what dependencies.sh installs'
[ -z "$missing" ] || echo "# $missing"
grep -q "SENDLINT_VERSION \"$(sed -n '1s/.*(\(.*\)).*/\1/p' packaging/debian/changelog)\"" milter/report/report.h; ok 'it has the version of the program'
for f in packaging/deb.sh packaging/release.t packaging/debian/sendlint.postinst packaging/debian/sendlint.postrm; do
	sh -n $f || break
done; ok 'its scripts can be read'
echo "1..$n"
