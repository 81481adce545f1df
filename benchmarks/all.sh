#!/usr/bin/env bash
# Makes every table and plot of benchmarks/README.md anew, in under ten minutes on a quiet machine.
# Usage: benchmarks/all.sh [RANDOM_BOARDS]   default 100; those of a series of 1,000 take longer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build benchmarks/Benchmarks -c Release -v quiet --nologo > /dev/null
benchmarks=(dotnet benchmarks/Benchmarks/bin/Release/net10.0/Benchmarks.dll)

"${benchmarks[@]}" table --save
"${benchmarks[@]}" copper --save
"${benchmarks[@]}" grids --save
"${benchmarks[@]}" options --save
"${benchmarks[@]}" scaling --save
"${benchmarks[@]}" caches --save
"${benchmarks[@]}" reroute --save
"${benchmarks[@]}" random "${1:-100}" --save
benchmarks/process.sh 5 | tee /dev/stderr | "${benchmarks[@]}" section process
