# SPDX-License-Identifier: Apache-2.0
"""Pages that guests share with the minidisk cache until somebody stores."""

import re

from bare_guest import BareGuest


def shared_pages(system, userid):
    """How many a user has."""
    return int(system.ask(f"INDICATE USER {userid}", r"SHARED=(\d+)")[1])


def shared_frames(system):
    """How many frames guests have in common, with each other or the cache."""
    return int(system.ask("QUERY FRAMES", r"SHARED (\d+)")[1])


def test_stores_into_shared_pages_are_private(system):
    """The guest sees nothing of it (its own table of tests); CP says that pages were shared."""
    with BareGuest(system, "BARE1") as guest:
        assert guest.run("cow") > 0
        assert shared_pages(system, "BARE1") > 0
        assert shared_frames(system) > 0
        assert int(system.ask("QUERY INTERCEPTS BARE1", r"UNSHARE +(\d+)")[1]) > 100
    assert shared_frames(system) == 0


def test_two_guests_have_one_copy_until_one_writes(system):
    """What the reader has read stays when the writer writes to the disk, and when he is gone."""
    with BareGuest(system, "BAREREAD") as reader:
        with BareGuest(system, "BARE1") as writer:
            writer.run("cow")
            writer.cp("SYSTEM CLEAR", "(?i)storage cleared")
            assert reader.run("reader") == 1
            alone = shared_frames(system)
            assert alone == shared_pages(system, "BAREREAD") >= 12
            writer.run("reader", 1)
            assert shared_frames(system) == alone
        line = reader.cp("DISPLAY T100000.20", r"(?m)^R?00100000 +(.*)$")[1]
        assert re.match(r"20272E35 3C434A51", line), line
