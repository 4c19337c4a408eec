# SPDX-License-Identifier: Apache-2.0
"""Linux guests that use more storage than the machine has: what they compute is right, few with much and many with little.

The kernel is built by "make mass", which check-system does first; where that can't be, this is skipped and said.
"""

import argparse
import re
import sys

import mkconfig
import pytest

from harness import TOP
from harness.volumes import page_volume

sys.path.insert(0, str(TOP / "tests" / "scale"))

import scale  # noqa: E402

MAINSIZE, STORAGE = 72, 64  # MB of the machine, of each guest
CYLINDERS = 400  # of paging space
COUNT, ROUNDS = 600000, 2  # numbers that a guest's program keeps, and how often it adds them
USERS = ("M000000", "M000001")
PROGRAM = f"awk 'BEGIN{{for(i=0;i<{COUNT};i++)a[i]=i%7;for(r=0;r<{ROUNDS};r++){{s=0;for(i=0;i<{COUNT};i++)s+=a[i];print r,s}}}}'"
SUM = sum(number % 7 for number in range(COUNT))
CROWD, CROWD_MAINSIZE = 1500, 240  # guests that use 0.7 MB each while they are awake, MB of their machine
RECEIVERS = 16  # of their answers
SECONDS = 600  # on a machine that others use, too

pytestmark = pytest.mark.skipif(not (scale.MASS / "kernel").exists(), reason="the mass guest is not built: make mass")


@pytest.fixture
def system(tmp_path):
    """CP with little storage, and paging space on a disk."""
    machine = mkconfig.Machine(cpus=min(2, mkconfig.host_cpus()), mainsize=MAINSIZE)
    machine.disks[0x300] = page_volume(tmp_path / "page01.3390", "PAGE01", CYLINDERS)
    with scale.MassSystem(tmp_path / "system") as running:
        running.ipl(machine)
        running.ask("ATTACH 0300 TO SYSTEM", "ATTACHED TO SYSTEM")
        yield running


def start(system, userid):
    """A guest with much storage that waits for lines."""
    scale.feed(system, userid)
    system.type(f"XAUTOLOG {userid} STORAGE {STORAGE}M")
    system.wait(rf"MASS-UP {userid}", scale.BOOT_LIMIT, f"{userid} to come up")


def test_programs_of_linux_wait_for_their_pages(system):
    """Both compute right what needs all storage; each was told of missing pages, and storage was out on the disk."""
    for userid in USERS:
        start(system, userid)
    begin = system.mark
    for userid in USERS:
        system.type(f"SEND {userid} {PROGRAM}; echo END")
    for userid in USERS:
        system.mark = begin
        system.wait(rf"{userid} +: END", SECONDS, f"the program of {userid}")
        said = re.findall(rf"{userid} +: \d (\d+)$", system.log(), re.MULTILINE)
        assert said == [str(SUM)] * ROUNDS
        told = system.ask(f"QUERY INTERCEPTS {userid}", rf"PFAULT=?\s*(\d+){scale.END}")
        assert int(told[1]) > 0
    used = system.ask("QUERY ALLOC PAGE", rf"PAGE01 0300 +1 +{CYLINDERS} +\d+ +(\d+) ")
    assert int(used[1]) > 1000


def test_a_crowd_that_is_awake_does_not_fit(tmp_path):
    """Clones that answer faster than they get quiet, if the host is not too slow: all are right, twice."""
    args = argparse.Namespace(folder=tmp_path, guests=CROWD, how="clone", samples=1, window=1, receivers=RECEIVERS, again=None)
    with scale.MassSystem(tmp_path / "system") as system:
        system.ipl(mkconfig.Machine(cpus=min(2, mkconfig.host_cpus()), mainsize=CROWD_MAINSIZE, line_terminals=RECEIVERS))
        run = scale.Scale(system, args)
        run.start_collector()
        everybody = run.start(CROWD, run.start_all_by_clone)
        for _ in range(2):
            run.ask(everybody)
        assert run.questions.wrong == []
        assert run.questions.asked >= 2 * CROWD
        system.ask("QUERY SETTLE", r"HURRIED=\d+")  # for the log
