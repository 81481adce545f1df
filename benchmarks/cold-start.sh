#!/usr/bin/env bash
# Cold start, median of 20 each: of the embedded host (process start to the first answer of /api/health, and to the first routed board), and
# of the function app's worker under the stand-in host, published as it is deployed and, for comparison, without precompiled code.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
benchmarks/load/run.sh cold-start
build=$PWD/artifacts/cold-start
results=$PWD/benchmarks/load/results/cold-start-worker.md
dotnet restore tools/StandInHost > /dev/null && dotnet restore src/Functions.Worker > /dev/null ||
  { echo "cold-start: this feed does not hold the Azure Functions SDK; the worker is not measured"; exit 0; }
dotnet build tools/StandInHost -c Release -o "$build/host" -v quiet --nologo
dotnet publish src/Functions.Worker -c Release -p:ReadyToRun=false -o "$build/plain" -v quiet --nologo
dotnet publish src/Functions.Worker -c Release -o "$build/ready-to-run" -v quiet --nologo
for kind in plain ready-to-run; do
  printf '### The worker, %s\n\n' "$kind"
  "$build/host/stand-in-host" cold-start "$build/$kind" "${TIMES:-20}"
  echo
done | tee "$results"
