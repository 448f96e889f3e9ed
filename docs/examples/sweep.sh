#!/usr/bin/env bash
# Places one case under every scenario of a folder and prints a line for each: scenario, exit code, run, status, value.
# A scenario that was run before is not solved again. Usage: sweep.sh SRC SCENARIO_DIR RUNS_DIR
set -u
src=$1 scenarios=$2 runs=$3
worst=0
for scenario in "$scenarios"/*.toml; do
    answer=$(penata place "$src" -s "$scenario" -o "$runs" --json --progress none)
    code=$?
    case $code in
        0) ;;                                   # done
        4) echo "$(basename "$scenario"): no plan keeps all its hard rules" >&2 ;;
        *) echo "$(basename "$scenario"): exit code $code" >&2 ;;
    esac
    [ "$code" -gt "$worst" ] && worst=$code
    line=$(printf '%s' "$answer" | python -c 'import json, sys
text = sys.stdin.read()
found = json.loads(text) if text else {}
print(found.get("run_id", "-"), found.get("status", "-"), found.get("value", "-"))')
    echo "$(basename "$scenario" .toml) $code $line"
done
exit "$worst"
