# SPDX-License-Identifier: Apache-2.0
"""Malformed directories: each thing that the compiler can complain of, through directxa; none is written."""

import pathlib
import re
import subprocess

import pytest

from harness.chance import chance

TOP = pathlib.Path(__file__).resolve().parents[2]
DIRECTXA = TOP / "build/bin/directxa"
MESSAGES = TOP / "cp/logic/directory/message.def"

USER = "USER A SECRET 32M 64M G\n"
# Lengths that a test would take too long to reach: the compiler's space, 256 KB of one entry, 1 GB of text.
OUT_OF_REACH = {760, 9036, 9043, 9045}

# Number of the message, text, and the line and column that it names.
CASES = [
    (6, f"{USER} CONSOLE 9 3333\n", "2:12"),
    (7, "USER TOOLONGAUSERID X\n", "1:6"),
    (22, f"{USER} CONSOLE XYZ 3215\n", "2:10"),
    (751, f"{USER} MACHINE Q\n", "2:10"),
    (752, f"{USER} CONSOLE 9 3215\n MACHINE Z\n", "3:2"),
    (753, f"{USER} CONSOLE\n", "2:9"),
    (757, f"{USER} CONSOLE 9,\n", "2:11"),
    (758, f"{USER} CONSOLE 9 3215\n SPOOL 9 2540 READER\n", "3:8"),
    (762, "* nobody\n", ""),
    (9001, f"{USER} WHATEVER\n", "2:2"),
    (9002, f"{USER} NICDEF 600 TYPE QDIO\n", "2:2"),
    (9003, "MACHINE Z\n", "1:1"),
    (9004, "PROFILE P\n INCLUDE P\n" + USER, "2:2"),
    (9005, f"{USER} MACHINE Z\n MACHINE Z\n", "3:2"),
    (9006, f"{USER} CONSOLE 9 3215 T B OBSERVER MORE\n", "2:"),
    (9007, f"{USER} MACHINE \x01Z\n", "2:"),
    (9008, f"{USER} MACHINE Z{' ' * 62}NUMBER12\n", "2:73"),
    (9009, f"{USER} COMMAND {'X ' * 30},\n" + f"{'Y ' * 30},\n" * 300 + "Z\n", ""),
    (9010, f"{USER} CONSOLE 9,\n\n 3215\n", "2:11"),
    (9011, "USER SYSTEM X\n", "1:6"),
    (9012, "USER 1234 X\n", "1:6"),
    (9013, USER + USER, "2:1"),
    (9014, f"USER A {'P' * 33}\n", "1:8"),
    (9015, f"{USER} MDISK 191 3390 1 1 VOL001 MR {'P' * 33}\n", "2:"),
    (9016, "USER A SECRET 32 64M\n", "1:15"),
    (9017, "USER A SECRET 9E 9E\n", "1:15"),
    (9018, "USER A SECRET 64M 32M\n", "1:1"),
    (9019, "USER A SECRET 32M 64M G?\n", "1:23"),
    (9020, f"{USER[:-1]} ONE TWO\n", "1:"),
    (9021, "USER A SECRET 32M 64M G ON ON ON ON TEN ELEVEN\n", "1:"),
    (9022, f"{USER} MACHINE Z\n INCLUDE P\n", "3:2"),
    (9023, f"{USER} INCLUDE P\n", "2:10"),
    (9024, f"{USER}PROFILE P\n", "2:9"),
    (9025, f"PROFILE P\nPROFILE P\n{USER}", "2:9"),
    (9026, f"{USER} POOL LOW 9 HIGH 1\n", ""),
    (9027, "USER ABCDEFG SECRET\n POOL LOW 0 HIGH 9999\n", ""),
    (9028, f"{USER} MACHINE Z X\n", "2:12"),
    (9029, f"{USER} MACHINE Z 65\n", "2:12"),
    (9030, f"{USER} CPU XX\n", "2:6"),
    (9031, f"{USER} CPU 0\n CPU 0\n", "3:6"),
    (9032, f"{USER} CPU 0 BASE\n CPU 1 BASE\n", "3:"),
    (9033, f"{USER} MACHINE Z 1\n CPU 0\n CPU 1\n", ""),
    (9034, f"{USER} COMMAND {'X' * 60},\n{'X' * 70},\n{'X' * 70},\n{'X' * 70}\n", ""),
    (9035, f"{USER} LOGONBY {' '.join('ABCDEFGHI')}\n", "2:"),
    (9037, f"{USER} MDISK 191 3390 V-DISK 100\n", "2:"),
    (9038, f"{USER} MDISK 191 3390 1 1 TOOLONGVOLID MR\n", "2:"),
    (9039, f"{USER} IPL TOOLONGANAME\n", "2:6"),
    (9040, f"{USER} SPOOL D 2540 PUNCH ?\n", "2:"),
    (9041, f"{USER} LINK A 191 192 XX\n", "2:"),
    (9042, f"{USER} MDISK 191 3390 1 10 VOL001 MR\n MDISK 192 3390 5 10 VOL001 MR\n", ""),
    (9044, f"{USER} LINK A 291 192 RR\n", ""),
    (9046, f"{USER} MINIOPT NOCACHE\n", "2:2"),
    (9047, f"{USER} MDISK 191 3390 DEVNO 200\n MINIOPT COWOF * 192\n", "3:10"),
    (9048, f"{USER} MDISK 191 3390 1 1 V\n MINIOPT COWOF NOBODY 192\n", ""),
    (9049, f"{USER} MDISK 191 3390 V-DISK MR\n", "2:"),
    (9099, USER + " WHATEVER\n" * 2000, ""),
]


def compile_text(folder, text):
    """Compile in that folder, where an object is; returns (exit code, messages)."""
    (folder / "USER.DIRECT").write_text(text, encoding="latin-1")
    (folder / "directory.obj").write_bytes(b"the old one")
    run = subprocess.run([DIRECTXA], cwd=folder, capture_output=True, timeout=60, check=False)
    return run.returncode, run.stderr.decode("latin-1")


@pytest.mark.parametrize("number, text, place", CASES, ids=[str(case[0]) for case in CASES])
def test_each_complaint_names_the_place_and_writes_nothing(tmp_path, number, text, place):
    """A warning lets it pass; an error leaves the object as it was."""
    code, messages = compile_text(tmp_path, text)
    found = [line for line in messages.splitlines() if re.search(rf"HCPDIR{number:03}[EWI]", line)]
    assert found and f"USER.DIRECT:{place}" in found[0], messages[-2000:]
    is_error = re.search(r"HCPDIR\d+E", messages) is not None
    assert code == (2 if is_error else 0)
    assert ((tmp_path / "directory.obj").read_bytes() == b"the old one") == is_error


def test_no_complaint_is_left_out():
    """Every message of the compiler has its case above."""
    numbers = {int(number) for number in re.findall(r"^DIR_MESSAGE\(\w+, (\d+),", MESSAGES.read_text(), re.MULTILINE)}
    assert numbers == {case[0] for case in CASES} | OUT_OF_REACH


def test_damaged_sources_are_compiled_or_refused(tmp_path):
    """The sample with random changes: directxa says what it does not like, and never fails otherwise."""
    dice = chance()
    sample = (TOP / "hercules-config/USER.DIRECT").read_text()
    for _ in range(60):
        text = list(sample)
        for _ in range(dice.choice((1, 3, 30, 300))):
            at = dice.randrange(len(text))
            change = dice.choice(("cut", "repeat", "byte", "comma"))
            if change == "cut":
                del text[at : at + dice.randrange(1, 80)]
            elif change == "repeat":
                text[at:at] = text[at : at + dice.randrange(1, 200)]
            else:
                text[at] = "," if change == "comma" else chr(dice.randrange(256))
            text = text or ["*"]
        code, messages = compile_text(tmp_path, "".join(text))
        assert code in (0, 2) and ((code == 2) == bool(re.search(r"HCPDIR\d+E", messages))), messages[-2000:]
