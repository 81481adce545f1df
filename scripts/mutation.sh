#!/usr/bin/env bash
# Mutation tests of the room that verifies boards (src/Routing/Verification): changes its code in small ways and looks which change no test notices. The report with every survivor is
# out/mutation/reports/mutation-report.html. The whole core is compiled with its changes first, so this takes half an hour or more on two cores; not part of .ci/run.
# Arguments go to Stryker. A single file: scripts/mutation.sh --mutate '**/Verification/EdgeCheck.cs'
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
version=5.1.0
tool=$PWD/out/tools/dotnet-stryker
[ -x "$tool" ] || dotnet tool install dotnet-stryker --version "$version" --tool-path out/tools
cd tests/Routing.Tests
# Stryker waits for the end of what its builds print: no compiler or node may outlive them.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false RunAnalyzers=false DOTNET_ROLL_FORWARD=Major
exec "$tool" --config-file ../stryker.json --output ../../out/mutation --skip-version-check "$@"
