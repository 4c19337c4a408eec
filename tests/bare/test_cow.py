# SPDX-License-Identifier: Apache-2.0
"""Pages that guests share with the minidisk cache until somebody stores."""

import re

from bare_guest import BareGuest


def test_stores_into_shared_pages_are_private(system):
    """The guest sees nothing of it (its own table of tests); CP says that pages were shared."""
    with BareGuest(system, "BARE1") as guest:
        assert guest.run("cow") > 0
        assert int(system.ask("INDICATE USER BARE1", r"SHARED=(\d+)")[1]) > 0
        assert int(system.ask("QUERY FRAMES", r"SHARED (\d+)")[1]) > 0
        counts = system.ask("QUERY INTERCEPTS BARE1", r"UNSHARE +(\d+)")
        assert int(counts[1]) > 100
    assert re.search(r"SHARED 0\b", system.ask("QUERY FRAMES", r"SHARED \d+")[0])
