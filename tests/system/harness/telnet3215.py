# SPDX-License-Identifier: Apache-2.0
"""A line terminal: telnet to the console port with a terminal type that is no display, which the emulator makes a 3215."""

import re
import socket
import time

from .wait import Failed, deadline

IAC, DONT, DO, WONT, WILL, SB, SE = 255, 254, 253, 252, 251, 250, 240
TERMINAL_TYPE, SEND, IS = 24, 1, 0

# Seconds between what is seen and the next line. The emulator loses the attention for a line that comes while the
# device is still being written to, and hangs up at the line after that one.
REACTION = 0.3


class Telnet3215:
    """One telnet connection; everything that came is in .output."""

    def __init__(self, port, terminal=b"DEC-VT100"):
        self.terminal = terminal
        self.raw = b""
        self.output = ""
        self.mark = 0  # output before this was already matched
        try:
            self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        except OSError as error:
            raise Failed(f"the console port {port}: {error}") from None

    def close(self):
        """Hang up."""
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _negotiate(self, command, option):
        """Offer the terminal type; refuse every other option."""
        if command == DO:
            self.socket.sendall(bytes([IAC, WILL if option == TERMINAL_TYPE else WONT, option]))
        elif command == WILL:
            self.socket.sendall(bytes([IAC, DONT, option]))

    def _take(self):
        """Split what came into text and telnet commands; keep an unfinished command for later."""
        while self.raw:
            at = self.raw.find(IAC)
            if at:
                text = self.raw if at < 0 else self.raw[:at]
                self.output += text.decode("latin-1").replace("\r", "").replace("\0", "")
                self.raw = b"" if at < 0 else self.raw[at:]
            elif len(self.raw) >= 2 and self.raw[1] == SB:
                end = self.raw.find(bytes([IAC, SE]))
                if end < 0:
                    return
                if self.raw[2:4] == bytes([TERMINAL_TYPE, SEND]):
                    self.socket.sendall(bytes([IAC, SB, TERMINAL_TYPE, IS]) + self.terminal + bytes([IAC, SE]))
                self.raw = self.raw[end + 2 :]
            elif len(self.raw) >= 3 and self.raw[1] in (DO, DONT, WILL, WONT):
                self._negotiate(self.raw[1], self.raw[2])
                self.raw = self.raw[3:]
            elif len(self.raw) >= 2 and self.raw[1] not in (SB, DO, DONT, WILL, WONT):
                self.raw = self.raw[2:]
            else:
                return

    def lines(self):
        """Whole lines that nobody has looked at, and whose text is not kept. Something is there to be read."""
        got = self.socket.recv(65536)
        if not got:
            raise Failed("the host hung up", output=self.output[-4000:])
        self.raw += got
        self._take()
        *whole, self.output = self.output[self.mark :].split("\n")
        self.mark = 0
        return whole

    def wait(self, pattern, seconds=20):
        """Wait until output after the last match has text that matches; return the match."""
        end = deadline(seconds)
        while True:
            match = re.search(pattern, self.output[self.mark :], re.MULTILINE)
            if match:
                self.mark += match.end()
                return match
            left = end - time.monotonic()
            if left <= 0:
                raise Failed(f"waiting for '{pattern}': {seconds} seconds are over", output=self.output[-4000:])
            self.socket.settimeout(left)
            try:
                got = self.socket.recv(65536)
            except TimeoutError:
                continue
            except OSError as error:
                raise Failed(f"waiting for '{pattern}': {error}", output=self.output[-4000:]) from None
            if not got:
                raise Failed(f"waiting for '{pattern}': the host hung up", output=self.output[-4000:])
            self.raw += got
            self._take()

    def enter(self, line=""):
        """Send a line, no sooner than a person could."""
        time.sleep(REACTION)
        self.socket.sendall(line.encode("latin-1") + b"\r\n")

    def ask(self, line, pattern, seconds=20):
        """Send a line; return the match of pattern in what follows."""
        self.mark = len(self.output)
        self.enter(line)
        return self.wait(pattern, seconds)
