# SPDX-License-Identifier: Apache-2.0
"""REXX in CMS: what a few hundred programs say is what Debian's regina says of them; EXECs and their surroundings."""

import os
import random
import re
import shutil
import subprocess
import sys

import mkconfig
import pytest
from harness import BUILD, TOP
from harness.system import System
from harness.volumes import tool

REXX = TOP / "tests/system/rexx"
sys.path.insert(0, str(REXX))

import generate  # noqa: E402: it is beside the programs

DIRECTORY = """
PROFILE CMS
 MACHINE Z
 CONSOLE 0009 3215 T
 LINK MAINT 0190 0190 RR
USER OPERATOR OPERATOR 32M 32M ABCDEFG
 CONSOLE 0009 3215 T
USER MAINT NOLOG
 MDISK 0190 3390 1 20 TSTUSR RR
USER CMSUSER CMSUSER 32M 64M ABG
 INCLUDE CMS
 MDISK 0191 3390 21 10 TSTUSR MR
""" + "".join(f"""
USER GUEST{nr} NOPASS 16M 16M G
 INCLUDE CMS
 IPL 0190 PARM NOPROF
""" for nr in range(1, 6))
RANDOM_PROGRAMS = 200
SEED = int(os.environ.get("SEED", "1"))  # fixed: some programs of chance make Debian's regina loop or end
BATCH = """/* Calls P1 to Pn, and says what they return */
parse arg n
do i = 1 to n
 drop result
 interpret 'call P'i
 if symbol('RESULT') = 'LIT' then result = 'nothing'
 say '=== P'i result
end
"""
BLOCKS = 10 * 180  # of the minidisk


def programs():
    """All programs: those that were written, each begins with a comment at its line's start, and those of chance."""
    written = re.split(r"^(?=/\*)", (REXX / "programs").read_text(), flags=re.MULTILINE)[1:]
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    return written + [generate.program(chance) for _ in range(RANDOM_PROGRAMS)]


EXECS = {"BATCH": BATCH}


@pytest.fixture(scope="module")
def volume(tmp_path_factory):
    """A volume with CMS and a minidisk with EXECs."""
    folder = tmp_path_factory.mktemp("volume")
    (folder / "USER.DIRECT").write_text(DIRECTORY)
    tool("directxa", "-o", folder / "directory.obj", folder / "USER.DIRECT")
    tool("cpfmt", "create", "--nucleus=0", "--alloc=", folder / "disk", "3390:40", "TSTUSR")
    where = ("--directory", folder / "directory.obj", folder / "disk")
    tool("cpimage", "put", "--raw", *where, "MAINT/0190", BUILD / "cms190.img")
    tool("edf", "format", "--blocks", BLOCKS, folder / "blocks", "-")
    execs = {**EXECS, **{f"P{nr}": text for nr, text in enumerate(programs(), 1)}}
    for fn, text in execs.items():
        (folder / fn).write_text(text)
        tool("edf", "put", folder / "blocks", "-", folder / fn, fn, "EXEC")
    tool("cpimage", "put", "--raw", *where, "CMSUSER/0191", folder / "blocks")
    return folder


@pytest.fixture(scope="module")
def system(volume, tmp_path_factory):
    """A system with that volume."""
    with System(tmp_path_factory.mktemp("system")) as running:
        running.directory = volume / "directory.obj"
        running.ipl(mkconfig.Machine(cpus=2, mainsize=512, disks={0x201: volume / "disk"}))
        running.ask("ATTACH 0201 TO SYSTEM", "DASD 0201 ATTACHED TO SYSTEM TSTUSR")
        yield running


@pytest.fixture(scope="module")
def terminal(system):
    """CMSUSER's display, with CMS."""
    with system.logon("CMSUSER", "CMSUSER") as display:
        display.ask("IPL 190", "^Ready;")
        yield display


READY = r"^Ready; T="


def said(terminal, command, ready=READY, seconds=20):
    """What CMS types for a command, up to its ready message, which must be the one that is given."""
    lines = terminal.ask(command, r"^Ready[(;]", seconds)
    assert re.match(ready, lines[-1]), lines
    return "\n".join(line for line in lines[:-1] if line != command).strip()


def by_program(text):
    """The lines of all programs, each in a list of its own with what it returned; long lines parted as on the console."""
    lines = [line[at : at + 130].rstrip() for line in text.splitlines() for at in range(0, max(len(line), 1), 130)]
    return re.split(r"(?<=\n)(?====)", "\n".join(lines))


@pytest.mark.skipif(not shutil.which("regina"), reason="Debian's regina is not here")
def test_programs_say_what_they_say_in_debians_regina(terminal, volume):
    """Also what they return. Blanks at the ends of lines do not count."""
    nr = len(programs())
    assert said(terminal, f"pipe cms exec batch {nr} | > result out a", seconds=60) == ""
    got = tool("edf", "get", "--directory", volume / "directory.obj", volume / "disk", "CMSUSER/0191", "RESULT", "OUT", "-")
    here = {**os.environ, "REGINA_MACROS": str(volume)}
    run = subprocess.run(
        ["regina", volume / "BATCH", str(nr)], env=here, capture_output=True, encoding="latin1", timeout=60, check=True
    )
    want = by_program(run.stdout)
    assert len(want) == nr + 1, run.stderr
    for i, (mine, theirs) in enumerate(zip(by_program(got), want)):
        assert mine == theirs, (volume / f"P{i + 1}").read_text()
