#!/usr/bin/env bash
# Sheets through the served program: upload, check, commit, rejected rows; exports read back; the wall.
set -u
. "$(dirname "$0")/common.sh"

longpan --today 2024-07-15 --json example --orgs 12 --assets 60 > "$work/example.json" || die "example"
password=$(python3 -c "import json;print(json.load(open('$work/example.json'))['password'])")
start_server --today 2024-07-15
PYTHONDONTWRITEBYTECODE=1 python3 "$source_dir/tests/program/sheets_http.py" "$url" "$password" || { tail -5 "$work/serve.err" >&2; die "sheets over HTTP"; }
kill -TERM "$pid"; wait "$pid" 2> /dev/null
longpan verify > "$work/out" || { cat "$work/out" >&2; die "verify"; }
echo "sheets ok"
