# SPDX-License-Identifier: Apache-2.0
"""What drives the system from outside: the emulator, its terminals, the decks for its card reader."""

import os
import pathlib
import random
import sys

TOP = pathlib.Path(__file__).resolve().parents[3]
BUILD = TOP / "build" / ("debug" if os.environ.get("DEBUG") else "")  # make DEBUG=1 check-bare
for folder in ("guest", "hercules-config"):  # deck.py, mkconfig.py
    if str(TOP / folder) not in sys.path:
        sys.path.insert(0, str(TOP / folder))

import mkconfig  # noqa: E402, found through the line above

from .wait import be_patient  # noqa: E402

PATIENCE = 3


def expect_company():
    """For tests, as others run at the same time: ports where those do not look for any, and more time for all."""
    mkconfig.FIRST_CONSOLE_PORT = mkconfig.FIRST_READER_PORT = random.SystemRandom().randrange(10000, 30000)
    be_patient(PATIENCE)
