#!/usr/bin/env bash
# Puts llama.cpp's own server into a folder, for the tests: Debian's packages, unpacked and not installed.
#   scripts/get-llama-server.sh FOLDER     then FOLDER/llama-server runs it
# Needs apt-get and dpkg-deb on x86-64, no root and no Debian release in particular: the program gets its own C library
# with it. The packages are those of Debian unstable, where llama.cpp is; the last line tells their version.
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
# where this machine gets Debian from
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m1 '/debian/*$' || true)}
[ -n "$mirror" ] || { echo "this machine gets no packages from Debian: name a mirror by DEBIAN_MIRROR" >&2; exit 1; }
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

mkdir -p "$folder"/{lists,cache/archives,root}
: >"$folder/status"
echo "deb [signed-by=$keyring arch=amd64] $mirror sid main" >"$folder/sources.list"
apt=(apt-get -q -y -o Dir::Etc::sourcelist="$folder/sources.list" -o Dir::Etc::sourceparts=/dev/null
  -o Dir::State="$folder" -o Dir::State::status="$folder/status" -o Dir::State::lists="$folder/lists"
  -o Dir::Cache="$folder/cache" -o APT::Sandbox::User= -o Debug::NoLocking=1 -o APT::Architecture=amd64)
"${apt[@]}" update >"$folder/log"
"${apt[@]}" install --download-only --no-install-recommends llama.cpp-tools >>"$folder/log"
for package in "$folder"/cache/archives/*.deb; do dpkg-deb -x "$package" "$folder/root"; done
rm -r "$folder/cache" "$folder/lists"

libraries=$folder/root/usr/lib/x86_64-linux-gnu
cat >"$folder/llama-server" <<PROGRAM
#!/bin/sh
export GGML_BACKEND_PATH=$libraries/ggml/backends0/libggml-cpu-x64.so
exec $libraries/ld-linux-x86-64.so.2 --library-path $libraries:$libraries/llama $folder/root/usr/bin/llama-server "\$@"
PROGRAM
chmod +x "$folder/llama-server"
"$folder/llama-server" --version 2>&1 | sed -n 1p
