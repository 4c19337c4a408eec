#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Run the system: what "make run", "make stop" and "make feed" do.

usage: run.py run [--volume] | stop | feed USERID [KERNEL]

"run" starts Hercules in the background, IPLs CP and waits until it is ready. On a terminal it then opens a 3270
client and leaves the system running; otherwise it demonstrates the main job and shuts the system down, and its exit
status is 0 only if every step worked. With --volume CP is loaded from the system volume instead of from files.
"""

import contextlib
import pathlib
import subprocess
import sys
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).parent / "system"))

from harness import BUILD  # noqa: E402
from harness.demo import MainJob  # noqa: E402
from harness.system import GUEST, SYSTEM_CONFIG, System, password  # noqa: E402
from harness.volumes import sample_volumes, save_cms  # noqa: E402
from harness.wait import Failed  # noqa: E402

import mkconfig  # noqa: E402, found through harness

FOLDER = BUILD / "run"
SYSTEM_VOLUME = FOLDER / "SYSRES.3390"  # made by "make sysvol"; online as 0200 when it exists
FIRST_USER_VOLUME = 0x0201  # for the images SWU*.3390 beside it, in the order of their names


def say(text=""):
    """Print at once, also into a pipe."""
    print(text, flush=True)


def step(title, function):
    """Run one step; print how it went and what was seen."""
    say(f"  .. {title}")
    begin = time.monotonic()
    seen = function()
    say(f"  \N{CHECK MARK} {title} ({time.monotonic() - begin:.1f} s)")
    for line in str(seen or "").splitlines():
        say(f"       {line}")


def ipl(system, from_volume):
    """Start Hercules in the background and CP on it; return CP's message."""
    sample_volumes(FOLDER)
    system.config = SYSTEM_CONFIG
    disks = dict(enumerate(sorted(FOLDER.glob("SWU*.3390")), FIRST_USER_VOLUME))
    machine = mkconfig.Machine(volume=SYSTEM_VOLUME if SYSTEM_VOLUME.exists() else None, disks=disks)
    ready = system.ipl(machine, own_session=True, from_volume=from_volume)[0]
    try:
        save_cms(system, FOLDER)
    except Failed as error:  # the system is ready all the same
        say(f"  {error.what}")
    return ready


def demonstrate(from_volume):
    """The main job without a person: 0 if every step worked."""
    system, job = System(FOLDER), None
    try:
        step("Start Hercules, IPL CP, save CMS if it is new", lambda: ipl(system, from_volume))
        job = MainJob(system, progress=lambda text: say(f"       {text}"))
        for title, function in job.steps():
            step(title, function)
        say("Everything worked.")
        return 0
    except Exception as error:  # whatever it was, the emulator must go and the reader must see why
        say("  \N{BALLOT X} failed")
        say(str(error) if isinstance(error, Failed) else traceback.format_exc())
        if job and not (isinstance(error, Failed) and "--- screen ---" in str(error)):
            with contextlib.suppress(Failed):
                say(f"--- screen ---\n{job.screen()}")
        if "last lines of the log" not in str(error):
            say(f"--- last lines of the log ---\n{system.tail()}")
        return 1
    finally:
        if job:
            job.close()
        system.quit(seconds=10)


def converse(from_volume):
    """Open a 3270 client for the person at this terminal; the system runs on afterwards."""
    system = System(FOLDER)
    if system.is_running():
        say("The system is running already: another terminal for it.")
    else:
        say("Starting Hercules and CP ...")
        ipl(system, from_volume)
    port = system.port("console")
    say(f"The system is ready; terminals connect to 127.0.0.1 port {port} (tn3270, or telnet for a line terminal).")
    say(f"  Log on as CMS1 with password {password('CMS1')}: CMS starts.")
    say(f"  Or as LINUX5 with password {password('LINUX5')}: Debian boots from a minidisk that guests share.")
    say("  Or as LINUX1: IPL 00C CLEAR boots Linux from the virtual reader. make feed USERID=LINUX1, in another")
    say("  window, puts kernel, parameters and initramfs into that reader.")
    say(f"  The operator's console and the emulator's log: {system.log_path.relative_to(BUILD.parent)}")
    say("  Leave the 3270 client with Ctrl-] and quit; the system runs on. make stop shuts it down.")
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        input("Press ENTER for the logo ... ")
        subprocess.run(["c3270", "-model", "3279-2-E", f"127.0.0.1:{port}"], check=False)
    say("The system is still running. make run opens a terminal again, make stop shuts it down.")
    return 0


def stop():
    """Shut the running system down."""
    system = System(FOLDER)
    if not system.is_running():
        say("The system is not running.")
        return 0
    system.mark = len(system.log())
    try:
        step("Shut the system down", system.shutdown)
        return 0
    except Failed as error:
        say(str(error))
        by_itself = system.quit(seconds=30)
        say("Hercules was told to quit" + ("." if by_itself else " and had to be ended by force."))
        return 1


def feed(userid, kernel=""):
    """Put Linux into a user's reader; kernel is the version of one of another Debian release."""
    system = System(FOLDER)
    folder = GUEST / kernel
    if not system.is_running():
        say("The system is not running: make run starts it.")
        return 1
    title = f"Feed kernel, parameter file and initramfs to {userid}'s reader"
    step(title, lambda: system.feed_guest(userid, folder=folder))
    return 0


def main():
    """Do what the first argument says."""
    sys.stdout.reconfigure(errors="replace")  # screens and check marks, whatever the locale
    words = sys.argv[1:]
    if words == ["stop"]:
        return stop()
    if len(words) in (2, 3) and words[0] == "feed":
        return feed(words[1].upper(), *words[2:])
    if words in (["run"], ["run", "--volume"]):
        person = sys.stdin.isatty() and sys.stdout.isatty()
        return (converse if person else demonstrate)("--volume" in words)
    sys.exit(__doc__)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as error:
        sys.exit(str(error))
