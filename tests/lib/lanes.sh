# lanes.sh — sourced: runs scripts side by side, tells each one's output whole when it ends, and counts.
#   lanes N LIMIT SCRIPT…   a SCRIPT is a file for Node and its arguments; N at once (LANES overrides), each for LIMIT seconds at most.
# Each script knows its LANE, from which its servers' ports follow (tests/lib/world.mjs).
one_script() {
	local began=$SECONDS rc line n
	# shellcheck disable=SC2086
	timeout "$limit" "$NODE" $1 >"$told/$LANE.out" 2>&1; rc=$?
	line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$told/$LANE.out" | tail -n 1)
	if [ -z "$line" ]; then line="0 passed, 1 failed"; echo "FAIL $1 ended with $rc before it had counted" >>"$told/$LANE.out"; fi
	n=${line#*, }; n=${n%% *}
	[ "$rc" -eq 0 ] || [ "$n" -gt 0 ] || n=1
	flock "$told/lock" sh -c "echo '== $1 ($((SECONDS - began)) s)'; cat '$told/$LANE.out'; echo ${line%% *} $n >>'$told/counts'"
}
lanes() {
	local n=${LANES:-$1} p f
	limit=$2 told=$(mktemp -d); shift 2
	export limit told NODE; export -f one_script
	printf '%s\n' "$@" | xargs -P "$n" --process-slot-var=LANE -I{} bash -c 'one_script "{}"'
	p=$(awk '{ n += $1 } END { print n + 0 }' "$told/counts"); f=$(awk '{ n += $2 } END { print n + 0 }' "$told/counts")
	[ "$(wc -l <"$told/counts")" -eq $# ] || f=$((f + 1))
	rm -rf "$told"
	echo "$p passed, $f failed"
	[ "$f" -eq 0 ] && [ "$p" -gt 0 ]
}
