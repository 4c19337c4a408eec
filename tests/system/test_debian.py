# SPDX-License-Identifier: Apache-2.0
"""Debian's own userland on a root that guests share: its disk tools in earnest, zipl, ssh, and ten guests at once.

"make check-debian" builds the root and runs this; "make check" does so only where the root is there already.
"""

import mkconfig
import pytest
from harness.system import BOOT_LIMIT, GUEST, System
from harness.volumes import boot_options, tool

ROOT = GUEST / "debian.ext4"
DIRECTORY = """
PROFILE LINUX
 MACHINE Z
 OPTION PAGESHARE
 CONSOLE 0009 3215 T
 LINK ROOT 0200 0200 RR
USER OPERATOR OPERATOR 32M 32M ABCDEFG
 CONSOLE 0009 3215 T
USER ROOT NOLOG
 MDISK 0200 3390 1 420 TSTUSR RR
USER DEBIAN DEBIAN 192M 192M G
 INCLUDE LINUX
 MDISK 0201 3390 421 60 TSTUSR MR ALL
 MDISK 0202 3390 481 10 TSTUSR MR ALL
 MDISK 0203 3390 491 10 TSTUSR MR ALL
USER CL AUTOONLY 192M 192M G
 POOL LOW 0 HIGH 8 PROFILE LINUX
 XAUTOLOG DEBIAN
"""

pytestmark = pytest.mark.skipif(not ROOT.exists(), reason="NOT TESTED: Debian's userland is not here; make guest-debian")


@pytest.fixture(scope="module")
def system(tmp_path_factory):
    """CP with a volume that has the root and three empty minidisks."""
    folder = tmp_path_factory.mktemp("volume")
    (folder / "USER.DIRECT").write_text(DIRECTORY)
    with System(tmp_path_factory.mktemp("system")) as running:
        running.directory = folder / "directory.obj"
        tool("directxa", "-o", running.directory, folder / "USER.DIRECT")
        tool("cpfmt", "create", "--nucleus=0", "--alloc=", folder / "disk", "3390:510", "TSTUSR")
        tool("cpimage", "put", "--directory", running.directory, *boot_options(), folder / "disk", "ROOT/0200", ROOT)
        running.ipl(mkconfig.Machine(mainsize=1024, disks={0x201: folder / "disk"}))
        running.ask("ATTACH 0201 TO SYSTEM", "ATTACHED TO SYSTEM")
        yield running


@pytest.fixture(scope="module")
def guest(system):
    """The terminal of a guest that runs from the root; its minidisks are online, and nothing is on them."""
    with system.logon("DEBIAN", "DEBIAN") as terminal:
        terminal.new_lines()
        terminal.enter("IPL 200 CLEAR")
        terminal.collect("INIT-UP debian ", BOOT_LIMIT)
        shell(terminal, "chccwdev -e 201-203")
        yield terminal


def shell(terminal, command, seconds=120):
    """Give the guest's shell a command that must succeed; return what it said.

    udev looks at a disk that has changed: who wants it for himself waits for that.
    """
    lines = terminal.ask(f"{command}; echo rc=$?; udevadm settle; echo settled", "^settled$", seconds)
    assert "rc=0" in lines, "\n".join(lines)
    return "\n".join(lines)


def test_a_disk_of_compatible_layout_is_made(guest):
    """A partition with a file system, which fsck finds good after a file was written there."""
    shell(guest, "dasdfmt -y -b 4096 -d cdl /dev/dasdb > /dev/null")
    shell(guest, "fdasd -s -a /dev/dasdb")
    shell(guest, "mkfs.ext4 -q /dev/dasdb1")
    shell(guest, "mount /dev/dasdb1 /mnt && cp /boot/* /mnt && umount /mnt")
    shell(guest, "e2fsck -fn /dev/dasdb1")
    assert "CDL formatted" in shell(guest, "dasdview -x /dev/dasdb | grep format")


def test_a_disk_of_linux_layout_is_copied_by_whole_tracks(guest):
    """The copy is the same disk."""
    shell(guest, "dasdfmt -y -b 4096 -d ldl /dev/dasdc > /dev/null")
    shell(guest, "mkfs.ext4 -q /dev/dasdc1 && mount /dev/dasdc1 /mnt && cp /boot/initramfs /mnt && umount /mnt")
    shell(guest, "chccwdev -d 202-203 && chccwdev -a raw_track_access=1 -e 202-203")
    assert "150+0 records out" in shell(guest, "dd if=/dev/dasdc of=/dev/dasdd bs=64k iflag=direct oflag=direct")
    shell(guest, "chccwdev -d 202-203 && chccwdev -a raw_track_access=0 -e 202-203")
    shell(guest, "e2fsck -fn /dev/dasdd1 && cmp /dev/dasdc1 /dev/dasdd1")
    shell(guest, "mount -r /dev/dasdd1 /mnt && cmp /mnt/initramfs /boot/initramfs && umount /mnt")


def test_ssh_goes_into_the_guest(guest):
    """The server and the client of OpenSSH, with keys that are made here."""
    shell(guest, "ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key")
    shell(guest, "ssh-keygen -q -t ed25519 -N '' -f /root/key && cat /root/key.pub >/root/keys")
    shell(guest, "/usr/sbin/sshd -o AuthorizedKeysFile=/root/keys")
    assert "here is root" in shell(guest, "ssh -i /root/key -o StrictHostKeyChecking=no -l root localhost 'echo here is $USER'")


def test_zipl_makes_a_disk_that_is_loaded_from(guest):
    """CP loads what zipl has written, and the kernel gets the parameters given there."""
    shell(guest, "mount /dev/dasdb1 /mnt && echo conmode=3215 root=200 vmpoff=LOGOFF by=zipl >/mnt/parm")
    shell(guest, "zipl -t /mnt -i /mnt/vmlinuz -r /mnt/initramfs -p /mnt/parm && umount /mnt")
    guest.ask("#CP IPL 201 CLEAR", "Kernel command line: conmode=3215 root=200 vmpoff=LOGOFF by=zipl", 120)
    guest.collect("INIT-UP debian ", BOOT_LIMIT)


def test_ten_guests_run_from_the_root(system, guest):
    """One and nine clones: each loads the same program from the disk, and tells the operator what it found."""
    for vdev in (201, 202, 203):
        guest.ask(f"#CP DETACH {vdev}", f"DASD 0{vdev} DETACHED")
    guest.enter("vmcp clone as pool cl count 9; vmcp msg operator found $(md5sum </bin/bash)")
    seen = [system.wait(r"MSG FROM (\S+) *: (?i:found (\w+))", 120) for _ in range(10)]
    assert {message[1] for message in seen} == {"DEBIAN", *(f"CL{n:05d}" for n in range(9))}
    assert len({message[2] for message in seen}) == 1
    assert "ext4" in shell(guest, "echo mine >/etc/motd; grep ' /media/base ' /proc/mounts")
