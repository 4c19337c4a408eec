# SPDX-License-Identifier: Apache-2.0
"""CMS: loaded from its system disk, commands, immediate commands, and what it costs when nobody types."""

import re
import subprocess

import mkconfig
import pytest
from harness import BUILD
from harness.system import System

DIRECTORY = """
PROFILE CMS
 MACHINE Z
 CONSOLE 0009 3215 T
 SPOOL 000C 2540 READER *
 SPOOL 000D 2540 PUNCH A
 SPOOL 000E 1403 A
 LINK MAINT 0190 0190 RR
USER OPERATOR OPERATOR 32M 32M ABCDEFG
 CONSOLE 0009 3215 T
USER MAINT NOLOG
 MDISK 0190 3390 1 20 TSTUSR RR
USER CMSUSER CMSUSER 32M 64M G
 INCLUDE CMS
 MDISK 0191 3390 21 10 TSTUSR MR
"""


def run(*words):
    """Run a host tool; return what it says."""
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True, timeout=120).stdout


@pytest.fixture(scope="module")
def volume(tmp_path_factory):
    """A volume with the system disk, and a minidisk that nobody has formatted."""
    folder = tmp_path_factory.mktemp("volume")
    (folder / "USER.DIRECT").write_text(DIRECTORY)
    run(BUILD / "bin/directxa", "-o", folder / "directory.obj", folder / "USER.DIRECT")
    run(BUILD / "bin/cpfmt", "create", "--nucleus=0", "--alloc=", folder / "disk", "3390:40", "TSTUSR")
    run(BUILD / "bin/cpimage", "put", "--raw", "--directory", folder / "directory.obj",
        folder / "disk", "MAINT/0190", BUILD / "cms190.img")
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
        display.ask("IPL 190", "Stillwater CMS")
        yield display


READY = r"^Ready; T=\d+\.\d\d/\d+\.\d\d \d\d:\d\d:\d\d$"


def said(terminal, command, ready=READY):
    """What CMS types for a command, up to its ready message, which must be the one that is given."""
    lines = terminal.ask(command, r"^Ready[(;]")
    assert re.match(ready, lines[-1]), lines
    return "\n".join(line for line in lines[:-1] if line != command).strip()


def test_commands_end_with_ready_and_their_return_code(terminal):
    """CMS's own, CP's, and what nobody knows."""
    assert re.match(r"Stillwater CMS Level \d+$", said(terminal, "query cmslevel"))
    assert said(terminal, "nonsense", r"Ready\(-0003\); T=") == "Unknown CP/CMS command"
    assert re.match("CMSUSER +AT ", said(terminal, "query userid"))
    assert "HCPQVD040E Device 0777 does not exist" in said(terminal, "query virtual 0777", r"Ready\(00040\); T=")
    wrong = "DMSHLP254E HELP cannot find the information you requested: NOSUCH"
    assert said(terminal, "help nosuch", r"Ready\(00028\); T=") == wrong
    assert said(terminal, "set impcp off") == ""
    assert said(terminal, "link maint 190 291 rr", r"Ready\(-0003\); T=") == "Unknown CMS command"
    assert re.match("CMSUSER +AT ", said(terminal, "cp query userid"))
    assert said(terminal, "set impcp on") == ""


def test_cms_does_nothing_when_nobody_types(terminal, system):
    """Its virtual CPU is not even looked at."""
    assert re.match("IMPCP += ON", said(terminal, "query impcp"))
    terminal.wait_status("RUNNING")
    seen = {system.ask("QUERY INTERCEPTS CMSUSER", r"USERID=CMSUSER +SIE=(\d+)")[1] for _ in range(3)}
    assert len(seen) == 1


def test_hx_ends_what_runs_and_ht_drops_output(terminal):
    """Obeyed at once, and over with the next command."""
    assert terminal.ask("hx", "^CMS$")
    terminal.ask("ht", "ht")
    assert "Stillwater" in said(terminal, "query cmslevel")
