# SPDX-License-Identifier: Apache-2.0
"""Sessions begin and end: LOGON in all its forms, wrong passwords, taking over, what is said to whom."""

import re

import pytest
from harness.telnet3215 import Telnet3215


@pytest.fixture
def terminal(system):
    """A display terminal with the logo."""
    with system.terminal() as terminal:
        yield terminal


def fill(terminal, userid, password="", command=""):
    """The three fields of the logo."""
    terminal.text(userid)
    terminal.key("TAB")
    terminal.text(password)
    if command:
        terminal.key("TAB")
        terminal.text(command)
    terminal.key("ENTER")


def bare(terminal):
    """Leave the logo for a command line."""
    terminal.key("ENTER")
    terminal.wait_status("CP READ")


def test_a_session_begins_with_the_operators_message_and_files(system, terminal):
    """LOGMSG, FILES, LOGON AT; at a reconnect as well."""
    system.type("SET LOGMSG 1 The pool is closed")
    fill(terminal, "linux1", "LINUX")
    terminal.wait(r"^LOGMSG - .*\n\* The pool is closed\nFILES: +NO RDR, +NO PRT, +NO PUN\nLOGON AT ")
    terminal.enter("DISCONNECT")
    terminal.wait("DISCONNECT AT")
    system.type("SET LOGMSG NULL")
    fill(terminal, "linux1", "LINUX")
    terminal.wait(r"^There is no logmsg data\nFILES: .*\nRECONNECTED AT ")
    terminal.enter("LOGOFF")
    terminal.wait("LOGOFF AT")


def test_logon_as_a_line_asks_for_the_password_and_hides_it(terminal):
    """What is typed is not on the screen, then or later."""
    bare(terminal)
    terminal.enter("LOGON LINUX1")
    terminal.wait("will not be shown")
    terminal.text("LINUX")
    assert "LINUX" not in terminal.screen().replace("LOGON LINUX1", "")
    terminal.key("ENTER")
    terminal.wait("LOGON AT")
    assert "LINUX" not in terminal.screen()
    terminal.enter("LOGOFF")
    terminal.wait("LOGOFF AT")


def test_a_terminal_is_taken_over_with_here_only(system, terminal):
    """The other one goes back to the logo."""
    with system.logon("LINUX2") as other:
        fill(terminal, "LINUX2", "LINUX")
        terminal.wait(r"HCPLGA054E Already logged on L07")
        fill(terminal, "LINUX2 HERE", "LINUX")
        terminal.wait("RECONNECTED AT")
        other.wait("DISCONNECT AT")
        terminal.enter("LOGOFF")
        terminal.wait("LOGOFF AT")


def test_logon_by(system, terminal):
    """With the password of somebody whom LOGONBY names, and nobody else's."""
    fill(terminal, "LINUX4 BY LINUX1 HERE", "LINUX")
    terminal.wait("HCPLGA050E")
    fill(terminal, "LINUX4 BY MAINT HERE", "LINUX")
    terminal.wait("HCPLGA050E")
    fill(terminal, "LINUX4 BY MAINT HERE", "MAINT")
    terminal.wait("(LOGON|RECONNECTED) AT")
    system.wait(r"L07.. +(LOGON|RECONNECT) .*LINUX4 .*BY MAINT", 10)
    terminal.enter("DISCONNECT")
    terminal.wait("DISCONNECT AT")


@pytest.mark.parametrize("line", ["LOGON", "LOGON TOOLONGAID", "LOGON LINUX1 BY", "LOGON LINUX1 BYE SECRET"])
def test_a_refusal_shows_no_word_that_may_be_a_password(terminal, line):
    """Wrong forms of LOGON."""
    bare(terminal)
    terminal.enter(line)
    terminal.wait(r"HCP...\d+E")
    assert "SECRET" not in terminal.screen()


def test_a_line_terminal_says_that_it_shows_the_password(system):
    """And logs on all the same; a client that comes as another one goes is not asked the other's question."""
    with Telnet3215(system.port("console")) as line:
        line.wait("ONLINE")
        line.ask("LOGON LINUX1", "this terminal shows it")
    with Telnet3215(system.port("console")) as line:
        line.wait("ONLINE")
        line.ask("LINUX", "HCPC..001E Unknown CP command: LINUX")
        line.ask("LOGON LINUX1", "this terminal shows it")
        line.ask("LINUX", "LOGON AT")
        line.ask("LOGOFF", "LOGOFF AT")


def test_a_vanished_client_disconnects_its_user(system, terminal):
    """The emulator does not tell; the next LOGON finds out and needs no HERE."""
    other = system.logon("LINUX2")
    other.close()
    fill(terminal, "LINUX2", "LINUX")
    terminal.wait("RECONNECTED AT")
    terminal.enter("LOGOFF")
    terminal.wait("LOGOFF AT")


def test_a_line_terminal_is_told_what_the_session_cost(system):
    """Both last lines are printed."""
    with Telnet3215(system.port("console")) as line:
        line.wait("ONLINE")
        line.ask("LOGON LINUX3 LINUX", "LOGON AT")
        line.ask("LOGOFF", r"CONNECT= 00:00:\d\d +VIRTCPU= .* TOTCPU= .*\nLOGOFF AT")


def test_three_wrong_passwords_lock_the_terminal_and_the_operator_is_told(system, terminal):
    """The right password is not even looked at; another terminal is not locked."""
    for userid in ("LINUX3", "NOBODY"):
        fill(terminal, userid, "WRONG")
        terminal.wait("HCPLGA050E LOGON unsuccessful--incorrect userid and/or password")
    bare(terminal)
    terminal.enter("LOGON LINUX3 GUESSED")
    terminal.wait(r"HCPLGA051E .* in 60 seconds")
    assert "GUESSED" not in terminal.screen()
    system.wait(r"HCPLGA7023W 3 wrong passwords for LINUX3 from terminal L07", 10)
    terminal.enter("LOGON LINUX3 LINUX")
    terminal.wait(r"HCPLGA051E .* in \d\d seconds")
    with system.logon("LINUX3") as other:
        other.enter("LOGOFF")
        other.wait("LOGOFF AT")
    assert not re.search("GUESSED|WRONG", system.log())
