# SPDX-License-Identifier: Apache-2.0
"""Figures of CMS: what an IPL of the saved system executes, what people cost who do nothing, and how files are dealt with.

The volume has the system disk and a minidisk for ONE, with files that the edf tool has put there; C00000 and so on read
a minidisk that all of them share. Linux, for comparison, is the mass guest, and copies on a minidisk of the same size.
"""

import contextlib
import pathlib
import re
import shutil
import sys
import tempfile

from machines import BUILD, GUEST, Failed, Stopwatch, until

from harness.telnet3215 import Telnet3215  # found through machines
from harness.volumes import save_cms

sys.path.insert(0, str(BUILD.parent / "guest"))
from mkinitramfs import Cpio  # noqa: E402: it is beside the guests

MASS = GUEST / "mass"
READY = r"(?m)^Ready[(;].*$"
VOLUME, VOLID = 0x0201, "BENCHC"
CYLINDERS = 200  # of the minidisks of ONE and LINUX: 140 MB
SIDE = 100  # its square is the number of files of figures v and w
COPY_MB = 10
LOOP = "/* */ do i = 1 to 100000; a = i; end\n"
DIRECTORY = f"""
PROFILE CMS
 MACHINE Z
 OPTION PAGESHARE
 IPL CMS
 CONSOLE 0009 3215 T
 SPOOL 000C 2540 READER *
 LINK MAINT 0190 0190 RR
PROFILE SHARED
 MACHINE Z
 OPTION PAGESHARE
 IPL CMS
 CONSOLE 0009 3215 T
 SPOOL 000C 2540 READER *
 LINK MAINT 0190 0190 RR
 LINK MAINT 0191 0191 RR
USER OPERATOR OPERATOR 32M 64M ABCDEFG
 CONSOLE 0009 3215 T
USER MAINT MAINT 32M 64M ABCDEFG
 MACHINE Z
 CONSOLE 0009 3215 T
 MDISK 0190 3390 1 20 {VOLID} MR
 MDISK 0191 3390 21 10 {VOLID} MR
USER ONE ONE 32M 64M G
 INCLUDE CMS
 MDISK 0191 3390 31 {CYLINDERS} {VOLID} MR
 MDISK 0192 3390 231 70 {VOLID} MR
USER LINUX LINUX 16M 64M G
 MACHINE Z
 CONSOLE 0009 3215 T OPERATOR
 SPOOL 000C 2540 READER *
 MDISK 0201 3390 301 {CYLINDERS} {VOLID} MR
USER C AUTOONLY 32M 64M G
 POOL LOW 0 HIGH 999 PROFILE SHARED
"""
PRIVATE = ("CONTROL", "TABLES", "GUEST", "PAGEDOUT")  # frames that are there for guests
SETTLED_LIMIT, STABLE = 300, 4  # seconds


class People:
    """One system with CMS saved; ends with the context."""

    def __init__(self, bench, repetition, cpus=1):
        self.bench = bench
        self.repetition = repetition
        self.cpus = cpus
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.stack = contextlib.ExitStack()
        self.stack.callback(shutil.rmtree, self.folder, ignore_errors=True)

    def __enter__(self):
        with self.stack:
            self.make()
            self.system = self.stack.enter_context(
                self.bench.cp(cpus=self.cpus, directory=self.folder / "directory.obj", disks=[(VOLUME, self.folder / "disk")])
            )
            self.system.ask(f"ATTACH {VOLUME:04X} TO SYSTEM", f"ATTACHED TO SYSTEM {VOLID}")
            save_cms(self.system)
            self.stack = self.stack.pop_all()
        return self

    def __exit__(self, *what):
        self.stack.close()

    def tool(self, name, *words):
        """A host tool."""
        return self.bench.tool(BUILD / "bin" / name, *words)

    def make(self):
        """The volume."""
        folder = self.folder
        (folder / "USER.DIRECT").write_text(DIRECTORY)
        self.tool("directxa", "-o", folder / "directory.obj", folder / "USER.DIRECT")
        self.tool("cpfmt", "create", "--nucleus=0", "--alloc=", folder / "disk", "3390:510", VOLID)
        where = ("--directory", folder / "directory.obj", folder / "disk")
        self.tool("cpimage", "put", "--raw", *where, "MAINT/0190", BUILD / "cms190.img")
        for disk in ("MAINT/0191", "ONE/0191", "ONE/0192", "LINUX/0201"):
            self.tool("edf", "format", *where, disk)
        (folder / "text").write_text("".join(f"{nr:08} {'-' * 71}\n" for nr in range(COPY_MB * 1024 * 1024 // 80)))
        self.tool("edf", "put", "--recfm", "F", *where, "ONE/0191", folder / "text", "TEN", "MEGABYTE")
        (folder / "loop").write_text(LOOP)
        self.tool("edf", "put", *where, "ONE/0191", folder / "loop", "LOOP", "EXEC")

    def note(self, figure, what, value, unit):
        """Keep a measured value."""
        self.bench.note(figure, self.repetition, what, value, unit)

    def counted(self, function):
        """Instructions that the emulator's CPU executes meanwhile, CP's with those of guests."""

        def count():
            self.system.command("ipending")
            return int(self.system.wait(r"CPU0000.* instcount (\d+)|instcount (\d+)", 20)[1])

        before = count()
        function()
        return count() - before

    def frames(self):
        """KB for guests."""
        found = self.system.ask("QUERY FRAMES", r"^CP \d+ .*\n(?s:.*?)^FREE \d+(?s:.*?)^CP$")[0]
        frames = {name: int(number) for name, number in re.findall(r"\b([A-Z]+) (\d+)", found)}
        return sum(frames[kind] for kind in PRIVATE) * 4


    @contextlib.contextmanager
    def one(self):
        """ONE in CMS at a line terminal, whose output nobody turns pages of; yields what gives him a command."""
        with contextlib.closing(Telnet3215(self.system.port("console"))) as terminal:
            terminal.wait("ONLINE")
            terminal.ask("LOGON ONE ONE", "Ready;", 60)

            def command(line):
                ready = terminal.ask(line, READY, 600)[0]
                if not ready.startswith("Ready;"):
                    raise Failed(f"{line}: {ready}", output=terminal.output[-1000:])

            yield command
            terminal.ask("LOGOFF", "LOGOFF AT")

    def timed(self, function, *words):
        """CPU seconds of the emulator for a call."""
        watch = Stopwatch(self.system)
        function(*words)
        return watch.cpu()

    # ---- Figures ----

    def ipl(self, command):
        """Figure s: alone, when all of the saved system comes from the spool, is the dearest."""
        count = self.counted(lambda: command("#CP IPL CMS"))
        self.note("s", "IPL CMS to Ready", count, "")
        self.bench.result("s", count)

    def idle(self):
        """Figure t: people without a terminal who have come up: those whom CP never puts away, and those whom it does."""
        nr = self.bench.args.people
        for first, settle, what in ((0, "OFF", "awake"), (nr, "1", "put away")):
            self.system.ask(f"SET SETTLE {settle}", "^CP$")
            before = self.stable()
            for number in range(first, first + nr):
                self.system.ask(f"XAUTOLOG C{number:05d}", f"AUTO LOGON .*C{number:05d}")
            used = (self.stable() - before) / nr
            self.note("t", what, used, "KB")
        self.bench.result("t", used)

    def stable(self):
        """KB for guests when it does not change any more."""
        seen = [self.frames()]

        def is_over():
            seen.append(self.frames())
            return len(seen) > 2 and seen[-1] == seen[-2] == seen[-3]

        if not until(is_over, SETTLED_LIMIT, STABLE):
            raise self.system.failed(f"storage changes: {seen[-3:]}")
        return seen[-1]

    def linux(self):
        """LINUX is up, with the interpreter and its program. False: nobody has built it."""
        if not (MASS / "initramfs").exists():
            print("  u and x are not measured: make mass builds the Linux that they need")
            return False
        more = Cpio()
        more.add("regina", 0o100755, (BUILD / "bench/regina").read_bytes())
        more.add("loop", 0o100644, LOOP.encode())
        initramfs = (MASS / "initramfs").read_bytes()
        initramfs += bytes(-len(initramfs) % 4) + more.finish()
        for name, data in (("kernel", None), ("parm", None), ("initramfs", initramfs)):
            self.system.feed("LINUX", name, data or (MASS / name).read_bytes(), "LINUX")
        self.system.ask("XAUTOLOG LINUX IPL 00C", "MASS-UP LINUX", 300)
        return True

    def assign(self, command):
        """Figure x: twice each, so that both find the program in storage."""
        for _ in range(2):
            linux = self.timed(self.shell, "/regina /loop")
            cms = self.timed(command, "LOOP")
        self.note("x", "regina in Linux", linux, "s")
        self.note("x", "EXEC", cms, "s")
        self.bench.result("x", cms / linux)

    def copy(self, command):
        """Figure u: a file of records of 80 bytes; in Linux, blocks of 4096 bytes of the disk itself."""
        self.shell("echo 1 > /sys/bus/ccw/devices/0.0.0201/online; sleep 1")
        blocks = COPY_MB * 256
        copy = f"dd if=/dev/dasda of=/dev/dasda bs=4096 count={blocks} skip=100 seek={3 * blocks} conv=notrunc,fsync"
        self.timed(self.shell, copy)  # once, so that both find in storage what they read
        linux = self.timed(self.shell, copy)
        command("COPYFILE TEN MEGABYTE A NEW FILE A (REPLACE")
        cms = self.timed(command, "COPYFILE TEN MEGABYTE A NEW FILE A (REPLACE")
        self.note("u", "dd in Linux", linux, "s")
        self.note("u", "COPYFILE", cms, "s")
        self.bench.result("u", cms / linux)

    def shell(self, line):
        """A command in Linux."""
        self.system.ask(f"SEND LINUX {line}; echo DONE-$?-", r"LINUX +: DONE-0-", 120)

    def blocks_read(self):
        """DIAGNOSE X'250' so far of ONE."""
        return int(self.system.ask("QUERY INTERCEPTS ONE", r"USERID=ONE (?s:.*?)DIAG 250 +(\d+)")[1])

    def many_files(self, command):
        """Figures v and w: files of one line."""
        command("ACCESS 192 B")
        command("PIPE literal A line| > F00 T00 B")
        for nr in range(1, SIDE):
            command(f"COPYFILE F00 T00 B F{nr:02} T00 B")
        for nr in range(1, SIDE):
            command(f"COPYFILE * T00 B = T{nr:02} B")
        before = self.blocks_read()
        command("ACCESS 192 B")
        access = self.blocks_read() - before
        command(f"STATE F{SIDE - 1:02} T{SIDE // 2:02} B")
        look = self.blocks_read() - before - access
        self.note("v", f"reads of ACCESS, {SIDE * SIDE} files", access, "")
        self.note("v", "reads of STATE", look, "")
        self.bench.result("v", look)
        command("PIPE cms LISTFILE * * B | > ALL FILES A")
        spent = {line: self.timed(command, line) for line in ("LISTFILE * * B", "TYPE ALL FILES A")}
        for line, cpu in spent.items():
            self.note("w", line, cpu, "s")
        self.bench.result("w", spent["LISTFILE * * B"] / spent["TYPE ALL FILES A"])


def measure(bench, repetition, wanted):
    """The chosen ones of s to x, once."""
    with People(bench, repetition) as people:
        with people.one() as command:
            if "s" in wanted:
                people.ipl(command)
            if wanted & {"u", "x"} and people.linux():
                if "x" in wanted:
                    people.assign(command)
                if "u" in wanted:
                    people.copy(command)
            if wanted & {"v", "w"}:
                people.many_files(command)
        if "t" in wanted:
            people.idle()
