# SPDX-License-Identifier: Apache-2.0
"""The sample directory's CMS users: CMS starts when they log on; the administrator makes another one."""

import re
import subprocess

import mkconfig
import pytest

from harness import BUILD
from harness.system import DIRECTORY, DIRECTORY_SOURCE, SYSTEM_CONFIG, System
from harness.telnet3215 import Telnet3215
from harness.terminal3270 import Terminal3270
from harness.volumes import cms_volume, save_cms
from harness.wait import until


@pytest.fixture(scope="module")
def system(tmp_path_factory):
    """A system on a volume of its own, with the volume of CMS that make run makes."""
    folder = tmp_path_factory.mktemp("system")
    sysres = folder / "sysres.3390"
    for words in (("create", "--nucleus=12", "--alloc=DRCT=2,PARM=1,SPOL=5", sysres, "3390:40", "TSTRES"),
                  ("nucleus", sysres, BUILD / "cp.elf"),
                  ("directory", sysres, DIRECTORY),
                  ("config", sysres, SYSTEM_CONFIG)):
        subprocess.run([BUILD / "bin/cpfmt", *words], check=True, capture_output=True)
    with System(folder / "run") as running:
        machine = mkconfig.Machine(cpus=2, mainsize=512, volume=sysres, disks={0x201: cms_volume(folder)})
        running.ipl(machine, from_volume=True)
        save_cms(running)
        yield running


def form_disk(terminal, label):
    """Make the user's 191 a disk of CMS."""
    terminal.ask("format 191 a", "Do you wish to continue", 60)
    terminal.ask("1", "Enter disk label:")
    terminal.ask(label, "^Ready;", 60)


def test_user_of_the_sample_directory_is_in_cms(system):
    """With a disk of his own."""
    with system.logon("CMS1") as terminal:
        terminal.collect("^Ready;", 60)
        terminal.ask("query disk a", "^CMS1 +191 +A +R/W +10 3390 +4096 ")
        form_disk(terminal, "mine")
        lines = terminal.ask("query search", "^Ready;")
        assert lines[-3:-1] == ["MINE    191   A    R/W", "CMS190  190   S    R/O"]
        terminal.enter("logoff")
        terminal.wait("LOGOFF AT")


def xedit(terminal, text, pattern):
    """Type a subcommand into XEDIT's command line, where the cursor is; wait for what the screen shows then."""
    terminal.text(text)
    terminal.key("ENTER")
    return terminal.wait(pattern)


def at(terminal, row, col):
    """Put the cursor somewhere, counted from 1."""
    terminal.do(f"MoveCursor({row - 1},{col - 1})")


def test_administrator_makes_a_user(system):
    """With XEDIT. A directory with an error changes nothing; then the new user formats his disk and stores a file."""
    lines = len(DIRECTORY_SOURCE.read_text().splitlines())
    with system.logon("MAINT") as terminal:
        terminal.ask("ipl 190", "^Ready;", 60)
        terminal.enter("xedit user direct")
        terminal.wait("^ ====>")
        xedit(terminal, "bottom", f"Size={lines} Line={lines} ")
        xedit(terminal, "input USER CMS3 CMS 32M 64M G", f"Size={lines + 1} ")
        xedit(terminal, "input  INCLUDE CMSX", f"Size={lines + 2} ")
        xedit(terminal, "file", "^Ready;")
        wrong = "\n".join(terminal.ask("directxa", "^Ready", 60))
        assert re.search(rf"^{lines + 2}:\d+: HCPDIR.*CMSX", wrong, re.MULTILINE), wrong
        assert re.search(r"^Ready\(\d+\);", wrong, re.MULTILINE)
        terminal.ask("#CP XAUTOLOG CMS3", "053E")
        terminal.enter("xedit user direct")
        terminal.wait("^ ====>")
        xedit(terminal, "/CMSX/", f"Line={lines + 2} ")
        at(terminal, 12, 8)
        terminal.text(" INCLUDE CMS ")
        at(terminal, 12, 2)
        terminal.text("i")
        terminal.key("ENTER")
        terminal.wait(f"Size={lines + 3} ")
        terminal.text(" mdisk 0191 3390 51 5 swucms mr")  # the cursor is in the new line
        terminal.key("ENTER")
        terminal.wait("^ =====  MDISK 0191 3390 51 5 SWUCMS MR")
        xedit(terminal, "file", "^Ready;")
        right = "\n".join(terminal.ask("directxa", "^Ready", 60))
        assert "EOJ DIRECTORY UPDATED AND ON LINE" in right, right
        assert "Ready;" in right
        terminal.enter("logoff")
        terminal.wait("LOGOFF AT")
    with system.logon("CMS3", "CMS") as terminal:
        terminal.collect("^Ready;", 60)
        form_disk(terminal, "new")
        terminal.enter("xedit first file")
        terminal.wait("^ ====>")
        xedit(terminal, "input I am here", "Size=1 ")
        xedit(terminal, "file", "^Ready;")
        terminal.ask("type first file", "^I am here$")
        terminal.enter("logoff")
        terminal.wait("LOGOFF AT")


def test_xedit_with_profile_macro_and_messages(system):
    """PROFILE XEDIT sets keys and settings; a macro works on the file; messages and output lie over the screen."""
    with system.logon("CMS1") as terminal:
        terminal.collect("^Ready;", 60)
        terminal.ask("execio 1 diskw profile xedit a (string /* */ 'set number on'; 'set pf4 mark'", "^Ready;")
        terminal.ask("execio 1 diskw mark xedit a (string /* */ 'extract /line/size'; "
                     "'cappend !' line.1'/'size.1; 'msg marked'", "^Ready;")
        terminal.ask("execio 1 diskw ask xedit a (string /* */ pull answer; 'msg' answer", "^Ready;")
        terminal.ask("help dmsxcg517i", "^&1 occurrence")
        terminal.ask("help xedit sort", "^Sort lines by columns")
        terminal.enter("xedit some notes")
        terminal.wait("^ 00000 . . . Top of File|^ 00000 .*Top of File")
        xedit(terminal, "input one#input two#up", "^ 00001 one")
        terminal.key("PF4")
        terminal.wait("^ marked")
        terminal.wait("^ 00001 one! 1/2")
        system.type("MSGNOH CMS1 lunch is ready")
        terminal.wait("^lunch is ready")
        terminal.wait_status("HOLDING")
        terminal.key("CLEAR")
        terminal.wait("^ 00001 one! 1/2")
        xedit(terminal, "query search", "^CMS190  190")
        terminal.wait_status("HOLDING")
        terminal.key("CLEAR")
        terminal.wait("^ 00001 one! 1/2")
        terminal.text("ask")  # which reads a line
        terminal.key("ENTER")
        terminal.wait_status("VM READ")
        terminal.enter("an answer")
        terminal.wait("^ AN ANSWER$")
        xedit(terminal, "quit", "DMSXSU577E")
        # The person at this terminal is gone, and the work is not.
        with Terminal3270(system.port("console"), model="3279-4-E") as other:
            other.wait("USERID")
            other.text("CMS1 HERE")
            other.key("TAB")
            other.text("CMS")
            other.key("ENTER")
            other.wait("RECONNECTED AT")
            other.key("CLEAR")
            other.wait("^ 00001 one! 1/2")
            other.key("PF8")
            other.wait("Line=3 ")
            assert len(other.rows()) == 43
            assert "X E D I T  1 File" in other.rows()[42]
            xedit(other, "file", "^Ready;")
            other.ask("type some notes", "^two$")
            other.enter("logoff")
            other.wait("LOGOFF AT")


def test_xedit_shows_two_files(system):
    """One above the other, with a reserved row; what is typed into both counts; commands go where they are typed."""
    with system.logon("CMS1") as terminal:
        terminal.collect("^Ready;", 60)
        terminal.enter("xedit upper part (noprof")
        terminal.wait("^ ====>")
        xedit(terminal, "input first#xedit lower part#input second#screen 2", "^ UPPER    PART")
        terminal.wait("^ LOWER    PART")
        xedit(terminal, "reserved 3 high This row is reserved", "^ This row is reserved$")
        rows = terminal.rows()
        assert (rows[5], rows[17]) == (" ===== second", " ===== first"), rows
        for row in (6, 18):
            at(terminal, row, 8)
            terminal.text("New")
        at(terminal, 11, 8)  # the upper one's command line
        terminal.text("color curline pink reverse#cappend !")
        terminal.key("ENTER")
        terminal.wait("^ DMSXMD520E Invalid operand: reverse")
        terminal.wait("^ ===== Newond!$")
        terminal.wait("^ ===== Newst$")
        xedit(terminal, "qquit", "1 File")
        xedit(terminal, "qquit", "^Ready;")
        terminal.enter("logoff")
        terminal.wait("LOGOFF AT")


SIZES = (("3279-2-E", 24, 80), ("3279-3-E", 32, 80), ("3279-4-E", 43, 80), ("3279-5-E", 27, 132))


@pytest.mark.parametrize("model, rows, cols", SIZES)
def test_full_screens_fit_the_terminal(system, model, rows, cols):
    """XEDIT and FILELIST, whatever its size; keys that mean nothing, and what is typed where nothing can be, do no harm."""
    with system.logon("CMS1", model=model) as terminal:
        terminal.collect("^Ready;", 60)
        terminal.enter("xedit every size (noprof")
        terminal.wait("^ ====>")
        xedit(terminal, "input one#query lscreen", f"^ LSCREEN {rows} {cols} 1 1 {rows} {cols}$")
        assert len(terminal.rows()) == rows and "X E D I T  1 File" in terminal.rows()[-1]
        assert terminal.rows()[rows // 2 - 1] == " ===== one"
        at(terminal, rows // 2, 8)
        terminal.text("O")
        for key in (2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 17, 19, 20, 22, 23, 24):
            terminal.key(f"PF{key}")
        terminal.key("CLEAR")
        terminal.key("PA2")
        terminal.key("PA3")
        for row, col in ((1, 1), (rows, cols), (rows // 2 + 1, 20)):
            at(terminal, row, col)
            terminal.key("ENTER")
        terminal.key("HOME")
        terminal.do("EraseInput()")
        at(terminal, rows - 1, 8)
        xedit(terminal, "query size", "^ SIZE [1-9]")
        xedit(terminal, "locate /ne/", "^ ===== *[Oo]?ne|^ =====.*ne")
        xedit(terminal, "ffile", "^Ready;")
        terminal.enter("filelist every size")
        terminal.wait("FILELIST EVERY SIZE")
        assert len(terminal.rows()) == rows
        for key in ("PF9", "PF24", "PA2", "CLEAR", "PF8", "PF7"):
            terminal.key(key)
        terminal.wait("FILELIST EVERY SIZE")
        terminal.key("PF3")
        terminal.collect("^Ready")
        terminal.ask("erase every size", "^Ready;")
        terminal.enter("logoff")
        terminal.wait("LOGOFF AT")


def test_a_halted_macro_leaves_the_files(system):
    """One that loops is ended by HX; XEDIT goes on with what was typed."""
    with system.logon("CMS1") as terminal:
        terminal.collect("^Ready;", 60)
        terminal.ask("execio 1 diskw loop xedit a (string /* */ do forever; nop; end", "^Ready;")
        terminal.enter("xedit loose ends")
        terminal.wait("^ ====>")
        xedit(terminal, "input precious", "Size=1 ")
        terminal.text("loop")
        terminal.do("Toggle(aidWait,clear)")  # the answer does not come
        terminal.do("Enter()")
        used = system.cpu_time("CMS1")
        assert until(lambda: system.cpu_time("CMS1") > used, 20), "the macro does not run"
        terminal.do("Reset()")
        terminal.do("PA(1)")
        terminal.wait_status("CP READ")
        terminal.do("Toggle(aidWait,set)")
        terminal.enter("attn")
        terminal.enter("begin")
        terminal.wait_status("VM READ")
        terminal.ask("hx", "^CMS$")
        terminal.enter("xedit")
        terminal.wait("precious")
        xedit(terminal, "qquit", "^Ready;")
        terminal.enter("logoff")
        terminal.wait("LOGOFF AT")


def test_xedit_by_lines(system):
    """On a terminal without screens."""
    with Telnet3215(system.port("console")) as line:
        line.wait("ONLINE")
        line.ask("logon CMS2 CMS", "Ready;", 60)
        line.ask("xedit by lines", "TOF:")
        line.ask("input", "Input mode")
        line.enter("first")
        line.enter("second")
        line.enter(" ")
        line.ask("top", "TOF:")
        line.ask("/sec/", "^second")
        line.ask("c/sec/2/", "1 occurrence")
        line.ask("file", "Ready;")
        line.ask("type by lines", "2ond")
        line.ask("logoff", "LOGOFF AT")


def test_cms_runs_without_a_terminal(system):
    """Started by another user; who logs on then finds it as it is."""
    system.ask("XAUTOLOG CMS2", "AUTO LOGON .*CMS2")
    with system.logon("CMS2") as terminal:
        terminal.wait("RECONNECTED AT")
        terminal.ask("begin", "begin")
        terminal.ask("query search", "^CMS190  190   S    R/O$", 60)
