#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Measure the figures that the project promises; each is a ratio of two things measured in the same run.

usage: bench.py [--figures a,b,...] [--repeat N] [--guests N] [--window S] [--loops N]

  a  CPU seconds of the emulator, IPL to init of Linux: guest, from a minidisk / bare emulator, from files
  b  the same for a set of commands in its shell: loop, gzip, md5sum, fork and exec
  c  DIAGNOSE X'44' round trip: through CP / through a minimal SIE loop
  d  interceptions of Linux from IPL until init, by reason
  e  two compute-bound guests on two CPUs: work per second / one guest's
  f  CPU of the emulator with idle Linux guests / with CP alone
  g  control storage of an idle user
  h  shares 100:200:400, all computing, on one CPU and on two: how far CPU time is from 1:2:4
  i  milliseconds from a line typed at an idle guest to its echo while 16 others compute on one CPU; and what
     they add to the answer of a Linux shell, whose console driver alone takes 100
  l  pairs of LINK and DETACH by a guest per CPU second of the emulator, 100,000 users in the directory
  m  CPU seconds to read blocks of 4096 bytes by dd from a disk that nobody has read: bare emulator / guest; and the
     same for a second guest (m-cached)
  n  CPU seconds to write as many and wait until they are there: bare emulator / guest
  o  random reads of 4096 bytes per CPU second of the emulator: by DIAGNOSE X'250' / by channel programs
  p  interceptions for each block of m, and of such a read by DIAGNOSE X'250' (p-diag)
  q  storage that the second to fourth guest add that start from one disk / what the first adds; when CP has looked for
     equal pages
  r  pages filled and read by three guests per CPU second of the emulator: storage for one of them and paging space /
     storage for all
  s  instructions from IPL CMS, the saved system, to the ready message
  t  storage of a person in CMS who does nothing, beside the nucleus, when he is put away
  u  CPU seconds to copy 10 MB: COPYFILE in CMS / dd in Linux on a disk of the same kind (make mass first)
  v  reads from the disk when one of 10,000 files is looked up
  w  CPU seconds to list these: LISTFILE / TYPE of a file with the same lines
  x  CPU seconds of a REXX program with 100,000 assignments in a loop: in CMS / the same interpreter in Linux (make mass)

Samples go to build/bench/<figure>.csv, the summary to build/bench/summary.csv and the screen.
"""

import argparse
import contextlib
import csv
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

from machines import BARE_ADDRESS, BUILD, CP, GUEST, PARM, BareLinux, BareProgram, Failed, Stopwatch, image, median, mkconfig, until

sys.path.insert(0, str(BUILD.parent / "tests" / "bare"))

import disks  # noqa: E402
import overcommit  # noqa: E402
import people  # noqa: E402
import deck as real_reader  # noqa: E402, found through machines
import mkdeck  # noqa: E402
from bare_guest import BareGuest  # noqa: E402

FOLDER = BUILD / "bench"
DIAG44, COMPUTE, ECHO, LINK = 1 << 56, 2 << 56, 3 << 56, 4 << 56
COMMANDS = {
    "loop": "for i in $(seq 20000); do :; done",
    "gzip": "gzip -c /bin/busybox > /dev/null",
    "md5sum": "for i in 1 2 3 4 5; do md5sum /bin/busybox > /dev/null; done",
    "fork": "for i in $(seq 100); do /bin/true; done",
}
SHARES = {"SHARE1": 100, "SHARE2": 200, "SHARE4": 400}  # as the bench's directory says
HOGS, ECHOES = [f"HOG{number:05d}" for number in range(1, 17)], 30
SLACK_DIRECTORY, SLACK_LONG = 250, 4000  # ms: as the bench's directory says; as mass guests bear it
TURNS = 5  # of figure c
IDLE_WAITS = 200  # Linux has waited about 50 times when init comes up
TARGETS = {
    "a": ("IPL to init, guest / bare", "<=", 1.08),
    "b": ("shell commands, guest / bare", "<=", 1.03),
    "c": ("DIAGNOSE X'44', CP / minimal SIE loop", "<=", 2.2),
    "d": ("interceptions, IPL to init, no first touches", "<=", 1500),
    "e": ("two computing guests / one", ">=", 1.8),
    "f": ("idle Linux guests / CP alone", "<=", 1.3),
    "f-long": ("the same, timer slack 4 s", "<=", 1.3),
    "g": ("control bytes of an idle user", "<=", 8192),
    "h": ("CPU time by shares, worst / exact", "<=", 1.05),
    "i": ("ms to an echo beside 16 that compute", "<=", 100),
    "l": ("LINK and DETACH per CPU second", ">=", 5000),
    "m": ("sequential read, speed of guest / bare", ">=", 0.9),
    "m-cached": ("the same blocks by a second guest / bare", ">=", 2.0),
    "n": ("sequential write with fsync, guest / bare", ">=", 0.8),
    "o": ("random reads, DIAGNOSE X'250' / ECKD", ">=", 1.5),
    "p": ("interceptions per block, ECKD sequential", "<=", 0.2),
    "p-diag": ("interceptions per block, DIAGNOSE sequential", "<=", 0.1),
    "q": ("storage of guests 2 to 4 / of the first", "<=", 0.5),
    "r": ("work in 3 times the storage / with enough", ">=", 0.3),
    "s": ("instructions of IPL CMS", "<=", 2e6),
    "t": ("KB of an idle person in CMS", "<=", 40),
    "u": ("copy of 10 MB, COPYFILE / dd in Linux", "<=", 1.5),
    "v": ("reads to look up one of 10,000 files", "<=", 2),
    "w": ("LISTFILE / TYPE of the same lines", "<=", 1.5),
    "x": ("100,000 assignments in REXX, CMS / Linux", "<=", 1.1),
    "i-linux": ("ms that they add to an answer of Linux", "<=", 50),
}


class Bench:
    """One run: what was chosen, what was measured so far."""

    def __init__(self, args):
        self.args = args
        self.samples = []  # (figure, repetition, what, value, unit)
        self.ratios = {}  # figure -> the value of each repetition

    def note(self, figure, repetition, what, value, unit):
        """Keep one measured value; show it."""
        self.samples.append((figure, repetition, what, value, unit))
        print(f"  {figure}{repetition} {what}: {value:.6g} {unit}", flush=True)

    def result(self, figure, value):
        """The figure of one repetition."""
        self.ratios.setdefault(figure, []).append(value)

    @contextlib.contextmanager
    def machine(self, kind, name, cpus, mainsize):
        """An emulator in a fresh folder."""
        folder = FOLDER / name
        shutil.rmtree(folder, ignore_errors=True)
        with kind(folder) as hercules:
            yield hercules, mkconfig.Machine(cpus=cpus, mainsize=mainsize)

    @contextlib.contextmanager
    def cp(self, cpus=1, mainsize=2048, directory=CP.directory, disks=()):
        """CP, ready, with an object directory and more volumes (device number and image)."""
        with self.machine(CP, "cp", cpus, mainsize) as (system, machine):
            system.directory = directory
            machine.disks = dict(disks)
            system.ipl(machine)
            yield system

    # ---- a, b, d, g: Linux on the emulator and under CP ----

    def shell(self, repetition, who, stopwatch_of, run):
        """Figure b's commands; returns their CPU seconds."""
        spent = {}
        for number, (what, command) in enumerate(COMMANDS.items()):
            watch = stopwatch_of()
            run(f"{command}; echo DONE-{number}-$((40+2))", rf"DONE-{number}-42", 600)
            spent[what] = watch.cpu()
            self.note("b", repetition, f"{who} {what}", spent[what], "s")
        return spent

    def linux(self, repetition, wanted):
        """Boot Linux on the emulator and as a guest."""
        bare = guest = bare_set = guest_set = None
        if wanted & {"a", "b"}:
            with self.machine(BareLinux, "linux", 1, 256) as (hercules, machine):
                hercules.load(machine)
                watch = Stopwatch(hercules)
                hercules.boot()
                bare = watch.cpu()
                self.note("a", repetition, "bare", bare, "s")
                if "b" in wanted:
                    time.sleep(1)  # the shell's prompt
                    bare_set = self.shell(repetition, "bare", lambda: Stopwatch(hercules), hercules.run)
        with self.linux_disk() as disk, self.cp(disks=[(0x201, disk)]) as system, BareGuest(system, "LINUX") as user:
            system.ask("ATTACH 0201 TO SYSTEM", "ATTACHED TO SYSTEM LINUX1")
            user.terminal.ask("LINK LINUX 0200 0200 RR", "DASD 0200 LINKED|R/O")
            watch = Stopwatch(system)
            user.terminal.enter("IPL 0200 CLEAR")
            user.terminal.wait("INIT-UP", 900)
            guest = watch.cpu()
            if "a" in wanted:
                self.note("a", repetition, "guest", guest, "s")
                self.result("a", guest / bare)
            if "d" in wanted:
                self.interceptions(repetition, user)
            if "b" in wanted:
                guest_set = self.shell(repetition, "guest", lambda: Stopwatch(system), user.terminal.ask)
                self.result("b", sum(guest_set.values()) / sum(bare_set.values()))
            if "i" in wanted:
                line = "echo LINE-$(({0} + 0))"
                alone, beside = self.echo_beside(repetition, system, "Linux", user.terminal, line)
                self.result("i-linux", beside - alone)
            if "g" in wanted:
                found = user.cp("INDICATE USER", r"CONTROL STORAGE: BYTES=(\d+)")
                self.note("g", repetition, "control storage", int(found[1]), "bytes")
                self.result("g", int(found[1]))

    @contextlib.contextmanager
    def linux_disk(self):
        """A volume whose minidisk LINUX 0200 starts what the bare emulator starts from files."""
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "parm").write_bytes((GUEST / "parm").read_bytes().rstrip(b"\n") + PARM.encode() + b"\n")
            self.tool("mke2fs", "-q", "-t", "ext4", "-b", "4096", folder / "empty", "8M")
            self.tool(BUILD / "bin" / "cpfmt", "create", "--nucleus=0", "--alloc=", folder / "disk", "3390:50", "LINUX1")
            boot = ["--kernel", GUEST / "kernel", "--parm", folder / "parm", "--initrd", GUEST / "initramfs"]
            self.tool(BUILD / "bin" / "cpimage", "put", *boot, folder / "disk", "1:40", folder / "empty")
            yield folder / "disk"

    def interceptions(self, repetition, user):
        """Figure d: the counters, now."""
        begin = len(user.terminal.output)
        found = user.cp("QUERY INTERCEPTS", r"INTERCEPTS=(\d+) FAULTS=(\d+) HOSTINT=(\d+)")
        user.cp("QUERY USERID", r" AT ")
        # Columns of 10 characters for the reason, 10 for the count, 5 blanks.
        for name, count in re.findall(r"([A-Z][A-Z0-9 ]{9})([ \d]{9}\d)(?: {5}|$)", user.terminal.output[begin:], re.M):
            self.note("d", repetition, name.strip(), int(count), "")
        self.note("d", repetition, "first touches", int(found[2]), "")
        self.result("d", int(found[1]))

    # ---- c: one interception ----

    def timed(self, hercules, go, end):
        """CPU seconds and seconds from a word typed to an answer."""
        watch = Stopwatch(hercules)
        go("GO")
        end("END")
        return watch.cpu(), watch.wall()

    def minimal_loop(self, nr):
        """Microseconds of a round trip in the least that a host can do."""
        with self.machine(BareProgram, "sieloop", 1, 64) as (hercules, machine):
            hercules.load("sieloop", nr, machine)
            return self.timed(hercules, hercules.type, lambda text: hercules.wait(text, 300))[0] / nr * 1e6

    def round_trip(self, repetition):
        """DIAGNOSE X'44' in a loop, without and with CP in turns: what slows the machine meets both."""
        nr = self.args.loops
        each = {"minimal": [], "CP": []}
        with self.cp() as system, BareGuest(system, "BARE1") as guest:
            for _ in range(TURNS):
                each["minimal"].append(self.minimal_loop(nr))
                guest.load("work", DIAG44 | nr)
                guest.terminal.wait("READY")
                used, _ = self.timed(system, guest.terminal.enter, lambda text: guest.terminal.wait(text, 300))
                each["CP"].append(used / nr * 1e6)
        for who, times in each.items():
            for value in times:
                self.note("c", repetition, who, value, "us")
        self.result("c", median(each["CP"]) / median(each["minimal"]))

    # ---- e: two CPUs ----

    def two_guests(self, repetition):
        """The same work in one guest, then in two at once."""
        nr = self.args.loops * 100
        with self.cp(cpus=2) as system, BareGuest(system, "BARE1") as one, BareGuest(system, "BARE2") as other:
            one.load("work", COMPUTE | nr)
            one.terminal.wait("READY")
            _, alone = self.timed(system, one.terminal.enter, lambda text: one.terminal.wait(text, 600))
            for guest in (one, other):
                guest.load("work", COMPUTE | nr)
                guest.terminal.wait("READY")
            begin = time.monotonic()
            one.terminal.enter("GO")
            other.terminal.enter("GO")
            one.terminal.wait("END", 600)
            other.terminal.wait("END", 600)
            both = time.monotonic() - begin
        self.note("e", repetition, "alone", alone, "s")
        self.note("e", repetition, "both", both, "s")
        self.result("e", 2 * alone / both)

    # ---- f: silence ----

    def wait_idle(self, system, userid):
        """Wait until a guest without a terminal has come up: it then waits, four times a second or more."""

        def is_idle():
            found = system.ask(f"QUERY INTERCEPTS {userid}", r"INTERCEPTS=\d+ .*\n(?:WAIT +(\d+))?")
            return int(found[1] or 0) >= IDLE_WAITS

        if not until(is_idle, 900 * self.args.guests, poll=2):
            raise system.failed(f"{userid} did not come up")

    def idle_guests(self, repetition):
        """CP alone for a while, then with idle Linux guests."""
        nr, window = self.args.guests, self.args.window
        with self.cp(cpus=2, mainsize=max(2048, 256 * nr)) as system:
            time.sleep(2)
            watch = Stopwatch(system)
            time.sleep(window)
            alone = watch.cpu() / watch.wall()
            self.note("f", repetition, "CP alone", alone * 100, "% of a CPU")
            for number in range(nr):
                userid = f"IDLE{number:04d}"
                system.feed_guest(userid, "quiet")
                system.ask(f"XAUTOLOG {userid}", rf"{userid}", 30)
            for number in range(nr):
                self.wait_idle(system, f"IDLE{number:04d}")
            idle = {}
            for slack in (SLACK_DIRECTORY, SLACK_LONG):
                if slack != SLACK_DIRECTORY:
                    for number in range(nr):
                        system.type(f"SET TIMERSLACK IDLE{number:04d} {slack}")
                        system.ask(f"QUERY TIMERSLACK IDLE{number:04d}", rf"TIMERSLACK {slack} MS", 30)
                time.sleep(self.args.settle)
                watch = Stopwatch(system)
                time.sleep(window)
                idle[slack] = watch.cpu() / watch.wall()
                self.note("f", repetition, f"{nr} idle guests, slack {slack} ms", idle[slack] * 100, "% of a CPU")
        self.result("f", idle[SLACK_DIRECTORY] / alone if alone else float("inf"))
        self.result("f-long", idle[SLACK_LONG] / alone if alone else float("inf"))

    # ---- h, i: who gets the CPUs ----

    def compute(self, system, userids):
        """Log these users on without terminals; each computes on all its virtual CPUs for ever."""
        for userid in userids:
            system.feed(userid, "HOG", mkdeck.deck((BUILD / "bare" / "hog.bin").read_bytes(), BARE_ADDRESS, 0))
            system.ask(f"XAUTOLOG {userid}", rf"{userid}", 30)
        for userid in userids:
            if not until(lambda who=userid: system.cpu_time(who) > 0.1, 60):
                raise system.failed(f"{userid} does not compute")

    def shares(self, repetition):
        """Three users of two virtual CPUs each."""
        worst = 1
        for cpus in range(1, min(2, mkconfig.host_cpus()) + 1):
            with self.cp(cpus=cpus) as system:
                self.compute(system, SHARES)
                begin = {userid: system.cpu_time(userid) for userid in SHARES}
                time.sleep(self.args.compete)
                used = {userid: system.cpu_time(userid) - begin[userid] for userid in SHARES}
            for userid, share in SHARES.items():
                self.note("h", repetition, f"{cpus} CPU, share {share}", used[userid], "s")
                exact = sum(used.values()) * share / sum(SHARES.values())
                worst = max(worst, used[userid] / exact, exact / used[userid])
        self.result("h", worst)

    def echoes(self, repetition):
        """A guest that gives lines back, before and while others compute."""
        with self.cp() as system, BareGuest(system, "BARE1") as guest:
            guest.load("work", ECHO | 1000)
            guest.terminal.wait("READY")
            guest.terminal.enter("GO")
            result = self.echo_beside(repetition, system, "bare guest", guest.terminal, "LINE-{0}")
            self.result("i", result[1])

    def echo_beside(self, repetition, system, who, terminal, line):
        """Median milliseconds from a line to its answer, alone and beside those that compute, who go then."""
        alone = self.echo(terminal, line, 1000)
        self.compute(system, HOGS)
        beside = self.echo(terminal, line, 2000)
        for userid in HOGS:
            system.ask(f"FORCE {userid}", rf"{userid} +LOGOFF|LOGOFF AS +{userid}", 30)
        for what, times in (("alone", alone), (f"beside {len(HOGS)}", beside)):
            self.note("i", repetition, f"{who} {what}, median", median(times), "ms")
            self.note("i", repetition, f"{who} {what}, longest", max(times), "ms")
        return median(alone), median(beside)

    def echo(self, terminal, line, first):
        """Milliseconds from each of some lines to the number of it that comes back."""
        times = []
        for number in range(first, first + ECHOES):
            terminal.mark = len(terminal.output)
            terminal.enter(line.format(number))
            begin = time.monotonic()
            terminal.wait(rf"LINE-{number}", 60)
            times.append((time.monotonic() - begin) * 1000)
        return times

    # ---- l: LINK ----

    def tool(self, *words):
        """Run a host tool quietly."""
        subprocess.run(list(map(str, words)), check=True, stdout=subprocess.DEVNULL)

    def many_users(self, folder, nr=100000):
        """The bench's directory with so many users more, each with a minidisk; of one of them the volume exists."""
        lines = (BUILD.parent / "tests" / "bench" / "USER.DIRECT").read_text(encoding="ascii").splitlines()
        for number in range(nr):
            volume = "BENCH" if number == nr // 2 else f"V{number // 10000:05d}"
            lines += [f"USER U{number:07d} NOPASS 16M 16M G", f" MDISK 0191 3390 {1 + number % 10000} 1 {volume} MR ALL"]
        (folder / "USER.DIRECT").write_text("\n".join(lines) + "\n", encoding="ascii")
        self.tool(BUILD / "bin" / "directxa", "-o", folder / "directory.obj", folder / "USER.DIRECT")
        self.tool(BUILD / "bin" / "cpfmt", "create", "--nucleus=0", "--alloc=", folder / "disk", "3390-9", "BENCH")
        return folder / "directory.obj", folder / "disk"

    def links(self, repetition, nr=10000):
        """A guest that links and detaches, so often and three times as often."""
        cost = {}
        with tempfile.TemporaryDirectory() as folder:
            directory, disk = self.many_users(pathlib.Path(folder))
            with self.cp(directory=directory, disks=[(0x201, disk)]) as system:
                system.ask("ATTACH 0201 TO SYSTEM", "ATTACHED TO SYSTEM BENCH")
                with BareGuest(system, "BARE1") as guest:
                    for times in (1, 3):
                        guest.load("work", LINK | times * nr)
                        guest.terminal.wait("READY")
                        ended = []
                        cost[times], _ = self.timed(
                            system, guest.terminal.enter, lambda text: ended.append(guest.terminal.wait(rf"FAILED|{text}", 600))
                        )
                        if ended[0][0] == "FAILED":
                            raise system.failed("LINK or DETACH was refused")
        self.note("l", repetition, "LINK and DETACH", (cost[3] - cost[1]) / (2 * nr) * 1e6, "us")
        self.result("l", 2 * nr / (cost[3] - cost[1]))

    # ---- All ----

    def repetition(self, number):
        """Each chosen figure once."""
        wanted = self.args.figures
        if wanted & set("abdgi"):
            self.linux(number, wanted & set("abdgi"))
        if "c" in wanted:
            self.round_trip(number)
        if "e" in wanted:
            self.two_guests(number)
        if "f" in wanted:
            self.idle_guests(number)
        if "h" in wanted:
            self.shares(number)
        if "i" in wanted:
            self.echoes(number)
        if "l" in wanted:
            self.links(number)
        if wanted & set("mnopq"):
            disks.measure(self, number, wanted & set("mnopq"))
        if "r" in wanted:
            overcommit.measure(self, number)
        if wanted & set("stuvwx"):
            people.measure(self, number, wanted & set("stuvwx"))

    def write(self):
        """Samples and summary as CSV; the summary on the screen. Returns whether every target was met."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        for figure in sorted({sample[0] for sample in self.samples}):
            with open(FOLDER / f"{figure}.csv", "w", newline="", encoding="ascii") as file:
                out = csv.writer(file)
                out.writerow(["figure", "repetition", "what", "value", "unit"])
                out.writerows(sample for sample in self.samples if sample[0] == figure)
        good = True
        with open(FOLDER / "summary.csv", "w", newline="", encoding="ascii") as file:
            out = csv.writer(file)
            out.writerow(["figure", "what", "median", "lowest", "highest", "relation", "target", "met"])
            for figure, values in sorted(self.ratios.items()):
                what, relation, target = TARGETS[figure]
                value = median(values)
                met = value <= target if relation == "<=" else value >= target
                good = good and met
                out.writerow([figure, what, f"{value:.4g}", min(values), max(values), relation, target, met])
                spread = f"({min(values):.4g} to {max(values):.4g}, {len(values)} runs)"
                print(f"{figure}  {what:<44} {value:>8.4g}  {relation} {target:<6} {'yes' if met else 'NO'}  {spread}")
        return good


def main():
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=lambda text: set(text.lower().split(",")), default=set(TARGETS))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--guests", type=int, default=16, help="idle guests of figure f")
    parser.add_argument("--people", type=int, default=100, help="idle people of figure t")
    parser.add_argument("--window", type=float, default=60, help="seconds for which silence is measured")
    parser.add_argument("--settle", type=float, default=60, help="seconds of silence before that")
    parser.add_argument("--loops", type=int, default=2000000, help="round trips of figure c; e works 100 times as often")
    parser.add_argument("--megabytes", type=int, default=256, help="that figures m and n read and write")
    parser.add_argument("--reads", type=int, default=50000, help="random reads of figures o and p-diag")
    parser.add_argument("--compete", type=float, default=20, help="seconds for which figure h's users compete")
    args = parser.parse_args()
    if args.figures - set(TARGETS):
        parser.error(f"figures are {','.join(TARGETS)}")
    bench = Bench(args)
    try:
        for number in range(1, args.repeat + 1):
            bench.repetition(number)
    except (Failed, real_reader.DeckError) as error:
        print(error)
        bench.write()
        return 2
    return 0 if bench.write() else 1


if __name__ == "__main__":
    sys.exit(main())
