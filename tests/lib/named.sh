# named.sh — holds what a document names against the tree. Sourced by checks; they print `$passed passed, $failed failed`.
# Between backticks: `file`, `file: word in it`, with tests' files below tests/ (unit/…, trials/…, e2e/…), and `mela_…` for a metric.
passed=0 failed=0
fail() { echo "FAIL $1"; failed=$((failed + 1)); }
ok() { passed=$((passed + 1)); }

named() { # document
	local one file word
	while IFS= read -r one; do
		case $one in
		mela_*) if grep -qF -- "\"${one%%\{*}\"" schema/counters.def || grep -qF -- "${one%%\{*}{" server/base/counters.c; then ok; else fail "$1: no metric is called $one"; fi ;;
		*/*": "*)
			file=${one%%: *} word=${one#*: }
			[ -e "$file" ] || file=tests/$file
			if grep -qF -- "$word" "$file" 2>/dev/null; then ok; else fail "$1: $file has no “$word”"; fi ;;
		/*) ;; # an address, or a folder of the system
		*/*) if [ -e "$one" ] || [ -e "tests/$one" ]; then ok; else fail "$1: there is no $one"; fi ;;
		esac
	done < <(grep -o '`[^`]*`' "$1" | tr -d '`' | sort -u)
}
