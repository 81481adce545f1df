#!/usr/bin/env bash
# Starts the storage emulator for local runs: blobs, queues and tables on their usual ports (10000 to 10002), data in .azurite/.
# Needs Node.js; the emulator is the one of tests/azurite, by its lock file. Ctrl-C ends it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v npm > /dev/null || { echo "start-azurite: install Node.js first (https://nodejs.org)" >&2; exit 1; }
[ -d tests/azurite/node_modules/azurite ] || npm ci --prefix tests/azurite --no-audit --no-fund
mkdir -p .azurite
exec node tests/azurite/node_modules/azurite/dist/src/azurite.js --silent --disableTelemetry --skipApiVersionCheck --location .azurite "$@"
