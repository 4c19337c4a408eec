# SPDX-License-Identifier: Apache-2.0
"""One running emulator: started, watched through its log, driven by panel commands, ended.

Commands reach Hercules through a named pipe which it reads as its start-up script. Hercules itself holds the pipe open
for writing, so the script never ends, and any process that knows the folder can give commands: "make stop" does.
A limit of that way: Hercules takes # in a line as the beginning of a comment.
"""

import contextlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time

import mkconfig

from . import wait
from .telnet3215 import REACTION
from .wait import Failed, until

# CP's message on the operator's console when it takes log-ons; everything that starts the system waits for it.
READY = r".*HCPIRE7070I.*"
CONSOLE = "0009"  # the integrated one
PACE_MAX = 2  # seconds; an answer that takes longer has other reasons
# The emulator's own words.
DISABLED_WAIT = r"HHCCP011I"
STOPPED_LOOPING = r"HHCCP016I"


class Hercules:
    """The emulator whose files live in one folder: hercules.cnf, log, commands (the pipe), pid."""

    environment = {}  # of the emulator, beside this program's own

    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.log_path = self.folder / "log"
        self.pipe = self.folder / "commands"
        self.pid_path = self.folder / "hercules.pid"
        self.process = None  # only in the program that started it
        self.mark = 0  # the log before this byte was already matched
        self.pace = REACTION  # seconds that CP may need to take a line, seen from its last answer

    # ---- Start and end ----

    def start(self, machine, own_session=False):
        """Write the configuration and start the emulator; with own_session it outlives this program."""
        if self.is_running():
            raise Failed(f"Hercules runs already in {self.folder}")
        if not shutil.which("hercules"):
            raise Failed("Hercules is not installed")
        config = mkconfig.write_config(self.folder, machine)
        self.pipe.unlink(missing_ok=True)
        os.mkfifo(self.pipe, 0o600)
        pipe = os.open(self.pipe, os.O_RDWR)  # inherited on purpose: see above
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(
                ["hercules", "-d", "-f", config.name],
                cwd=self.folder,
                env={**os.environ, **self.environment, "HERCULES_RC": self.pipe.name},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[pipe],
                restore_signals=False,  # a file that gets too long is an error, as a full disk is, and not the end
                start_new_session=own_session,
            )
        os.close(pipe)
        self.pid_path.write_text(f"{self.process.pid}\n")
        self.mark = 0
        self.wait(r"HHCPN008I", 20, "Hercules to start")
        return self

    def pid(self):
        """The emulator's process number, or None when it does not run."""
        if self.process:
            return self.process.pid if self.process.poll() is None else None
        with contextlib.suppress(OSError, ValueError):
            pid = int(self.pid_path.read_text())
            # The number may by now be somebody else's.
            if os.readlink(f"/proc/{pid}/cwd") == str(self.folder):
                return pid
        return None

    def is_running(self):
        """Does the emulator run?"""
        return self.pid() is not None

    def quit(self, seconds=60):
        """End the emulator: let CP shut down, wait, and in the end use force. Returns whether it went by itself."""
        if not self.is_running():
            return True
        with contextlib.suppress(Failed):
            self.command("quit")
        if until(lambda: not self.is_running(), seconds):
            self.pid_path.unlink(missing_ok=True)
            return True
        self.kill()
        return False

    def kill(self):
        """End the emulator at once, as a power failure would."""
        pid = self.pid()
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            until(lambda: not self.is_running(), 10)
        self.pid_path.unlink(missing_ok=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.quit(seconds=10 / wait.stretch)  # an orderly end is not what is tested

    # ---- Commands ----

    def command(self, text):
        """Give the emulator a panel command."""
        if "#" in text:
            raise Failed(f"Hercules would take '{text}' for a comment from the # on")
        try:
            pipe = os.open(self.pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            raise self.failed(f"Hercules takes no commands: {error}") from None
        with open(pipe, "w", encoding="latin-1") as out:
            out.write(text + "\n")

    def type(self, text, seconds=10):
        """Type a line on the operator's console (the integrated 3215) and wait until the emulator has taken it.

        The console keeps only one line: wait for CP's answer before the next. Where there is none, what the last
        answer took has to do, which is more on a busy machine.
        """
        time.sleep(self.pace)
        self.command("/" + text)
        self.wait(r"/\(0009\) " + re.escape(text.rstrip()), seconds, f"the console to take '{text}'")

    def ask(self, text, pattern, seconds=20):
        """Type a line on the operator's console; return the match of pattern in what comes after it."""
        self.type(text)
        typed = time.monotonic()
        found = until(lambda: self.search(pattern), seconds / 2) or self.ask_again(text, pattern, seconds / 2)
        self.pace = min(max(REACTION, time.monotonic() - typed), PACE_MAX)
        return found

    def ask_again(self, text, pattern, seconds):
        """No answer: a line that is typed in the moment in which CP writes is there, but the emulator forgets to tell.

        Press the console's attention key, as a person would. If CP had the line and was slow it now waits for
        another one, and shows nothing until then: it gets an empty one.
        """
        with contextlib.suppress(Failed):
            self.command(f"i {CONSOLE}")
            return self.wait(pattern, seconds / 2)
        self.command("/")
        return self.wait(pattern, seconds / 2, f"the answer to {text}")

    # ---- The log ----

    def log(self, first=0):
        """The log as text, from a byte on."""
        with contextlib.suppress(FileNotFoundError), open(self.log_path, "rb") as log:
            log.seek(first)
            return log.read().decode("latin-1")
        return ""

    def tail(self, lines=50):
        """The last lines of the log."""
        return "\n".join(self.log().splitlines()[-lines:])

    def search(self, pattern):
        """Look for a pattern in the log after the last match; a match moves on to the end of its line."""
        text = self.log(self.mark)
        match = re.search(pattern, text, re.MULTILINE)
        if match:
            end = text.find("\n", match.end())
            self.mark += end if end >= 0 else len(text)
        return match

    def wait(self, pattern, seconds, what=None):
        """Wait until a pattern appears in the log after the last match; return the match."""

        def look():
            alive = self.is_running()  # before the look: the last words count
            return self.search(pattern) or (not alive and "ended")

        found = until(look, seconds)
        if isinstance(found, re.Match):
            return found
        reason = "Hercules ended" if found else f"{seconds} seconds are over"
        raise self.failed(f"waiting for {what or pattern}: {reason}")

    def failed(self, what, **seen):
        """The error for what, with the end of the log."""
        return Failed(what, **seen, last_lines_of_the_log=self.tail())
