# SPDX-License-Identifier: Apache-2.0
"""CP with the users of the bare guests."""

from harness import BUILD
from harness.system import System


class BareSystem(System):
    """The system that bare guests run on; they find the harness through the conftest."""

    directory = BUILD / "bare" / "directory.obj"
