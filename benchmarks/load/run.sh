#!/usr/bin/env bash
# Builds the host as it is shipped (ReadyToRun) and runs load scenarios against it, on loopback only. Every process it starts ends with it.
# Usage: benchmarks/load/run.sh [SCENARIO…]            default: all but soak, which takes two hours; the names are in Scenarios.cs
# Environment: READY_TO_RUN=false builds the host without precompiled code (for comparison), PROJECTS and MODULES (default: samples/), JOBS, SEQUENTIAL_JOBS, POLLERS, RESULTS,
# SOAK_MINUTES, MINUTES (the whole run ends after them, whatever hangs).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$root/artifacts/load
scenarios=("$@")
[ ${#scenarios[@]} -gt 0 ] || scenarios=(cold-start concurrent sequence pollers mixed bursts fairness fault-kill fault-kills fault-kills-azurite fault-storage-stop fault-slow-blob fault-disk-full fault-disk-stays-full)

dotnet publish "$root/src/Local" -c Release --use-current-runtime --no-self-contained -p:ReadyToRun="${READY_TO_RUN:-true}" -o "$build/host" -v quiet --nologo
dotnet build "$root/benchmarks/load" -c Release -o "$build/client" -v quiet --nologo
ulimit -n "$(ulimit -Hn)"

options=(--makedevice "$build/host/makedevice" --modules "${MODULES:-$root/samples/modules}" --projects "${PROJECTS:-$root/samples/projects}"
  --results "${RESULTS:-$root/benchmarks/load/results}" --jobs "${JOBS:-100}" --sequential-jobs "${SEQUENTIAL_JOBS:-1000}"
  --pollers "${POLLERS:-10000}" --soak-minutes "${SOAK_MINUTES:-120}" --minutes "${MINUTES:-30}")

if [[ " ${scenarios[*]} " == *fault-storage* || " ${scenarios[*]} " == *fault-slow* || " ${scenarios[*]} " == *azurite* ]]; then
  azurite=$(find "$root" -path '*node_modules/azurite/dist/src/blob/main.js' -print -quit)
  [ -n "$azurite" ] || { echo "Azurite is missing: run npm ci in the folder of its package-lock.json" >&2; exit 2; }
  options+=(--azurite "$azurite")
fi

if [[ " ${scenarios[*]} " == *fault-disk* ]]; then
  # A file system of its own, so that filling it harms nobody. Needs the right to mount.
  disk=$(mktemp -d)
  mount -t tmpfs -o size=256m tmpfs "$disk"
  trap 'umount "$disk"; rmdir "$disk"' EXIT
  options+=(--small-disk "$disk")
fi

"$build/client/load" "${scenarios[@]}" "${options[@]}"
