#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The sums that guard CP in storage: seal.py CP.BIN OUT. See seal.c, which compares them at each start."""
import struct
import sys
from pathlib import Path

TEXT = 0x10000  # where what is summed begins; the 16 bytes for the sums are its end
BITS = (1 << 64) - 1


def main(image, out):
	"""Writes the content of section .seal."""
	data = Path(image).read_bytes()[TEXT:-16]
	words = sums = 0
	for (word,) in struct.iter_unpack(">Q", data):
		words = (words + word) & BITS
		sums = (sums + words) & BITS
	Path(out).write_bytes(struct.pack(">QQ", words, sums))


main(*sys.argv[1:])
