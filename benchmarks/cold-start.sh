#!/usr/bin/env bash
# Cold start of the embedded host: median of 20 from process start to the first answer of /api/health and to the first routed board.
exec "$(dirname "${BASH_SOURCE[0]}")/load/run.sh" cold-start
