# SPDX-License-Identifier: Apache-2.0
"""Figures of disks: Linux on the emulator and as a guest, started from the same image and reading the same blocks.

The image is one volume with a root that IPL can start from, and blocks behind the root's for the reads. A guest has it
as a minidisk of all its cylinders. Another volume is there to write on, and once more to read by DIAGNOSE X'250': its
layout is LDL, the one that Linux's driver for that can use.
"""

import contextlib
import pathlib
import re
import shutil
import subprocess
import tempfile

from machines import BOOT_LIMIT, BUILD, GUEST, BareDisk, Stopwatch, until

from bare_guest import BareGuest  # found through machines

ROOT, WORK = 0x0200, 0x0201  # the root's volume, and one to write on
BY_DIAGNOSE = 0x0202  # the latter once more
PARM = "conmode=3215 condev=0x0009 quiet root=200\n"
PER_CYLINDER = 15 * 12  # blocks of 4096 bytes
SPARE = 150  # cylinders for the root and what IPL loads
STABLE, QUIET_LIMIT, QUIET_POLL = 4, 300, 5  # so often the same; seconds
SHARERS = ("DISK1", "DISK2", "DISK3", "DISK4")
ONLINE = "cd /sys/bus/ccw/devices/0.0.{0:04x}; {1} echo 1 > online; sleep 1; echo NODE-$(ls block)-"


class Disks:
    """The volumes of one repetition, in a folder of its own."""

    def __init__(self, bench, repetition):
        self.bench = bench
        self.repetition = repetition
        self.nr_blocks = bench.args.megabytes * 256
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.volumes = {ROOT: self.folder / "root", WORK: self.folder / "work"}
        self.step = 0

    def __enter__(self):
        try:
            self.make()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def note(self, figure, what, value, unit):
        """Keep a measured value."""
        self.bench.note(figure, self.repetition, what, value, unit)

    def make(self):
        """The root with a program for random reads, and both volumes."""
        root, parm = self.folder / "root.ext4", self.folder / "parm"
        shutil.copyfile(GUEST / "root.ext4", root)
        parm.write_text(PARM)
        program = BUILD / "bench" / "randread"
        words = f"write {program} /bin/randread\nset_inode_field /bin/randread mode 0100755\n"
        subprocess.run(["/sbin/debugfs", "-w", "-f", "-", root], input=words, text=True, check=True, capture_output=True)
        cylinders = SPARE + self.nr_blocks // PER_CYLINDER
        for volid, image in (("BENCHD", self.volumes[ROOT]), ("BENCHW", self.volumes[WORK])):
            self.bench.tool(BUILD / "bin" / "cpfmt", "create", "--nucleus=0", "--alloc=", image, f"3390:{cylinders}", volid)
        boot = ["--kernel", GUEST / "kernel", "--parm", parm, "--initrd", GUEST / "initramfs.disk"]
        put = [BUILD / "bin" / "cpimage", "put"]
        self.bench.tool(*put, *boot, "--label", "BENCHD", self.volumes[ROOT], "ALL", root)
        self.bench.tool(*put, "--ldl", "--label", "BENCHW", self.volumes[WORK], "ALL", parm)

    # ---- What a Linux does; run(command, pattern) gives it a command and waits for the answer ----

    def timed(self, hercules, run, command):
        """CPU seconds of the emulator for a command."""
        self.step += 1
        watch = Stopwatch(hercules)
        run(f"{command}; echo DONE-{self.step}-$?-", rf"DONE-{self.step}-0-", 1200)
        return watch.cpu()

    def read(self, hercules, run):
        """Reads the blocks behind the root one after the other."""
        skip = GUEST.joinpath("root.ext4").stat().st_size // 4096
        words = f"bs=4096 count={self.nr_blocks} skip={skip}"
        return self.timed(hercules, run, f"dd if=/dev/dasda1 of=/dev/null {words} 2> /dev/null")

    def write(self, hercules, run):
        """Writes as many to the other volume, and waits until they are there."""
        node = self.online(run, WORK)
        words = f"bs=4096 count={self.nr_blocks} conv=fsync"
        return self.timed(hercules, run, f"dd if=/dev/zero of=/dev/{node}1 {words} 2> /dev/null")

    def online(self, run, devno, before=""):
        """Brings a disk online; the name that Linux gives it."""
        return run(ONLINE.format(devno, before), r"NODE-(\w+)-", 60)[1]

    # ---- Figures ----

    def bare(self):
        """CPU seconds on the emulator, without CP: to read and to write."""
        with self.bench.machine(BareDisk, "linux", 1, 256) as (hercules, machine):
            machine.disks = dict(self.volumes)
            hercules.boot_disk(machine, ROOT)

            def run(command, pattern, seconds):
                hercules.type(command)
                return hercules.wait(pattern, seconds)

            spent = {"m": self.read(hercules, run), "n": self.write(hercules, run)}
        for figure, value in spent.items():
            self.note(figure, "bare", value, "s")
        return spent

    def start(self, stack, system, userid):
        """Logs a user on, whose directory entry starts Linux from the root."""
        user = stack.enter_context(BareGuest(system, userid))
        user.terminal.wait("INIT-UP", BOOT_LIMIT)
        return user

    def frames(self, system):
        """Frames for guests, with the tables that lead to them and what they share; and those of the cache alone."""
        found = system.ask("QUERY FRAMES", r"TABLES (\d+) GUEST (\d+) SHARED (\d+) .*MDCACHE (\d+)")
        tables, own, shared, cache = map(int, found.groups())
        return tables + own + shared, cache

    def quiet_frames(self, system):
        """The same when CP has looked through guests that do nothing."""
        seen = []

        def is_over():
            seen.append(self.frames(system))
            return len(seen) > STABLE and len(set(seen[-STABLE:])) == 1

        if not until(is_over, QUIET_LIMIT, QUIET_POLL):
            raise system.failed(f"frames of idle guests change: {seen[-STABLE:]}")
        return seen[-1]

    def interceptions(self, user):
        """How many there were."""
        return int(user.cp("QUERY INTERCEPTS", r"INTERCEPTS=(\d+)")[1])

    def counted(self, figure, what, user, count, function):
        """CPU seconds of function(), and interceptions for each of count blocks."""
        before = self.interceptions(user)
        spent = function()
        each = (self.interceptions(user) - before) / count
        self.note(figure, what, each, "")
        self.bench.result(figure, each)
        return spent

    def guests(self, wanted, bare):
        """Everything that guests do, in one system."""
        with contextlib.ExitStack() as stack:
            system = stack.enter_context(self.bench.cp(disks=self.volumes.items()))
            for devno in self.volumes:
                system.ask(f"ATTACH {devno:04X} TO SYSTEM", "ATTACHED TO SYSTEM")
            used, users = [self.frames(system)], []
            for userid in SHARERS[: 4 if "q" in wanted else 2 if wanted & {"m", "p"} else 1]:
                users.append(self.start(stack, system, userid))
                used.append(self.quiet_frames(system) if "q" in wanted else None)
            if "q" in wanted:
                self.private(used)
            self.sequential(wanted, bare, system, users)
            if wanted & {"o", "p"}:
                self.random(system, users[0])

    def private(self, used):
        """Figure q: what each guest after the first adds. The cache has what the first read: that is not his."""
        together = [guests + cache for guests, cache in used]
        added = [used[1][0] - used[0][0]] + [after - before for before, after in zip(together[1:], together[2:])]
        for number, count in enumerate(added, 1):
            self.note("q", f"frames of guest {number}", count, "")
        self.bench.result("q", sum(added[1:]) / len(added[1:]) / added[0])

    def sequential(self, wanted, bare, system, users):
        """Figures m and n, and p by channel programs."""
        one = users[0].terminal.ask
        if wanted & {"m", "p"}:
            cold = self.counted("p", "ECKD, sequential", users[0], self.nr_blocks, lambda: self.read(system, one))
            cached = self.read(system, users[1].terminal.ask)
            self.note("m", "guest", cold, "s")
            self.note("m", "second guest", cached, "s")
            if bare:
                self.bench.result("m", bare["m"] / cold)
                self.bench.result("m-cached", bare["m"] / cached)
        if "n" in wanted:
            spent = self.write(system, one)
            self.note("n", "guest", spent, "s")
            self.bench.result("n", bare["n"] / spent)

    def random(self, system, user):
        """Figure o, and p by DIAGNOSE, which is of a read in order as p is."""
        count, run = self.bench.args.reads, user.terminal.ask
        node = self.online(run, WORK)
        eckd = self.timed(system, run, f"randread /dev/{node}1 {count}")
        node = self.online(run, BY_DIAGNOSE, "echo 1 > use_diag;")
        diagnose = self.timed(system, run, f"randread /dev/{node}1 {count}")
        command = f"dd if=/dev/{node}1 of=/dev/null bs=4096 count={self.nr_blocks} 2> /dev/null"
        self.counted("p-diag", "DIAGNOSE, sequential", user, self.nr_blocks, lambda: self.timed(system, run, command))
        for what, spent in (("ECKD", eckd), ("DIAGNOSE", diagnose)):
            self.note("o", f"{what}, operations per CPU second", count / spent, "")
        self.bench.result("o", eckd / diagnose)


def measure(bench, repetition, wanted):
    """The chosen ones of m, n, o, p, q, once."""
    with Disks(bench, repetition) as disks:
        bare = disks.bare() if wanted & {"m", "n"} else None
        disks.guests(wanted, bare)


def is_figure(name):
    """Is it one of these?"""
    return bool(re.fullmatch(r"[m-q](-\w+)?", name))
