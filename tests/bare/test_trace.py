# SPDX-License-Identifier: Apache-2.0
"""TRACE: what it shows of a program of some instructions, and that the program can't tell."""

import re

import pytest

from bare_guest import BareGuest

PSW = "PSW 00080000 80001000"
NEW_PSWS = ["60 00080000 80001020", "68 000A0000 80000BAD"]  # SVC, program interruption
DISABLED_WAIT = "HCPGIR450W"

# LHI 1,5; LR 2,1; ST 2,X'800'; J *+6; NOPR; SVC 7; at X'1020': no instruction
PROGRAM = "A7180005 18215020 0800A7F4 00030700 0A070000"
LINES = """\
-> 00001000  LHI   A7180005    CC 0
-> 00001004  LR    1821        CC 0
-> 00001006  ST    50200800 >> 00000800    CC 0
-> 0000100A  BRC   A7F40003 -> 00001010    CC 0
-> 00001010  SVC   0A07     -> 00001020    CC 0
-> 00001020        0000        CC 0
*** 00001020  PROG  0001 -> 00000BAD   OPERATION""".splitlines()


@pytest.fixture(name="guest")
def fixture_guest(system):
    """A machine of one CPU in the architecture mode ESA/390 with the program."""
    with BareGuest(system, "BARE2") as guest:
        guest.cp("SYSTEM CLEAR", "Storage cleared")
        stores = [f"1000 {PROGRAM}", *NEW_PSWS, PSW]
        guest.cp("#".join(f"STORE {data}" for data in stores), r"(Store complete\s+(CP\s+)?){4}")
        yield guest


def trace(guest, *commands):
    """Set traps, in one line; an answer shows that CP has taken them."""
    guest.cp("#".join([*(f"TRACE {command}" for command in commands), "QUERY TRACE"]), r"CMD +\S|No trace sets")


def traced(guest, *commands):
    """Set traps and let the program run from its beginning to its end; what was traced on the way."""
    begin = len(guest.terminal.output)
    guest.cp("#".join([*(f"TRACE {command}" for command in commands), f"STORE {PSW}", "BEGIN"]), DISABLED_WAIT)
    lines = guest.terminal.output[begin:].splitlines()
    return [line.rstrip() for line in lines if line.startswith(("->", "***"))]


CASES = [
    (["INSTR RUN", "PROG RUN"], LINES),
    (["I RUN"], LINES[:-1]),
    (["I R 1004-100A RUN"], LINES[1:4]),
    (["I PSWA 1005 RUN"], []),
    (["BRANCH RUN"], LINES[3:4]),
    (["BR INTO 1010 RUN"], LINES[3:4]),
    (["BR INTO 100E RUN"], []),
    (["STORE INTO 803.10 RUN"], LINES[2:3]),
    (["STORE INTO 804 RUN"], []),
    (["SVC RUN"], LINES[4:5]),
    (["SVC 7 RUN"], LINES[4:5]),
    (["SVC 8 RUN"], []),
    (["PROG 1 RUN"], LINES[-1:]),
    (["PROG 2-7F RUN"], []),
    (["BR RUN", "SVC RUN", "PROG RUN", "STORE RUN"], [LINES[2], LINES[3], LINES[4], LINES[6]]),
    (["I R 1000 RUN", "STORE INTO 810 RUN"], LINES[:1]),
    (["I RUN SKIP 1 PASS 1"], [LINES[1], LINES[3], LINES[5]]),
    (["I RUN NOTERM"], []),
    (["I RUN NOTERM", "BR RUN"], [LINES[3]]),
]


def test_traps_show_what_they_are_for(guest):
    """All lines, compared as they stand."""
    for commands, lines in CASES:
        assert (commands, traced(guest, *commands)) == (commands, lines)
        guest.cp("TRACE END", "Trace ended")


def test_machine_stops_where_it_was_traced(guest):
    """NORUN: in CP READ behind each instruction; DISPLAY and STORE work there; it ends with the trap."""
    trace(guest, "INSTR")
    for line, address in zip(LINES[:3], ("1004", "1006", "100A")):
        guest.cp("BEGIN", re.escape(line))
        guest.cp("DISPLAY PSW", f"PSW = 00080000 8000{address}")
    guest.cp("STORE G1 1234", "Store complete")
    guest.cp("TRACE END#QUERY TRACE", r"Trace ended\s+(CP\s+)?No trace sets defined")
    guest.cp("BEGIN", DISABLED_WAIT)
    guest.cp("DISPLAY G1", "GPR  1 =  0000000000001234")


def test_step_stop_and_command(guest):
    """STEP 2 stops at each second; CMD answers at each."""
    trace(guest, "INSTR STEP 2 CMD DISPLAY G1")
    guest.cp("BEGIN", rf"{re.escape(LINES[0])}\s+GPR  1 =.*\s+{re.escape(LINES[1])}\s+GPR  1 =  0000000000000005")
    guest.cp("DISPLAY PSW", "PSW = 00080000 80001006")
    guest.cp("BEGIN", re.escape(LINES[3]))
    guest.cp("DISPLAY PSW", "PSW = 00080000 80001010")


def test_traps_stay_over_a_reset_and_end_by_name(guest):
    """SYSTEM RESET does not end tracing; TRACE DELETE does, trap by trap."""
    trace(guest, "I RUN IDENT ONE", "PROG RUN")
    guest.cp("SYSTEM RESET", "System reset")
    assert traced(guest) == LINES
    guest.cp("TRACE DELETE TWO", "HCPTRC7036E Trace trap TWO does not exist")
    assert traced(guest, "DELETE ONE") == LINES[-1:]
    guest.cp("TRACE END ALL", "Trace ended")
    guest.cp("TRACE END", "HCPTRC7033E There is no active trace")


def test_instructions_are_counted(guest):
    """COUNT shows nothing; QUERY TRACE says how many, of all and of a range."""
    assert traced(guest, "COUNT", "COUNT 1004-100A") == []
    guest.cp("QUERY TRACE", r"1  COUNT\s+(CP\s+)?COUNTED 6\s+(CP\s+)?2  COUNT +PSWA 00001004-0000100A\s+(CP\s+)?COUNTED 3")


def test_traces_are_printed(guest):
    """To the printer alone; without one the terminal gets the lines."""
    assert traced(guest, "BR RUN PRINTER") == []
    guest.cp("CLOSE PRINTER", r"PRT FILE \d{4} SENT FROM BARE2")
    guest.cp("PURGE PRINTER ALL", "FILE +PURGED")
    guest.cp("DETACH 00E", "000E DETACHED")
    assert traced(guest) == LINES[3:4]


def test_one_of_several_sets_is_active(guest):
    """A trap's command goes to another set, whose traps are in effect from then on."""
    trace(guest, "GOTO SECOND", "INSTR RUN", "GOTO INITIAL", "BR RUN CMD TRACE GOTO SECOND")
    assert traced(guest) == LINES[3:6]
    guest.cp("TRACE RETURN", "HCPTRC7293E The active trace set was not called")
    guest.cp("QUERY TRACE", r"NAME  INITIAL(?s:.*)NAME  SECOND +.ACTIVE.")
    guest.cp("TRACE CALL THIRD#TRACE GOTO FOURTH#TRACE GOTO FIFTH", "HCPTRC7292E There are the maximum of 4 trace sets")
    guest.cp("TRACE GOTO THIRD#TRACE RETURN#QUERY TRACE", "NAME  SECOND +.ACTIVE.")
    guest.cp("TRACE END ALL", "Trace ended")
    assert traced(guest) == []


def test_wrong_operands_set_no_trap(guest):
    """Each refusal names its word."""
    for operands, said in [
        ("", "HCPCFC026E"),
        ("NONSENSE", "HCPCFC002E Invalid operand - NONSENSE"),
        ("INSTR RANGE 1000-FFF", "HCPCDM009E Invalid range - 1000-FFF"),
        ("INSTR PSWA XYZ", "HCPCDM004E Invalid hexloc - XYZ"),
        ("INSTR SKIP 10000", "HCPCFC7001E"),
        ("STORE INTO 1 INTO 2", "HCPCFC013E Conflicting option - 2"),
        ("SVC 100", "HCPCFC002E Invalid operand - 100"),
        ("TRAP 1 RUN", "HCPTRC7036E"),
    ]:
        guest.cp(f"TRACE {operands}", said)
    guest.cp("QUERY TRACE", "No trace sets defined")


@pytest.mark.parametrize("commands", [[], ["I RUN NOTERM"], ["STORE RUN NOTERM", "SVC RUN NOTERM", "PROG RUN NOTERM"]])
def test_guest_uses_program_events_itself(system, commands):
    """The same tests of the guest's own PER pass whether CP traces it or not."""
    with BareGuest(system, "BARE3") as guest:
        trace(guest, *commands)
        assert guest.run("per") > 0


@pytest.mark.parametrize("name", ["pgm", "mp"])
def test_guests_pass_while_they_are_traced(system, name):
    """Program interruptions of all kinds, and two CPUs, each instruction an event of CP's."""
    with BareGuest(system, "BARE1") as guest:
        trace(guest, "I RUN NOTERM", "PROG RUN NOTERM", "SVC RUN NOTERM")
        guest.cp("CPU 1 TRACE INSTR RUN NOTERM#CPU 1 QUERY TRACE", "INSTR")
        assert guest.run(name, seconds=120) > 0
