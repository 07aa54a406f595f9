#!/usr/bin/env bash
# `longpan discover db` beside COPY ... TO STDOUT of the same table, wall time on two cores, PostgreSQL of its own on a socket.
#   postgres_bench.sh LONGPAN [ROWS]
set -euo pipefail
program=$(realpath "$1") rows=${2:-2000000}
work=$(mktemp -d)
bin=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | tail -1)")
as_user() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
cleanup() { as_user "$bin/pg_ctl" -D "$work/db" stop -m immediate > /dev/null 2>&1 || true; rm -rf "$work"; }
trap cleanup EXIT
[ "$(id -u)" != 0 ] || chown postgres "$work"
cd "$work"
as_user "$bin/initdb" -D "$work/db" -U reader --auth=trust > /dev/null
as_user "$bin/pg_ctl" -D "$work/db" -w -o "-c listen_addresses=127.0.0.1 -p 54399 -k $work -c fsync=off" start > /dev/null
export PGHOST=127.0.0.1 PGPORT=54399 PGUSER=reader PGDATABASE=postgres
psql -q -c "create table customer as select i as id, '王小明' as name, '138' || lpad((i % 100000000)::text, 8, '0') as phone,
  'user' || i || '@example.cn' as email, '32010219000101001X' as id_no, now() - i * interval '1 second' as created,
  md5(i::text) as token, (i % 997) / 7.0 as amount, '备注 ' || i as note from generate_series(1, $rows) i"
psql -qc 'vacuum analyze customer'
seconds() { local from; from=$(date +%s.%N); "$@" > /dev/null; date +%s.%N | awk -v f="$from" '{printf "%.2f", $1 - f}'; }
bytes=$(psql -qc 'copy customer to stdout' | wc -c)
for round in 1 2 3; do
  copy=$(seconds psql -qc 'copy customer to stdout')
  scan=$(seconds "$program" --quiet discover db postgres://reader@127.0.0.1:54399/postgres --out "$work/r.json" || true)
  awk -v c="$copy" -v s="$scan" -v b="$bytes" 'BEGIN { printf "COPY %.2f s (%.0f MB/s), discover db %.2f s (%.0f MB/s): %.2f x COPY\n", c, b / c / 1e6, s, b / s / 1e6, c / s }'
done
