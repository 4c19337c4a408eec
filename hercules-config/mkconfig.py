#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Make the files with which Hercules runs the system: hercules.cnf, and cp.ins to load CP without a volume.

usage: mkconfig.py [--cpus N] [--mainsize MB] [--xpndsize MB] [--volume FILE] FOLDER

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
SYSTEM_VOLUME = 0x0200


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
    console_port: int = 0  # 0: 3270, or the next free one
    reader_port: int = 0  # 0: 3505, or the next free one


def write_config(folder, machine):
    """Write folder/hercules.cnf for the machine, choosing the ports that it leaves open. Returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    machine.console_port = machine.console_port or free_port(3270)
    machine.reader_port = machine.reader_port or free_port(max(3505, machine.console_port + 1))
    words = dataclasses.asdict(machine)
    words["volume"] = ""
    if machine.volume:
        words["volume"] = f"# The system volume.\n{SYSTEM_VOLUME:04X}        3390 {machine.volume.resolve()}"
    path = folder / "hercules.cnf"
    path.write_text(string.Template(TEMPLATE.read_text()).substitute(words))
    return path


def write_loader(folder, cp_image, directory=None):
    """Write folder/cp.ins, which loads copies of CP's image and of the object directory. Returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["* Stillwater's CP and its user directory"]
    for source, address in ((cp_image, 0), (directory, DIRECTORY_ADDRESS)):
        if source:
            shutil.copyfile(source, folder / source.name)
            lines.append(f"{source.name} 0x{address:08X}")
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
    parser.add_argument("folder", type=pathlib.Path)
    args = parser.parse_args()
    machine = Machine(args.cpus, args.mainsize, args.xpndsize, args.volume)
    print(write_config(args.folder, machine))


if __name__ == "__main__":
    main()
