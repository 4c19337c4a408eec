#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Make a deck of cards that loads a program of any length by IPL from a card reader.

usage: mkdeck.py [--address HEX] [--parm N] IMAGE DECK

The first card has the IPL PSW and two CCWs. The program that follows takes ten cards a turn: one with the CCWs of that
turn, read into one of two places by the turn before, and nine or fewer with the bytes of the image:

    card 0: PSW; read the next card to X'2000'; transfer to X'2000'
    card n: read 8 cards of the image; read the next such card to the other place; transfer there
"""

import argparse
import pathlib
import struct
import sys

CARD = 80
PLACES = (0x2000, 0x2080)  # where the CCW cards go in turn
READ, TIC = 0x02, 0x08
CHAIN, SLI = 0x40, 0x20
DATA_CARDS = 8  # a turn
PARM_EYE = b"BAREPARM"  # in the image: eight bytes behind it are the parameter


def ccw(command, address, flags=0, count=CARD):
    """One CCW of format 0."""
    return struct.pack(">B3sBxH", command, address.to_bytes(3, "big"), flags, count)


def deck(image, address, parm=0):
    """The cards that load image at address and start it there in 31-bit addressing mode."""
    at = image.find(PARM_EYE)
    if at >= 0:
        image = image[: at + 8] + struct.pack(">Q", parm) + image[at + 16 :]
    image += bytes(-len(image) % CARD)
    cards = [image[i : i + CARD] for i in range(0, len(image), CARD)]
    turns = [cards[i : i + DATA_CARDS] for i in range(0, len(cards), DATA_CARDS)]
    out = [struct.pack(">II", 0x00080000, 0x80000000 | address) + ccw(READ, PLACES[0], CHAIN | SLI) + ccw(TIC, PLACES[0])]
    for number, turn in enumerate(turns):
        is_last = number == len(turns) - 1
        program = b""
        for i, _ in enumerate(turn):
            flags = SLI if is_last and i == len(turn) - 1 else CHAIN | SLI
            program += ccw(READ, address, flags)
            address += CARD
        if not is_last:
            place = PLACES[(number + 1) % 2]
            program += ccw(READ, place, CHAIN | SLI) + ccw(TIC, place)
        out += [program, *turn]
    return b"".join(card.ljust(CARD, b"\0") for card in out)


def main():
    """Make the deck that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--address", type=lambda text: int(text, 16), default=0x10000)
    parser.add_argument("--parm", type=lambda text: int(text, 0), default=0)
    parser.add_argument("image", type=pathlib.Path)
    parser.add_argument("deck", type=pathlib.Path)
    args = parser.parse_args()
    try:
        args.deck.write_bytes(deck(args.image.read_bytes(), args.address, args.parm))
    except OSError as error:
        sys.exit(f"mkdeck.py: {error}")


if __name__ == "__main__":
    main()
