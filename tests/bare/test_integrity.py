# SPDX-License-Identifier: Apache-2.0
"""The five promises of z/VM's integrity statement, each attacked in earnest by a user with class G and his program.

A program without authority can't circumvent storage protection, reach what a password or a privilege class
protects, get the real machine's supervisor state, or gain authority over others. Each test looks afterwards whether
the neighbour, whose storage and keys have a pattern, the operator and the files of others are as they were.
"""

import re

import pytest

import deck as real_reader
from bare_guest import BareGuest
from harness import TOP
from neighbour import expect_alive

VICTIM = "BARE2"
INTRUDER = "BARE3"
SECRET, WRONG = "S3CR3TPW", "WR0NGPW1"  # BARE6's password in USER.DIRECT, and one that is not
NO_DATA = b"secret of another".ljust(80)


def rows(table):
    """(name, classes, flags, first line of the syntax) of each row of a table of commands."""
    text = (TOP / "cp" / "cmd" / table).read_text().replace('"\n\t"', "").replace('" "', " ")
    found = re.findall(r'^CMD\("([^"]+)", \d+, ([^,]+), ([^,]+),\s+"([^"\\]*)', text, re.MULTILINE)
    assert len(found) > 10
    return found


def others(table, prefix=""):
    """Commands of the table of which no version is for class G or anybody."""
    mine = {name for name, classes, flags, _ in rows(table) if "CLASS_G" in classes or "CMD_ANY" in flags}
    return sorted({prefix + name for name, _, _, _ in rows(table)} - {prefix + name for name in mine})


@pytest.fixture
def intruder(system):
    """A user with class G at a line terminal."""
    with BareGuest(system, INTRUDER) as guest:
        yield guest


@pytest.fixture
def file_of_another(system):
    """A file in the victim's reader; returns its number. It must still be there afterwards."""
    real_reader.send(("127.0.0.1", system.port("reader")), VICTIM, NO_DATA, name="SECRET", filetype="FILE")
    number = system.wait(r"HCPRDR7015I .* queued as RDR file (\d+) for BARE2", 20)[1]
    yield number
    system.ask(f"QUERY READER {VICTIM} ALL", rf" {number} A PUN 00000001 .* SECRET ", 20)
    system.ask(f"PURGE {VICTIM} READER {number}", "0001 FILE  PURGED")


def expect_refused(intruder, commands):
    """Each command is refused with an error message."""
    for line in commands:
        answer = intruder.cp(line, r"HCP\w{3}\d+[EW] .*")
        assert answer, line


def test_a_program_reaches_no_storage_but_its_own(system, neighbour):
    """Not by instructions, channel programs, DIAGNOSE, or what others left in their frames."""
    with BareGuest(system, "BARE1") as former:  # leaves frames full of secrets
        former.load("neighbour", 1)
        former.terminal.wait("BEAT 1", 60)
    with BareGuest(system, INTRUDER) as intruder:
        assert intruder.run("intruder", seconds=120) == 13
        expect_refused(intruder, ["DISPLAY 1000000.10", "DISPLAY T7FFFF000.100", "STORE 1000000 0",
                                  "STORE S3FFFFFFF 00", "DISPLAY K1000000", "STORE K1000000 F8",
                                  "DISPLAY ABSFFFFFFFFFFFFF000.8"])
    expect_alive(system, neighbour)


def test_a_password_is_not_got_round(system, neighbour):
    """No session, no machine and no minidisk of another without it; and nobody sees it."""
    with BareGuest(system, INTRUDER) as intruder:
        expect_refused(intruder, ["XAUTOLOG BARE6", f"AUTOLOG BARE6 {SECRET}", "LINK BARE6 191 191 W"])
        for line in (f"LOGON BARE6 {SECRET}", "LOGON BARE6", "CP LOGON OPERATOR HERE", "SEND CP BARE6 LOGOFF"):
            intruder.cp(line, r"HCP\w{3}\d+[EW] .*")
    line = intruder.take_terminal()
    before = len(line.output)
    try:
        for attempt in (f"LOGON BARE6 {WRONG}", f"LOGON BARE6 {SECRET}X", f"LOGON BARE6 {WRONG} BY BARE3"):
            line.ask(attempt, r"HCP\w{3}\d+E .*")
        assert "LOGON AT" not in line.output[before:]
    finally:
        line.close()
    with BareGuest(system, "BARE6", SECRET) as owner:
        owner.cp("QUERY USERID", "BARE6 +AT")
        for command in ("QUERY SET", "QUERY VIRTUAL ALL", "QUERY TERMINAL", "QUERY NAMES"):
            owner.cp(command, r"\w+")
        shown = owner.terminal.output
    for word in (SECRET, WRONG):
        assert word not in shown and word not in system.log()
    system.ask("QUERY NAMES", r"\w+")
    expect_alive(system, neighbour)


def test_a_command_of_another_class_is_not_given(system, neighbour, intruder):
    """Not by its name, not by another command, not by the guest, not with classes that one gives oneself."""
    unknown = others("cmd.def") + others("query.def", "QUERY ") + others("set.def", "SET ")
    assert {"FORCE", "SHUTDOWN", "VARY", "WARNING", "QUERY FRAMES", "SET SHARE"} <= set(unknown)
    for name in unknown:
        line = f"{name} {VICTIM} ON NOW"
        intruder.cp(line, r"HCPCMD\d+E|HCPCFC003E")
    expect_refused(intruder, ["CP FORCE BARE2", "CP CP CP FORCE BARE2", "CPU 00 FORCE BARE2", "CPU ALL SHUTDOWN"])
    expect_refused(intruder, ["SET PRIVCLASS * +A", "SET PRIVCLASS * =ABCDEFG", f"SET PRIVCLASS {INTRUDER} +A",
                              f"SET PRIVCLASS {VICTIM} -G", f"SET SECUSER {VICTIM} {INTRUDER}", "MESSAGE ALL x",
                              f"INDICATE USER {VICTIM}", f"QUERY PRIVCLASS {VICTIM}", f"SET TIMERSLACK {VICTIM} 5000"])
    intruder.cp("QUERY PRIVCLASS", r"(?s)CURRENT.*?\bG\b")
    system.ask(f"QUERY {VICTIM}", rf"{VICTIM} +-")
    expect_alive(system, neighbour)


def test_the_real_machine_is_not_controlled(system, neighbour, intruder):
    """The program's attempts are in the guest "intruder"; here is what it did outside."""
    before = system.ask("QUERY PROCESSORS", r"(?s)PROCESSOR.*?\nCP$")[0]
    assert intruder.run("intruder", seconds=120) == 13
    assert system.ask("QUERY PROCESSORS", r"(?s)PROCESSOR.*?\nCP$")[0] == before
    assert not any(path.name.startswith("INTRUDED") for path in system.folder.rglob("*"))
    expect_refused(intruder, ["VARY OFFLINE 000C", "ATTACH 0200 TO SYSTEM", "SHUTDOWN", "IPL 0200 CLEAR",
                              "DETACH 0009 SYSTEM"])
    expect_alive(system, neighbour)


def test_nobody_gains_authority_over_others(system, neighbour, intruder, file_of_another):
    """Files, terminals, machines and names of others stay theirs, and limits stay limits."""
    number = file_of_another
    intruder.cp("PURGE READER ALL", "PURGED")  # numbers are each user's own
    expect_refused(intruder, [f"PURGE {VICTIM} READER ALL", f"PURGE {VICTIM} READER {number}", f"PURGE READER {number}",
                              f"CHANGE {VICTIM} READER {number} HOLD", f"CHANGE READER {number} NAME MINE",
                              f"TRANSFER {VICTIM} READER {number} TO *", f"TRANSFER READER {number} TO {INTRUDER}",
                              f"TRANSFER READER {number} FROM {VICTIM}", f"ORDER {VICTIM} READER {number}",
                              f"QUERY READER {VICTIM} ALL", f"QUERY FILES {VICTIM}", f"TAG FILE {number} text",
                              f"SEND CP {VICTIM} LOGOFF", f"SEND {VICTIM} x", f"FORCE {VICTIM}", f"XAUTOLOG {VICTIM}",
                              f"SIGNAL SHUTDOWN {VICTIM}", "DEFINE STORAGE 65M", "DEFINE STORAGE 1G", "DEFINE CPU 3F",
                              f"DETACH 0009 FROM {VICTIM}", f"FOR {VICTIM} CMD LOGOFF", f"DIAL {VICTIM}"])
    intruder.cp("QUERY READER ALL", "NO RDR FILES")
    expect_alive(system, neighbour)
