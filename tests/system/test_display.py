# SPDX-License-Identifier: Apache-2.0
"""Display terminals of all sizes, their colours and their function keys."""

import pytest
from harness.terminal3270 import Terminal3270

SIZES = [
    ("3279-2-E", 24, 80),
    ("3279-3-E", 32, 80),
    ("3278-4-E", 43, 80),
    ("3279-5-E", 27, 132),
    ("3278-2", 24, 80),
]
USER = "LINUX1"


def logon(terminal):
    """The user, from the logo."""
    terminal.wait("USERID")
    terminal.text(f"{USER} HERE")
    terminal.key("TAB")
    terminal.text("LINUX")
    terminal.key("ENTER")
    terminal.wait("(LOGON|RECONNECTED) AT")


@pytest.fixture
def user(system):
    """A logged-on user, gone afterwards."""
    with system.logon(USER) as terminal:
        terminal.key("CLEAR")
        yield terminal
        terminal.key("CLEAR")
        terminal.enter("#CP LOGOFF")
        terminal.wait("LOGOFF AT")


@pytest.mark.parametrize("model, rows, cols", SIZES)
def test_a_page_is_as_large_as_the_clients_screen(system, model, rows, cols):
    """The logo, a page that is full to its last row, and lines as wide as it is."""
    with Terminal3270(system.port("console"), model=model) as terminal:
        terminal.wait("S  T  I  L  L")
        screen = terminal.do("Ascii()")
        assert (len(screen), len(screen[0])) == (rows, cols)
        logon(terminal)
        terminal.key("CLEAR")
        terminal.enter("* " + 100 * "w")
        terminal.wait("^[*] w{100}$" if cols > 80 else "^[*] w{78}\nw{22}$")
        while terminal.status() not in ("MORE...", "HOLDING"):
            terminal.enter("HELP DISPLAY")
            terminal.wait_status("CP READ", "MORE...", "HOLDING")
        text = terminal.rows()
        assert all(text[: rows - 2])
        assert "[" in terminal.screen()
        terminal.key("CLEAR")
        terminal.enter("LOGOFF")


def attributes(terminal):
    """All field attributes of the screen as the client has them: SF(c0=..,42=..)."""
    return " ".join(terminal.do("ReadBuffer(Ascii)"))


def test_colours(user):
    """SCREEN sets them, QUERY SCREEN tells, the client shows them."""
    user.ask("SCREEN CPOUT YELLOW STATAREA RED REVVIDEO", "SCREEN")
    user.ask("QUERY SCREEN", r"^STATAREA RED +REVVIDEO +PS0")
    user.wait(r"^CPOUT +YELLOW +NONE +PS0\nVMOUT +DEFAULT")
    found = attributes(user)
    assert "42=f6" in found and "42=f2" in found and "41=f2" in found
    user.ask("SCREEN CPOUT MAUVE", "HCP...002E Invalid operand - MAUVE")
    user.ask("SCREEN INAREA", "HCP...026E")
    user.ask("SCREEN NOWHERE RED", "HCP...002E Invalid operand - NOWHERE")


def test_function_keys(user):
    """Texts that are entered at once, or first shown; typed lines that come back and forth."""
    user.enter("SET PF1 IMMED QUERY USERID")
    user.enter("SET PF2 DELAYED QUERY")
    user.enter("SET PF3 IMMED NODISP QUERY CPLEVEL")
    user.enter("SET PF11 RETRIEVE FORWARD")
    user.key("CLEAR")
    user.key("PF1")
    user.wait(r"^QUERY USERID\nLINUX1 +AT SWATER")
    user.key("PF2")
    user.wait(r"^ QUERY$")
    user.text(" SECUSER")
    user.key("ENTER")
    user.wait("^SECUSER NOT SET")
    user.key("CLEAR")
    user.key("PF3")
    user.wait("^Stillwater")
    assert "QUERY CPLEVEL" not in user.screen()
    user.key("PF12")
    user.wait("^ QUERY SECUSER$")
    user.key("PF12")
    user.wait("^ QUERY USERID$")
    user.key("PF11")
    user.wait("^ QUERY SECUSER$")
    user.key("PF24")
    user.wait("^ QUERY USERID$")
    user.key("ENTER")
    user.wait("^LINUX1 +AT SWATER")
    user.ask("QUERY PF1", "^PF01 IMMED +QUERY USERID")
    user.ask("QUERY PF3", "^PF03 IMMED +NODISP QUERY CPLEVEL")
    user.ask("QUERY PF11", "^PF11 RETRIEVE FORWARD")
    user.ask("QUERY PF12", "^PF12 RETRIEVE BACKWARD")
    user.ask("SET PF25 X", "HCP...7001E")
    user.ask("SET PF12 RETRIEVE SIDEWARD", "HCP...003E")
