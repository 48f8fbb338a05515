# node.sh — sourced: NODE is a Node new enough for the tools; the packages of tests/ are installed when the lock file changed.
B=${B:-build}
NODE=$(web/tools/node "$(realpath -m "$B")/node")/node
PATH=$(dirname "$NODE"):$PATH
if [ ! -e tests/node_modules/.stamp ] || [ tests/package-lock.json -nt tests/node_modules/.stamp ]; then
	(cd tests && ../web/tools/npm-ci "$NODE") && touch tests/node_modules/.stamp
fi
