#!/usr/bin/env bash
# Parses every Bicep file (and the workflow and compose file, see workflow.mjs) with tree-sitter's grammar and looks for keys, connection strings, wildcards, wide roles and unsafe
# switches; first proves with planted faults that the check can fail. Needs Node 20 and the npm registry (lock file in infra/check).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../infra/check"
npm ci --loglevel=error
node selftest.mjs
node check.mjs ..
node workflow.mjs
