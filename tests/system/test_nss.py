# SPDX-License-Identifier: Apache-2.0
"""Saved systems: CMS is saved once, and many have its nucleus in common; the file outlives the system."""

import mkconfig
import pytest
from harness import BUILD, cms
from harness.system import System
from harness.volumes import tool

DIRECTORY = """
PROFILE CMS
 MACHINE Z
 CONSOLE 0009 3215 T
 SPOOL 000C 2540 READER *
 LINK MAINT 0190 0190 RR
USER OPERATOR OPERATOR 32M 32M ABCDEFG
 CONSOLE 0009 3215 T
USER MAINT MAINT 32M 64M ABCDEFG
 MACHINE Z
 CONSOLE 0009 3215 T
 MDISK 0190 3390 1 20 TSTUSR MR
USER ONE ONE 32M 64M G
 INCLUDE CMS
 OPTION PAGESHARE
USER TWO TWO 32M 64M G
 INCLUDE CMS
 OPTION PAGESHARE
USER ALONE ALONE 32M 64M G
 INCLUDE CMS
USER SMALL SMALL 8M 8M G
 INCLUDE CMS
"""
DEFSYS = "DEFSYS CMS 0-1F EW F00-FFF SR MINSIZE=17M PARMREGS=0-15"


def logoff(display):
    """End the session; the logo comes back."""
    display.enter("#CP LOGOFF")
    display.wait("LOGOFF AT")


class Saved:
    """A system volume with spool space, the disk of CMS, and systems that run from them."""

    def __init__(self, folder):
        self.folder, self.volume, self.disk = folder, folder / "tstres.3390", folder / "disk"
        (folder / "config").write_text("System_Identifier SAVED\nCP_Owned Slot 1 TSTRES\nUser_Volume_Include TSTUSR\n")
        cms.make_volume(folder, DIRECTORY)
        tool("cpfmt", "create", "--nucleus=12", "--alloc=DRCT=2,PARM=1,SPOL=4", self.volume, "3390:40", "TSTRES")
        tool("cpfmt", "nucleus", self.volume, BUILD / "cp.elf")
        tool("cpfmt", "directory", self.volume, folder / "directory.obj")
        tool("cpfmt", "config", self.volume, folder / "config")
        self.system = None

    def start(self):
        """End what runs at once, as by a power failure, if it runs; IPL."""
        if self.system:
            self.system.kill()
        self.system = System(self.folder / "run")
        self.system.ipl(mkconfig.Machine(cpus=2, mainsize=512, volume=self.volume, disks={0x201: self.disk}), from_volume=True)
        return self.system


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """MAINT has saved CMS."""
    saved = Saved(tmp_path_factory.mktemp("saved"))
    with saved.start().logon("MAINT", "MAINT") as display:
        display.ask(DEFSYS, r"^HCPNSD440I The Named Saved System \(NSS\) CMS was successfully defined in fileid 0")
        lines = display.ask("IPL 190 PARM SAVESYS CMS", "^Ready;")
        assert "HCPNSS440I Named Saved System (NSS) CMS was successfully saved in fileid 0001" in "".join(lines)
    yield saved
    saved.system.kill()


def test_ipl_of_a_saved_system_is_cms_in_storage_in_common(saved):
    """Two users IPL CMS: it works, QUERY NSS counts them, and nobody changes the nucleus."""
    system = saved.system
    with system.logon("ONE", "ONE") as one, system.logon("TWO", "TWO") as two:
        for display in (one, two):
            assert "Stillwater CMS Level 1" in display.ask("IPL CMS", "^Ready;")
        assert "ONE" in " ".join(one.ask("query userid", "^Ready;"))
        assert "CMS190  190   S    R/O" in two.ask("query search", "^Ready;")
        system.ask("QUERY NSS ALL MAP", r"0001 CMS      NSS      0017408K 0000000 000001F EW   A  00002  00-15    NO")
        one.ask("#CP STORE SF00000 00", "HCPNSS7285E")
        one.ask("query userid", "^Ready;")
        logoff(one)
        logoff(two)


def test_without_pageshare_cms_is_a_copy_and_too_small_a_machine_is_told(saved):
    """IPL works in both cases as it can."""
    with saved.system.logon("ALONE", "ALONE") as alone:
        assert "Stillwater CMS Level 1" in alone.ask("IPL CMS PARM WHATEVER", "^Ready;")
        alone.ask("#CP STORE SF00000 00", "Store complete")
        logoff(alone)
    with saved.system.logon("SMALL", "SMALL") as small:
        small.ask("IPL CMS", "^HCPNSS7276E CMS needs a virtual machine of 17M")
        logoff(small)


@pytest.mark.parametrize("how", ["crash", "SHUTDOWN"])
def test_a_saved_system_survives(saved, how):
    """The end of the system, with and without order."""
    if how == "SHUTDOWN":
        saved.system.shutdown()
    with saved.start().logon("ONE", "ONE") as one:
        saved.system.ask("QUERY NSS ALL", r"\*NSS     0001 NSS  A .*CMS      NSS      MAINT")
        assert "Stillwater CMS Level 1" in one.ask("IPL CMS", "^Ready;")
        logoff(one)


def test_another_one_takes_its_place_and_the_old_one_goes_with_its_last_user(saved):
    """SAVESYS of a name that is in use: class P until then."""
    system = saved.system
    with system.logon("ONE", "ONE") as one, system.logon("MAINT", "MAINT") as maint:
        one.ask("IPL CMS", "^Ready;")
        maint.ask(DEFSYS, "in fileid 0")
        maint.ask("IPL 190 PARM SAVESYS CMS", "^Ready;")
        system.ask("QUERY NSS 1", r"NSS  P ")
        system.ask("QUERY NSS 2", r"NSS  A ")
        one.ask("query userid", "^Ready;")
        one.ask("#CP IPL CMS", "^Ready;")
        system.ask("QUERY NSS 1", "NO NSS FILES")
        system.ask("PURGE NSS CMS", "0001 FILES PENDING PURGE")
        one.ask("#CP IPL CMS", "^HCPNSS044E System CMS does not exist")
        logoff(one)
        system.ask("QUERY NSS", "NO NSS FILES")
