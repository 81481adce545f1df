#!/usr/bin/env bash
# Prints how much of each room the tests run: lines, covered ones, percent. A room is a folder of src/Routing, or another project of src.
# Usage: scripts/coverage.sh DIR   with reports (lcov) anywhere below, as `dotnet test --collect "XPlat Code Coverage;Format=lcov" --results-directory DIR` writes them.
# A line counts as covered where one of the reports has it so. Exit 1: there is no report, or one that knows no line of src.
set -euo pipefail
mapfile -t reports < <(find "$1" -name 'coverage*.info')
[ ${#reports[@]} -gt 0 ] || { echo "no report of coverage below $1"; exit 1; }
awk -F '[:,]' '
  /^SF:/ { path = $0; room = ""; if (path !~ /\/obj\// && match(path, /\/src\/[^\/]+\/.*/)) { path = substr(path, RSTART + 5); split(path, part, "/"); room = part[1]; if (room == "Routing" && part[3] != "") room = room "/" part[2] } }
  /^DA:/ && room != "" { line = path ":" $2; if (!(line in hits)) { all[room]++; hits[line] = 0 } if ($3 > 0 && !hits[line]) { covered[room]++; hits[line] = 1 } }
  END {
    for (room in all) { lines += all[room]; ran += covered[room]; printf "%-28s %6d of %6d lines  %5.1f %%\n", room, covered[room], all[room], 100 * covered[room] / all[room] | "sort" }
    close("sort")
    if (!lines) { print "the reports know no line of src"; exit 1 }
    printf "%-28s %6d of %6d lines  %5.1f %%\n", "all", ran, lines, 100 * ran / lines
  }' "${reports[@]}"
