# SPDX-License-Identifier: Apache-2.0
"""Real devices that come and go while the system runs: attach and detach of the emulator, VARY, QUERY."""

import deck
import mkconfig
import pytest
from harness.terminal3270 import Terminal3270

NEW = 0x0750


def logon(terminal):
    """At the logo."""
    terminal.text("LINUX1")
    terminal.key("TAB")
    terminal.text("LINUX")
    terminal.key("ENTER")


def test_a_terminal_that_is_attached_greets_and_serves(system):
    """It gets the logo, a user logs on there, and is disconnected when it is detached; and all once more."""
    for _ in range(2):
        system.command(f"attach {NEW:04X} 3270")
        system.wait(f"HCPERP7013I GRAF {NEW:04X} is now available", 10)
        with Terminal3270(system.port("console"), NEW) as terminal:
            terminal.wait("USERID")
            logon(terminal)
            terminal.wait("(LOGON AT|RECONNECTED AT)")
            system.ask(f"QUERY {NEW:04X}", f"GRAF {NEW:04X} 3278-02 LOGON AS LINUX1 ")
            system.ask(f"VARY OFFLINE {NEW:04X}", f"HCPVAR7017E Device {NEW:04X} is in use by LINUX1")
            system.wait("1 device.s. specified; 0 device.s. successfully varied offline", 10)
            system.command(f"detach {NEW:04X}")
            system.wait(f"HCPERP7012I GRAF {NEW:04X} is gone", 10)
        system.ask("QUERY LINUX1", "LINUX1 +- DSC ")
    system.ask("FORCE LINUX1", "LOGOFF AS +LINUX1")


def test_a_terminal_that_was_offline_serves_again(system):
    """What is typed while it is offline is not taken."""
    with Terminal3270(system.port("console"), 0x0702) as terminal:
        terminal.wait("USERID")
        system.ask("VARY OFF 0702", "^0702 varied offline")
        system.ask("QUERY GRAF OFFLINE", "GRAF 0702 3278-02 OFFLINE")
        system.ask("VARY ON 0702", "1 device.s. specified; 1 device.s. successfully varied online")
        logon(terminal)
        terminal.wait("LOGON AT")
    system.ask("FORCE LINUX1", "LOGOFF AS +LINUX1")


def test_a_reader_that_is_attached_reads(system):
    """And one that is detached is gone."""
    port = mkconfig.free_port(system.port("reader") + 1)
    system.command(f"attach 001C 3505 127.0.0.1:{port} sockdev ebcdic autopad")
    system.wait("HCPERP7013I RDR 001C is now available", 10)
    deck.send_cards(("127.0.0.1", port), "USERID LINUX2".ljust(80).encode("cp037") + b"x" * 160)
    system.wait("HCPRDR7015I Reader 001C: 2 records queued", 10)
    system.ask("PURGE LINUX2 ALL", "0001 FILE  PURGED")
    system.command("detach 001C")
    system.wait("HCPERP7012I RDR 001C is gone", 10)
    system.ask("QUERY 000C-00FF", "PUN +000D")


WRONG = [
    ("VARY", "HCPCFC026E"),
    ("VARY UP 700", "HCPCFC003E Invalid option - UP"),
    ("VARY ON", "HCPCFC021E"),
    ("VARY ON XYZ", "HCPCFC021E"),
    ("VARY ON 702-701", "HCPCDM009E Invalid range - 702-701"),
    ("VARY OFF 0999", "HCPQRD040E Device 0999"),
    ("VARY OFF 9", "HCPVAR7017E Device 0009 is in use by OPERATOR"),
    ("VARY ON" + 17 * " 700", "HCPCFC263E"),
    ("QUERY GRAF XYZ", "HCPCFC003E Invalid option - XYZ"),
    ("QUERY UR OFFLINE", "HCPQRD040E Device UR"),
    ("QUERY 0800-08FF", "HCPQRD040E Device 0800-08FF"),
]


@pytest.mark.parametrize("line, message", WRONG)
def test_wrong_operands_are_refused(system, line, message):
    """With z/VM's numbers."""
    system.ask(line, message)
