# SPDX-License-Identifier: Apache-2.0
"""What is measured: the emulator with CP on it, with Linux on it, or with a bare program on it."""

import os
import pathlib
import socket
import statistics
import struct
import sys
import time

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "system"), str(HERE.parent / "bare")]

from harness import BUILD  # noqa: E402
from harness.hercules import Hercules  # noqa: E402
from harness.system import GUEST, System  # noqa: E402
from harness.wait import Failed, until  # noqa: E402

import mkconfig  # noqa: E402, found through harness
import mkdeck  # noqa: E402

BARE_ADDRESS = 0x10000
BOOT_LIMIT = 900  # seconds for Linux to come up on a busy machine
PARM = " quiet"  # Linux's lines would be cut on the emulator's own 3215, and the one waited for with them

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid):
    """CPU seconds that a process has used in all its threads, ended ones too."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Stopwatch:
    """CPU seconds of an emulator, and seconds, since it was made."""

    def __init__(self, hercules):
        self.pid = hercules.pid()
        self.begin = cpu_seconds(self.pid)
        self.clock = time.monotonic()

    def cpu(self):
        """CPU seconds so far."""
        return cpu_seconds(self.pid) - self.begin

    def wall(self):
        """Seconds so far."""
        return time.monotonic() - self.clock


def image(name, parm):
    """A bare program's deck of cards."""
    return mkdeck.deck((BUILD / "bare" / f"{name}.bin").read_bytes(), BARE_ADDRESS, parm)


class CP(System):
    """CP with the users of the bench."""

    directory = BUILD / "bench" / "directory.obj"


class BareProgram(Hercules):
    """The emulator with one of the bare programs on it."""

    def load(self, name, parm, machine):
        """IPL the program from the card reader."""
        self.start(machine)
        port = machine.reader_port
        with socket.create_connection(("127.0.0.1", port), timeout=10) as reader:
            reader.sendall(image(name, parm))
            reader.shutdown(socket.SHUT_WR)
            self.wait(r"HHCSD018I", 10, "the card reader to take the deck")
            self.command("ipl 000c")
            self.wait("READY", 20)


class BareDisk(Hercules):
    """The emulator with Linux on it, started from a disk."""

    def boot_disk(self, machine, devno):
        """Start the emulator, IPL; returns when init has come up."""
        self.start(machine)
        self.command(f"ipl {devno:04X}")
        self.wait("INIT-UP", BOOT_LIMIT)


class BareLinux(Hercules):
    """The emulator with Linux on it, loaded as from a list of files."""

    INITRAMFS = 0x02000000  # above what the kernel unpacks itself to

    def load(self, machine):
        """Write the loader's files and start the emulator; boot() begins."""
        self.folder.mkdir(parents=True, exist_ok=True)
        kernel, initramfs = (GUEST / "kernel").read_bytes(), (GUEST / "initramfs").read_bytes()
        parm = b"conmode=3215 condev=0x0009" + PARM.encode() + b"\0"
        # The kernel's parameter area: initial RAM disk at X'10408', command line at X'10480'.
        patched = bytearray(kernel)
        patched[0x10408:0x10418] = struct.pack(">QQ", self.INITRAMFS, len(initramfs))
        patched[0x10480 : 0x10480 + len(parm)] = parm
        # Entered at X'10000', not at the code that loads the rest from a reader.
        patched[0:8] = struct.pack(">II", 0x00080000, 0x80010000)
        (self.folder / "kernel").write_bytes(patched)
        (self.folder / "initramfs").write_bytes(initramfs)
        (self.folder / "linux.ins").write_text(f"* Linux\nkernel 0x0\ninitramfs 0x{self.INITRAMFS:08X}\n")
        self.start(machine)

    def boot(self):
        """IPL; returns when init has come up."""
        self.command("ipl linux.ins")
        self.wait("INIT-UP", BOOT_LIMIT)

    def run(self, command, pattern, seconds):
        """Type a command; wait for its answer."""
        self.type(command)
        self.wait(pattern, seconds)


def median(values):
    """The median, or None of nothing."""
    return statistics.median(values) if values else None


__all__ = [
    "BARE_ADDRESS",
    "BOOT_LIMIT",
    "BUILD",
    "CP",
    "GUEST",
    "PARM",
    "BareDisk",
    "BareLinux",
    "BareProgram",
    "Failed",
    "Stopwatch",
    "image",
    "median",
    "mkconfig",
    "until",
]
