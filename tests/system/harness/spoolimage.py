# SPDX-License-Identifier: Apache-2.0
"""The spool files on a volume's image, read without CP: what a crash has left, and whether it fits together."""

import struct
import zlib

from .wait import Failed

TRACK = 56832  # of a 3390 in an image
BLOCK = 4096
PER_TRACK = 12
DIRECT = 6
PER_TABLE = 1016
FILE, TABLE, HEADER = (word.encode("cp037") for word in ("SWSFBLOK", "SWSPTAB ", "SWSPOOL "))


class SpoolImage:
    """The blocks of one volume; slot is its place in the CP-owned list."""

    def __init__(self, path, slot=1):
        self.slot = slot
        with open(path, "rb") as image:
            data = image.read()
        self.blocks = {}
        for track in range((len(data) - 512) // TRACK):
            self._read_track(track, data[512 + track * TRACK : 512 + (track + 1) * TRACK])

    def _read_track(self, track, data):
        at = 5  # behind the home address
        while data[at : at + 8] != b"\xff" * 8 and at + 8 <= TRACK:
            record, key, length = struct.unpack(">4xBBH", data[at : at + 8])
            if 1 <= record <= PER_TRACK and not key and length == BLOCK:
                self.blocks[track * PER_TRACK + record - 1] = data[at + 8 : at + 8 + BLOCK]
            at += 8 + key + length

    def block(self, number):
        """The block that a map names; a place where nothing can be is an error."""
        if number >> 24 != self.slot or number & 0xFFFFFF not in self.blocks:
            raise Failed(f"block {number:08X} is not there")
        return self.blocks[number & 0xFFFFFF]

    def pool(self):
        """The number of the spool, from the newest header."""
        headers = [data for data in self.blocks.values() if data[:8] == HEADER and is_sealed(data)]
        return max(headers, key=lambda data: data[0x18:0x20])[0x10:0x18]

    def descriptors(self):
        """The descriptor that holds of each file: number of the block to its bytes."""
        pool, best = self.pool(), {}
        for number, data in self.blocks.items():
            if data[:8] != FILE or data[0x10:0x18] != pool or not is_sealed(data):
                continue
            file, sequence = struct.unpack(">QQ", data[0x18:0x28])
            if file not in best or best[file][0] < sequence:
                best[file] = (sequence, number, data)
        return {number: data for _, number, data in best.values()}

    def check(self):
        """Each block of each file is what its file says, and no other file's. Returns how many files there are."""
        used = {}
        for number, data in self.descriptors().items():
            self._use(used, number | self.slot << 24, number)
            self._check_file(used, number, data)
        return len(self.descriptors())

    def _use(self, used, block, by):
        if block in used:
            raise Failed(f"block {block:08X} belongs to the files of descriptors {used[block]:X} and {by:X}")
        used[block] = by

    def _check_file(self, used, number, data):
        file = data[0x18:0x20]
        count, *direct = struct.unpack(">I6I", data[0x84:0xA0])
        table, tables = struct.unpack(">II", data[0xA0:0xA8])
        pages = direct[: min(count, DIRECT)]
        if count > DIRECT:
            pages += self._table(used, number, table, file, 0)
        if count > DIRECT + PER_TABLE:
            for nr, inner in enumerate(self._table(used, number, tables, file, 1)):
                if inner:
                    pages += self._table(used, number, inner, file, 2 + nr)
        for nr, page in enumerate(pages[:count]):
            self._use(used, page, number)
            trailer = struct.unpack(">I8s", self.block(page)[0xFE4:0xFF0])
            if trailer != (nr, file):
                raise Failed(f"page {nr} of the file of descriptor {number:X}: {trailer}")
        if len(pages) < count or 0 in pages[:count]:
            raise Failed(f"descriptor {number:X} has {count} pages, its tables do not")

    def _table(self, used, number, block, file, nr):
        self._use(used, block, number)
        data = self.block(block)
        if (data[:8], data[8:16], data[16:20]) != (TABLE, file, struct.pack(">I", nr)):
            raise Failed(f"block {block:08X} is not table {nr} of the file of descriptor {number:X}")
        return list(struct.unpack(f">{PER_TABLE}I", data[0x20:]))


def is_sealed(data):
    """Is a descriptor or a header whole?"""
    checksum = struct.unpack(">I", data[8:12])[0]
    return zlib.crc32(data[:8] + bytes(4) + data[12:]) == checksum
