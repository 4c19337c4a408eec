# SPDX-License-Identifier: Apache-2.0
"""directxa: exit codes, messages, and that the old object stays until a new one is complete."""
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DIRECTXA = ROOT / "build/bin/directxa"
SAMPLE = ROOT / "hercules-config/USER.DIRECT"


def directxa(*args, folder=None, text=None):
    return subprocess.run([DIRECTXA, *map(str, args)], cwd=folder, input=text, capture_output=True, text=True,
                          timeout=60)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "USER.DIRECT").write_text("USER A SECRET\n")
    (tmp_path / "directory.obj").write_bytes(b"the old one")
    return tmp_path


def test_sample_compiles_without_a_message(tmp_path):
    run = directxa("-o", tmp_path / "obj", SAMPLE)
    assert (run.returncode, run.stderr) == (0, "")
    assert (tmp_path / "obj").read_bytes().startswith(b"STWDIRCT")


def test_defaults_replace_the_object_and_leave_nothing_else(folder):
    run = directxa(folder=folder)
    assert (run.returncode, run.stderr) == (0, "")
    assert (folder / "directory.obj").read_bytes().startswith(b"STWDIRCT")
    assert sorted(path.name for path in folder.iterdir()) == ["USER.DIRECT", "directory.obj"]
    assert (folder / "directory.obj").stat().st_mode & 0o777 == 0o600
    assert b"SECRET" not in (folder / "directory.obj").read_bytes()


def test_edit_writes_nothing(folder):
    assert directxa("edit", folder=folder).returncode == 0
    assert (folder / "directory.obj").read_bytes() == b"the old one"


def test_errors_name_file_line_and_column_and_write_nothing(folder):
    (folder / "USER.DIRECT").write_text("USER A SECRET\n MACHINE Q\n FOO\n")
    run = directxa(folder=folder)
    assert run.returncode == 2
    lines = run.stderr.splitlines()
    assert lines[0].startswith("USER.DIRECT:2:10: HCPDIR751E ")
    assert lines[1].startswith("USER.DIRECT:3:2: HCPDIR9001E ")
    assert (folder / "directory.obj").read_bytes() == b"the old one"


def test_warnings_let_it_pass(folder):
    (folder / "USER.DIRECT").write_text("USER A SECRET\n NICDEF 600 TYPE QDIO\n")
    run = directxa(folder=folder)
    assert run.returncode == 0
    assert "HCPDIR9002W NICDEF" in run.stderr
    assert (folder / "directory.obj").read_bytes() != b"the old one"


def test_standard_input_is_a_file_too(folder):
    assert directxa("EDIT", "-", text="USER A X\n").returncode == 0


@pytest.mark.parametrize("args, code", [
    (("nothing-there",), 3), (("-o", "no-folder/obj"), 3), (("-o", "."), 3), (("-o",), 2), (("-x",), 2),
    (("USER.DIRECT", "second"), 2), (("--help",), 0), (("EDIT", "."), 3),
])
def test_exit_codes(folder, args, code):
    run = directxa(*args, folder=folder)
    assert run.returncode == code
    assert (run.stderr == "") == (code == 0)
    assert (folder / "directory.obj").read_bytes() == b"the old one"
