# SPDX-License-Identifier: Apache-2.0
"""Saved systems: CMS is saved once, and many have its nucleus in common; the file outlives the system."""

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


def run(*words):
    """Run a host tool; return what it says."""
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True, timeout=120).stdout


@pytest.fixture(scope="module")
def volume(tmp_path_factory):
    """A volume with the system disk, and spool space."""
    folder = tmp_path_factory.mktemp("volume")
    (folder / "USER.DIRECT").write_text(DIRECTORY)
    run(BUILD / "bin/directxa", "-o", folder / "directory.obj", folder / "USER.DIRECT")
    run(BUILD / "bin/cmsnuc", BUILD / "cms.bin", "20", folder / "190")
    run(BUILD / "bin/cpfmt", "create", "--nucleus=0", "--alloc=", folder / "disk", "3390:40", "TSTUSR")
    run(BUILD / "bin/cpimage", "put", "--raw", "--directory", folder / "directory.obj",
        folder / "disk", "MAINT/0190", folder / "190")
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
def saved(system):
    """MAINT has saved CMS."""
    with system.logon("MAINT", "MAINT") as display:
        display.ask(DEFSYS, r"^HCPNSD440I The Named Saved System \(NSS\) CMS was successfully defined in fileid 0")
        lines = display.ask("IPL 190 PARM SAVESYS CMS", "^Ready;")
        assert "HCPNSS440I Named Saved System (NSS) CMS was successfully saved in fileid 0001" in "".join(lines)
    return system


def test_ipl_of_a_saved_system_is_cms_in_storage_in_common(saved):
    """Two users IPL CMS: it works, and QUERY NSS counts them."""
    with saved.logon("ONE", "ONE") as one, saved.logon("TWO", "TWO") as two:
        for display in (one, two):
            assert "Stillwater CMS Level 1" in display.ask("IPL CMS", "^Ready;")
        assert "ONE" in " ".join(one.ask("query userid", "^Ready;"))
        assert "CMS190  190   S    R/O" in two.ask("query search", "^Ready;")
        saved.ask("QUERY NSS ALL MAP", r"0001 CMS      NSS      0017408K 0000000 000001F EW   A  00002  00-15    NO")
