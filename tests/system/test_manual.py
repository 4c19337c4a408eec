# SPDX-License-Identifier: Apache-2.0
"""The manual that is made from the tables: whole, and without links to nowhere."""

import re
import subprocess

import pytest
from harness import TOP


@pytest.fixture(scope="module")
def manual():
    """The pages by name, as "make docs" writes them."""
    subprocess.run(["make", "-s", "docs"], cwd=TOP, check=True, capture_output=True)
    folder = TOP / "build" / "docs"
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.md")}


def test_every_link_leads_to_a_page(manual):
    """And every page is in the table of contents."""
    for name, text in manual.items():
        for target in re.findall(r"\]\(([^)]+)\)", text):
            base = "" if "/" not in name or target.startswith("../") else name.rsplit("/", 1)[0] + "/"
            assert base + target.removeprefix("../") in manual, f"{name} names {target}"
    contents = manual.pop("README.md")
    assert [name for name in manual if f"]({name})" not in contents] == []


def test_each_kind_of_thing_has_its_pages(manual):
    """One of each."""
    assert "FORCE userid" in manual["commands/FORCE.md"]
    assert "(../messages/HCPMSG045E.md)" in manual["commands/FORCE.md"]
    assert "QUERY NAMES" in manual["commands/QUERY-NAMES.md"]
    assert "(../commands/FORCE.md)" in manual["messages/HCPMSG045E.md"]
    assert "MDISK vdev devtype" in manual["statements/MDISK.md"]
    assert "Not supported yet" in manual["statements/NICDEF.md"]
    assert "Execute a CP command." in manual["diagnoses/008.md"]
    assert "PRG001" in manual["abends.md"]
    assert "ERAse fn ft" in manual["cms-commands/ERASE.md"]
    assert "*Return code:* 36" in manual["cms-messages/DMSxxx037E.md"]


def test_every_command_says_how_it_is_refused(manual):
    """But for those that take anything: a comment, a word that CP looks up, and a command that is always refused."""
    silent = [name for name, text in manual.items() if name.startswith("commands/") and "## Messages" not in text]
    assert set(silent) <= {"commands/comment.md"}, silent
