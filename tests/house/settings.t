#!/bin/sh
# The manual page has the settings as the program knows them.
sendlint=${BUILD:-build}/sendlint
cd "${SRC:-.}" || exit 1
printed=$("$sendlint" config man)
written=$(awk '/^\.Sh SETTINGS OF THE DAEMON/ { on = 1 }
	       /^\.Sh/ && !/^\.Sh SETTINGS OF/ { on = 0 } on' docs/sendlint.conf.5)
if [ -n "$printed" ] && [ "$printed" = "$written" ]
then echo "ok 1 - docs/sendlint.conf.5 lists the settings there are"
else echo "# put what 'sendlint config man' prints into docs/sendlint.conf.5"
	echo "not ok 1 - docs/sendlint.conf.5 lists the settings there are"
fi
echo 1..1
