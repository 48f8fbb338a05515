# node.sh — sourced: NODE is a Node new enough for the tools; the packages of tests/ are installed when the lock file changed.
B=${B:-build}
if [ -x "$B/node/bin/node" ]; then NODE=$(realpath "$B/node/bin/node"); PATH=$(dirname "$NODE"):$PATH; else NODE=node; fi
if [ ! -e tests/node_modules/.stamp ] || [ tests/package-lock.json -nt tests/node_modules/.stamp ]; then
	(cd tests && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null) && touch tests/node_modules/.stamp
fi
