/* SPDX-License-Identifier: Apache-2.0 */
/* The virtual 2540 card punch: channel commands make a spool file. */
#ifndef LOGIC_DEV_PUNCH_H
#define LOGIC_DEV_PUNCH_H

#include "logic/chan/dev.h"
#include "logic/spool/output.h"

struct dev_punch {
	struct chan_dev dev;
	struct spout out; /* to be made by spout_init with SPDEV_PUNCH */
};

/* Makes the channel side; out is left alone. */
void dev_punch_init(struct dev_punch *punch);

#endif
