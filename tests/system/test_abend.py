# SPDX-License-Identifier: Apache-2.0
"""CP's own failures: a soft abend loses one command, a hard one leaves a storage that cpdump formats."""

import os
import random
import re
import subprocess

import mkconfig
import pytest

from harness import BUILD, TOP
from harness.hercules import DISABLED_WAIT, READY
from harness.system import DIRECTORY, System

MAINSIZE = 128  # MB: what savecore writes
DEBUG_BUILD = TOP / "build" / "debug"
CPDUMP = BUILD / "bin" / "cpdump"
CPDUMP_SAN = BUILD / "san" / "cpdump"


def make(*what):
    subprocess.run(["make", "-s", *what], cwd=TOP, check=True)


@pytest.fixture(scope="module")
def debug(tmp_path_factory):
    """A debug build of CP, which has the command ABEND, running on two CPUs."""
    make("DEBUG=1", "cp")
    make("build/bin/cpdump", "build/san/cpdump", "build/directory.obj")
    with System(tmp_path_factory.mktemp("abend")) as system:
        mkconfig.write_loader(system.folder, DEBUG_BUILD / "cp.bin", DIRECTORY)
        system.start(mkconfig.Machine(cpus=2, mainsize=MAINSIZE))
        system.command("ipl cp.ins")
        system.wait(READY, 60, "CP to be ready")
        yield system


@pytest.fixture(scope="module")
def core(debug):
    """The storage that a hard abend left."""
    debug.ask("ABEND HARD", r"hard abend TST001 on CPU 0[01]: the command ABEND of a debug build was used")
    debug.wait(r"^ +PSW [0-9A-F]{16} [0-9A-F]{16} fail_soft\+X", 10)
    debug.wait(r"^ +GPR12 ", 10)
    debug.wait(r"task command of OPERATOR", 10)
    debug.wait(r"called from cmd_abend\+X", 10)
    debug.wait(r"called from cmd_execute\+X", 10)
    debug.wait(r"^ +trace +\d+ TASK", 10)
    debug.wait(DISABLED_WAIT, 20, "CP to stop in a disabled wait")
    debug.command(f"savecore core 0 {MAINSIZE * 2**20 - 1:x}")
    debug.wait("HHCPN170I", 60, "the emulator to save storage")
    file = debug.folder / "core"
    assert file.stat().st_size == MAINSIZE * 2**20
    return file


def cpdump(tool, dump, rc=None, elf=DEBUG_BUILD / "cp.elf"):
    """Formats a dump. Returns what it printed; it must end with rc, or with 0 or 1 and nothing of a sanitizer's."""
    run = subprocess.run([tool, dump, elf], capture_output=True, text=True, timeout=120)
    assert run.returncode in ((0, 1) if rc is None else (rc,)), run.stderr
    assert "ERROR" not in run.stderr and "runtime error" not in run.stderr, run.stderr
    return run.stdout


@pytest.mark.parametrize("kind, what", [
    ("SOFT", "TST001"), ("CHECK", "PRG001"), ("STACK", "PRG001")])
def test_soft_abend_loses_one_command_and_cp_goes_on(debug, kind, what):
    debug.ask(f"ABEND {kind}", f"soft abend {what} on CPU")
    debug.wait(r"called from ", 10)
    for _ in range(3):
        debug.ask("QUERY CPLEVEL", r"Stillwater")
    assert not re.search(r"hard abend|HHCCP011I", debug.log())


def test_dump_of_a_hard_abend_is_formatted(core):
    out = cpdump(CPDUMP_SAN, core, rc=0)
    title, abend, cpus, locks, tasks, users, traces = re.split(r"^==== .* ====\n", out, flags=re.M)
    assert f"{MAINSIZE * 2**20} bytes of storage" in title
    assert "TST001: the command ABEND of a debug build was used" in abend
    assert "soft abends so far: 3" in abend
    assert re.search(r'PSW .* fail_soft\+X.*runs task "command".*holds SYSTEM.*called from cmd_abend', cpus, re.S)
    each = re.split(r"^CPU 0\d, prefix", cpus, flags=re.M)[1:]
    assert len(each) == 2
    for cpu in each:  # the other one waits, or still writes to a terminal
        assert re.search(r"^  (at|called from) [a-z_0-9]+\+X", cpu, re.M), cpu
    assert re.search(r"test_lock by CPU 0\d, rank SYSTEM", locks)
    assert re.search(r'"command" for OPERATOR: command_task\+X.0.\n +runs on CPU', tasks)
    assert re.search(r"^OPERATOR, VMDBK [0-9A-F]+, active", users, re.M)
    numbers = [int(n) for n in re.findall(r"^ +(\d+) [A-Z/]+ ", traces.split("\nCPU 0")[1], re.M)]
    assert len(numbers) > 10 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def test_dump_of_another_cp_is_not_believed(core, tmp_path):
    elf = bytearray((DEBUG_BUILD / "cp.elf").read_bytes())
    at = elf.index(b"HCPABE")  # in the text segment's constants
    elf[at] ^= 1
    other = tmp_path / "cp.elf"
    other.write_bytes(elf)
    assert "is not that of" in cpdump(CPDUMP_SAN, core, rc=1, elf=other)


@pytest.mark.parametrize("size", [0, 1, 0x10000, 0x40000, 0x100000, 0x400000, 0x500000])
def test_truncated_dump_does_not_crash_cpdump(core, tmp_path, size):
    short = tmp_path / "core"
    with open(core, "rb") as file:
        short.write_bytes(file.read(size))
    out = cpdump(CPDUMP_SAN, short)
    assert "==== Trace tables" in out


def test_damaged_dumps_do_not_crash_cpdump(core, tmp_path):
    seed = int.from_bytes(os.urandom(4))
    print("seed", seed)
    chance = random.Random(seed)
    with open(core, "rb") as file:
        good = file.read(0x800000)
    damaged = tmp_path / "core"
    for _ in range(8):
        data = bytearray(good)
        for _ in range(20000):
            data[chance.randrange(len(data))] = chance.choice((0, 0xFF, chance.randrange(256)))
        damaged.write_bytes(data)
        cpdump(CPDUMP_SAN, damaged)
    damaged.write_bytes(chance.randbytes(len(good)))
    assert "is not that of" in cpdump(CPDUMP_SAN, damaged, rc=1)


def test_cpdump_refuses_what_is_no_elf_file(core, tmp_path):
    elf = (DEBUG_BUILD / "cp.elf").read_bytes()
    chance = random.Random(1)
    wrong = tmp_path / "cp.elf"
    for data in (b"", b"\x7fELF", elf[:0x1000], elf[: len(elf) - 1000], chance.randbytes(5000)):
        wrong.write_bytes(data)
        assert cpdump(CPDUMP_SAN, core, elf=wrong) is not None
    for _ in range(20):  # damaged headers and section table
        data = bytearray(elf)
        for _ in range(8):
            data[chance.choice((chance.randrange(64, 0x200), len(data) - 1 - chance.randrange(2000)))] ^= 0xFF
        wrong.write_bytes(data)
        cpdump(CPDUMP_SAN, core, elf=wrong)
