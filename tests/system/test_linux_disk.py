# SPDX-License-Identifier: Apache-2.0
"""Linux on minidisks: it starts from a root that none can write, and keeps what it writes apart."""

import hashlib
import os
import subprocess

import mkconfig
import pytest
from harness import BUILD
from harness.system import BOOT_LIMIT, GUEST, System
from harness.volumes import put_root, tool

ROOT = GUEST / "root.ext4"
DIRECTORY = """
PROFILE LINUX
 MACHINE Z
 CONSOLE 0009 3215 T
 SPOOL 000C 2540 READER *
 LINK ROOT 0200 0200 RR
USER OPERATOR OPERATOR 32M 32M ABCDEFG
 CONSOLE 0009 3215 T
USER ROOT NOLOG
 MDISK 0200 3390 1 56 TSTUSR RR
USER KEEPER KEEPER 128M 128M G
 INCLUDE LINUX
 MDISK 0201 3390 57 12 TSTUSR MR ALL
"""
os.environ["PATH"] += ":/sbin:/usr/sbin"  # of e2fsprogs


@pytest.fixture(scope="module")
def volume(tmp_path_factory):
    """A volume with the shared root and an empty file system for KEEPER, put there from outside."""
    folder = tmp_path_factory.mktemp("volume")
    (folder / "USER.DIRECT").write_text(DIRECTORY)
    tool("directxa", "-o", folder / "directory.obj", folder / "USER.DIRECT")
    tool("cpfmt", "create", "--nucleus=0", "--alloc=", folder / "disk", "3390:70", "TSTUSR")
    put_root(folder / "disk", directory=folder / "directory.obj")
    subprocess.run(["mke2fs", "-q", "-t", "ext4", "-b", "4096", folder / "empty", "8M"], check=True)
    put = ["put", "--directory", folder / "directory.obj", folder / "disk", "KEEPER/0201", folder / "empty"]
    tool("cpimage", *put)
    return folder


@pytest.fixture(scope="module")
def system(volume, tmp_path_factory):
    """A system with that volume."""
    with System(tmp_path_factory.mktemp("system")) as running:
        running.directory = volume / "directory.obj"
        running.ipl(mkconfig.Machine(cpus=2, mainsize=1024, disks={0x201: volume / "disk"}))
        running.ask("ATTACH 0201 TO SYSTEM", "DASD 0201 ATTACHED TO SYSTEM TSTUSR")
        yield running


def get(volume, extent):
    """What is on a minidisk's partition now, as a file."""
    target = volume / "got"
    target.unlink(missing_ok=True)
    tool("cpimage", "get", "--directory", volume / "directory.obj", volume / "disk", extent, target)
    return target


def test_a_guest_starts_from_a_root_that_it_cannot_write(system, volume):
    """KEEPER has a minidisk of its own above it; the shared one stays as it was put there."""
    keeper = system.logon("KEEPER", "KEEPER")
    keeper.new_lines()
    keeper.enter("IPL 200 CLEAR PARM work=201")
    keeper.collect("INIT-UP keeper ", BOOT_LIMIT)
    keeper.ask("echo bases $(grep -c ' /media/base ext4 ro,' /proc/mounts)", "bases 1")
    keeper.ask("echo works $(grep -c ' /media/work ext4 rw,' /proc/mounts)", "works 1")
    keeper.ask("echo readonly $(cat /sys/block/dasda/ro)", "readonly 1")
    keeper.ask("mount -o remount,rw /media/base; echo status $?", "status [1-9]")
    digest = hashlib.sha256((BUILD / "guest-tools/vmur").read_bytes()).hexdigest()
    keeper.ask("sha256sum < /bin/vmur | cut -c1-40", digest[:40])
    root = get(volume, "ROOT/0200").read_bytes()
    assert root[: ROOT.stat().st_size] == ROOT.read_bytes()
