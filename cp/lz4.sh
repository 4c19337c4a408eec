#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Fetch the source of LZ4 that Debian has, verified by apt, without touching this machine's own apt state.
#
# usage: lz4.sh APT_DIR OUT_DIR
#
# APT_DIR holds a private apt state; OUT_DIR receives lz4.c, lz4.h and their LICENSE (BSD, 2 clauses). The sources are
# the machine's own, asked for source packages; its keys, proxies and preferences apply unchanged. When OUT_DIR is
# complete nothing is fetched: remove it to get a newer one.
set -eu
apt_dir=$1 out_dir=$2

fail() {
	echo "lz4.sh: $*" >&2
	exit 1
}

if [ -f "$out_dir/lz4.c" ]; then
	touch "$out_dir/lz4.c" # newer than this file
	exit 0
fi
mkdir -p "$apt_dir/etc/sources.list.d" "$apt_dir/lists/partial" "$apt_dir/cache/archives/partial" "$out_dir"
apt_dir=$(cd "$apt_dir" && pwd)
out_dir=$(cd "$out_dir" && pwd)

eval "$(apt-config shell list Dir::Etc::sourcelist/f parts Dir::Etc::sourceparts/d)"
rm -f "$apt_dir/etc/sources.list" "$apt_dir/etc/sources.list.d/"*
to_source() {
	sed -n -e 's/^[[:space:]]*deb[[:space:]]/deb-src /p'
}
if [ -f "$list" ]; then
	to_source < "$list" > "$apt_dir/etc/sources.list"
fi
for f in "$parts"/*.list; do
	if [ -f "$f" ]; then
		to_source < "$f" > "$apt_dir/etc/sources.list.d/${f##*/}"
	fi
done
for f in "$parts"/*.sources; do
	if [ -f "$f" ]; then
		sed 's/^[Tt]ypes:.*/Types: deb-src/' "$f" > "$apt_dir/etc/sources.list.d/${f##*/}"
	fi
done

: > "$apt_dir/status"
cat > "$apt_dir/apt.conf" <<CONF
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear Acquire::IndexTargets::deb::Contents-deb;
APT::Get::AllowUnauthenticated "false";
APT::Sandbox::User "root";
Acquire::AllowInsecureRepositories "false";
Acquire::Languages "none";
Dir::State "$apt_dir";
Dir::State::lists "$apt_dir/lists";
Dir::State::status "$apt_dir/status";
Dir::Cache "$apt_dir/cache";
Dir::Cache::archives "$apt_dir/cache/archives";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Dir::Etc::sourcelist "$apt_dir/etc/sources.list";
Dir::Etc::sourceparts "$apt_dir/etc/sources.list.d";
CONF

echo "fetching Debian's source of lz4"
# An archive that has no source packages makes the update fail; what counts is whether the package is found.
apt-get -c "$apt_dir/apt.conf" -q update > "$apt_dir/update.log" 2>&1 || true
(cd "$apt_dir" && rm -f lz4_* &&
	apt-get -c "$apt_dir/apt.conf" -q --download-only --only-source source lz4 > download.log 2>&1) || {
	tail -n 8 "$apt_dir/update.log" "$apt_dir/download.log" >&2
	fail "cannot fetch the source package lz4"
}
rm -rf "$apt_dir/unpacked" && mkdir "$apt_dir/unpacked"
tar -xf "$apt_dir"/lz4_*.orig.tar.* -C "$apt_dir/unpacked" --strip-components=1
cp "$apt_dir/unpacked/lib/LICENSE" "$apt_dir/unpacked/lib/lz4.h" "$out_dir"
cp "$apt_dir/unpacked/lib/lz4.c" "$out_dir" # last: says that all is there
