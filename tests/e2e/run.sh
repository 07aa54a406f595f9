#!/usr/bin/env bash
# Browser tests against the real program with a small example province. $1 = the program; further
# arguments go to Playwright. Leaves traces and pictures of failures in build/e2e.
set -euo pipefail
program=$(realpath "$1"); shift
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap '[ -n "${pid:-}" ] && kill "$pid" 2> /dev/null; wait 2> /dev/null; rm -rf "$work"' EXIT
"$program" --specs "$root/specs" --data "$work/data" --json example --orgs 40 --assets 900 --seed 1 --today 2024-07-15 > "$work/example.json"
"$program" --specs "$root/specs" --data "$work/data" --today 2024-07-15 serve --port 0 --web "$root/web/dist" > "$work/serve.out" 2> "$work/serve.err" &
pid=$!
for _ in $(seq 300); do
  BASE_URL=$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$work/serve.out" | head -1 || true)
  [ -n "$BASE_URL" ] && break
  kill -0 "$pid" || { cat "$work/serve.err" >&2; exit 1; }
  sleep 0.1
done
[ -n "$BASE_URL" ] || { echo "the server printed no address" >&2; exit 1; }
export BASE_URL LONGPAN_EXAMPLE=$work/example.json
export E2E_OFFICER=${E2E_OFFICER:-enterprise} E2E_REGULATOR=${E2E_REGULATOR:-officer} E2E_PASSWORD=${E2E_PASSWORD:-Longpan-2024}
cd "$root/web"
NODE_PATH=node_modules ./node_modules/.bin/playwright test -c ../tests/e2e/playwright.config.ts "$@"
