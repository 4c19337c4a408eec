# SPDX-License-Identifier: Apache-2.0
"""A user's own machine, worked by hand: IPL, resets, DISPLAY and STORE, DIAGNOSE X'308', and CPUs that stop.

Programs are a few words, stored at X'1000' in ESA/390 mode; where they end is told by a disabled wait's address.
"""

import re
import time

import pytest

USER = "LINUX1"
WAIT = "000a0000"  # an ESA/390 PSW's first word: disabled wait
CODE = "00080000 80001000"  # a PSW that runs what is at X'1000'


class Machine:
    """A terminal with its user in CP READ."""

    def __init__(self, terminal):
        self.terminal = terminal

    def ask(self, line, pattern):
        """Enter a line on an empty screen; the output up to the line that matches."""
        self.terminal.key("CLEAR")
        return self.terminal.ask(line, pattern)

    def store(self, *operands):
        """Several STORE commands."""
        for operand in operands:
            self.ask(f"STORE {operand}", "^Store complete")

    def fresh(self, *operands):
        """A cleared machine with things stored in it."""
        self.ask("SYSTEM CLEAR", "Storage cleared - system reset")
        self.store(*operands)

    def register(self, name):
        """The value of a register, as G3."""
        line = self.ask(f"DISPLAY {name}", r"^[A-Z]+ +\d+ =")[-1]
        return int(line.split("=")[1], 16)

    def run(self, address):
        """BEGIN, and wait for the disabled wait with this address."""
        return self.ask("BEGIN", rf"^HCPGIR450W .* 000A0000 {address:08X}")


@pytest.fixture(scope="module")
def machine(system):
    """The user's, with two CPUs."""
    with system.logon(USER) as terminal:
        user = Machine(terminal)
        user.ask("DEFINE CPU 1", "CPU 01 DEFINED")
        yield user


REFUSALS = [
    ("IPL", "022E"),
    ("IPL 00D", "230E Invalid device type - 000D"),
    ("IPL 123", "040E Device 0123"),
    ("IPL CMS", "044E System CMS"),
    ("IPL 00C", "231E .* 000C not ready"),
    ("IPL 00C NONSENSE", "003E .*NONSENSE"),
    ("IPL 00C PARM " + 65 * "x", "7034E"),
    ("IPL 00C LOADPARM NINECHARS", "002E"),
    ("SYSTEM", "026E"),
    ("SYSTEM DOWN", "002E"),
    ("BEGIN XYZ", "004E"),
    ("BEGIN CPU 7", "1456E"),
    ("DEFINE CPU 1", "1453E"),
    ("DEFINE CPU 4", "1457E .* maximum is 4"),
    ("DEFINE STORAGE 3G", "094E .* 2G"),
    ("DEFINE STORAGE 0", "7002E"),
    ("DISPLAY 10000000", "160E"),
    ("DISPLAY ABS0-QQ", "004E"),
    ("DISPLAY V1000", "161E"),
    ("STORE G3 11112222333344445", "005E"),
    ("STORE 100 123456789", "005E"),
    ("STORE FFFFFFFF 1", "160E"),
    ("CPU 3 DISPLAY G", "1456E"),
    ("CPU 0 CPU 1 DISPLAY G", "013E"),
    ("EXTERNAL 100", "005E"),
    ("READY 999", "040E"),
    ("RESET", "022E"),
    ("NOTREADY", "022E"),
    ("NOTREADY 999", "040E"),
    ("NOTREADY 9", "006E"),
]


def test_a_program_is_wanted_before_begin(machine):
    """A new machine has none."""
    machine.ask("BEGIN", "7032E")


@pytest.mark.parametrize("line, message", REFUSALS)
def test_a_wrong_operand_is_refused(machine, line, message):
    """With z/VM's number, and nothing changed."""
    machine.ask(line, f"HCP...{message}")


def test_what_was_stored_is_displayed(machine):
    """Storage in all forms, registers, the PSW, keys."""
    machine.fresh("100 C1C2C3C4 1", "S108 48656c6c6f", "S110 A71800051821", "K1000 F0", "G3 123456789ABCDEF0", "A15 77", f"PSW {CODE}")
    machine.ask("DISPLAY T100.10", r"^R00000100  C1C2C3C4 00000001 48656C6C 6F000000 .. \*ABCD")
    machine.ask("DISPLAY TX108.10", r"\*.*Hello")
    machine.ask("DISPLAY ABSS108.5", r"^A00000108  48656C6C6F")
    machine.ask("DISPLAY I110", "^R00000110  LHI   A7180005")
    machine.ask("DISPLAY I110.6", "^R00000114  LR    1821")
    machine.ask("DISPLAY K0-1FFF", "^00000000 TO 00000FFF KEY = 0")
    machine.ask("DISPLAY K1000.1", "^00001000 TO 00001FFF KEY = F")
    assert machine.register("G3") == 0x123456789ABCDEF0
    assert machine.register("A15") == 0x77
    machine.ask("DISPLAY PSW", "^PSW = 00080000 80001000")
    machine.ask("CPU 1 DISPLAY PSW", "^PSW = 00000000 00000000")


def test_new_storage_is_empty_and_has_its_size(machine):
    """And what was in the old one is gone."""
    machine.store("100 1")
    machine.ask("DEFINE STORAGE 3M", "^STORAGE = 3M")
    machine.ask("DISPLAY 100.4", "^R00000100  00000000")
    machine.ask("DISPLAY 2FFFFC.8", "160E")
    machine.ask("DEFINE STORAGE 256M", "^STORAGE = 256M")


# Subcode, where the machine ends, registers 2 and 3. Without an IPL there is no block, and nothing to load.
AGAIN = [
    (0, 0xABC, 0, 0),
    (1, 0xABC, 0x2000, 0x7777),
    (3, 0x999, 0x2000, 0x0102),
    (4, 0x999, 0x2000, 0x0102),
    (5, 0x999, 0x2000, 0x0402),
    (6, 0x999, 0x2000, 0x0102),
    (7, 0x999, 0x2000, 0x0102),
    (2, 0xDEF, 0x2000, 0x7777),
    (8, 0xDEF, 0x2000, 0x7777),
]


@pytest.mark.parametrize("subcode, ends, gr2, gr3", AGAIN)
def test_diagnose_308(machine, subcode, ends, gr2, gr3):
    """PSW at 0, a program interruption, or the next instruction."""
    machine.fresh(f"0 {WAIT} ABC", f"68 {WAIT} DEF", f"100 {WAIT} 999", "1000 83240308 82000100")
    machine.store("G2 2000", "G3 7777", f"G4 {subcode}", f"PSW {CODE}")
    machine.run(ends)
    assert (machine.register("G2"), machine.register("G3")) == (gr2, gr3)


def test_an_odd_register_or_half_a_page_is_refused_by_diagnose_308(machine):
    """Specification exceptions."""
    for code, address in (("83340308", "3000"), ("83240308", "2800")):
        machine.fresh(f"68 {WAIT} DEF", f"100 {WAIT} 999", f"1000 {code} 82000100")
        machine.store(f"G2 {address}", f"G3 {address}", "G4 6", f"PSW {CODE}")
        machine.run(0xDEF)


def test_ipl_from_a_card_and_again_by_diagnose(system, machine):
    """PSW, subchannel's name, parameters and IPL block are where a program looks for them."""
    card = bytes.fromhex("000A000000000CAD" + "0300000020000001").ljust(80, b"\0")
    system.feed(USER, "CARD", card)
    machine.ask("IPL 00C CLEAR LOADPARM menu PARM abcd efgh", "HCPGIR450W .*000A0000 00000CAD")
    assert machine.register("G0") == 0x81828384  # "abcd efgh" in EBCDIC, four characters each
    assert machine.register("G1") == 0x40858687
    machine.ask("DISPLAY B8.8", "^R000000B8  0001000[0-9A-F] 00000000")
    machine.store(f"100 {WAIT} 999", "1000 83240308 82000100", "G2 2000", "G4 6", f"PSW {CODE}")
    machine.run(0x999)
    assert machine.register("G3") == 1
    machine.ask("DISPLAY 2000.10", "^R00002000  000000C8 00000000 000000C0 02800000")
    machine.ask("DISPLAY T2010.10", r"\*MENU")
    machine.ask("DISPLAY 206C.4", "^R0000206C  0000000C")
    machine.ask("DISPLAY T2080.10", r"\*abcd efgh")
    machine.store("G4 4", f"PSW {CODE}")
    machine.run(0xCAD)
    machine.ask("DISPLAY 1000.4", "^R00001000  83240308")  # no clear
    machine.store("G4 3", f"PSW {CODE}")
    machine.run(0xCAD)
    machine.ask("DISPLAY 1000.4", "^R00001000  00000000")


def test_a_reader_that_is_not_ready(system, machine):
    """NOTREADY makes the file in it out of reach, READY gives it back."""
    system.feed(USER, "CARD", bytes.fromhex("000A000000000CAD" + "0300000020000001").ljust(80, b"\0"))
    machine.ask("NOTREADY 00C#QUERY VIRTUAL 00C", "CL .* NOTREADY")
    machine.ask("IPL 00C CLEAR", "231E .* 000C not ready")
    machine.ask("READY 00C#IPL 00C CLEAR", "HCPGIR450W .*000A0000 00000CAD")


def test_a_line_of_sixteen_commands_is_taken(machine):
    """All of them in order, though fewer may wait behind others."""
    shown = machine.ask("#".join(f"D G{number}" for number in range(16)), r"^G[A-Z]* +15 +=")
    assert [int(number) for number in re.findall(r"^G[A-Z]* +(\d+) +=", "\n".join(shown), re.MULTILINE)] == list(range(16))


def test_the_interruption_key(machine):
    """EXTERNAL ends an enabled wait, with its code."""
    machine.fresh(f"58 {WAIT} ECE", "PSW 010A0000 80001000")
    machine.terminal.key("CLEAR")
    machine.terminal.enter("BEGIN")
    machine.terminal.wait_status("RUNNING")
    machine.terminal.enter("#CP EXTERNAL 42")
    machine.terminal.wait("HCPGIR450W .*000A0000 00000ECE")
    machine.ask("DISPLAY 84.4", "^R00000084  00000042")


def test_restart(machine):
    """SYSTEM RESTART takes the PSW at 0 and leaves the old one at 8."""
    machine.fresh(f"0 {WAIT} 123", f"PSW {CODE}")
    machine.ask("SYSTEM RESTART", "HCPGIR450W .*000A0000 00000123")
    machine.ask("DISPLAY 8.8", "^R00000008  00080000 80001000")


def test_the_last_cpu_that_stops_itself_brings_cp_read(machine):
    """SIGP STOP to itself, as Linux's halt does."""
    machine.fresh("1000 AE020005 47F01000", f"PSW {CODE}")
    machine.ask("BEGIN", "HCPGSP2629I")
    machine.terminal.wait_status("CP READ")


def test_all_cpus_that_reset_each_other_do_no_harm(machine):
    """DIAGNOSE X'308' on every CPU at once, for ever, until SYSTEM RESET."""
    machine.fresh(f"0 {CODE}", "1000 83240308 47F01000")
    machine.ask("CPU ALL STORE G4 1", "^Store complete")
    machine.ask(f"CPU ALL STORE PSW {CODE}", "^Store complete")
    machine.terminal.enter("BEGIN CPU ALL")
    time.sleep(0.5)  # let it
    machine.ask("#CP SYSTEM RESET", "^System reset")
    machine.terminal.wait_status("CP READ")
    count = machine.ask("QUERY INTERCEPTS", "DIAG 308")[-1]
    assert int(re.search(r"DIAG 308 +(\d+)", count)[1]) > 100


def test_an_endless_ipl_hurts_nobody_and_ends_with_the_session(system):
    """A card whose channel program loops; the operator is answered, and can force the user off."""
    card = bytes.fromhex(CODE.replace(" ", "") + "0300001060000001" + "0800000800000001").ljust(80, b"\0")
    system.feed("LINUX2", "LOOP", card)
    with system.logon("LINUX2") as terminal:
        terminal.enter("IPL 00C CLEAR")
        system.ask("QUERY TIME", "TIME IS", 10)
        system.ask("FORCE LINUX2", "LOGOFF AS +LINUX2", 10)
