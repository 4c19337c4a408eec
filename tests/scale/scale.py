#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Start many Linux guests, prove that each lives, and measure what they cost.

usage: scale.py [--guests N] [--how ipl|nss|clone] [--mainsize MB] [--minutes M] [--again N] [--window S] [--samples N]
                [--receivers N] [--plot]

Each guest gets a nonce that it has not seen before, and answers by itself with a message: its userid, its boot id, its
uptime, and SHA-256 of the nonce and these, which are all checked (questions.py). At the end everybody, or as many as
--again says, picked by chance, is asked once more, then nobody for a while, to see what silence costs. After M minutes no
more guests are made. build/scale/HOW/ gets steps.csv, a line a step, written as it comes, so that an interruption leaves
what was measured; with --plot also pictures.

  ipl    each guest is loaded from its virtual reader
  nss    the kernel, its parameters and initial RAM disk are saved once as a system, before the first instruction of the
         kernel; each guest is loaded from that
  clone  one guest is loaded and asked once; all others are made of it with CLONE
"""

import argparse
import contextlib
import csv
import os
import pathlib
import random
import re
import secrets
import shutil
import signal
import statistics
import sys
import time

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "system"))

from harness import BUILD  # noqa: E402
from harness.system import System  # noqa: E402
from harness.telnet3215 import REACTION  # noqa: E402
from harness.wait import Failed, until  # noqa: E402

import deck  # noqa: E402, found through harness
import mkconfig  # noqa: E402

from questions import ANSWER, ANSWER_LIMIT, COLLECTOR, Questions  # noqa: E402

FOLDER = BUILD / "scale"
MASS = BUILD / "guest" / "mass"
FILES = ("kernel", "parm", "initramfs")  # in the order in which they are loaded
TICKS = os.sysconf("SC_CLK_TCK")
STEP_MAX = 10000  # guests between two steps, so that there is something to be seen in long runs
STEPS = (1, 2, 5)  # guests at which is measured: these, times powers of ten, and the last
BOOT_LIMIT = 300  # seconds for a guest to come up on a machine that others use as well
SETTLE = 5  # seconds after the last answer until what guests do by themselves is done
END = r"(?s:.*?)^CP$"  # of an answer of CP: the emulator loses a line that is typed before
FRAME_KB = 4
PRIVATE = ("CONTROL", "TABLES", "GUEST", "PAGEDOUT")  # frames that are there for guests
SETTLED_LIMIT = 600  # seconds until all guests are put away
POLL = 0.005  # seconds between looks at the log: what is measured is in milliseconds
AT_ONCE = 500  # guests that are started before these are asked: sooner than CP would put them away
CLONE_LIMIT = 600  # seconds for these
ORIGIN_EVERY = 60  # seconds after which the origin is asked once more
OPERATOR = "OPERATOR"  # gets the answers of those who are asked one by one: they come into the log
RECEIVERS = 32  # get the others, on a line terminal each
POOLS = {"ipl": "M", "nss": "M", "clone": "C"}  # what each way makes guests of: see USER.DIRECT
ORIGIN = "ORIGIN"  # of whom the others are clones, or who saves the system
SAVED, KERNEL_START = "MASS", "100000"  # its name; where the kernel begins when its loader has put it in place
FIGURES = (
    ["guests", "seconds", "cpu_s", "cpu_s_per_guest", "rss_kb", "pss_kb", "rss_kb_per_guest"]
    + ["cp", "control", "tables", "guest", "pagedout", "spool", "free"]  # frames
    + ["private_kb_per_guest", "answer_ms_median", "answer_ms_99", "answer_cpu_ms", "answers_wrong", "answers_per_s"]
)


def userid_of(number, how="ipl"):
    """The userid of a guest, counted from 0: as the directory's POOL makes them."""
    return f"{POOLS[how]}{number:06d}"


def cpu_seconds(pid):
    """CPU seconds that a process has used in all its threads."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def storage_kb(pid):
    """What the host has given to a process: resident, and its part of what it shares, in KB."""
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return tuple(int(re.search(rf"^{name}: +(\d+) kB", text, re.MULTILINE)[1]) for name in ("Rss", "Pss"))


class Tally:
    """What something cost, of which there were some: CPU seconds of the emulator, and seconds."""

    def __init__(self):
        self.count = self.cpu = self.seconds = 0

    @contextlib.contextmanager
    def measures(self, system, count):
        """What is done inside, for so many, is added."""
        cpu, began = cpu_seconds(system.pid()), time.monotonic()
        yield
        self.cpu += cpu_seconds(system.pid()) - cpu
        self.seconds += time.monotonic() - began
        self.count += count

    def cpu_of_one(self):
        """CPU seconds of each."""
        return self.cpu / self.count if self.count else 0

    def per_second(self):
        """How many in a second."""
        return self.count / self.seconds if self.seconds else 0


def feed(system, userid):
    """Put what a mass guest is loaded from into a user's reader."""
    for name in FILES:
        system.feed(userid, name, (MASS / name).read_bytes(), "LINUX")


class MassSystem(System):
    """CP with a million users."""

    directory = FOLDER / "directory.obj"
    environment = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}  # huge pages, if the host has them: a tenth less CPU at 900,000


class Scale:
    """One run: the system, its guests, and what was measured."""

    def __init__(self, system, args):
        self.system = system
        self.args = args
        self.questions = Questions(system, args.receivers)
        self.has_origin = False
        self.rows = []
        self.begin = time.monotonic()
        self.there = 0  # guests
        self.started, self.asked = Tally(), Tally()  # since the last step

    # ---- Guests ----

    def userid(self, number):
        """The userid of a guest of this run, counted from 0."""
        return userid_of(number, self.args.how)

    def start_by_ipl(self, userid):
        """One guest, loaded from its reader; returns when it waits for lines."""
        feed(self.system, userid)
        self.system.type(f"XAUTOLOG {userid}")
        self.system.wait(rf"MASS-UP {userid}", BOOT_LIMIT, f"{userid} to come up")

    def start_all_by_ipl(self, numbers):
        """Guests one after the other."""
        for number in numbers:
            self.start_by_ipl(self.userid(number))

    def save_system(self):
        """ORIGIN loads the files from its reader up to the kernel's first instruction, and is saved there."""
        feed(self.system, ORIGIN)
        self.system.ask(f"DEFSYS {SAVED} 0-FFF EW MINSIZE=16M", "HCPNSD440I")
        self.system.ask(f"XAUTOLOG {ORIGIN} NOIPL", rf"\b{ORIGIN}\b")
        for command, answer in (
            (f"TRACE INSTR {KERNEL_START}", ""),
            ("IPL 00C CLEAR", rf"{KERNEL_START}\b"),
            ("TRACE END", ""),
            (f"SAVESYS {SAVED}", "HCPNSS440I.* saved"),
        ):
            self.system.type(f"SEND CP {ORIGIN} {command}")
            if answer:
                self.system.wait(answer, BOOT_LIMIT, f"{command} of {ORIGIN}")
        self.system.ask(f"FORCE {ORIGIN}", f"USER DSC|LOGOFF")
        self.has_origin = True

    def start_all_by_nss(self, numbers):
        """Guests one after the other, each from the saved system."""
        if not self.has_origin:
            self.save_system()
        for number in numbers:
            userid = self.userid(number)
            self.system.type(f"XAUTOLOG {userid} IPL {SAVED}")
            self.system.wait(rf"MASS-UP {userid}", BOOT_LIMIT, f"{userid} to come up")

    def ask_origin(self):
        """Then it rests: a clone begins with whatever its origin is doing."""
        self.ask([ORIGIN])
        time.sleep(SETTLE)
        self.origin_asked = time.monotonic()

    def keep_origin_up(self):
        """A clone begins with its origin's clock, too: what that has missed, each of them would have to catch up with."""
        if self.args.how == "clone" and self.has_origin and time.monotonic() - self.origin_asked > ORIGIN_EVERY:
            self.ask_origin()

    def start_all_by_clone(self, numbers):
        """Copies of one guest, which has answered and come to rest."""
        if not self.has_origin:
            self.start_by_ipl(ORIGIN)
            self.ask_origin()
            self.has_origin = True
        first, last = self.userid(numbers.start), self.userid(numbers.stop - 1)
        pool = POOLS[self.args.how]
        self.system.type(f"CLONE {ORIGIN} AS POOL {pool} FIRST {numbers.start} COUNT {len(numbers)}", CLONE_LIMIT)
        self.system.wait(rf"CLONES=0*{len(numbers)} OF={ORIGIN} FIRST={first} LAST={last}", CLONE_LIMIT, "the clones")

    def start(self, guests, start):
        """Let start, with their numbers, start guests until there are so many. Returns their userids."""
        new = range(self.there, guests)
        with self.started.measures(self.system, len(new)):
            start(new)
        self.there = guests
        return [self.userid(number) for number in new]

    def start_collector(self):
        """The guest that gives CP many commands at once."""
        self.start_by_ipl(COLLECTOR)

    def ask(self, userids, all_of_them=True):
        """Ask these guests all at once; the last answers may be checked by the next call."""
        with self.asked.measures(self.system, len(userids)):
            self.questions.ask(userids, all_of_them)

    def ask_some(self):
        """Ask some guests one by one. Returns the milliseconds from the line that is typed to the answer that is seen."""
        times = []
        for number in random.sample(range(self.there), min(self.there, self.args.samples)):
            userid = self.userid(number)
            asked = {userid: [secrets.token_hex(8)]}
            answer = ANSWER.pattern.replace(r"(\w+) +:", f"({userid}) +:")
            time.sleep(REACTION)
            begin = time.monotonic()
            self.system.command(f"/SEND {userid} answer {asked[userid][0]} {OPERATOR}")
            found = until(lambda answer=answer: self.system.search(answer), ANSWER_LIMIT, POLL)
            if found:
                times.append((time.monotonic() - begin) * 1000)
                self.questions.check(asked, found.groups())
            self.questions.wrong += asked
        return times

    # ---- Measuring ----

    def frames(self):
        """What CP uses real storage for: frames by kind."""
        found = self.system.ask("QUERY FRAMES", rf"^CP \d+ .*\n(?s:.*?)^FREE \d+{END}")[0]
        return {name: int(number) for name, number in re.findall(r"\b([A-Z]+) (\d+)", found)}

    def step(self, guests, times=()):
        """Measure, and write a line. times: of answers."""
        pid = self.system.pid()
        cpu = cpu_seconds(pid)
        rss, pss = storage_kb(pid)
        frames = self.frames()
        if not self.rows:  # CP without guests
            self.empty = {"rss": rss, "frames": frames}
        private = sum(frames[kind] - self.empty["frames"][kind] for kind in PRIVATE)
        values = [guests, time.monotonic() - self.begin, cpu, self.started.cpu_of_one()]
        values += [rss, pss, (rss - self.empty["rss"]) / guests if guests else 0]
        values += [frames[kind] for kind in ("CP", *PRIVATE, "SPOOL", "FREE")]
        values += [private * FRAME_KB / guests if guests else 0]
        values += [statistics.median(times), sorted(times)[len(times) * 99 // 100]] if times else [0, 0]
        values += [self.asked.cpu_of_one() * 1000, len(self.questions.wrong), self.asked.per_second()]
        self.started, self.asked = Tally(), Tally()
        row = dict(zip(FIGURES, (round(value, 6) for value in values), strict=True))
        self.rows.append(row)
        self.write()
        print(
            f"{guests:6} guests  {row['seconds']:7.0f} s  CPU a guest {row['cpu_s_per_guest']:.4f} s  "
            f"storage a guest {row['private_kb_per_guest']:.0f} KB (host {row['rss_kb_per_guest']:.0f} KB)  "
            f"answer {row['answer_ms_median']:.0f} ms, CPU {row['answer_cpu_ms']:.1f} ms, {row['answers_per_s']:.0f} a second  "
            f"wrong {row['answers_wrong']}, asked twice {self.questions.lost}",
            flush=True,
        )

    def write(self):
        """All steps so far as CSV."""
        with open(self.args.folder / "steps.csv", "w", newline="", encoding="ascii") as file:
            out = csv.DictWriter(file, FIGURES)
            out.writeheader()
            out.writerows(self.rows)

    def settled(self):
        """Wait until CP has put away all that it will; what a guest costs then, in KB, by kind."""
        before, frames = None, self.frames()
        limit = time.monotonic() + SETTLED_LIMIT
        while before != frames and time.monotonic() < limit:
            time.sleep(2 * SETTLE)
            before, frames = frames, self.frames()
        found = {
            kind.lower(): (frames[kind] - self.empty["frames"][kind]) * FRAME_KB / self.there for kind in PRIVATE
        }
        rss, pss = storage_kb(self.system.pid())
        found |= {"total": sum(found.values()), "rss": (rss - self.empty["rss"]) / self.there, "pss": pss / self.there}
        print("settled, KB a guest: " + " ".join(f"{kind} {value:.2f}" for kind, value in found.items()), flush=True)
        with open(self.args.folder / "settled.csv", "w", newline="", encoding="ascii") as file:
            out = csv.DictWriter(file, ["guests", *found])
            out.writeheader()
            out.writerow({"guests": self.there} | {kind: round(value, 3) for kind, value in found.items()})
        return found

    def silence(self):
        """CPU of the emulator while nobody is asked, and how often guests ran. Returns both."""
        time.sleep(SETTLE)
        before, entries = cpu_seconds(self.system.pid()), self.entries()
        begin = time.monotonic()
        time.sleep(self.args.window)
        percent = (cpu_seconds(self.system.pid()) - before) / (time.monotonic() - begin) * 100
        return percent, self.entries() - entries

    def entries(self):
        """SIE entries so far of some guests, the same ones each time."""
        some = random.Random(1).sample(range(self.there), min(self.there, self.args.samples))
        found = [self.system.ask(f"QUERY INTERCEPTS {self.userid(number)}", rf"SIE=(\d+){END}") for number in some]
        return sum(int(match[1]) for match in found)

    def is_late(self):
        """Has it made guests for as long as it may?"""
        return self.there and self.args.minutes and time.monotonic() - self.begin > self.args.minutes * 60

    def run(self):
        """All steps."""
        start = {"ipl": self.start_all_by_ipl, "nss": self.start_all_by_nss, "clone": self.start_all_by_clone}[self.args.how]
        marks = {step * 10**power for step in STEPS for power in range(7)} | {self.args.guests}
        marks.update(range(STEP_MAX, self.args.guests, STEP_MAX))
        self.start_collector()
        self.step(0)
        alone, _ = self.silence()
        while self.there < self.args.guests and not self.is_late():
            mark = min(mark for mark in marks if mark > self.there)
            while self.there < mark and not self.is_late():
                self.keep_origin_up()
                self.ask(self.start(min(self.there + AT_ONCE, mark), start), False)
            self.ask([])
            self.step(self.there, self.ask_some())
        self.settled()
        again = min(self.there, self.args.again or self.there)
        wrong = len(self.questions.wrong)
        self.ask([self.userid(number) for number in random.sample(range(self.there), again)])
        right = again - len(self.questions.wrong) + wrong
        self.step(self.there, self.ask_some())
        self.settled()
        idle, entries = self.silence()
        print(
            f"{again} of {self.there} asked again: {right} answered\n"
            f"silence, {self.args.window:g} s: {idle:.2f} % of a CPU, CP alone {alone:.2f} %; SIE entries: {entries}"
        )
        with open(self.args.folder / "idle.csv", "w", newline="", encoding="ascii") as file:
            csv.writer(file).writerows(
                [["guests", "window_s", "cpu_percent", "cpu_percent_cp_alone", "sie_entries"]]
                + [[self.there, self.args.window, round(idle, 3), round(alone, 3), entries]]
            )


def default_mainsize(guests, how):
    """MB of main storage that these guests need, each with all of its 16 MB, or with what it changes."""
    return max(1024, 512 + {"ipl": 17 * guests, "nss": 4 * guests, "clone": 1024 + guests // 50}[how])


def main():
    """Run as the command line says. Exit status: 0 all answers were right, 1 not, 2 the run broke, 130 interrupted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guests", type=int, default=32)
    parser.add_argument("--how", default="ipl")
    parser.add_argument("--mainsize", type=int, help="MB of main storage of the emulated machine")
    parser.add_argument("--minutes", type=float, help="after so many no more guests are made (as long as it takes)")
    parser.add_argument("--again", type=int, help="guests that are asked once more at the end (all)")
    parser.add_argument("--window", type=float, default=60, help="seconds for which silence is measured")
    parser.add_argument("--samples", type=int, default=8, help="guests that are looked at for SIE entries")
    parser.add_argument("--receivers", type=int, default=RECEIVERS, help="line terminals that get answers, 1 to 64")
    parser.add_argument("--plot", action="store_true", help="draw the steps")
    args = parser.parse_args()
    if args.how not in ("ipl", "nss", "clone"):
        parser.error("--how is ipl, nss or clone")
    if not 1 <= args.guests <= 1000000:
        parser.error("--guests is 1 to 1000000: the directory has no more users")
    if args.again is not None and not 1 <= args.again <= args.guests:
        parser.error("--again is 1 to as many as there are guests")
    if not 1 <= args.receivers <= 64:
        parser.error("--receivers is 1 to 64: the emulator has no more line terminals")
    args.folder = FOLDER / args.how
    shutil.rmtree(args.folder, ignore_errors=True)
    args.folder.mkdir(parents=True)
    status = 0
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with MassSystem(args.folder / "system") as system:
        try:
            mainsize = args.mainsize or default_mainsize(args.guests, args.how)
            system.ipl(mkconfig.Machine(mainsize=mainsize, line_terminals=args.receivers), own_session=True)
            scale = Scale(system, args)
            scale.run()
            status = 1 if scale.questions.wrong else 0
        except (Failed, deck.DeckError) as error:
            print(error)
            status = 2
        except KeyboardInterrupt:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # the emulator is to be ended in any case
            print(f"interrupted; {args.folder / 'steps.csv'} has the steps so far")
            status = 130
    if args.plot:
        import plot

        plot.draw(args.folder)
    return status


if __name__ == "__main__":
    sys.exit(main())
