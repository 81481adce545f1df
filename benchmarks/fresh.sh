#!/usr/bin/env bash
# What compiling ahead of time is worth: the command as a fresh process without it, as a Release build leaves it, as it is published, and as a native program
# (where gcc or clang can link one), in turns; beside them the whole tool, which has the same commands. Processor seconds (least and median of RUNS runs) and methods that the runtime compiled, as a Markdown table.
# Usage: benchmarks/fresh.sh [RUNS]   Needs GNU time (/usr/bin/time).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
runs=${1:-15}
[ -x /usr/bin/time ] || { echo "needs GNU time: apt-get install time" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
quiet=(-c Release -v quiet --nologo)
dotnet publish src/Command "${quiet[@]}" -p:ReadyToRun=false -o "$work/plain" > /dev/null
dotnet build src/Local "${quiet[@]}" > /dev/null # and with it src/Command
dotnet publish src/Command "${quiet[@]}" --no-build -p:RequireReadyToRun=true -o "$work/published" > /dev/null
dotnet publish src/Local "${quiet[@]}" --no-build -p:RequireReadyToRun=true -o "$work/whole" > /dev/null
kinds=(plain built published whole)
if command -v gcc clang > /dev/null; then
  dotnet publish src/Command "${quiet[@]}" --use-current-runtime -p:PublishAot=true -o "$work/native" > /dev/null
  kinds+=(native)
fi
declare -A program=(
  [plain]=$work/plain/MakeDevice.Command
  [built]=$PWD/src/Command/bin/Release/net10.0/MakeDevice.Command
  [published]=$work/published/MakeDevice.Command
  [whole]=$work/whole/makedevice
  [native]=$work/native/MakeDevice.Command
)
declare -A named=([plain]='not compiled ahead' [built]='as built' [published]='as published' [whole]='the whole tool, as published' [native]='native program')
if [ -d ../shared/projects/valid ]; then board=(../shared/projects/valid/i2c20.json ../shared/modules); else board=(samples/projects/dense.MakeDevice samples/modules); fi

# measure NAME ARGUMENT...: in turns, so that what else the machine does falls on all of them alike
measure() {
  local name=$1; shift
  for _ in $(seq "$runs"); do
    for kind in "${kinds[@]}"; do /usr/bin/time -f '%U %S' -a -o "$work/$kind.times" "${program[$kind]}" "$@" > /dev/null; done
  done
  for kind in "${kinds[@]}"; do
    : > "$work/methods"
    DOTNET_JitStdOutFile="$work/methods" DOTNET_JitDisasmSummary=1 "${program[$kind]}" "$@" > /dev/null
    seconds=$(awk '{ print $1 + $2 }' "$work/$kind.times" | sort -n | awk '{ v[NR] = $1 } END { printf "%.2f | %.2f", v[1], v[int((NR + 1) / 2)] }')
    printf '| %s | %s | %s | %s |\n' "$name" "${named[$kind]}" "$seconds" "$(wc -l < "$work/methods")"
    rm -f "$work/$kind.times" "$work/methods"
  done
}
echo "| command | | CPU s, least | median | methods compiled at run time |"
echo "|---|---|---|---|---|"
measure '`--version`' --version
measure "\`route $(basename "${board[0]%.*}")\`" route "${board[0]}" --modules "${board[1]}" --out "$work/board.zip"
