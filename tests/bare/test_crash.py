# SPDX-License-Identifier: Apache-2.0
"""The emulator is killed at random points while guests make, change and purge spool files.

What CP has acknowledged is there afterwards, whole; what was being done is done or not. CRASH_RUNS and SEED in the
environment say how often, and which row of kills.
"""

import os
import re
import subprocess
import time

import deck
import mkconfig
import mkdeck
import pytest

from harness import BUILD
from harness.chance import chance
from harness.spoolimage import SpoolImage
from harness.system import System
from harness.wait import until

RUNS = int(os.environ.get("CRASH_RUNS", "5"))
CPFMT = BUILD / "bin" / "cpfmt"
WRITERS = (2, 3)
SOON, LATE = 3, 40  # so many files later one is purged: as guest_spooler.c has it
NOT_SEEN = 12  # things that a writer may have done whose acknowledgement was not printed yet
DIRECTORY = """\
USER OPERATOR OPERATOR 32M 64M ABCDEFG
 CONSOLE 0009 3215 T
USER SPOOL1 AUTOONLY 16M 16M G
 IPL 000C
 CONSOLE 0009 3215 T OPERATOR
 SPOOL 000C 2540 READER *
USER SPOOL2 AUTOONLY 16M 16M DG
 COMMAND XAUTOLOG SPOOL3
 IPL 000C
 CONSOLE 0009 3215 T OPERATOR
 SPOOL 000C 2540 READER *
 SPOOL 000D 2540 PUNCH A
USER SPOOL3 AUTOONLY 16M 16M DG
 IPL 000C
 CONSOLE 0009 3215 T OPERATOR
 SPOOL 000C 2540 READER *
 SPOOL 000D 2540 PUNCH A
"""


def nr_cards(writer, n):
    """How long file n of a writer is: as guest_spooler.c has it."""
    return 1 + ((n * 2654435761 + writer & 0xFFFFFFFF) >> 8) % 600 + (6000 if n % 16 == 5 else 0)


@pytest.fixture(scope="module")
def volume(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crash")
    (folder / "USER.DIRECT").write_text(DIRECTORY)
    subprocess.run([BUILD / "bin" / "directxa", "-o", folder / "directory.obj", folder / "USER.DIRECT"], check=True)
    image = folder / "sysres.3390"
    for args in (["create", "--nucleus=12", "--alloc=DRCT=2,PARM=1,SPOL=60", image, "3390:100", "TSTRES"],
                 ["nucleus", image, BUILD / "cp.elf"], ["directory", image, folder / "directory.obj"]):
        subprocess.run([CPFMT, *args], check=True, capture_output=True)
    return image


def load_guest(system, userid, parm):
    """Put the guest that makes files, or reads them, at the start of the user's reader."""
    image = (BUILD / "bare" / "spooler.bin").read_bytes()
    deck.send(("127.0.0.1", system.port("reader")), userid, mkdeck.deck(image, 0x10000, parm), name="SPOOLER")
    spid = system.wait(rf"HCPRDR7015I .* file (\d+) for {userid}", 20)[1]
    system.ask(f"ORDER {userid} READER {spid}", "0001 FILE  ORDERED")


def acknowledged(log, writer):
    """What a writer has said: files closed, changed, purged."""
    return {word: {int(n) for n in re.findall(rf"SPOOL{writer} *: {word} (\d+)", log)}
            for word in ("CLOSED", "CHANGED", "PURGED")}


def in_the_reader(system):
    """SPOOL1's files: (writer, n) to class and records."""
    system.type("QUERY READER SPOOL1 ALL")
    files = {}
    while True:
        found = system.wait(r"SPOOL\d +\d{4} (.) PUN (\d{8}) .* W(\d) +F(\d+) |NO RDR FILES|^CP$", 20)
        if not found[1]:
            return files
        assert (int(found[3]), int(found[4])) not in files, "a file is there twice"
        files[int(found[3]), int(found[4])] = (found[1], int(found[2]))


def judge(files, writer, first, said):
    """Compare what is there with what one writer has said; first is the number of its first file."""
    last = max(said["CLOSED"], default=first - 1)
    for n in range(first, last + 1):
        there = files.get((writer, n))
        if n in said["PURGED"]:
            assert not there, f"W{writer} F{n} was purged and is there"
        elif n + (LATE if n % 4 else SOON) > last + NOT_SEEN:
            assert there, f"W{writer} F{n} was closed and is gone"
        if there and n in said["CHANGED"]:
            assert there[0] == "X", f"W{writer} F{n} was changed and is as before"
    for (owner, n), (spool_class, records) in files.items():
        if owner != writer:
            continue
        assert first <= n <= last + NOT_SEEN, f"W{writer} F{n} was not to be expected"
        assert records == nr_cards(writer, n), f"W{writer} F{n} has {records} cards"
        assert spool_class == "A" or spool_class == "X" and n % 4 == 1, f"W{writer} F{n} has class {spool_class}"


def read_all(system, files):
    """A guest reads everything, which purges it, and finds each file whole."""
    load_guest(system, "SPOOL1", 0)
    system.ask("XAUTOLOG SPOOL1", "AUTO LOGON .*SPOOL1")
    whole = set()
    while found := system.wait(r"SPOOL1 *: (?:FILE (\d+) (\d+) \d+ (\w+)|NO MORE FILES|FAIL.*)", 60):
        if not found[1]:
            break
        assert found[3] == "WHOLE", found[0]
        whole.add((int(found[1]), int(found[2])))
    assert "FAIL" not in found[0]
    assert whole == set(files)
    system.ask("FORCE SPOOL1", r"LOGOFF AS +SPOOL1 .*FORCED BY OPERATOR")


def test_what_was_acknowledged_survives_a_kill(tmp_path, volume):
    """Some rounds of: IPL, look at what the kill before has left, let guests work, kill."""
    dice = chance()
    first, said, total = {writer: 0 for writer in WRITERS}, None, 0
    for run in range(RUNS + 1):
        with System(tmp_path / f"run{run}") as system:
            system.ipl(mkconfig.Machine(cpus=2, mainsize=256, volume=volume), from_volume=True)
            if said:
                assert until(lambda: "HCPWRS2512I" in system.log(), 20)
                assert "HCPWRS7152W" in system.log() and "HCPWRS7155E" not in system.log()
                files = in_the_reader(system)
                for writer in WRITERS:
                    judge(files, writer, first[writer], said[writer])
                read_all(system, files)
                total += len(files)
                print(f"run {run}: {len(files)} files", flush=True)
            if run == RUNS:
                break
            for writer in WRITERS:
                first[writer] = (run + 1) * 100000 + 1
                load_guest(system, f"SPOOL{writer}", writer << 32 | first[writer])
            system.type("XAUTOLOG SPOOL2")  # who starts SPOOL3: the console loses what is typed while they write
            system.wait(rf"SPOOL{dice.choice(WRITERS)} *: CLOSED \d+", 60)
            time.sleep(dice.uniform(0, 1.0))  # the point of the kill is the random input
            system.kill()
            assert "FAIL" not in system.log()
            said = {writer: acknowledged(system.log(), writer) for writer in WRITERS}
            SpoolImage(volume).check()
    assert total, "no run left a file"
