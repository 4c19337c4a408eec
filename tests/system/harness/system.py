# SPDX-License-Identifier: Apache-2.0
"""The whole system for its users: CP started on the emulator, people at terminals, files in readers."""

import re
import time

import deck
import mkconfig

from . import BUILD, TOP
from .hercules import DISABLED_WAIT, READY, Hercules
from .terminal3270 import Terminal3270
from .wait import Failed, until

CP_IMAGE = BUILD / "cp.bin"
DIRECTORY = BUILD / "directory.obj"
DIRECTORY_SOURCE = TOP / "hercules-config" / "USER.DIRECT"
SYSTEM_CONFIG = TOP / "hercules-config" / "SYSTEM.CONFIG"
GUEST = BUILD / "guest"
GUEST_FILES = ("kernel", "parm", "initramfs")  # in the order in which they are loaded

STOP_TIME = 0.3  # seconds after which a CPU that was told to stop has long ended its instruction
BOOT_LIMIT = 600  # seconds for Debian's kernel to come up; about 50 on an idle machine
QUEUED_LIMIT = 60  # seconds until CP has put what the reader has read into the queue


def password(userid):
    """The password of a user, out of the directory's source."""
    for line in DIRECTORY_SOURCE.read_text().splitlines():
        words = line.upper().split()
        if len(words) >= 3 and words[0] in ("USER", "IDENTITY") and words[1] == userid:
            return words[2]
    raise Failed(f"{DIRECTORY_SOURCE.name} has no user {userid}")


class System(Hercules):
    """Hercules with CP on it. OPERATOR is logged on at the emulator's own console: ask() gives commands there."""

    directory = DIRECTORY  # the object directory that is loaded with CP
    config = None  # and the SYSTEM CONFIG, if any

    def ipl(self, machine=None, own_session=False, from_volume=False):
        """Start the emulator and CP, from the machine's system volume or else from the files of the build."""
        machine = machine or mkconfig.Machine()
        if from_volume and not machine.volume:
            raise Failed("this machine has no system volume to IPL from")
        if not from_volume:
            if not CP_IMAGE.exists():
                raise Failed(f"there is no {CP_IMAGE.name}: build it with make")
            directory = self.directory if self.directory.exists() else None
            mkconfig.write_loader(self.folder, CP_IMAGE, directory, self.config)
        self.start(machine, own_session)
        self.command(f"ipl {mkconfig.SYSTEM_VOLUME:04X}" if from_volume else "ipl cp.ins")
        found = self.wait(f"{READY}|{DISABLED_WAIT}", 60, "CP to be ready")
        if re.search(DISABLED_WAIT, found[0]):
            raise self.failed("CP ended instead of becoming ready")
        return found

    def port(self, kind):
        """The port of the running system's "console" or "reader", out of its configuration."""
        pattern = {"console": r"^CNSLPORT +\S+:(\d+)", "reader": r"^000C +3505 \S+:(\d+)"}[kind]
        found = re.search(pattern, (self.folder / "hercules.cnf").read_text(), re.MULTILINE)
        return int(found[1])

    def terminal(self, model="3279-2-E", port=None):
        """A new display terminal that shows CP's logo; port: of a wire to the console port."""
        terminal = Terminal3270(port or self.port("console"), model=model)
        terminal.wait("USERID")
        return terminal

    def logon(self, userid, secret=None, model="3279-2-E", port=None):
        """A new display terminal on which the user has logged on, or reconnected."""
        terminal = self.terminal(model, port)

        def is_typed():
            """The logo may come once more, when CP knows the size of the terminal, over what was typed: look."""
            terminal.key("HOME")
            terminal.key("ERASEEOF")
            terminal.text(userid)
            terminal.key("TAB")
            terminal.key("ERASEEOF")
            terminal.text(secret or password(userid))
            return re.search(rf"USERID +===> +{userid}\b", terminal.screen(), re.IGNORECASE)

        if not until(is_typed, 20):
            raise terminal.failed("the userid that is typed does not stay")
        terminal.key("ENTER")
        terminal.wait(r"LOGON AT|RECONNECTED AT")
        return terminal

    def detach(self, devno):
        """Take a device away at the emulator, which dies of it while an instruction uses the device: its CPUs stand still."""
        self.command("stopall")
        time.sleep(STOP_TIME)
        self.command(f"detach {devno:04X}")
        self.command("startall")

    def feed(self, userid, name, data, filetype=""):
        """Put a file into a user's virtual reader by way of the real card reader; it is there on return."""
        before = self.log_path.stat().st_size
        deck.send(("127.0.0.1", self.port("reader")), userid, data, name=name[:8], filetype=filetype)
        if not until(lambda: re.search(rf"HCPRDR7015I .* for {userid}\b", self.log(before)), QUEUED_LIMIT):
            raise self.failed(f"CP does not say that {name} is in the reader of {userid}")

    def feed_guest(self, userid, parm="", folder=GUEST, more_files=b"", files=GUEST_FILES):
        """Put what Linux is loaded from, files in folder, into a user's reader.

        Words of parm are added to the parameter file, the bytes of a cpio archive to the initramfs.
        """
        for name in files:
            data = (folder / name).read_bytes()
            if name == "parm" and parm:
                data = data.rstrip(b"\n") + b" " + parm.encode() + b"\n"
            if name == "initramfs" and more_files:
                data += bytes(-len(data) % 4) + more_files
            self.feed(userid, name, data, "LINUX")

    def cpu_time(self, userid):
        """Seconds of CPU that a user's virtual CPUs have had, by CP's clock."""
        answer = self.ask(f"INDICATE USER {userid}", rf"USERID={userid} (?s:.*?)\bIO=\d+")[0]
        return sum(int(m) * 60 + float(s) for m, s in re.findall(r"VTIME=(\d+):([\d.]+)", answer))

    def shutdown(self, seconds=120):
        """Shut CP down from the operator's console and end the emulator."""
        self.type("SHUTDOWN")
        self.wait(DISABLED_WAIT, seconds, "CP to end in a disabled wait")
        if not self.quit(seconds=20):
            raise self.failed("Hercules had to be ended by force")
