# SPDX-License-Identifier: Apache-2.0
"""Equal pages of guests that do nothing become one, and each guest goes on with what it left there."""

import contextlib
import re

from bare_guest import BareGuest
from harness.wait import until

MEGABYTES, ROUNDS, WAITS = 20, 2, 4 << 24  # most pages are different: so many that a guest is not put away
EQUAL, ZEROS = 900, 400  # at least, of 1200 and 600 in each
SHARERS, ALONE = ("BARE1", "BARE9", "BAREREAD"), "BARE2"
SECONDS = 120


def zeros(system):
    """Pages of zeros that were given back so far."""
    return int(system.ask("QUERY SETTLE", r"COMPARED=\d+ EQUAL PAGES=\d+ ZEROS=(\d+)")[1])


def shared(system, userid):
    """Pages that a guest shares."""
    return int(system.ask(f"INDICATE USER {userid}", rf"USERID={userid} (?s:.*?)PAGES: RES=\d+ SHARED=(\d+)")[1])


def start(stack, system, number, userid):
    """A guest that has filled its storage."""
    guest = stack.enter_context(BareGuest(system, userid))
    guest.cp(f"DEFINE STORAGE {MEGABYTES}M", f"STORAGE = {MEGABYTES}M(?s:.*)system reset")
    guest.load("pages", MEGABYTES | ROUNDS << 16 | WAITS | number << 32)
    guest.terminal.wait("FILLED", SECONDS)
    return guest


def test_equal_pages_become_one_and_stay_what_each_guest_left(system):
    """Three that may share and one that may not; each looks at all its pages, stores others, and looks again."""
    with contextlib.ExitStack() as stack:
        system.ask("SET SETTLE 1", "^CP$")
        stack.callback(system.ask, "SET SETTLE 5", "^CP$")
        before = zeros(system)
        guests = [start(stack, system, number, userid) for number, userid in enumerate(SHARERS + (ALONE,), 1)]
        for number in range(1, ROUNDS + 1):
            if not until(lambda: all(shared(system, userid) >= EQUAL for userid in SHARERS), SECONDS, 1):
                raise system.failed(f"pages are not merged: {[shared(system, userid) for userid in SHARERS]}")
            assert shared(system, ALONE) == 0
            for guest in guests:
                guest.terminal.enter("GO")
                guest.terminal.wait(f"ROUND {number}", SECONDS)
        assert zeros(system) - before >= ZEROS * len(SHARERS)
        for guest in guests:
            guest.terminal.wait("PASS pages_are", SECONDS)
            assert not re.search("FAIL", guest.output)
