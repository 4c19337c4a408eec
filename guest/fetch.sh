#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Fetch Debian's s390x packages for guests, verified by apt, without touching this machine's own apt state.
#
# usage: fetch.sh APT_DIR OUT_DIR [RELEASE [PACKAGE ...]]
#
# APT_DIR holds a private apt state (lists, cache, sources); OUT_DIR receives the .deb files and, below root/, what is
# in them. The sources are the machine's own, only freed of restrictions to an architecture; its keys, proxies and
# preferences apply unchanged. The machine's list of architectures is neither needed nor changed. With RELEASE, the code
# name of another release of Debian, the same archives are asked for that one instead of the machine's own. When OUT_DIR
# is complete nothing is fetched: remove it to get newer packages.
set -eu
apt_dir=$1 out_dir=$2 release=${3:-}
shift $(($# < 3 ? $# : 3))
packages=$*

fail() {
	echo "fetch.sh: $*" >&2
	exit 1
}

if [ -f "$out_dir/.complete" ]; then
	exit 0
fi
mkdir -p "$out_dir"
out_dir=$(cd "$out_dir" && pwd)
. "$(dirname "$0")/apt-private.sh"

# Words of a list of sources that name a release: the machine's own code name becomes the wanted one.
own=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
if [ "$release" = "$own" ]; then
	release=
elif [ -z "$own" ]; then
	fail "this machine does not say which release it has, so $release cannot take its place"
fi
to_release() {
	if [ -n "$release" ]; then
		sed ":again; s/\([[:space:]]\)$own\([-/[:space:]]\|\$\)/\1$release\2/; t again"
	else
		cat
	fi
}

# Only binary packages are wanted, and of an architecture which an entry may not list.
from_list() {
	sed -e '/^[[:space:]]*deb-src/d' -e 's/\(\[[^]]*\)\barch[+-]*=[^] ]*/\1/' | to_release
}
from_deb822() {
	awk '/^[^ \t#]/ { drop = tolower($0) ~ /^architectures(-add|-remove)?:/ } !drop' | to_release
}
apt_options='#clear APT::Architectures;
APT::Architecture "s390x";
APT::Architectures { "s390x"; };'

echo "reading the archive's list of s390x packages"
apt_private

# The meta package depends on the current kernel.
if [ -z "$packages" ]; then
	kernel=$(apt-cache -c "$apt_dir/apt.conf" show --no-all-versions linux-image-s390x 2> /dev/null |
		sed -n 's/^Depends:.*\(linux-image-[0-9][^ ,]*-s390x\).*/\1/p')
	if [ -z "$kernel" ]; then
		tail -n 15 "$apt_dir/update.log" >&2
		fail "apt's sources on this machine have no package linux-image-s390x${release:+ of $release; has the archive dropped it?}"
	fi
	packages="$kernel busybox-static"
fi

echo "fetching $packages"
rm -rf "$out_dir"/*.deb "$out_dir/root"
(cd "$out_dir" && apt-get -c "$apt_dir/apt.conf" -q download $packages > "$apt_dir/download.log" 2>&1) || {
	tail -n 15 "$apt_dir/download.log" >&2
	fail "cannot fetch the packages"
}
for deb in "$out_dir"/*.deb; do
	dpkg-deb -x "$deb" "$out_dir/root"
done
ls "$out_dir"/*.deb | sed 's,.*/,,' > "$out_dir/.complete"
sed 's/^/  /' "$out_dir/.complete"
