# SPDX-License-Identifier: Apache-2.0
"""edf and Debian's cmsfs-fuse on the same CMS disks: each reads what the other wrote."""

import os
import random
import re
import shutil
import subprocess

import pytest

from harness import BUILD

EDF = BUILD / "bin" / "edf"
CMSFS = BUILD / "cmsfs"
ROOT = CMSFS / "root"
QEMU = shutil.which("qemu-s390x") or shutil.which("qemu-s390x-static")
BLOCK_SIZES = [512, 1024, 2048, 4096]

pytestmark = pytest.mark.skipif(not (CMSFS / ".complete").exists() or not QEMU, reason="Debian's cmsfs-fuse is not here")


def edf(*args):
    run = subprocess.run([EDF, *map(str, args)], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    return run.stdout


def cmsfs(image, *script, text=False):
    """Runs operations, one a line, in cmsfs-fuse's own code; returns what it said but "ok"."""
    library = f"{CMSFS}:{ROOT}/lib/s390x-linux-gnu"
    run = subprocess.run(
        [QEMU, "-L", ROOT, "-E", f"GCONV_PATH={ROOT}/usr/lib/s390x-linux-gnu/gconv", "-E", f"LD_LIBRARY_PATH={library}",
         ROOT / "usr/bin/cmsfs-fuse", *(["-a", "--from=CP037"] if text else []), image, "/nowhere"],
        input="".join(f"{line}\n" for line in script), capture_output=True, text=True, timeout=120)
    lines = run.stdout.split("\n")[:-1]
    assert run.returncode == 0 and not [line for line in lines if "error" in line], run.stdout + run.stderr
    assert sum(line.endswith("ok") for line in lines) == len(script), run.stdout
    return [line.removesuffix("ok").strip() for line in lines if line != "ok"]


@pytest.fixture(params=BLOCK_SIZES)
def image(request, tmp_path):
    path = tmp_path / "disk"
    edf("format", "--blksize", request.param, "--blocks", 4_000_000 // request.param, "--label", "BOTH", path, "-")
    return path


def lines(rng, count, longest):
    return "".join("".join(rng.choices("ABC xyz019.,;()+-*/=", k=rng.randrange(1, longest))).rstrip() + ".\n"
                   for _ in range(count)).encode()


def names(listing):
    return sorted(line.split()[:5] for line in listing.splitlines()[1:])


def test_cmsfs_fuse_reads_what_edf_wrote(image, tmp_path):
    rng = random.Random(image.stat().st_size)
    texts = {f"T{n}": lines(rng, count, longest) for n, (count, longest) in enumerate([(1, 5), (40, 100), (3000, 90), (60, 9000)])}
    binary = rng.randbytes(300 * 700)  # fixed records longer than a block it cannot follow
    (tmp_path / "in").write_bytes(binary)
    edf("put", "--binary", "--lrecl", 300, image, "-", tmp_path / "in", "BINARY", "DATA", "B6")
    for name, text in texts.items():
        (tmp_path / "in").write_bytes(text)
        edf("put", image, "-", tmp_path / "in", name, "TEXT")
    edf("check", image, "-")
    listed = cmsfs(image, "ls", "attr BINARY.DATA", f"get BINARY.DATA {tmp_path}/out")
    assert (tmp_path / "out").read_bytes() == binary
    assert f"BINARY.DATA {len(binary)}" in listed and "F 300 B6" in listed
    cmsfs(image, *(f"get {name}.TEXT {tmp_path}/{name}" for name in texts), text=True)
    for name, text in texts.items():
        assert (tmp_path / name).read_bytes() == text, name


def test_edf_reads_what_cmsfs_fuse_wrote(image, tmp_path):
    rng = random.Random(image.stat().st_size)
    text, more, binary = lines(rng, 900, 100), lines(rng, 300, 400), rng.randbytes(200_000)
    for name, data in ("text", text), ("more", more), ("binary", binary):
        (tmp_path / name).write_bytes(data)
    cmsfs(image, f"put A.TEXT {tmp_path}/text", f"append A.TEXT {tmp_path}/more", f"put B.TEXT {tmp_path}/more", text=True)
    cmsfs(image, f"put C.DATA {tmp_path}/binary", f"put D.DATA {tmp_path}/more", "mv B.TEXT E.NEW", "rm D.DATA")
    cmsfs(image, *(f"put N{n}.SMALL {tmp_path}/more" for n in range(40)))
    cmsfs(image, *(f"rm N{n}.SMALL" for n in range(0, 40, 3)), "setattr C.DATA mode A2")
    edf("check", image, "-")
    assert ["C", "DATA", "A2", "V"] in [entry[:4] for entry in names(edf("ls", image, "-"))]
    assert edf("get", image, "-", "A", "TEXT", "-").encode() == text + more
    assert edf("get", image, "-", "E", "NEW", "-").encode() == more
    edf("get", "--binary", image, "-", "C", "DATA", tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == binary
    assert len(names(edf("ls", image, "-", "N*", "SMALL"))) == 26


def test_cmsfs_fuse_knows_a_reserved_disk(image, tmp_path):
    """Its file is one as others; when it is gone the disk is for files again."""
    rng = random.Random(image.stat().st_size)
    edf("reserve", image, "-", "LINUX", "DISK")
    size, records = map(int, re.search(r"^LINUX +DISK +A6 F +(\d+) +(\d+) ", edf("ls", image, "-"), re.MULTILINE).groups())
    part, data = 4_000_000 // size - 1 - records, rng.randbytes(records * size)
    with image.open("r+b") as disk:  # by block numbers, as Linux does it
        disk.seek(part * size)
        disk.write(data)
    listed = cmsfs(image, "ls", "attr LINUX.DISK", f"get LINUX.DISK {tmp_path}/out")
    assert f"LINUX.DISK {len(data)}" in listed and f"F {size} A6" in listed
    assert (tmp_path / "out").read_bytes() == data
    edf("check", image, "-")
    edf("rm", image, "-", "LINUX", "DISK")
    text = lines(rng, 900, 100)
    (tmp_path / "in").write_bytes(text)
    cmsfs(image, f"put A.TEXT {tmp_path}/in", text=True)
    edf("check", image, "-")
    assert edf("get", image, "-", "A", "TEXT", "-").encode() == text


def test_both_change_the_same_disk_by_turns(image, tmp_path):
    """Each file is changed by both; at the end both, and a dictionary, say the same."""
    rng = random.Random(os.environ.get("SEED", "turns"))
    model = {}
    for turn in range(8):
        script = []
        for step in range(5):
            name = f"F{rng.randrange(6)}"
            data = lines(rng, rng.randrange(1, 200), rng.choice([5, 80, 700]))
            source = tmp_path / f"in{step}"
            source.write_bytes(data)
            if name in model and rng.random() < 0.3:
                edf("rm", image, "-", name, "TEXT") if turn % 2 else script.append(f"rm {name}.TEXT")
                del model[name]
            elif turn % 2:
                edf("put", image, "-", source, name, "TEXT")
                model[name] = data
            else:
                append = name in model and rng.random() < 0.6
                script.append(f"{'append' if append else 'put'} {name}.TEXT {source}")
                model[name] = (model[name] if append else b"") + data
        if script:
            cmsfs(image, *script, text=True)
        edf("check", image, "-")
    assert [entry[0] for entry in names(edf("ls", image, "-"))] == sorted(model)
    cmsfs(image, *(f"get {name}.TEXT {tmp_path}/{name}" for name in model), text=True)
    for name, data in model.items():
        assert edf("get", image, "-", name, "TEXT", "-").encode() == data
        assert (tmp_path / name).read_bytes() == data
