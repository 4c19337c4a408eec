# SPDX-License-Identifier: Apache-2.0
"""The harness itself, on an emulator without CP: what it starts it ends, and waiting has limits."""

import os
import signal
import socket
import threading

import deck
import mkconfig
import pytest

from harness.hercules import Hercules
from harness.telnet3215 import Telnet3215
from harness.terminal3270 import Terminal3270
from harness.wait import Failed, until

SMALL = {"cpus": 1, "mainsize": 64}


def test_hercules_starts_takes_commands_and_quits(hercules):
    """A command's answer is in the log, and nothing of the emulator is left."""
    hercules.start(mkconfig.Machine(**SMALL))
    pid = hercules.pid()
    hercules.command("devlist")
    hercules.wait(r"0:0700 3270", 10)
    assert hercules.quit()
    assert not os.path.exists(f"/proc/{pid}")


def test_another_program_can_drive_a_running_emulator(hercules):
    """Only the folder is needed, as for make stop."""
    hercules.start(mkconfig.Machine(**SMALL))
    other = Hercules(hercules.folder)
    assert other.pid() == hercules.pid()
    other.command("quit")
    assert until(lambda: not hercules.is_running(), 20)
    assert not other.is_running()


def test_a_line_typed_on_the_operators_console_reaches_it(hercules):
    """And one with a # is refused here, because Hercules would cut it."""
    hercules.start(mkconfig.Machine(**SMALL))
    hercules.type("QUERY NAMES")
    with pytest.raises(Failed, match="comment"):
        hercules.type("#CP QUERY NAMES")


def test_a_wait_ends_at_its_limit_and_shows_the_log(hercules):
    """The error has the last lines of the log."""
    hercules.start(mkconfig.Machine(**SMALL))
    with pytest.raises(Failed, match="(?s)1 seconds are over.*HHCPN008I"):
        hercules.wait("what never comes", 1)


def test_a_wait_ends_when_the_emulator_dies(hercules):
    """It does not sit out its limit."""
    hercules.start(mkconfig.Machine(**SMALL))
    threading.Timer(0.5, os.kill, (hercules.pid(), signal.SIGKILL)).start()
    with pytest.raises(Failed, match="Hercules ended"):
        hercules.wait("what never comes", 60)


def test_two_emulators_get_different_ports(hercules, tmp_path):
    """Ports are probed when the configuration is written."""
    one, two = mkconfig.Machine(**SMALL), mkconfig.Machine(**SMALL)
    hercules.start(one)
    with Hercules(tmp_path / "two") as second:
        second.start(two)
        assert len({one.console_port, one.reader_port, two.console_port, two.reader_port}) == 4


def test_terminals_get_the_devices_of_their_kind(hercules):
    """A tn3270 client gets a 3270, a telnet client a 3215; a vanished client frees its device."""
    machine = mkconfig.Machine(**SMALL)
    hercules.start(machine)
    with Terminal3270(machine.console_port) as first, Terminal3270(machine.console_port, 0x0710) as chosen:
        first.wait(r"Device number.*0700")
        chosen.wait(r"Device number.*0710")
    with Telnet3215(machine.console_port) as line:
        line.wait(r"device 0:0010")


def test_a_second_deck_is_turned_away_while_the_first_is_in_the_reader(hercules):
    """Nobody reads here, so both fail: one because nothing moves, one because the reader is busy."""
    machine = mkconfig.Machine(**SMALL)
    hercules.start(machine)
    reader = ("127.0.0.1", machine.reader_port)
    with socket.create_connection(reader):
        hercules.wait(r"HHCSD018I", 5)
        with pytest.raises(deck.DeckError, match="stays busy"):
            deck.send(reader, "NOBODY", b"data", limit=1)


def test_a_deck_has_a_first_card_and_whole_cards():
    """The first card is EBCDIC; the file's bytes are not changed, only filled up."""
    card = deck.first_card("linux1", "b", "kernel", "image")
    assert card.decode("cp037").rstrip() == "USERID LINUX1 CLASS B NAME KERNEL IMAGE"
    assert len(card) == deck.CARD
    assert deck.cards(b"") == b""
    assert deck.cards(bytes(80)) == bytes(80)
    assert deck.cards(b"x" * 81) == b"x" * 81 + bytes(79)
    with pytest.raises(deck.DeckError):
        deck.first_card("u" * 70, "A", "kernel", "image")


class Pages(Terminal3270):
    """A terminal without a client: shows one prepared page (output rows, status) after the other."""

    def __init__(self, *pages):
        self.seen = []
        self.pages = list(pages)
        self.keys = []

    def rows(self):
        """The output rows and two of the input area."""
        return self.pages[0][0] + ["", ""]

    def status(self):
        """The status of this page; a page that is not full gives way to the next by itself."""
        state = self.pages[0][1]
        if state == "RUNNING" and len(self.pages) > 1:
            self.pages.pop(0)
        return state

    def key(self, name):
        """CLEAR turns the page."""
        self.keys.append(name)
        self.pages.pop(0)


def test_output_is_collected_once_over_growing_and_turning_pages():
    """Lines that stay on the screen are not counted twice, and full pages are turned."""
    terminal = Pages(
        (["one", ""], "RUNNING"),
        (["one", "two", "thr"], "RUNNING"),
        (["one", "two", "three", "four"], "MORE..."),
        (["one", "six", "the end", "after"], "HOLDING"),
    )
    terminal.new_lines()
    lines = terminal.collect("the end", 5)
    assert lines == ["two", "thr", "three", "four", "one", "six", "the end"]
    assert terminal.keys == ["CLEAR"]


def test_collecting_ends_at_its_limit_with_the_screen():
    """The error shows what was there."""
    with pytest.raises(Failed, match="(?s)over.*only this"):
        Pages((["only this"], "RUNNING")).collect("nothing", 0.3)
