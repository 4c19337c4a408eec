#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Feed files to the system's real card reader, each as one deck for the reader of a virtual machine.

usage: deck.py [--class C] [--name FN[.FT]] HOST:PORT USERID FILE...

A deck is one connection: the card `USERID name CLASS c NAME fn ft` in EBCDIC, then the bytes of the file in cards of
80, the last one filled with zeros. The emulator accepts one deck at a time and turns others away, also while an
interruption of the reader is pending, so sending tries again until a limit.
"""

import argparse
import errno
import pathlib
import socket
import sys
import time

CARD = 80
TCP_CLOSE = 7  # a connection of which nothing is left, in the first byte of TCP_INFO
READER_LIMIT = 60  # seconds for the reader to become free, and again for it to take the deck


class DeckError(Exception):
    """The reader did not take a deck."""


class _Refused(Exception):
    """The reader turned this connection away."""


def cards(data):
    """The bytes of a file as whole cards."""
    return data + bytes(-len(data) % CARD)


def first_card(userid, spool_class="A", name="", filetype=""):
    """The card that says whose file this is and what it is called."""
    text = f"USERID {userid.upper()} CLASS {spool_class.upper()}"
    if name:
        text += f" NAME {name.upper()} {filetype.upper()}".rstrip()
    if len(text) > CARD:
        raise DeckError(f"the first card has no room for '{text}'")
    return text.ljust(CARD).encode("cp037")


def _attempt(address, data, limit):
    """Send a deck once; _Refused when the reader does not take this connection."""
    with socket.create_connection(address, timeout=limit) as reader:
        try:
            reader.sendall(data)
            reader.shutdown(socket.SHUT_WR)
            if reader.recv(1) != b"":
                raise DeckError("the card reader talks back; is this the right port?")
        except OSError as error:
            if error.errno in (errno.EPIPE, errno.ECONNRESET, errno.ENOTCONN):
                raise _Refused from error
            raise
        # A connection closed before the first byte came looks like an end, until the answer to that byte is here: so
        # wait for the end of the connection itself, which is an error then.
        until = time.monotonic() + limit
        while reader.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] != TCP_CLOSE:
            if time.monotonic() > until:
                raise TimeoutError
            time.sleep(0.001)
        if reader.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise _Refused


def send(address, userid, data, spool_class="A", name="", filetype="", limit=READER_LIMIT):
    """Send one deck and wait until the reader has read all of it.

    address is (host, port); data the bytes of the file; limit in seconds, for a busy reader and for the reading.
    Raises DeckError when the reader is not there, stays busy, or stops reading.
    """
    send_cards(address, first_card(userid, spool_class, name, filetype) + cards(data), limit)


def send_cards(address, deck, limit=READER_LIMIT):
    """Send the bytes of a deck as they are; the rest as for send()."""
    deadline = time.monotonic() + limit
    while True:
        try:
            _attempt(address, deck, limit)
            return
        except _Refused:
            if time.monotonic() > deadline:
                raise DeckError(f"the card reader at {address[0]}:{address[1]} stays busy") from None
            time.sleep(0.2)
        except TimeoutError:
            raise DeckError(f"the card reader at {address[0]}:{address[1]} stopped reading") from None
        except OSError as error:
            raise DeckError(f"the card reader at {address[0]}:{address[1]}: {error}") from None


def main():
    """Send the files that the command line names, in order."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--class", dest="spool_class", default="A", help="spool class (A)")
    parser.add_argument("--name", default="", help="name of the spool file, FN or FN.FT")
    parser.add_argument("reader", metavar="HOST:PORT", help="where the card reader listens")
    parser.add_argument("userid")
    parser.add_argument("file", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    host, _, port = args.reader.rpartition(":")
    for path in args.file:
        name, _, filetype = (args.name or path.name).partition(".")
        try:
            data = path.read_bytes()
            send((host or "127.0.0.1", int(port)), args.userid, data, args.spool_class, name[:8], filetype[:8])
        except (DeckError, OSError) as error:
            sys.exit(f"deck.py: {path}: {error}")
        print(f"{path}: {len(cards(data)) // CARD} cards to {args.userid.upper()}")


if __name__ == "__main__":
    main()
