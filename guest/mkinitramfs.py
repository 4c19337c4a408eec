#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Build what guests run from: static busybox, our init files and tools, kernel modules.

usage: mkinitramfs.py [--disk | --tree | --mass] PACKAGES_ROOT OUTPUT TOOL...

PACKAGES_ROOT holds the unpacked Debian packages. OUTPUT is an initramfs with all of it; with --disk one that only
finds the guest's disks and goes on from them; with --tree a folder with what belongs on such a disk; with --mass the
mass guest's, whose only tool is its init, and which is not compressed. An archive (cpio "newc", gzip) is written by
this program itself, so that device nodes need no privileges and the same input gives the same bytes.
"""

import gzip
import lzma
import os
import pathlib
import re
import shutil
import stat
import sys

# Kernel modules, with whatever they depend on.
MODULES = ["vmur"]
DISK_MODULES = ["dasd_eckd_mod", "dasd_fba_mod", "dasd_diag_mod", "crc32c_generic", "ext4", "overlay"]
FILES = pathlib.Path(__file__).parent / "root"
DISK_INIT = pathlib.Path(__file__).parent / "disk" / "init"


class Cpio:
    """A cpio archive in the "newc" format, in memory."""

    def __init__(self):
        self.out = bytearray()
        self.inode = 0
        self.seen = set()

    def add(self, name, mode, data=b"", device=(0, 0)):
        """Add one entry and, before it, the directories that lead to it."""
        if name in self.seen:
            return
        parent = os.path.dirname(name)
        if parent:
            self.add(parent, stat.S_IFDIR | 0o755)
        self.seen.add(name)
        self._entry(name, mode, data, device)

    def _entry(self, name, mode, data, device):
        self.inode += 1
        path = name.encode() + b"\0"
        fields = (self.inode, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(path), 0)
        self.out += b"070701" + b"".join(b"%08X" % field for field in fields) + path
        self._align()
        self.out += data
        self._align()

    def _align(self):
        self.out += bytes(-len(self.out) % 4)

    def finish(self):
        """The bytes of the whole archive."""
        self._entry("TRAILER!!!", 0, b"", (0, 0))
        return bytes(self.out)


class Tree:
    """A folder that gets the same entries, but for device nodes, which the guest's kernel makes itself."""

    def __init__(self, folder):
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)

    def add(self, name, mode, data=b"", device=(0, 0)):
        """Add one entry and, before it, the directories that lead to it."""
        del device
        path = self.folder / name
        if path.is_symlink() or path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        if stat.S_ISDIR(mode):
            path.mkdir()
        elif stat.S_ISLNK(mode):
            path.symlink_to(data.decode())
        elif stat.S_ISREG(mode):
            path.write_bytes(data)
            path.chmod(stat.S_IMODE(mode))


def applets(busybox):
    """The names of the applets, from busybox's own table of names that end with NUL."""
    start = max(0, busybox.find(b"[\0[[\0"))
    end = busybox.find(b"\0\0", start)
    names = busybox[start:end].decode("ascii", "replace").split("\0")
    if not start or not {"sh", "init", "mount", "insmod", "poweroff"} <= set(names):
        sys.exit("mkinitramfs.py: this busybox has no table of applets that can be read")
    return names


def locate(root, name):
    """A file of the packages by its name below / or, where a release has moved everything there, below /usr."""
    return next((path for path in (root / name, root / "usr" / name) if path.exists()), root / name)


def modules(root, wanted):
    """The wanted kernel modules and what they depend on, name: bytes, in the order in which they need each other."""
    folder = locate(root, "lib/modules")
    paths = {p.name.split(".")[0].replace("-", "_"): p for p in folder.glob("*/kernel/**/*.ko*")}
    order = {}

    def need(name):
        if name in order:
            return
        if name not in paths:
            sys.exit(f"mkinitramfs.py: the kernel package has no module {name}")
        data = paths[name].read_bytes()
        if paths[name].suffix == ".xz":
            data = lzma.decompress(data)
        found = re.search(rb"\0depends=([^\0]*)\0", data)
        for other in found.group(1).decode().split(",") if found else []:
            if other:
                need(other)
        order[name] = data

    for module in wanted:
        need(module)
    return order


def add_busybox(out, root):
    """Busybox by all its names, and the places that every system has."""
    busybox = locate(root, "bin/busybox").read_bytes()
    for name in ("dev", "proc", "sys", "tmp", "mnt", "run", "root"):
        out.add(name, stat.S_IFDIR | 0o755)
    out.add("dev/console", stat.S_IFCHR | 0o600, device=(5, 1))
    out.add("dev/null", stat.S_IFCHR | 0o666, device=(1, 3))
    out.add("bin/busybox", stat.S_IFREG | 0o755, busybox)
    for name in applets(busybox):
        folder = "sbin" if name in ("init", "poweroff", "reboot", "halt") else "bin"
        out.add(f"{folder}/{name}", stat.S_IFLNK | 0o777, b"/bin/busybox")


def add_system(out, tools):
    """Our init files and tools."""
    for path in sorted(FILES.iterdir()):
        executable = os.access(path, os.X_OK)
        out.add(f"etc/{path.name}", stat.S_IFREG | (0o755 if executable else 0o644), path.read_bytes())
    for tool in tools:
        out.add(f"bin/{tool.name}", stat.S_IFREG | 0o755, tool.read_bytes())


def add_modules(out, loaded):
    """Kernel modules and the order in which to load them."""
    for name, data in loaded.items():
        out.add(f"lib/modules/{name}.ko", stat.S_IFREG | 0o644, data)
    out.add("lib/modules/order", stat.S_IFREG | 0o644, "".join(f"{name}.ko\n" for name in loaded).encode())


def main():
    """Build what the command line names."""
    words = sys.argv[1:]
    kind = words.pop(0) if words and words[0].startswith("--") else ""
    if len(words) < 2 or kind not in ("", "--disk", "--tree", "--mass"):
        sys.exit(__doc__)
    root, output, tools = pathlib.Path(words[0]), pathlib.Path(words[1]), map(pathlib.Path, words[2:])
    out = Tree(output) if kind == "--tree" else Cpio()
    add_busybox(out, root)
    if kind == "--disk":
        add_modules(out, modules(root, DISK_MODULES))
        out.add("init", stat.S_IFREG | 0o755, DISK_INIT.read_bytes())
    elif kind == "--mass":
        out.add("init", stat.S_IFREG | 0o755, next(tools).read_bytes())
        out.add("bin/vmcp", stat.S_IFLNK | 0o777, b"/init")
    else:
        add_system(out, tools)
        add_modules(out, modules(root, MODULES))
    if kind == "--tree":
        for name in ("media/base", "media/work"):
            out.add(name, stat.S_IFDIR | 0o755)
        return
    if not kind:
        out.add("init", stat.S_IFLNK | 0o777, b"bin/busybox")
    temporary = output.with_suffix(".new")
    data = out.finish()
    temporary.write_bytes(data if kind == "--mass" else gzip.compress(data, 9, mtime=0))
    temporary.replace(output)


if __name__ == "__main__":
    main()
