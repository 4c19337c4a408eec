# SPDX-License-Identifier: Apache-2.0
"""Tracks of the emulator's uncompressed images of 3390s."""

import struct

HEADER, TRACK, HEADS = 512, 56832, 15
FIRST = 5 + 16  # of a track: home address, record 0
RECORDS = 12


def fill(image):
    """Twelve records of 4096 bytes, each with its place in it, on all tracks from cylinder 1 on."""
    size = image.stat().st_size
    with image.open("r+b") as disk:
        for track in range(HEADS, (size - HEADER) // TRACK):
            disk.seek(HEADER + track * TRACK + FIRST)
            for record in range(1, RECORDS + 1):
                count = struct.pack(">HHBBH", track // HEADS, track % HEADS, record, 0, 4096)
                disk.write(count + count * 512)
            disk.write(b"\xFF" * 8)


def cylinders(image):
    """The contents of each cylinder."""
    data, size = image.read_bytes()[HEADER:], TRACK * HEADS
    return [data[at : at + size] for at in range(0, len(data) - size + 1, size)]
