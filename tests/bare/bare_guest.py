# SPDX-License-Identifier: Apache-2.0
"""One bare guest in one virtual machine: log on at a line terminal, feed the deck, IPL, read what it says."""

import re
import time

import deck as real_reader
import mkdeck

from harness import BUILD
from harness.telnet3215 import Telnet3215
from harness.wait import Failed

IMAGES = BUILD / "bare"
ADDRESS = 0x10000  # where guests are linked
WAIT_GOOD, WAIT_BAD = 0x600D, 0xBAD
DISABLED_WAIT = r"HCPGIR450W.*?PSW ([0-9A-F]{8,16}) ([0-9A-F]{8,16})"


class BareGuest:
    """A user at a line terminal whose virtual machine runs bare guests.

    The emulator hangs up on a line terminal that sends a second line too early: each answer is waited for.
    """

    def __init__(self, system, userid, password="BARE"):
        self.system = system
        self.userid = userid
        self.begin = 0  # where the output of the guest begins
        # Terminals of this system that are connected, with nobody logged on
        self.spare = vars(system).setdefault("spare_terminals", [])
        self.terminal = self.take_terminal()
        locked = self.logon(password)[1]
        if locked:  # somebody tried wrong passwords on this terminal
            time.sleep(int(locked))
            self.terminal.mark = len(self.terminal.output)
            self.logon(password)

    def logon(self, password):
        """Says who we are. Group 1 of the answer: the seconds for which nobody may, or None."""
        self.terminal.enter(f"LOGON {self.userid} {password} HERE")
        return self.terminal.wait(r"LOGON AT|RECONNECTED AT|HCPLGA051E .* in (\d+) seconds")

    def take_terminal(self):
        """A terminal on which nobody is logged on."""
        return self.spare.pop() if self.spare else self.connect()

    def connect(self):
        """A new terminal that shows CP's greeting, whichever comes first, that or the emulator's."""
        terminal = Telnet3215(self.system.port("console"))
        terminal.wait("Connected to device")
        terminal.mark = 0
        terminal.wait("ONLINE")
        return terminal

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.terminal.ask("#CP LOGOFF", "LOGOFF AT", 10)
            self.terminal.wait("ONLINE")
            self.spare.append(self.terminal)
        except Failed:
            self.terminal.close()

    @property
    def output(self):
        """What came since the last IPL."""
        return self.terminal.output[self.begin :]

    def cp(self, command, pattern, seconds=20):
        """Give a CP command whatever the guest does; return the match in the answer."""
        return self.terminal.ask(f"#CP {command}", pattern, seconds)

    def load(self, name, parm=0):
        """IPL the guest of that name; what it says is not waited for."""
        image = (IMAGES / f"{name}.bin").read_bytes()
        self.cp("SYSTEM RESET", "(?i)system reset")  # a file that is open in the reader can't be purged
        self.cp("PURGE READER ALL", r"FILES? PURGED|NO FILES|\d+ FILE|NO RDR FILES")
        address = ("127.0.0.1", self.system.port("reader"))
        real_reader.send(address, self.userid, mkdeck.deck(image, ADDRESS, parm), name=name[:8], filetype="BARE")
        self.terminal.wait(r"RDR FILE \d+")
        self.begin = len(self.terminal.output)
        self.terminal.mark = self.begin
        self.terminal.enter("#CP IPL 00C CLEAR")

    def wait_end(self, seconds=60):
        """Wait for the guest's disabled wait; return the address in its PSW."""
        address = self.terminal.wait(DISABLED_WAIT, seconds)[2]
        return int(address, 16) & (0x7FFFFFFF if len(address) == 8 else -1)  # ESA/390: without the mode

    def run(self, name, parm=0, seconds=60):
        """Run a table of tests to its end; raise Failed unless all passed. Returns how many did."""
        self.load(name, parm)
        try:
            end = self.wait_end(seconds)
        except Failed:
            raise Failed(f"guest {name} does not end", output=self.output[-3000:]) from None
        lines = self.output.splitlines()
        passed = [line for line in lines if line.startswith("PASS ")]
        failed = [line for line in lines if line.startswith("FAIL ")]
        done = re.search(r"^DONE (\d+) passed (\d+) failed", self.output, re.MULTILINE)
        if failed:
            raise Failed(f"{len(failed)} of {len(failed) + len(passed)} tests of guest {name}", failed="\n".join(failed))
        if end != WAIT_GOOD or not done or int(done[1]) != len(passed):
            raise Failed(f"guest {name} ended at {end:X}, {len(passed)} tests passed", output=self.output[-3000:])
        return len(passed)
