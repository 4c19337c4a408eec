# SPDX-License-Identifier: Apache-2.0
"""A guest that must not notice what others do, and what CP owes to it and to its operator meanwhile."""

import contextlib
import time

from harness.wait import Failed

PATTERN = 0x5EED
CLOCK_AHEAD = 8  # seconds that guests may drive the clock ahead of time


class Neighbour:
    """A guest whose storage and keys have a pattern that it looks after twice a second."""

    def __init__(self, guest):
        self.guest = guest
        guest.load("neighbour", PATTERN)
        guest.terminal.wait("PATTERN SET", 60)

    def expect_beat(self):
        """It gets its share of the machine, and is as it was: one more sign of life after all those before."""
        with contextlib.suppress(Failed):
            while True:
                self.guest.terminal.wait(r"BEAT \d+", 0.05)
        self.guest.terminal.wait(r"BEAT \d+", 30)

    def end(self):
        """Its own judgement."""
        self.guest.terminal.mark = len(self.guest.terminal.output)
        self.guest.terminal.enter("#CP EXTERNAL")
        return self.guest.terminal.wait(r"(PASS|FAIL) storage_is_as_it_was_left.*", 60)[0]


def expect_alive(system, neighbour):
    """CP answers its operator, in time, and the neighbour lives."""
    found = system.ask("QUERY TIME", r"TIME IS (\d\d):(\d\d):(\d\d) UTC", 30)
    seconds = (int(found[1]) * 60 + int(found[2])) * 60 + int(found[3])
    ahead = (seconds - time.time() + 43200) % 86400 - 43200
    assert -30 < ahead < CLOCK_AHEAD, f"the clock is {ahead:.0f} seconds ahead"
    neighbour.expect_beat()
