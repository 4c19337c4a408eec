# SPDX-License-Identifier: Apache-2.0
"""The mass guest as a list of files that the emulator itself loads."""

import struct

from scale import MASS

INITRAMFS = 0x00C00000  # above the kernel and what it unpacks itself to, and below the guest's 16 MB


def write(folder, parm):
    """Write folder/linux.ins and its files."""
    kernel, initramfs = bytearray((MASS / "kernel").read_bytes()), (MASS / "initramfs").read_bytes()
    # The kernel's parameter area: initial RAM disk at X'10408', command line at X'10480'.
    kernel[0x10408:0x10418] = struct.pack(">QQ", INITRAMFS, len(initramfs))
    kernel[0x10480 : 0x10480 + len(parm) + 1] = parm.encode() + b"\0"
    # Entered at X'10000', not at the code that loads the rest from a reader.
    kernel[0:8] = struct.pack(">II", 0x00080000, 0x80010000)
    (folder / "kernel").write_bytes(kernel)
    (folder / "initramfs").write_bytes(initramfs)
    (folder / "linux.ins").write_text(f"* Linux\nkernel 0x0\ninitramfs 0x{INITRAMFS:08X}\n")
