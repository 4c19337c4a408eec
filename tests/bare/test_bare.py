# SPDX-License-Identifier: Apache-2.0
"""Guests of a few instructions against CP: every interception, DIAGNOSE and device command, and hostile ones."""

import os
import random
import time

import pytest

from bare_guest import DISABLED_WAIT, BareGuest
from harness.wait import Failed

GUESTS = ["cpu", "pgm", "keys", "holes", "io", "diag", "mp"]
HOSTILE_SECONDS = float(os.environ.get("BARE_HOSTILE_SECONDS", "20"))
HOSTILE_SEED = os.environ.get("BARE_SEED")
PATTERN = 0x5EED


@pytest.mark.parametrize("name", GUESTS)
def test_guest_passes(system, name):
    """A table of tests that the guest itself judges."""
    with BareGuest(system, "BARE1") as guest:
        assert guest.run(name) > 0


def expect_alive(system):
    """CP answers its operator."""
    system.ask("QUERY TIME", r"TIME IS \d\d:\d\d:\d\d", 15)


def test_disabled_wait_is_reported_with_its_psw(system):
    """The user is told, and the machine is stopped."""
    with BareGuest(system, "BARE1") as guest:
        guest.load("end", 1)
        found = guest.terminal.wait(DISABLED_WAIT)
        assert int(found[2], 16) == 0x123456
        assert int(found[1], 16) == 0x0002000180000000
    expect_alive(system)


@pytest.mark.parametrize("way,said", [(2, r"HCPGIR453W"), (6, r"HCPGIR453W"), (3, r"HCPGSP2629I")])
def test_other_ends_are_reported(system, way, said):
    """A loop of program interruptions, and a CPU that stops itself."""
    with BareGuest(system, "BARE3") as guest:
        guest.load("end", way)
        guest.terminal.wait("ENDING by")
        guest.terminal.wait(said, 30)
    expect_alive(system)


@pytest.mark.parametrize("way", [4, 5])
def test_loop_without_an_end_leaves_cp_responsive(system, way):
    """A guest that never stops, by external interruptions or by itself, keeps nobody from CP."""
    with BareGuest(system, "BARE3") as guest:
        guest.load("end", way)
        guest.terminal.wait("ENDING by")
        guest.cp("QUERY USERID", r"BARE3 +AT ")
        expect_alive(system)
        guest.cp("SYSTEM RESET", "(?i)system reset")
        guest.cp("QUERY TIME", "TIME IS")


def test_hostile_guest_harms_nobody(system):
    """Random privileged work for some seconds; the operator and a neighbour's storage notice nothing."""
    seed = int(HOSTILE_SEED, 0) if HOSTILE_SEED else random.SystemRandom().getrandbits(48)
    print(f"BARE_SEED={seed:#x}")  # shown by pytest when the test fails
    ended = runs = 0
    with BareGuest(system, "BARE2") as neighbour, BareGuest(system, "BARE1") as hostile:
        neighbour.load("neighbour", PATTERN)
        neighbour.terminal.wait("PATTERN SET", 60)
        limit = time.monotonic() + HOSTILE_SECONDS
        while runs == 0 or time.monotonic() < limit:
            hostile.load("hostile", seed + 2 * runs)
            runs += 1
            # It may end by its own doing, or be lost in a loop: either is its own business.
            try:
                hostile.terminal.wait(rf"{DISABLED_WAIT}|HCPGIR\d+W|HCPGSP\d+I", 30)
                ended += "DONE" in hostile.output
            except Failed:
                pass
            expect_alive(system)
        neighbour.terminal.enter("look")
        neighbour.terminal.wait(r"PASS storage_is_as_it_was_left|FAIL.*", 60)
        assert "PASS storage_is_as_it_was_left" in neighbour.output, neighbour.output[-500:]
    print(f"{runs} hostile guests, {ended} came to their end")
    assert ended > 0, "no hostile guest came to its end: it tests less than it should"
