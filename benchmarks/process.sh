#!/usr/bin/env bash
# Measures the command, as it is published, as a fresh process: wall, CPU, peak memory (medians of RUNS runs), as a Markdown table.
# Usage: benchmarks/process.sh [RUNS]   Needs GNU time (/usr/bin/time); hyperfine, where it is there, gives the wall time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
runs=${1:-15}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
dotnet publish src/Command -c Release -o "$out/program" -v quiet --nologo > /dev/null
command=$out/program/MakeDevice.Command
[ -x /usr/bin/time ] || { echo "needs GNU time: apt-get install time" >&2; exit 2; }

# name project modules predecessor-CPU-seconds
boards() {
  for name in small typical dense; do echo "$name samples/projects/$name.MakeDevice samples/modules -"; done
  local shared=../shared
  [ -d $shared/projects/valid ] || return 0
  while read -r name seconds; do echo "$name $shared/projects/valid/$name.json $shared/modules $seconds"; done <<'FIGURES'
i2c02 2.2
jvm02 4.1
i2c04 5.0
jvm04 9.9
i2c08 12.3
jvm06 31.2
i2c20 44.8
FIGURES
}
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

echo "| board | wall s | CPU s | peak MB | predecessor CPU s | faster |"
echo "|---|---|---|---|---|---|"
boards | while read -r name project modules old; do
  arguments=(route "$project" --modules "$modules" --out "$out/$name.zip" --json)
  if ! "$command" "${arguments[@]}" > "$out/last.json"; then echo "| $name | exit $? |"; continue; fi
  : > "$out/times"
  for _ in $(seq "$runs"); do /usr/bin/time -f '%e %U %S %M' -a -o "$out/times" "$command" "${arguments[@]}" > /dev/null; done
  wall=$(cut -d' ' -f1 "$out/times" | median)
  if command -v hyperfine > /dev/null; then
    wall=$(hyperfine -N --warmup 2 --runs "$runs" --export-json "$out/h.json" "$command ${arguments[*]}" > /dev/null && grep -m1 '"median"' "$out/h.json" | grep -oE '[0-9.]+')
  fi
  cpu=$(awk '{ print $2 + $3 }' "$out/times" | median)
  peak=$(awk '{ print $4 / 1024 }' "$out/times" | median)
  if [ "$old" = - ]; then ratio=-; else ratio=$(awk "BEGIN { printf \"%.0fx\", $old / $cpu }"); fi
  printf '| %s | %.3f | %.3f | %.0f | %s | %s |\n' "$name" "$wall" "$cpu" "$peak" "$old" "$ratio"
done
