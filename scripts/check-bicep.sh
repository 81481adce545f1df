#!/usr/bin/env bash
# Checks what describes the deployment; each check first proves with planted faults that it can fail.
#  * Bicep: tree-sitter's grammar; no key, connection string, wildcard or wide role; safe switches (check.mjs).
#  * Bicep: Microsoft's compiler with the published types of every resource, where the NuGet feed holds it (compile.mjs).
#  * Queries of the workbook and the alerts: Microsoft's Kusto parser and the tables of Application Insights (queries.mjs).
#  * The GitHub workflow, compose.yaml and the Dockerfile (workflow.mjs).
# Needs Node 20 and the npm registry (lock file in infra/check); the compiler needs Linux on x64 and the .NET SDK.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../infra/check"
npm ci --loglevel=error
node selftest.mjs
node check.mjs ..
node queries.mjs ..
node workflow.mjs
# Where the compiler lies is known after the restore only.
compiler() { dotnet msbuild BicepCompiler.proj -getProperty:BicepCompiler; }
if [ "$(uname -sm)" = 'Linux x86_64' ] && dotnet restore BicepCompiler.proj > /dev/null 2>&1; then
  node compile.mjs "$(compiler)" ..
else
  echo "Microsoft's Bicep compiler is not to be had here: resource types, versions and properties are not checked (infra/README.md says against what they were)"
fi
