# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the system tests: emulators and systems, each in a folder and on ports of its own."""

import pytest

from harness import expect_company
from harness.hercules import Hercules
from harness.system import CP_IMAGE, System
from harness.wait import Failed

expect_company()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A failure of the harness says all in its text; a traceback through the harness would hide it."""
    outcome = yield
    if call.excinfo is not None and call.excinfo.errisinstance(Failed):
        outcome.get_result().longrepr = f"{item.nodeid}: {call.excinfo.value}"


@pytest.fixture
def hercules(tmp_path):
    """An emulator that is not started yet; ended after the test."""
    with Hercules(tmp_path) as emulator:
        yield emulator


@pytest.fixture(scope="module")
def system(tmp_path_factory):
    """One running system for all tests of a module: CP is ready, OPERATOR is logged on."""
    if not CP_IMAGE.exists():
        pytest.fail(f"there is no {CP_IMAGE.name}: run make first")
    with System(tmp_path_factory.mktemp("system")) as running:
        running.ipl()
        yield running
