/* SPDX-License-Identifier: Apache-2.0 */
/* The virtual 1403 printer: channel commands, with their carriage control, make a spool file. */
#ifndef LOGIC_DEV_PRINTER_H
#define LOGIC_DEV_PRINTER_H

#include "logic/chan/dev.h"
#include "logic/spool/output.h"

struct dev_printer {
	struct chan_dev dev;
	struct spout out; /* to be made by spout_init with SPDEV_PRINTER */
};

/* Makes the channel side; out is left alone. */
void dev_printer_init(struct dev_printer *printer);

#endif
