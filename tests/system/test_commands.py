# SPDX-License-Identifier: Apache-2.0
"""CP commands at the operator's console: what each answers, and how wrong operands are refused.

Commands of other files have their own tests: spool files (test_spool), a user's machine (test_machine), real devices
(test_devices), sessions (test_logon).
"""

import pytest

# A name that stays logged on, disconnected: AUTOLOG1 starts it.
GUEST = "LINUX4"

ANSWERS = [
    ("QUERY CPLEVEL", r"^Stillwater Version \S+, service level \d{4} \(64-bit\)"),
    ("QUERY USERID", r"^OPERATOR AT "),
    ("QUERY USERS", r"^ +\d+ USERS, +0 DIALED, +0 NET"),
    ("QUERY NAMES", rf"^OPERATOR -L0009.* {GUEST} +- DSC "),
    (f"QUERY {GUEST}", rf"^{GUEST} +- DSC "),
    (f"QUERY USERS {GUEST}", rf"^{GUEST} +- DSC "),
    ("QUERY TIME", r"^CONNECT= \d\d:\d\d:\d\d VIRTCPU= \d{3}:\d\d\.\d\d TOTCPU= \d{3}:\d\d\.\d\d"),
    ("QUERY SET", r"^MSG ON  , WNG ON  , EMSG ON , ACNT OFF, RUN OFF"),
    ("QUERY PROCESSORS", "^PROCESSOR 00 MASTER CP"),
    ("QUERY STORAGE", r"^STORAGE = \d+[MG] CONFIGURED"),
    ("QUERY FRAMES", "^FREE .*"),
    ("QUERY SETTLE", r"^SINCE IPL: PUT AWAY=\d+ HURRIED=\d+ FETCHED=\d+"),
    ("SET SETTLE 5", "^CP$"),
    ("QUERY PRIVCLASS", "^ +DIRECTORY: ABCDEFG"),
    (f"QUERY PRIVCLASS {GUEST}", "^ +CURRENTLY: G"),
    ("SET PRIVCLASS * RESET", "^ +CURRENTLY: ABCDEFG"),
    ("QUERY SHUTDOWNTIME", r"^SHUTDOWNTIME \d+ SEC"),
    ("QUERY SIGNALS SHUTDOWNTIME", r"^SIGNAL SHUTDOWNTIME \d+ SEC"),
    ("QUERY SIGNALS", "^NO USERS ENABLED FOR SHUTDOWN SIGNALS"),
    (f"QUERY TIMERSLACK {GUEST}", "^TIMERSLACK 250 MS"),
    ("QUERY VIRTUAL CPUS", r"^CPU 00  ID  FF\w{6} \w{4} \(BASE\) CP   CPUAFF ON"),
    ("QUERY VIRTUAL STORAGE", "^STORAGE = 32M"),
    ("INDICATE", "^AVGPROC-"),
    ("INDICATE LOAD", r"^PROC 0000-\d{3}% CP"),
    (f"INDICATE USER {GUEST} EXP", r"^CPUS=1 DEVICES=4 TIMERSLACK=250 MS .*PAGESHARE=ON"),
    (f"FOR {GUEST} CMD QUERY USERID", rf"^{GUEST} +AT "),
    ("MSG OPERATOR hello there", r"^\d\d:\d\d:\d\d  \* MSG FROM OPERATOR: hello there"),
    ("WNG ALL hello", r"\* WNG FROM OPERATOR: hello"),
    ("SMSG * hello", r"\* SMSG FROM OPERATOR: hello"),
    ("MSGNOH OPERATOR bare words", "^bare words"),
    ("MSG * a[b]c|d{e}!f^g~h\\i", r"MSG FROM OPERATOR: a\[b\]c\|d\{e\}!f\^g~h\\i"),
    ("DIAL LINUX1", "HCPDIA7027E"),
    ("HELP ADSTOP", "^ADSTOP is refused: TRACE INSTRUCTIONS FROM address NORUN"),
    ("HELP", "^XAUTOLOG +starts a user without a terminal"),
    ("HELP FORCE", "^  The operator can't be forced[.]"),
    ("HELP QUERY", "^  VIRTUAL +your virtual machine"),
    ("HELP Q N", r"^  Each user is shown with his terminal's number, or DSC without one[.]"),
    ("HELP 003", "^HCPCFC003E Invalid option - &1"),
    ("HELP HCPMSG045E", "^  The command works on a logged-on user"),
    ("HELP DIAGNOSE 8", "^DIAGNOSE X'008' execute a CP command"),
    ("HELP DIAGNOSE", "^DIAGNOSE X'308' "),
    ("HELP DIRECTORY", "^XSTORE +Expanded storage .not yet."),
    ("HELP DIRECTORY IPL", "^IPL .a statement of USER DIRECT."),
    ("HELP OPTION", "^  ACCT  APPLMON "),
    ("HELP NICDEF", "^  Not supported yet: "),
]


@pytest.mark.parametrize("line, answer", ANSWERS)
def test_a_command_answers(system, line, answer):
    """As z/VM does."""
    system.ask(line, answer)


def test_a_user_is_started_with_options_and_forced(system):
    """XAUTOLOG, FOR, FORCE."""
    system.ask("XAUTOLOG LINUX2 NOIPL STORAGE 128M", "^Command accepted")
    system.ask("FOR LINUX2 CMD QUERY VIRTUAL STORAGE", "^STORAGE = 128M")
    system.ask("FORCE LINUX2 NOW", "LOGOFF AS +LINUX2 USERS = .* FORCED BY OPERATOR")


def test_cpus_come_and_go(system):
    """DEFINE CPU and DETACH CPU; the answer to what resets a machine is on its own console."""
    system.ask(f"FOR {GUEST} CMD DEFINE CPU 1-2 TYPE CP", "^CPU 02 DEFINED")
    system.ask(f"FOR {GUEST} CMD QUERY VIRTUAL CPUS", "^CPU 02  ID  FF2")
    system.ask(f"FOR {GUEST} CMD DETACH CPU 1-2", rf"^{GUEST} +: CPU 02 DETACHED")
    system.ask(f"FOR {GUEST} CMD CPU 1 DISPLAY PSW", "^HCPCFC1456E CPU 01 does not exist")


def test_a_device_gets_another_number_and_the_old_one_again(system):
    """REDEFINE."""
    system.ask("REDEFINE 00C AS 01C", "^RDR 001C DEFINED")
    system.ask("QUERY VIRTUAL 01C", "^RDR  001C CL ")
    system.ask("REDEFINE DEVICE 01C 00C", "^RDR 000C DEFINED")
    system.ask("QUERY VIRTUAL 01C", "^HCPQVD040E Device 001C")


REFUSALS = [
    ("XYZZY", "CMD001E Unknown CP command: XYZZY"),
    ("CP CP XYZZY", "CMD001E Unknown CP command: XYZZY"),
    ("QUERY", "CFC026E"),
    (f"QUERY USERS {GUEST} B", "CFC003E Invalid option - command contains extra option.s. starting with B"),
    ("QUERY NOBODY", "MSG045E NOBODY not logged on"),
    ("QUERY NOTAUSERID", "CFC003E Invalid option - NOTAUSERID"),
    ("QUERY TIME NOW", "CFC003E"),
    ("QUERY VIRTUAL 12345", "CFC003E Invalid option - 12345"),
    ("QUERY VIRTUAL 999", "QVD040E Device 0999 does not exist"),
    ("QUERY SIGNALS NOBODY", "MSG045E"),
    ("SET", "CFC026E"),
    ("SET XYZZY ON", "CFC003E Invalid option - XYZZY"),
    ("SET RUN MAYBE", "CFC002E Invalid operand - MAYBE"),
    ("SET RUN", "CFC026E"),
    ("SET MSG ON OFF", "CFC003E"),
    ("SET MSG IUCV", "CFC7004E IUCV is not supported"),
    ("SET EMSG LOUD", "CFC003E Invalid option - LOUD"),
    ("SET PRIVCLASS * =7", "CFC002E Invalid operand - =7"),
    ("SET TIMERSLACK -1", "CFC002E"),
    ("SET SETTLE 0", "CFC7001E Invalid operand - 0; it must be from 1 to 3600"),
    ("SET SETTLE", "CFC026E"),
    ("SET SETTLE OFF 1", "CFC003E"),
    ("SET SHUTDOWNTIME 3601", "CFC7001E Invalid operand - 3601; it must be from 0 to 3600"),
    ("SET SIGNAL SHUTDOWNTIME", "CFC026E"),
    ("SET SIGNAL KILL 3", "CFC003E"),
    ("SHUTDOWN CANCEL", "SHU7066E No system shutdown is in progress"),
    ("SHUTDOWN REIPL", "SHU7068E CP was not loaded from a volume"),
    ("SHUTDOWN POWEROFF", "CFC7004E POWEROFF is not supported"),
    ("SHUTDOWN NOW", "CFC003E"),
    ("FORCE", "CFC020E"),
    ("FORCE NOBODY", "MSG045E"),
    ("FORCE TOOLONGNAME", "CFC007E Invalid userid - TOOLONGNAME"),
    ("FORCE OPERATOR", "FRC7062E"),
    (f"FORCE {GUEST} LATER", "CFC003E"),
    (f"FORCE {GUEST} WITHIN", "CFC026E"),
    (f"FORCE {GUEST} WITHIN 0", "CFC7001E"),
    (f"FORCE {GUEST} WITHIN 5", f"SIG7061E User {GUEST} is not enabled for shutdown signals"),
    ("SIGNAL", "CFC026E"),
    ("SIGNAL SHUTDOWN", "CFC020E"),
    (f"SIGNAL SHUTDOWN {GUEST} WITHIN 0", "CFC7001E"),
    ("XAUTOLOG", "CFC020E"),
    ("XAUTOLOG NOBODY", "DIR053E NOBODY not in CP directory"),
    (f"XAUTOLOG {GUEST}", f"LGA054E Already logged on {GUEST}"),
    ("XAUTOLOG LINUX2 PROMPT", "CFC7004E PROMPT is not supported"),
    ("XAUTOLOG LINUX2 STORAGE 3G", "DST094E .* 2G"),
    ("XAUTOLOG LINUX2 STORAGE", "CFC026E"),
    ("XAUTOLOG LINUX2 IPL", "CFC026E"),
    ("XAUTOLOG LINUX2 NOIPL IPL 00C", "CFC013E Conflicting option - IPL"),
    ("XAUTOLOG LINUX2 FAST", r"CFC003E Invalid option - \(NOT SHOWN\)"),
    ("ADSTOP 1000", "CFC7004E ADSTOP is not supported by this system"),
    ("QUERY VSWITCH", "CFC7004E VSWITCH is not supported"),
    ("SET SRM", "CFC7004E SRM is not supported"),
    ("DEFINE NIC 600", "CFC7004E NIC is not supported"),
    ("FOR", "CFC020E"),
    ("FOR NOBODY CMD QUERY TIME", "MSG045E"),
    (f"FOR {GUEST}", "CFC026E"),
    (f"FOR {GUEST} QUERY TIME", "CFC003E Invalid option - QUERY"),
    (f"FOR {GUEST} CMD", "CFC026E"),
    (f"FOR {GUEST} CMD SLEEP", "CFC7003E SLEEP is not allowed through FOR"),
    (f"FOR {GUEST} CMD QUERY DASD", "CFC003E Invalid option - DASD"),
    (f"FOR {GUEST} CMD FORCE OPERATOR", "CMD001E Unknown CP command: FORCE"),
    ("FOR OPERATOR CMD FOR OPERATOR CMD QUERY TIME", "CFC7003E FOR is not allowed through FOR"),
    ("DEFINE", "CFC026E"),
    ("DEFINE CPU", "CFC026E"),
    ("DEFINE CPU X", "CFC002E"),
    ("DEFINE CPU 1 TYPE IFL", "CFC7004E IFL is not supported"),
    ("DEFINE CPU 1 TYPE", "CFC026E"),
    ("DEFINE CPU 1", "DEF1457E CPU 01 not defined; the maximum is 1 CPUs"),
    ("DEFINE READER AS", "CFC022E"),
    ("DEFINE READER 00C", "DEF091E Device 000C not defined; device 000C already defined"),
    ("DEFINE CONSOLE 0A", "DEF091E Device 000A not defined; device 0009 already defined"),
    ("DEFINE STORAGE 1X", "CFC7002E"),
    ("DETACH", "CFC022E"),
    ("DETACH 00D XYZ", "CFC022E"),
    ("DETACH 00D-00C", "CDM009E"),
    ("DETACH CPU", "CFC026E"),
    ("DETACH CPU 0", "DET1458E CPU 00 is the base CPU"),
    ("DETACH CPU 3", "CFC1456E CPU 03 does not exist"),
    ("REDEFINE", "CFC022E"),
    ("REDEFINE 00C", "CFC022E"),
    ("REDEFINE 99 98", "QVD040E Device 0099"),
    ("REDEFINE 00C AS 00D", "DEF091E Device 000D not defined; device 000D already defined"),
    ("REDEFINE 00C AS 01C XYZ", "CFC003E .* XYZ"),
    ("INDICATE XYZZY", "CFC003E Invalid option - XYZZY"),
    ("INDICATE USER NOBODY", "MSG045E"),
    ("INDICATE USER * EXP MORE", "CFC003E .* MORE"),
    ("MSG", "CFC020E"),
    ("MSG NOBODY hello", "MSG045E NOBODY not logged on"),
    ("MSG OPERATOR", "MSG032E Message text missing"),
    ("SLEEP X", "CFC002E Invalid operand - X"),
    ("SLEEP 100 HRS", "CFC002E Invalid operand - 100"),
    ("ECHO 100", "CFC7001E"),
    ("HELP XYZZY", "HLP7090E There is no help for XYZZY"),
    ("HELP SET XYZZY", "HLP7090E There is no help for XYZZY"),
    ("HELP DIAGNOSE 9", "HLP7090E There is no help for 9"),
    ("HELP QUERY TIME PLEASE", "CFC003E .* PLEASE"),
]


@pytest.mark.parametrize("line, message", REFUSALS)
def test_wrong_operands_are_refused(system, line, message):
    """With z/VM's number and a text that names the word."""
    system.ask(line, f"^HCP{message}")


def test_refusals_changed_nothing(system):
    """After all of the above."""
    system.ask("QUERY VIRTUAL 00D", "^PUN  000D CL A NOCONT NOHOLD")
    system.ask("QUERY SHUTDOWNTIME", "^SHUTDOWNTIME 30 SEC")
    system.ask(f"QUERY {GUEST}", rf"^{GUEST} +- DSC ")


@pytest.mark.parametrize("line", ["QUERY DASD", "QUERY FRAMES", "FORCE OPERATOR", "XAUTOLOG LINUX2", "SHUTDOWN", "FOR X"])
def test_commands_of_other_classes_are_unknown(system, line):
    """A class G user is not told that they exist; XAUTOLOG is his, for whom the directory lets him start."""
    system.ask(f"FOR {GUEST} CMD {line}", "^HCP(CMD001E|CFC003E|LGA7020E)")


def test_switches_of_messages(system):
    """SET EMSG trims errors, SET IMSG information; MSG and WNG OFF keep texts away and say so."""
    system.ask("SET EMSG TEXT", "^CP$")
    system.ask("XYZZY", "^Unknown CP command: XYZZY")
    system.ask("SET EMSG CODE", "^CP$")
    system.ask("XYZZY", "^HCPCMD001E$")
    system.ask("SET EMSG OFF", "^CP$")
    assert system.ask("XYZZY", "^.+$")[0].strip() == "CP"
    system.ask("SET EMSG ON", "^CP$")
    system.ask(f"FOR {GUEST} CMD SET MSG OFF", "^CP$")
    system.ask(f"MSG {GUEST} hello", f"^HCPMFS057I {GUEST} not receiving; MSG off")
    system.ask("SET IMSG OFF", "^CP$")
    assert system.ask(f"MSG {GUEST} hello", "^.+$")[0].strip() == "CP"
    system.ask("SET IMSG ON", "^CP$")
    system.ask(f"FOR {GUEST} CMD SET MSG ON", "^CP$")
    system.ask(f"FOR {GUEST} CMD SET WNG OFF", "^CP$")
    system.ask(f"WNG {GUEST} hello", f"^HCPMFS057I {GUEST} not receiving; WNG off")
    system.ask(f"FOR {GUEST} CMD SET WNG ON", "^CP$")


def test_sleep_ends_by_itself(system):
    """The next command comes after it."""
    system.ask("SLEEP 1 SEC", "^CP$")
