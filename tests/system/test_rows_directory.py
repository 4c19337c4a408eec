# SPDX-License-Identifier: Apache-2.0
"""Every directory statement and option that somebody who knows z/VM would write, and what directxa says to it."""

import re
import subprocess

import pytest
from harness import TOP

GOOD = """
PROFILE COMMON
 XAUTOLOG ANY
USER X PASSWORD 32M 64M G
 ACCOUNT 1234 BIN7
 AUTOLOG OPERATOR
 CLASS BG
 COMMAND SET RUN ON
 CPU 00 BASE CPUID 012345 NODEDICATE
 CPU 01 CRYPTO
 IPL 0190 LOADPARM AUTO PARM root=200
 LOGONBY OPERATOR MAINT
 MACHINE ESA 2
 MAXSTORAGE 128M
 NAMESAVE CMS
 OPTION ACCT LNKNOPAS QUICKDSP D84NOPAS DEVINFO TODENABLE
 SHARE RELATIVE 200 ABSOLUTE 50% LIMITHARD
 STORAGE 64M
 CONSOLE 0009 3215 T OPERATOR OBSERVER
 SCREEN ALL GREEN STATAREA RED REVVIDEO
 SPOOL 000C 2540 READER *
 SPOOL 000D 2540 PUNCH A
 SPOOL 000E 1403 A
 LINK MAINT 0190 0190 RR
 MDISK 0191 3390 1 10 VOLUME MR READ WRITE MULTI
 MINIOPT NOCACHE
 MDISK 0192 FB-512 V-DISK 1000 MR
 MDISK 0193 3390 T-DISK 5
IDENTITY Y AUTOONLY
 BUILD ON * USING SUBCONFIG Y-1
 INCLUDE COMMON
USER LX LBYONLY 32M 32M G
 POOL LOW 0 HIGH 9 PROFILE COMMON
"""

# A statement in the place of a user's, and the message that it gets.
REFUSED = [
    ("MACHINE 370", "751E"),
    ("CPU 99", r"\d+E"),
    ("SHARE RELATIVE 0", r"\d+E"),
    ("SHARE ABSOLUTE 101%", r"\d+E"),
    ("OPTION XYZZY", r"\d+E"),
    ("CONSOLE 0009 9999", r"\d+E"),
    ("SPOOL 000C 9999", r"\d+E"),
    ("MDISK 191 3390 1 0 VOLUME", r"\d+E"),
    ("MDISK 191 3390 1 10 VOLUME XX", r"\d+E"),
    ("LINK X 12345", r"\d+E"),
    ("INCLUDE NOWHERE", r"\d+E"),
    ("IPL 190 LOADPARM NINECHARS", r"\d+E"),
    ("COMMAND", r"\d+E"),
    ("STORAGE 1X", r"\d+E"),
    ("XYZZY", "9001E"),
    ("ACIGROUP A", "9002W ACIGROUP"),
    ("CRYPTO DOMAIN 1", "9002W CRYPTO"),
    ("D8ONECMD FAIL", "9002W D8ONECMD"),
    ("DATEFORMAT ISODATE", "9002W DATEFORMAT"),
    ("DEDICATE 200 200", "9002W DEDICATE"),
    ("DISTRIBUTE IUCV YES", "9002W DISTRIBUTE"),
    ("IUCV ANY", "9002W IUCV"),
    ("NICDEF 600 TYPE QDIO", "9002W NICDEF"),
    ("POSIXINFO UID 1", "9002W POSIXINFO"),
    ("SPECIAL 600 CTCA", "9002W SPECIAL"),
    ("SPOOLFILE MAXSPOOL 100", "9002W SPOOLFILE"),
    ("STDEVOPT LIBRARY", "9002W STDEVOPT"),
    ("VMRELOCATE ON", "9002W VMRELOCATE"),
    ("XCONFIG ADDRSPACE", "9002W XCONFIG"),
    ("XSTORE 1M", "9002W XSTORE"),
]


def edit(source):
    """directxa's messages."""
    run = subprocess.run(
        [TOP / "build" / "bin" / "directxa", "EDIT", "-"], input=source, capture_output=True, text=True, timeout=60, check=False
    )
    return run.stderr


def test_every_statement_is_understood():
    """All of them in one directory, without a message."""
    others = "".join(f"USER {name} SECRET\n" for name in ("OPERATOR", "MAINT"))
    assert edit(GOOD + others + " MDISK 0190 3390 1 10 VOLUM2 RR ALL\n") == ""


@pytest.mark.parametrize("statement, message", REFUSED)
def test_a_statement_is_refused(statement, message):
    """By name and with line and column; what is not supported yet lets the rest pass."""
    assert re.match(rf"\S+:2:\d+: HCPDIR{message}", edit(f"USER X SECRET\n {statement}\n"))


def test_every_option_is_understood():
    """All names of the table."""
    names = re.findall(r"^OPTION\((\w+),", (TOP / "cp" / "logic" / "directory" / "option.def").read_text(), re.MULTILINE)
    assert len(names) > 25
    for name in names:
        said = edit(f"USER X SECRET\n OPTION {name}\n")
        assert "not an option" not in said and "751E" not in said, said
