# SPDX-License-Identifier: Apache-2.0
"""The sample directory's CMS users: CMS starts when they log on, and they can make a disk of their own."""

import mkconfig
from harness.system import SYSTEM_CONFIG, System
from harness.volumes import cms_volume


def test_user_of_the_sample_directory_is_in_cms(tmp_path):
    """With the volume that make run makes."""
    with System(tmp_path / "system") as system:
        (tmp_path / "system").mkdir()
        system.config = SYSTEM_CONFIG
        system.ipl(mkconfig.Machine(cpus=2, mainsize=512, disks={0x201: cms_volume(tmp_path)}))
        with system.logon("CMS1") as terminal:
            terminal.collect("^Ready;")
            terminal.ask("format 191 a", "Do you wish to continue")
            terminal.ask("1", "Enter disk label:")
            terminal.ask("mine", "^Ready;")
            lines = terminal.ask("query search", "^Ready;")
            assert lines[-3:-1] == ["MINE    191   A    R/W", "CMS190  190   S    R/O"]
