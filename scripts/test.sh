#!/usr/bin/env bash
# Builds everything for release, warnings being errors, and runs every test. The last line says how many ran.
set -euo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT

swift build -c release --build-tests
swift test -c release --skip-build --disable-xctest 2>&1 | tee "$log"

# "Test run with 1234 tests in 56 suites passed after …": a run of no tests is a failure, not a success.
count=$(sed -nE 's/.*Test run with ([0-9]+) tests? .*/\1/p' "$log" | tail -1)
if [ "${count:-0}" -eq 0 ]; then
    echo "No test was executed." >&2
    exit 1
fi
echo "Executed $count tests."
