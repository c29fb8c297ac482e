#!/bin/sh
# Who may include whom.  The table is the architecture.
cd "${SRC:-.}" || exit 1
# shellcheck disable=SC2046	# the names of our own files
awk '
BEGIN {
	may["core"]   = "core"
	may["rules"]  = "core"
	may["load"]   = "core"
	may["report"] = "core"
	may["act"]    = "core report"
	may["store"]  = "core report act"
	may["online"] = "core"
	may["door"]   = "core load report act store door online"
	# structure, addresses, and the stream GMime reads; a mail of ours; main starts and stops
	# the library
	only["gmime"] = "milter/core/message.c milter/core/message_reading.h milter/core/message_bounds.c " \
		"milter/core/message_part.c milter/core/message_addresses.c milter/core/message_view.c " \
		"milter/core/message_view.h milter/main.c milter/report/report_mail.c"
	only["iconv.h"] = "milter/core/charset.c"
	only["pcre2.h"] = "milter/core/pattern.c"
	only["libmilter"] = "milter/door/milter.c"
	only["hunspell"] = "milter/load/hunspell_handle.c"
	only["libconfig.h"] = "milter/load/node.c"
	only["json-glib"] = "milter/report/writer.c"
	only["sqlite3.h"] = "milter/store/database.c"
	only["syslog.h"] = "milter/act/log.c"
	only["libpsl.h"] = "milter/core/site.c"
	only["ares.h"] = "milter/online/resolver.c"
	# Each file of the core may include only those before it in this list.
	split("base accident limits arena map text charset magic transfer archive field message " \
	      "html html_view aside words speller language phrases grammar typography url template dns site taglist " \
	      "spf dmarc dkim auth facts " \
	      "rule pattern own policy allowance finding fingerprint lint suggest", list, " ")
	for (i in list) order[list[i]] = i + 0
	n = bad = 0
}
FNR == 1 { n++; layer = FILENAME; sub(/^milter\//, "", layer); sub(/\/.*/, "", layer) }
/^#include "/ {
	split($2, p, /["\/]/); to = p[2]
	if (layer in may && to != layer && index(" " may[layer] " ", " " to " ") == 0) {
		print "# " FILENAME ":" FNR ": " layer " may not include " to; bad++
	}
	if (layer == "core") {
		me = FILENAME; sub(/.*\//, "", me); sub(/\.[ch]$/, "", me)
		it = p[3]; sub(/\.h$/, "", it)
		# What stands beside a file, as words_table does, counts as that file; extractors
		# (facts_NAME) may have tools of their own.
		if (!(me in order)) sub(/_.*/, "", me)
		if (!(it in order)) sub(/_.*/, "", it)
		if (me != it && me != "facts" && order[it] >= order[me]) {
			print "# " FILENAME ":" FNR ": " me " stands before " it " in the core"; bad++
		}
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
