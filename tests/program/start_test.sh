#!/usr/bin/env bash
# Starting the real program under bad conditions: each gets a clear answer and its exit code.
set -u
. "$(dirname "$0")/common.sh"

longpan --json example --orgs 12 --assets 60 > "$work/example.json" || die "example"
start_server
port=${url##*:}

expect_code 10 longpan serve --port "$port"
expect_words "$work/err" "$port"
expect_words "$work/err" "已被占用"
expect_code 10 longpan --lang en serve --port "$port"
expect_words "$work/err" "error: "
expect_code 2 longpan --today 2024-02-30 serve --port 0
expect_words "$work/err" "2024-02-30"
expect_code 5 "$program" --specs "$work/nowhere" --data "$work/data" serve --port 0
expect_code 5 "$program" --specs "$source_dir/specs" --data "$work/empty" ledger
expect_words "$work/err" "没有龙磐数据"

curl -fsS "$url/health" > /dev/null || die "health"
[ "$(curl -s -o /dev/null -w '%{http_code}' "$url/api/session")" = 401 ] || die "a session without signing in"
kill -TERM "$pid"
for _ in $(seq 100); do kill -0 "$pid" 2> /dev/null || break; sleep 0.1; done
kill -0 "$pid" 2> /dev/null && die "SIGTERM did not stop the server in 10 s"

# A folder nobody may write into: root may, so another user tries.
if [ "$(id -u)" = 0 ] && command -v setpriv > /dev/null; then
  cp -r "$work/data" "$work/read-only" && chmod -R a+rX "$work" && chmod -R a-w "$work/read-only"
  expect_code 10 setpriv --reuid=65534 --regid=65534 --clear-groups "$program" --specs "$source_dir/specs" --data "$work/read-only" serve --port 0
  expect_words "$work/err" "只读"
fi

longpan verify > "$work/out" || die "verify after a stop"
expect_words "$work/out" "完整"
echo "start ok"
