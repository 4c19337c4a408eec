# SPDX-License-Identifier: Apache-2.0
"""Where tests that choose at random begin."""

import os
import random


def seed():
    """The same number each time, or SEED of the environment; SEED=fresh: another each time. It is printed."""
    text = os.environ.get("SEED") or "3270"
    number = random.SystemRandom().getrandbits(32) if text == "fresh" else int(text, 0)
    print(f"SEED={number:#x}", flush=True)
    return number


def chance():
    """Random numbers that begin there."""
    return random.Random(seed())
