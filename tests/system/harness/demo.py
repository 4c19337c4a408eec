# SPDX-License-Identifier: Apache-2.0
"""The main job, step by step: log on, IPL Linux from the reader, work in it, leave and come back, shut down.

Each step is a method whose first line of documentation is shown; it returns what was seen. "make run" without a
terminal prints them as they happen, and the system test runs the same ones.
"""

import contextlib
import time

from .system import BOOT_LIMIT, GUEST, GUEST_FILES
from .wait import Failed

CLONES = ("LX00000", "LX00001", "LX00002")
SHARERS = ("LINUX5", "LINUX6")  # of the sample directory
PEOPLE = ("CMS1", "CMS2")

PROGRESS_EVERY = 5  # seconds between signs of life


class MainJob:
    """The steps, in the order of their definition; system is a System that is ready."""

    def __init__(self, system, userid="LINUX1", progress=lambda text: None):
        self.system = system
        self.userid = userid
        self.progress = progress
        self.terminal = None
        self.sharers = {}  # terminals of the guests that run from one disk

    def steps(self):
        """The steps: (title, function)."""
        names = [name for name in vars(type(self)) if name.startswith("step_")]
        return [(getattr(self, name).__doc__.split("\n", maxsplit=1)[0], getattr(self, name)) for name in names]

    def screen(self):
        """The last screen of the terminal, for error reports."""
        return self.terminal.screen() if self.terminal else "(no terminal was connected)"

    def close(self):
        """Hang up."""
        for terminal in (self.terminal, *self.sharers.values()):
            if terminal:
                terminal.close()

    def step_logon(self):
        """Log on at a 3270 terminal"""
        self.terminal = self.system.logon(self.userid)
        return self.terminal.wait(r".*LOGON AT.*")[0].strip()

    def step_feed(self):
        """Feed kernel, parameter file and initramfs to the card reader"""
        self.system.feed_guest(self.userid)
        self.terminal.collect(r"RDR FILE 0003", 60)  # the reader takes a while for the last one, too
        lines = self.terminal.ask("QUERY READER ALL", r"INITRAMF")
        sizes = sum((GUEST / name).stat().st_size for name in GUEST_FILES)
        return f"{sizes // 80:,} cards; {len(lines)} lines of answer, the last: {lines[-1].strip()}"

    def step_ipl(self):
        """IPL 00C CLEAR: Debian's kernel up to our init"""
        begin = shown = time.monotonic()

        def watch(lines):
            nonlocal shown
            if lines and time.monotonic() - shown > PROGRESS_EVERY:
                shown = time.monotonic()
                self.progress(f"{shown - begin:4.0f} s  {lines[-1][:70]}")

        self.terminal.new_lines()
        self.terminal.enter("IPL 00C CLEAR")
        line = self.terminal.collect("INIT-UP", BOOT_LIMIT, watch)[-1]
        return f"{line} after {time.monotonic() - begin:.0f} s"

    def step_shell(self):
        """Run commands in the guest's shell"""
        system = self.terminal.ask("uname -a", r"\bLinux \S+ \d.*s390x")[-1]
        name = self.terminal.ask("head /proc/sysinfo; grep VM00 /proc/sysinfo", rf"VM00 Name: +{self.userid}")[-1]
        return f"{system}; {name}"

    def step_vmcp(self):
        """Ask CP from inside the guest: vmcp QUERY USERID"""
        return self.terminal.ask("vmcp query userid", rf"\b{self.userid} +AT ")[-1]

    def step_clone(self):
        """The guest clones itself: vmcp CLONE AS POOL LX COUNT 3"""
        self.terminal.key("CLEAR")
        made = self.terminal.ask("vmcp clone as pool lx count 3", r"CLONES=00003 OF=\S+ FIRST=LX00000 LAST=LX00002")[-1]
        for userid in CLONES:
            self.system.type(f"SEND {userid} vmcp message operator I am $(vmcp query userid | cut -c1-7)")
            self.system.wait(rf"MSG FROM {userid} +: I AM {userid}", 60, f"{userid} to say who it is")
        shared = self.system.ask(f"INDICATE USER {userid}", r"RES=(\d+) SHARED=(\d+)")
        for userid in CLONES:
            self.system.ask(f"FORCE {userid}", rf"LOGOFF AS +{userid}")
        return f"{made}; each answers by its own name; of {shared[1]} pages it shares {shared[2]}"

    def step_cms(self):
        """Two people log on, and are in CMS: the saved system"""
        seen = []
        with contextlib.ExitStack() as stack:
            people = {userid: stack.enter_context(self.system.logon(userid)) for userid in PEOPLE}
            for userid, terminal in people.items():
                terminal.collect("^Ready;", 60)
                level = terminal.ask("query cmslevel", "^Stillwater CMS")[-1]
                who = terminal.ask("pipe cp query userid | specs w1 1 | console", f"^{userid}$")[-1]
                seen.append(f"{who}: {level}")
            seen.append(self.system.ask("QUERY NSS CMS MAP", r".*\bCMS +NSS .* A +0000*2 .*")[0])
            for userid, terminal in people.items():
                terminal.enter("logoff")
                terminal.wait("LOGOFF AT")
        return "\n".join(seen)

    def step_names(self):
        """The operator asks QUERY NAMES"""
        return self.system.ask("QUERY NAMES", rf".*\b{self.userid} .*")[0]

    def step_load(self):
        """The operator asks INDICATE LOAD"""
        return self.system.ask("INDICATE LOAD", r"AVGPROC.*")[0]

    def step_disconnect(self):
        """Disconnect; the guest runs on"""
        self.terminal.enter("#CP DISCONNECT")
        self.system.wait(rf"{self.userid}.*DISCONNECT|DISCONNECT.*{self.userid}", 20)
        self.terminal.close()
        return self.system.ask("QUERY NAMES", rf".*\b{self.userid} +- *DSC.*")[0]

    def step_reconnect(self):
        """Log on again: the same shell answers"""
        self.terminal = self.system.logon(self.userid)
        seen = self.terminal.wait(r".*RECONNECTED AT.*")[0].strip()
        if self.terminal.status() == "CP READ":
            self.terminal.enter("BEGIN")
        return f"{seen}; {self.terminal.ask('echo still here $((6 * 7))', 'still here 42')[-1]}"

    def step_disk(self):
        """Two more log on; their IPL statements start Debian from one minidisk"""
        begin = time.monotonic()
        self.sharers = {userid: self.system.logon(userid) for userid in SHARERS}
        for userid, terminal in self.sharers.items():
            terminal.collect(f"INIT-UP {userid.lower()} ", BOOT_LIMIT)
        return f"after {time.monotonic() - begin:.0f} s both are up"

    def step_shared(self):
        """Both are linked to it read-only, and run from it"""
        seen = []
        for userid, terminal in self.sharers.items():
            links = " ".join(terminal.ask("vmcp query links 200", rf"{SHARERS[-1]} +0200 +R/O"))
            missing = [other for other in SHARERS if f"{other} " not in links]
            if missing:
                raise Failed(f"{userid} sees no link of {missing[0]} in: {links}")
            terminal.key("CLEAR")
            seen.append(f"{userid}: " + terminal.ask("grep media/base /proc/mounts", r"dasda1 .* ext4 ro,")[-1])
            found = self.system.ask(f"INDICATE USER {userid}", r"RES=(\d+) SHARED=(\d+)")
            if int(found[2]) == 0:
                raise Failed(f"{userid} shares no page")
            seen.append(f"{userid}: of {found[1]} pages it shares {found[2]} with the others and the cache")
        return "\n".join(seen)

    def step_signal(self):
        """SIGNAL SHUTDOWN: Linux ends by itself"""
        self.system.type(f"SIGNAL SHUTDOWN USER {self.userid} WITHIN 60")
        return self.system.wait(rf".*(HCPSIG2113I|LOGOFF AS +{self.userid}).*", 90)[0].strip()

    def step_shutdown(self):
        """SHUTDOWN: CP ends and the emulator goes"""
        self.system.shutdown()
        return "disabled wait; Hercules ended by itself"
