# SPDX-License-Identifier: Apache-2.0
"""Shares of the real CPUs: the commands, the directory, and that they divide time.

Times are of CP's clock and only compared with each other: what else the machine does is the same for all.
"""

import time

import pytest

from bare_guest import BareGuest

WINDOW = 3  # seconds for which virtual machines compete

ANSWERS = [
    ("SET SHARE BARE2 RELATIVE 400", r"USER BARE2 +: RELATIVE SHARE = +400\s+.*MAXIMUM SHARE = NOLIMIT"),
    ("SET SHARE BARE2 REL 10000 ABS 12.5%", r"SHARE = 10000\s+.*MAXIMUM SHARE = LIMITSOFT ABSOLUTE 12\.5%"),
    ("SET SHARE BARE2 ABS 30% LIMITHARD", r"ABSOLUTE SHARE = 30\.0%\s+.*= LIMITHARD ABSOLUTE 30\.0%"),
    ("SET SHARE BARE2 REL 1 REL 7 LIMITHARD", r"RELATIVE SHARE = +1\s+.*= LIMITHARD RELATIVE +7"),
    ("QUERY SHARE BARE2", r"RELATIVE SHARE = +1\s+.*= LIMITHARD RELATIVE +7"),
    ("SET SHARE BARE2 RELATIVE 0", r"HCP\w+7001E"),
    ("SET SHARE BARE2 RELATIVE 10001", r"HCP\w+7001E"),
    ("SET SHARE BARE2 RELATIVE", r"HCP\w+026E"),
    ("SET SHARE BARE2 ABSOLUTE 100.1%", r"HCP\w+002E.*100\.1%"),
    ("SET SHARE BARE2 ABSOLUTE 0%", r"HCP\w+002E.*0%"),
    ("SET SHARE BARE2 LIMITHARD", r"HCP\w+003E.*LIMITHARD"),
    ("SET SHARE BARE2 REL 5 LIMITHARD NOLIMIT", r"HCP\w+003E.*NOLIMIT"),
    ("SET SHARE BARE2", r"HCP\w+026E"),
    ("SET SHARE NOBODY REL 5", r"HCP\w+045E.*NOBODY"),
    ("QUERY SHARE BARE2", r"RELATIVE SHARE = +1\s+.*= LIMITHARD RELATIVE +7"),  # the refused changed nothing
    ("SET SHARE BARE2 INITIAL", r"RELATIVE SHARE = +100\s+.*MAXIMUM SHARE = NOLIMIT"),
    ("SET QUICKDSP BARE2 ON", r"USER BARE2 +: QUICKDSP = ON"),
    ("QUERY QUICKDSP BARE2", r"QUICKDSP = ON"),
    ("SET QUICKDSP BARE2 MAYBE", r"HCP\w+002E.*MAYBE"),
    ("SET QUICKDSP BARE2 OFF", r"QUICKDSP = OFF"),
]


def test_shares_are_set_shown_and_refused(system):
    """SET and QUERY SHARE and QUICKDSP."""
    with BareGuest(system, "BARE2"):
        for command, answer in ANSWERS:
            system.ask(command, answer)


def test_directory_gives_share_and_quickdsp(system):
    """What the statements say counts from LOGON on, and a user may ask for it."""
    with BareGuest(system, "BARE5") as user:
        user.cp("QUERY SHARE", r"RELATIVE SHARE = +250\s+.*MAXIMUM SHARE = LIMITSOFT ABSOLUTE 90\.0%")
        system.ask("QUERY QUICKDSP BARE5", r"QUICKDSP = ON")
        system.ask("SET SHARE BARE5 ABSOLUTE 5%", r"ABSOLUTE SHARE = 5\.0%")
        system.ask("SET SHARE BARE5 INITIAL", r"RELATIVE SHARE = +250\s+.*LIMITSOFT ABSOLUTE 90\.0%")


def ratio(system, one, other):
    """How much CPU time the one gets for each second of the other; each answer comes in its own time."""

    def look():
        return [(system.cpu_time(userid), time.monotonic()) for userid in (one, other)]

    begin = look()
    time.sleep(WINDOW)
    rates = [(used - used_before) / (now - before) for (used_before, before), (used, now) in zip(begin, look())]
    return rates[0] / rates[1]


@pytest.fixture(scope="module")
def hogs(system):
    """BARE1 computes on two virtual CPUs, BARE4 on four."""
    with BareGuest(system, "BARE1") as two, BareGuest(system, "BARE4") as four:
        for guest in (two, four):
            guest.load("hog")
            guest.terminal.wait("READY")
        yield two, four


def test_shares_divide_time(system, hogs):
    """1:4, whatever number of virtual CPUs they have."""
    system.ask("SET SHARE BARE4 RELATIVE 400", r"SHARE = +400")
    assert 2.5 < ratio(system, "BARE4", "BARE1") < 6
    system.ask("SET SHARE BARE4 INITIAL", r"SHARE = +100")


@pytest.mark.parametrize("limit", ["LIMITHARD", "LIMITSOFT"])
def test_maximum_holds_beside_another(system, hogs, limit):
    """A virtual machine at its maximum share gets no more though it has the greater share."""
    system.ask(f"SET SHARE BARE4 RELATIVE 10000 ABSOLUTE 20% {limit}", rf"{limit} ABSOLUTE 20\.0%")
    assert 2.5 < ratio(system, "BARE1", "BARE4") < 6
    system.ask("SET SHARE BARE4 INITIAL", r"MAXIMUM SHARE = NOLIMIT")


def test_queues_show_who_competes(system, hogs):
    """Each virtual CPU that would like to run, with its list and state."""
    queues = r"BARE1 +Q3 R[ \d]{2}.*\n(?s:.*)BARE4 +MP03 Q3 R[ \d]{2}"
    system.ask("INDICATE QUEUES", queues + r" \d{8}/\d{8}$")
    system.ask("INDICATE QUEUES EXP", queues + r" \d{8}/\d{8} \.{4} -?\d+\.\d{3} A0\d$")
