// SPDX-License-Identifier: Apache-2.0
/* VMFCLEAR: an empty screen. */
#include "cmd/cmd.h"
#include "nuc/capture.h"
#include "nuc/fullscreen.h"

int cmd_vmfclear(const struct call *call)
{
	(void)call;
	if (!capture_is_active() && fullscreen_open() == 0)
		fullscreen_close();
	return 0;
}
