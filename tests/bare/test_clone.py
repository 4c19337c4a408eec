# SPDX-License-Identifier: Apache-2.0
"""CLONE: copies of a running guest go on from where it is, each with storage, CPUs and a name of its own."""

import re

import pytest

from bare_guest import BareGuest
from harness.chance import chance
from harness.wait import until

COPIES = 5

REFUSED = [
    ("CLONE", r"HCP\w+020E"),
    ("CLONE * TO CL00001", r"HCP\w+003E.*TO"),
    ("CLONE * AS", r"HCP\w+(007|020)E"),
    ("CLONE * AS POOL", r"HCP\w+(007|020)E"),
    ("CLONE * AS POOL BARE", r"HCPCLO7246E BARE "),
    ("CLONE * AS POOL CL COUNT 0", r"HCP\w+7001E"),
    ("CLONE * AS POOL CL FIRST 21", r"HCP\w+7001E.*21"),
    ("CLONE * AS POOL CL COUNT 2 CL", r"HCP\w+003E.*CL"),
    ("CLONE BARE2 AS CL00001", r"HCPCLO7245E BARE9 may clone only itself"),
    ("CLONE * AS NOBODY", r"HCP\w+053E NOBODY"),
    ("CLONE * AS BARE2", r"HCPLGA7020E BARE9 is not authorised to start BARE2"),
    ("CLONE * AS CLALONE", r"HCPCLO7243E CLALONE has no OPTION PAGESHARE"),
    ("CLONE * AS CLSMALL", r"HCPCLO7244E BARE9 can't be cloned as CLSMALL, which may have 8M of storage"),
]


@pytest.fixture(scope="module")
def origin(system):
    """A user that may clone itself; the copies are logged off in the end."""
    with BareGuest(system, "BARE9") as guest:
        yield guest
    for number in range(1, 21):
        system.ask(f"FORCE CL{number:05d}", r"LOGOFF|HCP\w+045E")


def force(system, numbers):
    """End copies."""
    for number in numbers:
        system.ask(f"FORCE CL{number:05d}", rf"LOGOFF AS +CL{number:05d}|CL{number:05d} +LOGOFF")


def test_copies_go_on_by_themselves(system, origin):
    """From DIAGNOSE X'08', with two virtual CPUs: each finds what was there, and then only its own."""
    origin.load("clone", COPIES)
    origin.terminal.wait(rf"CLONES=0*{COPIES} OF=BARE9 FIRST=CL00001 LAST=CL{COPIES:05d}", 60)
    origin.terminal.wait(r"PASS copies_go_on_by_themselves", 60)
    for number in range(1, COPIES + 1):
        origin.terminal.mark = origin.begin  # they answer in any order
        assert origin.terminal.wait(rf"CHILD {number:05d} (.*)", 60)[1].startswith("GOOD")
    system.ask("QUERY NAMES", r"CL00001 +-? ?DSC")
    force(system, range(1, COPIES + 1))


@pytest.mark.parametrize("command,answer", REFUSED, ids=[command for command, _ in REFUSED])
def test_what_is_wrong_is_said(origin, command, answer):
    """And nothing is made."""
    origin.cp(command, answer)


def test_operator_clones_somebody(system, origin):
    """With class A: the copies are computing, and what they share is not lost with the origin."""
    origin.load("hog")
    origin.terminal.wait("READY")
    system.ask("CLONE BARE9 AS POOL CL FIRST 18 COUNT 2", r"CLONES=00002 OF=BARE9 FIRST=CL00018 LAST=CL00019")
    system.ask("CLONE BARE9 AS POOL CL FIRST 17 COUNT 20", r"HCPCLO7247E Pool CL has no more userids; 2 of 20 clones were made")
    origin.cp("SYSTEM CLEAR", "(?i)storage cleared")
    for number in (17, 18, 19, 20):
        begin = system.cpu_time(f"CL{number:05d}")
        assert until(lambda: system.cpu_time(f"CL{number:05d}") > begin + 0.05, 30)  # pylint: disable=cell-var-from-loop
    system.ask("CLONE BARE9 AS CL00018", r"HCP\w+054E")
    force(system, (17, 18, 19, 20))


def test_disks_are_those_of_the_moment_and_then_their_own(system):
    """Minidisk, copy-on-write one and V-disk, in parent, clones and clones of clones; the parent goes, and writes again."""
    with BareGuest(system, "BAREDISK") as guest:
        guest.load("clonedisk", 3)
        guest.terminal.wait(r"PASS disks_of_clones_are_their_own", 60)
        for number in (1, 2, 3):
            guest.terminal.mark = guest.begin
            assert guest.terminal.wait(rf"CHILD {number:05d} (.*)", 60)[1].startswith("GOOD")
        guest.terminal.mark = len(guest.terminal.output)
        system.ask("CLONE CL00002 AS POOL CL FIRST 10 COUNT 2", r"CLONES=00002 OF=CL00002 FIRST=CL00010 LAST=CL00011")
        for number in (10, 11):
            guest.terminal.mark = guest.begin
            assert guest.terminal.wait(rf"CHILD {number:05d} (.*)", 60)[1].startswith("GOOD")
        system.ask("QUERY COW ALL", r"CL00011 +DASD 0200 COW OF BAREDISK 0200 +1 CYL +4 OF +15 TRACKS")
        force(system, (1, 2, 10))
        guest.cp("LINK * 200 300 RR", r"DASD 0300 LINKED|HCP\w+")
    with BareGuest(system, "BAREDISK") as guest:
        guest.cp("QUERY VIRTUAL 200", r"R/W")
        guest.cp("QUERY COW", r"DASD 0204 COW OF CLBASE +0200 +1 CYL +0 OF +15 TRACKS")
        guest.run("clonedisk", 0)
        guest.cp("REVERT 204", r"HCPCOW7189E")
        guest.cp("DETACH 204", r"DASD 0204 DETACHED")
        guest.cp("REVERT 204", r"MINIDISK 0204 IS AS ITS BASE CLBASE 0200 AGAIN")
        guest.cp("LINK * 204 204 MR", r"DASD 0204 LINKED R/W")
        guest.cp("QUERY COW", r"DASD 0204 COW OF CLBASE +0200 +1 CYL +0 OF +15 TRACKS")
    force(system, (3, 11))


def frames(system):
    """What guests and their disks have of storage."""
    counts = dict(re.findall(r"([A-Z]+) (\d+)", system.ask("QUERY FRAMES", r"CP \d+ CONTROL.*VDISK \d+")[0]))
    return [counts[kind] for kind in ("GUEST", "TABLES", "SHARED", "VDISK")]


def test_clones_are_killed_while_others_are_made_and_then_their_parent(system):
    """By a seeded choice; none sees what is not its own, and nothing stays behind."""
    rng = chance()
    before = frames(system)
    with BareGuest(system, "BAREDISK") as guest:
        guest.load("clonedisk", 100)
        system.wait("CLONES OF +BAREDISK 3", 60)
        answers = [system.ask(f"FORCE CL{rng.randrange(1, 12):05d}", r"LOGOFF|HCP\w+045E")[0] for _ in range(25)]
        assert "LOGOFF" in answers
        assert " BAD " not in guest.output
        system.ask("FORCE BAREDISK", r"LOGOFF AS +BAREDISK|BAREDISK +LOGOFF")
        guest.terminal.wait("ONLINE")
        for number in range(1, 21):
            system.ask(f"FORCE CL{number:05d}", r"LOGOFF|HCP\w+045E")
        assert until(lambda: frames(system) == before, 20), f"{before} became {frames(system)}"
        guest.terminal.enter("LOGON BAREDISK BARE HERE")
        guest.terminal.wait("LOGON AT")
        guest.run("clonedisk", 0)


def test_who_is_not_trusted_is_named(system):
    """Or not there."""
    with BareGuest(system, "BARE2"):
        system.ask("CLONE BARE2 AS CL00001", r"HCPCLO7243E BARE2 has no OPTION PAGESHARE")
        system.ask("CLONE BARE3 AS CL00001", r"HCP\w+045E BARE3")


def bombs(system):
    """Copies of BAREBOMB and copies of these that are logged on."""
    return sorted(set(re.findall(r"BM\d{5}", system.ask("QUERY NAMES", r"(?s:.*?)^CP$")[0])))


def test_copies_that_copy_themselves_are_bounded_by_the_directory(system):
    """OPTION MAXCLONES counts them all, whoever makes them, also when the first of them is gone; who goes makes room."""
    with BareGuest(system, "BAREBOMB") as guest:
        guest.load("bomb")
        guest.terminal.wait(r"PASS copies_of_copies_are_refused", 60)
        for number in range(1, 8):
            guest.terminal.mark = guest.begin
            guest.terminal.wait(rf"BM{number:05d} *: REFUSED 7294", 60)
        assert len(bombs(system)) == 7
        system.ask("CLONE BM00002 AS POOL BM", r"HCPCLO7294E BAREBOMB may have 7 clones; 0 of 1 were made")
        system.ask("FORCE BM00003", r"LOGOFF AS +BM00003|BM00003 +LOGOFF")
        system.ask("CLONE BAREBOMB AS POOL BM FIRST 9 COUNT 5", r"HCPCLO7294E BAREBOMB may have 7 clones; 1 of 5 were made")
        assert bombs(system)[-1] == "BM00009"
    system.ask("CLONE BM00009 AS POOL BM", r"HCPCLO7294E BAREBOMB may have 7 clones; 0 of 1 were made")
    for userid in bombs(system):
        system.ask(f"FORCE {userid}", rf"LOGOFF AS +{userid}|{userid} +LOGOFF")
    with BareGuest(system, "BAREBOMB") as guest:
        system.ask("CLONE BAREBOMB AS POOL BM COUNT 8", r"HCPCLO7294E BAREBOMB may have 7 clones; 7 of 8 were made")
        for userid in bombs(system):
            system.ask(f"FORCE {userid}", rf"LOGOFF AS +{userid}|{userid} +LOGOFF")
