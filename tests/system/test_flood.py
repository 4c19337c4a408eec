# SPDX-License-Identifier: Apache-2.0
"""A guest that writes on its console without end slows itself, nobody else, and costs bounded storage."""

import re

import pytest

USER = "LINUX1"
CODE = "00080000 80001000"  # an ESA/390 PSW that runs what is at X'1000'
FLOOD = [
    "1000 A7180001 89100010 A7281000",  # subchannel 0, base
    "100C B2342200 96802205 B2322200",  # STSCH, OI, MSCH: enable it
    "1018 B2332100 B2352280 A744FFFE A7F4FFFA",  # SSCH; TSCH until it has ended; again
    "1100 0 0080FF00 00001140",  # ORB
    "1140 09200028 00001150",  # WRITE, with carriage return
    "S1150 " + 40 * "C6",
]


def start(terminal):
    """Load and start the flooding guest."""
    terminal.ask("SYSTEM CLEAR", "Storage cleared - system reset")
    for operand in [*FLOOD, f"PSW {CODE}"]:
        terminal.key("CLEAR")
        terminal.ask(f"STORE {operand}", "Store complete")
    terminal.enter("BEGIN")


def control_frames(system):
    """How many frames CP uses for control blocks and tables."""
    found = system.ask("QUERY FRAMES", r"CP (\d+) CONTROL (\d+) TABLES (\d+)", 10)
    return sum(int(number) for number in found.groups())


@pytest.fixture
def user(system):
    """A logged-on user, forced off afterwards."""
    with system.logon(USER) as terminal:
        yield terminal
    system.ask(f"FORCE {USER}", f"LOGOFF AS +{USER}", 20)


def test_a_flooded_terminal_waits_and_nobody_else_does(system, user):
    """The page stands still, PA1 and CLEAR bring CP READ, commands work again; the operator is answered at once."""
    start(user)
    user.wait_status("MORE...")
    before = control_frames(system)
    for _ in range(20):
        user.key("CLEAR")
        user.wait_status("MORE...")
    with system.logon("LINUX2") as other:
        other.ask("QUERY USERID", "LINUX2 +AT")
        other.enter("LOGOFF")
        other.wait("LOGOFF AT")
    assert control_frames(system) < before + 100
    user.key("PA1")
    while user.status() != "CP READ":
        user.key("CLEAR")
        user.wait_status("MORE...", "CP READ")
    user.key("CLEAR")
    user.ask("SYSTEM RESET", "System reset")


def test_a_flood_without_a_terminal_is_thrown_away(system, user):
    """The guest runs on, and only the last lines are kept."""
    start(user)
    user.wait_status("MORE...")
    before = control_frames(system)
    system.ask(f"SEND CP {USER} DISCONNECT", f"DISCONNECT {USER}")
    count = [int(system.ask(f"QUERY INTERCEPTS {USER}", r"SSCH +(\d+)", 10)[1]) for _ in range(2)]
    assert count[1] > count[0] + 10
    assert control_frames(system) < before + 100


def test_a_flood_at_a_secondary_user_leaves_room_for_himself(system, user):
    """His screen is full of the guest's lines; a message still reaches him, and the guest's last line when it ends."""
    user.enter("SET SECUSER MAINT")
    start(user)
    with system.logon("MAINT") as maint:
        user.wait_status("MORE...")
        system.ask(f"SEND CP {USER} DISCONNECT", f"DISCONNECT {USER}")
        maint.wait_status("MORE...")
        maint.wait(f"^{USER}  : F{{40}}$")
        system.type("MSG MAINT are you there")
        maint.key("PA1")
        maint.collect(r"MSG FROM OPERATOR: are you there", 60)
        system.type(f"SEND CP {USER} SYSTEM RESET")
        maint.collect(rf"^{USER}  : System reset", 60)
        maint.key("CLEAR")
        maint.enter("LOGOFF")
        maint.wait("LOGOFF AT")
