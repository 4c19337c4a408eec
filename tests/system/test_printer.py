# SPDX-License-Identifier: Apache-2.0
"""Spool files on the emulator's printer and punch: START, DRAIN, FLUSH, QUERY UR."""

import deck
import pytest

from harness.wait import until

CARD = "HELLO PUNCH".ljust(80).encode("cp037")


def paper(system, name):
    """What the device has put out so far."""
    path = system.folder / name
    return path.read_bytes() if path.exists() else b""


def test_devices_begin_drained(system):
    """Nobody's files go before an operator says so."""
    system.ask("QUERY UR", r"PUN  000D 3525-\S+ DRAINED CLASS A SUBCHANNEL")
    system.wait(r"PRT  000E 1403-\S+ DRAINED CLASS A SUBCHANNEL", 10)


def test_a_printer_prints_the_classes_that_it_was_started_with(system):
    """A console log, with whose it is before it; it is purged, another class waits."""
    system.type("SPOOL CONSOLE START CLASS T NAME LOG FILE")
    system.ask("QUERY USERID", "OPERATOR AT .*")
    system.ask("SPOOL CONSOLE STOP CLOSE", r"PRT FILE (\d{4}) SENT FROM OPERATOR")
    system.ask("START 000E CLASS B", r"PRT  000E (STARTED|PRINTING)")
    system.ask("QUERY PRINTER ALL", r"OPERATOR \d{4} T CON")
    system.ask("START 000E CLASS BT", r"PRT  000E (STARTED|PRINTING)")
    assert until(lambda: b"OPERATOR AT" in paper(system, "printer.out"), 20)
    text = paper(system, "printer.out").decode("latin-1")
    assert "USERID OPERATOR" in text and "LOG FILE" in text and text.index("USERID") < text.index("OPERATOR AT")
    system.ask("QUERY PRINTER ALL", "NO PRT FILES")
    system.ask("DRAIN 000E", r"PRT  000E DRAINED CLASS BT")


def test_a_dump_is_printed(system):
    """Registers and storage of the operator's own machine."""
    system.ask("STORE 100 C8C5D3D3 D6404040", "Store complete")
    system.type("SPOOL PRINTER CLASS D")
    system.ask("DUMP 104.4 200-20F * of a test", "Command complete")
    system.ask("CLOSE PRINTER", r"PRT FILE \d{4} SENT FROM OPERATOR")
    system.ask("START 000E CLASS D", r"PRT  000E (STARTED|PRINTING)")
    assert until(lambda: b"R00000200 " in paper(system, "printer.out"), 20)
    text = paper(system, "printer.out").decode("latin-1")
    assert all(part in text for part in ("of a test", "DUMP OF OPERATOR", "GPR  0 =", "CR   0 =", "PREFIX ="))
    assert "R00000100  C8C5D3D3 D6404040 00000000 00000000 " in text and "*HELLO   " in text
    system.ask("DRAIN 000E", r"PRT  000E DRAINED CLASS D")


def test_a_punch_punches_each_copy_and_holds_what_is_kept(system):
    """Cards of a file that was in a reader."""
    system.ask("PURGE OPERATOR ALL", "FILES? +PURGED")
    deck.send_cards(("127.0.0.1", system.port("reader")), "ID OPERATOR".ljust(80).encode("cp037") + CARD * 100)
    spid = system.wait(r"HCPRDR7015I .* file (\d+) for OPERATOR", 20)[1]
    system.ask(f"CHANGE READER {spid} COPY 2 KEEP", "0001 FILE  CHANGED")
    system.ask(f"TRANSFER READER {spid} TO * PUNCH", "0001 FILE  TRANSFERRED")
    system.ask("START 000D", r"PUN  000D (STARTED|PRINTING)")
    assert until(lambda: paper(system, "punch.out") == CARD * 200, 20)
    system.ask("QUERY PUNCH ALL", r"A PUN 00000100 002 USER")
    system.ask("PURGE PUNCH ALL", "0001 FILE  PURGED")
    system.ask("DRAIN 000D", r"PUN  000D DRAINED")


@pytest.mark.parametrize("command, message", [
    ("START", "HCPCFC021E"),
    ("START 0FFF", "HCPQRD040E Device 0FFF does not exist"),
    ("START 0009", "HCPSTR7158E Device 0009 is not a printer or punch"),
    ("START 000E CLASS", "HCPCSF028E"),
    ("START 000E CLASS A+", "HCPCSF028E"),
    ("START 000E CLASS ABCDEFGHI", "HCPCSF028E"),
    ("DRAIN 000E NOW", "HCPCFC003E"),
    ("DUMP", "HCPCFC026E"),
    ("DUMP 100 G", "HCPCFC002E Invalid operand - G"),
    ("DUMP FFFFFFFFF", "HCP...160E"),
    ("FLUSH 000E", "HCPFLU7159E Device 000E is at no file"),
])
def test_wrong_operands_are_refused(system, command, message):
    """And change nothing."""
    system.ask(command, message)
    system.ask("QUERY UR", r"PRT  000E 1403-\S+ DRAINED")
