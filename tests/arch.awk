# Refuses an include from a lower room into a higher one (docs/ARCHITECTURE.md, "The rooms").
BEGIN {
	split("schema base sheet store notify people fair trade report sessions gate api main", order, " ")
	for (i in order) rank[order[i]] = i + 0
}
function room(path) {
	if (path ~ /^schema\//) return "schema"
	if (path ~ /^sessions\//) return "sessions"
	if (path ~ /^media\//) return "media"
	if (path ~ /^(server\/)?children\/paper\//) return "papers"
	if (path ~ /^server\/children\/sheet\//) return "sheet"
	if (path ~ /^server\/[^\/]*$/) return "main"
	sub(/^server\//, "", path); sub(/\/.*/, "", path); return path
}
match($0, /^#[ \t]*include[ \t]+"[^"]+"/) {
	inc = $0; sub(/^[^"]*"/, "", inc); sub(/".*/, "", inc)
	from = room(FILENAME)
	to = (inc ~ /^(queries|migrations|openapi)\.h$/) ? "schema" : room(inc)
	if (from == to) next
	if (from == "papers") ok = (to in rank) && (rank[to] <= rank["gate"])
	else if (from == "media") ok = (to == "schema" || to == "base")
	else if (to == "media") ok = (rank[from] >= rank["sessions"])
	else ok = (to in rank) && (rank[to] <= rank[from])
	if (!ok) { printf "%s:%d: %s must not include %s (\"%s\")\n", FILENAME, FNR, from, to, inc; bad = 1 }
}
/(^|[^a-z_])json_t([^a-z_]|$)|jansson\.h/ && FILENAME !~ /^server\/gate\// && FILENAME ~ /\.[ch]$/ && $0 !~ /^[ \t]*(\*|\/\*)/ { printf "%s:%d: jansson belongs in gate\n", FILENAME, FNR; bad = 1 }
/libwebsockets\.h/ && FILENAME !~ /^server\/gate\// { printf "%s:%d: libwebsockets belongs in gate\n", FILENAME, FNR; bad = 1 }
END { exit bad }
