# Makes gen/migrations.h from schema/NNN_name.sql, in the order of their numbers.
FNR == 1 { n++; file = FILENAME; sub(/.*\//, "", file); names[n] = file }
/^[ \t]*--/ { next }
{ line = $0; gsub(/\\/, "\\\\", line); gsub(/"/, "\\\"", line); if (line !~ /^[ \t]*$/) texts[n] = texts[n] "\t\"" line "\\n\"\n" }
END {
	print "/* made from the numbered .sql files of schema by schema/migrations.awk */\n#pragma once"
	print "static const struct { const char *name, *sql; } migrations_table[] = {"
	for (i = 1; i <= n; i++) print "{\"" names[i] "\",\n" (texts[i] == "" ? "\"\"" : texts[i]) "},"
	print "{0, 0}};"
}
