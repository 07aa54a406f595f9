#!/usr/bin/env bash
# What must not stand in tracked files: registry hosts, machine paths, big files, work left undone.
set -u
cd "$(dirname "$0")/.." || exit 1
bad=0
complain() { echo "$1"; echo "$2" | head -10; bad=1; }
found=$(git grep -nIE 'https?://(registry|deb|snapshot|packages)\.' -- . ':!tests/check_words.sh') && complain "a package registry's address:" "$found"
found=$(git grep -nIE '(^|[^A-Za-z_.])(TODO|FIXME|XXX)\b' -- src web/src specs ':!src/**/*_test.cpp' | grep -vE 'TODO: #[0-9]+') && complain "work left undone without an issue number:" "$found"
found=$(git ls-files -z | xargs -0 -r du -k 2>/dev/null | awk '$1>1024{print $2" ("$1" KiB)"}')
[ -n "$found" ] && complain "tracked files over 1 MiB:" "$found"
[ "$bad" = 0 ] && echo "words ok"
exit "$bad"
