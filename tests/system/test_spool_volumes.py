# SPDX-License-Identifier: Apache-2.0
"""A spool on two volumes: each file is on one; what happens when a volume is missing, or another's."""

import re
import shutil
import subprocess

import deck
import mkconfig
import pytest

from harness import BUILD
from harness.system import DIRECTORY, System
from harness.wait import until

CPFMT = BUILD / "bin" / "cpfmt"
CONFIG = "System_Identifier SPOOL2\nCP_Owned Slot 1 TSTRES\nCP_Owned Slot 7 TSTSPL\n"


def cpfmt(*args):
    return subprocess.run([CPFMT, *map(str, args)], check=True, capture_output=True, text=True).stdout


class TwoVolumes:
    """A system volume with 2 cylinders of spool space and another with 4, and systems that run from them."""

    def __init__(self, folder):
        self.folder = folder
        self.first, self.second = folder / "tstres.3390", folder / "tstspl.3390"
        (folder / "config").write_text(CONFIG)
        cpfmt("create", "--nucleus=12", "--alloc=DRCT=2,PARM=1,SPOL=2", self.first, "3390:40", "TSTRES")
        cpfmt("nucleus", self.first, BUILD / "cp.elf")
        cpfmt("directory", self.first, DIRECTORY)
        cpfmt("config", self.first, folder / "config")
        cpfmt("create", "--nucleus=0", "--alloc=SPOL=4", self.second, "3390:10", "TSTSPL")
        self.system = None

    def start(self, second=True):
        """IPL with or without the second volume; returns what was said about the spool."""
        if self.system:
            self.system.kill()
        self.system = System(self.folder / "run")
        machine = mkconfig.Machine(cpus=2, mainsize=256, volume=self.first)
        if second:
            machine.disks[0x201] = self.second
        self.system.ipl(machine, from_volume=True)
        assert until(lambda: "HCPWRS2512I" in self.system.log(), 20)
        return "\n".join(re.findall(r"HCPWRS.*", self.system.log()))

    def feed(self, user, cards):
        """A file for a user."""
        first = f"USERID {user}".ljust(80).encode("cp037")
        deck.send_cards(("127.0.0.1", self.system.port("reader")), first + b"x" * 80 * cards)
        self.system.wait(r"HCPRDR7015I .*", 20)

    def used(self):
        """Blocks in use of the first and of the second volume."""
        found = self.system.ask("QUERY ALLOC SPOOL", r"TSTRES 0200 +\d+ +\d+ +360 +(\d+) ")
        return int(found[1]), int(self.system.wait(r"TSTSPL 0201 +\d+ +\d+ +720 +(\d+) ", 10)[1])


@pytest.fixture(scope="module")
def volumes(tmp_path_factory):
    volumes = TwoVolumes(tmp_path_factory.mktemp("volumes"))
    yield volumes
    if volumes.system:
        volumes.system.kill()


def test_files_go_where_most_room_is(volumes):
    """And are found on both volumes after a crash."""
    assert "Spool files available 0" in volumes.start()
    for user in ("LINUX1", "LINUX2", "LINUX3", "LINUX4"):
        volumes.feed(user, 6000)  # 137 blocks, a table, a descriptor; 540 free, then 401, 262, 123 < 180
    assert volumes.used() == (180 + 139, 180 + 3 * 139)
    assert "Spool files available 4" in volumes.start()
    assert volumes.used() == (180 + 139, 180 + 3 * 139)


def test_without_a_volume_its_files_are_not_there_and_come_back_with_it(volumes):
    """Whatever was done with the others meanwhile."""
    assert "Spool files available 1\n" in volumes.start(second=False)
    volumes.system.ask("QUERY READER LINUX1 ALL", "NO RDR FILES")
    volumes.feed("LINUX1", 100)  # gets the number of one that is away
    volumes.system.ask("PURGE LINUX4 READER ALL", "0001 FILE  PURGED")
    said = volumes.start()
    assert "Spool files available 4" in said
    assert "HCPWRS7156I Spool file 0001 of LINUX1 has the number 0002 now" in said
    volumes.system.ask("QUERY READER LINUX4 ALL", "NO RDR FILES")
    assert "HCPWRS7156I" not in volumes.start()


def test_a_volume_of_another_spool_is_left_alone(volumes):
    """Until a COLD start."""
    volumes.system.kill()
    shutil.copy(volumes.second, volumes.folder / "kept")
    volumes.second.unlink()
    cpfmt("create", "--nucleus=0", "--alloc=SPOL=4", volumes.second, "3390:10", "TSTSPL")
    volumes.system = None
    assert "Spool files available 1\n" in volumes.start()  # a new volume is taken
    volumes.system.kill()
    system = volumes.system = System(volumes.folder / "run")
    system.start(mkconfig.Machine(cpus=2, mainsize=256, volume=volumes.first))
    system.command("loadparm COLD")
    system.command("ipl 0200")
    system.wait("HCPIRE7070I", 60)
    system.kill()
    shutil.copy(volumes.folder / "kept", volumes.second)
    said = volumes.start()
    assert "HCPWRS7154E Spool space on volume TSTSPL is not used: it is another system's" in said
    assert "Spool files available 0" in said
