# SPDX-License-Identifier: Apache-2.0
"""CMS's files when the emulator is killed: what a command that said Ready did is there, the one that ran is done or not.

Once, or as often as "make crash RUNS=n" says; CMS goes on with the disk as the last kill left it.
"""

import os
import subprocess
import time

import pytest
from harness import BUILD, cms
from harness.chance import chance
from harness.system import System
from harness.volumes import tool

DIRECTORY = """
USER OPERATOR OPERATOR 32M 32M ABCDEFG
 CONSOLE 0009 3215 T
USER MAINT NOLOG
 MDISK 0190 3390 1 20 TSTUSR RR
USER CMSUSER CMSUSER 32M 64M BG
 MACHINE Z
 CONSOLE 0009 3215 T
 LINK MAINT 0190 0190 RR
 MDISK 0191 3390 21 6 TSTUSR MR
"""
RUNS = int(os.environ.get("CRASH_RUNS", "1"))
COMMANDS = 5  # before the one that is killed


@pytest.fixture(scope="module")
def volume(tmp_path_factory):
    """A volume with CMS, and a minidisk with two files to copy."""
    folder = tmp_path_factory.mktemp("volume")
    where = cms.make_volume(folder, DIRECTORY)
    tool("edf", "format", "--blksize", "1024", *where, "CMSUSER/0191")
    for name, count in (("BIG", 4000), ("SMALL", 9)):
        (folder / name).write_text("".join(f"{name} {n} {'-' * (n % 70)}.\n" for n in range(count)))
        tool("edf", "put", *where, "CMSUSER/0191", folder / name, name, "DATA")
    return folder


class Model:
    """What is on the disk: for each file, the file that it is a copy of."""

    def __init__(self, dice):
        self.dice = dice
        self.files = {("BIG", "DATA"): "BIG", ("SMALL", "DATA"): "SMALL"}

    def command(self):
        """A command, and the files after it."""
        after, copies = dict(self.files), [fn for fn, ft in self.files if ft == "COPY"]
        kind = self.dice.randrange(6)
        name = f"F{self.dice.randrange(5)}"
        if kind == 0 and copies:
            for fn in copies:
                after[fn, "MORE"] = self.files[fn, "COPY"]
            return "copyfile f* copy a = more a (replace", after
        if kind == 1 and copies:
            fn = self.dice.choice(copies)
            del after[fn, "COPY"]
            return f"erase {fn} copy a", after
        if kind == 2 and any(ft == "MORE" for _, ft in after):
            return "erase * more a", {key: value for key, value in after.items() if key[1] != "MORE"}
        if kind == 3 and copies and ("NEW", "NAME") not in after:
            fn = self.dice.choice(copies)
            after["NEW", "NAME"] = after.pop((fn, "COPY"))
            return f"rename {fn} copy a new name a", after
        source = self.dice.choice(["BIG", "BIG", "SMALL"])
        after[name, "COPY"] = source
        return f"copyfile {source} data a {name} copy a (replace", after


def on_disk(volume):
    """What edf finds, checked."""
    disk = ("--directory", volume / "directory.obj", volume / "disk", "CMSUSER/0191")
    edf = BUILD / "bin/edf"
    contents = {(volume / name).read_text(): name for name in ("BIG", "SMALL")}

    def run(*words):
        return subprocess.run([edf, *words], check=True, capture_output=True, text=True, timeout=60).stdout

    assert "no problems" in run("check", *disk)
    names = [tuple(line.split()[:2]) for line in run("ls", *disk).splitlines()[1:]]
    return {name: contents.get(run("get", *disk, *name, "-")) for name in names}


def test_nothing_that_a_command_did_is_lost_when_the_emulator_is_killed(volume, tmp_path_factory):
    dice = chance()
    model = Model(dice)
    with System(tmp_path_factory.mktemp("system")) as system:
        for run in range(RUNS):
            cms.start(system, volume, cpus=1, mainsize=256)
            with system.logon("CMSUSER", "CMSUSER") as display:
                display.ask("IPL 190", "^Ready;")
                for _ in range(COMMANDS):
                    command, model.files = model.command()
                    assert display.ask(command, r"^Ready[(;]")[-1].startswith("Ready;"), command
                command, after = model.command()
                display.enter(command)
                time.sleep(dice.uniform(0, 0.3))
                system.kill()
            found = on_disk(volume)
            assert found in (model.files, after), command
            print(f"run {run + 1}: killed in '{command}', which is {'' if found == after else 'not '}done")
            model.files = found
