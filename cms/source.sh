#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Fetch the source of a package that Debian has, verified by apt, without touching this machine's own apt state.
#
# usage: source.sh APT_DIR OUT_DIR PACKAGE [RELEASE]
#
# APT_DIR holds a private apt state; OUT_DIR receives the upstream source, unpacked. The sources are the machine's own,
# asked for source packages, with RELEASE those of another release of Debian; its keys, proxies and preferences apply
# unchanged. When OUT_DIR is complete nothing is fetched: remove it to get a newer one.
set -eu
apt_dir=$1 out_dir=$2 package=$3 release=${4:-}

fail() {
	echo "source.sh: $*" >&2
	exit 1
}

if [ -f "$out_dir/.complete" ]; then
	touch "$out_dir/.complete" # newer than this file
	exit 0
fi
. "$(dirname "$0")/../guest/apt-private.sh"

# Only source packages are wanted. The machine's own code name becomes the wanted one.
own=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
to_release() {
	if [ -n "$release" ] && [ -n "$own" ]; then
		sed ":again; s/\([[:space:]]\)$own\([-/[:space:]]\|\$\)/\1$release\2/; t again"
	else
		cat
	fi
}
from_list() {
	sed -n -e 's/^[[:space:]]*deb[[:space:]]/deb-src /p' | to_release
}
from_deb822() {
	sed 's/^[Tt]ypes:.*/Types: deb-src/' | to_release
}
apt_options='#clear Acquire::IndexTargets::deb::Contents-deb;
APT::Sandbox::User "root";'

echo "fetching Debian's source of $package"
apt_private
(cd "$apt_dir" && rm -f "$package"_* && apt-get -c "$apt_dir/apt.conf" -q --download-only --tar-only --only-source \
	source "$package" > download.log 2>&1) || {
	tail -n 8 "$apt_dir/update.log" "$apt_dir/download.log" >&2
	fail "cannot fetch the source package $package"
}
rm -rf "$out_dir" && mkdir -p "$out_dir"
tar -xf "$apt_dir/$package"_*.orig.tar.* -C "$out_dir" --strip-components=1
touch "$out_dir/.complete"
