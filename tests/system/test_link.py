# SPDX-License-Identifier: Apache-2.0
"""Minidisks: MDISK and LINK statements at logon, LINK with modes and passwords, DETACH, QUERY LINKS and MDISK."""

import struct
import subprocess

import mkconfig
import pytest
from harness import BUILD
from harness.system import System

USERS = """
PROFILE P
 CONSOLE 0009 3215 T OPERATOR
USER OPERATOR OPERATOR 32M 32M ABCDEFG
 CONSOLE 0009 3215 T
USER OWNER OWNER 32M 32M G
 INCLUDE P
 MDISK 0191 3390 1 5 TSTUSR MR READPW WRITEPW MULTIPW
 MDISK 0192 3390 4 4 TSTUSR WR
 MDISK 0193 3390 1 5 NOPACK MR
 MDISK 0194 3390 15 6 TSTUSR MR
 MDISK 0195 3390 15 END TSTUSR R ALL
 MDISK 0196 3390 DEVNO 0201 RR
 MDISK 0197 3390 10 2 TSTUSR MR
USER READER AUTOONLY 32M 32M G
 INCLUDE P
 LINK OWNER 0191 0291 RR
 LINK OWNER 0191 0292 R
 LINK OWNER 0191 0293 MR
 LINK OWNER 0777 0294
USER PERSON PERSON 32M 32M G
 INCLUDE P
USER GUESSER AUTOONLY 32M 32M G
 INCLUDE P
USER TEMP AUTOONLY 32M 32M G
 INCLUDE P
 MDISK 0300 3390 T-DISK 2
USER VDISK NOLOG
 MDISK 0305 FB-512 V-DISK 1000 RR ALL
USER TRUSTED AUTOONLY 32M 32M G
 INCLUDE P
 OPTION LNKNOPAS LNKSTABL
"""


TRACK, HEADER, R1 = 56832, 512, 5 + 16  # of the emulator's images; where the first record of a track begins
TDSK = range(15, 7 * 15)  # tracks


def temporary_volume(image):
    """A volume with six cylinders of TDSK space, where somebody has left a record on each track."""
    subprocess.run([BUILD / "bin/cpfmt", "create", "--nucleus=0", "--alloc=TDSK=6", image, "3390:10", "TSTTMP"],
                   check=True, capture_output=True)
    with image.open("r+b") as disk:
        for track in TDSK:
            disk.seek(HEADER + track * TRACK + R1)
            disk.write(struct.pack(">HHBBH", track // 15, track % 15, 1, 0, 4096) + b"SECRET.." * 512 + b"\xFF" * 8)


@pytest.fixture(scope="module")
def system(tmp_path_factory):
    """A system with users of its own and a volume of 20 cylinders."""
    folder = tmp_path_factory.mktemp("disks")
    (folder / "USER.DIRECT").write_text(USERS)
    subprocess.run([BUILD / "bin/directxa", folder / "USER.DIRECT"], cwd=folder, check=True, capture_output=True)
    subprocess.run([BUILD / "bin/cpfmt", "create", "--nucleus=0", "--alloc=", folder / "disk", "3390:20", "TSTUSR"],
                   check=True, capture_output=True)
    temporary_volume(folder / "temporary")
    with System(tmp_path_factory.mktemp("system")) as running:
        running.directory = folder / "directory.obj"
        running.ipl(mkconfig.Machine(cpus=2, mainsize=256, disks={0x201: folder / "disk", 0x202: folder / "temporary"}))
        running.ask("ATTACH 0201 TO SYSTEM", "DASD 0201 ATTACHED TO SYSTEM TSTUSR")
        running.ask("ATTACH 0202 TO SYSTEM", "DASD 0202 ATTACHED TO SYSTEM TSTTMP")
        running.temporary = folder / "temporary"
        running.type("XAUTOLOG OWNER")
        running.at_logon = running.wait(r"HCPLNM108E OWNER 0193 not linked; volid NOPACK not mounted", 20)
        yield running


def ask(system, userid, command, pattern):
    """A command of a user, by OPERATOR."""
    return system.ask(f"FOR {userid} CMD {command}", pattern)


def test_statements_at_logon_make_disks_and_what_fails_is_told(system):
    """In the order of the directory; the rest goes on."""
    log = system.log()
    assert "HCPLNM103E" not in log
    assert "HCPLNM101E DASD 0192 forced R/O; R/W by OWNER" in log  # they overlap
    system.wait("HCPLNM7180E OWNER 0194 not linked; not all of its cylinders are on volid TSTUSR", 20)
    ask(system, "OWNER", "QUERY VIRTUAL DASD", r"DASD 0191 3390 TSTUSR R/W +5 CYL ON DASD +0201")
    system.wait(r"DASD 0192 3390 TSTUSR R/O +4 CYL", 10)
    system.wait(r"DASD 0195 3390 TSTUSR R/O +5 CYL", 10)
    system.wait(r"DASD 0196 3390 TSTUSR R/O +20 CYL", 10)
    system.wait(r"DASD 0197 3390 TSTUSR R/W +2 CYL", 10)  # beside readers


def test_link_statements_at_logon(system):
    """Reading beside the owner; a full pack overlaps all."""
    system.type("XAUTOLOG READER")
    system.wait("HCPLNM106E OWNER 0191 not linked; R/W by OWNER; R/O by 003 users", 20)
    system.wait("HCPLNM103E DASD 0293 forced R/O; R/W by OWNER; R/O by 003 users", 20)
    system.wait("HCPLNM107E OWNER 0777 not linked; not in CP directory", 20)
    ask(system, "READER", "QUERY MDISK 0291", "TargetID Tdev  OwnerID  Odev  Dtype  Vol-ID  Rdev   StartLoc       Size")
    system.wait(r"READER   0291  OWNER    0191  3390   TSTUSR  0201          1          5", 10)
    ask(system, "READER", "QUERY LINKS 0291", r"OWNER    0191 R/W")
    system.ask("FORCE READER", "LOGOFF AS +READER")
    ask(system, "OWNER", "QUERY LINKS 0191", "OWNER    0191 R/W")
    assert "READER" not in system.log()[system.mark :]


def test_passwords_and_modes(system):
    """Each password opens its modes."""
    system.ask("XAUTOLOG TRUSTED", "AUTO LOGON .* TRUSTED")
    ask(system, "TRUSTED", "LINK TO OWNER 191 AS 291 RR", r"DASD 0291 LINKED R/O; R/W BY OWNER; R/O BY 002 users")
    ask(system, "TRUSTED", "LINK OWNER 191 291 RR", "HCPLNM110E OWNER 0191 not linked; VDEV 0291 already defined")
    ask(system, "TRUSTED", "LINK OWNER 191 292 SR", "HCPLNM106E OWNER 0191 not linked; R/W by OWNER")
    ask(system, "TRUSTED", "LINK OWNER 191 292 EW", "HCPLNM7181E OWNER 0191 not linked; mode EW needs OPTION LNKEXCLUS")
    ask(system, "TRUSTED", "LINK NOBODY 191 292", "HCPLNM107E NOBODY 0191 not linked; not in CP directory")
    ask(system, "TRUSTED", "LINK OWNER 191 292 RR PW MORE", "HCPLNM118E OWNER 0191 not linked; command format not valid")
    ask(system, "TRUSTED", "DETACH 291", "DASD 0291 DETACHED")
    ask(system, "TRUSTED", "LINK OWNER 191 292 MW", "DASD 0292 LINKED R/W; R/W BY OWNER; R/O BY 002 users")
    system.ask("FORCE TRUSTED", "LOGOFF AS +TRUSTED")

    system.ask("XAUTOLOG GUESSER", "AUTO LOGON .* GUESSER")
    ask(system, "GUESSER", "LINK OWNER 191 291 RR READPW", "DASD 0291 LINKED R/O")
    ask(system, "GUESSER", "LINK OWNER 191 292 MW PASS=MULTIPW", "DASD 0292 LINKED R/W")
    ask(system, "GUESSER", "LINK OWNER 191 293 WR PASS= writepw", "HCPLNM103E DASD 0293 forced R/O")
    ask(system, "GUESSER", "LINK OWNER 195 295 RR", "DASD 0295 LINKED R/O")  # ALL
    ask(system, "GUESSER", "LINK OWNER 197 297 RR", "HCPLNM111E OWNER 0197 not linked; no read password")
    ask(system, "GUESSER", "LINK OWNER 197 297 WR", "HCPLNM112E OWNER 0197 not linked; no write password")
    ask(system, "GUESSER", "LINK OWNER 197 297 MR", "HCPLNM113E OWNER 0197 not linked; no multiple password")
    ask(system, "GUESSER", "LINK OWNER 191 294 RR", "HCPLNM114E OWNER 0191 not linked; mode or password incorrect")
    for wrong in ("WRITEPW", "X", "READPW2"):
        ask(system, "GUESSER", f"LINK OWNER 191 294 RR {wrong}", "HCPLNM114E OWNER 0191 not linked")
    assert "HCPLNM7182W GUESSER gave a wrong password for minidisk OWNER 0191" in system.log()
    ask(system, "GUESSER", "LINK OWNER 191 294 RR READPW", "HCPLNM115E LINK invalid; excessive incorrect passwords")
    ask(system, "GUESSER", "QUERY VIRTUAL 294", "HCPQVD040E Device 0294 does not exist")
    system.ask("FORCE GUESSER", "LOGOFF AS +GUESSER")


def test_a_person_is_asked_for_the_password_and_it_is_not_shown(system):
    """And the line is not kept anywhere on the screen."""
    with system.logon("PERSON", "PERSON") as terminal:
        terminal.ask("LINK OWNER 191 291 RR", "Enter read password:")
        terminal.text("READPW")
        assert "READPW" not in terminal.screen()
        terminal.key("ENTER")
        terminal.wait("DASD 0291 LINKED R/O; R/W BY OWNER")
        assert "READPW" not in terminal.screen()
        terminal.ask("QUERY VIRTUAL 291", "DASD 0291 3390 TSTUSR R/O")
        terminal.ask("DETACH 291", "DASD 0291 DETACHED")
        terminal.enter("LOGOFF")
        terminal.wait("LOGOFF AT")


def test_volume_can_be_detached_when_its_minidisks_are_gone(system):
    """And not before."""
    system.ask("DETACH 0201 FROM SYSTEM", "HCPDTR7118E DASD 0201 TSTUSR is in use by SYSTEM")
    system.ask("FORCE OWNER", "LOGOFF AS +OWNER")
    system.ask("DETACH 0201 FROM SYSTEM", "DASD 0201 DETACHED FROM SYSTEM TSTUSR")


def test_temporary_disks(system):
    """At logon and by DEFINE; erased before they have a new owner, and nothing else is."""
    system.ask("XAUTOLOG TEMP", "AUTO LOGON .* TEMP")
    ask(system, "TEMP", "QUERY VIRTUAL 300", r"DASD 0300 3390 \(TEMP\) R/W +2 CYL ON DASD +0202")
    ask(system, "TEMP", "DEFINE T3390 AS 301 CYL 3", "DASD 0301 DEFINED")
    ask(system, "TEMP", "DEFINE T3390 301 1", "HCPDEF091E Device 0301 not defined; device 0301 already defined")
    ask(system, "TEMP", "DEFINE T3390 302 2", "HCPDEF092E DASD 0302 not defined; temporary space not available")
    ask(system, "TEMP", "DEFINE T3390 302 CYL", "HCPCFC026E")
    ask(system, "TEMP", "DEFINE T3390 302 0", "HCPCFC002E Invalid operand - 0")
    system.ask("QUERY TDISK", r"TEMP     0300 TSTTMP 0202 +1 +2")
    system.wait(r"TEMP     0301 TSTTMP 0202 +3 +3", 10)
    system.ask("QUERY ALLOC TDISK", r"TSTTMP 0202 +1 +6 +6 +5 +83%")
    system.ask("DETACH 0202 FROM SYSTEM", "HCPDTR7118E DASD 0202 TSTTMP is in use by SYSTEM")

    ask(system, "TEMP", "DETACH 300", "DASD 0300 DETACHED")
    ask(system, "TEMP", "DEFINE T3390 302 3", "HCPDEF092E")  # three are free, not together
    ask(system, "TEMP", "DEFINE T3390 302 2", "DASD 0302 DEFINED")
    ask(system, "TEMP", "LINK * 300 305 RR", "HCPLNM.*E TEMP 0300 not linked")
    system.ask("FORCE TEMP", "LOGOFF AS +TEMP")
    system.ask("QUERY TDISK TEMP", "HCPQTD7229I There are no temporary disks")
    system.ask("DETACH 0202 FROM SYSTEM", "DASD 0202 DETACHED FROM SYSTEM TSTTMP")
    system.detach(0x202)
    system.wait("HCPERP7012I DASD 0202 is gone", 10)
    image = system.temporary.read_bytes()
    left = [track // 15 for track in TDSK if image[HEADER + track * TRACK + R1 :][:8] != b"\xFF" * 8]
    assert left == [6] * 15  # the one that nobody had


def test_virtual_disks_have_limits(system):
    """Of all together, and of one user."""
    system.ask("XAUTOLOG TRUSTED", "AUTO LOGON .* TRUSTED")
    system.ask("QUERY VDISK USERLIM", "VDISK USER LIMIT IS 65536 BLK")
    system.ask("SET VDISK USERLIM 1M", "VDISK USER LIMIT IS 2048 BLK")
    ask(system, "TRUSTED", "DEFINE VFB-512 303 2049",
        "HCPDEF7227E DASD 0303 not defined; your V-disks may have 2048 blocks together")
    used = int(system.ask("QUERY VDISK SYSLIM", r"VDISK SYSTEM LIMIT IS INFINITE, (\d+) BLK IN USE")[1])
    system.ask(f"SET VDISK SYSLIM {used + 1000} BLKS", rf"VDISK SYSTEM LIMIT IS {used + 1000} BLK, {used} BLK IN USE")
    ask(system, "TRUSTED", "DEFINE VFB-512 303 1001",
        f"HCPDEF7265E DASD 0303 not defined; all V-disks may have {used + 1000} blocks together")
    ask(system, "TRUSTED", "DEFINE VFB-512 303 1000", "DASD 0303 DEFINED")
    system.ask("QUERY VDISK", r"VDISK TRUSTED +0303 +1000 BLK$")
    ask(system, "TRUSTED", "LINK VDISK 305 305 R", "HCPLNM7266E VDISK 0305 not linked; all V-disks would have too many blocks")
    ask(system, "TRUSTED", "DETACH 303", "DASD 0303 DETACHED")
    ask(system, "TRUSTED", "LINK VDISK 305 305 R", "DASD 0305 LINKED R/O")
    system.ask("QUERY VDISK", r"VDISK VDISK +0305 +1000 BLK 0001 LINKS")
    system.ask("SET VDISK SYSLIM LARGE", "HCPCFC002E Invalid operand - LARGE")
    system.ask("SET VDISK SYSLIM DEFAULT", f"VDISK SYSTEM LIMIT IS INFINITE, {used + 1000} BLK IN USE")
    system.ask("SET VDISK USERLIM DEFAULT", "VDISK USER LIMIT IS 65536 BLK")
    system.ask("FORCE TRUSTED", "LOGOFF AS +TRUSTED")
    system.ask("QUERY VDISK SYSLIM", f"VDISK SYSTEM LIMIT IS INFINITE, {used} BLK IN USE")


def test_virtual_disks_by_define(system):
    """In storage, so many and no more."""
    system.ask("XAUTOLOG TRUSTED", "AUTO LOGON .* TRUSTED")
    ask(system, "TRUSTED", "DEFINE VFB-512 AS 303 BLK 1000", "DASD 0303 DEFINED")
    ask(system, "TRUSTED", "QUERY VIRTUAL 303", r"DASD 0303 9336 \(VDSK\) R/W +1000 BLK")
    ask(system, "TRUSTED", "DEFINE VFB-512 304 4194297",
        "HCPDEF7228E DASD 0304 not defined; a V-disk has 1 to 4194296 blocks")
    ask(system, "TRUSTED", "DEFINE VFB-512 304 64537",
        "HCPDEF7227E DASD 0304 not defined; your V-disks may have 65536 blocks together")
    ask(system, "TRUSTED", "DEFINE VFB-512 304 64536", "DASD 0304 DEFINED")
    ask(system, "TRUSTED", "DETACH 303-304", "DASD 0304 DETACHED")
    system.ask("FORCE TRUSTED", "LOGOFF AS +TRUSTED")
