# SPDX-License-Identifier: Apache-2.0
"""A display terminal: the s3270 program, typed at and read as a person does.

The layout is CP's: output above, an input area in the last two rows, the status at the right end of the last row.
"""

import os
import re
import select
import shutil
import subprocess
import time

from .wait import Failed, deadline, until

STATUS_WIDTH = 21  # the last columns of the last row: "MORE...   STILLWTR"
STATES = ("CP READ", "VM READ", "RUNNING", "MORE...", "HOLDING", "NOT ACCEPTED")
ANSWER_LIMIT = 20  # seconds for s3270 itself to answer
LOST_AFTER = 8  # seconds in which CP takes a line, on a machine that others use as well


class Terminal3270:
    """One s3270 connected to the console port; host:port may be preceded by a device number, "0700@"."""

    def __init__(self, port, device=None, model="3279-2-E"):
        if not shutil.which("s3270"):
            raise Failed("s3270 is not installed")
        self.seen = []  # rows of the output area when they were last collected
        self.pending = b""
        self.process = subprocess.Popen(
            ["s3270", "-model", model, "-utf8"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        try:
            target = f"{device:04X}@127.0.0.1:{port}" if device is not None else f"127.0.0.1:{port}"
            self.do(f"Connect({target})")
            if not until(lambda: self.screen().strip(), 10):
                raise self.failed("the terminal is connected, but nothing was written to it")
        except Failed:
            self.close()
            raise

    # ---- s3270's scripting protocol: an action in; "data: " lines, a status line, "ok" or "error" out ----

    def _line(self, end):
        while b"\n" not in self.pending:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise Failed("s3270 does not answer")
            got = os.read(self.process.stdout.fileno(), 65536)
            if not got:
                raise Failed("s3270 ended")
            self.pending += got
        line, _, self.pending = self.pending.partition(b"\n")
        return line.decode("utf-8", "replace")

    def do(self, action):
        """Perform one s3270 action; return its data lines."""
        try:
            self.process.stdin.write(action.encode() + b"\n")
            self.process.stdin.flush()
        except (BrokenPipeError, ValueError):
            raise Failed(f"s3270 ended before {action}") from None
        data, end = [], deadline(ANSWER_LIMIT)
        while True:
            line = self._line(end)
            if line.startswith("data: "):
                data.append(line[6:])
            elif line == "ok":
                return data
            elif line == "error":
                raise Failed(f"s3270 refused {action}", answer="\n".join(data))

    def close(self):
        """End the client; the host sees the terminal vanish."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # ---- What is on the screen ----

    def rows(self):
        """All rows of the screen, without trailing blanks."""
        return [row.rstrip() for row in self.do("Ascii()")]

    def screen(self):
        """The screen as one text."""
        return "\n".join(self.rows())

    def status(self):
        """The state in the status area, such as "VM READ"; empty when none is shown."""
        end = self.do("Ascii()")[-1][-STATUS_WIDTH:].strip()
        return next((state for state in STATES if end.startswith(state)), "")

    def failed(self, what):
        """The error for what, with the screen."""
        try:
            screen = self.screen()
        except Failed as error:
            screen = f"({error.what})"
        return Failed(what, screen=screen)

    def wait(self, pattern, seconds=20):
        """Wait until the screen has text that matches; return the match."""
        match = until(lambda: re.search(pattern, self.screen(), re.MULTILINE), seconds)
        if not match:
            raise self.failed(f"waiting for '{pattern}' on the screen: {seconds} seconds are over")
        return match

    def wait_status(self, *states, seconds=20):
        """Wait until the status area shows one of the states; return it."""
        found = until(lambda: (state := self.status()) in states and state, seconds)
        if not found:
            raise self.failed(f"waiting for {' or '.join(states)}: {seconds} seconds are over")
        return found

    # ---- The keyboard ----

    def key(self, name):
        """Press a key that ends input: ENTER, CLEAR, PA1..3, PF1..24; or move: HOME, TAB, ERASEEOF."""
        match = re.fullmatch(r"(PA|PF)(\d+)", name)
        actions = {"ENTER": "Enter()", "CLEAR": "Clear()", "HOME": "Home()", "TAB": "Tab()", "ERASEEOF": "EraseEOF()"}
        action = f"{match[1]}({match[2]})" if match else actions[name]
        # A keyboard that the host has locked refuses: wait for it as a person would.
        if not until(lambda: self._try("Wait(1,Unlock)"), 10):
            raise self.failed(f"the keyboard stays locked before {name}")
        self.do(action)

    def _try(self, action):
        try:
            self.do(action)
            return True
        except Failed as error:
            if "ended" in error.what or "not answer" in error.what:
                raise
            return False

    def text(self, text):
        """Type characters at the cursor."""
        if not until(lambda: self._try("Wait(1,Unlock)"), 10):
            raise self.failed(f"the keyboard stays locked before '{text}'")
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        self.do(f'String("{quoted}")')

    def enter(self, line=""):
        """Type a line into the input area and press ENTER.

        Differs: the emulator loses a key that comes in the very moment in which CP begins to write. The line still stands
        there then, the keyboard is free, and a person presses again.
        """
        if line:
            self.text(line)
        self.key("ENTER")
        free_since, end = None, deadline(ANSWER_LIMIT)
        while line and self.shows_input(line) and time.monotonic() < end:
            if self.status() == "NOT ACCEPTED" or not self._try("Wait(0.1,Unlock)"):
                free_since = None  # CP says that it has too many lines, or the key is still on its way
            elif free_since is None:
                free_since = time.monotonic()
            elif time.monotonic() - free_since > LOST_AFTER:
                return self.key("ENTER")
            time.sleep(0.02)

    def shows_input(self, line):
        """Does the line stand in the input area of a console that has not taken it?"""
        rows = self.rows()
        return (
            rows[-1][-STATUS_WIDTH:].strip().startswith(("CP READ", "VM READ", "RUNNING", "NOT ACCEPTED"))
            and (rows[-2] + " " + rows[-1][:-STATUS_WIDTH]).split() == line.split()
        )

    # ---- Output over several screens ----

    def new_lines(self):
        """The lines of output that came since the last call, as far as the screen still shows them."""
        rows = self.rows()[:-2]
        while rows and not rows[-1]:
            rows.pop()
        same = 0
        while same < min(len(rows), len(self.seen)) and rows[same] == self.seen[same]:
            same += 1
        # Rows that changed in place belong to a page that was rewritten, except a last row that grew.
        grew = same == len(self.seen) - 1 and same < len(rows) and rows[same].startswith(self.seen[same])
        fresh = rows[same:] if same == len(self.seen) or grew else rows
        self.seen = rows
        return fresh

    def collect(self, pattern, seconds=20, watch=lambda lines: None):
        """Gather output lines, turning the page at MORE... and HOLDING, until one matches; return them up to that one.

        watch is called with each batch of new lines.
        """
        lines = []

        def look():
            state = self.status()  # first: a page that is full stays as it is while it is read
            fresh = self.new_lines()
            lines.extend(fresh)
            watch(fresh)
            if any(re.search(pattern, line) for line in lines):
                return True
            if state in ("MORE...", "HOLDING"):
                self.key("CLEAR")
            return False

        if not until(look, seconds):
            raise self.failed(f"waiting for '{pattern}' in the output: {seconds} seconds are over")
        last = next(i for i, line in enumerate(lines) if re.search(pattern, line))
        return lines[: last + 1]

    def is_turned(self):
        """Whether the page has room: a full one is turned, for ENTER would only hold it and lose the line."""
        state = self.status()
        if state in ("MORE...", "HOLDING"):
            self.key("CLEAR")
            return False
        return bool(state)

    def ask(self, line, pattern, seconds=20):
        """Enter a line; return the output from then on up to the line that matches."""
        self.new_lines()
        if not until(self.is_turned, 10):
            raise self.failed(f"the page is not turned before '{line}'")
        self.enter(line)
        return self.collect(pattern, seconds)
