# SPDX-License-Identifier: Apache-2.0
"""Guests of a few instructions against CP: every interception, DIAGNOSE and device command."""

import pytest

from bare_guest import DISABLED_WAIT, BareGuest

GUESTS = ["cpu", "pgm", "keys", "holes", "io", "dasd", "diag", "mp", "real", "esa390"]


@pytest.mark.parametrize("name", GUESTS)
def test_guest_passes(system, name):
    """A table of tests that the guest itself judges."""
    with BareGuest(system, "BARE1") as guest:
        assert guest.run(name) > 0


def test_machine_is_loaded_from_a_disk(system):
    """From the record that a guest has written; the disk is there again after a new logon."""
    with BareGuest(system, "BARE1") as guest:
        guest.run("dasd")
    with BareGuest(system, "BARE1") as guest:
        guest.begin = guest.terminal.mark = len(guest.terminal.output)
        guest.terminal.enter("#CP IPL 200")
        assert guest.wait_end() == 0xD15C


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
