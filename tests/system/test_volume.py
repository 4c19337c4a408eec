# SPDX-License-Identifier: Apache-2.0
"""cpfmt, and IPL from a volume that it made, on the real emulator."""
import os
import pathlib
import random
import re
import struct
import subprocess
import threading

import pytest

from harness.chance import chance

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CPFMT = ROOT / "build/bin/cpfmt"
TRACK = 56832
MAP = dict(nucleus="12", alloc="DRCT=2,PARM=1,SPOL=5,TDSK=2,PAGE=5")


def cpfmt(*args, fails=None):
    """Runs cpfmt; fails: a pattern that its error message must match."""
    run = subprocess.run([CPFMT, *map(str, args)], capture_output=True, text=True, timeout=60)
    if fails is None:
        assert run.returncode == 0, run.stderr
    else:
        assert run.returncode != 0, "should have been refused: " + run.stdout
        assert re.search(fails, run.stderr), run.stderr
    return run.stdout


def create(image, cyls=40, volser="TESTPK", **options):
    options = {**MAP, **options}
    cpfmt("create", *[f"--{key}={value}" if value else f"--{key}" for key, value in options.items()], image,
          f"3390:{cyls}", volser)
    return image


@pytest.fixture
def image(tmp_path):
    return create(tmp_path / "vol.3390")


@pytest.fixture(scope="session")
def program(tmp_path_factory):
    """iplcheck as an ELF file without payload."""
    out = tmp_path_factory.mktemp("iplcheck")
    cross = "s390x-linux-gnu-"
    subprocess.run([cross + "gcc", "-march=z196", "-c", HERE / "volume/iplcheck.S", "-o",
                    out / "iplcheck.o"], check=True)
    subprocess.run([cross + "ld", "-T", HERE / "volume/iplcheck.lds", "-o", out / "iplcheck.elf",
                    out / "iplcheck.o"], check=True)
    subprocess.run([cross + "objcopy", "-O", "binary", out / "iplcheck.elf", out / "iplcheck.bin"],
                   check=True)
    return out


def payload_file(program, target, size):
    """Makes a file of size bytes: iplcheck, then noise, and the sum of all words, its own as zero."""
    code = bytearray((program / "iplcheck.bin").read_bytes())
    at = code.index(b"PAYLOAD:") + 8
    struct.pack_into(">II", code, at, size, 0)
    code += random.Random(size).randbytes(size - len(code))
    total = 0
    for (word,) in struct.iter_unpack(">I", code[0x2000:]):
        total = (((total << 1 | total >> 31) & 0xffffffff) + word) & 0xffffffff
    struct.pack_into(">I", code, at + 4, total)
    target.write_bytes(code)
    return target


def ipl(tmp_path, image, mainsize=32):
    """IPLs the image on Hercules; returns the log."""
    (tmp_path / "cnf").write_text(
        f"ARCHMODE z/Arch\nMAINSIZE {mainsize}\nNUMCPU 1\nDIAG8CMD DISABLE\n"
        f"OSTAILOR QUIET\n0009 3215-C\n0190 1403 print\n0200 3390 {image}\n")
    (tmp_path / "rc").write_text("ipl 0200\n")
    log = ""
    with subprocess.Popen(["hercules", "-d", "-f", "cnf", "EXTERNALGUI"], cwd=tmp_path,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace",
                          env={**os.environ, "HERCULES_RC": "rc"}) as hercules:
        limit = threading.Timer(60, hercules.kill)
        limit.start()
        for line in hercules.stdout:  # to its end
            log += line
            if re.search("HHCCP01[16]I|HHCCP029I|HHCCP...E", line):  # disabled wait, loop, no IPL
                hercules.stdin.write("quit\n")
                hercules.stdin.flush()
        limit.cancel()
    return log


def test_create_makes_a_sparse_volume_that_checks(image):
    stat = image.stat()
    assert stat.st_size == 512 + 40 * 15 * TRACK
    assert stat.st_blocks * 512 < 10 << 20
    out = cpfmt("check", image)
    assert "volume TESTPK" in out and "nucleus: none" in out and "no errors" in out
    kinds = [line.split() for line in out.splitlines() if re.match(r" +\d", line)]
    assert kinds == [["0", "12", "13", "PERM"], ["13", "14", "2", "DRCT"], ["15", "15", "1", "PARM"],
                     ["16", "20", "5", "SPOL"], ["21", "22", "2", "TDSK"], ["23", "27", "5", "PAGE"],
                     ["28", "39", "12", "PERM"]]


@pytest.mark.parametrize("size", [0x10200, 0x30000, 0x30004, 1068 * 4096])
def test_ipl_loads_every_byte(tmp_path, program, image, size):
    """One record more than the program; whole tracks; a last record of 4 bytes; all of a slot."""
    cpfmt("nucleus", image, payload_file(program, tmp_path / "cp.bin", size))
    cpfmt("check", image)
    log = ipl(tmp_path, image)
    assert "IPLCHECK GOOD 0002" in log, log[-3000:]


def test_ipl_does_not_start_damaged_program(tmp_path, program, image):
    """So the sum is one that can be wrong."""
    cpfmt("nucleus", image, payload_file(program, tmp_path / "cp.bin", 0x30000))
    noise = (tmp_path / "cp.bin").read_bytes()[0x28000:0x28010]
    whole = image.read_bytes()
    at = whole.index(noise)
    image.write_bytes(whole[:at] + bytes(2) + whole[at + 2:])
    cpfmt("check", image, fails=r"cylinder 1 head 1 record 1: nucleus is damaged")
    assert "IPLCHECK BAD" in ipl(tmp_path, image)


def test_ipl_loads_the_newest_nucleus_from_either_slot(tmp_path, program, image):
    for slot, size in enumerate([0x20000, 0x24000, 0x18000]):
        cpfmt("nucleus", image, payload_file(program, tmp_path / "cp.bin", size))
        assert f"slot {slot % 2}, {size} bytes" in cpfmt("check", image)
        assert "IPLCHECK GOOD" in ipl(tmp_path, image)


def test_ipl_loads_an_elf_file_around_its_unset_storage(tmp_path, program, image):
    """The IPL channel program must not stand where the program has bytes; ELF says where that ends."""
    size = 0x50000
    code = payload_file(program, tmp_path / "raw", size).read_bytes()
    header = struct.pack(">16sHHIQQQIHHHHHH", b"\x7fELF\x02\x02\x01", 2, 22, 1, 0x10000, 64, 0, 0,
                         64, 56, 2, 0, 0, 0)
    segments = [(0, 0x20000, 0x20000), (0x20000, size - 0x20000, 0x100000)]
    table = b"".join(struct.pack(">IIQQQQQQ", 1, 7, 0x1000 + addr, addr, addr, file, memory, 4096)
                     for addr, file, memory in segments)
    (tmp_path / "cp.elf").write_bytes((header + table).ljust(0x1000, b"\0") + code)
    cpfmt("nucleus", image, tmp_path / "cp.elf")
    assert f"{size} bytes" in cpfmt("check", image)
    assert "IPLCHECK GOOD" in ipl(tmp_path, image)


def test_ipl_of_a_volume_without_nucleus_is_a_wait(tmp_path, image):
    log = ipl(tmp_path, image)
    assert re.search("PSW=000A0000 0000000F", log), log[-2000:]


def test_emulator_copies_the_volume_to_a_compressed_one_that_loads(tmp_path, program, image):
    cpfmt("nucleus", image, payload_file(program, tmp_path / "cp.bin", 0x123400))
    packed = tmp_path / "vol.cckd"
    subprocess.run(["dasdcopy", "-q", "-z", image, packed], check=True, capture_output=True,
                   timeout=60)
    assert "IPLCHECK GOOD" in ipl(tmp_path, packed)
    assert cpfmt("check", packed).replace("vol.cckd", "vol.3390") == cpfmt("check", image)


def sound(packed):
    """The emulator's own check of a compressed image finds nothing."""
    run = subprocess.run(["cckdcdsk", "-3", "-ro", packed], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0 and not re.search(r"HHCCU\d+[EW]", run.stdout + run.stderr), run.stdout


def test_compressed_volume_is_made_filled_and_loads(tmp_path, program):
    """By IPL of what was written into it; and a plain copy of it is the same."""
    packed = create(tmp_path / "vol.cckd", cyls=1113, compressed="")
    assert packed.stat().st_size < 1 << 20
    sound(packed)
    for size in (0x123400, 0x30000):
        cpfmt("nucleus", packed, payload_file(program, tmp_path / "cp.bin", size))
        sound(packed)
        assert "IPLCHECK GOOD" in ipl(tmp_path, packed)
        sound(packed)
    (tmp_path / "directory.obj").write_bytes(b"text")
    cpfmt("directory", packed, tmp_path / "directory.obj")
    plain = tmp_path / "vol.3390"
    subprocess.run(["dasdcopy", "-q", "-o", "CKD", "-lfs", packed, plain], check=True, capture_output=True, timeout=60)
    assert cpfmt("check", plain).replace("vol.3390", "vol.cckd") == cpfmt("check", packed)


def test_damaged_compressed_volume_is_refused_and_stays(tmp_path, program):
    """Cut anywhere, and with each byte of its headers and tables changed: an error or the same as before."""
    packed = create(tmp_path / "vol.cckd", compressed="")
    whole, listed = packed.read_bytes(), cpfmt("list", packed)
    bad = tmp_path / "bad.cckd"
    for cut in [*range(0, 1100, 37), len(whole) // 2, len(whole) - 1]:
        bad.write_bytes(whole[:cut])
        cpfmt("check", bad, fails="too short|cut|outside|can't be|cannot read|not a Hercules")
    for at in [*range(512, 560), *range(1024, 1040), *range(len(whole) - 4000, len(whole), 97)]:
        bad.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1:])
        run = subprocess.run([CPFMT, "check", bad], capture_output=True, text=True, timeout=60)
        assert run.returncode == 1 or (run.returncode == 0 and listed.split("\n")[1:-1] ==
                                       run.stdout.split("\n")[1:-2]), (at, run)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.cckd", "vol.cckd"]


@pytest.mark.parametrize("arguments, message", [
    (["3390-4", "TESTPK"], "no such type"),
    (["3390:0", "TESTPK"], "no such type"),
    (["3390:65521", "TESTPK"], "no such type"),
    (["3390:40", "TOOLONG"], "not a volume serial"),
    (["3390:40", ""], "not a volume serial"),
    (["3390:40", "A B"], "not a volume serial"),
    (["--nucleus=3", "3390:40", "TESTPK"], "not an even number"),
    (["--nucleus=40", "3390:40", "TESTPK"], "do not fit"),
    (["--alloc=PAGE=28", "3390:40", "TESTPK"], "only 27 cylinders are left"),
    (["--alloc=PAGE=27,SPOL=1", "3390:40", "TESTPK"], "only 0 cylinders are left"),
    (["--alloc=PAGE=1X", "3390:40", "TESTPK"], "PAGE=1X: not a number"),
    (["--alloc=SWAP=1", "3390:40", "TESTPK"], "SWAP=1: not PERM"),
    (["--alloc=PAGE", "3390:40", "TESTPK"], "PAGE: not PERM"),
])
def test_create_refuses_and_makes_nothing(tmp_path, arguments, message):
    image = tmp_path / "vol.3390"
    cpfmt("create", *arguments[:-2], image, *arguments[-2:], fails=message)
    assert list(tmp_path.iterdir()) == []


def test_create_takes_the_largest_and_smallest(tmp_path):
    image = tmp_path / "vol.3390"
    cpfmt("create", "--alloc=PAGE=27", image, "3390:40", "a$#@1")
    assert "volume A$#@1" in cpfmt("check", image)
    image.unlink()
    cpfmt("create", "--nucleus=0", "--alloc=", image, "3390:1", "X")
    cpfmt("check", image)


def test_create_keeps_an_existing_file_unless_forced(tmp_path, image):
    before = image.read_bytes()
    cpfmt("create", image, "3390:20", "OTHER", fails="exists")
    assert image.read_bytes() == before
    cpfmt("create", "--force", image, "3390:40", "OTHER")
    assert "volume OTHER" in cpfmt("check", image)
    assert list(tmp_path.iterdir()) == [image]


def test_nucleus_refuses_and_changes_nothing(tmp_path, program, image):
    good = payload_file(program, tmp_path / "cp.bin", 0x20000).read_bytes()
    before = image.read_bytes()
    table = [
        (bytes(0x20000), "does not begin with an ESA/390 PSW"),
        (b"\0\x0a" + good[2:], "does not begin with an ESA/390 PSW"),
        (good[:4] + b"\x80\x02\0\0" + good[8:], "goes to 20000, outside"),
        (good.ljust(1068 * 4096 + 1, b"\0"), "needs 1069 records, a slot has 1068"),
        (good.ljust((16 << 20) + 1, b"\0"), "larger than 16 MiB"),
        (pathlib.Path("/proc/self/exe").resolve().read_bytes()[:4096], "not for z/Architecture"),
        (b"", "empty"),
    ]
    for data, message in table:
        (tmp_path / "cp.bad").write_bytes(data)
        cpfmt("nucleus", image, tmp_path / "cp.bad", fails=message)
    elf = bytearray((program / "iplcheck.elf").read_bytes())
    for at, value, message in [(54, 57, "not for z/Arch"), (32, 1 << 60, "program header 0"),
                               (64 + 8, 1 << 40, "segment 0"), (64 + 24, 1 << 63, "segment 0"),
                               (64 + 40, (1 << 64) - 1, "segment 0")]:
        bad = bytearray(elf)
        struct.pack_into(">H" if at == 54 else ">Q", bad, at, value)
        (tmp_path / "cp.bad").write_bytes(bad)
        cpfmt("nucleus", image, tmp_path / "cp.bad", fails=message)
    assert image.read_bytes() == before
    bare = create(tmp_path / "bare.3390", nucleus="0")
    cpfmt("nucleus", bare, tmp_path / "cp.bin", fails="without room for a nucleus")


def block(image, track, rec):
    """The bytes of a 4096-byte record on a track that has only such."""
    with image.open("rb") as file:
        file.seek(512 + track * TRACK + 21 + (rec - 1) * 4104)
        data = file.read(4104)
    assert data[:8] == struct.pack(">HHBBH", track // 15, track % 15, rec, 0, 4096)
    return data[8:]


def damage(image, track, offset):
    with image.open("r+b") as file:
        file.seek(512 + track * TRACK + offset)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))


DRCT = [13 * 15, 14 * 15]  # first tracks of the two copies in the image of the fixture


def test_directory_goes_to_the_copies_in_turn(tmp_path, image):
    source = tmp_path / "directory.obj"
    texts = [os.urandom(size) for size in (1, 4096 * 13 + 1, 4096 * 179, 2500)]
    for generation, text in enumerate(texts, 1):
        source.write_bytes(text)
        cpfmt("directory", image, source)
        copy = (generation - 1) % 2
        assert (f"copy {copy}, generation {generation}, {len(text)} bytes" in
                cpfmt("check", image).replace(", current", ""))
        header = block(image, DRCT[copy], 1)
        assert header[:8].decode("cp037") == "SWDRCT  "
        assert struct.unpack(">QQI", header[16:36]) == (generation, len(text),
                                                        -(-len(text) // 4096))
        blocks = b"".join(block(image, DRCT[copy] + n // 12, n % 12 + 1)
                          for n in range(1, -(-len(text) // 4096) + 1))
        assert blocks.rstrip(b"\0") == text.rstrip(b"\0")


def test_directory_refuses_what_does_not_fit_and_keeps_the_old(tmp_path, image):
    source = tmp_path / "directory.obj"
    source.write_bytes(b"old")
    cpfmt("directory", image, source)
    before = image.read_bytes()
    source.write_bytes(bytes(4096 * 179 + 1))
    cpfmt("directory", image, source, fails="has 733185 bytes, a copy of the directory 733184")
    source.write_bytes(b"")
    cpfmt("directory", image, source, fails="empty")
    cpfmt("directory", image, tmp_path / "none", fails="No such file")
    assert image.read_bytes() == before
    source.write_bytes(b"new")
    bare = create(tmp_path / "bare.3390", alloc="PAGE=5")
    cpfmt("directory", bare, source, fails="no DRCT space")


def test_damaged_copy_is_the_one_that_is_replaced(tmp_path, image):
    source = tmp_path / "directory.obj"
    for text in (b"one", b"two"):
        source.write_bytes(text)
        cpfmt("directory", image, source)
    damage(image, DRCT[1], 21 + 4104 + 8)  # first byte of the data of generation 2
    cpfmt("check", image, fails="cylinder 14 head 0 record 2: directory copy 1 is damaged")
    source.write_bytes(b"three")
    cpfmt("directory", image, source)
    out = cpfmt("check", image)
    assert "copy 0, generation 1" in out and "copy 1, generation 2" in out
    damage(image, DRCT[1], 21 + 8 + 100)  # its header
    cpfmt("check", image, fails="cylinder 14 head 0 record 1: header of directory copy 1")


@pytest.mark.parametrize("track, offset, message", [
    (0, 0, "cylinder 0 head 0 record 0: the home address"),
    (0, 21 + 8 + 4, "cylinder 0 head 0 record 1: the IPL records"),
    (0, 305 + 8, "record 4: allocation map: not CP's"),
    (0, 305 + 8 + 40, "record 4: allocation map: damaged"),
    (0, 305 + 4104 + 8 + 40, "record 5: volume header: damaged"),
    (0, 21 + 36 + 156 + 8 + 4 + 5, "record 3: label"),
    (599, 3, "cylinder 39 head 14 record 0: the home address"),
    (300, 6, "cylinder 20 head 0 record 0: the count field names another"),
    (300, 9, "cylinder 20 head 0 record 1: the first record is not record 0"),
    (13 * 15 + 1, 21 + 4104 + 4, "cylinder 13 head 1 record 3: record numbers do not ascend|"
                                 "cylinder 13 head 1 record 3"),
    (13 * 15, 21 + 5, "cylinder 13 head 0 record"),
])
def test_check_names_the_damaged_place(image, track, offset, message):
    damage(image, track, offset)
    cpfmt("check", image, fails=message)


@pytest.mark.parametrize("offset, message", [
    (0, None),
    (21 + 8 + 4, "IPL records"),  # a byte of IPL1
    (21 + 36 + 156 + 8 + 4 + 5, "record 3: label"),
    (305 + 8 + 40, "record 4: allocation map: damaged"),
    (305 + 4104 + 8 + 40, "record 5: volume header: damaged"),
    (305 + 2 * 4104 + 8 + 40, "copies of the map or header are damaged"),
    (305 + 3 * 4104 + 8 + 40, "copies of the map or header are damaged"),
])
def test_repair_mends_what_has_a_copy(tmp_path, program, image, offset, message):
    """And the volume is what it was, to the last byte; it loads."""
    cpfmt("nucleus", image, payload_file(program, tmp_path / "cp.bin", 0x30000))
    whole = image.read_bytes()
    if message:
        damage(image, 0, offset)
        cpfmt("check", image, fails=message)
    assert ("nothing to repair" in cpfmt("repair", image)) is (message is None)
    assert image.read_bytes() == whole
    assert "IPLCHECK GOOD" in ipl(tmp_path, image)


def test_repair_refuses_what_has_no_copy_and_says_what_it_gave_up(tmp_path, program, image):
    cpfmt("nucleus", image, payload_file(program, tmp_path / "cp.bin", 0x30000))
    damage(image, 15, 21 + 8 + 100)  # the header of the nucleus
    cpfmt("repair", image, fails="nucleus header is damaged")
    assert "nucleus: none" in cpfmt("list", image)
    for offset in (305 + 8 + 40, 305 + 2 * 4104 + 8 + 40):
        damage(image, 0, offset)
    before = image.read_bytes()
    cpfmt("repair", image, fails="neither the allocation map and volume header nor their copies")
    assert image.read_bytes() == before


def test_garbage_is_refused_with_a_message(tmp_path, image):
    whole = image.read_bytes()
    bad = tmp_path / "bad.3390"
    for data, message in [(b"", "too short"), (whole[:511], "too short"), (whole[:-1], "not a whole"),
                          (whole[:512], "not a whole"), (b"X" + whole[1:], "not a Hercules CKD"),
                          (whole[:16] + b"\x80" + whole[17:], "not a 3390"),
                          (whole[:17] + b"\x01" + whole[18:], "several files")]:
        bad.write_bytes(data)
        cpfmt("check", bad, fails=message)
        cpfmt("directory", bad, HERE / "test_volume.py", fails=message)
    subprocess.run(["dasdinit", "-lfs", bad.with_suffix(".os"), "3390", "OSVOL", "3"], check=True,
                   capture_output=True)
    cpfmt("check", bad.with_suffix(".os"), fails="not a CP-owned volume")


def test_random_damage_is_found_or_harmless_but_never_fatal(tmp_path, program, image):
    noise = chance()
    cpfmt("nucleus", image, payload_file(program, tmp_path / "cp.bin", 0x20000))
    cpfmt("directory", image, tmp_path / "cp.bin")
    for _ in range(100):
        at = 512 + noise.choice([0, 15, 16, 18, *DRCT]) * TRACK
        with image.open("r+b") as file:
            file.seek(at)
            whole = file.read(TRACK)
            for _ in range(noise.randrange(1, 20)):
                file.seek(at + noise.randrange(9000))
                file.write(noise.randbytes(noise.choice([1, 2, 8])))
        run = subprocess.run([CPFMT, "check", image], capture_output=True, timeout=60)
        assert run.returncode == 0 or (run.returncode == 1 and run.stderr)
        with image.open("r+b") as file:
            file.seek(at)
            file.write(whole)
    cpfmt("check", image)


def test_image_in_use_is_not_changed(tmp_path, program, image):
    cpfmt("nucleus", image, payload_file(program, tmp_path / "cp.bin", 0x20000))
    (tmp_path / "cnf").write_text(f"MAINSIZE 8\nNUMCPU 1\n0200 3390 {image}\n")
    with subprocess.Popen(["hercules", "-d", "-f", "cnf", "EXTERNALGUI"], cwd=tmp_path, text=True,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          errors="replace") as hercules:
        limit = threading.Timer(60, hercules.kill)
        limit.start()
        try:
            while "HHCDA020I" not in (line := hercules.stdout.readline()):
                assert line, "Hercules ended"
            before = image.read_bytes()
            message = f"in use by process {hercules.pid}; end Hercules first"
            cpfmt("nucleus", image, tmp_path / "cp.bin", fails=message)
            cpfmt("directory", image, tmp_path / "cp.bin", fails=message)
            cpfmt("create", "--force", image, "3390:40", "OTHER", fails=message)
            assert "volume TESTPK" in cpfmt("list", image)
            assert image.read_bytes() == before
        finally:
            hercules.stdin.write("quit\n")
            hercules.stdin.flush()
            hercules.stdout.read()
            limit.cancel()
    cpfmt("nucleus", image, tmp_path / "cp.bin")
