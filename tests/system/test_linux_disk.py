# SPDX-License-Identifier: Apache-2.0
"""Linux on minidisks: guests that share one root that none can write, each with what it writes kept apart."""

import hashlib
import os
import subprocess

import mkconfig
import pytest
from harness import BUILD
from harness.system import BOOT_LIMIT, DISK_FILES, GUEST, System

ROOT = GUEST / "root.ext4"
BOOT = ["--kernel", GUEST / "kernel", "--parm", GUEST / "parm.disk", "--initrd", GUEST / "initramfs.disk"]
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
USER GUEST GUEST 128M 128M G
 INCLUDE LINUX
"""
os.environ["PATH"] += ":/sbin:/usr/sbin"  # of e2fsprogs


def run(*words):
    """Run a host tool; return what it says."""
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True, timeout=120).stdout


@pytest.fixture(scope="module")
def volume(tmp_path_factory):
    """A volume with the shared root and an empty file system for KEEPER, put there from outside."""
    folder = tmp_path_factory.mktemp("volume")
    (folder / "USER.DIRECT").write_text(DIRECTORY)
    run(BUILD / "bin/directxa", "-o", folder / "directory.obj", folder / "USER.DIRECT")
    run(BUILD / "bin/cpfmt", "create", "--nucleus=0", "--alloc=", folder / "disk", "3390:70", "TSTUSR")
    run("mke2fs", "-q", "-t", "ext4", "-b", "4096", folder / "empty", "8M")
    for extent, file, words in (("ROOT/0200", ROOT, BOOT), ("KEEPER/0201", folder / "empty", [])):
        put = ["put", "--directory", folder / "directory.obj", *words, folder / "disk", extent, file]
        run(BUILD / "bin/cpimage", *put)
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
    run(BUILD / "bin/cpimage", "get", "--directory", volume / "directory.obj", volume / "disk", extent, target)
    return target


def start(system, userid, parm):
    """Begin to IPL Linux in a user's machine; returns the terminal."""
    terminal = system.logon(userid, userid)
    system.feed_guest(userid, parm, files=DISK_FILES)
    terminal.wait("RDR FILE 0003 SENT")
    terminal.new_lines()
    terminal.enter("IPL 00C CLEAR")
    return terminal


def test_guests_run_from_one_root_that_none_can_write(system, volume):
    """KEEPER starts from it and has a minidisk of its own above it, GUEST starts from the reader and writes to storage.

    The shared one stays as it was put there.
    """
    keeper = system.logon("KEEPER", "KEEPER")
    keeper.new_lines()
    keeper.enter("IPL 200 CLEAR PARM work=201")
    guest = start(system, "GUEST", "root=200")
    for terminal, userid in ((keeper, "keeper"), (guest, "guest")):
        terminal.collect(f"INIT-UP {userid} ", BOOT_LIMIT)
        terminal.ask("echo bases $(grep -c ' /media/base ext4 ro,' /proc/mounts)", "bases 1")
        terminal.ask("echo readonly $(cat /sys/block/dasda/ro)", "readonly 1")
        terminal.ask("mount -o remount,rw /media/base; echo status $?", "status [1-9]")
        digest = hashlib.sha256((BUILD / "guest-tools/vmur").read_bytes()).hexdigest()
        terminal.ask("sha256sum < /bin/vmur | cut -c1-40", digest[:40])
    root = get(volume, "ROOT/0200").read_bytes()
    assert root[: ROOT.stat().st_size] == ROOT.read_bytes()
