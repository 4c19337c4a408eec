# SPDX-License-Identifier: Apache-2.0
"""Guests that do harm at random from a seed, or never end, beside one that must not notice.

HOSTILE_SECONDS and SEED in the environment make the random part longer, or another one.
"""

import contextlib
import os
import time

import pytest

import ckdimage
from bare_guest import DISABLED_WAIT, BareGuest
from harness.chance import seed as first_seed
from harness.wait import Failed
from neighbour import expect_alive

SECONDS = float(os.environ.get("HOSTILE_SECONDS", "5"))
LIFE = 30  # seconds after which one counts as lost in a loop
END = rf"{DISABLED_WAIT}|HCPGIR\d+W|HCPGSP\d+I"
# Ways in which the guest "end" never ends: see guest_end.c.
LOOPS = {4: "external", 5: "itself", 7: "operation", 8: "svc", 9: "signal", 10: "restart", 11: "wait"}
LOOPS |= {12: "purge", 13: "clock"}


@pytest.fixture(scope="module", autouse=True)
def volume(system):
    """Of the volume with the hostile guest's disks its own cylinders change, and no others."""
    image = system.folder / "host01.disk"
    before = ckdimage.cylinders(image)
    yield
    system.ask("DETACH HOST01 FROM SYSTEM", "DASD 0303 DETACHED FROM SYSTEM HOST01")
    system.detach(0x303)
    system.wait("HCPERP7012I DASD 0303 is gone", 10)
    changed = [cyl for cyl, pair in enumerate(zip(before, ckdimage.cylinders(image))) if pair[0] != pair[1]]
    assert changed and set(changed) <= {1, 2}  # something came of it


def force(system, userid):
    """The operator ends a user, whatever its guest does."""
    system.ask(f"FORCE {userid}", rf"LOGOFF AS +{userid} .*FORCED BY OPERATOR", 30)


def attack(system, neighbour, name, seed):
    """One life of a hostile guest. Returns whether it came to its own end: it may as well destroy itself."""
    ended = False
    with BareGuest(system, "BARE4") as hostile:
        hostile.load(name, seed)
        with contextlib.suppress(Failed):
            hostile.terminal.wait(END, LIFE)
            ended = "DONE 1 passed" in hostile.output
        assert "FAIL" not in hostile.output, f"{name}, seed {seed:#x}: {hostile.output[-2000:]}"
        expect_alive(system, neighbour)
    return ended


@pytest.mark.parametrize("name", ["hostile", "storm"])
def test_a_hostile_guest_of_a_known_seed_comes_to_its_end(system, neighbour, name):
    """So that at least this one tests all that it can."""
    assert attack(system, neighbour, name, 5)


def test_hostile_guests_of_many_seeds_harm_nobody(system, neighbour):
    """As many as there is time for."""
    seed = first_seed()
    limit = time.monotonic() + SECONDS
    runs = ended = 0
    while runs == 0 or time.monotonic() < limit:
        name = "storm" if (seed + runs) % 4 == 0 else "hostile"
        print(f"run {runs}: {name}, seed {seed + runs:#x}", flush=True)
        ended += attack(system, neighbour, name, seed + runs)
        runs += 1
    print(f"{runs} hostile guests, {ended} came to their own end")


@pytest.mark.parametrize("way", LOOPS, ids=LOOPS.values())
def test_a_guest_that_never_ends_keeps_nobody_from_cp(system, neighbour, way):
    """Not its own user, not the operator, not the neighbour; and it can be forced off."""
    guest = BareGuest(system, "BARE4")
    guest.load("end", way)
    guest.terminal.wait("ENDING by")
    time.sleep(1)  # it is in its loop
    guest.cp("QUERY USERID", r"BARE4 +AT ")
    expect_alive(system, neighbour)
    guest.cp("STOP", "")
    guest.cp("BEGIN", "")
    force(system, "BARE4")
    guest.terminal.close()
    expect_alive(system, neighbour)
