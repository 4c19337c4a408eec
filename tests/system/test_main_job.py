# SPDX-License-Identifier: Apache-2.0
"""The main job: unmodified Debian from the virtual reader, worked with at a 3270, left, found again, shut down.

The tests are the steps of the demonstration, in order; each needs the one before.
"""

import pytest

import mkconfig
from harness.demo import MainJob
from harness.system import SYSTEM_CONFIG, System
from harness.volumes import sample_volumes, save_cms


@pytest.fixture(scope="module")
def system(tmp_path_factory):
    """A system with the sample directory, the sample configuration and the volume that guests start from."""
    folder = tmp_path_factory.mktemp("system")
    with System(folder) as running:
        running.config = SYSTEM_CONFIG
        running.ipl(mkconfig.Machine(disks=dict(enumerate(sample_volumes(folder), 0x0201))))
        save_cms(running)
        yield running


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
