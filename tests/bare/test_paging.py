# SPDX-License-Identifier: Apache-2.0
"""More storage in use than the machine has: every page is as its guest left it, and all guests go on."""

import contextlib
import re

import pytest

from bare_guest import BareGuest
import mkconfig
from bare_system import BareSystem

from harness.chance import chance
from harness.volumes import page_volume

MAINSIZE = 40  # MB of real storage
STORAGE = 40  # MB of each guest
USERS = ("BARE2", "BARE3", "BARE7")
SOME_NOISE, ALL_NOISE = 1 << 24, 2 << 24  # the guest's parameter: pages that can't be compressed
LARGE = 44  # MB of a guest that does not fit
FULL_STORAGE = 24  # MB of each of two guests that do not fit
GENERATIONS, COPIES = 3, 4  # of the guest that races
HOG = 32  # MB of the guest that takes storage away from these
SECONDS = 600  # on a machine that others use, too


def parm(megabytes, rounds, noise=0):
    """The parameter of the guest."""
    return megabytes | rounds << 16 | noise


@contextlib.contextmanager
def small_system(folder, xpndsize=0, cylinders=0):
    """CP with little storage, and so much paging space."""
    with BareSystem(folder) as running:
        machine = mkconfig.Machine(cpus=min(2, mkconfig.host_cpus()), mainsize=MAINSIZE, xpndsize=xpndsize)
        if cylinders:
            machine.disks[0x300] = page_volume(running.folder / "page01.3390", "PAGE01", cylinders)
        running.ipl(machine)
        if cylinders:
            running.ask("ATTACH 0300 TO SYSTEM", "ATTACHED TO SYSTEM|attached to SYSTEM")
        yield running


def logged_on(system, stack, nr_users):
    """So many users."""
    guests = [stack.enter_context(BareGuest(system, user)) for user in USERS[:nr_users]]
    for guest in guests:
        guest.cp(f"DEFINE STORAGE {STORAGE}M", f"STORAGE = {STORAGE}M(?s:.*)system reset")
    return guests


def run_all(guests, parameter):
    """All at once, to their ends; each judges for itself."""
    for guest in guests:
        guest.load("pages", parameter)
    for guest in guests:
        guest.terminal.wait(r"(PASS|FAIL) pages_are.*", SECONDS)
        assert re.search(r"^DONE 1 passed 0 failed", guest.output + guest.terminal.wait("DONE .*", 30)[0], re.MULTILINE), guest.output


@pytest.mark.parametrize("xpndsize,cylinders,nr_users", [(0, 200, 3), (100, 0, 2)])
def test_pages_survive_overcommitment(tmp_path, xpndsize, cylinders, nr_users):
    """Guests that use two or three times the real storage, all of it; what CP tells of its paging."""
    with small_system(tmp_path, xpndsize, cylinders) as system, contextlib.ExitStack() as stack:
        guests = logged_on(system, stack, nr_users)
        run_all(guests, parm(STORAGE, 1, SOME_NOISE))
        space = "XSTORE" if xpndsize else "PAGE"
        system.ask("INDICATE LOAD", rf"PAGES OUT-[1-9]\d+  PACKED-[1-9]\d*K .*{space}-0*[1-9]\d?%")
        guests[0].cp("INDICATE USER", r"PAGES: RES=\d+ SHARED=0 OUT=\d+ TABLES=\d+ READS=[1-9]\d+ WRITES=[1-9]\d+")
        if cylinders:
            used = int(system.ask("QUERY ALLOC PAGE", rf"PAGE01 0300 +1 +{cylinders} +{cylinders * 180} +(\d+) ")[1])
            assert used > 1000
            system.ask("DETACH 0300 FROM SYSTEM", r"HCP\w+E.*0300")


def test_others_run_while_a_page_comes_in(tmp_path):
    """DIAGNOSE X'258': a guest hears which page is missing, and when it is back; meanwhile another of its processes runs."""
    with small_system(tmp_path, cylinders=200) as system, BareGuest(system, USERS[0]) as guest:
        guest.cp(f"DEFINE STORAGE {LARGE}M", f"STORAGE = {LARGE}M(?s:.*)system reset")
        assert guest.run("pfault", LARGE, SECONDS) == 2
        told, counted = map(int, re.search(r"MISSING (\d+) COUNTED (\d+)", guest.output).groups())
        assert int(guest.cp("QUERY INTERCEPTS", r"PFAULT +(\d+)")[1]) == told
        assert counted or mkconfig.host_cpus() == 1  # one real CPU has the page before it goes on


def test_guest_waits_for_storage_that_others_have(tmp_path):
    """Without paging space: one is stopped and both told, nobody else can log on or be cloned; all goes on when the other is gone."""
    with small_system(tmp_path) as system, contextlib.ExitStack() as stack:
        stack.enter_context(BareGuest(system, "BARE9"))
        guests = {user: stack.enter_context(BareGuest(system, user)) for user in USERS[:2]}
        for guest in guests.values():
            guest.cp(f"DEFINE STORAGE {FULL_STORAGE}M", f"STORAGE = {FULL_STORAGE}M(?s:.*)system reset")
            guest.load("pages", parm(FULL_STORAGE, 1, ALL_NOISE))
        stopped = guests.pop(system.wait(r"HCPSTG7083A .*; (\w+) is stopped", SECONDS)[1])
        stopped.terminal.wait("HCPGIR7196W")
        system.ask(f"XAUTOLOG {USERS[2]}", "HCPLGA7195E")
        system.ask("CLONE BARE9 AS POOL CL COUNT 3", "HCPLGA7195E CL00001 not logged on; storage and paging space are full")
        other = guests.popitem()[1]
        other.cp("LOGOFF", "LOGOFF AT")
        stopped.cp("BEGIN", "")
        stopped.terminal.wait(r"^DONE 1 passed 0 failed", SECONDS)
        system.ask("CLONE BARE9 AS POOL CL COUNT 3", r"CLONES=00003 OF=BARE9 FIRST=CL00001 LAST=CL00003")


def test_disks_in_storage_get_at_most_half_of_it(tmp_path):
    """A V-disk that is larger: the guest gets I/O errors, the operator is told once, and all comes back at LOGOFF."""
    with small_system(tmp_path) as system:
        with BareGuest(system, "BAREDISK") as guest:
            assert guest.run("clonedisk", 200) == 1
            system.wait(r"HCPCOW7250E V-disks and disks of clones have all storage that they may; \d+M", 20)
            pages = int(system.ask("QUERY FRAMES", r"VDISK (\d+)")[1])
            assert MAINSIZE * 256 / 4 < pages <= MAINSIZE * 256 / 2
        system.ask("QUERY FRAMES", r"VDISK 0 ")


def test_nobody_sees_what_others_store_into_the_same_pages(tmp_path):
    """Clones of one guest store on all CPUs into pages that they share, and look, while more are made and pages go out and come in."""
    rng = chance()
    with small_system(tmp_path, xpndsize=100) as system, contextlib.ExitStack() as stack:
        system.ask("SET SETTLE 1", "CP$")
        hog = stack.enter_context(BareGuest(system, "BARE2"))
        hog.cp(f"DEFINE STORAGE {HOG}M", f"STORAGE = {HOG}M(?s:.*)system reset")
        hog.load("pages", parm(HOG, 0, SOME_NOISE))
        hog.terminal.wait("FILLED", SECONDS)
        racer = stack.enter_context(BareGuest(system, "BARE9"))
        racer.load("race", rng.getrandbits(31) | GENERATIONS << 32)
        for generation in range(1, GENERATIONS + 1):
            for copy in range(1, COPIES + 1):
                racer.terminal.mark = racer.begin  # they end in any order
                racer.terminal.wait(rf"COPY {copy} OF {generation} GOOD| BAD .*|FAIL .*", SECONDS)
        racer.terminal.mark = racer.begin
        racer.terminal.wait("PASS everybody_sees", SECONDS)
        assert not re.search(r" BAD |FAIL", racer.output + hog.output), racer.output + hog.output
        racer.cp("INDICATE USER", r"READS=[1-9]\d+ WRITES=[1-9]\d+")
