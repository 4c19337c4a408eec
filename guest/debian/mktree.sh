#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Make the tree of a root with Debian's own userland, out of unpacked packages that were never configured.
#
# usage: mktree.sh KERNEL_ROOT DEBIAN_ROOT TREE INITRAMFS
#
# KERNEL_ROOT holds the packages with the kernel and busybox, DEBIAN_ROOT those of the userland; INITRAMFS is what guests
# on disk begin with, which goes to /boot beside the kernel, for zipl. No program of theirs is
# run: what their installation would have made is made here, the little of it that a guest with one shell needs. Its init
# is busybox's with the same files as the small root; Debian's programs are all the others. The tree gets no device nodes,
# as the guest's kernel makes them, and all in it belongs to whoever runs this.
set -eu
kernel_root=$1 debian_root=$2 tree=$3 initramfs=$4
here=$(dirname "$0")
PATH=$PATH:/sbin:/usr/sbin

rm -rf "$tree"
mkdir -p "$tree"
cp -a "$debian_root/." "$tree"
cd_tree() { (cd "$tree" && "$@"); }

# Nobody reads manuals on a disk that everybody shares.
cd_tree rm -rf usr/share/doc usr/share/man usr/share/info usr/share/locale usr/share/lintian usr/share/bug var/cache/apt
for folder in dev proc sys tmp mnt run root run/sshd media/base media/work var/log etc/default; do
	mkdir -p "$tree/$folder"
done
chmod 1777 "$tree/tmp"

# Modules, but for those of hardware that no guest has, and the list of what needs what.
modules=$kernel_root/lib/modules
[ -d "$modules" ] || modules=$kernel_root/usr/lib/modules
mkdir -p "$tree/lib/modules"
cp -a "$modules/." "$tree/lib/modules"
version=$(ls "$modules")
for unused in media infiniband usb hid hwmon net/ethernet net/wireless; do
	rm -rf "$tree/lib/modules/$version/kernel/drivers/$unused"
done
depmod -b "$tree" "$version"
# The same file as in the small root: what init loads.
cd_tree find "lib/modules/$version" -name 'vmur.ko*' | sed 's,^lib/modules/,,' > "$tree/lib/modules/order"

mkdir -p "$tree/boot"
cp "$kernel_root"/boot/vmlinuz-* "$tree/boot/vmlinuz"
cp "$initramfs" "$tree/boot/initramfs"

# What base-passwd, base-files, libc-bin and openssh-server make when they are configured.
cp "$tree/usr/share/base-passwd/passwd.master" "$tree/etc/passwd"
cp "$tree/usr/share/base-passwd/group.master" "$tree/etc/group"
echo "sshd:x:100:65534::/run/sshd:/usr/sbin/nologin" >> "$tree/etc/passwd"
cp "$tree/usr/share/libc-bin/nsswitch.conf" "$tree/etc/nsswitch.conf"
cp "$tree/usr/share/base-files/profile" "$tree/etc/profile"
cp "$tree/usr/share/base-files/dot.bashrc" "$tree/root/.bashrc"
sed 's/^UsePAM .*/UsePAM no/' "$tree/usr/share/openssh/sshd_config" > "$tree/etc/ssh/sshd_config"
echo "127.0.0.1 localhost" > "$tree/etc/hosts"
ln -s /proc/mounts "$tree/etc/mtab"
chmod 700 "$tree/root"

# The alternatives that programs take for granted.
ln -sf gawk "$tree/usr/bin/awk"
ln -sf vim.tiny "$tree/usr/bin/vi"
[ -e "$tree/bin/sh" ] || ln -s dash "$tree/bin/sh"

# Init, and the ways to end, are the small root's.
cp "$kernel_root/bin/busybox" "$tree/bin/busybox" 2> /dev/null || cp "$kernel_root/usr/bin/busybox" "$tree/bin/busybox"
for name in init poweroff reboot halt; do
	ln -sf /bin/busybox "$tree/sbin/$name"
done
for file in console down inittab rc; do
	cp "$here/../root/$file" "$tree/etc/$file"
done
