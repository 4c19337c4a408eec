/* SPDX-License-Identifier: Apache-2.0 */
/* RESET CHANNEL PATH, for a subchannel that can't be enabled any more. */
#ifndef NUCLEUS_RDEV_PATH_H
#define NUCLEUS_RDEV_PATH_H

#include "arch/schib.h"

struct rdev;

/*
 * Resets all subchannels of a channel path when none of its devices works, and enables those of known devices again;
 * waits a few seconds for such a moment. Returns 0; -E_BUSY: some device works all the time; -E_INVAL: not all
 * devices of the path are DASD, and another one's attention would be lost. One task at a time, no locks held.
 */
int rdev_path_reset(uint8_t chpid) MUST_CHECK;

/* Enables a device's subchannel; `schib` is what STORE SUBCHANNEL stored. Returns MODIFY SUBCHANNEL's condition code. */
int rdev_enable(struct rdev *rdev, struct schib *schib);

#endif
