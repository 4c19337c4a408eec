# SPDX-License-Identifier: Apache-2.0
"""Volumes that fail under guests at work: those who use them get errors, nobody else notices, nothing is lost."""

import contextlib
import resource
import struct

import pytest

import ckdimage
from bare_guest import WAIT_GOOD, BareGuest
from harness.wait import until

SPARES = iter(range(0x3A0, 0x3FF))


@pytest.fixture
def at_work(system):
    """Two guests that write and read, on LOAD01 and on LOAD02."""
    with BareGuest(system, "BARE7") as one, BareGuest(system, "BARE8") as two:
        for guest in (one, two):
            guest.load("diskload")
            guest.terminal.wait("BEAT")
        yield one, two
        for guest in (one, two):
            guest.terminal.enter("#CP EXTERNAL")
            assert guest.wait_end() == WAIT_GOOD, guest.output
            assert "PASS disk_keeps_what_was_written" in guest.output


def attach(system, number, image, options=""):
    """Attach a disk at the emulator; returns when CP knows it.

    A disk that was detached in the middle of an I/O leaves its subchannel useless; another device must take it.
    """
    command = f"attach {number:04X} 3390 {image} {options}".rstrip()
    for spare in SPARES:
        system.command(command)
        found = system.wait(f"HCPERP7013I DASD {number:04X} is now available|HCPERP7146E Device {number:04X} can't be", 10)
        if "7013I" in found[0]:
            return
        system.detach(number)
        system.command(f"attach {spare:04X} 1403 print.{spare:04X}")
        system.wait(f"HCPERP7146E Device {spare:04X} can't be", 10)
    raise AssertionError("every subchannel is useless")


def test_a_volume_vanishes_and_comes_back(system, at_work):
    """Twice: the guest on it has trouble and is well again; the other works on without any."""
    one, two = at_work
    for _ in range(2):
        system.detach(0x301)
        one.terminal.wait("TROUBLE 40", 20)  # intervention required
        system.wait("HCPERP7133E DASD 0301 with volume LOAD01 is gone", 10)
        two.terminal.wait("BEAT", 20)
        two.terminal.wait("BEAT", 20)
        attach(system, 0x301, system.folder / "load01.disk")
        assert "HCPERP7131I DASD 0301 has volume LOAD01 again" in system.log()
        one.terminal.wait("WELL AGAIN", 20)
        one.terminal.wait("BEAT", 20)
    assert "TROUBLE" not in two.output
    system.ask("DETACH LOAD01 FROM SYSTEM", "HCPDTR7118E DASD 0301 LOAD01 is in use by SYSTEM")


def test_another_volume_in_its_place_is_not_written(system, at_work):
    one, two = at_work
    system.detach(0x301)
    one.terminal.wait("TROUBLE 40", 20)
    other = system.folder / "bare01.disk"
    system.detach(0x300)
    system.wait("HCPERP7133E DASD 0300 with volume BARE01 is gone", 10)
    before = other.read_bytes()
    attach(system, 0x301, other)
    assert "HCPERP7132E DASD 0301 had volume LOAD01, and now has BARE01; it is not used" in system.log()
    two.terminal.wait("BEAT", 20)
    system.detach(0x301)
    system.wait("HCPERP7012I DASD 0301 is gone", 10)
    # the emulator notes in a compressed image that it had it open
    assert [nr for nr, pair in enumerate(zip(before, other.read_bytes())) if pair[0] != pair[1]] in ([], [0x203])
    attach(system, 0x300, other)
    attach(system, 0x301, system.folder / "load01.disk")
    one.terminal.wait("WELL AGAIN", 20)
    assert "TROUBLE" not in two.output


def misses(system, guest):
    """What the cache says of a guest's disk, after the guest has done some more work."""
    guest.terminal.mark = len(guest.terminal.output)
    for _ in range(2):
        guest.terminal.wait("BEAT", 20)
    return int(system.ask(f"QUERY MDCACHE USER {guest.userid}", rf"{guest.userid} +0200 MDC .* MISSES=(\d+)")[1])


def expect_misses(system, guest):
    """They go on."""
    first = misses(system, guest)
    assert until(lambda: misses(system, guest) > first + 30, 60)


def expect_no_misses(system, guest):
    """They come to an end."""
    assert until(lambda: misses(system, guest) == misses(system, guest), 60)


def test_the_minidisk_cache_is_counted_and_set(system, at_work):
    """Tracks that are kept are read once, others each time; of the one guest, then of all."""
    one, two = at_work
    expect_misses(system, two)  # MINIOPT NOCACHE
    expect_no_misses(system, one)
    for off, on, line in (
        ("MDISK BARE7 0200 OFF", "MDISK BARE7 0200 ON", "BARE7 +0200 MDC {}"),
        ("SYSTEM OFF", "SYSTEM ON", "MDC SYSTEM {}"),
    ):
        system.ask(f"SET MDCACHE {off}", line.format("OFF"))
        expect_misses(system, one)
        system.ask(f"SET MDCACHE {on}", line.format("ON"))
        expect_no_misses(system, one)
    first = misses(system, one)
    system.ask("SET MDCACHE MDISK BARE7 0200 FLUSH", "BARE7 +0200 MDC ON")
    assert until(lambda: first < misses(system, one) <= first + 8, 60)
    expect_no_misses(system, one)
    system.ask("QUERY MDCACHE RDEV 0301", r"RDEV 0301 LOAD01 MDC ON HITS=[1-9]\d+ MISSES=[1-9]\d+")
    system.ask("SET MDCACHE STORAGE 16M 64M", r"MIN=16M MAX=64M, USAGE=\d+%, BIAS=1.00\s+TRACKS=")
    system.ask("SET MDCACHE STORAGE 65M 64M", "HCPCFC002E Invalid operand - 64M")
    system.ask("SET MDCACHE STORAGE 0M 512M", r"MIN=0M MAX=512M,.*\s+TRACKS=")
    system.ask("QUERY MDCACHE MDISK BARE7 0009", "HCPQVD040E|HCP.*040E")
    one.cp("QUERY MDCACHE MDISK 0200", "BARE7 +0200 MDC ON")
    one.cp("QUERY MDCACHE SYSTEM", "HCPCFC00[23]E")
    assert "TROUBLE" not in one.output + two.output


def test_a_read_only_image(system, at_work):
    """Writes fail, and the guest hears which way; what it reads is right."""
    one, two = at_work
    system.detach(0x301)
    one.terminal.wait("TROUBLE 40", 20)
    attach(system, 0x301, system.folder / "load01.disk", "readonly")
    system.wait("HCPERP7110E DASD 0301 has a permanent write error: write inhibited", 20)
    for _ in range(2):  # many more writes that fail
        one.terminal.wait("BEAT", 20)
    assert system.log().count("DASD 0301 has a permanent write error: write inhibited") == 1
    system.detach(0x301)
    system.wait("HCPERP7133E", 10)
    # the emulator would take the next disk on this subchannel for read-only, too
    system.command(f"attach {next(SPARES):04X} 1403 print.ro")
    attach(system, 0x301, system.folder / "load01.disk")
    one.terminal.wait("WELL AGAIN", 20)
    assert "TROUBLE" not in two.output


@contextlib.contextmanager
def full_host(system, size):
    """Files of the emulator get no longer than so many bytes; what is behind that is not taken, as by a full disk."""
    assert system.log_path.stat().st_size < size // 2
    hard = resource.prlimit(system.pid(), resource.RLIMIT_FSIZE)[1]
    resource.prlimit(system.pid(), resource.RLIMIT_FSIZE, (size, hard))
    yield
    resource.prlimit(system.pid(), resource.RLIMIT_FSIZE, (hard, hard))


def test_the_disk_of_the_host_is_full(system, at_work):
    """Who writes on a volume that grows no more gets errors; who writes on another one does not notice."""
    one, two = at_work
    with full_host(system, ckdimage.HEADER + ckdimage.HEADS * ckdimage.TRACK):
        one.terminal.wait("TROUBLE 10", 20)  # equipment check
        system.wait("HCPERP7110E DASD 0301 has a permanent write error: equipment check at cylinder 1 head", 20)
        for guest in (one, two, one, two):
            guest.terminal.wait("BEAT", 20)
    one.terminal.wait("WELL AGAIN", 20)
    one.terminal.wait("BEAT", 20)
    assert "TROUBLE" not in two.output


FREE_SPACE = struct.Struct("=5I")  # of a compressed image: its first place, bytes, the largest, how many, imbedded
FREE_SPACE_AT = 512 + 20


def test_a_compressed_image_damaged_in_its_free_space(system, at_work):
    """The emulator mends it as it opens the image; what guests have written is there."""
    one, two = at_work
    image = system.folder / "load02.disk"
    system.detach(0x302)
    two.terminal.wait("TROUBLE 40", 20)
    system.wait("HCPERP7133E DASD 0302 with volume LOAD02 is gone", 20)
    with image.open("r+b") as disk:
        disk.seek(FREE_SPACE_AT)
        disk.write(FREE_SPACE.pack(0x7FFFFF00, 123456, 0x7FFFFFFF, 99, 77))
    attach(system, 0x302, image)
    assert "HHCCU610W 0302 file[0]: free space errors detected" in system.log()
    assert "HCPERP7131I DASD 0302 has volume LOAD02 again" in system.log()
    two.terminal.wait("WELL AGAIN", 20)
    two.terminal.wait("BEAT", 20)
    assert "TROUBLE" not in one.output
