# SPDX-License-Identifier: Apache-2.0
"""The sample directory's CMS users: CMS starts when they log on; the administrator makes another one."""

import re
import subprocess

import mkconfig
import pytest

from harness import BUILD
from harness.system import DIRECTORY, DIRECTORY_SOURCE, SYSTEM_CONFIG, System
from harness.volumes import cms_volume


@pytest.fixture(scope="module")
def system(tmp_path_factory):
    """A system on a volume of its own, with the volume of CMS that make run makes."""
    folder = tmp_path_factory.mktemp("system")
    sysres = folder / "sysres.3390"
    for words in (("create", "--nucleus=12", "--alloc=DRCT=2,PARM=1,SPOL=5", sysres, "3390:40", "TSTRES"),
                  ("nucleus", sysres, BUILD / "cp.elf"),
                  ("directory", sysres, DIRECTORY),
                  ("config", sysres, SYSTEM_CONFIG)):
        subprocess.run([BUILD / "bin/cpfmt", *words], check=True, capture_output=True)
    with System(folder / "run") as running:
        machine = mkconfig.Machine(cpus=2, mainsize=512, volume=sysres, disks={0x201: cms_volume(folder)})
        running.ipl(machine, from_volume=True)
        yield running


def form_disk(terminal, label):
    """Make the user's 191 a disk of CMS."""
    terminal.ask("format 191 a", "Do you wish to continue", 60)
    terminal.ask("1", "Enter disk label:")
    terminal.ask(label, "^Ready;", 60)


def test_user_of_the_sample_directory_is_in_cms(system):
    """With a disk of his own."""
    with system.logon("CMS1") as terminal:
        terminal.collect("^Ready;", 60)
        terminal.ask("query disk a", "^CMS1 +191 +A +R/W +10 3390 +4096 ")
        form_disk(terminal, "mine")
        lines = terminal.ask("query search", "^Ready;")
        assert lines[-3:-1] == ["MINE    191   A    R/W", "CMS190  190   S    R/O"]
        terminal.enter("logoff")
        terminal.wait("LOGOFF AT")


def test_administrator_makes_a_user(system):
    """A directory with an error changes nothing; then the new user logs on, formats his disk and stores a file."""
    with system.logon("MAINT") as terminal:
        terminal.ask("ipl 190", "^Ready;", 60)
        terminal.ask("execio 1 diskw user direct a (string USER CMS3 CMS 32M 64M G", "^Ready;")
        terminal.ask("execio 1 diskw user direct a (string  INCLUDE CMSX", "^Ready;")
        wrong = "\n".join(terminal.ask("directxa", "^Ready", 60))
        assert re.search(r"^\d+:\d+: HCPDIR.*CMSX", wrong, re.MULTILINE), wrong
        assert re.search(r"^Ready\(\d+\);", wrong, re.MULTILINE)
        last = len(DIRECTORY_SOURCE.read_text().splitlines()) + 2
        terminal.ask(f"execio 1 diskw user direct a {last} (string  INCLUDE CMS", "^Ready;")
        terminal.ask("execio 1 diskw user direct a (string  MDISK 0191 3390 51 5 SWUCMS MR", "^Ready;")
        right = "\n".join(terminal.ask("directxa", "^Ready", 60))
        assert "EOJ DIRECTORY UPDATED AND ON LINE" in right, right
        assert "Ready;" in right
        terminal.enter("logoff")
        terminal.wait("LOGOFF AT")
    with system.logon("CMS3", "CMS") as terminal:
        terminal.collect("^Ready;", 60)
        form_disk(terminal, "new")
        terminal.ask("execio 1 diskw first file a (string I am here", "^Ready;")
        terminal.ask("type first file", "^I am here$")


def test_cms_runs_without_a_terminal(system):
    """Started by another user; who logs on then finds it as it is."""
    system.ask("XAUTOLOG CMS2", "AUTO LOGON .*CMS2")
    with system.logon("CMS2") as terminal:
        terminal.wait("RECONNECTED AT")
        terminal.ask("begin", "begin")
        terminal.ask("query search", "^CMS190  190   S    R/O$", 60)
