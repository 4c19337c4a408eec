# SPDX-License-Identifier: Apache-2.0
"""A wire between a display client and the console port, into which records are put that no display would send."""

import contextlib
import socket
import threading
import time

from .wait import until

IAC, EOR = 255, 239
SBA, SF = 0x11, 0x1D
AID = {"ENTER": 0x7D, "CLEAR": 0x6D, "PA2": 0x6E, "PA3": 0x6B, "PF1": 0xF1, "PF8": 0xF8, "PF12": 0x7C}
CODES = bytes.fromhex(  # of six bits each, as 12-bit addresses are written
    "40c1c2c3c4c5c6c7c8c94a4b4c4d4e4f50d1d2d3d4d5d6d7d8d95a5b5c5d5e5f6061e2e3e4e5e6e7e8e96a6b6c6d6e6f"
    "f0f1f2f3f4f5f6f7f8f97a7b7c7d7e7f")


def address12(place):
    """A place of the screen, from 0, as two bytes of six bits each."""
    return bytes([CODES[place >> 6 & 63], CODES[place & 63]])


def address16(place):
    """The same as a binary number; with 14 bits the first two are 0."""
    return (place & 0xFFFF).to_bytes(2, "big")


def record(aid, cursor, *fields):
    """What READ MODIFIED brings: a key, the cursor's address, and (address, text) of fields."""
    return bytes([aid]) + cursor + b"".join(bytes([SBA]) + at + text.encode("cp037") for at, text in fields)


class Wire:
    """One connection to a port of this machine, by way of a port of its own."""

    def __init__(self, port):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.target = port
        self.host = self.client = None
        self.sending = threading.Lock()
        self.heard = 0.0  # when the host sent something last
        self.answers = 0  # records that it sent
        self.threads = [threading.Thread(target=self._serve, daemon=True)]
        self.threads[0].start()

    def _serve(self):
        with contextlib.suppress(OSError):
            self.client, _ = self.listener.accept()
            self.host = socket.create_connection(("127.0.0.1", self.target))
            self.threads.append(threading.Thread(target=self._pump, args=(self.host, self.client), daemon=True))
            self.threads[1].start()
            self._pump(self.client, self.host)

    def _pump(self, source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if source is self.host:
                    self.heard = time.monotonic()
                    self.answers += data.count(bytes([IAC, EOR]))
                with self.sending if sink is self.host else contextlib.nullcontext():
                    sink.sendall(data)

    def send(self, data, pieces=1):
        """A record for the host; in several pieces."""
        data = data.replace(bytes([IAC]), bytes([IAC, IAC])) + bytes([IAC, EOR])
        size = -(-len(data) // pieces)
        with self.sending:
            for at in range(0, len(data), size):
                self.host.sendall(data[at : at + size])

    def ask(self, data, pieces=1, limit=0.3):
        """The same, and wait for an answer, which need not come. Returns whether it came."""
        before = self.answers
        self.send(data, pieces)
        return bool(until(lambda: self.answers > before, limit, 0.005))

    def quiet(self, seconds=0.3, limit=10):
        """Wait until the host has written nothing for that time."""
        until(lambda: time.monotonic() - self.heard > seconds, limit)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for end in (self.listener, self.client, self.host):
            if end:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
        for thread in self.threads:
            thread.join(5)
