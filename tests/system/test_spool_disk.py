# SPDX-License-Identifier: Apache-2.0
"""Spool files on SPOL space: they are there after SHUTDOWN and after the emulator was killed."""

import re
import subprocess

import deck
import mkconfig
import pytest

from harness import BUILD
from harness.system import DIRECTORY, System
from harness.wait import until

CPFMT = BUILD / "bin" / "cpfmt"
LINE = r"LINUX2 +(\d{4}) (.) PUN (\d{8}) (\d{3}) (\S+) +\S+ \S+ (\S+)"


def cpfmt(*args):
    return subprocess.run([CPFMT, *map(str, args)], check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def volume(tmp_path_factory):
    """A system volume with 8 cylinders of spool space in two extents."""
    image = tmp_path_factory.mktemp("spool") / "sysres.3390"
    cpfmt("create", "--nucleus=12", "--alloc=DRCT=2,SPOL=5,PARM=1,SPOL=3", image, "3390:60", "TSTRES")
    cpfmt("nucleus", image, BUILD / "cp.elf")
    cpfmt("directory", image, DIRECTORY)
    return image


class SpoolSystem:
    """One system after another from the volume."""

    def __init__(self, folder, volume):
        self.folder = folder
        self.volume = volume
        self.system = None

    def start(self, loadparm=""):
        """IPL; returns what was said about the spool."""
        self.system = System(self.folder)
        machine = mkconfig.Machine(cpus=2, mainsize=256, volume=self.volume)
        if loadparm:
            self.system.start(machine)
            self.system.command(f"loadparm {loadparm}")
            self.system.command(f"ipl {mkconfig.SYSTEM_VOLUME:04X}")
            self.system.wait("HCPIRE7070I", 60)
        else:
            self.system.ipl(machine, from_volume=True)
        # The operator's console lags behind the system console, where CP says that it is ready.
        assert until(lambda: "HCPWRS2512I" in self.system.log(), 20)
        return "\n".join(re.findall(r"HCPWRS.*", self.system.log()))

    def feed(self, name, cards, spool_class="A"):
        """A file for LINUX2; cards: bytes."""
        first = f"USERID LINUX2 CLASS {spool_class} NAME {name}".ljust(80).encode("cp037")
        deck.send_cards(("127.0.0.1", self.system.port("reader")), first + cards)
        return self.system.wait(r"HCPRDR7015I .* file (\d{4}) for", 20)[1]

    def files(self):
        """LINUX2's reader, in order: number, class, records, copies, hold, name."""
        self.system.type("QUERY READER LINUX2 ALL")
        lines = []
        while True:
            found = self.system.wait(rf"{LINE}|NO RDR FILES|^CP$", 20)
            if not found[1]:
                return lines
            lines.append(found.groups())


@pytest.fixture(scope="module")
def spool(tmp_path_factory, volume):
    spool = SpoolSystem(tmp_path_factory.mktemp("run"), volume)
    yield spool
    if spool.system:
        spool.system.kill()


def test_files_survive_shutdown_with_all_that_is_known_of_them(spool):
    """WARM: number, order, class, copies, hold, name; and the tag."""
    assert "HCPWRS2513I Spool files available 0" in spool.start()
    for name in ("ONE", "TWO", "THREE"):
        spool.feed(name, name.encode("cp037").ljust(80) * 2000)
    system = spool.system
    system.ask("ORDER LINUX2 READER 3", "0001 FILE  ORDERED")
    # The checkpoint; for each file a descriptor, a table, and 2000 records of 80 bytes and 12 in pages of 4048.
    found = system.ask("QUERY ALLOC SPOOL", r"SUMMARY SPOL +1440 +(\d+) +(\d+)%")
    assert int(found[1]) == 180 + 3 * (1 + 1 + -(-2000 // (4048 // 92))) and found[2] == "22"
    system.ask("CHANGE LINUX2 READER 2 CLASS Q COPY 7 HOLD NAME CHANGED", "0001 FILE  CHANGED")
    system.ask("TRANSFER LINUX2 READER 1 TO * ", "0001 FILE  TRANSFERRED")
    system.ask("TAG FILE 1 to be kept with it", "^CP$")
    before = spool.files()
    assert [line[5] for line in before] == ["THREE", "CHANGED"]
    system.shutdown()
    assert spool.start() == "HCPWRS2513I Spool files available 3\nHCPWRS2512I Spooling initialization is complete"
    assert spool.files() == before
    spool.system.ask("TAG QUERY FILE 1", "to be kept with it")
    assert spool.feed("FOUR", b"x" * 80) == "0004"


def test_shutdown_reipl_comes_up_again_by_itself(spool):
    """With the files, WARM, whatever the loader's parameter says; and once more."""
    system = spool.system
    before = spool.files()
    system.command("loadparm COLD")
    for _ in range(2):
        system.type("SHUTDOWN IMMEDIATE REIPL")
        system.wait("HCPWRP7067I System shutdown complete; CP is loaded again from 0200", 60)
        system.wait("HCPWRS2513I Spool files available 4", 60)
        system.wait("HCPIRE7070I", 20)
        assert spool.files() == before
    system.command("loadparm")


def test_closed_files_survive_a_kill(spool):
    """FORCE: nothing that was answered is lost, nothing that was purged comes back."""
    spool.system.ask("PURGE LINUX2 READER 3", "0001 FILE  PURGED")
    before = spool.files()
    spool.system.kill()
    said = spool.start()
    assert "HCPWRS7152W" in said and "HCPWRS2513I Spool files available 3" in said
    assert spool.files() == before
    assert [line[5] for line in before] == ["CHANGED", "FOUR"]
    assert "no errors" in cpfmt("check", spool.volume)


def test_a_full_spool_refuses_and_loses_nothing(spool):
    """Each user gets a part; the operator hears of it before it is full, and when it is."""
    system = spool.system
    before = spool.files()
    mark = len(system.log())
    refused = ""
    for cards in (10000, 3000, 3000):
        for user in ("LINUX1", "LINUX3", "LINUX4"):
            first = f"USERID {user}".ljust(80).encode("cp037")
            deck.send_cards(("127.0.0.1", system.port("reader")), first + b"x" * 80 * cards)
            refused += system.wait(r"HCPRDR701[45]. .*", 30)[0] * (cards == 3000)
    for user in ("OPERATOR", "AUTOLOG1", "MAINT"):
        first = f"USERID {user}".ljust(80).encode("cp037")
        deck.send_cards(("127.0.0.1", system.port("reader")), first + b"x" * 80 * 8000)
        refused += system.wait(r"HCPRDR701[45]. .*", 30)[0]
    assert "may have no more files or blocks" in refused and "there is no room in the spool" in refused
    log = system.log()[mark:]
    assert log.index("HCPPGT401I 90 percent of spool space is in use") < log.index("HCPPGT400I All available spool")
    assert spool.files() == before
    system.kill()
    spool.start()
    assert spool.files() == before
    for user in ("LINUX1", "LINUX3", "LINUX4", "OPERATOR", "AUTOLOG1", "MAINT"):
        spool.system.ask(f"PURGE {user} READER ALL", "FILES? +PURGED")
    spool.system.ask("QUERY ALLOC SPOOL", r"SUMMARY SPOL +1440 +\d+ +1[0-9]%")


def test_a_disk_that_goes_away_is_no_harm_when_it_comes_back(spool):
    """Commands say that the disk does not have it; SHUTDOWN writes it when it can."""
    system = spool.system
    spool.feed("BEFORE", b"x" * 80)
    system.detach(0x200)
    system.wait("HCPERP7012I DASD 0200 is gone", 20)
    deck.send_cards(("127.0.0.1", system.port("reader")), "ID LINUX2".ljust(80).encode("cp037") + b"x" * 80)
    system.wait("HCPRDR7014E .* there is no room in the spool", 20)
    system.ask("CHANGE LINUX2 READER ALL COPY 9", "HCPSPL7150E Not all changes of spool files are on disk")
    system.wait("FILES? +CHANGED", 10)
    before = spool.files()
    system.command(f"attach 0200 3390 {spool.volume}")
    system.wait("has volume TSTRES again", 20)
    assert spool.feed("AFTER", b"x" * 80)
    system.shutdown()
    assert "HCPWRS7152W" not in spool.start()
    assert spool.files()[:-1] == before and before[0][3] == "009"


def test_cold_start_empties_the_spool(spool):
    """And the next start does not find the old files again."""
    spool.system.kill()
    assert "HCPWRS7153I COLD start: the spool is empty" in spool.start("COLD")
    assert spool.files() == []
    spool.feed("NEW", b"x" * 80)
    spool.system.kill()
    assert "Spool files available 1\n" in spool.start("FORCE")
    assert [line[5] for line in spool.files()] == ["NEW"]
