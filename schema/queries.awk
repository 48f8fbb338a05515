# Makes gen/queries.h from schema/queries/*.sql: an enum of names and a table of texts.
# A statement begins with "-- :name order_insert" and runs to the next name or the file's end.
function flush() { if (name != "") { names[++n] = name; texts[n] = text } name = ""; text = "" }
/^-- :name / { flush(); name = $3; next }
/^[ \t]*--/ { next }
name != "" { line = $0; gsub(/\\/, "\\\\", line); gsub(/"/, "\\\"", line); if (line !~ /^[ \t]*$/) text = text "\t\"" line "\\n\"\n" }
END {
	flush()
	print "/* made from the .sql files of schema/queries by schema/queries.awk */\n#ifndef QUERIES_H\n#define QUERIES_H\nenum query {"
	for (i = 1; i <= n; i++) print "\tQ_" toupper(names[i]) ","
	print "\tQ_COUNT\n};\n#endif\n#ifdef QUERIES_TABLE\nstatic const struct { const char *name, *sql; } queries_table[Q_COUNT + 1] = {"
	for (i = 1; i <= n; i++) print "{\"" names[i] "\",\n" texts[i] "},"
	print "{0, 0}};\n#endif"
}
