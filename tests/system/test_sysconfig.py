# SPDX-License-Identifier: Apache-2.0
"""SYSTEM CONFIG and the volumes that it names: mounted, missing, there twice, attached and detached by hand."""

import subprocess

import mkconfig
import pytest

from harness import BUILD
from harness.system import DIRECTORY, System
from harness.telnet3215 import Telnet3215

CPFMT = BUILD / "bin" / "cpfmt"
CONFIG = """/* For this test. */
System_Identifier 2817 * TESTVM
CP_Owned Slot 1 TSTRES
CP_Owned Slot 2 TSTPAG
CP_Owned Slot 3 NOPACK
CP_Owned Slot 9 RESERVED
User_Volume_List TSTUSR ,
                 NOUSER
User_Volume_Include W*
User_Volume_Exclude WX*
Operator_Consoles 0FFF 0009
Timezone_Definition TST East 03.30.00
Timezone_Boundary on 2001-01-01 at 00:00:00 to TST
Character_Defaults Line_End '!' Char_Delete OFF
Features MaxUsers 2 Passwords_on_Cmds Logon NO Link NO
Nonsense 1
"""


def cpfmt(*args):
    subprocess.run([CPFMT, *map(str, args)], check=True, capture_output=True)


def volume(image, volid, nucleus=0):
    cpfmt("create", f"--nucleus={nucleus}", "--alloc=DRCT=2,PARM=1,PAGE=2", image, "3390:20", volid)
    return image


@pytest.fixture(scope="module")
def system(tmp_path_factory):
    """CP from a volume with a configuration, and many disks."""
    folder = tmp_path_factory.mktemp("volumes")
    sysres = volume(folder / "sysres", "TSTRES", nucleus=12)
    cpfmt("nucleus", sysres, BUILD / "cp.elf")
    cpfmt("directory", sysres, DIRECTORY)
    names = {0x201: "TSTPAG", 0x202: "TSTUSR", 0x203: "WORK01", 0x204: "WX0001", 0x205: "TSTUSR", 0x206: "SPARE1"}
    disks = {number: volume(folder / f"{number:X}", volid) for number, volid in names.items()}
    subprocess.run(["dasdinit", "-z", "-lfs", folder / "os", "3390", "OSDISK", "30"], check=True, capture_output=True)
    disks[0x207] = folder / "os"
    (folder / "config").write_text(CONFIG.replace("Nonsense 1\n", ""))
    cpfmt("config", sysres, folder / "config")
    with System(folder / "run") as running:
        running.folder_of_disks = folder
        running.ipl(mkconfig.Machine(cpus=2, mainsize=256, volume=sysres, disks=disks), from_volume=True)
        yield running


def test_volumes_are_mounted_and_what_is_wrong_is_told(system):
    system.ask("QUERY USERID", "OPERATOR AT TESTVM")  # behind all that was told
    log = system.log()
    for text in (
        "HCPISU951I CP volid TSTRES mounted on 0200",
        "HCPISU951I CP volid TSTPAG mounted on 0201",
        "HCPISU7074E CP volid NOPACK is not mounted",
        "HCPISU7134I User volid TSTUSR mounted on 0202",
        "HCPISU7134I User volid WORK01 mounted on 0203",
        "HCPISU7135W User volid NOUSER is not mounted",
        "HCPISU7075E CP volid TSTUSR is on both 0202 and 0205; 0205 is not used",
    ):
        assert text in log
    assert "WX0001" not in log


def test_the_configuration_holds(system):
    system.ask("QUERY USERID", "OPERATOR AT TESTVM")
    system.ask("QUERY TIME", r"TIME IS \d\d:\d\d:\d\d TST ")
    system.ask("QUERY TERMINAL", "LINEND ! , LINEDEL .*CHARDEL OFF")
    system.ask("QUERY CONFIG", "HCPZPC7130I SYSTEM CONFIG has no errors")
    system.ask("QUERY CPOWNED", r"   1  TSTRES  0200  Own    Online and attached\s+"
               r"2  TSTPAG  0201  Own    Online and attached\s+3  NOPACK  ----  Own    Not mounted\s+"
               r"9  ------  ----  -----  Reserved")
    system.ask("QUERY UVOL", r"LIST    TSTUSR\s+LIST    NOUSER Not mounted\s+INCLUDE W\*\s+EXCLUDE WX\*")


@pytest.mark.parametrize("line, answer", [
    ("QUERY DASD", r"0200 CP OWNED  TSTRES   1\s+DASD 0201 CP OWNED  TSTPAG   0\s+DASD 0202 CP SYSTEM TSTUSR   0\s+"
     r"DASD 0203 CP SYSTEM WORK01   0\s+DASD 0204 FREE      WX0001\s+DASD 0205 FREE      TSTUSR\s+"
     r"DASD 0206 FREE      SPARE1\s+DASD 0207 FREE      OSDISK"),
    ("QUERY DASD FREE", r"DASD 0204 FREE"),
    ("QUERY DASD 202-203", r"DASD 0202 CP SYSTEM TSTUSR   0\s+DASD 0203 CP"),
    ("QUERY DASD spare1", "DASD 0206 FREE      SPARE1"),
    ("QUERY DASD DETAILS 207", "0207  CUTYPE = 3990-C2, DEVTYPE = 3390-02, VOLSER = OSDISK, CYLS = 30"),
    ("QUERY DASD OFFLINE", "HCP...040E Device DASD does not exist"),
    ("QUERY DASD NOSUCH", "040E Device NOSUCH does not exist"),
    ("QUERY DASD TOOLONGX", "002E Invalid operand - TOOLONGX"),
    ("QUERY DASD ALL MORE", "003E .*starting with MORE"),
    ("QUERY ALLOC MAP", r"TSTRES 0200          0         12 PERM\s+13         14 DRCT ACTIVE\s+15         15 PARM"),
    ("QUERY ALLOC PAGE", r"TSTPAG 0201 +4 +5 +360 +0   0%"),
    ("QUERY ALLOC NONE", "003E .*starting with NONE"),
    ("QUERY DASD ATTACHED ALL", "003E"),
    ("ATTACH", "021E"),
    ("ATTACH 206", "026E"),
    ("ATTACH 206 TO", "026E"),
    ("ATTACH 206 TO LINUX1", "HCPATR7137E Real devices can be attached to SYSTEM only, not to LINUX1"),
    ("ATTACH 999 SYSTEM", "040E Device 0999 does not exist"),
    ("ATTACH 206 SYSTEM AS", "026E"),
    ("ATTACH 206 SYSTEM AS TOOLONG", "002E Invalid operand - TOOLONG"),
    ("ATTACH 206 SYSTEM NOW", "003E .*starting with NOW"),
    ("ATTACH 009 SYSTEM", "HCPATR7114E DASD 0009 is not a 3390 that can be read"),
    ("ATTACH 205 SYSTEM", "HCPATR7113E DASD 0205: another volume TSTUSR is attached to SYSTEM"),
    ("ATTACH 202 SYSTEM", "HCPATR7116E DASD 0202 is already attached to SYSTEM as TSTUSR"),
    ("ATTACH 205 TO SYSTEM AS OTHER", "DASD 0205 ATTACHED TO SYSTEM OTHER"),
    ("QUERY DASD OTHER", "DASD 0205 CP SYSTEM OTHER    0"),
    ("VARY OFFLINE 205", "7017E Device 0205 is in use by SYSTEM"),
    ("DETACH OTHER FROM SYSTEM", "DASD 0205 DETACHED FROM SYSTEM OTHER"),
    ("DETACH 205 SYSTEM", "HCPDTR7117E DASD 0205 is not attached to SYSTEM"),
    ("DETACH 200 FROM SYSTEM", "HCPDTR7118E DASD 0200 TSTRES is in use by SYSTEM"),
    ("DETACH 205 FROM LINUX1", "HCPATR7137E"),
    ("DETACH NONE FROM SYSTEM", "040E Device NONE does not exist"),
    ("DETACH 205 FROM", "026E"),
])
def test_commands_answer(system, line, answer):
    system.ask(line, answer)


def test_features_limit_users_and_passwords_typed_with_commands(system):
    """OPERATOR and AUTOLOG1, whom CP starts, are as many as there may be."""
    system.ask("XAUTOLOG LINUX1", "HCPLGA7230E LINUX1 can't log on; the maximum number of users is logged on")
    with Telnet3215(system.port("console")) as terminal:
        terminal.wait("ONLINE")
        terminal.ask("LOGON LINUX1 LINUX", "HCPLGA7231E The password is not taken with the command")
    system.ask("FORCE AUTOLOG1", "LOGOFF AS +AUTOLOG1")
    system.ask("XAUTOLOG LINUX1", "AUTO LOGON .* LINUX1")
    system.ask("FOR LINUX1 CMD QUERY USERID", "LINUX1 +AT TESTVM")
    system.ask("LINK ROOT 200 291 RR SECRET", "HCPLNM118E ROOT 0200 not linked; command format not valid")
    system.ask("FORCE LINUX1", "LOGOFF AS +LINUX1")


def test_a_disk_that_vanishes_and_comes_back(system):
    image, other = system.folder_of_disks / "203", system.folder_of_disks / "206"
    system.detach(0x203)
    system.wait("HCPERP7133E DASD 0203 with volume WORK01 is gone", 10)
    system.command(f"attach 203 3390 {image}")
    system.wait("HCPERP7131I DASD 0203 has volume WORK01 again", 10)
    system.detach(0x203)
    system.wait("HCPERP7133E DASD 0203", 10)
    system.command(f"attach 203 3390 {other} ro")
    system.wait("HCPERP7132E DASD 0203 had volume WORK01, and now has SPARE1; it is not used", 10)
    system.ask("DETACH 203 SYSTEM", "DASD 0203 DETACHED FROM SYSTEM WORK01")
    system.ask("QUERY DASD 203", "DASD 0203 FREE")
    system.ask("ATTACH 203 SYSTEM", "DASD 0203 ATTACHED TO SYSTEM SPARE1")


def test_errors_in_a_file_that_was_loaded_are_told(tmp_path):
    """Loaded with CP; the statements without errors count."""
    (tmp_path / "config").write_text(CONFIG)
    with System(tmp_path / "run") as running:
        running.config = tmp_path / "config"
        running.ipl(mkconfig.Machine(cpus=1, mainsize=256))
        running.ask("QUERY USERID", "OPERATOR AT TESTVM")
        assert "HCPZPC7120E SYSTEM CONFIG line 16 column 1: Nonsense is not a statement" in running.log()
        running.ask("QUERY CONFIG", "HCPZPC7120E SYSTEM CONFIG line 16 column 1")
