# document.awk — turns a text file into a C string: awk -v name=openapi_document -f schema/document.awk FILE
BEGIN { printf "/* made from schema/ by schema/document.awk */\nstatic const char %s[] =\n", name }
{
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	printf "\t\"%s\\n\"\n", $0
}
END { print "\t;" }
