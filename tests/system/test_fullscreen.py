# SPDX-License-Identifier: Apache-2.0
"""TERM CONMODE 3270: a guest that draws full screens, and CP's lines in between."""

import pytest

USER = "LINUX1"
CODE = "00080000 80001000"  # an ESA/390 PSW that runs what is at X'1000'
# Draws a form, then, for ever: waits for an attention, reads what was typed, writes it on line 5 and the first of it
# into register 5.
PROGRAM = [
    "1000 A7180001 89100010 A7281000",  # subchannel 0, base
    "100C B2342200 96802205 B2322200",  # STSCH, OI, MSCH: enable it
    "1018 B2332100 B2352280 A744FFFE",  # SSCH the form; TSCH until it has ended
    "1024 B2352280 A744FFFE",  # an attention
    "102C B2332110 B2352280 A744FFFE",  # SSCH read modified
    "1038 D20924012306",  # MVC the text into the stream
    "103E B2332120 B2352280 A744FFFE A7F4FFED",  # SSCH write it; again
    "1100 00000000 0080FF00 00001140",  # ORBs
    "1110 00000000 0080FF00 00001148",
    "1120 00000000 0080FF00 00001150",
    "1140 05200020 00001160",  # ERASE/WRITE the form
    "1148 06200020 00001300",  # READ MODIFIED
    "1150 0120000F 000013FC",  # WRITE
    # WCC; SBA row 3, SF protected, "NAME"; SF unprotected, cursor; ten places; SF protected
    "1160 C3 11C260 1D60 D5C1D4C5 1D40 13 3CC2F000 1D60",
    "13FC C3 11C5C0 00",
]


# The same by DIAGNOSE X'58': the console stays a 3215.
DIAGNOSE_PROGRAM = [
    "1000 A7180001 89100010 A7281000",
    "100C B2342200 96802205 B2322200",
    "1018 A7480009",  # the console's number
    "101C 41302140 83340058 B2352280 A744FFFE",  # X'58' the form; TSCH until it has ended
    "102C B2352280 A744FFFE",  # an attention
    "1034 41302148 83340058 B2352280 A744FFFE",  # X'58' read modified
    "1044 D20924012306",
    "104A 41302150 83340058 B2352280 A744FFFE",  # X'58' write it
    "105A A7F4FFE9",
    "1140 29001160 20800020",  # ERASE/WRITE
    "1148 2A001300 20800020",  # READ MODIFIED
    "1150 290013FC 2000000F",  # WRITE
    *PROGRAM[-2:],
]


@pytest.fixture
def user(system):
    """A logged-on user, forced off afterwards."""
    with system.logon(USER) as terminal:
        terminal.key("CLEAR")
        yield terminal
    system.ask(f"FORCE {USER}", f"LOGOFF AS +{USER}", 20)


def start(terminal):
    """Load the guest and see its form."""
    terminal.enter("TERM CONMODE 3270")
    terminal.ask("QUERY TERMINAL", "^CONMODE 3270,")
    terminal.ask("QUERY CONSOLE", "0009 3270 ")
    run(terminal, PROGRAM)


def run(terminal, program):
    """Store a guest, start it, and see its form."""
    strings = [f"S{place} {data.replace(' ', '')}" for place, data in (line.split(" ", 1) for line in program)]
    for operand in [*strings, f"PSW {CODE}"]:
        terminal.key("CLEAR")
        terminal.ask(f"STORE {operand}", "Store complete")
    terminal.enter("BEGIN")
    terminal.wait("^ NAME$")


def test_the_guest_draws_and_reads(system, user):
    """What is typed comes back; a message lies over it until CLEAR, PA1 leads to CP and BEGIN back."""
    start(user)
    user.text("ADA")
    user.key("ENTER")
    user.wait("^ NAME ADA\n\n+ ?ADA")
    system.type(f"MSGNOH {USER} lunch is ready")
    user.wait("^lunch is ready")
    user.wait_status("HOLDING")
    assert "NAME" not in user.screen()
    user.key("CLEAR")
    user.wait("^ NAME ADA\n\n+ ?ADA")
    assert user.status() == ""
    user.key("PA1")
    user.wait_status("CP READ")
    user.ask("QUERY USERID", f"^{USER} +AT")
    user.enter("BEGIN")
    user.wait("^ NAME ADA\n\n+ ?ADA")
    user.key("PF3")
    user.wait("^ NAME ADA")
    with system.terminal() as other:
        other.text(f"{USER} HERE")
        other.key("TAB")
        other.text("LINUX")
        other.key("ENTER")
        other.wait("^There is no logmsg data")
        other.wait_status("HOLDING")
        other.key("CLEAR")
        other.wait("^ NAME ADA\n\n+ ?ADA")
        other.key("PA1")
        other.wait_status("CP READ")
        other.enter("SYSTEM RESET")
        other.wait("^System reset")
        other.enter("TERM CONMODE 3215")
        other.ask("QUERY TERMINAL", "^CONMODE 3215,")


def test_the_guest_draws_by_diagnose(system, user):
    """On a console that is a 3215: keys are attentions, lines lie over the screen, a reset takes it away."""
    run(user, DIAGNOSE_PROGRAM)
    user.text("ADA")
    user.key("ENTER")
    user.wait("^ NAME ADA\n\n+ ?ADA")
    system.type(f"MSGNOH {USER} lunch is ready")
    user.wait("^lunch is ready")
    user.wait_status("HOLDING")
    user.key("CLEAR")
    user.wait("^ NAME ADA\n\n+ ?ADA")
    user.key("PA1")
    user.wait_status("CP READ")
    user.ask("QUERY TERMINAL", "^CONMODE 3215,")
    user.enter("BEGIN")
    user.wait("^ NAME ADA\n\n+ ?ADA")
    user.key("PA1")
    user.wait_status("CP READ")
    user.enter("SYSTEM RESET")
    user.wait("^System reset")
    user.enter("BEGIN")
    user.ask("#CP QUERY USERID", f"^{USER} +AT")


def test_a_line_terminal_has_no_full_screens(system):
    """And says so."""
    system.ask("TERM CONMODE 3270", "HCP...7052E CONMODE 3270 is for 3270 terminals")
    system.ask("TERM CONMODE 3280", "HCP...002E Invalid operand - 3280")
