#!/usr/bin/env bash
# Publishes the function app and runs it under the Azure Functions host. Needs the .NET SDK, the whole NuGet feed, Azure Functions Core
# Tools 4 (func) and storage: start scripts/start-azurite.sh first. Ctrl-C ends it. Arguments go to func, for instance --port 7072.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v func > /dev/null || { echo "start-func: install Azure Functions Core Tools: npm install --global azure-functions-core-tools@4" >&2; exit 1; }
[ -f local.settings.json ] || cp local.settings.sample.json local.settings.json
export MakeDevice__Modules="${MakeDevice__Modules:-$PWD/samples/modules}"
app=artifacts/functions
dotnet publish src/Functions.Worker -c Release -o "$app"
cp local.settings.json "$app/"
cd "$app"
exec func start --no-build "$@"
