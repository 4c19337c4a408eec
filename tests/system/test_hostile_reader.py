# SPDX-License-Identifier: Apache-2.0
"""Bad decks on the real card reader: broken off, without a first card, too large, too slow.

The next good one is read after each.
"""

import socket
import struct
import time

import deck
import pytest
from harness.chance import chance

USER = "LINUX2"  # not logged on: files wait for him
CARD = 80


def connect(system):
    """A connection that the emulator took: it turns others away while it has one."""
    deadline = time.monotonic() + 30
    while True:
        reader = socket.create_connection(("127.0.0.1", system.port("reader")), timeout=30)
        reader.settimeout(0.3)
        try:
            if reader.recv(1) == b"" and time.monotonic() < deadline:
                reader.close()
                time.sleep(0.2)
                continue
        except TimeoutError:
            pass
        except OSError:
            reader.close()
            continue
        reader.settimeout(30)
        return reader


def break_off(reader):
    """The connection ends with a reset, in the middle."""
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    reader.close()


def send(reader, data):
    """As much as the emulator takes: it may hang up on a deck that CP refused."""
    try:
        reader.sendall(data)
    except OSError:
        pass


def first_card(text=f"USERID {USER} NAME BAD"):
    """A first card."""
    return text.ljust(CARD).encode("cp037")


@pytest.fixture(autouse=True)
def good_deck(system):
    """After whatever came the reader takes a good deck, and the operator is answered."""
    system.ask(f"PURGE {USER} ALL", r"(NO|\d+) FILES? +PURGED")
    yield
    deck.send(("127.0.0.1", system.port("reader")), USER, b"good card".ljust(2 * CARD), name="GOOD", filetype="DECK")
    system.wait(rf"HCPRDR7015I Reader 000C: 2 records queued as RDR file \d+ for {USER}", 60)
    system.ask(f"QUERY READER {USER} ALL", r"A PUN 00000002 .* GOOD +DECK")
    system.ask(f"PURGE {USER} ALL", r"FILES? +PURGED")


def test_nothing_at_all(system):
    """Connected and gone, politely and not."""
    connect(system).close()
    break_off(connect(system))


@pytest.mark.parametrize("length", [1, 40, CARD - 1])
def test_less_than_a_card(system, length):
    """The emulator fills it up; it is no good first card."""
    with connect(system) as reader:
        send(reader, first_card()[:length])
    system.wait("HCPRDR7014E Reader 000C: deck refused; ", 20)


@pytest.mark.parametrize("cards", [0, 1, 5000])
def test_a_deck_that_is_broken_off(system, cards):
    """Half a card is missing; what came may be a file or not, but the reader goes on."""
    reader = connect(system)
    send(reader, first_card() + b"x" * (cards * CARD + 40))
    break_off(reader)
    system.wait("HCPRDR70", 20)


def test_ten_megabytes_without_a_first_card(system):
    """Refused at once by its first card, skipped to its end."""
    data = chance().randbytes(10 << 20)
    with connect(system) as reader:
        send(reader, data)
    system.wait("HCPRDR7014E Reader 000C: deck refused; ", 60)


BAD_FIRST_CARDS = ["USERID NOBODY", "USERID", f"USERID {USER} " + "X" * 60, "\x00" * CARD, "USERID OPERATOR CLASS"]


@pytest.mark.parametrize("first", BAD_FIRST_CARDS, ids=range(len(BAD_FIRST_CARDS)))
def test_first_cards_that_are_no_good(system, first):
    """With much behind them."""
    with connect(system) as reader:
        send(reader, first_card(first)[:CARD] + b"y" * (1000 * CARD))
    system.wait("HCPRDR7014E Reader 000C: deck refused; ", 30)


def test_a_first_card_of_two(system):
    """What is longer than a card begins the second one: it is data."""
    with connect(system) as reader:
        send(reader, first_card(f"USERID {USER} NAME LONG " + " " * 60 + "MORE"))
    system.wait(r"HCPRDR7015I .* 1 records queued", 20)


def test_a_deck_that_stops_in_the_middle_keeps_nobody_else(system):
    """Its sender says nothing for a while; the operator, a user and his commands go on meanwhile."""
    reader = connect(system)
    send(reader, first_card() + b"z" * (10 * CARD))
    for _ in range(3):
        system.ask("QUERY TIME", r"TIME IS")
        with system.logon("LINUX1") as user:
            user.enter("#CP LOGOFF")
            system.wait("LOGOFF AS +LINUX1", 20)
    send(reader, b"z" * (10 * CARD))
    reader.close()
    system.wait(r"HCPRDR7015I .* 20 records queued", 20)
