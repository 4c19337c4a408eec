# SPDX-License-Identifier: Apache-2.0
"""REXX in CMS: what a few hundred programs say is what Debian's regina says of them; EXECs and their surroundings."""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys

import pytest
from harness import BUILD, TOP, cms
from harness.cms import said
from harness.volumes import tool

REXX = TOP / "tests/system/rexx"
sys.path[:0] = [str(REXX), str(TOP / "tests/scale")]

import generate  # noqa: E402: it is beside the programs
import scale  # noqa: E402

DIRECTORY = """
PROFILE CMS
 MACHINE Z
 CONSOLE 0009 3215 T
 SPOOL 000D 2540 PUNCH A
 SPOOL 000E 1403 A
 LINK MAINT 0190 0190 RR
PROFILE MASS
 MACHINE Z
 OPTION PAGESHARE
 IPL MASS
 CONSOLE 0009 3215 T OPERATOR
 SPOOL 000C 2540 READER *
USER OPERATOR OPERATOR 32M 32M ABCDEFG
 CONSOLE 0009 3215 T
USER MAINT NOLOG
 MDISK 0190 3390 1 20 TSTUSR RR
USER CMSUSER CMSUSER 32M 64M ABG
 INCLUDE CMS
 MDISK 0191 3390 21 10 TSTUSR MR
USER ORIGIN AUTOONLY 16M 16M EG
 INCLUDE MASS
USER LX AUTOONLY 16M 16M G
 POOL LOW 1 HIGH 50 PROFILE MASS
"""
GUESTS = 50  # Linux guests whom the operator's EXEC logs on
RANDOM_PROGRAMS = 200
SEED = int(os.environ.get("SEED", "1"))  # fixed: some programs of chance make Debian's regina loop or end
BATCH = """/* Calls P1 to Pn, and says what they return */
parse arg n
do i = 1 to n
 drop result
 interpret 'call P'i
 if symbol('RESULT') = 'LIT' then result = 'nothing'
 say '=== P'i result
end
"""
BLOCKS = 10 * 180  # of the minidisk


def programs():
    """All programs: those that were written, each begins with a comment at its line's start, and those of chance."""
    written = re.split(r"^(?=/\*)", (REXX / "programs").read_text(), flags=re.MULTILINE)[1:]
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    return written + [generate.program(chance) for _ in range(RANDOM_PROGRAMS)]


EXECS = {
    "BATCH": BATCH,
    "PROFILE": "say 'Good morning,' userid()",
    "AROUND": """/* What is around an EXEC */
parse source system how fn ft fm name environment
say system how fn ft fm name environment
parse arg words
say words '/' arg()
'STATE NO FILE A'
say 'rc' rc
address command 'STATE AROUND EXEC A'
say 'rc' rc
address command 'AROUND'
say 'rc' rc
address cp 'QUERY USERID'
say double(21)
call double 4
say result
push 'second'; queue 'third'; push 'First'
do queued(); pull line; say line; end
signal on error
'EXEC NOSUCH'
say 'not here'
error: say 'error' rc 'in' sigl
exit 1234
""",
    "DOUBLE": "/**/\nparse source . how .\nsay how\nreturn 2 * arg(1)\n",
    "LINES": """/* EXECIO with variables, and files as streams */
l.1 = 'one'; l.2 = copies('x', 300); l.3 = ''; l.0 = 3
'EXECIO * DISKW LINES DATA A (STEM L.'
'EXECIO * DISKR LINES DATA A (STEM R.'
say rc r.0 r.1 (r.2 == l.2) '<'r.3'>'
'EXECIO 1 DISKR LINES DATA A 2 (VAR V'
say rc length(v)
'EXECIO * CP (STEM CP. STRING QUERY USERID'
say rc cp.0 word(cp.1, 1)
'EXECIO 4 DISKR LINES DATA A (FINIS STEM R.'
say rc r.0 '<'r.1'>'
'EXECIO 4 DISKR LINES DATA A (STEM R.'
say rc r.0
nix.0 = 'many'
'EXECIO * DISKW LINES DATA A (STEM NIX.'
say rc
call lineout 'LINES NEW A', 'written by'
call lineout 'LINES NEW A', 'LINEOUT'
call lineout 'LINES NEW A'
do while lines('LINES NEW A'); say linein('LINES NEW A'); end
""",
    "PIECES": """/* EXECIO reads on; it searches, cuts and strips */
l.1 = 'alpha beta  '; l.2 = '  gamma'; l.3 = 'delta'; l.4 = 'beta'; l.0 = 4
address command
'EXECIO * DISKW PIECES DATA A (FINIS STEM L.'
do n = 0
 'EXECIO 1 DISKR PIECES DATA A (VAR V'
 if rc <> 0 then leave
 say '<'v'>'
end
say n rc
'FINIS PIECES DATA A'; say rc
'FINIS PIECES DATA A'; say rc
'EXECIO 1 DISKR PIECES DATA A (STRIP MARGINS 3 99 VAR V'
say rc '<'v'>'
'EXECIO * DISKR PIECES DATA A (FINIS LOCATE /ta/ STEM F.'
say rc f.0 f.1',' f.2
'EXECIO * DISKR PIECES DATA A (FINIS FIND /beta/ STEM F.'
say rc f.1',' f.2
'EXECIO * DISKR PIECES DATA A (FINIS ZONE 2 3 LOCATE /alpha/'
say rc queued()
'EXECIO * DISKR PIECES DATA A (FINIS AVOID /a/ STEM F.'
say rc f.0
'EXECIO 2 PRINT (STEM L.'; say rc
'EXECIO 1 PUNCH (STRING A card'; say rc
address cms 'CP CLOSE PUNCH PURGE'; address cms 'CP CLOSE PRINTER PURGE'
'LISTFILE PIECES DATA A (STACK'; pull line; say line
'SET CMSTYPE HT'; 'QUERY CMSLEVEL'; 'SET CMSTYPE RT'
'QUERY CMSTYPE'
'SET RDYMSG SMSG'; 'QUERY RDYMSG'; 'SET RDYMSG LMSG'
'SET RDYMSG NO'; say rc
'EXECIO * DISKR PIECES DATA A (LOCATE /x'; say rc
'EXECIO * DISKR PIECES DATA A (MARGINS 5 4'; say rc
""",
    "WITH": """/* Input and output of commands */
address command 'QUERY CMSLEVEL' with output stem level.
say level.0 level.1
address cms 'IDENTIFY' with output append stem level.
say level.0 word(level.2, 1)
address cms with output stem more.
'LISTFILE WITH EXEC A'; 'LISTFILE ASK EXEC A'
say address('O') more.0 more.1
address cms with output normal
'LISTFILE WITH EXEC A'
l.1 = 'Bob'; l.2 = 'never asked for'; l.0 = 2
queue 'in the stack'
address cms 'EXEC ASK' with input stem l. output stem l.
say l.0 l.1 l.2 queued()
address cms 'PIPE literal a b| split | console' with output stream 'WITH OUT A'
address cms 'PIPE literal c| console' with output append stream 'WITH OUT A'
'EXECIO * DISKR WITH OUT A (STEM W.'
say w.0 w.1 w.3
file = 'WITH OUT A'
address cms 'EXEC ASK' with input stream file output stem l.
say l.2
parse pull line; say line
address cp 'QUERY USERID' with output fifo ''
say queued()
parse pull line; say word(line, 1)
address cms 'EXECIO 1 CP (STRING QUERY USERID' with output lifo ''
say queued()
pull .
address cms 'NOSUCHCOMMAND' with output stem no.
say rc no.0
signal on syntax
bad.0 = 'many'
address cms 'QUERY CMSLEVEL' with input stem bad.
syntax: say 'error' rc
say address('O') address('I')
exit
""",
    "FOREVER": "do forever; nop; end",
    "DEEPER": "call again\nexit\nagain: call again\n",
    "NESTED": "'EXEC NESTED'\nexit rc\n",
    "GREEDY": "x = 'x'; do forever; x = x || x; end",
    "ASK": "say 'Who?'; pull who; say 'Hello,' who",
    "STEPS": "/**/\nsay 'One?'\npull .\nsay 'two'\nsay 'three'\nsay 'four'\nsay 'five'\n",
    "ZERO": "/**/\nsay 1/0\n",
    "OPEN": "/**/\ndo 3\nsay 'x'\n",
    "REPORT": """/* Logs Linux guests on, waits until they have come up, and writes a report of what they cost */
parse arg guests
do n = 1 to guests
 'PIPE cp XAUTOLOG' name(n) '| hole'
 if rc <> 0 then exit rc
end
do until busy = 0 /* while any of them runs, it is not up */
 'CP SLEEP 1 SEC'
 'PIPE cp INDICATE QUEUES | locate 1-2 /LX/ | count lines | var busy'
end
'PIPE cp INDICATE LOAD | > GUESTS REPORT A'
total = 0
do n = 1 to guests
 'PIPE cp INDICATE USER' name(n) '| stem line.'
 line = ''
 do i = 1 to line.0; line = line line.i; end
 parse var line 'RES=' pages . 'VTIME=' minutes ':' seconds .
 total = total + pages
 queue left(name(n), 8) right(pages, 6) 'pages' format(60 * minutes + seconds, 4, 3) 'seconds'
end
'EXECIO' queued() 'DISKW GUESTS REPORT A'
say guests 'guests have' total 'pages'
exit
name: return 'LX'right(arg(1), 5, 0)
""",
    "ENDALL": """/* Ends them; more than one goes at a time */
parse arg guests
do n = 1 to guests
 'PIPE cp FORCE LX'right(n, 5, 0) '| hole'
 if rc <> 0 then exit rc
end
""",
}


@pytest.fixture(scope="module")
def volume(tmp_path_factory):
    """A volume with CMS and a minidisk with EXECs."""
    folder = tmp_path_factory.mktemp("volume")
    shutil.copy(BUILD / "cms190.img", folder / "190")
    (folder / "SYSPROF").write_text("parse source . . fn . fm .; say fn fm 'for' userid()")
    tool("edf", "put", folder / "190", "-", folder / "SYSPROF", "SYSPROF", "EXEC")
    where = cms.make_volume(folder, DIRECTORY, folder / "190")
    tool("edf", "format", "--blocks", BLOCKS, folder / "blocks", "-")
    execs = {**EXECS, **{f"P{nr}": text for nr, text in enumerate(programs(), 1)}}
    for fn, text in execs.items():
        (folder / fn).write_text(text)
        tool("edf", "put", folder / "blocks", "-", folder / fn, fn, "EXEC")
    words = BUILD / "cms/hosted-words.module"
    tool("edf", "put", "--binary", "--recfm", "F", "--lrecl", 4096, folder / "blocks", "-", words, "WORDS", "MODULE")
    tool("cpimage", "put", "--raw", *where, "CMSUSER/0191", folder / "blocks")
    return folder


@pytest.fixture(scope="module")
def system(volume, tmp_path_factory):
    """A system with that volume."""
    yield from cms.running(volume, tmp_path_factory.mktemp("system"), mainsize=1024)


@pytest.fixture(scope="module")
def terminal(system):
    """CMSUSER's display, with CMS."""
    yield from cms.at_terminal(system)


def by_program(text):
    """The lines of all programs, each in a list of its own with what it returned; long lines parted as on the console."""
    lines = [line[at : at + 130].rstrip() for line in text.splitlines() for at in range(0, max(len(line), 1), 130)]
    return re.split(r"(?<=\n)(?====)", "\n".join(lines))


@pytest.mark.skipif(not shutil.which("regina"), reason="Debian's regina is not here")
def test_programs_say_what_they_say_in_debians_regina(terminal, volume):
    """Also what they return. Blanks at the ends of lines do not count."""
    nr = len(programs())
    assert said(terminal, f"pipe cms exec batch {nr} | > result out a", seconds=60) == ""
    got = tool("edf", "get", "--directory", volume / "directory.obj", volume / "disk", "CMSUSER/0191", "RESULT", "OUT", "-")
    here = {**os.environ, "REGINA_MACROS": str(volume)}
    run = subprocess.run(
        ["regina", volume / "BATCH", str(nr)], env=here, capture_output=True, encoding="latin1", timeout=60, check=True
    )
    want = by_program(run.stdout)
    assert len(want) == nr + 1, run.stderr
    for i, (mine, theirs) in enumerate(zip(by_program(got), want)):
        assert mine == theirs, (volume / f"P{i + 1}").read_text()


def test_profile_execs_begin_the_session(terminal):
    """That of the system, then that of the user, unless IPL is told NOSPROF or NOPROF."""
    system, user = "SYSPROF S1 for CMSUSER", "Good morning, CMSUSER"
    for parm, want in (("", [system, user]), (" PARM NOSPROF", [user]), (" PARM NOPROF", [system]),
                       (" PARM NOPROF NOSPROF", []), (" PARM AUTOCR", [system, user])):
        lines = terminal.ask(f"#CP IPL 190{parm}", "^Ready;")
        assert [line for line in lines if line in (system, user)] == want, (parm, lines)
    assert said(terminal, "access (noprof") == ""
    assert said(terminal, "access (nodisk") == ""
    assert said(terminal, "access 191 a (noprof", r"Ready\(00024\); T=") == "DMSACC070E Invalid parameter 191"


def test_execs_are_traced_from_the_terminal(terminal):
    """TS while one waits shows its clauses and stops at them; TE and an answer of TRACE O go on; SET EXECTRAC at once."""
    terminal.key("CLEAR")  # so that there is no page to be turned when it waits
    terminal.ask("steps", "^One")
    terminal.wait_status("VM READ")
    terminal.ask("ts", "^ts$")
    lines = terminal.ask("an answer", "Interactive trace")
    assert "     4 *-* say 'two'" in lines and "two" in lines, lines
    terminal.wait_status("VM READ")
    lines = terminal.ask("trace o", "^Ready;")
    assert lines[-2] == "five" and not any("*-*" in line for line in lines), lines
    assert said(terminal, "query exectrac") == "EXECTRAC = OFF"
    assert said(terminal, "set exectrac on") == ""
    assert said(terminal, "query exectrac") == "EXECTRAC = ON"
    lines = said(terminal, "zero", r"Ready\(20042\); T=").splitlines()
    assert lines[0] == "2 *-* say 1/0", lines
    assert said(terminal, "set exectrac off") == ""


def test_commands_are_traced_from_the_terminal(terminal):
    """SVCTRACE; SO pauses until CMS is ready, HO ends it."""
    assert said(terminal, "svctrace on") == "SVCTRACE SVCTRACE ON       FROM terminal RC 0"
    lines = said(terminal, "around", r"Ready\(01234\); T=").splitlines()
    assert "SVCTRACE STATE    NO       FROM terminal RC 28" in lines, lines
    assert "SVCTRACE STATE    AROUND   FROM EXEC RC 0" in lines, lines
    assert "SVCTRACE AROUND            FROM EXEC RC -3" in lines and lines[-1].endswith("FROM terminal RC 1234"), lines
    terminal.ask("ask", "^Who")
    terminal.ask("so", "^so$")
    lines = terminal.ask("somebody", "^Ready;")
    assert not any("SVCTRACE" in line for line in lines), lines
    assert "SVCTRACE SENTRIES" in said(terminal, "sentries")
    terminal.ask("ask", "^Who")
    terminal.ask("ho", "^ho$")
    lines = terminal.ask("somebody", "^Ready;")
    assert not any("SVCTRACE" in line for line in lines), lines
    assert said(terminal, "sentries") == ""
    assert said(terminal, "vmfclear") == ""


def test_errors_of_execs_are_messages(terminal):
    """With a number that HELP knows."""
    lines = said(terminal, "zero", r"Ready\(20042\); T=").splitlines()
    assert lines[:2] == ["2 +++ say 1/0",
                         "DMSREX477E Error 42 running ZERO EXEC, line 2: Arithmetic overflow/underflow"]
    assert "DMSREX461E Error 14 running OPEN EXEC" in said(terminal, "open", r"Ready\(20014\); T=")
    assert "something was divided by 0" in said(terminal, "help dmsrex477e")


def test_execs_have_arguments_environments_functions_and_the_stack(terminal):
    """What an EXEC returns is in the ready message."""
    lines = said(terminal, "around Some Words", r"Ready\(01234\); T=").splitlines()
    assert lines[:5] == ["CMS COMMAND AROUND EXEC A1 AROUND CMS", "Some Words / 1",
                         "DMSSTT002E File NO FILE A not found", "rc 28", "rc 0"]
    assert "rc -3" in lines and any(line.startswith("CMSUSER ") for line in lines)
    at = lines.index("FUNCTION")
    assert lines[at : at + 7] == ["FUNCTION", "42", "SUBROUTINE", "8", "FIRST", "SECOND", "THIRD"]
    assert lines[-1] == "error 28 in 19"


def test_lines_of_files_and_of_cp_are_variables(terminal):
    """EXECIO with STEM and VAR; what cannot be is refused."""
    lines = said(terminal, "lines").splitlines()
    assert lines[:5] == ["0 3 one 1 < >", "0 300", "0 1 CMSUSER", "2 1 < >", "2 3"]
    assert lines[5:7] == ["DMSEIO7003E Variable NIX.0 cannot be used", "24"]
    assert lines[7:] == ["written by", "LINEOUT"]
    wrong = "DMSEIO7002E X. cannot be used: no EXEC has called the command"
    assert said(terminal, "execio * diskr lines data a (stem x.", r"Ready\(00024\); T=") == wrong


def test_commands_have_input_and_output(terminal):
    """ADDRESS WITH: stems, streams and the stack; with ADDRESS alone for all commands that follow."""
    lines = [line for line in said(terminal, "with").splitlines() if line]  # an ENTER that was pressed again is echoed
    assert lines == [
        "1 Stillwater CMS Level 1", "2 CMSUSER", "REPLACE STEM MORE. 1 ASK      EXEC     A1", "WITH     EXEC     A1",
        "2 Who? Hello, BOB 1", "3 a c", "Hello, A", "in the stack", "1", "CMSUSER", "1",
        "    29 *-* address cms 'NOSUCHCOMMAND' with output stem no.", "       +++ RC=-3 +++", "-3 0", "error 54",
        "REPLACE NORMAL INPUT NORMAL"], "\n".join(lines)


def test_files_are_read_piece_by_piece(terminal):
    """EXECIO goes on where it was until FINIS; it searches and cuts; to the printer and the punch."""
    lines = said(terminal, "pieces").splitlines()
    assert lines[:4] == ["<alpha beta  >", "<  gamma>", "<delta>", "<beta>"]
    assert lines[4:12] == ["4 2", "0", "6", "0 <pha beta>", "0 2 2 3, delta", "0 4 4, beta", "3 0", "3 0"], lines
    assert lines[12:15] == ["0", "0", "PIECES   DATA     A1"]
    assert lines[-4:] == ["DMSEIO029E Invalid parameter /X in the option FIND field", "24",
                          "DMSEIO070E Invalid parameter 4", "24"]
    assert "CMSTYPE  = RT" in lines and "RDYMSG   = SMSG" in lines and not any("Level" in line for line in lines), lines


def test_execs_that_go_wrong_end_and_cms_goes_on(terminal):
    """Loops by HI and HX; recursion and hunger by an error."""
    terminal.enter("forever")
    lines = said(terminal, "hi", r"Ready\(20004\); T=")  # perhaps before the first line
    assert re.search("^DMSREX452E Error 4 running FOREVER EXEC(, line 1)?: Program interrupted$", lines, re.MULTILINE), lines
    terminal.enter("forever")
    assert terminal.ask("hx", "^CMS$")
    assert "DMSREX450E Error 5 running GREEDY EXEC, line 1: Machine storage exhausted" in said(terminal, "greedy", r"Ready\(20005\); T=")
    assert "DMSMOD109S Virtual storage capacity exceeded" in said(terminal, "nested", r"Ready\(00104\); T=")
    assert "DMSREX450E Error 5 running DEEPER EXEC, line" in said(terminal, "pipe cms exec deeper | take last 1 | console", r"Ready\(20005\); T=")
    assert "Invalid character" in said(terminal, "exec no.name", r"Ready\(00020\); T=")
    assert "File NOSUCH EXEC * not found" in said(terminal, "exec nosuch", r"Ready\(00028\); T=")
    assert terminal.ask("ask", "^Who")
    assert said(terminal, "somebody").endswith("Hello, SOMEBODY")


@pytest.mark.skipif(not (scale.MASS / "kernel").exists(), reason="the mass guest is not built: make mass")
def test_an_operators_exec_logs_guests_on_and_writes_a_report(terminal, system, volume):
    """Fifty Linux guests from a saved system; it waits until they are up, and INDICATE is read through pipelines."""
    scale.Scale(system, argparse.Namespace(receivers=0)).save_system()
    begin, userids = len(system.log()), [f"LX{nr:05}" for nr in range(1, GUESTS + 1)]
    lines = said(terminal, f"report {GUESTS}", seconds=120)
    pages = int(re.search(rf"^{GUESTS} guests have (\d+) pages", lines, re.MULTILINE)[1])
    for userid in set(userids) - set(re.findall(r"MASS-UP (LX\d{5})", system.log(begin))):  # a full console loses lines
        system.ask(f"SEND {userid} cp query userid", rf"{userid} +: {userid} +AT ", 60)
    report = tool("edf", "get", "--directory", volume / "directory.obj", volume / "disk", "CMSUSER/0191", "GUESTS", "REPORT", "-")
    rows = re.findall(r"^(LX\d{5}) +(\d+) pages +(\d+\.\d{3}) seconds$", report, re.MULTILINE)
    assert report.startswith("AVGPROC-")
    assert [row[0] for row in rows] == userids
    assert sum(int(row[1]) for row in rows) == pages
    assert all(float(row[2]) > 0 for row in rows), report
    assert said(terminal, f"endall {GUESTS}", seconds=60) == ""
    system.wait(f"LOGOFF AS +{userids[-1]}", 60)
    assert set(re.findall(r"LOGOFF AS +(LX\d{5})", system.log(begin))) == set(userids)


def test_a_c_program_with_a_c_library_runs(terminal):
    """tests/system/hosted/words.c: a file, the console, storage, floating point; what CMS has not got is ENOSYS."""
    lines = said(terminal, "words ask.exec", r"Ready\(00007\); T=").splitlines()
    assert lines == ["'Hello,' 'Who?'; pull say say who who;", "2.645751 38 words"]
    assert said(terminal, "words no.file", r"Ready\(00028\); T=") == "no.file: No such file or directory"
