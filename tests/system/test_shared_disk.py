# SPDX-License-Identifier: Apache-2.0
"""Ten guests start from one minidisk and run from it at once; five more from copies of it, which they change; clones of one.

They are mass guests; where their kernel can't be built this is skipped and said.
"""

import hashlib
import os
import random
import subprocess

import mkconfig
import pytest
from harness.system import BOOT_LIMIT, GUEST, System
from harness.volumes import tool

MASS = GUEST / "mass"
READERS = [f"READ{number}" for number in range(10)]
WRITERS = [f"WRITE{number}" for number in range(5)]
LINUX = " MACHINE Z\n OPTION PAGESHARE\n IPL 0200\n CONSOLE 0009 3215 T OPERATOR\n"
DIRECTORY = (
    f"PROFILE READ\n{LINUX} LINK ROOT 0200 0200 RR\n"
    "USER OPERATOR OPERATOR 32M 32M ABCDEFG\n CONSOLE 0009 3215 T\n"
    "USER ROOT NOLOG\n MDISK 0200 3390 1 20 TSTUSR RR\n"
) + "".join(f"USER {userid} AUTOONLY 64M 64M G\n INCLUDE READ\n" for userid in READERS) + "".join(
    f"USER {userid} AUTOONLY 64M 64M G\n{LINUX} MDISK 0200 3390 {21 + number} 1 TSTUSR MR\n MINIOPT COWOF ROOT 0200\n"
    for number, userid in enumerate(WRITERS)
) + (
    "USER BACKUP NOLOG\n MDISK 0300 3390 26 10 TSTUSR MR ALL ALL ALL\n"
    "USER CL AUTOONLY 64M 64M G\n POOL LOW 1 HIGH 9 PROFILE READ\n"
)
BLOCKS = 768  # of the file system
FILE = random.Random(1).randbytes(300000)
DIGEST = hashlib.sha256(FILE).hexdigest()
os.environ["PATH"] += ":/sbin:/usr/sbin"  # of e2fsprogs

pytestmark = pytest.mark.skipif(not (MASS / "kernel").exists(), reason="the mass guest is not built: make mass")


@pytest.fixture(scope="module")
def volume(tmp_path_factory):
    """A volume with a disk of Linux that has one file."""
    folder = tmp_path_factory.mktemp("volume")
    (folder / "USER.DIRECT").write_text(DIRECTORY)
    (folder / "parm").write_text((MASS / "parm").read_text().strip() + " root=200\n")
    (folder / "tree").mkdir()
    (folder / "tree" / "file").write_bytes(FILE)
    subprocess.run(["mke2fs", "-q", "-t", "ext2", "-b", "4096", "-d", folder / "tree", folder / "root", str(BLOCKS)], check=True)
    tool("directxa", "-o", folder / "directory.obj", folder / "USER.DIRECT")
    tool("cpfmt", "create", "--nucleus=0", "--alloc=", folder / "disk", "3390:40", "TSTUSR")
    boot = ["--kernel", MASS / "kernel", "--parm", folder / "parm", "--initrd", MASS / "initramfs"]
    tool("cpimage", "put", "--directory", folder / "directory.obj", *boot, folder / "disk", "ROOT/0200", folder / "root")
    tool("cpimage", "put", "--directory", folder / "directory.obj", folder / "disk", "BACKUP/0300", folder / "root")
    return folder


@pytest.fixture(scope="module")
def system(volume, tmp_path_factory):
    """A system with that volume, and all guests up on it."""
    with System(tmp_path_factory.mktemp("system")) as running:
        running.directory = volume / "directory.obj"
        running.ipl(mkconfig.Machine(mainsize=2048, disks={0x201: volume / "disk"}))
        running.ask("ATTACH 0201 TO SYSTEM", "DASD 0201 ATTACHED TO SYSTEM TSTUSR")
        for userid in READERS + WRITERS:
            running.type(f"XAUTOLOG {userid}")
            running.wait(rf"MASS-UP {userid}", BOOT_LIMIT, f"{userid} to come up")
        yield running


def get(volume, extent):
    """What is on a minidisk's partition now."""
    target = volume / "got"
    target.unlink(missing_ok=True)
    tool("cpimage", "get", "--directory", volume / "directory.obj", volume / "disk", extent, target)
    return target.read_bytes()


def test_ten_guests_read_the_same_from_one_disk(system):
    """All are linked to it at once."""
    for userid in READERS:
        system.ask(f"SEND {userid} sha256sum /mnt/file", rf"{userid} *: {DIGEST}", 60)
    for userid in READERS:
        system.ask(f"SEND {READERS[0]} cp query links 200", rf"{userid} +0200 R/O", 60)


def test_copies_of_the_disk_are_changed_each_for_itself(system, volume):
    """Five write to one file; each finds what it wrote, and the disk stays as it was."""
    before = get(volume, "ROOT/0200")
    for userid in WRITERS:
        system.ask(f"SEND {userid} mount -o remount,rw /mnt; echo {userid} > /mnt/file; sync; echo $((6 * 7))", rf"{userid} *: 42", 60)
    for userid in WRITERS:
        system.ask(f"SEND {userid} echo 3 > /proc/sys/vm/drop_caches; cat /mnt/file", rf"{userid} *: {userid}$", 60)
        system.ask(f"SEND {userid} cp query cow", rf"{userid} *: DASD 0200 COW OF ROOT +0200 +20 CYL +[1-9]\d* OF +13 TRACKS", 60)
    assert get(volume, "ROOT/0200") == before
    assert len({get(volume, f"{userid}/0200") for userid in WRITERS} | {before}) == 1 + len(WRITERS)
    tool("cpimage", "check", "--directory", volume / "directory.obj", volume / "disk")


def back_up(system, volume, userid):
    """Write the guest's file system to a minidisk that outlives it; return it as a file."""
    disk = "/sys/bus/ccw/devices/0.0.0300"
    commands = (
        "umount /mnt; echo $?", "cp link backup 0300 0300 mr",
        f"until cd {disk} 2> /dev/null; do sleep 0.1; done; echo 1 > online && echo $?", # Linux senses it meanwhile
        f"dd if=/dev/dasda1 of=/dev/dasdb1 bs=4096 count={BLOCKS} && sync && echo 0", f"echo 0 > {disk}/online; echo $?",
        "cp detach 0300",
    )
    for command in commands:
        system.ask(f"SEND {userid} {command}", rf"{userid} *: (0$|DASD 0300 (LINKED|DETACHED))", 60)
    file = volume / userid
    file.write_bytes(get(volume, "BACKUP/0300")[: BLOCKS * 4096])
    return file


def test_a_mounted_file_system_is_consistent_in_every_clone(system, volume):
    """What was not written yet is in each; then all write on, and all are whole: so says e2fsck of each."""
    parent, children = WRITERS[0], ["CL00001", "CL00002"]
    system.ask(f"SEND {parent} mount -o remount,rw /mnt; sync; cp /mnt/file /mnt/copy; echo $((6 * 7))", rf"{parent} *: 42", 60)
    system.ask(f"CLONE {parent} AS POOL CL COUNT 2", f"CLONES=00002 OF={parent} FIRST=CL00001 LAST=CL00002")
    for userid in [parent] + children:
        system.ask(f"SEND {userid} mkdir /mnt/{userid} && mv /mnt/copy /mnt/{userid}/mine && sync && echo $((6 * 7))", rf"{userid} *: 42", 60)
    for userid in children + [parent]:
        file = back_up(system, volume, userid)
        subprocess.run(["e2fsck", "-fn", file], check=True, capture_output=True)
        listing = subprocess.run(["debugfs", "-R", "ls -p /", file], check=True, capture_output=True, text=True).stdout
        assert [name for name in [parent] + children if f"/{name}/" in listing] == [userid]
        content = subprocess.run(["debugfs", "-R", f"cat /{userid}/mine", file], check=True, capture_output=True).stdout
        assert content == f"{parent}\n".encode() or hashlib.sha256(content).hexdigest() == DIGEST
