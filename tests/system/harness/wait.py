# SPDX-License-Identifier: Apache-2.0
"""Waiting for a condition with a limit, and the error that says what was seen instead."""

import time

# Limits are for a machine that does nothing else. Who runs beside others stretches them by this factor.
stretch = 1


def be_patient(factor):
    """From now on limits are that many times as long."""
    global stretch  # pylint: disable=global-statement
    stretch = factor


def deadline(seconds):
    """When a wait that begins now is over, by time.monotonic()."""
    return time.monotonic() + seconds * stretch


class Failed(Exception):
    """Something did not happen. The text has what was waited for, then what was there."""

    def __init__(self, what, **seen):
        self.what = what
        parts = [what]
        for title, text in seen.items():
            parts += [f"--- {title.replace('_', ' ')} ---", str(text).rstrip("\n")]
        super().__init__("\n".join(parts))


def until(condition, seconds, poll=0.05):
    """Call condition() until it returns something true, and return that; None when the seconds are over."""
    end = deadline(seconds)
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            return None
        time.sleep(poll)
