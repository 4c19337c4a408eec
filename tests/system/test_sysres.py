# SPDX-License-Identifier: Apache-2.0
"""CP from a system volume: it takes the directory from there, the newest copy that is whole."""

import re
import subprocess

import mkconfig
import pytest

from harness import BUILD
from harness.hercules import DISABLED_WAIT
from harness.system import DIRECTORY, System

CPFMT = BUILD / "bin" / "cpfmt"
OBJECT = b"STWDIRCT"  # how an object directory begins


def cpfmt(*args):
    subprocess.run([CPFMT, *map(str, args)], check=True, capture_output=True)


@pytest.fixture
def volume(tmp_path):
    """A system volume with two copies of the directory."""
    image = tmp_path / "sysres.3390"
    cpfmt("create", "--nucleus=12", "--alloc=DRCT=2,PARM=1,SPOL=5", image, "3390:40", "TSTRES")
    cpfmt("nucleus", image, BUILD / "cp.elf")
    cpfmt("directory", image, DIRECTORY)
    cpfmt("directory", image, DIRECTORY)
    return image


def damage(image, *copies):
    """Change one byte of the data of copy 0 or 1."""
    data = image.read_bytes()
    places = [found.start() for found in re.finditer(OBJECT, data)]
    assert len(places) >= 2
    with open(image, "r+b") as file:
        for copy in copies:
            file.seek(places[copy - 2] + 100)  # CP's own text, which may have the word too, comes first
            file.write(bytes([data[places[copy - 2] + 100] ^ 1]))


@pytest.fixture
def system(tmp_path, volume):
    with System(tmp_path / "run") as running:
        yield running


def machine(volume):
    return mkconfig.Machine(cpus=2, mainsize=256, volume=volume)


def test_directory_comes_from_the_volume(system, volume):
    system.ipl(machine(volume), from_volume=True)
    system.ask("QUERY NAMES", r"OPERATOR -L0009")
    assert "HCPDIR710" not in system.log()
    system.command("stopall")  # and once more, without clearing
    system.wait("stopall", 5)
    system.command("pause 1")
    system.command("ipl 0200")
    system.wait(r"HCPIRE7070I", 60)


def test_damaged_copy_is_named_and_the_other_one_used(system, volume):
    damage(volume, 1)
    system.ipl(machine(volume), from_volume=True)
    assert "HCPDIR7105E Directory copy 1 on volume 0200 is damaged" in system.log()


def test_no_whole_copy_ends_in_a_wait_that_says_so(system, volume):
    damage(volume, 0, 1)
    system.start(machine(volume))
    system.command("ipl 0200")
    system.wait(r"HCPDIR7077E", 60)
    for copy in "01":
        assert f"HCPDIR7105E Directory copy {copy} on volume 0200 is damaged" in system.log()
    system.wait(DISABLED_WAIT, 20)


@pytest.mark.parametrize("place", [0x20000, -5000])  # code; the table of functions' names
def test_a_damaged_nucleus_does_not_start(system, volume, place):
    """One bit of it is wrong on the volume: it says so, and waits."""
    nucleus = (BUILD / "cp.bin").read_bytes()
    at = place % len(nucleus) & ~0xFFF
    with volume.open("r+b") as image:
        data = image.read()
        found = data.find(nucleus[at : at + 4096])
        assert found > 0
        image.seek(found + 321)
        image.write(bytes([data[found + 321] ^ 0x40]))
    system.start(machine(volume))
    system.command("ipl 0200")
    system.wait(r"HCPCKP7268W The nucleus in storage is not the one that was built; the system can't start", 60)
    system.wait(DISABLED_WAIT, 20)
    assert "HCPIRE7070I" not in system.log()
