#!/usr/bin/env bash
# Unpacks Suricata from Debian's backports, and the libraries this machine lacks for it, into a folder of its own. It cannot be
# installed: its libhyperscan5 and Vectorscan's library are the same file. Sources, lists, cache and packages of the system stay
# as they are; the mirror and the keys are the system's. The last line of the output says why nothing came of it.
# usage: fetch_suricata.sh VERSION FOLDER
set -euo pipefail
version=$1 home=$2
release=bookworm
give_up() { echo "$1"; exit 1; }
command -v apt-get > /dev/null && command -v dpkg > /dev/null || give_up "neither apt-get nor dpkg: no Debian package can be unpacked"

part="$home.part"
rm -rf "$part"
mkdir -p "$part/sources" "$part/lists/partial" "$part/cache/archives/partial" "$part/root"
trap 'rm -rf "$part"' EXIT

# The archive the system takes a suite from. Debian's own first: other archives name their suites alike.
archive_of() {
  { apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' 'Component: main' 'Origin: Debian'
    apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' 'Component: main'
  } 2> /dev/null | awk -v suite="$1" '$2 == suite && !found {print $1; found = 1}'
}
mirror=$(archive_of "$release")
[ -n "$mirror" ] || give_up "the system's package sources hold no Debian $release"
backports=$(archive_of "$release-backports")
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keys" ] && options="[signed-by=$keys] " || options=""
printf 'deb %s%s %s main\n' "$options" "$mirror" "$release" "$options" "${backports:-$mirror}" "$release-backports" > "$part/sources/suricata.list"
# As if Vectorscan were not installed; what else is there need not be fetched.
awk 'BEGIN {RS = ""; ORS = "\n\n"} !/^Package: lib(vectorscan|hyperscan)/' /var/lib/dpkg/status > "$part/status"

private=(-o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$part/sources" -o Dir::State::Lists="$part/lists" -o Dir::State::status="$part/status"
  -o Dir::Cache="$part/cache" -o Debug::NoLocking=1 -o APT::Sandbox::User= -o Acquire::Languages=none -o Acquire::Retries=2 -o Acquire::http::Timeout=20)
timeout 200 apt-get "${private[@]}" update --error-on=any || give_up "the package lists of $release-backports could not be fetched"
timeout 200 apt-get "${private[@]}" install -y --download-only --no-install-recommends "suricata=1:$version" "libhtp2/$release-backports" ||
  give_up "Suricata $version could not be fetched from $release-backports"
for package in "$part"/cache/archives/*.deb; do dpkg -x "$package" "$part/root"; done

cat > "$part/root/suricata" <<'RUN'
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
for folder in "$here"/usr/lib/*-linux-gnu "$here"/lib/*-linux-gnu; do libraries="$libraries$folder:"; done
LD_LIBRARY_PATH="$libraries" exec "$here/usr/bin/suricata" "$@"
RUN
chmod +x "$part/root/suricata"
"$part/root/suricata" -V || give_up "Suricata $version does not run here"
rm -rf "$home"
mv "$part/root" "$home"
