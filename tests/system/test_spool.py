# SPDX-License-Identifier: Apache-2.0
"""Decks in the real card reader and the commands about spool files, at the operator's console."""

import deck
import pytest

USER = "LINUX2"  # not logged on: files wait for him


def feed(system, first, others=b"x" * 80):
    """Read a deck with this first card; return the operator's message about it."""
    cards = first.ljust(80).encode("cp037") + others
    deck.send_cards(("127.0.0.1", system.port("reader")), cards)
    return system.wait(r"HCPRDR70\d\d. .*", 20)[0].strip()


@pytest.fixture
def files(system):
    """Three files in the user's reader, numbered from first on; none afterwards."""
    system.ask(f"PURGE {USER} ALL", r"(NO|\d+) FILES? +PURGED")
    seen = [feed(system, f"USERID {USER} CLASS {letter} NAME FILE{letter}") for letter in "ABC"]
    yield [line.split(" file ")[1].split()[0] for line in seen]
    system.ask(f"PURGE {USER} ALL", r"(NO|\d+) FILES? +PURGED")


def order(system):
    """The names in the user's reader, in their order."""
    system.type(f"QUERY READER {USER} ALL")
    system.wait("ORIGINID FILE CLASS.*", 10)
    return [system.wait(r"(FILE.) +\S+ *$", 10)[1] for _ in range(3)]


@pytest.mark.parametrize(
    "first, why",
    [
        ("", "column 1: USERID or ID expected, not ''"),
        ("HELLO", "column 1: USERID or ID expected, not 'HELLO'"),
        ("USERID", "column 8: a userid is missing"),
        ("USERID NOBODY", "NOBODY is not in the directory"),
        ("USERID TOOLONGAUSERID", "column 8: 'TOOLONGAUSERID' is not a userid"),
        (f"USERID {USER} CLASS", "column 21: a class is missing"),
        (f"USERID {USER} CLASS *", "column 21: '*' is not a class"),
        (f"USERID {USER} NAME A B C", "column 24: 'C' is neither CLASS nor NAME"),
        (f"USERID {USER} CLASS A CLASS B", "column 23: 'CLASS' comes twice"),
    ],
)
def test_a_deck_with_a_bad_first_card_is_refused_and_skipped(system, first, why):
    """The operator hears why, and the next deck is read as if nothing had been."""
    assert feed(system, first, b"USERID".ljust(8000)).startswith(f"HCPRDR7014E Reader 000C: deck refused; {why}")
    assert "1 records queued" in feed(system, f"ID {USER}")
    system.ask(f"PURGE {USER} ALL", "0001 FILE  PURGED")


def test_a_deck_without_cards_is_refused(system):
    """A first card alone makes no file."""
    assert "no card follows the first one" in feed(system, f"USERID {USER}", b"")


def test_a_deck_that_ends_in_a_card_is_filled_up(system):
    """As the emulator's autopad does."""
    assert "3 records queued" in feed(system, f"USERID {USER}", b"x" * 161)
    system.ask(f"PURGE {USER} ALL", "0001 FILE  PURGED")


def test_order_keeps_the_order_of_what_is_named(system, files):
    """By number, then all at once."""
    assert order(system) == ["FILEA", "FILEB", "FILEC"]
    system.ask(f"ORDER {USER} READER {files[2]} {files[0]}", "0002 FILES ORDERED")
    assert order(system) == ["FILEC", "FILEA", "FILEB"]
    system.ask(f"ORDER {USER} READER ALL", "0003 FILES ORDERED")
    assert order(system) == ["FILEC", "FILEA", "FILEB"]


def test_order_changes_nothing_when_one_file_is_missing(system, files):
    """The number that does not exist comes last."""
    system.ask(f"ORDER {USER} READER {files[2]} 9999", "HCPCSF042E Spool file 9999 does not exist")
    assert order(system) == ["FILEA", "FILEB", "FILEC"]


def test_change_transfer_and_purge_work_on_what_is_selected(system, files):
    """A class, a number, all."""
    system.ask(f"CHANGE {USER} READER CLASS B HOLD NAME NEW", "0001 FILE  CHANGED")
    system.ask(f"QUERY READER {USER} HOLD ALL", r"B PUN 00000001 001 USER \d\d/\d\d \d\d:\d\d:\d\d NEW ")
    system.ask(f"TRANSFER {USER} READER {files[0]} TO * PRINTER", r"PRT FILE \d{4} SENT FROM LINUX2 +RDR WAS")
    system.wait("0001 FILE  TRANSFERRED", 10)
    system.ask("PURGE PRINTER ALL", "0001 FILE  PURGED")
    system.ask(f"PURGE {USER} READER CLASS Z", "NO FILES PURGED")
    system.ask(f"PURGE {USER} READER CLASS B FORM XYZZY", "NO FILES PURGED")
    system.ask(f"PURGE {USER} READER ALL", "0002 FILES PURGED")
    system.ask(f"QUERY FILES {USER}", "FILES:   NO RDR,   NO PRT,   NO PUN")


def test_files_of_a_held_user_are_held(system, files):
    """HOLD also means files that come later; FREE ends both."""
    system.ask(f"HOLD {USER} READER", "0003 FILES HELD")
    feed(system, f"USERID {USER} NAME LATER")
    system.ask(f"QUERY READER {USER} ALL", r"001 SYS  \d\d/\d\d \d\d:\d\d:\d\d LATER ")
    system.ask(f"FREE {USER}", "0004 FILES FREED")
    system.ask(f"QUERY READER {USER} HOLD", "NO RDR FILES")


def test_the_console_is_spooled_when_asked_for(system):
    """Lines between START and CLOSE are in a printer file."""
    system.type("SPOOL CONSOLE START CLASS T NAME LOG FILE")
    system.ask("QUERY USERID", "OPERATOR AT .*")
    system.ask("SPOOL CONSOLE STOP CLOSE", r"PRT FILE \d{4} SENT FROM OPERATOR PRT WAS \d{4} RECS 000[1-9]")
    system.ask("QUERY PRINTER ALL", r"OPERATOR \d{4} T CON .* LOG +FILE ")
    system.ask("PURGE PRINTER ALL", "0001 FILE  PURGED")


@pytest.mark.parametrize(
    "command, message",
    [
        ("SPOOL", "HCPCFC022E"),
        ("SPOOL 0009", "HCPCFC026E"),
        ("SPOOL 0123 HOLD", "HCPQVD040E Device 0123"),
        ("SPOOL PUNCH TO NOBODY", "HCPDIR053E NOBODY"),
        ("SPOOL PUNCH CLASS **", "HCPCSF028E"),
        ("SPOOL PUNCH COPY 256", "HCPCSF030E"),
        ("SPOOL PUNCH START", "HCPCFC003E Invalid option - START"),
        ("SPOOL PUNCH HOLD XYZZY", "HCPCFC003E Invalid option - XYZZY"),
        ("CLOSE PUNCH TO", "HCPCFC020E"),
        ("CHANGE READER", "HCPCSF027E"),
        ("CHANGE READER ALL", "HCPCFC026E"),
        ("CHANGE READER 0 HOLD", "HCPCSF008E"),
        ("PURGE", "HCPCFC026E"),
        ("PURGE READER 12345", "HCPCSF008E"),
        ("PURGE READER CLASS A FORM X NOW", "HCPCFC003E .*NOW"),
        ("SPOOL PUNCH FLASH X", "HCPCFC7004E FLASH"),
        ("CLOSE PUNCH FOR LINUX1", "HCPCFC7004E FOR"),
        ("CHANGE READER ALL FCB X", "HCPCFC7004E FCB"),
        ("PURGE READER ALL NOW", "HCPCFC003E .*NOW"),
        ("TRANSFER READER ALL", "HCPCFC026E"),
        ("TRANSFER READER ALL TO NOBODY", "HCPDIR053E"),
        ("TAG DEV READER text", "HCPDEF006E"),
        ("TAG DEV E " + "x" * 137, "HCPCSF7045E"),
        ("QUERY READER NOBODY", "HCPDIR053E"),
        ("QUERY READER 77", "HCPCSF042E Spool file 0077"),
    ],
)
def test_wrong_operands_are_refused(system, command, message):
    """With z/VM's numbers."""
    system.ask(command, message)


def test_refusals_changed_nothing(system):
    """After all of the above."""
    system.ask("QUERY VIRTUAL 000D", r"PUN  000D CL A NOCONT NOHOLD COPY 001    READY FORM STANDARD")
