#!/usr/bin/env bash
# Installs what is missing, builds, loads the example province, serves it on 127.0.0.1.
set -euo pipefail

usage() {
  cat <<'TEXT'
用法 / usage: ./run.sh [选项 / options]

  --port N       端口，默认 8080 / port to listen on, default 8080
  --data DIR     数据目录，默认 ./data / data folder, default ./data
  --fresh        先备份再重建示例 / move the data folder aside and make the example anew
  --empty        不装载示例省份 / no example province; make an administrator with `longpan user add`
  --orgs N       示例企业数，默认 386 / enterprises in the example, default 386
  --assets N     示例对象数，默认 18000 / records in the example, default 18000
  --build-only   只安装与构建 / install and build, do not start
  -h, --help     显示本页 / this page

例 / examples:
  ./run.sh                          # 示例省份，http://127.0.0.1:8080
  ./run.sh --port 9000 --fresh
  ./run.sh --empty --data /srv/longpan
TEXT
}

port=8080 fresh=0 example=1 build_only=0 orgs=386 assets=18000
. "$(dirname "$0")/scripts/common.sh"
data=$root/data
value() { [ $# -ge 2 ] || fail "选项缺少值 / option needs a value: $1" "./run.sh --help"; }
while [ $# -gt 0 ]; do
  case "$1" in
    --port) value "$@"; port=$2; shift ;;
    --data) value "$@"; data=$2; shift ;;
    --orgs) value "$@"; orgs=$2; shift ;;
    --assets) value "$@"; assets=$2; shift ;;
    --fresh) fresh=1 ;;
    --empty) example=0 ;;
    --build-only) build_only=1 ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "不认识的选项 / unknown option: $1" ;;
  esac
  shift
done
steps=4
case "$data" in /*) ;; *) data=$PWD/$data ;; esac
cd "$root"

# An invented province never joins a real store, and a half-made one is not served.
check_data() {
  if [ "$fresh" = 1 ] && [ -e "$data" ]; then
    if in_use; then fail "$data 正在被使用，不能移走 / $data is in use and cannot be moved aside" "先停止使用它的 longpan / stop the longpan that uses it"; fi
    mv "$data" "$data.$(date +%Y%m%d-%H%M%S)"
    done_line "旧数据已移到一旁 / old data moved aside"
  fi
  if [ "$example" = 0 ] && [ -e "$data/example.json" ]; then
    fail "$data 里是示例省份 / $data holds the example province" "另选 --data，或加 --fresh / choose another --data, or add --fresh"
  fi
  if [ "$example" = 1 ] && [ -e "$data/longpan.db" ] && [ ! -e "$data/example.json" ]; then
    fail "$data 里已有数据，但不是完整的示例省份 / $data holds data that is no complete example province" \
      "自己的数据加 --empty；装载中断过则加 --fresh / your own data: add --empty; interrupted loading: add --fresh"
  fi
}
# Does a process of ours hold the database open?
in_use() {
  local file
  file=$(readlink -f "$data/longpan.db") && [ -n "$(find /proc/[0-9]*/fd -lname "$file" -print -quit 2> /dev/null)" ]
}

step "检查软件包 / packages"
mapfile -t wanted < <(packages_of build)
install_packages "${wanted[@]}"

step "编译程序（首次需数分钟）/ building the program (minutes the first time)"
configure_and_build release longpan
longpan=$build/release/src/longpan
done_line "$("$longpan" --version)"

step "构建网页 / building the web pages"
build_web
done_line "web/dist $(du -sh "$root/web/dist" | cut -f1)"
if [ "$build_only" = 1 ]; then
  done_line "程序 / the program: $longpan"
  exit 0
fi

step "数据与启动 / data and start"
check_data
today=()
if [ "$example" = 1 ]; then
  if [ ! -e "$data/example.json" ]; then
    "$longpan" --data "$data" --specs "$root/specs" example --orgs "$orgs" --assets "$assets" --seed 1 --today 2024-07-15
  fi
  today=(--today 2024-07-15)
fi
exec "$longpan" --data "$data" --specs "$root/specs" serve --port "$port" --web "$root/web/dist" "${today[@]}"
