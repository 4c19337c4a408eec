# SPDX-License-Identifier: Apache-2.0
"""edf: CMS minidisks in images of volumes."""

import random
import re
import struct
import subprocess

import pytest

from harness import BUILD

BIN = BUILD / "bin"
PER_TRACK = {4096: 12, 2048: 21, 1024: 33, 512: 49}  # blocks on a 3390 track


def tool(name, *args, fails=None, code=1):
    """Runs a tool; fails: a pattern that its error message must match."""
    run = subprocess.run([BIN / name, *map(str, args)], capture_output=True, text=True, timeout=60)
    if fails is None:
        assert run.returncode == 0, run.stderr
    else:
        assert run.returncode == code, run.stdout
        assert re.search(fails, run.stderr), run.stderr
    return run.stdout


def edf(*args, **kwargs):
    return tool("edf", *args, **kwargs)


@pytest.fixture(params=["plain", "compressed"])
def image(request, tmp_path):
    path = tmp_path / "usr.3390"
    options = ["--compressed"] if request.param == "compressed" else []
    tool("cpfmt", "create", *options, "--nucleus=0", "--alloc=PAGE=4", path, "3390:20", "USR001")
    return path


@pytest.mark.parametrize("block_size", PER_TRACK)
def test_files_go_into_a_minidisk_and_come_back(tmp_path, image, block_size):
    rng = random.Random(block_size)
    text, binary = "".join(f"line {n} {'x' * rng.randrange(1, 90)}\n" for n in range(500)) + "\n", rng.randbytes(123_456)
    (tmp_path / "text").write_text(text)
    (tmp_path / "binary").write_bytes(binary)
    edf("format", "--blksize", block_size, "--label", "mydisk", image, "10:3")
    blocks = 3 * 15 * PER_TRACK[block_size]
    assert re.search(rf"^MYDISK +3 +{block_size} +0 .* {blocks} ", edf("label", image, "10:3"), re.M)
    edf("put", image, "10:3", tmp_path / "text", "profile", "exec")
    edf("put", "--recfm", "F", "--lrecl", 100, image, "10:3", tmp_path / "text", "FIXED", "TEXT", "b2")
    edf("put", "--binary", "--lrecl", 643, image, "10:3", tmp_path / "binary", "BIG", "MODULE")
    listing = edf("ls", image, "10:3")
    assert re.search(r"^PROFILE  EXEC     A1 V .* 501 ", listing, re.M), listing
    assert re.search(r"^FIXED    TEXT     B2 F        100        501 ", listing, re.M)
    assert re.search(r"^BIG      MODULE   A1 F        643        192 ", listing, re.M)
    assert edf("get", image, "10:3", "PROFILE", "EXEC", "-") == text
    assert edf("get", image, "10:3", "fixed", "text", "-") == text
    edf("get", "--binary", image, "10:3", "BIG", "MODULE", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == binary
    (tmp_path / "text").write_text("short\n")
    edf("put", image, "10:3", tmp_path / "text", "PROFILE", "EXEC")  # in the place of the old one
    assert edf("get", image, "10:3", "PROFILE", "EXEC", "-") == "short\n"
    edf("rm", image, "10:3", "BIG", "MODULE")
    assert len(edf("ls", image, "10:3").splitlines()) == 3
    assert len(edf("ls", image, "10:3", "PRO*", "E%EC").splitlines()) == 2
    edf("label", image, "10:3", "NEWLBL")
    assert "no problems" in edf("check", image, "10:3")
    assert "NEWLBL" in edf("label", image, "10:3")
    tool("cpfmt", "check", image)


@pytest.mark.parametrize("block_size", PER_TRACK)
def test_a_minidisk_is_reserved_for_one_file(tmp_path, image, block_size):
    (tmp_path / "text").write_text("text\n")
    blocks = 3 * 15 * PER_TRACK[block_size]
    edf("format", "--blksize", block_size, image, "10:3")
    edf("put", image, "10:3", tmp_path / "text", "A", "TEXT")
    edf("reserve", image, "10:3", "linux", "disk")
    records = int(re.search(rf"^LINUX    DISK     A6 F +{block_size} +(\d+) +\1 ", edf("ls", image, "10:3"), re.M)[1])
    assert len(edf("ls", image, "10:3").splitlines()) == 2 and blocks - 70 < records < blocks
    edf("get", "--binary", image, "10:3", "LINUX", "DISK", tmp_path / "part")
    tool("cpimage", "get", image, "10:3", tmp_path / "whole")
    offset, = struct.unpack(">I", (tmp_path / "whole").read_bytes()[2 * block_size + 0x34 :][:4])
    part = (tmp_path / "whole").read_bytes()[offset * block_size : (blocks - 1) * block_size]  # as Linux finds it
    assert (tmp_path / "part").read_bytes() == part and len(part) == records * block_size
    edf("put", image, "10:3", tmp_path / "text", "A", "TEXT", fails="A TEXT: the disk is full")
    assert "no problems" in edf("check", image, "10:3")
    edf("rm", image, "10:3", "LINUX", "DISK")
    edf("put", image, "10:3", tmp_path / "text", "A", "TEXT")
    assert "no problems" in edf("check", image, "10:3")
    tool("cpfmt", "check", image)


def test_a_minidisk_is_known_by_its_owner(tmp_path, image):
    (tmp_path / "USER.DIRECT").write_text("USER MAINT SECRET\n MDISK 0191 3390 12 3 USR001\n")
    (tmp_path / "text").write_text("text\n")
    tool("directxa", "-o", tmp_path / "obj", tmp_path / "USER.DIRECT")
    where = ("--directory", tmp_path / "obj", image, "MAINT/0191")
    edf("format", "--label", "MNT191", *where)
    edf("put", *where, tmp_path / "text", "A", "TEXT")
    assert edf("get", image, "12:3", "A", "TEXT", "-") == "text\n"
    assert "CMS, blocks of 4096 MNT191" in tool("cpimage", "list", "--directory", tmp_path / "obj", image)
    edf("ls", "--directory", tmp_path / "obj", image, "MAINT/0192", fails="the directory has no such minidisk")


def test_what_is_refused_says_why_and_changes_nothing(tmp_path, image):
    (tmp_path / "text").write_text("one\ntwo is longer\n")
    (tmp_path / "large").write_bytes(bytes(3_000_000))
    edf("format", image, "10:3")
    edf("put", image, "10:3", tmp_path / "text", "A", "B")
    before = image.read_bytes()
    for args, message in [
        (("ls", image, "14:1"), "no CMS label; edf format"),
        (("ls", image, "10:11"), "the image has 20 cylinders"),
        (("format", image, "1:3"), "not all of it is PERM space"),
        (("ls", image, "10:3", "NONE", "*"), "no such files"),
        (("get", image, "10:3", "NO", "FILE", "-"), "NO FILE: there is no such file"),
        (("rm", image, "10:3", "NO", "FILE"), "NO FILE: there is no such file"),
        (("put", image, "10:3", tmp_path / "none", "C", "D"), "No such file"),
        (("put", image, "10:3", tmp_path / "text", "TOOLONGNAME", "D"), "not a file name and type"),
        (("put", image, "10:3", tmp_path / "text", "C", "D", "A7"), "A7: not a file mode"),
        (("put", "--lrecl", 10, image, "10:3", tmp_path / "text", "C", "D"), "line 2 is longer than 10"),
        (("label", image, "10:3", "SEVENCH"), "not a label of 1 to 6"),
    ]:
        edf(*args, fails=message)
        assert image.read_bytes() == before, args
    edf("put", "--binary", image, "10:3", tmp_path / "large", "C", "D", fails="C D: the disk is full")
    assert "1 files in 7 blocks, no problems" in edf("check", image, "10:3")
    for args in [(), ("ls", image), ("sing", image, "10:3"), ("ls", "--recfm", "X", image, "10:3"),
                 ("format", "--blksize", "800", image, "10:3"), ("put", "--lrecl", "0", image, "10:3", "a", "b", "c")]:
        edf(*args, fails="edf --help shows how", code=2)
    assert "edf check IMAGE EXTENT" in edf("--help")


def test_check_tells_damage_of_a_file_of_blocks(tmp_path):
    path = tmp_path / "blocks"
    (tmp_path / "text").write_text("".join(f"line {n}\n" for n in range(4000)))
    edf("format", "--blocks", 400, "--blksize", 512, path, "-")
    edf("format", "--blocks", 400, path, "-", fails="File exists")
    edf("put", path, "-", tmp_path / "text", "A", "FILE")
    edf("check", path, "-")
    data = bytearray(path.read_bytes())
    directory, = struct.unpack_from(">I", data, 2 * 512 + 0x10)
    pointers, = struct.unpack_from(">I", data, (directory - 1) * 512 + 2 * 64 + 0x28)
    struct.pack_into(">I", data, (pointers - 1) * 512, 401)
    path.write_bytes(data)
    edf("check", path, "-", fails="A FILE: .*pointers lead outside the disk")
    edf("rm", path, "-", "A", "FILE", fails="damaged")
