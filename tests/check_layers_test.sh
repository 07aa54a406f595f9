#!/usr/bin/env bash
# The layer check itself: a legal tree passes, an upward, a sideways and a denied include are each named.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree"/{base,model,io,server}
printf 'base\nmodel io\nserver\ndeny model : sqlite3.h\n' > "$tree/LAYERS"
echo '#include "base/x.h"' > "$tree/model/y.h"
python3 "$here/check_layers.py" "$tree" | grep -q 'layers ok: 1 files'
refuse() {  # file, include, expected words
  printf '#include "%s"\n' "$2" > "$tree/$1"
  if out=$(python3 "$here/check_layers.py" "$tree"); then echo "accepted: $1 includes $2"; exit 1; fi
  grep -q "$3" <<< "$out" || { echo "wrong words for $1 → $2: $out"; exit 1; }
  rm "$tree/$1"
}
refuse base/up.h server/a.h 'base (layer 0) may not include server (layer 2)'
refuse model/side.h io/a.h 'model (layer 1) may not include io (layer 1)'
refuse model/denied.cpp sqlite3.h 'denied in LAYERS'
mkdir "$tree/stray" && : > "$tree/stray/a.h"
if python3 "$here/check_layers.py" "$tree" > /dev/null; then echo "accepted a module LAYERS does not name"; exit 1; fi
echo "layer check ok"
