# SPDX-License-Identifier: Apache-2.0
"""The sample directory's CMS users: CMS starts when they log on; the administrator makes another one."""

import re
import subprocess

import mkconfig
import pytest

from harness import BUILD, wire
from harness.chance import chance
from harness.system import DIRECTORY, DIRECTORY_SOURCE, SYSTEM_CONFIG, System
from harness.telnet3215 import Telnet3215
from harness.terminal3270 import LOST_AFTER, Terminal3270
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


# What is entered at XEDIT's command line => the message that it gives, a regular expression.
OPTIONS = r"""
set alt 5#query alt                     => ALT 5
set alt 0#q alt                         => ALT 0
arbchar on $#q arbchar                  => ARBCHAR ON \$
autosave 20#q autosave                  => AUTOSAVE 20
autosave off#q au                       => AUTOSAVE OFF
case u i#q case                         => CASE UPPER IGNORE
case m r#q case                         => CASE MIXED RESPECT
q cmdline                               => CMDLINE ON
color prefix pink#q color prefix        => COLOR PREFIX PINK NONE NOHIGH PS0
colptr off#q colptr                     => COLPTR OFF
:1#clocate :3#q column                  => COLUMN 3
ctlchar % escape#q ctlchar              => CTLCHAR %
ctlchar off#q ctlchar                   => CTLCHAR OFF
curline on 20#q curline                 => CURLINE ON 20
curline on m#q curline                  => CURLINE ON M
q cursor                                => CURSOR 2[34] \d+ -1 -1 2[34] \d+ -1 -1
display 0 3#q display                   => DISPLAY 0 3
all#q display                           => DISPLAY 0 0
q enter                                 => ENTER IGNORE COMMAND CURSOR CMDLINE 1 PRIORITY 30
q eof                                   => EOF OFF
q eol                                   => EOL OFF
escape on !#q escape                    => ESCAPE ON !
filler .#q filler                       => FILLER \.
q fname                                 => FNAME ROWS
q ftype                                 => FTYPE FILE
q fmode                                 => FMODE A1
hex on#q hex                            => HEX ON
image off#q image                       => IMAGE OFF
q impcmscp                              => IMPCMSCP ON
lastlorc /x/#q lastlorc                 => LASTLORC /x/
q length                                => LENGTH 3
q line                                  => LINE 1
q linend                                => LINEND ON #
lrecl 60#q lrecl                        => LRECL 60
q lscreen                               => LSCREEN 24 80 1 1 24 80
set macro on#q macro                    => MACRO ON
mask immed : :#q mask                   => MASK IMMED : :
msgline on 3#q msgline                  => MSGLINE ON 3
msgline on 2#q msgmode                  => MSGMODE ON
q nbfile                                => NBFILE 1
q nbscope                               => NBSCOPE 2
nondisp ?#q nondisp                     => NONDISP \?
nulls on#q nulls                        => NULLS ON
number on#q number                      => NUMBER ON
set pa2 only nullkey#q pa2              => PA2 ONLY nullkey
set pf4 before up#q pf4                 => PF4 BEFORE up
point .here#q point                     => POINT HERE
prefix nulls right#q prefix             => PREFIX NULLS RIGHT
prefix on#q prefix                      => PREFIX ON LEFT
range :2 :2#q range                     => RANGE :2 \*
range -* *#q range                      => RANGE -\* \*
recfm v#q recfm                         => RECFM V
reserved 5 high#q reserved              => RESERVED 5
reserved 5 off#q reserved               => RESERVED
q ring                                  => RING 1 ROWS FILE A1
scale off#q scale                       => SCALE OFF 13
scope all#q scope                       => SCOPE ALL
scope display#q scope                   => SCOPE DISPLAY
screen 2 v#q screen#screen 1            => SCREEN WIDTH 40 40
q screen                                => SCREEN SIZE 24
select 0#q select                       => SELECT 0
shadow off#q shadow                     => SHADOW OFF
q size                                  => SIZE 2
spill word#q spill                      => SPILL WORD
stay on#q stay                          => STAY ON
stream off#q stream                     => STREAM OFF
synonym q2 2 query#q2 synonym           => SYNONYM ON
tabline on 4#q tabline                  => TABLINE ON 4
tabs 1 9 17#q tabs                      => TABS 1 9 17
q terminal                              => TERMINAL DISPLAY
tofeof off#q tofeof                     => TOFEOF OFF
q tof                                   => TOF OFF
q tol                                   => TOL OFF
trunc 50#q trunc                        => TRUNC 50
varblank on#q varblank                  => VARBLANK ON
verify 1 40 hex 1 5#q verify            => VERIFY 1 40 HEX 1 5
q version                               => VERSION XEDIT STILLWATER
q width                                 => WIDTH 60
wrap on#q wrap                          => WRAP ON
zone 2 9#q zone                         => ZONE 2 9
zone 1 *#set = up#q =                   => = up
extract /size/                          => DMSXMD535E .*
modify nosuch                           => DMSXMD520E Invalid operand: nosuch
repeat sideways                         => DMSXMD520E Invalid operand: sideways
alter                                   => DMSXMD545E Missing operand.*
alter n m 1                             => DMSXCG517I 1 occurrence.* changed on 1 line.*
hextype                                 => 969485
merge 1 :1                              => DMSXMC512E .*
purge profile#si#cursor cmdline#q size  => SIZE 3
undo                                    => DMSXUN693I .*
transfer nosuch                         => DMSXMD520E Invalid operand: NOSUCH
read nosuch                             => DMSXMD520E Invalid operand: NOSUCH
"""
TYPED_MAX = 120  # characters of a command line


def test_xedit_has_its_options_and_subcommands(system):
    """Each is entered, and answers as people know it."""
    rows = [re.split(r" +=> ", line, maxsplit=1) for line in OPTIONS.strip().splitlines()]
    wrong = []
    with system.logon("CMS1") as terminal:
        terminal.collect("^Ready;", 60)
        terminal.enter("xedit rows file (noprof")
        terminal.wait("^ ====>")
        xedit(terminal, "input one#input two", "Size=2 ")
        while rows:
            part = [rows.pop(0)]
            while rows and len("#".join(typed for typed, _ in part)) + len(rows[0][0]) < TYPED_MAX:
                part.append(rows.pop(0))
            xedit(terminal, "#".join(typed for typed, _ in part) + "#msg end", r"^ end\b")
            said = [row.split("|")[0].strip() for row in terminal.rows()[1 : len(part) + 1]]
            wrong += [(row[0], message) for row, message in zip(part, said) if not re.fullmatch(row[1], message)]
        xedit(terminal, "qquit", "^Ready;")
        terminal.enter("logoff")
        terminal.wait("LOGOFF AT")
    assert not wrong, wrong


MACROS = {
    "UU": ("/* */ parse upper arg . what n op; 'extract /line/pending block uu/'",
           "if pending.0 = 0 then do; ':'n; 'set pending block uu'; ':'line.1; exit; end",
           "':'pending.1; 'set pending off'; ':'min(pending.1,n) 'uppercas' abs(pending.1-n)+1; ':'line.1"),
    "WHO": ("/* */ 'ctlchar % escape'; 'ctlchar i noprotect white none high'; 'reserved 3 high Name:%i   '",
            "'read all tag'; do queued(); parse pull tag text; if tag = 'RES' then 'input' text; end",
            "'reserved 3 off'"),
}


def test_macros_are_prefix_commands_and_read_screens(system):
    """A block of the prefix area that a REXX program looks after; another one with a field on the screen."""
    with system.logon("CMS1") as terminal:
        terminal.collect("^Ready;", 60)
        for name, lines in MACROS.items():
            terminal.ask(f"erase {name} xedit a", "^Ready")
            for line in lines:
                terminal.ask(f"execio 1 diskw {name} xedit a (string {line}", "^Ready;")
        terminal.enter("xedit some lines (noprof")
        terminal.wait("^ ====>")
        xedit(terminal, "input one#input two#input three#:1", "Line=1 ")
        for row, seen in ((15, "^ UU=== three"), (12, "^ ===== THREE")):
            at(terminal, row, 2)
            terminal.text("uu")
            terminal.key("ENTER")
            terminal.wait(seen)
        assert [terminal.rows()[row - 1] for row in (12, 14, 15)] == [" ===== ONE", " ===== TWO", " ===== THREE"]
        xedit(terminal, "who", "^ Name:")
        at(terminal, 3, 8)
        terminal.text("Ada")
        terminal.key("ENTER")
        terminal.wait("^ ===== Ada")
        xedit(terminal, "qquit", "^Ready;")
        terminal.enter("logoff")
        terminal.wait("LOGOFF AT")


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
    """XEDIT and lists, whatever its size; keys that mean nothing, and what is typed where nothing can be, do no harm."""
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
        terminal.ask("spool punch to *", "^Ready;")
        terminal.ask("punch every size a", "^Ready;")
        for command, text in (("rdrlist", "RDRLIST"), ("note cms2 (noprof", "To: CMS2")):
            terminal.enter(command)
            terminal.wait(text)
            assert len(terminal.rows()) == rows and max(map(len, terminal.rows())) <= cols
            at(terminal, rows if command == "rdrlist" else rows - 1, 8)
            terminal.text("" if command == "rdrlist" else "qquit")
            terminal.key("PF3" if command == "rdrlist" else "ENTER")
            terminal.collect("^Ready")
        terminal.enter("xedit every size (noprof")
        terminal.wait("^ ====>")
        beside = cols // 2
        xedit(terminal, f"screen width {beside} {cols - beside}", "[|] EVERY    SIZE")
        assert terminal.rows()[rows - 2][beside - 1 :].startswith("| ====>"), terminal.screen()
        at(terminal, rows - 1, beside + 8)
        xedit(terminal, "qquit", "^Ready;")
        terminal.ask("purge reader all", "^Ready;")
        terminal.ask("erase every size", "^Ready;")
        terminal.enter("logoff")
        terminal.wait("LOGOFF AT")


ROW = 80
NO_AIDS = (0x00, 0x01, 0x40, 0x50, 0x60, 0x62, 0x6A, 0x88, 0x8F, 0xC0, 0xE0, 0xE4, 0xE8, 0xFE, 0xFF)


def crafted(dice):
    """A record that no display sends for a screen of XEDIT, or that means nothing there: it must change no file."""
    far = dice.choice((1920, 2000, 3564, 4095))
    protected = dice.choice((0, 5, 40, ROW + 3, 22 * ROW + 2, 23 * ROW + 70, 12 * ROW + 30, 2 * ROW + 30))
    cursor = wire.address12(dice.randrange(1920))
    text = "".join(dice.choice("AB#/*d5. ") for _ in range(dice.choice((1, 5, 80, 500))))
    enter = wire.AID["ENTER"]
    return dice.choice((
        lambda: wire.record(dice.choice(NO_AIDS), cursor, (wire.address12(13 * ROW + 7), text)),
        lambda: wire.record(enter, wire.address12(far), (wire.address12(13 * ROW + 7), text)),
        lambda: wire.record(enter, cursor, (wire.address12(far), text), (wire.address12(protected), text)),
        lambda: wire.record(enter, cursor, (wire.address16(far), text)),
        lambda: wire.record(enter, cursor, (wire.address16(0xC000 | protected), text)),
        lambda: wire.record(enter, cursor, *[(wire.address12(protected), text)] * dice.choice((1, 3, 100))),
        lambda: wire.record(enter, cursor) + bytes([wire.SBA]),
        lambda: wire.record(enter, cursor) + bytes([wire.SBA, 0x40]),
        lambda: wire.record(enter, cursor) + b"\x1d\xf0\x13\x29\x02" + text.encode("cp037"),
        lambda: bytes([enter]) + cursor[:1],
        lambda: bytes([dice.choice((enter, wire.AID["PF8"], wire.AID["PF12"]))]),
        lambda: bytes([dice.choice((0x88, 0x61))]) + dice.randbytes(dice.choice((0, 1, 2, 40, 700))),
        lambda: b"",
    ))()


def anything(dice):
    """Keys that a display has, with fields anywhere: the file is no longer what it was, and all goes on."""
    keys = (wire.AID["ENTER"], *(0xF0 + pf for pf in (2, 4, 5, 7, 8, 9)), 0x7A, 0x7B, 0x7C)
    fields = [(wire.address12(dice.choice((11, 13, 14, 15)) * ROW + dice.choice((1, 2, 7, 9, 79))),
               "".join(dice.choice("acdfimpx/<>\"5*= ") for _ in range(dice.choice((1, 2, 5, 72, 300)))))
              for _ in range(dice.randrange(6))]
    return wire.record(dice.choice(keys), wire.address12(dice.randrange(1920)), *fields)


def send_until_seen(terminal, line, place, command, pattern):
    """A command, behind all records that were sent before, and what it shows. The emulator loses some: once more then."""

    def is_seen():
        line.quiet()
        line.send(wire.record(wire.AID["ENTER"], wire.address12(place), (wire.address12(place), command)))
        return until(lambda: re.search(pattern, terminal.screen(), re.MULTILINE), LOST_AFTER)

    if not until(is_seen, 4 * LOST_AFTER):
        raise terminal.failed(f"waiting for {pattern}")


def test_crafted_input_changes_no_file(system):
    """Records that no display sends, between a person's keys: in XEDIT and in FILELIST."""
    dice = chance()
    with wire.Wire(system.port("console")) as line, system.logon("CMS1", port=line.port) as terminal:
        terminal.collect("^Ready;", 60)
        terminal.ask("erase crafted input a", "^Ready")
        terminal.enter("xedit crafted input a (noprof")
        terminal.wait("^ ====>")
        xedit(terminal, "input one#input two#input three#up 2#save", "Line=1 Col=1 Alt=0")
        answers = 0
        for turn in range(4):
            answers += sum(line.ask(crafted(dice), dice.choice((1, 1, 2, 40))) for _ in range(15))
            send_until_seen(terminal, line, 22 * ROW + 7, f"query size#msg turn {turn}", f"^ turn {turn}$")
            assert "Alt=0" in terminal.rows()[0] and terminal.rows()[1] == " SIZE 3", terminal.screen()
        answers += sum(line.ask(anything(dice), dice.choice((1, 1, 2, 40))) for _ in range(40))
        assert answers > 20, "nearly all of them were lost"
        send_until_seen(terminal, line, 22 * ROW + 7, "reset#msg still here", "^ still here$")
        at(terminal, 23, 8)
        terminal.do("EraseEOF()")
        xedit(terminal, "qquit", "^Ready;")
        terminal.enter("filelist crafted * a")
        terminal.wait("FILELIST CRAFTED")
        for _ in range(20):
            line.ask(crafted(dice), dice.choice((1, 1, 2, 40)))
        send_until_seen(terminal, line, 23 * ROW + 7, "nosuchcommand", "Unknown CP/CMS command")
        terminal.key("PF3")
        terminal.collect("^Ready")
        lines = terminal.ask("type crafted input a", "^Ready;")
        assert [row for row in lines if row in ("one", "two", "three")] == ["one", "two", "three"], lines
        terminal.ask("erase crafted input a", "^Ready;")
        terminal.enter("logoff")
        terminal.wait("LOGOFF AT")
    system.ask("QUERY CPLEVEL", "Stillwater", 10)


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
