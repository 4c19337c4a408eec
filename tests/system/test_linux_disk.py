# SPDX-License-Identifier: Apache-2.0
"""Linux on minidisks: it starts from a root that none can write, keeps what it writes apart, and loses nothing.

The emulator is killed while the guest writes, once, or as often as "make crash RUNS=n" says; each time what the guest
was told to be on its disks must be there.
"""

import hashlib
import os
import re
import subprocess
import time

import mkconfig
import pytest
from harness import BUILD
from harness.chance import chance
from harness.system import BOOT_LIMIT, GUEST, System
from harness.volumes import put_root, tool

ROOT = GUEST / "root.ext4"
DIRECTORY = """
PROFILE LINUX
 MACHINE Z
 OPTION PAGESHARE
 CONSOLE 0009 3215 T
 SPOOL 000C 2540 READER *
 LINK ROOT 0200 0200 RR
USER OPERATOR OPERATOR 32M 32M ABCDEFG
 CONSOLE 0009 3215 T
USER ROOT NOLOG
 MDISK 0200 3390 1 56 TSTUSR RR
USER BLANK NOLOG
 MDISK 0201 3390 57 12 TSTUSR RR
USER KEEPER KEEPER 128M 128M G
 INCLUDE LINUX
 MDISK 0201 3390 69 8 TSTUSR MR ALL
 MINIOPT COWOF BLANK 0201
 MDISK 0202 3390 77 12 TSTUSR MR ALL
 MDISK 0203 3390 89 1 TSTUSR MR ALL
 MINIOPT COWOF BLANK 0201
 MDISK 0204 3390 90 2 TSTUSR MR ALL
"""
RUNS = int(os.environ.get("CRASH_RUNS", "1"))
# One of the guest's minidisks, by what its messages are called: device number, and where the file system is mounted.
WRITTEN = {"copy": ("0201", "/media/work"), "plain": ("0202", "/mnt")}
os.environ["PATH"] += ":/sbin:/usr/sbin"  # of e2fsprogs


@pytest.fixture(scope="module")
def volume(tmp_path_factory):
    """A volume with the shared root, an empty file system of which KEEPER has a copy, and one for him alone."""
    folder = tmp_path_factory.mktemp("volume")
    (folder / "USER.DIRECT").write_text(DIRECTORY)
    tool("directxa", "-o", folder / "directory.obj", folder / "USER.DIRECT")
    tool("cpfmt", "create", "--nucleus=0", "--alloc=", folder / "disk", "3390:92", "TSTUSR")
    put_root(folder / "disk", directory=folder / "directory.obj")
    subprocess.run(["mke2fs", "-q", "-t", "ext4", "-b", "4096", folder / "empty", "8M"], check=True)
    for extent in ("BLANK/0201", "KEEPER/0202"):
        put = ["put", "--directory", folder / "directory.obj", folder / "disk", extent, folder / "empty"]
        tool("cpimage", *put)
    reserved = ("--directory", folder / "directory.obj", folder / "disk", "KEEPER/0204")
    tool("edf", "format", "--blksize", 1024, *reserved)
    tool("edf", "reserve", *reserved, "LINUX", "DISK")
    return folder


def ipl(system, volume):
    """CP with that volume, and KEEPER's guest; returns its terminal."""
    system.directory = volume / "directory.obj"
    system.ipl(mkconfig.Machine(cpus=2, mainsize=1024, disks={0x201: volume / "disk"}))
    system.ask("ATTACH 0201 TO SYSTEM", "DASD 0201 ATTACHED TO SYSTEM TSTUSR")
    keeper = system.logon("KEEPER", "KEEPER")
    keeper.new_lines()
    keeper.enter("IPL 200 CLEAR PARM work=201")
    keeper.collect("INIT-UP keeper ", BOOT_LIMIT)
    return keeper


@pytest.fixture(scope="module")
def system(tmp_path_factory):
    """An emulator, not started yet."""
    with System(tmp_path_factory.mktemp("system")) as running:
        yield running


@pytest.fixture(scope="module")
def keeper(system, volume):
    """The guest's terminal."""
    return ipl(system, volume)


def get(volume, extent):
    """What is on a minidisk's partition now, as a file."""
    target = volume / "got"
    target.unlink(missing_ok=True)
    tool("cpimage", "get", "--directory", volume / "directory.obj", volume / "disk", extent, target)
    return target


def test_a_guest_starts_from_a_root_that_it_cannot_write(keeper, volume):
    """KEEPER has a minidisk of its own above it; the shared one stays as it was put there."""
    keeper.ask("echo bases $(grep -c ' /media/base ext4 ro,' /proc/mounts)", "bases 1")
    keeper.ask("echo works $(grep -c ' /media/work ext4 rw,' /proc/mounts)", "works 1")
    keeper.ask("echo readonly $(cat /sys/block/dasda/ro)", "readonly 1")
    keeper.ask("mount -o remount,rw /media/base; echo status $?", "status [1-9]")
    digest = hashlib.sha256((BUILD / "guest-tools/vmur").read_bytes()).hexdigest()
    keeper.ask("sha256sum < /bin/vmur | cut -c1-40", digest[:40])
    root = get(volume, "ROOT/0200").read_bytes()
    assert root[: ROOT.stat().st_size] == ROOT.read_bytes()


def test_a_copy_takes_what_is_written_and_its_base_stays(keeper, volume):
    """QUERY COW shows it; nobody gets a link to the base that writes."""
    keeper.ask("echo kept > /media/work/kept; sync; echo status $?", "status 0")
    keeper.ask("vmcp query cow", r"DASD 0201 COW OF BLANK +0201 +12 CYL +[1-9]\d* OF +118 TRACKS")
    keeper.ask("vmcp link blank 201 301 w; echo status $?", "status [1-9]")
    base = get(volume, "BLANK/0201").read_bytes()
    empty = (volume / "empty").read_bytes()
    assert base[: len(empty)] == empty


def test_a_full_copy_gives_io_errors_and_can_be_taken_back(system, keeper, volume):
    """A cylinder has room for 13 tracks, of 156 blocks; who is told and who is not, and that it is as before then."""
    device = "/sys/bus/ccw/devices/0.0.0203"
    keeper.ask(f"echo 1 > {device}/online; sleep 1; node=/dev/$(ls {device}/block)1; echo status $?", "status 0")
    keeper.key("CLEAR")
    keeper.ask("dmesg -n 1; dd if=/dev/urandom of=$node bs=4k count=150 conv=fsync 2> /tmp/dd; echo status $?", "status 0", 60)
    keeper.ask("dd if=/dev/urandom of=$node bs=4k count=170 conv=fsync", "Input/output error", 60)
    system.wait(r"HCPCOW7188E Minidisk KEEPER 0203 is full; all 13 tracks", 20)
    keeper.key("CLEAR")
    keeper.ask(f"echo 0 > {device}/online; vmcp revert 203; echo status $?", "status [1-9]")
    keeper.ask("vmcp detach 203; vmcp revert 203", "MINIDISK 0203 IS AS ITS BASE BLANK 0201 AGAIN")
    keeper.ask("vmcp 'link * 203 203'; vmcp query cow 203", r"COW OF BLANK +0201 +12 CYL +0 OF +13 TRACKS")
    empty = (volume / "empty").read_bytes()
    assert get(volume, "KEEPER/0203").read_bytes()[: len(empty)] == empty


def test_a_disk_that_cms_reserved_has_one_partition(keeper, volume):
    """It is CMS's file: each sees what the other wrote, and the guest can't write to what is around it."""
    reserved = ("--directory", volume / "directory.obj", volume / "disk", "KEEPER/0204")
    device = "/sys/bus/ccw/devices/0.0.0204"
    blocks = int(re.search(r"^LINUX +DISK +A6 F +1024 +(\d+) ", tool("edf", "ls", *reserved), re.MULTILINE)[1])
    start = 2 * 15 * 33 - 1 - blocks
    keeper.key("CLEAR")
    keeper.ask(f"echo 1 > {device}/online; until node=$(ls {device}/block); do sleep 1; done; echo $((50 + 0))", "50", 60)
    keeper.ask("part=/sys/block/$node/${node}1; echo part $(basename $part)", "part dasd[a-z]1$")
    keeper.ask("while ! [ -e $part ]; do sleep 1; done; echo start $(cat $part/start) size $(cat $part/size)",
               f"start {2 * start} size {2 * blocks}$", 60)
    keeper.ask("block() { dd of=/dev/${node}1 bs=1k seek=$2 count=1 conv=fsync 2> /tmp/dd; }; echo $((50 + 1))", "51")
    for what, at, status in ("first", 0, "0"), ("last", blocks - 1, "0"), ("behind", blocks, "[1-9]"):
        keeper.ask(f"yes {what} | head -c 1024 > /tmp/block; block < /tmp/block to {at}; echo status $?", f"status {status}", 60)
    keeper.ask(f"echo 0 > {device}/online; echo status $?", "status 0")
    tool("edf", "check", *reserved)
    tool("edf", "get", "--binary", *reserved, "LINUX", "DISK", volume / "got")
    data = (volume / "got").read_bytes()
    assert data[:1024].startswith(b"first\nfirst\n") and data[-1024:].startswith(b"last\nlast\n") and b"behind" not in data


def write(keeper):
    """Let the guest add records to a file on each of its minidisks, and tell the operator of each that is there."""
    device = "/sys/bus/ccw/devices/0.0.0202"
    keeper.ask(f"echo 1 > {device}/online; sleep 1; echo status $?", "status 0")
    keeper.ask(f"mount -t ext4 /dev/$(ls {device}/block)1 /mnt; echo status $?", "status 0")
    keeper.ask("add() { dd of=$1/log oflag=append conv=notrunc,fsync 2> /tmp/$2; }; echo $((40 + 1))", "41")
    keeper.ask("told() { vmcp message operator $2 $i > /tmp/$2; }; echo $((40 + 2))", "42")
    keeper.ask("record() { printf 'record %08d\\n' $i | add $* && told $*; }; echo $((40 + 3))", "43")
    keeper.ask("more() { i=$(grep -c . < $1/log); while i=$((i + 1)); do record $* || break; done; }; echo $((40 + 4))", "44")
    keeper.ask("touch /media/work/log /mnt/log; sync; echo $((40 + 5))", "45")
    for name, (_, place) in WRITTEN.items():
        keeper.enter(f"more {place} {name} &")


def last_told(system, name):
    """The number of the last record of which the operator was told."""
    numbers = re.findall(rf"KEEPER.*\b{name} (\d+)", system.log(), re.IGNORECASE)
    return int(numbers[-1]) if numbers else 0


def check(volume, name, least):
    """The file system is whole after its journal was replayed; all records are there that must be."""
    image = get(volume, f"KEEPER/{WRITTEN[name][0]}")
    replayed = subprocess.run(["e2fsck", "-p", image], capture_output=True, text=True, check=False)
    assert replayed.returncode in (0, 1), replayed.stdout
    checked = subprocess.run(["e2fsck", "-fn", image], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    log = subprocess.run(["debugfs", "-R", "cat /log", image], capture_output=True, text=True, check=True).stdout
    lines = log.splitlines()
    assert lines == [f"record {number:08}" for number in range(1, len(lines) + 1)]
    assert len(lines) >= least, f"{len(lines)} of {least} records"


def test_nothing_that_was_told_to_be_written_is_lost_when_the_emulator_is_killed(system, keeper, volume):
    """On a copy and on an ordinary minidisk, whose file systems the next run goes on with."""
    moment = chance()
    for run in range(RUNS):
        terminal = keeper if run == 0 else ipl(system, volume)
        write(terminal)
        for name in WRITTEN:
            system.wait(rf"KEEPER.*(?i:\b{name}) \d+", 60)
        time.sleep(moment.uniform(0, 8))
        system.kill()
        terminal.close()
        tool("cpimage", "check", "--directory", volume / "directory.obj", volume / "disk")
        for name in WRITTEN:
            print(f"run {run + 1}: {last_told(system, name)} records told to be on the {name}")
            check(volume, name, last_told(system, name))
