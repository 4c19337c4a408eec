# SPDX-License-Identifier: Apache-2.0
"""Saved segments: one machine saves, others load by DIAGNOSE X'64'; commands that define and purge them."""

import pytest

from bare_guest import BareGuest

SAVER, SHARER, SECOND, ALONE = range(1, 5)  # parts that the guest plays

REFUSED = [
    ("DEFSYS", r"HCP\w+029E"),
    ("DEFSYS CAFE 0-F EW", r"HCP\w+002E.*CAFE"),
    ("DEFSYS NEW", r"HCPNSD7282E NEW "),
    ("DEFSYS NEW F-0 EW", r"HCPNSD7273E Pages F-0 .*the last is before the first"),
    ("DEFSYS NEW 0-F", r"HCPNSD7274E Nothing"),
    ("DEFSYS NEW 0-F XX", r"HCPNSD7274E XX"),
    ("DEFSYS NEW 0F EW", r"HCPNSD7273E Pages 0F .*not two hexadecimal numbers"),
    ("DEFSYS NEW 0-F EW F-10 EW", r"HCPNSD7273E Pages F-10 .*overlap"),
    ("DEFSYS NEW 0-F EW 10-1F SR", r"HCPNSD7273E Pages 10-1F .*shared and exclusive"),
    ("DEFSYS NEW 0-40000000 EW", r"HCPNSD7273E .*too high"),
    ("DEFSYS NEW 0-F EW MINSIZE=XM", r"HCP\w+002E.*MINSIZE=XM"),
    ("DEFSYS NEW 0-F EW PARMREGS=3-16", r"HCP\w+002E.*PARMREGS=3-16"),
    ("DEFSEG NEW 0-F EW PARMREGS=3-4", r"HCPNSD7273E Pages PARMREGS=3-4"),
    ("SAVESYS NEW", r"HCPNSS7271E NEW is not defined"),
    ("SAVESEG", r"HCP\w+029E"),
    ("IPL NEW", r"HCPNSS044E System NEW does not exist"),
    ("QUERY NSS NAME NEW", r"NO NSS FILES"),
    ("PURGE NSS NEW", r"NO FILES PURGED"),
    ("PURGE NSS", r"HCP\w+026E"),
]


@pytest.mark.parametrize("command,answer", REFUSED, ids=[command for command, _ in REFUSED])
def test_what_is_wrong_is_said(system, command, answer):
    """And nothing is defined."""
    system.ask(command, answer)
    system.ask("QUERY NSS NEW", r"NO NSS FILES")


def test_segments_beyond_storage_are_shared_or_private_as_they_say(system):
    """Four machines; the shared one that all write outlives the program that wrote it."""
    with BareGuest(system, "BARENSS") as saver, BareGuest(system, "BARE1") as sharer:
        saver.run("nss", SAVER)
        sharer.run("nss", SHARER)
        with BareGuest(system, "BAREREAD") as second, BareGuest(system, "BARE2") as alone:
            second.run("nss", SECOND)
            alone.run("nss", ALONE)
            system.ask("QUERY NSS SEGSW MAP", r"SEGSW    DCSS     N/A      0002200 0002200 SW   A  00002")
            system.ask("QUERY NSS SEGRO USERS", r"BARE1 +BARE2")
            system.ask("PURGE NSS SEGSW", r"0001 FILES PENDING PURGE")
            system.ask("QUERY NSS SEGSW", r"DCSS P ")
        system.ask("PURGE NSS SEGRW", r"0001 FILE  PURGED")
    system.ask("QUERY NSS SEGSW", r"NO NSS FILES")  # the last user has ended
    system.ask("DEFSEG SEGFAR 0-0 SR", r"HCPNSD7270E SEGFAR is defined and not saved yet")
    system.ask("PURGE NSS ALL", r"0003 FILES PURGED")
    system.ask("QUERY NSS ALL", r"NO NSS FILES")
