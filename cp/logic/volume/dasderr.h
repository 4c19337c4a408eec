/* SPDX-License-Identifier: Apache-2.0 */
/* What the end of a channel program on a real disk means: good, again, or which error. */
#ifndef LOGIC_VOLUME_DASDERR_H
#define LOGIC_VOLUME_DASDERR_H

#include "arch/types.h"

/* How it ended. */
struct dasd_end {
	uint8_t cc;           /* START SUBCHANNEL's, or the deferred one */
	uint8_t dstat, cstat; /* DSTAT_*, CSTAT_* of arch/ccw.h */
	const uint8_t *sense; /* SENSE_MAX bytes with unit check */
};

struct dasd_verdict {
	int rc;           /* 0, -E_NODEV, -E_PERM, -E_NOENT, -E_IO */
	bool retry;       /* trying again can help */
	bool tell;        /* the operator should know */
	const char *what; /* "equipment check"; NULL when good */
};

struct dasd_verdict dasd_judge(const struct dasd_end *end);

#endif
