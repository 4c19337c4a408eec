# SPDX-License-Identifier: Apache-2.0
"""Strangers at the console port: half-open connections, garbage, records that no 3270 sends, clients that come and go."""

import socket
import time

import pytest
from harness.chance import chance
from harness.telnet3215 import Telnet3215

IAC, EOR, SB, SE, DO, WILL = 255, 239, 250, 240, 253, 251
TTYPE, BINARY, END_OF_RECORD, IS = 24, 0, 25, 0


@pytest.fixture(scope="module")
def user(system):
    """Somebody who works while the strangers do what they do."""
    with system.logon("LINUX1") as terminal:
        terminal.key("CLEAR")
        yield terminal


@pytest.fixture(scope="module")
def dice():
    """Random numbers; the seed is printed when a test fails."""
    return chance()


def connect(system):
    """A bare connection to the console port."""
    return socket.create_connection(("127.0.0.1", system.port("console")), timeout=5)


def drain(sock, seconds=0.05):
    """What comes within that time of silence; b"" also when it was closed."""
    got = b""
    sock.settimeout(seconds)
    try:
        while part := sock.recv(65536):
            got += part
    except OSError:
        pass
    return got


def display(system):
    """A connection that the emulator takes for a 3270: it asks in this order and wants exactly these answers."""
    sock = connect(system)
    answers = [
        bytes([IAC, WILL, TTYPE]),
        bytes([IAC, SB, TTYPE, IS]) + b"IBM-3278-2" + bytes([IAC, SE]),
        bytes([IAC, WILL, END_OF_RECORD, IAC, DO, END_OF_RECORD]),
        bytes([IAC, WILL, BINARY, IAC, DO, BINARY]),
    ]
    for answer in answers:
        drain(sock)
        sock.sendall(answer)
    return sock


def still_works(system, user):
    """The user and the operator are answered."""
    user.key("CLEAR")
    user.ask("QUERY USERID", "LINUX1 +AT SWATER", 10)
    system.ask("QUERY CPLEVEL", "Stillwater", 10)


def test_half_open_connections(system, user):
    """Clients that connect and say nothing, or stop in the middle of the negotiation."""
    silent = [connect(system) for _ in range(10)]
    for sock in silent[::2]:
        sock.sendall(bytes([IAC, WILL, TTYPE]))
    still_works(system, user)
    with system.terminal():
        pass
    for sock in silent:
        sock.close()
    still_works(system, user)


def test_garbage_instead_of_telnet(system, user, dice):
    """Random bytes from the first one on."""
    for _ in range(20):
        with connect(system) as sock:
            try:
                for _ in range(dice.randrange(5)):
                    sock.sendall(dice.randbytes(dice.randrange(1, 2000)))
            except OSError:
                pass  # the emulator hung up: it may
    still_works(system, user)


def test_garbage_on_a_line_terminal(system, user, dice):
    """After an honest beginning: control characters, telnet's commands, lines of any length."""
    for _ in range(10):
        with Telnet3215(system.port("console")) as line:
            line.wait("Connected to device|ONLINE")
            try:
                for _ in range(4):
                    line.socket.sendall(dice.randbytes(dice.randrange(1, 400)) + b"\r\n")
                    drain(line.socket)
            except OSError:
                pass
    still_works(system, user)


AIDS = bytes([0x7D, 0x6D, 0x6C, 0x6E, 0x6B, 0xF0, 0x60, 0xE8, 0x88, 0xF1, 0x7A, 0xC1, 0x4C, 0x00, 0xFF])


def test_records_that_no_display_sends(system, user, dice):
    """Random AIDs, fields and structured fields at the logo, and after it at the bare screen."""
    for _ in range(8):
        with display(system) as sock:
            try:
                for _ in range(12):
                    data = bytes([dice.choice(AIDS)]) + dice.randbytes(dice.choice([0, 1, 2, 3, 9, 80, 900, 3000]))
                    sock.sendall(data.replace(b"\xff", b"\xff\xff") + bytes([IAC, EOR]))
                    drain(sock, 0.02)
            except OSError:
                pass
    still_works(system, user)


def test_who_comes_as_another_goes_is_greeted(system, user):
    """On line terminals and on displays, at once."""
    for _ in range(10):
        with Telnet3215(system.port("console")) as line:
            line.wait("STILLWATER SWATER ONLINE", 10)
    for _ in range(5):
        with display(system) as sock:
            deadline = time.monotonic() + 10
            got = b""
            while "USERID".encode("cp037") not in got and time.monotonic() < deadline:
                got += drain(sock, 0.1)
            assert "USERID".encode("cp037") in got
    still_works(system, user)


def test_a_client_that_reads_nothing(system, user):
    """Its lines pile up at the emulator, not in CP."""
    line = Telnet3215(system.port("console"))
    line.wait("ONLINE")
    line.ask("LOGON LINUX3 LINUX", "LOGON AT")
    for _ in range(3):
        line.enter("HELP COMMANDS")
    still_works(system, user)
    line.close()
    system.ask("FORCE LINUX3", "LOGOFF AS +LINUX3")
