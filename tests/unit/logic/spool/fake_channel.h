/* SPDX-License-Identifier: Apache-2.0 */
/* A guest's storage of 64 KB and its channel programs, for tests of unit record devices. */
#ifndef FAKE_CHANNEL_H
#define FAKE_CHANNEL_H

#include "lib/err.h"
#include "logic/chan/chan.h"
#include "logic/chan/dev.h"

#include <check.h>
#include <string.h>

#define FAKE_STORAGE 65536
#define FAKE_CCWS    0x100  /* where programs are put */
#define FAKE_DATA    0x1000 /* where their data is */

static uint8_t fake_storage[FAKE_STORAGE];
static struct chan_prog fake_prog;

static inline int fake_fetch(void *ctx, gabs_t addr, void *buf, uint32_t len, uint8_t key)
{
	(void)ctx, (void)key;
	if (addr > FAKE_STORAGE || len > FAKE_STORAGE - addr)
		return -E_RANGE;
	memcpy(buf, fake_storage + addr, len);
	return 0;
}

static inline int fake_put(void *ctx, gabs_t addr, const void *buf, uint32_t len, uint8_t key)
{
	(void)ctx, (void)key;
	if (addr > FAKE_STORAGE || len > FAKE_STORAGE - addr)
		return -E_RANGE;
	memcpy(fake_storage + addr, buf, len);
	return 0;
}

static const struct chan_stor_ops fake_stor = {.fetch = fake_fetch, .store = fake_put};

/* Sets format-1 CCW number nr of the program. */
static inline void ccw_set(unsigned nr, uint8_t cmd, uint8_t flags, uint16_t count, uint32_t addr)
{
	struct ccw1 ccw = {cmd, flags, be16(count), be32(addr)};

	memcpy(fake_storage + FAKE_CCWS + nr * 8, &ccw, sizeof(ccw));
}

/* Runs the program of CCWs until it ends. */
static inline void channel_run(struct chan_dev *dev)
{
	chan_start(&fake_prog, dev, &fake_stor, NULL, ORB_FORMAT | ORB_LPM, FAKE_CCWS);
	for (int i = 0; i < 10000 && chan_run(&fake_prog, 16) != CHAN_ENDED; i++)
		ck_assert(chan_is_ready(&fake_prog));
	ck_assert_int_eq(fake_prog.state, CHAN_ENDED);
}

/* Runs one command on the data at FAKE_DATA; returns the device status. */
static inline unsigned channel_command(
	struct chan_dev *dev, uint8_t cmd, uint8_t flags, uint16_t count)
{
	ccw_set(0, cmd, flags, count, FAKE_DATA);
	channel_run(dev);
	return fake_prog.dstat;
}

#define CHECKED (DSTAT_END | DSTAT_UNIT_CHECK)

/* Sense byte 0 after a unit check. */
static inline unsigned channel_sense(struct chan_dev *dev)
{
	ck_assert_uint_eq(channel_command(dev, 0x04, CCW_SLI, 1), DSTAT_END);
	return fake_storage[FAKE_DATA];
}

#endif
