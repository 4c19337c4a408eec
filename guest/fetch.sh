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
mkdir -p "$apt_dir/etc/sources.list.d" "$apt_dir/lists/partial" "$apt_dir/cache/archives/partial" "$out_dir"
apt_dir=$(cd "$apt_dir" && pwd)
out_dir=$(cd "$out_dir" && pwd)

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

# The machine's sources. Only binary packages are wanted, and of an architecture which an entry may not list.
eval "$(apt-config shell list Dir::Etc::sourcelist/f parts Dir::Etc::sourceparts/d)"
rm -f "$apt_dir/etc/sources.list" "$apt_dir/etc/sources.list.d/"*
if [ -f "$list" ]; then
	sed -e '/^[[:space:]]*deb-src/d' -e 's/\(\[[^]]*\)\barch[+-]*=[^] ]*/\1/' "$list" | to_release > "$apt_dir/etc/sources.list"
fi
for f in "$parts"/*.list; do
	[ -f "$f" ] || continue
	sed -e '/^[[:space:]]*deb-src/d' -e 's/\(\[[^]]*\)\barch[+-]*=[^] ]*/\1/' "$f" |
		to_release > "$apt_dir/etc/sources.list.d/${f##*/}"
done
for f in "$parts"/*.sources; do
	[ -f "$f" ] || continue
	awk '/^[^ \t#]/ { drop = tolower($0) ~ /^architectures(-add|-remove)?:/ } !drop' "$f" |
		to_release > "$apt_dir/etc/sources.list.d/${f##*/}"
done

# Hooks which the machine runs after an update are about its own lists, not ours.
: > "$apt_dir/status"
cat > "$apt_dir/apt.conf" <<CONF
#clear APT::Architectures;
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear Acquire::IndexTargets::deb::Contents-deb;
APT::Architecture "s390x";
APT::Architectures { "s390x"; };
APT::Get::AllowUnauthenticated "false";
Acquire::AllowInsecureRepositories "false";
Acquire::Languages "none";
Dir::State "$apt_dir";
Dir::State::lists "$apt_dir/lists";
Dir::State::status "$apt_dir/status";
Dir::State::extended_states "$apt_dir/extended_states";
Dir::Cache "$apt_dir/cache";
Dir::Cache::archives "$apt_dir/cache/archives";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Dir::Etc::sourcelist "$apt_dir/etc/sources.list";
Dir::Etc::sourceparts "$apt_dir/etc/sources.list.d";
CONF

echo "reading the archive's list of s390x packages"
# A source without s390x makes this fail; what counts is whether the packages are found.
apt-get -c "$apt_dir/apt.conf" -q update > "$apt_dir/update.log" 2>&1 || true

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
