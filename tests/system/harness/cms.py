# SPDX-License-Identifier: Apache-2.0
"""What tests of CMS have in common: a volume with its system disk, a system with that, and what CMS types for a command."""

import re

import mkconfig

from .system import System
from .volumes import CMS_DISK, tool

VOLUME, VOLID = 0x0201, "TSTUSR"
READY = r"^Ready; T=\d+\.\d\d/\d+\.\d\d \d\d:\d\d:\d\d$"


def make_volume(folder, directory, disk=CMS_DISK):
    """folder/disk, a volume of 40 cylinders, with the image of MAINT's 0190, and folder/directory.obj.

    Returns what tells the tools edf and cpimage where minidisks are.
    """
    (folder / "USER.DIRECT").write_text(directory)
    tool("directxa", "-o", folder / "directory.obj", folder / "USER.DIRECT")
    tool("cpfmt", "create", "--nucleus=0", "--alloc=", folder / "disk", "3390:40", VOLID)
    where = ("--directory", folder / "directory.obj", folder / "disk")
    tool("cpimage", "put", "--raw", *where, "MAINT/0190", disk)
    return where


def start(system, volume, cpus=2, mainsize=512):
    """IPL with the volume in a folder; its minidisks are there then."""
    system.directory = volume / "directory.obj"
    system.ipl(mkconfig.Machine(cpus=cpus, mainsize=mainsize, disks={VOLUME: volume / "disk"}))
    system.ask(f"ATTACH {VOLUME:04X} TO SYSTEM", f"DASD {VOLUME:04X} ATTACHED TO SYSTEM {VOLID}")


def running(volume, folder, **machine):
    """For a fixture: a system with the volume, in a folder of its own."""
    with System(folder) as system:
        start(system, volume, **machine)
        yield system


def at_terminal(system, userid="CMSUSER"):
    """For a fixture: the display of a user whose password is his name, with CMS."""
    with system.logon(userid, userid) as display:
        assert "Stillwater CMS Level 1" in display.ask("IPL 190", "^Ready;")
        yield display


def said(terminal, command, ready=READY, seconds=20):
    """What CMS types for a command, up to its ready message, which must be the one that is given."""
    lines = terminal.ask(command, r"^Ready[(;]", seconds)
    assert re.match(ready, lines[-1]), lines
    return "\n".join(line for line in lines[:-1] if line != command).strip()
