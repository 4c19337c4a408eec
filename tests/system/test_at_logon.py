# SPDX-License-Identifier: Apache-2.0
"""What the directory has done at logon: COMMAND statements, whatever the class, and the IPL statement."""

import subprocess

import pytest
from harness import BUILD
from harness.system import System

USERS = """
PROFILE P
 CONSOLE 0009 3215 T
 SPOOL 000C 2540 READER *
USER OPERATOR OPERATOR 32M 32M ABCDEFG
 INCLUDE P
USER AUTOLOG1 AUTOONLY 32M 32M G
 INCLUDE P
 COMMAND XAUTOLOG WORKER
 COMMAND XYZZY
 COMMAND SLEEP 9 HRS
 COMMAND MSG OPERATOR all done
USER WORKER AUTOONLY 32M 64M G
{many} COMMAND DEFINE STORAGE 48M
 IPL 00C
 CONSOLE 0009 3215 T OPERATOR
 SPOOL 000C 2540 READER *
USER GUEST AUTOONLY 32M 32M G
 INCLUDE P
 COMMAND MSG OPERATOR guest is there
 COMMAND LOGOFF
 COMMAND MSG OPERATOR never
"""
MANY = 20  # more than a console's queue of input lines holds


@pytest.fixture(scope="module")
def system(tmp_path_factory):
    """A system with users of its own."""
    folder = tmp_path_factory.mktemp("directory")
    many = "".join(f" COMMAND MSG OPERATOR number {n}\n" for n in range(MANY))
    (folder / "USER.DIRECT").write_text(USERS.format(many=many))
    subprocess.run([BUILD / "bin" / "directxa", folder / "USER.DIRECT"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with System(tmp_path_factory.mktemp("system")) as running:
        running.directory = folder / "directory.obj"
        running.ipl()
        yield running


def test_all_commands_are_executed_in_order_and_failures_are_told(system):
    """A class G user may start another one; what fails does not end the rest."""
    system.wait("AUTO LOGON .* WORKER", 10)
    system.wait("HCPLGA7028W Directory COMMAND of AUTOLOG1 failed with return code 1: XYZZY", 10)
    system.wait("HCPLGA7028W Directory COMMAND of AUTOLOG1 failed with return code 7003: SLEEP 9 HRS", 10)
    system.wait("MSG FROM AUTOLOG1: all done", 10)


def test_there_can_be_more_commands_than_a_console_queues(system):
    """And the classes are the user's own again behind them."""
    system.ask("FORCE WORKER", "LOGOFF AS +WORKER")
    system.type("XAUTOLOG WORKER")
    for number in range(MANY):
        system.wait(f"MSG FROM WORKER  : number {number}$", 10)
    system.ask("FOR WORKER CMD QUERY VIRTUAL STORAGE", "^STORAGE = 48M")
    system.ask("FOR WORKER CMD FORCE OPERATOR", "^HCPCMD001E Unknown CP command: FORCE")


def test_a_session_that_a_command_ends_is_over(system):
    """Nothing behind LOGOFF is done."""
    system.type("XAUTOLOG GUEST")
    system.wait("MSG FROM GUEST   : guest is there", 10)
    system.wait("LOGOFF AS +GUEST", 10)
    system.ask("QUERY GUEST", "^HCPMSG045E GUEST not logged on")
    assert "never" not in system.log()


def test_another_ipl_than_the_directorys(system):
    """XAUTOLOG with IPL, and without any."""
    for option, answer in (("", "VMI231E .* 000C not ready"), ("IPL 00C CLEAR PARM a b", "VMI231E"), ("IPL 01C", "QVD040E")):
        system.ask("FORCE WORKER", "(LOGOFF AS +WORKER|not logged on)")
        system.ask(f"XAUTOLOG WORKER {option}", f"^WORKER  : HCP{answer}")
    system.ask("FORCE WORKER", "LOGOFF AS +WORKER")
    system.ask("XAUTOLOG WORKER NOIPL", f"MSG FROM WORKER  : number {MANY - 1}")
    mark = system.mark
    system.ask("FOR WORKER CMD QUERY VIRTUAL STORAGE", "STORAGE = 48M")
    assert "HCP" not in system.log()[mark:]
