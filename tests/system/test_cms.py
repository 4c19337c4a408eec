# SPDX-License-Identifier: Apache-2.0
"""CMS: loaded from its system disk, commands, immediate commands, and what it costs when nobody types."""

import re
import struct

import pytest
from harness import BUILD, TOP, cms
from harness.chance import chance
from harness.cms import said
from harness.volumes import tool
from harness.wait import until

PROGRAMS = ("argue", "misdeed", "dmsrex")  # tests/system/cms, and REXX
DIRECTORY = """
PROFILE CMS
 MACHINE Z
 CONSOLE 0009 3215 T
 SPOOL 000C 2540 READER *
 SPOOL 000D 2540 PUNCH A
 SPOOL 000E 1403 A
 LINK MAINT 0190 0190 RR
USER OPERATOR OPERATOR 32M 32M ABCDEFG
 CONSOLE 0009 3215 T
USER MAINT NOLOG
 MDISK 0190 3390 1 20 TSTUSR RR
USER CMSUSER CMSUSER 32M 64M BG
 INCLUDE CMS
 MDISK 0191 3390 21 10 TSTUSR MR
 MDISK 0192 3390 31 1 TSTUSR MR
 MDISK 0193 3390 32 1 TSTUSR MR
 MDISK 0194 3390 33 1 TSTUSR MR
 MDISK 0195 FB-512 V-DISK 2000 MR
USER READER READER 32M 64M G
 INCLUDE CMS
 LINK CMSUSER 0191 0191 RR
 MDISK 0192 FB-512 V-DISK 2000 MR
"""
BLOCK, CYLINDER = 4096, 180  # bytes; blocks


def damaged(folder, vdev, damage):
    """A CMS disk with two files on a minidisk, then damaged: damage changes its bytes."""
    image, text = folder / f"blocks{vdev}", folder / "text"
    text.write_text("One line\n" * 2000)
    tool("edf", "format", "--blocks", CYLINDER, "--label", f"BAD{vdev}", image, "-")
    for name in ("ONE", "TWO"):
        tool("edf", "put", image, "-", text, name, "TEXT")
    data = bytearray(image.read_bytes())
    damage(data)
    image.write_bytes(data)
    tool("cpimage", "put", "--raw", "--directory", folder / "directory.obj",
        folder / "disk", f"CMSUSER/0{vdev}", image)


def damage_directory(data):
    """The blocks where the directory may begin have something else."""
    for block in (4, 5):
        data[(block - 1) * BLOCK : block * BLOCK] = bytes(range(256)) * (BLOCK // 256)


def damage_pointers(data):
    """All pointers of all files point to the first block, or far away."""
    for at in range(3 * BLOCK, 5 * BLOCK, 64):
        data[at + 0x28 : at + 0x2C] = (1 if at % 128 else 0x7FFFFFFF).to_bytes(4, "big")


def damage_anything(data):
    """A hundred bytes, anywhere behind the label."""
    dice = chance()
    for _ in range(100):
        data[dice.randrange(3 * BLOCK, 12 * BLOCK)] = dice.randrange(256)


@pytest.fixture(scope="module")
def volume(tmp_path_factory):
    """A volume with the system disk, and a minidisk that nobody has formatted."""
    folder = tmp_path_factory.mktemp("volume")
    programs = [f"{name.upper()}={BUILD}/cms/{name}.module" for name in PROGRAMS]
    tool("cmsnuc", BUILD / "cms.bin", "20", folder / "190", *programs)
    cms.make_volume(folder, DIRECTORY, folder / "190")
    for vdev, damage in ((192, damage_directory), (193, damage_pointers), (194, damage_anything)):
        damaged(folder, vdev, damage)
    return folder


@pytest.fixture(scope="module")
def system(volume, tmp_path_factory):
    """A system with that volume."""
    yield from cms.running(volume, tmp_path_factory.mktemp("system"))


@pytest.fixture(scope="module")
def terminal(system):
    """CMSUSER's display, with CMS."""
    yield from cms.at_terminal(system)


def test_commands_end_with_ready_and_their_return_code(terminal):
    """CMS's own, CP's, and what nobody knows."""
    assert re.match(r"Stillwater CMS Level \d+$", said(terminal, "query cmslevel"))
    assert said(terminal, "nonsense", r"Ready\(-0003\); T=") == "Unknown CP/CMS command"
    assert re.match("CMSUSER +AT ", said(terminal, "query userid"))
    assert "HCPQVD040E Device 0777 does not exist" in said(terminal, "query virtual 0777", r"Ready\(00040\); T=")
    wrong = "DMSHLP254E HELP cannot find the information you requested: NOSUCH"
    assert said(terminal, "help nosuch", r"Ready\(00028\); T=") == wrong
    assert said(terminal, "set impcp off") == ""
    assert said(terminal, "link maint 190 291 rr", r"Ready\(-0003\); T=") == "Unknown CMS command"
    assert re.match("CMSUSER +AT ", said(terminal, "cp query userid"))
    assert said(terminal, "set impcp on") == ""


def test_cms_does_nothing_when_nobody_types(terminal, system):
    """Its virtual CPU is not even looked at."""
    assert re.match("IMPCP += ON", said(terminal, "query impcp"))
    terminal.wait_status("RUNNING")
    seen = {system.ask("QUERY INTERCEPTS CMSUSER", r"USERID=CMSUSER +SIE=(\d+)")[1] for _ in range(3)}
    assert len(seen) == 1


def test_hx_ends_what_runs_and_ht_drops_output(terminal):
    """Obeyed at once, and over with the next command."""
    assert terminal.ask("hx", "^CMS$")
    terminal.ask("ht", "ht")
    assert "Stillwater" in said(terminal, "query cmslevel")


def test_what_is_typed_ends_a_sleep(terminal, system):
    """SLEEP of a program; and the time ends it."""

    def given():
        return int(system.ask("QUERY INTERCEPTS CMSUSER", r"USERID=CMSUSER(?s:.*?)DIAG 008 +(\d+)")[1])

    before = given()
    terminal.enter("cp sleep 9 hrs")
    assert until(lambda: given() > before, 20)
    terminal.ask("query cmslevel", "^Stillwater")
    assert said(terminal, "cp sleep 1 sec") == ""


def answered(terminal, command, *answers):
    """Enter a command that asks; answer each question when it stands there. Returns what it says."""
    lines, line = [], command
    for question, answer in (*answers, (r"^Ready[(;]", "")):
        lines += terminal.ask(line, question)
        line = answer
    return lines


def cards(*lines):
    """A deck of cards with these lines."""
    return b"".join(line.encode("cp037").ljust(80, b"\x40") for line in lines)


def test_disk_is_formatted_and_keeps_files(terminal, system):
    """FORMAT, files from the reader, and what is done with them."""
    assert "DMSACC112S A(191) device error" in said(terminal, "access 191 a", r"Ready\(00100\); ")
    assert answered(terminal, "format 191 a", ("Do you wish to continue", "no"))[-1].startswith("Ready(00088)")
    lines = answered(terminal, "format 191 a", ("Do you wish to continue", "yes"), ("Enter disk label:", "cms191"))
    assert "DMSFOR732I 10 cylinders formatted on A(191)" in lines
    assert lines[-1].startswith("Ready;")
    assert re.search(r"CMS191 191  A  R/W +10 3390 +4096 +0 +6-00 +1785 +1800$", said(terminal, "query disk a"))
    assert said(terminal, "listfile", r"Ready\(00028\); ") == "DMSLST002E File not found"
    system.feed("CMSUSER", "PROFILE", cards("/* My profile */", "say 'Hello'"), "EXEC")
    terminal.collect("RDR FILE")
    assert said(terminal, "readcard profile exec") == ""
    assert said(terminal, "listfile") == "PROFILE  EXEC     A1"
    assert said(terminal, "type profile exec") == "/* My profile */\nsay 'Hello'"
    assert said(terminal, "copyfile profile exec a test data a (recfm v") == ""
    assert re.search(r"^TEST +DATA +A1 V +16 +2 +1 \d", said(terminal, "listfile test * a (date"), re.MULTILINE)
    assert said(terminal, "rename test data a = other =") == ""
    assert said(terminal, "state test data", r"Ready\(00028\); ") == "DMSSTT002E File TEST DATA * not found"
    assert said(terminal, "state test other") == ""
    assert said(terminal, "erase profile exec") == ""
    assert said(terminal, "listfile * * a") == "TEST     OTHER    A1"


def test_file_is_typed_at_the_terminal(terminal):
    """FILEDEF and MOVEFILE; an empty line ends it."""
    said(terminal, "filedef inmove terminal")
    said(terminal, "filedef outmove disk typed script a")
    terminal.ask("movefile", "type NULL LINE for end of data")
    for line in ("Roses are red", "Violets are blue"):
        terminal.wait_status("VM READ")
        terminal.ask(line, f"^{line}$")
    assert said(terminal, "") == ""
    assert said(terminal, "type typed script") == "Roses are red\nViolets are blue"


def test_help_explains_commands_and_messages(terminal):
    """From the tables."""
    assert "ERAse fn ft [fm]" in said(terminal, "help erase")
    assert "No file has a name that fits." in said(terminal, "help dmslst002e")
    assert len(said(terminal, "help").split("\n")) > 20


def test_execio_moves_lines(terminal):
    """Into a file, and by way of the program stack, where lines are commands for the loop that reads it."""
    assert said(terminal, "execio 1 diskw some lines a (string query cmslevel") == ""
    assert said(terminal, "execio 1 diskw some lines a (string query impcp") == ""
    assert said(terminal, "type some lines") == "query cmslevel\nquery impcp"
    assert said(terminal, "execio 3 diskr some lines a (skip", r"Ready\(00002\); ") == ""
    terminal.ask("execio * diskr some lines a", "^IMPCP += ON")
    terminal.ask("execio 1 cp (string query userid", r"^Ready\(-0003\); ")  # the answer was in the stack
    assert said(terminal, "sentries") == ""
    assert said(terminal, "execio 1 emsg (string Good morning") == "Good morning"


def test_patterns_stand_for_many_files(terminal):
    """In COPYFILE, RENAME and ERASE; all or nothing."""
    for name in ("one", "two", "three"):
        assert said(terminal, f"execio 1 diskw {name} many a (string {name}") == ""
    assert said(terminal, "copyfile * many a = copy = (type").split("\n") == [
        "ONE MANY A to ONE COPY A", "TWO MANY A to TWO COPY A", "THREE MANY A to THREE COPY A"]
    assert said(terminal, "copyfile t* many a = copy =", r"Ready\(00028\); ") == (
        "DMSCPY024E File TWO COPY A already exists")
    assert said(terminal, "copyfile * many a all together a") == ""
    assert said(terminal, "type all together") == "one\ntwo\nthree"
    assert said(terminal, "rename t* copy a x= = =") == ""
    assert said(terminal, "listfile x* copy") == "XTWO     COPY     A1\nXTHREE   COPY     A1"
    assert said(terminal, "erase * copy a") == ""
    assert said(terminal, "erase * copy a", r"Ready\(00028\); ") == "DMSERS002E File * COPY A not found"
    assert said(terminal, "erase * many a (type").count("MANY A1") == 3


def test_copyfile_changes_records(terminal):
    """By columns, labels, characters; what is in the lists is checked."""
    assert said(terminal, "pipe literal abc-123,def-456,ghi-789,jkl-0| split ,| change /-/ /| > cols data a") == ""
    lines = answered(terminal, "copyfile cols data a new data a (specs", ("Enter specification list:", "5-7 1 /<>/ 6 ++"),
                     ("", "hc1C2 9 1-2 12"))
    assert lines[-1].startswith("Ready;"), lines
    assert said(terminal, "type new data") == "123  <> AB ab\n456  <> AB de\n789  <> AB gh\n0    <> AB jk"
    lines = answered(terminal, "copyfile cols data a new data a (replace trans", ("Enter translation list:", "a x F1 - 0 40"))
    assert lines[-1].startswith("Ready;"), lines
    assert said(terminal, "type new data") == "xbc -23\ndef 456\nghi 789\njkl"
    assert said(terminal, "copy cols data a new data a (rep frl def tol jkl fill * rec f lrecl 9") == ""
    assert said(terminal, "type new data") == "def 456**\nghi 789**"
    wrong = "DMSCPY157E Label NIX not found in file COLS DATA"
    assert said(terminal, "copy cols data a new data a (rep frlabel nix", r"Ready\(00024\); ") == wrong
    lines = answered(terminal, "copyfile cols data a new data a (replace specs noprompt", ("noprompt$", "1-x 1"))
    assert lines[-2:-1] == ["DMSCPY7005E 1-x cannot be in the list"] and lines[-1].startswith("Ready(00024)"), lines
    assert said(terminal, "type new data (col 2-4") == "ef\nhi"
    assert said(terminal, "erase new data a") == ""


def test_global_variables_are_set(terminal):
    """In groups; some for this session only."""
    assert said(terminal, "globalv select mine setlp what it is that lasts") == ""
    assert said(terminal, "globalv select mine set a 1 b 2") == ""
    assert said(terminal, "globalv sets c 3") == ""
    assert said(terminal, "globalv list").split("\n") == [
        "SELECTED TABLE IS: MINE", "WHAT=it is that lasts", "A=1", "B=2", "C=3"]
    assert said(terminal, "globalv select other list") == "SELECTED TABLE IS: OTHER"
    assert "DMSGLB014E Invalid function: NONSENSE" in said(terminal, "globalv nonsense", r"Ready\(00024\); ")


def test_files_are_there_at_the_next_logon(terminal, system):
    """What a command did is on the disk when it is over."""
    terminal.ask("#cp ipl 190", "^Ready;")
    assert said(terminal, "type test other") == "/* My profile */\nsay 'Hello'"
    assert said(terminal, "globalv select mine list").split("\n") == [
        "SELECTED TABLE IS: MINE", "WHAT=it is that lasts"]
    assert said(terminal, "release a") == ""
    assert said(terminal, "listfile", r"Ready\(00036\); ") == "DMSLST069E Filemode A not accessed"


def test_reader_of_a_disk_sees_what_its_owner_does(terminal, system):
    """What was committed, at his next command; and he changes nothing."""
    assert said(terminal, "access 191 a") == ""
    with system.logon("READER", "READER") as other:
        other.ask("ipl 190", "^Ready;")
        assert "NEWS     TEXT     A1" not in said(other, "listfile")
        assert said(terminal, "execio 1 diskw news text a (string Hear ye") == ""
        assert "NEWS     TEXT     A1" in said(other, "listfile")
        assert said(other, "type news text") == "Hear ye"
        assert said(other, "erase news text", r"Ready\(00036\); ") == "DMSERS037E Filemode A(191) is accessed as read/only"
        assert said(terminal, "erase news text") == ""
        assert "NEWS     TEXT     A1" not in said(other, "listfile")
        assert said(other, "release 191 (det") == "DASD 0191 DETACHED"
        other.enter("logoff")
        other.wait("LOGOFF AT")


def test_files_go_through_the_spool_and_come_back(terminal):
    """PUNCH and READCARD keep the name; DIRECTXA hands a file to CP."""
    assert said(terminal, "copyfile test other a user direct a (recfm f lrecl 80") == ""
    assert said(terminal, "spool punch to *") == ""
    assert "FILE" in said(terminal, "punch user direct")
    assert said(terminal, "rename user direct a old = =") == ""
    assert said(terminal, "readcard *") == ""
    assert said(terminal, "compare user direct a old direct a") == "Comparing USER DIRECT A with OLD DIRECT A"
    assert said(terminal, "compare user direct a test other a", r"Ready\(00004\); ").endswith(
        "DMSCMP209W Files do not compare")
    assert "HCPDIR9001E Unknown statement" in said(terminal, "directxa (edit", r"Ready\(\d+\); ")


def test_file_is_sent_and_received(terminal):
    """It replaces nothing unless asked, and stays in the reader then."""
    assert said(terminal, "execio 1 diskw letter note a (string Dear me") == ""
    assert said(terminal, "sendfile letter note a to cmsuser").startswith("File LETTER NOTE A1 sent to CMSUSER at ")
    assert "DMSRCV024E File LETTER NOTE A already exists" in said(terminal, "receive", r"Ready\(00028\); ")
    assert said(terminal, "pipe cms peek | console").startswith("LETTER NOTE from CMSUSER at ")
    assert said(terminal, "receive * new note").startswith("File NEW NOTE A1 received from CMSUSER at ")
    assert said(terminal, "type new note") == "Dear me"
    assert said(terminal, "sendfile letter note a cmsuser").startswith("File LETTER")
    assert said(terminal, "receive (replace").startswith("File LETTER NOTE A1 received")
    assert "DMSRCV124S" in said(terminal, "receive", r"Ready\(00012\); ")


def test_file_with_long_records_is_sent_as_it_is(terminal):
    """NETDATA; also with DISK DUMP and LOAD."""
    assert said(terminal, "pipe literal x| pad 5000 y| duplicate 2| > long data a") == ""
    assert said(terminal, "sendfile long data cmsuser").startswith("File LONG DATA A1 sent")
    assert said(terminal, "receive * other data").startswith("File OTHER DATA")
    assert said(terminal, "compare long data a other data a").startswith("Comparing")
    assert said(terminal, "spool punch to *") == ""
    assert said(terminal, "disk dump long data a") == ""
    assert said(terminal, "erase long data a") == ""
    assert "LONG     DATA" in said(terminal, "pipe cms rdrlist | console")
    assert said(terminal, "disk load").startswith("File LONG DATA A1 received")
    assert said(terminal, "compare long data a other data a").startswith("Comparing")
    assert said(terminal, "spool punch off") == ""


def test_file_stays_in_the_reader_when_the_disk_is_full(terminal):
    """Also when it gets full with the last cards: the file is not lost."""
    answered(terminal, "format 193 c", ("Do you wish to continue", "yes"), ("Enter disk label:", "small"))
    assert said(terminal, "pipe literal x| pad 4000 y| duplicate 200| > big data a fixed 4000") == ""
    assert said(terminal, "sendfile big data cmsuser").startswith("File BIG DATA")
    assert "DMSRCV107S Disk C(193) is full" in said(terminal, "receive * big data c", r"Ready\(00100\); ")
    assert re.search("BIG +DATA", said(terminal, "pipe cms rdrlist | console"))
    assert said(terminal, "listfile * * c", r"Ready\(00028\); ") == "DMSLST002E File not found"
    assert said(terminal, "receive * bigger data a").startswith("File BIGGER DATA")
    assert said(terminal, "compare big data a bigger data a").startswith("Comparing")
    assert said(terminal, "erase big* data a") == ""
    assert said(terminal, "release c") == ""


def test_people_write_to_each_other(terminal, system):
    """A nickname, NOTE, RDRLIST and RECEIVE: the story of mail."""
    assert said(terminal, "pipe literal :nick.bob :userid.READER :name.Bob Smith| > cmsuser names a") == ""
    assert said(terminal, "namefind :nick bob :name") == "Bob Smith"
    with system.logon("READER", "READER") as other:
        other.ask("ipl 190", "^Ready;")
        terminal.key("CLEAR")
        terminal.enter("note bob")
        terminal.wait("^ ===== To: READER$")
        terminal.wait("^ SEND or PF5 sends the note")
        for line in ("input Hello Bob", "file"):
            terminal.text(line)
            terminal.key("ENTER")
        assert "DMSNOT7006I The note is not sent; it is BOB NOTE A" in terminal.collect(r"^Ready[(;]")
        terminal.key("CLEAR")
        terminal.enter("note bob")
        terminal.wait("^ ===== Hello Bob$")
        terminal.text("input How are you?")
        terminal.key("ENTER")
        terminal.wait("^ ===== How are you.$")
        terminal.key("PF5")
        lines = terminal.collect(r"^Ready[(;]")
        assert any(line.startswith("Note sent to READER at ") for line in lines), lines
        assert said(terminal, "state bob note", r"Ready\(00028\); ").startswith("DMSSTT002E")
        assert "How are you?" in said(terminal, "type all notebook a")
        assert re.search(r"CMSUSER  NOTE     . +CMSUSER ", said(other, "pipe cms rdrlist | console"))
        assert "DMSRCV037E" in said(other, "receive", r"Ready\(00036\); ")
        assert said(other, "release a") == ""
        answered(other, "format 192 a", ("Do you wish to continue", "yes"), ("Enter disk label:", "mine"))
        other.enter("rdrlist")
        other.wait(r"^ ..... +\d{4}  CMSUSER  NOTE ")
        other.key("HOME")
        other.key("PF11")
        other.wait("^ Note from CMSUSER at .* Line 1 of 5")
        other.wait("^ How are you.$")
        other.text("/bob")
        other.key("ENTER")
        other.wait(" Line 4 of 5")
        other.key("PF11")
        other.wait(" Line 4 of 5")
        assert not any("Hello" in row for row in other.rows()), other.screen()
        other.key("PF3")
        other.wait(r"^ .+ +\d{4}  CMSUSER  NOTE ")
        other.key("HOME")
        other.enter("receive")
        other.wait("Note from CMSUSER added to ALL NOTEBOOK A0")
        other.key("CLEAR")
        other.wait("RDRLIST ")
        other.key("PF3")
        other.collect("^Ready")
        assert "DMSRCV124S" in said(other, "receive", r"Ready\(00012\); ")
        notebook = said(other, "type all notebook a").split("\n")
        assert notebook[0] == "=" * 73 and notebook[-2:] == ["Hello Bob", "How are you?"], notebook
        assert re.match(r"Date: \d+-\d+-\d+, \d+:\d+:\d+   From: CMSUSER at ", notebook[1])
        other.enter("logoff")
        other.wait("LOGOFF AT")


def test_nicknames_are_changed_in_xedit(terminal):
    """NAMES makes an entry, and finds it again."""
    terminal.key("CLEAR")
    terminal.enter("names sue")
    terminal.wait("^ =====      :userid.$")
    for line in ("/:userid./", "c/userid./userid.CMSUSER/", "file"):
        terminal.text(line)
        terminal.key("ENTER")
    terminal.collect(r"^Ready;")
    assert said(terminal, "namefind :nick sue :userid") == "CMSUSER"
    terminal.key("CLEAR")
    terminal.enter("names Sue")
    terminal.wait("^ ===== :nick.SUE$")
    assert "Size=5 Line=2 " in terminal.rows()[0], terminal.screen()
    terminal.text("qquit")
    terminal.key("ENTER")
    terminal.collect(r"^Ready;")
    assert said(terminal, "pipe cms names sue | take 1 | console") == ":NICK.SUE"


def test_note_takes_lines_where_there_is_no_screen(terminal):
    """As in a pipeline."""
    terminal.key("CLEAR")
    terminal.enter("pipe cms note cmsuser | > said data a")
    for line in ("To myself", ""):
        terminal.wait_status("VM READ")
        terminal.enter(line)
    terminal.collect("^Ready;")
    assert "Note sent to CMSUSER at" in said(terminal, "type said data")
    assert "added to ALL NOTEBOOK A0" in said(terminal, "receive")
    assert said(terminal, "type all notebook a").endswith("To myself")


def test_records_are_sorted_by_columns(terminal):
    """SORT asks for them."""
    assert said(terminal, "pipe literal b1 a2 a1| split | > to sort a") == ""
    lines = answered(terminal, "sort to sort a in order a", ("Enter sort fields:", "1 1 2 2"))
    assert lines[-1].startswith("Ready;"), lines
    assert said(terminal, "type in order") == "a1\na2\nb1"


def test_what_cms_wrote_is_what_other_tools_read(terminal, volume):
    """The edf tool finds the files in the image and nothing wrong with the disk."""
    assert said(terminal, "listfile * * a").count("DIRECT") == 2
    where = ("--directory", volume / "directory.obj", volume / "disk", "CMSUSER/0191")
    assert tool("edf", "get", *where, "TEST", "OTHER", "-") == "/* My profile */\nsay 'Hello'\n"
    tool("edf", "check", *where)


def test_damaged_disks_are_told_and_do_no_harm(terminal):
    """Refused, or read as far as they are whole; then CMS goes on."""
    assert "DMSACC112S B(192) device error" in said(terminal, "access 192 b", r"Ready\(00100\); ")
    for vdev in (193, 194):
        lines = said(terminal, f"access {vdev} b", "Ready[(;]")
        if "DMSACC112S" in lines:
            continue
        for command in ("listfile * * b (label", "type one text b 1 5", "copyfile two text b new = a (replace"):
            said(terminal, command, "Ready[(;]")
        assert said(terminal, "release b") == ""
    assert "TEST     OTHER    A1" in said(terminal, "listfile * * a")


def linux_partition(data):
    """Where Linux's kernel sees the partition of a reserved minidisk, by its label: start and size in bytes; or None."""
    label = data[2 * BLOCK :]
    magic, block_size, blocks, offset = struct.unpack(">4s8xI12xI20xI", label[:0x38])
    assert magic.decode("cp037") == "CMS1"
    return (offset * block_size, (blocks - 1 - offset) * block_size) if offset else None


def test_virtual_disk_in_storage_is_formatted(terminal):
    """FB-512, with blocks of 1024 bytes."""
    lines = answered(terminal, "format 195 c (blksize 1024", ("Do you wish to continue", "1"), ("disk label:", "fb"))
    assert "DMSFOR732I 2000 FB-512 blocks formatted on C(195)" in lines
    assert said(terminal, "copyfile test other a = = c") == ""
    assert said(terminal, "release c") == ""
    assert said(terminal, "access 195 d") == ""
    assert said(terminal, "type test other d") == "/* My profile */\nsay 'Hello'"
    assert said(terminal, "release d") == ""


def test_disk_is_reserved_for_one_file(terminal, volume):
    """RESERVE: the file has all blocks, as the label tells Linux; it is updated in place, and ERASE gives them back."""
    where = ("--directory", volume / "directory.obj", volume / "disk", "CMSUSER/0192")
    answered(terminal, "format 192 c", ("Do you wish to continue", "yes"), ("Enter disk label:", "linux"))
    assert said(terminal, "copyfile test other a = = c") == ""
    assert answered(terminal, "reserve linux disk c", (r"or 0 \(NO\)", "no"))[-1].startswith("Ready(00088)")
    assert said(terminal, "listfile * * c") == "TEST     OTHER    C1"
    lines = answered(terminal, "reserve linux disk c", (r"or 0 \(NO\)", "yes"))
    assert "DMSRSV733I Reserving disk C" in lines and lines[-1].startswith("Ready;"), lines
    listed = r"^LINUX +DISK +C6 F +4096 +(\d+) +\1 "
    records = int(re.search(listed, said(terminal, "listfile * * c (date"), re.MULTILINE)[1])
    assert re.search(r"LINUX  192  C  R/W +1 3390 +4096 +1 +17\d-9\d +0 +180$", said(terminal, "query disk c"))
    tool("cpimage", "get", *where, volume / "raw")
    data = (volume / "raw").read_bytes()
    assert linux_partition(data) == (BLOCK * (CYLINDER - 1 - records), BLOCK * records)
    assert "DMSEIO107S Disk C(192) is full" in said(terminal, "execio 1 diskw other file c (string x", r"Ready\(00100\); ")
    assert said(terminal, "execio 1 diskw linux disk c 3 (string In place") == ""
    assert said(terminal, "release c") == ""
    tool("edf", "check", *where)
    tool("cpimage", "get", *where, volume / "raw")
    start, size = linux_partition((volume / "raw").read_bytes())
    assert (volume / "raw").read_bytes()[start + 2 * BLOCK :].startswith("In place ".encode("cp037"))
    assert size == BLOCK * records
    assert said(terminal, "access 192 c") == ""
    assert said(terminal, "rename linux disk c = data =") == ""
    assert said(terminal, "erase linux data c") == ""
    assert said(terminal, "copyfile test other a = = c") == ""
    assert said(terminal, "release c") == ""
    tool("edf", "check", *where)
    tool("cpimage", "get", *where, volume / "raw")
    assert not linux_partition((volume / "raw").read_bytes())


def test_program_gets_its_operands_both_ways_and_calls_commands(terminal):
    """Tokens in upper case and cut, the extended list as typed; and a return code."""
    lines = said(terminal, "argue state nosuch longerthaneight", r"Ready\(00028\); ").split("\n")
    assert lines == ["TSTATE", "TNOSUCH", "TLONGERTH", "Estate nosuch longerthaneight",
                     "DMSSTT002E File NOSUCH LONGERTH * not found"]
    assert said(terminal, "argue query cmslevel").endswith("Stillwater CMS Level 1")
    assert said(terminal, "argue query userid", r"Ready\(-0003\); |Ready; ")  # CP's, which SVC 204 does not ask


def test_program_is_loaded_started_and_written(terminal):
    """LOADMOD START GENMOD, and a program called by a synonym."""
    assert said(terminal, "start", r"Ready\(00040\); ") == "DMSLGT021E No program is loaded"
    assert said(terminal, "loadmod argue") == ""
    assert said(terminal, "start sentries") == "TSENTRIES\nEsentries"
    assert said(terminal, "genmod mine") == ""
    assert said(terminal, "compare mine module a argue module s").startswith("Comparing")
    assert said(terminal, "mine sentries") == "TSENTRIES\nEsentries"
    assert said(terminal, "execio 1 diskw my synonym a (string mine ownname 3") == ""
    assert said(terminal, "own sentries", r"Ready\(-0003\); ") == "Unknown CP/CMS command"
    assert said(terminal, "synonym my") == ""
    assert said(terminal, "own sentries") == "TSENTRIES\nEsentries"
    assert "MINE      OWNNAME   OWN" in said(terminal, "query synonym")
    assert said(terminal, "synonym (clear") == ""
    assert said(terminal, "ow", r"Ready\(-0003\); ") == "Unknown CP/CMS command"


def test_nucleus_extension_is_found_before_all(terminal):
    """Also before a command of the nucleus of that name, and until it is dropped."""
    assert said(terminal, "nucxload identify argue") == ""
    assert said(terminal, "identify sentries") == "TSENTRIES\nEsentries"
    assert re.search(r"^IDENTIFY +4096$", said(terminal, "nucxmap"), re.MULTILINE)
    assert said(terminal, "nucxdrop identify") == ""
    assert re.match(r"CMSUSER  AT \S+ +VIA \* +\d\d/\d\d/\d\d \d\d:\d\d:\d\d", said(terminal, "identify"))
    assert "does not exist" in said(terminal, "nucxdrop identify", r"Ready\(00028\); ")


MISDEEDS = (
    ("1", "DMSABE141T Protection exception occurred at "),
    ("2", "DMSABE141T Protection exception occurred at "),
    ("3", "DMSABE141T Protection exception occurred at "),
    ("4", "DMSABE141T Operation exception occurred at "),
    ("5", "DMSABE141T Privileged-operation exception occurred at "),
    ("6", "DMSITS133T Undefined supervisor call 99 before "),
    ("7", "DMSABE141T Addressing exception occurred at .* in routine DMSNUC"),
)


def test_program_that_does_wrong_is_ended_and_cms_goes_on(terminal):
    """With message, PSW and registers."""
    for number, message in MISDEEDS:
        lines = "\n".join(terminal.ask(f"misdeed {number}", "^CMS$"))
        assert re.search(message, lines), lines
        assert re.search(r"^PSW  [0-9A-F]{16} [0-9A-F]{16}$", lines, re.MULTILINE), lines
        assert re.search(r"^R12 ( [0-9A-F]{16}){4}$", lines, re.MULTILINE), lines
        assert "Stillwater" in said(terminal, "query cmslevel")
    assert said(terminal, "misdeed 9", r"Ready\(00008\); ") == ""


def test_hx_ends_a_program_that_loops(terminal):
    """Between any two instructions."""
    terminal.enter("misdeed 8")
    terminal.ask("hx", "^CMS$")
    assert re.search("CMS191 +191 +A +R/W", said(terminal, "query search"))
    assert said(terminal, "misdeed 9", r"Ready\(00008\); ") == ""


def test_pipelines_move_records(terminal, volume):
    """Files, commands of CMS and CP, several streams; a wrong one is told with its stage and changes nothing."""
    assert said(terminal, "pipe literal b a c| split | sort | > piped data a") == ""
    assert said(terminal, "pipe < piped data | join * /-/ | xlate upper | console") == "A-B-C"
    assert re.match("CMSUSER", said(terminal, "pipe cp query userid | specs w1 1 | console"))
    assert said(terminal, "pipe cms listfile piped * a | change /PIPED/Found/ | console").startswith("Found")
    assert said(terminal, "pipe (end ?) < piped data | a: locate /b/ | > only b a ? a: | >> piped data") == ""
    assert said(terminal, "type piped data") == "a\nb\nc\na\nc"
    assert said(terminal, "pipe literal erase only b a| cms | hole") == ""
    assert said(terminal, "pipe < piped data | nonsense x | > piped data", r"Ready\(00027\); ").split("\n") == [
        "FPLSCA027E Entry point nonsense not found", "FPLMSG003I ... Issued from stage 2 of pipeline 1",
        'FPLMSG001I ... Running "nonsense x "']
    assert "DMSPIP002E File NO FILE * not found" in said(terminal, "pipe < no file | console", r"Ready\(00028\); ")
    assert said(terminal, "pipe literal x| dup * | count lines | console", r"Ready\(00027\); ")
    assert said(terminal, "pipe literal x| duplicate 6000| specs 1-* 1 number nw | > many data a") == ""
    assert said(terminal, "pipe < many data a| locate /5999/ | console") == "x       5999"
    assert said(terminal, "pipe cms pipe cms query cmslevel || console | console") == "Stillwater CMS Level 1"
    assert "locate [ANYCASE]" in said(terminal, "help pipe locate")
    assert "HELP PIPE lists" in said(terminal, "help fplsca027e")
    tool("edf", "check", "--directory", volume / "directory.obj", volume / "disk", "CMSUSER/0191")


def questions():
    """What somebody can ask HELP: every row of every table that he can see the effect of."""
    rows = {name: re.findall(r"^[A-Z_]+\(([^,\n]*), ([^,\n]*), ([^,\n]*)", (TOP / name).read_text(), re.MULTILINE) for name in (
        "cms/cmd.def", "cms/cmd/setting.def", "cms/nuc/immediate.def", "cms/xedit/cmd.def", "cms/xedit/set.def",
        "cms/pipe/stages.def", "cms/msg.def", "cms/xedit/msg.def", "cms/pipe/msg.def", "cms/rexx/error.def", "cp/virt/diag.def")}
    assert all(len(found) >= 4 for found in rows.values())
    for table, form in (("cms/cmd.def", "{0}"), ("cms/cmd/setting.def", "set {0}"), ("cms/cmd/setting.def", "query {0}"),
                        ("cms/nuc/immediate.def", "{0}"), ("cms/xedit/cmd.def", "xedit {0}"), ("cms/xedit/set.def", "xedit set {0}"),
                        ("cms/pipe/stages.def", "pipe {0}"), ("cms/msg.def", "dmscms{2:0>3}e"), ("cms/xedit/msg.def", "dms{1}{2:0>3}e"),
                        ("cms/pipe/msg.def", "fpl{1}{2:0>3}e"), ("cms/rexx/error.def", "dmsrex{1}e"), ("cp/virt/diag.def", "diagnose {0}")):
        for row in rows[table]:
            yield form.format(*(word.strip('"') for word in row))
    yield from ("set cmstype", "query rdymsg", "xedit", "xedit prefix", "pipe", "cp", "cp query", "cp query names", "query names", "hcpqvd040e", "cms query")


def test_help_explains_everything(terminal, system):
    """Each row of the tables: there is a page, of two lines at least where CMS has it."""
    asked = list(questions())
    assert len(asked) > 400
    system.feed("CMSUSER", "QUESTION", cards(*asked), "DATA")
    terminal.collect("RDR FILE")
    assert said(terminal, "readcard question data") == ""
    system.feed("CMSUSER", "ASKALL", cards(
        "/* */", "'PIPE < question data a | strip | stem q.'", "do i = 1 to q.0", "a.0 = 0", "'PIPE cms help' q.i '| stem a.'",
        "least = 2 - (word(q.i, 1) = 'diagnose')", "if rc <> 0 | a.0 < least then say 'nothing about' q.i", "end", "say q.0 'asked'"), "EXEC")
    terminal.collect("RDR FILE")
    assert said(terminal, "readcard askall exec") == ""
    lines = terminal.ask("askall", "^Ready[(;]", 60)
    assert lines[1:-1] == [f"{len(asked)} asked"], lines
    assert "HELP cannot find" in said(terminal, "help xedit nosuch", r"Ready\(00028\); ")
    assert "HELP cannot find" in said(terminal, "help pipe nosuch", r"Ready\(00028\); ")
    assert "HELP cannot find" in said(terminal, "help cp nosuch", r"Ready\(00028\); ")
    assert "HELP cannot find" in said(terminal, "help dmscms999e", r"Ready\(00028\); ")


def test_execs_use_pipelines_and_are_stages(terminal, system):
    """STEM and VAR; REXX programs that read and write records."""
    system.feed("CMSUSER", "TRY", cards(
        "/* */", "'PIPE literal a b c| split | stem x.'", "say x.0 x.3", "x.2 = 'new'",
        "'PIPE stem x. | drop 1 | join | var y'", "say y", "'PIPE cp query userid | specs w1 1 | var u'", "say u",
        "'PIPE stem x. | rexx number 10 | rexx number 20 | console'", "z = 'kept'", "'GLOBALV SELECT G PUT z'", "z = ''", "'GLOBALV SELECT G GET z'", "say z", "exit rc"), "EXEC")
    terminal.collect("RDR FILE")
    assert said(terminal, "readcard try exec") == ""
    system.feed("CMSUSER", "NUMBER", cards(
        "/* */", "parse arg n .", "signal on error", "do forever", "'peekto line'", "'output' n line", "'readto'",
        "n = n + 1", "end", "error: exit rc * (rc <> 12)"), "REXX")
    terminal.collect("RDR FILE")
    assert said(terminal, "readcard number rexx") == ""
    assert said(terminal, "try").split("\n") == [
        "3 c", "newc", "CMSUSER", "20 10 a", "21 11 new", "22 12 c", "kept"]
    system.feed("CMSUSER", "PAIRS", cards(
        "/* Records in pairs, and who it is */", "'maxstream input'; say rc", "'streamstate output'; say rc", "signal on error",
        "do forever", "'peekto'", "'callpipe *: | take 2 | join * /+/ | rexx number 3 | *:'", "end",
        "error: if rc <> 12 then exit rc",
        "'callpipe cp query userid | specs w1 1 | var u'", "'output by' u", "'callpipe *: | nosuch | *:'"), "REXX")
    terminal.collect("RDR FILE")
    assert said(terminal, "readcard pairs rexx") == ""
    assert said(terminal, "pipe literal a b c| split | rexx pairs | xlate | console").split("\n") == [
        "0", "0", "3 A+B", "3 C", "BY CMSUSER", "FPLSCA027E Entry point nosuch not found",
        "FPLMSG003I ... Issued from stage 2 of pipeline 1", 'FPLMSG001I ... Running "nosuch "']
    assert said(terminal, "pipe (sep ?) literal /**/'callpipe *:|rexx again|*:';exit rc? > again rexx a") == ""
    assert "DMSMOD109S" in said(terminal, "pipe literal x| rexx again | console", r"Ready\(00104\); T=")
    assert said(terminal, "pipe literal x| rexx number 7 | rexx nosuch | console", r"Ready\(-0003\); ").startswith(
        "FPLREX040E Program NOSUCH REXX not found")
    assert said(terminal, "pipe literal x| var y", r"Ready\(00032\); ").startswith("FPLREX032E")


def test_files_are_dealt_with_on_a_full_screen(terminal):
    """FILELIST: commands before files, in which / is the file."""
    said(terminal, "pipe literal one two three| split | specs 1-* 1 | > pan list a")
    said(terminal, "copyfile pan list a pano = =")
    terminal.enter("filelist pan* list a")
    terminal.wait(r"FILELIST PAN\* LIST A +Line 1 of 2")
    terminal.wait(r"PAN +LIST +A1 V +5 +3 +1 ")
    terminal.key("HOME")
    terminal.enter("rename / new = =")
    terminal.wait(r"PAN LIST A \*\* discarded or renamed \*\*")
    terminal.key("PF3")
    terminal.collect("^Ready")
    assert said(terminal, "listfile * list a") == "NEW      LIST     A1\nPANO     LIST     A1"
    said(terminal, "pipe literal x| duplicate 2000| > big pan a fixed 80")
    said(terminal, "pipe literal x| > small pan a")
    said(terminal, "pipe literal x| > zebra pal a")
    terminal.key("CLEAR")
    terminal.enter("filelist * pa* a")
    terminal.wait("FILELIST ")
    for key, order in (("PF6", ["BIG PAN"]), ("PF4", ["ZEBRA PAL", "BIG PAN", "SMALL PAN"])):
        terminal.key(key)
        shown = [" ".join(row.split()[:2]) for row in terminal.rows()[2:8]]
        assert shown[: len(order)] == order, (key, terminal.screen())
    terminal.do("MoveCursor(2,1)")
    terminal.text("copy / /n pax /m")
    terminal.do("MoveCursor(3,1)")
    terminal.text("discard")
    terminal.key("ENTER")
    terminal.wait(r"^ \* +BIG PAN A \*\* discarded")
    assert re.match(r" \* +ZEBRA +PAL ", terminal.rows()[2]) and not terminal.rows()[4].startswith(" *"), terminal.screen()
    for typed, shown in (("listfile no such a", "^ Return code 28 from listfile no such a"), ("nonsense", "^ Unknown CP/CMS"),
                         ("?", "^ ====> nonsense"), ("/small/", "FILELIST .* Line 3 of"), ("locate nix", "^ Target not found"),
                         ("top", "FILELIST .* Line 1 of")):
        terminal.key("ERASEEOF")
        terminal.text(typed)
        terminal.key("ENTER")
        if terminal.status() in ("MORE...", "HOLDING"):
            terminal.key("CLEAR")
        terminal.wait(shown)
    terminal.key("PF12")
    terminal.text("?")
    terminal.key("ENTER")
    terminal.wait("^ discard$")
    terminal.key("PF2")
    terminal.wait("ZEBRA +PAX ")
    terminal.text("quit")
    terminal.key("ENTER")
    terminal.collect("^Ready")
    assert sorted(said(terminal, "listfile * pa* a (ftype").splitlines()) == [
        "SMALL    PAN", "ZEBRA    PAL", "ZEBRA    PAX"]
    assert said(terminal, "erase * pa* a") == ""
    assert said(terminal, "pipe cms filelist new list a | console").startswith("FILENAME FILETYPE FM")


def test_operator_writes_a_report_by_pipelines(terminal, system):
    """An EXEC asks CP who is logged on and how busy the system is, and writes it into a file."""
    system.feed("CMSUSER", "REPORT", cards(
        "/* */", "'PIPE cp query names | split ,| strip | specs w1 1 | sort',", "'| > users report a'",
        "'PIPE cp indicate load | locate /AVGPROC/ | specs w1 1 | >> users report a'",
        "'PIPE < users report a | count lines | var n'", "say n 'lines'"), "EXEC")
    terminal.collect("RDR FILE")
    assert said(terminal, "readcard report exec") == ""
    lines = int(re.match(r"(\d+) lines$", said(terminal, "report"))[1])
    report = said(terminal, "type users report a").split("\n")
    assert len(report) == lines and report[:2] == ["CMSUSER", "OPERATOR"] and report[-1].startswith("AVGPROC"), report


def test_hx_ends_a_pipeline_that_goes_on_for_ever(terminal):
    """Also one within another, and one that keeps its records; what they had of storage comes back."""
    for pipeline in ("literal x| duplicate *| hole", "literal pipe literal x|| duplicate *|| > for ever a| cms | hole"):
        terminal.enter(f"pipe {pipeline}")
        terminal.ask("hx", "^CMS$")
        assert said(terminal, "pipe literal good| duplicate | join | console") == "goodgood"
    assert said(terminal, "state for ever a", r"Ready\(00028\); ") == "DMSSTT002E File FOR EVER A not found"


def rows():
    """The rows of tests/system/cms/rows: command, return code, the answer's lines, questions and what is typed then."""
    found = []
    for line in (TOP / "tests/system/cms/rows").read_text().splitlines():
        if line.startswith("=> "):
            found[-1][2].append(line[3:])
        elif line.startswith("? "):
            found[-1][3].append(line[2:].split(" => "))
        elif line and not line.startswith("#"):
            command, rc = line.rsplit(" => ", 1)
            found.append((command, rc, [], []))
    return found


def is_answer(lines, want):
    """Does each line begin as the one that is wanted, which is a regular expression? ... are any lines but the last."""
    if "..." in want:
        at = want.index("...")
        lines, want = lines[:at] + lines[-1:], want[:at] + want[-1:]
    return len(lines) == len(want) and all(map(re.match, want, lines))


def test_what_is_typed_is_answered(terminal):
    """All rows, in their order."""
    said(terminal, "filedef * clear")
    wrong = []
    for command, rc, want, answers in rows():
        lines = [line.rstrip() for line in answered(terminal, command, *answers) if line]
        typed = [command, *(answer for _, answer in answers)]
        if not is_answer([line for line in lines if line not in typed], [*want, "Ready;" if rc == "0" else rf"Ready\(0*{rc}\);"]):
            wrong.append((command, lines))
    assert not wrong, "\n".join(map(str, wrong))


def test_hostile_names_are_refused_and_change_nothing(terminal):
    """Each with its message."""
    before = said(terminal, "listfile * * a")
    for command, rc, message in (
        ("state ../../x y a", 20, "DMSSTT062E Invalid character in fileid ../../X"),
        ("erase .. .. a", 20, "DMSERS062E Invalid character in fileid .."),
        ("rename test other a bad/name file a", 20, "DMSRNM062E Invalid character in fileid BAD/NAME"),
        ("copyfile test other a * * *", 20, "DMSCPY062E Invalid character in fileid *"),
        ("rename test other a = = z9", 24, "DMSRNM048E Invalid filemode Z9"),
        (f"state {'x' * 120}", 24, "DMSSTT054E Incomplete fileid specified"),
        (f"erase {'( ' * 40}", 24, "DMSCMS077E The command has more than 32 words"),
        (f"nucxload {'y' * 100}", 28, "DMSNXL002E File YYYYYYYY MODULE * not found"),
    ):
        assert said(terminal, command, rf"Ready\({rc:05}\); ").endswith(message), command
    assert said(terminal, "listfile * * a") == before


def test_a_disk_that_goes_away_is_told_and_cms_goes_on(terminal):
    """Detached while it is accessed: neither read nor written, and the others are as they were."""
    assert said(terminal, "access 195 d") == ""
    assert said(terminal, "copyfile test other a away file d") == ""
    terminal.ask("#CP DETACH 195", "DASD 0195 DETACHED")
    assert said(terminal, "type away file d", r"Ready\(00100\); ").startswith("DMSTYP104S Error reading file AWAY FILE D")
    assert said(terminal, "copyfile test other a new file d", r"Ready\(00100\); ").startswith("DMSCPY105S")
    said(terminal, "release d", r"Ready[(;]")
    assert said(terminal, "type test other a") == "/* My profile */\nsay 'Hello'"
