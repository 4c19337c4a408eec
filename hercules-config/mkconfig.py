#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Make the files with which Hercules runs the system: hercules.cnf, and cp.ins to load CP without a volume.

usage: mkconfig.py [--cpus N] [--mainsize MB] [--xpndsize MB] [--volume FILE]
                   [--disk RDEV=FILE]... FOLDER

The ports are the first free ones from 3270 and 3505 on.
"""

import argparse
import dataclasses
import os
import pathlib
import shutil
import socket
import string

TEMPLATE = pathlib.Path(__file__).parent / "hercules.cnf.in"
CPUS_MAX = 8  # compiled into Hercules
DIRECTORY_ADDRESS = 0x00800000  # where CP looks for the object directory that was loaded with it
CONFIG_ADDRESS = 0x007E0000  # and for SYSTEM CONFIG
CONFIG_MAGIC = "SWCONFIG"
SYSTEM_VOLUME = 0x0200
FIRST_CONSOLE_PORT = 3270  # the ports are the first free ones from these on
FIRST_READER_PORT = 3505


def host_cpus():
    """How many CPUs to emulate: one for each that this process may use; more would only wait for each other."""
    return max(1, min(CPUS_MAX, len(os.sched_getaffinity(0))))


def free_port(first):
    """The first TCP port of the loopback interface from first on that nobody listens on."""
    for port in range(first, first + 1000):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"no free port from {first} on")


@dataclasses.dataclass
class Machine:
    """What can differ between configurations. Sizes in MB; the volume is a CKD image or None."""

    cpus: int = dataclasses.field(default_factory=host_cpus)
    mainsize: int = 4096
    xpndsize: int = 0
    volume: pathlib.Path | None = None
    disks: dict = dataclasses.field(default_factory=dict)  # more volumes: device number to CKD image
    line_terminals: int = 4  # from 0010 on
    console_port: int = 0  # 0: 3270, or the next free one
    reader_port: int = 0  # 0: 3505, or the next free one


def write_config(folder, machine):
    """Write folder/hercules.cnf for the machine, choosing the ports that it leaves open. Returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    machine.console_port = machine.console_port or free_port(FIRST_CONSOLE_PORT)
    machine.reader_port = machine.reader_port or free_port(max(FIRST_READER_PORT, machine.console_port + 1))
    words = dataclasses.asdict(machine)
    lines = []
    if machine.volume:
        lines += ["# The system volume.", f"{SYSTEM_VOLUME:04X}        3390 {machine.volume.resolve()}"]
    if machine.disks:
        lines.append("# Further volumes.")
        lines += [f"{number:04X}        3390 {image.resolve()}" for number, image in sorted(machine.disks.items())]
    words["volume"] = "\n".join(lines)
    path = folder / "hercules.cnf"
    path.write_text(string.Template(TEMPLATE.read_text()).substitute(words))
    return path


def write_loader(folder, cp_image, directory=None, config=None):
    """Write folder/cp.ins, which loads copies of CP's image, of the object directory and of SYSTEM CONFIG.

    Returns its path.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["* Stillwater's CP and its user directory"]
    for source, address in ((cp_image, 0), (directory, DIRECTORY_ADDRESS)):
        if source:
            shutil.copyfile(source, folder / source.name)
            lines.append(f"{source.name} 0x{address:08X}")
    if config:
        text = config.read_bytes()
        (folder / "config.obj").write_bytes(CONFIG_MAGIC.encode("cp037") + len(text).to_bytes(8, "big") + text)
        lines.append(f"config.obj 0x{CONFIG_ADDRESS:08X}")
    path = folder / "cp.ins"
    path.write_text("\n".join(lines) + "\n")
    return path


def main():
    """Write a configuration as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--cpus", type=int, default=host_cpus())
    parser.add_argument("--mainsize", type=int, default=Machine.mainsize, help="main storage in MB")
    parser.add_argument("--xpndsize", type=int, default=Machine.xpndsize, help="expanded storage in MB")
    parser.add_argument("--volume", type=pathlib.Path, help="image of the system volume")
    parser.add_argument("--disk", action="append", default=[], metavar="RDEV=IMAGE",
                        help="another volume at a device number (hexadecimal)")
    parser.add_argument("folder", type=pathlib.Path)
    args = parser.parse_args()
    disks = {}
    for text in args.disk:
        number, equals, image = text.partition("=")
        if not equals or not image or not set(number) <= set(string.hexdigits) or not 1 <= len(number) <= 4:
            parser.error(f"--disk {text}: not a device number, =, and a file")
        disks[int(number, 16)] = pathlib.Path(image)
    machine = Machine(args.cpus, args.mainsize, args.xpndsize, args.volume, disks)
    print(write_config(args.folder, machine))


if __name__ == "__main__":
    main()
