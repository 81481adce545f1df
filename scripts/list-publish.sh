#!/usr/bin/env bash
# Lists what is delivered, so that a file that nobody asked for is seen, and holds it to a size.
# Usage: scripts/list-publish.sh DIR MAX_MB [OUT.txt]   Exit 1: more than MAX_MB, or a file that belongs to no program: a key, a setting of a machine, a test.
set -euo pipefail
directory=$1 most=$2 out=${3:-}
list() { (cd "$directory" && find . -type f -printf '%10s %P\n' | sort -k 2); }
if [ -n "$out" ]; then list > "$out"; else list; fi
bytes=$(find "$directory" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum + 0 }')
echo "$(find "$directory" -type f | wc -l) files, $((bytes / 1000000)) MB of at most $most MB"
failed=0
[ "$bytes" -gt 0 ] && [ "$bytes" -le $((most * 1000000)) ] || { echo "the size of $directory is not what it may be"; failed=1; }
stray=$(find "$directory" -type f \( -iname '*.pfx' -o -iname '*.pem' -o -iname '*.key' -o -name 'local.settings.json' -o -iname '*xunit*' -o -iname '*.tests.*' -o -name '*.user' \))
[ -z "$stray" ] || { echo "these belong to no program:"; echo "$stray"; failed=1; }
exit $failed
