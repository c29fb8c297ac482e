#!/bin/sh
# Who may include whom.  The table is the architecture.
cd "${SRC:-.}" || exit 1
awk '
BEGIN {
	may["core"]   = "core"
	may["rules"]  = "core"
	may["load"]   = "core"
	may["report"] = "core"
	may["act"]    = "core report"
	may["door"]   = "core load report act door"
	only["gmime"] = "milter/core/message.c milter/main.c"
	only["iconv.h"] = "milter/core/charset.c"
	only["libmilter"] = "milter/door/milter.c"
	only["hunspell"] = "milter/load/hunspell.c"
	only["libconfig.h"] = "milter/load/node.c"
	only["json-glib"] = "milter/report/report_json.c"
	only["syslog.h"] = "milter/act/log.c"
	n = bad = 0
}
FNR == 1 { n++; layer = FILENAME; sub(/^milter\//, "", layer); sub(/\/.*/, "", layer) }
/^#include "/ {
	split($2, p, /["\/]/); to = p[2]
	if (layer in may && to != layer && index(" " may[layer] " ", " " to " ") == 0) {
		print "# " FILENAME ":" FNR ": " layer " may not include " to; bad++
	}
	if (layer == "rules" && $2 != "\"core/rule.h\"") {
		print "# " FILENAME ":" FNR ": a rule includes core/rule.h and nothing else"; bad++
	}
}
/^#include </ {
	lib = $2; gsub(/[<>]/, "", lib); sub(/\/.*/, "", lib)
	if (lib in only && index(" " only[lib] " ", " " FILENAME " ") == 0) {
		print "# " FILENAME ":" FNR ": only " only[lib] " may include <" lib ">"; bad++
	}
}
END {
	print (bad ? "not ok" : "ok") " 1 - " n " files keep to their layer"
	print "1..1"
	exit bad > 0
}' $(find milter rules -name '*.[ch]' | sort)
