# SPDX-License-Identifier: Apache-2.0
"""Figure r: guests that all use all of their storage, where it fits and where only one of three does.

Each goes through its pages from the first to the last, looks whether each is as it was left, and leaves another there:
the worst that can be done to whoever keeps the pages used last. What a guest finds wrong ends the figure.
"""

import contextlib
import pathlib
import re
import tempfile
import time

from machines import BUILD, Stopwatch

from bare_guest import BareGuest  # found through machines

USERS, STORAGE, ROUNDS = ("BARE1", "BARE2", "BARE4"), 40, 4  # MB of each
ENOUGH, SHORT = 192, 40  # MB of real storage
PAGING, CYLINDERS = 0x0300, 300
SOME_NOISE = 1 << 24  # one page of eight cannot be compressed
LIMIT = 1800  # seconds


@contextlib.contextmanager
def guests(bench, mainsize):
    """CP with so much storage and a paging volume; the guests, who wait for their program."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        volume = pathlib.Path(folder) / "page01"
        bench.tool(BUILD / "bin" / "cpfmt", "create", "--nucleus=0", f"--alloc=PAGE={CYLINDERS}", volume,
                   f"3390:{CYLINDERS + 1}", "PAGE01")
        system = stack.enter_context(bench.cp(cpus=2, mainsize=mainsize, disks=[(PAGING, volume)]))
        system.ask(f"ATTACH {PAGING:04X} TO SYSTEM", "(?i)attached to system")
        users = [stack.enter_context(BareGuest(system, user)) for user in USERS]
        for user in users:
            user.cp(f"DEFINE STORAGE {STORAGE}M", f"STORAGE = {STORAGE}M(?s:.*)system reset")
        yield system, users


def run(bench, system, users):
    """All at once, until the last has ended; CPU seconds of the emulator, seconds, and pages that came back."""
    watch = Stopwatch(system)
    for user in users:
        user.load("pages", STORAGE | ROUNDS << 16 | SOME_NOISE)
    deadline = time.monotonic() + LIMIT
    for user in users:
        user.terminal.wait(r"(PASS|FAIL) pages_are.*", deadline - time.monotonic())
        if not re.search(r"^PASS pages_are", user.output, re.MULTILINE):
            raise system.failed("a page was not as its guest had left it")
    cpu, wall = watch.cpu(), watch.wall()
    reads = sum(int(user.cp("INDICATE USER", r"PAGES: RES=\d+ SHARED=\d+ OUT=\d+ TABLES=\d+ READS=(\d+)")[1]) for user in users)
    return cpu, wall, reads


def measure(bench, repetition):
    """Both, one after the other."""
    measured = {}
    for what, mainsize in (("enough", ENOUGH), ("short", SHORT)):
        with guests(bench, mainsize) as (system, users):
            measured[what] = run(bench, system, users)
        for name, value, unit in zip(("CPU", "time", "pages that came back"), measured[what], ("s", "s", "")):
            bench.note("r", repetition, f"{what}, {name}", value, unit)
    (enough, _, before), (short, _, after) = measured["enough"], measured["short"]
    if after > before:
        bench.note("r", repetition, "a page out and back", (short - enough) / (after - before) * 1e6, "us")
    bench.result("r", enough / short)
