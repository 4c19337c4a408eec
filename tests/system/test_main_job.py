# SPDX-License-Identifier: Apache-2.0
"""The main job: unmodified Debian from the virtual reader, worked with at a 3270, left, found again, shut down.

The tests are the steps of the demonstration, in order; each needs the one before.
"""

import pytest

from harness.demo import MainJob


@pytest.fixture(scope="module")
def job(system):
    """The job on this module's system."""
    main_job = MainJob(system)
    yield main_job
    main_job.close()


STEPS = [name for name in vars(MainJob) if name.startswith("step_")]
failed = []


@pytest.mark.parametrize("step", STEPS)
def test_main_job(job, step):
    """One step."""
    if failed:
        pytest.fail(f"{failed[0]} failed before")
    failed.append(step)
    assert getattr(job, step)()
    failed.clear()
