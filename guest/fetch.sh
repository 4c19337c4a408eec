#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Fetch Debian's s390x packages for guests, verified by apt, without touching this machine's own apt state.
#
# usage: fetch.sh APT_DIR OUT_DIR [RELEASE [PACKAGE ...]]
#        fetch.sh --depends APT_DIR OUT_DIR RELEASE PACKAGE ... [-PATTERN ...]
#
# APT_DIR holds a private apt state (lists, cache, sources); OUT_DIR receives the .deb files and, below root/, what is
# in them. The sources are the machine's own, only freed of restrictions to an architecture; its keys, proxies and
# preferences apply unchanged. The machine's list of architectures is neither needed nor changed. With RELEASE, the code
# name of another release of Debian, the same archives are asked for that one instead of the machine's own. With --depends
# come all packages that the named ones depend on, but for those whose names match a PATTERN of the shell. When OUT_DIR
# is complete nothing is fetched: remove it to get newer packages.
set -eu
depends=
if [ "${1:-}" = --depends ]; then
	depends=yes
	shift
fi
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

# What apt would install on an empty machine. The patterns are matched here, as apt must find what it depends on.
if [ -n "$depends" ]; then
	wanted= unwanted=
	set -f
	for word in $packages; do
		case $word in
		-*) unwanted="$unwanted ${word#-}" ;;
		*) wanted="$wanted $word" ;;
		esac
	done
	all=$(apt-get -c "$apt_dir/apt.conf" -q -y -s --no-install-recommends install $wanted 2> "$apt_dir/depends.log" |
		sed -n 's/^Inst \([^ ]*\).*/\1/p')
	packages=
	for name in $all; do
		for pattern in $unwanted; do
			case $name in
			$pattern) continue 2 ;;
			esac
		done
		packages="$packages $name"
	done
	set +f
	if [ -z "$packages" ]; then
		tail -n 15 "$apt_dir/depends.log" >&2
		fail "cannot find all of$wanted"
	fi
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
