# SPDX-License-Identifier: Apache-2.0
"""One running system for all bare guests, with a user directory of its own."""

import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "system")]

from harness import expect_company  # noqa: E402
from harness.wait import Failed  # noqa: E402

import mkconfig  # noqa: E402, found through harness
import ckdimage  # noqa: E402
from bare_guest import BareGuest  # noqa: E402
from bare_system import BareSystem  # noqa: E402
from neighbour import Neighbour  # noqa: E402

expect_company()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A failure of the harness says all in its text; a traceback through the harness would hide it."""
    outcome = yield
    if call.excinfo is not None and call.excinfo.errisinstance(Failed):
        outcome.get_result().longrepr = f"{item.nodeid}: {call.excinfo.value}"


@pytest.fixture(scope="session")
def system(tmp_path_factory):
    """CP is ready, OPERATOR is logged on."""
    with BareSystem(tmp_path_factory.mktemp("bare")) as running:
        config = running.folder / "system.config"
        config.write_text("User_Volume_Include BARE* LOAD* HOST*\n")
        running.config = config
        machine = mkconfig.Machine(cpus=min(2, mkconfig.host_cpus()), mainsize=1024, xpndsize=16)
        volumes = (0x300, "BARE01", "-z"), (0x301, "LOAD01", "-lfs"), (0x302, "LOAD02", "-z"), (0x303, "HOST01", "-lfs")
        for number, volid, way in volumes:
            machine.disks[number] = running.folder / f"{volid.lower()}.disk"
            subprocess.run(["dasdinit", way, machine.disks[number], "3390", volid, "5"], check=True,
                           capture_output=True)
        ckdimage.fill(machine.disks[0x303])
        running.ipl(machine)
        yield running


@pytest.fixture(scope="module")
def neighbour(system):
    """The one that must not notice: when all is over its storage and keys are as it left them."""
    with BareGuest(system, "BARE2") as guest:
        victim = Neighbour(guest)
        yield victim
        assert victim.end().startswith("PASS")
