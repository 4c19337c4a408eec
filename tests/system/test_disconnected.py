# SPDX-License-Identifier: Apache-2.0
"""What becomes of the output of a user who has no terminal: kept, spooled, or shown to a secondary user."""

import re

import pytest

USER = "LINUX1"


@pytest.fixture
def user(system):
    """A logged-on user at a display terminal, gone afterwards."""
    with system.logon(USER) as terminal:
        yield terminal
        terminal.key("CLEAR")
        terminal.enter("#CP LOGOFF")
        terminal.wait("LOGOFF AT")


def test_the_last_lines_are_shown_at_the_reconnect(system, user):
    """And older ones are gone; new ones come behind."""
    user.enter("DISCONNECT")
    user.wait("DISCONNECT AT")
    for number in range(40):
        system.ask(f"MSGNOH {USER} number {number:03} of forty lines of which not all are kept", "^CP$")
    user.enter("")
    user.wait_status("CP READ")
    user.enter(f"LOGON {USER} LINUX")
    lines = user.collect("RECONNECTED AT")
    numbers = [int(line.split()[1]) for line in lines if line.startswith("number")]
    assert numbers and numbers == list(range(numbers[0], 40))
    assert 5 < len(numbers) < 40


def test_the_secondary_user_sees_and_answers(system, user):
    """SET SECUSER, lines with the userid before them, SEND both to the guest and to CP."""
    user.enter("SET SECUSER MAINT")
    with system.logon("MAINT") as maint:
        user.enter("DISCONNECT")
        user.wait("DISCONNECT AT")
        system.type(f"MSGNOH {USER} hello there")
        maint.wait(rf"^{USER}  : hello there")
        maint.ask(f"SEND CP {USER} QUERY USERID", rf"^{USER}  : {USER} +AT")
        maint.ask(f"SEND {USER} \"#CP QUERY SECUSER", rf"^{USER}  : .*MAINT")
        maint.key("CLEAR")
        maint.enter("LOGOFF")
        maint.wait("LOGOFF AT")
    user.enter("")
    user.wait_status("CP READ")
    user.enter(f"LOGON {USER} LINUX")
    user.wait("RECONNECTED AT")
    assert "hello there" not in user.screen()


def test_no_line_is_lost_on_the_way_to_a_secondary_user(system, user):
    """More than his queue holds, while his screen waits at MORE...; CP's own messages still reach him."""
    user.enter("SET SECUSER MAINT")
    with system.logon("MAINT") as maint:
        user.enter("DISCONNECT")
        user.wait("DISCONNECT AT")
        maint.key("CLEAR")
        # In one line: his page is full soon, and a line at the operator's console can get lost without an answer.
        maint.enter("#".join(f"SEND CP {USER} {command}" for command in ("COMMANDS", "HELP TERMINAL", "QUERY TIME")))
        lines = maint.collect(rf"^{USER}  : CONNECT=")
        assert sum(bool(re.match(rf"{USER}  : ", line)) for line in lines) > 10
        maint.key("CLEAR")
        maint.enter("LOGOFF")
        maint.wait("LOGOFF AT")
    user.enter("")
    user.wait_status("CP READ")
    user.enter(f"LOGON {USER} LINUX")
    user.wait("RECONNECTED AT")


def test_a_started_console_spool_file_has_all_lines(system, user):
    """Also those of the time without a terminal, in class T of the printer queue or the reader's."""
    user.ask("SPOOL CONSOLE START TO *", "")
    user.enter("DISCONNECT")
    user.wait("DISCONNECT AT")
    for number in range(3):
        system.type(f"MSGNOH {USER} spooled {number}")
    system.ask("QUERY USERS", "USERS")
    user.enter("")
    user.wait_status("CP READ")
    user.enter(f"LOGON {USER} LINUX")
    user.wait("RECONNECTED AT")
    user.key("CLEAR")
    user.ask("SPOOL CONSOLE STOP CLOSE", r"RDR FILE \d+ SENT FROM LINUX1 +\w+ WAS .* 001 T NOHOLD")
    found = user.ask("QUERY READER ALL", r"^LINUX1 +\d+ T CON")[-1]
    assert int(found.split()[4]) >= 6  # records: DISCONNECT's answer, three messages, three lines of the reconnect
    user.enter("PURGE READER ALL")
