/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual 3270 console: a local non-SNA display whose screen is a struct vscreen. Every command
 * ends at once: what the guest writes is on the virtual screen then, whether or not somebody sees
 * it.
 */
#ifndef LOGIC_DEV_CON3270_H
#define LOGIC_DEV_CON3270_H

#include "logic/chan/dev.h"
#include "logic/term/vscreen.h"

struct subch;

struct con3270 {
	struct chan_dev dev; /* first */
	struct vscreen *screen;
	void (*changed)(void *ctx); /* the screen did */
	void *ctx;
	bool wants_reply; /* the guest has sent a query: the next READ MODIFIED is its answer */
};

/* Makes the device of a screen, which stays the caller's. */
void con3270_init(
	struct con3270 *con, struct vscreen *screen, void (*changed)(void *ctx), void *ctx);

/* A key was pressed (vscreen_input): attention. Then call subch_run. */
void con3270_attention(struct con3270 *con, struct subch *sch);

#endif
