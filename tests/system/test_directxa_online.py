# SPDX-License-Identifier: Apache-2.0
"""DIRECTXA as CP's command: a new directory for a running system, on its volume, through errors and crashes."""

import re
import socket
import subprocess

import deck
import mkconfig
import pytest

from harness import BUILD
from harness.system import DIRECTORY, DIRECTORY_SOURCE, System
from harness.wait import until

CPFMT = BUILD / "bin" / "cpfmt"
TRACK = 56832


def cpfmt(*args):
    return subprocess.run([CPFMT, *map(str, args)], check=True, capture_output=True, text=True).stdout


@pytest.fixture
def volume(tmp_path):
    image = tmp_path / "sysres.3390"
    cpfmt("create", "--nucleus=12", "--alloc=DRCT=2,PARM=1,SPOL=5", image, "3390:40", "TSTRES")
    cpfmt("nucleus", image, BUILD / "cp.elf")
    cpfmt("directory", image, DIRECTORY)
    return image


@pytest.fixture
def system(tmp_path):
    with System(tmp_path / "run") as running:
        yield running


def machine(volume):
    return mkconfig.Machine(cpus=2, mainsize=256, volume=volume)


def source(*more):
    """The sample directory and more users, as cards."""
    lines = [line for line in DIRECTORY_SOURCE.read_text().splitlines() if line and not line.startswith("*")]
    return "".join(line.ljust(80) for line in [*lines, *more]).encode("cp037")


def feed(system, data):
    """Into OPERATOR's reader; returns the number of the file."""
    system.feed("OPERATOR", "USER", data, "DIRECT")
    return system.wait(r"RDR FILE (\d+) SENT FROM", 20)[1]


def test_new_users_come_and_others_stay(system, volume):
    system.ipl(machine(volume), from_volume=True)
    system.ask("XAUTOLOG NEWUSER", "053E")
    system.ask("XAUTOLOG LINUX2", "Command accepted|AUTO LOGON")
    spid = feed(system, source("USER NEWUSER AUTOONLY 64M", " CONSOLE 0009 3215"))
    system.ask(f"DIRECTXA {spid} EDIT", r"EOJ DIRECTORY NOT UPDATED; \d+ USERS, NO ERRORS", 60)
    system.ask("XAUTOLOG NEWUSER", "053E")
    system.ask(f"DIRECTXA {spid}", r"EOJ DIRECTORY UPDATED AND ON LINE; \d+ USERS", 60)
    system.ask("XAUTOLOG NEWUSER", "AUTO LOGON .*NEWUSER")
    system.ask("QUERY LINUX2", "LINUX2 +- DSC")
    system.kill()  # nothing is written at the end
    assert "copy 1, generation 2" in cpfmt("check", volume)
    with System(system.folder.parent / "again") as again:
        again.ipl(machine(volume), from_volume=True)
        again.ask("XAUTOLOG NEWUSER", "AUTO LOGON .*NEWUSER")


def test_errors_are_told_and_change_nothing(system, volume):
    system.ipl(machine(volume), from_volume=True)
    before = cpfmt("check", volume)
    spid = feed(system, source("USER NEWUSER AUTOONLY 64M", " NONSENSE 1", " CONSOLE ZZZZ 3215"))
    system.type(f"DIRECTXA {spid}")
    system.wait(r"\d+:2: HCPDIR", 60)
    system.wait(r"HCPDIR7139E The directory has 2 errors and is not used", 20)
    system.ask("XAUTOLOG NEWUSER", "053E")
    system.ask("DIRECTXA 9999", "HCPCSF042E Spool file 9999 does not exist")
    system.ask("DIRECTXA", "027E|026E")
    system.ask(f"DIRECTXA {spid} NOW", "003E")
    assert cpfmt("check", volume) == before


def test_a_text_in_ascii_will_do(system, volume):
    """As "make feed" sends a file: bytes in cards of 80."""
    system.ipl(machine(volume), from_volume=True)
    spid = feed(system, DIRECTORY_SOURCE.read_bytes() + b"USER NEWUSER AUTOONLY 64M\n CONSOLE 0009 3215\n")
    system.ask(f"DIRECTXA {spid}", "EOJ DIRECTORY UPDATED AND ON LINE", 60)
    system.ask("XAUTOLOG NEWUSER", "AUTO LOGON .*NEWUSER")


def test_a_read_only_volume_is_left_alone(system, volume):
    """The operator hears of it once; the old directory goes on; the system too."""
    config = machine(None)
    config.disks = {mkconfig.SYSTEM_VOLUME: volume}
    volume.chmod(0o444)
    before = volume.read_bytes()
    system.start(config)
    system.command("detach 0200")
    system.command(f"attach 0200 3390 {volume} readonly")
    system.command("ipl 0200")
    system.wait("HCPIRE7070I", 60)
    spid = feed(system, source("USER NEWUSER AUTOONLY 64M"))
    for _ in range(2):
        system.ask(f"DIRECTXA {spid}", "HCPDIR7143E The system volume can't be written; the old directory is used", 60)
    system.ask("XAUTOLOG NEWUSER", "053E")
    assert len(re.findall("HCPERP7110E DASD 0200 has a permanent write error: write inhibited", system.log())) == 1
    assert volume.read_bytes() == before


def test_a_volume_that_was_cut_gives_errors_not_hangs(system, volume):
    """The DRCT space is beyond the end of the file all of a sudden."""
    system.ipl(machine(volume), from_volume=True)
    spid = feed(system, source("USER NEWUSER AUTOONLY 64M"))
    size = volume.stat().st_size
    with volume.open("r+b") as file:
        file.truncate(512 + 14 * 15 * TRACK)
    system.ask(f"DIRECTXA {spid}", "HCPDIR7144E The directory could not be written; the old directory is used", 60)
    system.ask("QUERY USERID", "OPERATOR AT")
    assert re.search("HCPERP7110E DASD 0200 has a permanent (read|write) error: equipment check at cylinder 14",
                     system.log())
    assert volume.stat().st_size < size


def test_a_volume_that_vanished_gives_errors_not_hangs(system, volume):
    system.ipl(machine(volume), from_volume=True)
    spid = feed(system, source("USER NEWUSER AUTOONLY 64M"))
    system.detach(0x200)
    system.wait("HCPERP7133E DASD 0200 with volume TSTRES is gone", 10)
    system.ask(f"DIRECTXA {spid}", "HCPDIR7144E", 60)
    system.command(f"attach 0200 3390 {volume}")
    system.wait("HCPERP7131I DASD 0200 has volume TSTRES again", 10)
    system.ask(f"DIRECTXA {spid}", "EOJ DIRECTORY UPDATED AND ON LINE", 60)


def test_a_volume_detached_in_the_middle_of_its_work_comes_back(system, volume, monkeypatch):
    """The emulator keeps the status of that work for the next device on the subchannel."""
    monkeypatch.setenv("LD_PRELOAD", str(BUILD / "slowdisk.so"))
    system.ipl(machine(volume), from_volume=True)
    with socket.create_connection(("127.0.0.1", system.port("reader"))) as reader:
        before = volume.stat().st_mtime_ns
        reader.sendall(deck.first_card("LINUX2") + b"x" * deck.CARD * 30000)
        assert until(lambda: volume.stat().st_mtime_ns != before, 20)  # the spool writes what has been read
        system.command("detach 0200")
        system.wait("HCPERP7133E DASD 0200 with volume TSTRES is gone", 10)
    system.command(f"attach 0200 3390 {volume}")
    assert system.wait("HCPERP7131I DASD 0200 has volume TSTRES again|HCPERP7146E", 20)[0].startswith("HCPERP7131I")
    spid = feed(system, source("USER NEWUSER AUTOONLY 64M"))
    system.ask(f"DIRECTXA {spid}", "EOJ DIRECTORY UPDATED AND ON LINE", 60)


def test_without_a_volume_it_holds_until_the_next_ipl(system):
    system.ipl(mkconfig.Machine(cpus=1, mainsize=256))
    spid = feed(system, source("USER NEWUSER AUTOONLY 64M", " CONSOLE 0009 3215"))
    system.ask(f"DIRECTXA {spid}", "EOJ DIRECTORY ON LINE UNTIL THE NEXT IPL", 60)
    system.ask("XAUTOLOG NEWUSER", "AUTO LOGON .*NEWUSER")
