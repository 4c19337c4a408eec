# SPDX-License-Identifier: Apache-2.0
"""More storage in use than the machine has: every page is as its guest left it, and all guests go on."""

import contextlib
import re
import subprocess

import pytest

from bare_guest import BareGuest
from conftest import BareSystem, mkconfig

from harness import BUILD

MAINSIZE = 48  # MB of real storage
STORAGE = 48  # MB of each guest
USERS = ("BARE2", "BARE3", "BARE7")
NOISE = 1 << 24  # the guest's parameter: pages that can't be compressed, too
SECONDS = 300


def parm(megabytes, rounds, noise=0):
    """The parameter of the guest."""
    return megabytes | rounds << 16 | noise


@contextlib.contextmanager
def small_system(folder, xpndsize=0, cylinders=0):
    """CP with little storage, and so much paging space."""
    with BareSystem(folder) as running:
        machine = mkconfig.Machine(cpus=min(2, mkconfig.host_cpus()), mainsize=MAINSIZE, xpndsize=xpndsize)
        if cylinders:
            machine.disks[0x300] = running.folder / "page01.3390"
            subprocess.run([BUILD / "bin" / "cpfmt", "create", "--nucleus=0", f"--alloc=PAGE={cylinders}",
                            machine.disks[0x300], f"3390:{cylinders + 1}", "PAGE01"], check=True, capture_output=True)
        running.ipl(machine)
        if cylinders:
            running.ask("ATTACH 0300 TO SYSTEM", "ATTACHED TO SYSTEM|attached to SYSTEM")
        yield running


def logged_on(system, stack, megabytes=STORAGE):
    """The users, each with so much storage."""
    guests = [stack.enter_context(BareGuest(system, user)) for user in USERS]
    for guest in guests:
        guest.cp(f"DEFINE STORAGE {megabytes}M", f"STORAGE = {megabytes}M")
    return guests


def run_all(guests, parameter):
    """All at once, to their ends; each judges for itself."""
    for guest in guests:
        guest.load("pages", parameter)
    for guest in guests:
        guest.terminal.wait(r"(PASS|FAIL) pages_are.*", SECONDS)
        assert re.search(r"^DONE 1 passed 0 failed", guest.output + guest.terminal.wait("DONE .*", 30)[0], re.MULTILINE), guest.output


@pytest.mark.parametrize("xpndsize,cylinders", [(0, 300), (256, 0)])
def test_pages_survive_overcommitment(tmp_path, xpndsize, cylinders):
    """Guests that use three times the real storage, all of it, several times."""
    with small_system(tmp_path, xpndsize, cylinders) as system, contextlib.ExitStack() as stack:
        run_all(logged_on(system, stack), parm(STORAGE, 1, NOISE))
