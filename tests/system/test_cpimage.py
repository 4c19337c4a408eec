# SPDX-License-Identifier: Apache-2.0
"""cpimage: files into minidisks and out, and minidisks against the directory."""

import functools
import os
import random
import re
import struct
import subprocess
import zlib

import pytest

from harness import BUILD

BIN = BUILD / "bin"
TRACK = 56832
PER_TRACK = {4096: 12, 2048: 21, 1024: 33, 512: 49}  # blocks on a 3390 track


def tool(name, *args, fails=None):
    """Runs a tool; fails: a pattern that its error message must match."""
    run = subprocess.run([BIN / name, *map(str, args)], capture_output=True, text=True, timeout=60)
    if fails is None:
        assert run.returncode == 0, run.stderr
    else:
        assert run.returncode == 1, run.stdout
        assert re.search(fails, run.stderr), run.stderr
    return run.stdout


def cpimage(*args, fails=None):
    return tool("cpimage", *args, fails=fails)


@pytest.fixture
def image(tmp_path):
    path = tmp_path / "usr.3390"
    tool("cpfmt", "create", "--nucleus=0", "--alloc=PAGE=4", path, "3390:20", "USR001")
    return path


@pytest.fixture
def directory(tmp_path):
    def make(*mdisks):
        (tmp_path / "USER.DIRECT").write_text("".join(f"USER {text}\n" if text.startswith("U") else f" MDISK {text}\n"
                                                      for text in ("U SECRET", *mdisks)))
        tool("directxa", "-o", tmp_path / "obj", tmp_path / "USER.DIRECT")
        return tmp_path / "obj"
    return make


def room(layout, block_size, cyls):
    """Bytes of the partition."""
    per_track = PER_TRACK[block_size]
    return (cyls * 15 * per_track - {"ldl": 3, "cdl": 2 * per_track, "raw": 0}[layout]) * block_size


@pytest.mark.parametrize("block_size", PER_TRACK)
@pytest.mark.parametrize("layout", ["ldl", "cdl", "raw"])
def test_what_was_put_comes_back(tmp_path, image, layout, block_size):
    """A file that fills the partition to the last byte, and one that is a byte too long."""
    data = random.Random(block_size).randbytes(room(layout, block_size, 3))
    if layout == "raw":  # what it has where a label would be decides what get takes it for
        data = bytes(3 * block_size) + data[3 * block_size:]
    source = tmp_path / "source"
    source.write_bytes(data)
    cpimage("put", f"--{layout}", "--blksize", block_size, image, "10:3", source)
    cpimage("get", image, "10:3", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == data
    tool("cpfmt", "check", image)
    before = image.read_bytes()
    source.write_bytes(data + b"x")
    cpimage("put", f"--{layout}", "--blksize", block_size, image, "10:3", source, fails="have room for")
    assert image.read_bytes() == before


def test_a_short_file_is_followed_by_zeros_and_neighbours_stay(tmp_path, image):
    source = tmp_path / "source"
    source.write_bytes(b"short")
    before = image.read_bytes()
    cpimage("put", image, "10:2", source)
    after = image.read_bytes()
    first, last = 512 + 150 * TRACK, 512 + 180 * TRACK
    assert before[:first] == after[:first] and before[last:] == after[last:]
    cpimage("get", image, "10:2", tmp_path / "back")
    back = (tmp_path / "back").read_bytes()
    assert back.rstrip(b"\0") == b"short" and len(back) == room("ldl", 4096, 2)
    assert (tmp_path / "back").stat().st_blocks * 512 < 64 << 10  # zeros are a hole


def test_count_fields_have_the_cylinders_of_the_minidisk(tmp_path, image):
    source = tmp_path / "source"
    source.write_bytes(b"x")
    cpimage("put", "--cdl", "--label", "LNX1", image, "10:2", source)
    with image.open("rb") as file:
        file.seek(512 + (11 * 15 + 4) * TRACK)
        track = file.read(TRACK)
    assert track[:5] == struct.pack(">BHH", 0, 11, 4)  # the home address is the volume's
    assert track[5:13] == struct.pack(">HHBBH", 11, 4, 0, 0, 8)  # and record 0 tells the emulator's tools
    assert track[21:29] == struct.pack(">HHBBH", 1, 4, 1, 0, 4096)


@pytest.mark.parametrize("extent, message", [
    ("0:1", "cylinder 0 is the volume's label"),
    ("19:2", "the image has 20 cylinders"),
    ("20:1", "the image has 20 cylinders"),
    ("10:0", "the image has 20 cylinders"),
    ("4294967296:1", "not an extent"),
    ("10", "not an extent"),
    ("10:1x", "not an extent"),
    ("1:4", "not all of it is PERM"),
    ("4:2", "not all of it is PERM"),
    ("U/200", "which directory"),
])
def test_extents_are_checked(tmp_path, image, extent, message):
    (tmp_path / "source").write_bytes(b"x")
    before = image.read_bytes()
    cpimage("put", image, extent, tmp_path / "source", fails=message)
    assert image.read_bytes() == before


def test_minidisks_of_the_directory(tmp_path, image, directory):
    obj = directory("200 3390 10 3 USR001 MR", "201 3390 13 END USR001", "202 3390 1 5 OTHER1", "203 3390 30 5 USR001")
    (tmp_path / "source").write_bytes(b"hello")
    cpimage("put", "--directory", obj, image, "u/200", tmp_path / "source")
    cpimage("get", image, "10:3", tmp_path / "back")
    assert (tmp_path / "back").read_bytes().startswith(b"hello")
    cpimage("put", "--directory", obj, image, "U/0201", tmp_path / "source")
    for extent, message in (("U/202", "not on volume USR001"), ("U/204", "no such minidisk"), ("V/200", "no user V"),
                            ("U/XYZ", "not userid/vdev"), ("U/203", "the image has 20 cylinders")):
        cpimage("put", "--directory", obj, image, extent, tmp_path / "source", fails=message)
    listed = cpimage("list", "--directory", obj, image)
    assert re.search(r"10 +12 +3 +U +0200 MR +LDL, blocks of 4096 USR001", listed)
    assert re.search(r"13 +19 +7 +U +0201 W +LDL", listed)
    assert re.search(r"30 +34 +5 +U +0203 W +outside the volume", listed)


@pytest.mark.parametrize("mdisks, message", [
    (["200 3390 10 3 USR001", "201 3390 13 7 USR001", "202 3390 0 END USR001"], None),
    (["200 3390 10 3 USR001", "201 3390 12 2 USR001"], "U/0200 at cylinder 10: overlaps U/0201 at cylinder 12"),
    (["200 3390 18 3 USR001"], "not all of it is on the volume"),
    (["200 3390 3 4 USR001"], "not all of it is PERM"),
    (["200 3390 0 3 USR001"], "cylinder 0 is the volume's label"),
    (["200 3390 10 4 USR001"], "its label is that of a disk of another size"),
])
def test_check_finds_what_cannot_be(tmp_path, image, directory, mdisks, message):
    obj = directory(*mdisks)
    (tmp_path / "source").write_bytes(b"x")
    cpimage("put", image, "10:3", tmp_path / "source")
    out = cpimage("check", "--directory", obj, image, fails=message)
    assert message or "no errors" in out


def test_get_refuses_what_linux_did_not_format(tmp_path, image):
    cpimage("get", image, "10:3", tmp_path / "back", fails="not formatted by Linux")
    (tmp_path / "source").write_bytes(b"x" * 100000)
    cpimage("put", image, "10:3", tmp_path / "source")
    with image.open("r+b") as file:  # the length of record 2 on a later track
        file.seek(512 + (10 * 15 + 7) * TRACK + 21 + 4104 + 6)
        file.write(struct.pack(">H", 4095))
    cpimage("get", image, "10:3", tmp_path / "back", fails="cylinder 10 head 7 record [0-9]+: ")
    assert not (tmp_path / "back").exists() and sorted(os.listdir(tmp_path)) == ["source", "usr.3390"]


def test_volumes_of_others_and_garbage(tmp_path, directory):
    """A volume that dasdinit made can hold minidisks; a file that is no image can't."""
    (tmp_path / "source").write_bytes(b"x")
    subprocess.run(["dasdinit", "-lfs", tmp_path / "os", "3390", "USR001", "3"], check=True, capture_output=True)
    cpimage("put", tmp_path / "os", "1:2", tmp_path / "source")
    assert "USR001" in cpimage("check", "--directory", directory("200 3390 1 2 USR001"), tmp_path / "os")
    cpimage("put", tmp_path / "source", "1:2", tmp_path / "source", fails="too short for a disk image")
    cpimage("put", tmp_path / "os", "1:2", tmp_path, fails="not a file|directory")
    cpimage("list", "--directory", tmp_path / "source", tmp_path / "os", fails="not an object directory")


@pytest.mark.parametrize("layout", ["ldl", "cdl"])
def test_compressed_images(tmp_path, layout):
    """A small file system makes a small image, and the emulator's own check finds nothing wrong with it."""
    image, source = tmp_path / "usr.cckd", tmp_path / "source"
    tool("cpfmt", "create", "--compressed", "--nucleus=0", "--alloc=PERM=END", image, "3390:40", "USR001")
    for fill in (b"first", b"second"):
        source.write_bytes(fill * 1000)
        cpimage("put", f"--{layout}", image, "10:20", source)
        cpimage("get", image, "10:20", tmp_path / "back")
        assert (tmp_path / "back").read_bytes().rstrip(b"\0") == fill * 1000
        run = subprocess.run(["cckdcdsk", "-3", "-ro", image], capture_output=True, text=True, timeout=60)
        assert run.returncode == 0 and not re.search(r"HHCCU\d+[EW]", run.stdout + run.stderr), run.stdout
    assert image.stat().st_size < 1 << 20


def kernel(size=0x12000, line_max=0x1000):
    """As much of a kernel as the tool looks at."""
    data = bytearray(random.Random(1).randbytes(size))
    data[0x10008:0x1000E] = b"S390EP"
    data[0x10430:0x10438] = struct.pack(">Q", line_max)
    return bytes(data)


def put_bootable(tmp_path, image, **files):
    """Puts a file system of some bytes and boot files on cylinders 10 to 19; what is on the disk's last tracks."""
    words = []
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        words += [f"--{name}", tmp_path / name]
    (tmp_path / "source").write_bytes(b"root")
    return ["put", *words, image, "10:10", tmp_path / "source"]


def records(track):
    """The data of a track's records, by their numbers."""
    found, at = {}, 5
    while track[at : at + 8] != b"\xFF" * 8:
        _, _, rec, key_len, data_len = struct.unpack(">HHBBH", track[at : at + 8])
        found[rec] = track[at + 8 + key_len : at + 8 + key_len + data_len]
        at += 8 + key_len + data_len
    return found


def ipl(image, cyl, size):
    """What the channel programs of IPL from the disk at a cylinder make of empty storage of so many bytes."""
    data = image.read_bytes()

    @functools.cache
    def track(nr):
        start = 512 + (cyl * 15 + nr) * TRACK
        return records(data[start : start + TRACK])

    storage = bytearray(size)
    storage[:24] = track(0)[1]
    at, place, rec = 8, 0, 2
    while True:
        code, addr = storage[at], int.from_bytes(storage[at + 1 : at + 4], "big")
        flags, _, count = struct.unpack(">BBH", storage[at + 4 : at + 8])
        if code == 0x08:
            at = addr
        elif code == 0x07:
            seek_cyl, head = struct.unpack(">HH", storage[addr + 2 : addr + 6])
            place, at = seek_cyl * 15 + head, at + 8
        elif code == 0x31:
            assert struct.unpack(">HH", storage[addr : addr + 4]) == divmod(place, 15) and storage[addr + 4] in track(place)
            rec, at = storage[addr + 4], at + 16  # the record is found: behind the TIC
        else:
            assert code == 0x06 and count == len(track(place)[rec])
            pieces = [addr]
            if flags & 0x04:
                pieces = struct.unpack(">II", storage[addr : addr + 8])
            for i, piece in enumerate(pieces):
                length = count // len(pieces)
                assert piece + length <= size
                storage[piece : piece + length] = track(place)[rec][i * length :][:length]
            if not flags & 0x40:
                return storage
            rec, at = rec + 1, at + 8


@pytest.mark.parametrize("kernel_size, initrd_size", [
    (0x12000, 1),
    (0x12000, 0xFE0000),  # the last that fits below 16 MiB with the channel program, about
    (0x12000, 0x1000000),
    (0xE0000, 40 << 20),
    (0xFA0000, 1 << 20),  # the channel program comes to stand just below 16 MiB
])
def test_ipl_loads_kernels_and_ram_disks_of_all_sizes(tmp_path, kernel_size, initrd_size):
    """Each to where the kernel looks for it."""
    path = tmp_path / "usr.3390"
    tool("cpfmt", "create", "--nucleus=0", "--alloc=", path, "3390:80", "USR001")
    data, initrd = kernel(kernel_size), random.Random(3).randbytes(initrd_size)
    cpimage(*put_bootable(tmp_path, path, kernel=data, initrd=initrd)[:-2], "1:79", tmp_path / "source")
    storage = ipl(path, 1, 64 << 20)
    assert storage[:8] == bytes.fromhex("0008000080010000")
    assert storage[0x10000:0x10408] == data[0x10000:0x10408] and storage[0x10418:kernel_size] == data[0x10418:]
    start, length = struct.unpack(">QQ", storage[0x10408:0x10418])
    assert length == initrd_size and start >= kernel_size and storage[start : start + length] == initrd
    tool("cpfmt", "check", path)


def test_a_kernel_stands_behind_the_partition_where_ipl_loads_it(tmp_path, image, directory):
    """What channel programs read to absolute 0 is the kernel with its line of parameters, then the RAM disk."""
    data, initrd = kernel(), random.Random(2).randbytes(50000)
    cpimage(*put_bootable(tmp_path, image, kernel=data, parm=b"root=200\n", initrd=initrd))
    obj = directory("200 3390 10 10 USR001")
    assert re.search(r"U +0200 W +CDL, blocks of 4096 USR001, IPL", cpimage("check", "--directory", obj, image))
    tracks = image.read_bytes()[512 + 296 * TRACK :]  # kernel 18 blocks, RAM disk 13: on the last three
    storage = b"".join(tracks[t * TRACK + 29 + b * 4104 :][:4096] for t in (1, 2, 3)
                       for b in range(12))
    assert storage[:8] == bytes.fromhex("0008000080010000")
    assert storage[8:0x10408] == data[8:0x10408]
    assert storage[0x10408:0x10418] == struct.pack(">QQ", 0x12000, 50000)
    assert storage[0x10480:0x11480] == b"root=200".ljust(0x1000, b"\0")
    assert storage[0x12000 : 0x12000 + 50000] == initrd
    cpimage("get", image, "10:10", tmp_path / "back")
    assert (tmp_path / "back").stat().st_size == (150 - 2 - 4) * 12 * 4096


@pytest.mark.parametrize("files, message", [
    ({"kernel": bytes(0x12000)}, "not a kernel of Linux"),
    ({"kernel": kernel(0x10FFF)}, "not a kernel of Linux"),
    ({"kernel": kernel(), "parm": b"x" * 0x1000}, "longer than the 4095 bytes"),
    ({"kernel": kernel(line_max=0), "parm": b"x" * 896}, "longer than the 895 bytes"),
    ({"kernel": kernel(), "initrd": b""}, "not a file, or empty"),
    ({"kernel": kernel(7 << 20)}, "the minidisk has 150"),
    ({"kernel": kernel(), "initrd": bytes(16 << 20)}, "the minidisk has 150"),
    ({"kernel": kernel(0xFFE000)}, "below 16 MiB"),
    ({"kernel": kernel((16 << 20) + 1)}, "at most 16777216 can be used"),
])
def test_boot_files_are_checked(tmp_path, image, files, message):
    before = image.read_bytes()
    cpimage(*put_bootable(tmp_path, image, **files), fails=message)
    assert image.read_bytes() == before


@pytest.mark.parametrize("block, message", [
    (0, "the header of its boot files is damaged"),
    (1, "its IPL channel program is damaged"),
    (12, "its boot files are damaged"),
    (42, "its boot files are damaged"),
])
def test_check_reads_boot_files(tmp_path, image, directory, block, message):
    cpimage(*put_bootable(tmp_path, image, kernel=kernel(), initrd=bytes(13 * 4096)))
    obj = directory("200 3390 10 10 USR001")
    cpimage("check", "--directory", obj, image)
    with image.open("r+b") as file:
        file.seek(512 + (296 + block // 12) * TRACK + 29 + block % 12 * 4104 + 4090)
        byte = file.read(1)
        file.seek(-1, 1)
        file.write(bytes([byte[0] ^ 1]))
    cpimage("check", "--directory", obj, image, fails=message)


def test_a_whole_volume_becomes_a_disk_of_linux(tmp_path, image):
    """Its label, too; but not when CP has space on it."""
    (tmp_path / "source").write_bytes(b"root")
    before = image.read_bytes()
    cpimage("put", "--cdl", "--label", "LNX001", image, "ALL", tmp_path / "source", fails="CP has space on it")
    assert image.read_bytes() == before
    other = tmp_path / "lnx.3390"
    tool("cpfmt", "create", "--nucleus=0", "--alloc=", other, "3390:20", "USR002")
    cpimage("put", "--cdl", "--label", "LNX001", other, "ALL", tmp_path / "source")
    cpimage("get", other, "ALL", tmp_path / "back")
    assert (tmp_path / "back").read_bytes().startswith(b"root\0")
    assert "volume LNX001" in cpimage("list", other)


def cow_block(generation, slots, epoch=1, base=(1, 4), own=(10, 2), nr=0):
    """A block of the table of a copy-on-write minidisk."""
    body = struct.pack(">QQII8sIIII", generation, epoch, nr, 0, b"USR001", *base, *own)
    body = (body + struct.pack(f">{len(slots)}I", *slots)).ljust(4080, b"\0")
    magic = bytes.fromhex("e2e6c3d6e6d4c1d7")
    checksum = zlib.crc32(magic + bytes(4) + struct.pack(">I", 1) + body)
    return magic + struct.pack(">II", checksum, 1) + body


def write_block(image, track, block):
    """Put it in the place of record 1 of a track that has records of 4096 bytes."""
    with image.open("r+b") as file:
        file.seek(512 + track * TRACK + 29)
        file.write(block)


@pytest.fixture
def copy(tmp_path, directory):
    """U/201 is a copy of U/200, on cylinders 10 and 11 that have records for a table and for slots."""
    image = tmp_path / "cow.3390"
    tool("cpfmt", "create", "--nucleus=0", "--alloc=", image, "3390:20", "USR001")
    obj = directory("200 3390 1 4 USR001 RR", "201 3390 10 2 USR001 MR\n MINIOPT COWOF * 200")
    (tmp_path / "source").write_bytes(b"base" * (1024 * 350))
    cpimage("put", "--directory", obj, image, "U/200", tmp_path / "source")
    (tmp_path / "own").write_bytes(b"copy" * (1024 * 350))
    cpimage("put", "--raw", image, "10:2", tmp_path / "own")
    return image, obj


def test_of_a_copy_the_tracks_in_its_table_are_its_own(tmp_path, copy):
    image, obj = copy
    write_block(image, 150, cow_block(3, [8, 4]))  # an older one
    write_block(image, 151, cow_block(4, [8, 11]))
    cpimage("get", "--directory", obj, image, "U/201", tmp_path / "back")
    back = (tmp_path / "back").read_bytes()
    changed = [number for number in range(60) if b"copy" in back[(number * 12 - 3) * 4096 :][: 12 * 4096]]
    assert changed == [7, 10]
    assert re.search(r"U +0201 MR +copy of U/0200, 2 of 28 tracks changed", cpimage("list", "--directory", obj, image))
    cpimage("check", "--directory", obj, image)
    cpimage("put", "--directory", obj, image, "U/201", tmp_path / "own", fails="is a copy of another minidisk")


@pytest.mark.parametrize("blocks, message", [
    ((cow_block(1, [1]), cow_block(2, [2])[:4000] + b"x" * 96), None),
    ((bytes(4096), bytes(4096)), None),
    ((cow_block(1, [1])[:4000] + b"x" * 96, cow_block(2, [2])[:4000] + b"x" * 96), "the table of its changes is damaged"),
    ((cow_block(1, [61]), cow_block(0, [61])), "the table of its changes is damaged"),
    ((cow_block(1, [5, 5]), cow_block(0, [])), "has a track twice"),
    ((cow_block(1, [1], base=(1, 5)), cow_block(0, [], base=(1, 5))), "changes of another minidisk"),
])
def test_tables_of_copies_are_checked(copy, blocks, message):
    image, obj = copy
    for track, block in zip((150, 151), blocks):
        write_block(image, track, block)
    cpimage("check", "--directory", obj, image, fails=message)
