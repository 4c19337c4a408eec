#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The same guests without CP, a process each: what they cost, for comparison with scale.py's.

usage: peers.py [--guests N] [--kinds hercules,cards,qemu,uml] [--window S]

  hercules   the emulator with the mass guest on it, loaded by the emulator
  cards      the same, loaded from a card reader, as guests of CP are
  qemu       qemu-system-s390x, translating, with the same kernel, initial RAM disk and storage
  uml        User-mode Linux, Debian's, with busybox's shell to answer: another kernel, for another machine, 64 MB: it does not come up in less

Each is given a nonce and must answer it, as in scale.py. Then all are left alone for a while. The storage of all processes
is Pss: pages that they share count once. build/scale/peers.csv gets a line a kind.
"""

import argparse
import contextlib
import csv
import functools
import os
import pathlib
import re
import secrets
import shutil
import signal
import stat
import subprocess
import sys
import time

from scale import BOOT_LIMIT, FILES, FOLDER, MASS, SETTLE, cpu_seconds, digest, storage_kb

from harness.hercules import Hercules
from harness.wait import Failed, until

import deck
import loader
import mkconfig
import mkinitramfs

PARM = "conmode=3215 condev=0x0009 possible_cpus=1 vmcp_cma=0 quiet"
MB = 16  # storage of a guest: as the directory of scale.py has it
ANSWER = re.compile(r"ANSWER (\w+) (\S+) (\d+) ([0-9a-f]{64})")
UML_MB = 64
UML_INIT = """#!/bin/busybox sh
busybox mount -t proc proc /proc
echo MASS-UP
while read -r word nonce; do
	boot=$(busybox cat /proc/sys/kernel/random/boot_id)
	up=$(busybox cut -d. -f1 /proc/uptime)
	sum=$(printf '%s UML %s %s' $nonce $boot $up | busybox sha256sum)
	echo "ANSWER UML $boot $up ${sum%% *}"
done
"""
FIGURES = ["kind", "guests", "answered", "cpu_s_per_guest", "rss_mb_per_guest", "pss_mb_per_guest", "idle_cpu_percent"]


class BareHercules(Hercules):
    """The emulator with the mass guest on it."""

    def boot(self):
        """Start and IPL."""
        self.folder.mkdir(parents=True, exist_ok=True)
        loader.write(self.folder, PARM)
        self.start(mkconfig.Machine(cpus=1, mainsize=MB))
        self.command("ipl linux.ins")

    def say(self, text):
        """Type a line on the guest's console."""
        self.type(text)

    def end(self):
        """A guest that has no disk needs no orderly end."""
        self.kill()


class BareCards(BareHercules):
    """The same, from a card reader: the work that a guest of CP does."""

    def boot(self):
        """Start, put the three decks into the reader, and IPL."""
        names = []
        for name in FILES:
            data = PARM.encode() + b"\n" if name == "parm" else (MASS / name).read_bytes()
            names.append(f"{name}.cards")
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / names[-1]).write_bytes(deck.cards(data))
        self.start(mkconfig.Machine(cpus=1, mainsize=MB))
        self.command(f"devinit 000c {' '.join(names)} ebcdic eof")
        self.wait("HHCPN098I", 10, "the reader to take the decks")
        self.command("ipl 000c")


class Qemu:
    """QEMU with the mass guest on it; its console is the process's standard input and output."""

    def __init__(self, folder):
        self.folder = folder
        self.process = None

    def boot(self):
        """Start."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                ["qemu-system-s390x", "-M", "s390-ccw-virtio", "-accel", "tcg", "-cpu", "max", "-m", f"{MB}M", "-smp", "1"]
                + ["-nodefaults", "-display", "none", "-chardev", "stdio,id=console,signal=off"]
                + ["-device", "virtio-serial-ccw", "-device", "virtconsole,chardev=console"]
                + ["-kernel", MASS / "kernel", "-initrd", MASS / "initramfs"]
                + ["-append", "console=hvc0 possible_cpus=1 vmcp_cma=0 quiet"],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def pid(self):
        """The process."""
        return self.process.pid

    def log(self):
        """All that the guest has said."""
        return (self.folder / "log").read_bytes().decode("latin-1")

    def say(self, text):
        """Type a line."""
        self.process.stdin.write(text.encode() + b"\n")
        self.process.stdin.flush()

    def end(self):
        """End the process."""
        if self.process:
            self.process.kill()
            self.process.wait()


class Uml(Qemu):
    """User-mode Linux with a shell that answers as the mass guest's init does."""

    def boot(self):
        """Start."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                ["linux.uml", f"mem={UML_MB}M", f"initrd={uml_initramfs()}", "rdinit=/init", "quiet"]
                + ["con=null", "con0=fd:0,fd:1", "ssl=null"],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, "TMPDIR": "/dev/shm"},
                start_new_session=True,
            )

    def end(self):
        """End the process, and those that it made."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@functools.cache
def uml_initramfs():
    """Build the initial RAM disk: busybox and the script below."""
    archive = mkinitramfs.Cpio()
    archive.add("bin/busybox", stat.S_IFREG | 0o755, pathlib.Path("/bin/busybox").read_bytes())
    archive.add("proc", stat.S_IFDIR | 0o755)
    archive.add("dev/console", stat.S_IFCHR | 0o600, device=(5, 1))
    archive.add("init", stat.S_IFREG | 0o755, UML_INIT.encode())
    path = FOLDER / "peers" / "uml.initramfs"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(archive.finish())
    return path


def wait_for(guest, pattern, limit):
    """Wait until the guest has said something; return the match."""
    found = until(lambda: re.search(pattern, guest.log()), limit)
    if not found:
        raise Failed(f"waiting for {pattern}", said=guest.log()[-2000:])
    return found


def is_alive(guest):
    """Give the guest a nonce; is its answer right?"""
    nonce = secrets.token_hex(8)
    guest.say(f"answer {nonce}")
    userid, boot_id, uptime, said = wait_for(guest, ANSWER, BOOT_LIMIT).groups()
    return said == digest(nonce, userid, boot_id, uptime)


def measure(kind, make, args):
    """Start the guests one by one, ask them, leave them alone. Returns the line of the table."""
    guests = []
    folder = FOLDER / "peers" / kind
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.ExitStack() as stack:
        for number in range(args.guests):
            guest = make(folder / str(number))
            stack.callback(guest.end)
            guest.boot()
            wait_for(guest, "MASS-UP", BOOT_LIMIT)
            guests.append(guest)
        pids = [guest.pid() for guest in guests]
        spent = sum(map(cpu_seconds, pids))
        answered = sum(is_alive(guest) for guest in guests)
        time.sleep(SETTLE)
        storage = [storage_kb(pid) for pid in pids]
        before, begin = sum(map(cpu_seconds, pids)), time.monotonic()
        time.sleep(args.window)
        idle = (sum(map(cpu_seconds, pids)) - before) / (time.monotonic() - begin) * 100
    rss, pss = (sum(sizes) / 1024 / len(guests) for sizes in zip(*storage, strict=True))
    values = [kind, len(guests), answered] + [round(value, 3) for value in (spent / len(guests), rss, pss, idle / len(guests))]
    return dict(zip(FIGURES, values, strict=True))


def main():
    """Measure the kinds that the command line names. Exit status: 0 all guests answered, 1 not, 2 a kind broke."""
    kinds = {"hercules": BareHercules, "cards": BareCards, "qemu": Qemu, "uml": Uml}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guests", type=int, default=32)
    parser.add_argument("--kinds", default=",".join(kinds))
    parser.add_argument("--window", type=float, default=60, help="seconds for which silence is measured")
    args = parser.parse_args()
    rows, status = [], 0
    for kind in args.kinds.split(","):
        if kind not in kinds:
            parser.error(f"--kinds are {','.join(kinds)}")
        try:
            rows.append(measure(kind, kinds[kind], args))
        except (Failed, OSError) as error:
            print(f"{kind}: {error}")
            status = 2
            continue
        status = status or int(rows[-1]["answered"] != args.guests)
        print("  ".join(f"{name} {value}" for name, value in rows[-1].items()), flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / "peers.csv", "w", newline="", encoding="ascii") as file:
        out = csv.DictWriter(file, FIGURES)
        out.writeheader()
        out.writerows(rows)
    return status


if __name__ == "__main__":
    sys.exit(main())
