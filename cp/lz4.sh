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
mkdir -p "$out_dir"
out_dir=$(cd "$out_dir" && pwd)
. "$(dirname "$0")/../guest/apt-private.sh"

# Only source packages are wanted.
from_list() {
	sed -n -e 's/^[[:space:]]*deb[[:space:]]/deb-src /p'
}
from_deb822() {
	sed 's/^[Tt]ypes:.*/Types: deb-src/'
}
apt_options='#clear Acquire::IndexTargets::deb::Contents-deb;
APT::Sandbox::User "root";'

echo "fetching Debian's source of lz4"
apt_private
(cd "$apt_dir" && rm -f lz4_* &&
	apt-get -c "$apt_dir/apt.conf" -q --download-only --only-source source lz4 > download.log 2>&1) || {
	tail -n 8 "$apt_dir/update.log" "$apt_dir/download.log" >&2
	fail "cannot fetch the source package lz4"
}
rm -rf "$apt_dir/unpacked" && mkdir "$apt_dir/unpacked"
tar -xf "$apt_dir"/lz4_*.orig.tar.* -C "$apt_dir/unpacked" --strip-components=1
cp "$apt_dir/unpacked/lib/LICENSE" "$apt_dir/unpacked/lib/lz4.h" "$out_dir"
cp "$apt_dir/unpacked/lib/lz4.c" "$out_dir" # last: says that all is there
