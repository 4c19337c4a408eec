#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Build the kernel of the mass guest: Debian's source, our configuration and patches. The same input gives the same bytes.
#
# usage: kernel.sh SOURCE WORK_DIR OUTPUT
#
# SOURCE is the archive in Debian's package linux-source-*; WORK_DIR is emptied, used (about 1 GB) and removed.
set -eu
source=$1 work=$(realpath -m "$2") output=$3
here=$(cd "$(dirname "$0")" && pwd)

fail() {
	echo "kernel.sh: $*" >&2
	exit 1
}

# Nothing of the day, the place or the person is in the kernel.
export KBUILD_BUILD_TIMESTAMP='2020-01-01 00:00:00 UTC' KBUILD_BUILD_USER=stillwater KBUILD_BUILD_HOST=mass
export KBUILD_BUILD_VERSION=1 LC_ALL=C
kernel_make() {
	# Not as a part of the make that runs this: its flags and variables are not meant for the kernel.
	env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -s -C "$work/linux" ARCH=s390 CROSS_COMPILE=s390x-linux-gnu- LOCALVERSION= "$@"
}

rm -rf "$work"
mkdir -p "$work/linux"
# What other machines need is most of the source; of their drivers the names of options are enough.
others='alpha arc arm arm64 csky hexagon ia64 loongarch m68k microblaze mips nios2 openrisc parisc powerpc riscv sh sparc um x86 xtensa'
tar -xJf "$source" -C "$work/linux" --strip-components=1 --wildcards --exclude='*/Documentation/*/*' --exclude='*.dts*' \
	$(for arch in $others; do echo "--exclude=*/arch/$arch/*.[chS]"; done) --exclude='*/drivers/gpu/*.[ch]' \
	--exclude='*/drivers/media/*.[ch]' --exclude='*/drivers/net/*/*/*.[ch]' --exclude='*/drivers/staging/*.[ch]' \
	--exclude='*/sound/*.[ch]'
for patch in "$here"/patches/*.patch; do
	patch -s -p1 -d "$work/linux" < "$patch"
done

sed -n 's/^\([A-Z0-9_]*=[^[:space:]]*\).*/CONFIG_\1/p' "$here/kernel.config" > "$work/wanted"
kernel_make KCONFIG_ALLCONFIG="$work/wanted" allnoconfig > "$work/config.log" 2>&1 || fail "$(tail -n 15 "$work/config.log")"
missing=$(grep -vxF -f "$work/linux/.config" "$work/wanted") && fail "this kernel would not have:" $missing
kernel_make -j2 bzImage > "$work/build.log" 2>&1 || fail "$(tail -n 15 "$work/build.log")"
cp "$work/linux/arch/s390/boot/bzImage" "$output.new"
mv "$output.new" "$output"
rm -rf "$work"
