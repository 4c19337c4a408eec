/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A tiny guest for tests of channel programs: 64 KB of storage in 2 KB blocks with access keys, and
 * a device whose commands are easy to tell apart.
 *
 *	01 takes all the data there is       41 takes exactly 80 bytes
 *	02 gives 80 bytes X'00' to X'4F'     12 peeks 4 bytes, then gives 8: those 4 and 4 more
 *	22 gives 4096 bytes by mapping or copying
 *	0A waits until lines > 0, then gives 5 bytes
 *	07 immediate      17 ends with status modifier     27 unit exception     37 busy
 *	47 yields three times, then ends
 */
#ifndef CHAN_HARNESS_H
#define CHAN_HARNESS_H

#include "unit.h"

#include "logic/chan/chan.h"
#include "logic/chan/dev.h"

#include "lib/err.h"

#include <string.h>

#define STOR_SIZE 0x10000u

struct guest {
	struct chan_dev dev;
	uint8_t stor[STOR_SIZE];
	uint8_t keys[STOR_SIZE / 2048]; /* storage key << 4 | fetch protection */
	uint8_t mapped[STOR_SIZE / 4096];
	bool can_map;
	bool is_broken; /* storage can't be had at all */
	bool is_huge;   /* storage repeats itself for ever */
	uint8_t got[8192];
	uint32_t got_len;
	uint32_t fetches; /* of 8 bytes: CCWs, mostly */
	int commands, resumes, halts, begins, ends, resets, lines, turns;
	uint8_t log[64]; /* commands seen */
};

static inline int guest_access(
	struct guest *guest, gabs_t addr, uint32_t len, uint8_t key, bool fetch)
{
	uint8_t page;

	/* The interpreter's promise: never across a page. */
	if (len == 0 || addr % 4096 + len > 4096)
		ck_abort_msg("an access of %u bytes", (unsigned)len);
	if (guest->is_broken)
		return -E_IO;
	if (guest->is_huge)
		addr %= STOR_SIZE;
	if (addr >= STOR_SIZE)
		return -E_RANGE;
	for (gabs_t at = addr & ~2047ull; at < addr + len; at += 2048) {
		page = guest->keys[at / 2048];
		if (key && key != page >> 4 && (!fetch || (page & 1)))
			return -E_PERM;
	}
	return 0;
}

static inline int guest_fetch(void *ctx, gabs_t addr, void *buf, uint32_t len, uint8_t key)
{
	struct guest *guest = ctx;
	int rc = guest_access(guest, addr, len, key, true);

	guest->fetches += len == 8;
	if (!rc)
		memcpy(buf, guest->stor + addr % STOR_SIZE, len);
	return rc;
}

static inline int guest_store(void *ctx, gabs_t addr, const void *buf, uint32_t len, uint8_t key)
{
	struct guest *guest = ctx;
	int rc = guest_access(guest, addr, len, key, false);

	if (!rc)
		memcpy(guest->stor + addr % STOR_SIZE, buf, len);
	return rc;
}

static inline int guest_map(void *ctx, gabs_t addr, void *frame, uint8_t key)
{
	struct guest *guest = ctx;

	ck_assert_uint_eq(addr % 4096, 0);
	if (!guest->can_map)
		return -E_FULL;
	if (guest_access(guest, addr, 4096, key, false))
		return -E_PERM;
	memcpy(guest->stor + addr, frame, 4096);
	guest->mapped[addr / 4096] = 1;
	return 0;
}

static const struct chan_stor_ops guest_stor_ops = {guest_fetch, guest_store, guest_map};

static inline void guest_give(struct chan_prog *io, uint32_t len)
{
	uint8_t buf[4096];

	for (uint32_t i = 0; i < len; i++)
		buf[i] = (uint8_t)i;
	if (len != 4096 || !chan_put_frame(io, buf))
		chan_put(io, buf, len);
	chan_end(io, DSTAT_END);
}

static inline void guest_go_on(struct guest *guest, struct chan_prog *io)
{
	if (chan_cmd(io) == 0x0A && guest->lines > 0) {
		guest->lines--;
		chan_put(io, "hello", 5);
		chan_end(io, DSTAT_END);
	} else if (chan_cmd(io) == 0x47) {
		if (guest->turns-- > 0)
			return chan_yield(io);
		chan_end(io, DSTAT_END);
	}
}

static inline void guest_resume(struct chan_dev *dev, struct chan_prog *io)
{
	struct guest *guest = CONTAINER_OF(dev, struct guest, dev);

	guest->resumes++;
	guest_go_on(guest, io);
}

static inline void guest_take(struct guest *guest, struct chan_prog *io)
{
	uint8_t buf[100];
	uint32_t len;

	while ((len = chan_get(io, buf, sizeof(buf)))) {
		for (uint32_t i = 0; i < len; i++)
			guest->got[guest->got_len++ % sizeof(guest->got)] = buf[i];
	}
	chan_end(io, DSTAT_END);
}

static inline void guest_command(struct chan_dev *dev, struct chan_prog *io)
{
	struct guest *guest = CONTAINER_OF(dev, struct guest, dev);
	uint8_t buf[80] = {0};

	guest->log[guest->commands++ % sizeof(guest->log)] = chan_cmd(io);
	switch (chan_cmd(io)) {
	case 0x01: return guest_take(guest, io);
	case 0x41:
		if (chan_get(io, buf, 80) < 80)
			chan_long(io);
		memcpy(guest->got, buf, 80);
		return chan_end(io, DSTAT_END);
	case 0x02: return guest_give(io, 80);
	case 0x12:
		chan_peek(io, buf, 4);
		memcpy(buf + 4, "more", 4);
		chan_put(io, buf, 8);
		return chan_end(io, DSTAT_END);
	case 0x22: return guest_give(io, 4096);
	case 0x0A: return guest_go_on(guest, io);
	case 0x07: return chan_end(io, DSTAT_END);
	case 0x17: return chan_end(io, DSTAT_END | DSTAT_STATUS_MODIFIER);
	case 0x27: return chan_end(io, DSTAT_END | DSTAT_UNIT_EXCEPTION);
	case 0x37: return chan_end(io, DSTAT_BUSY);
	case 0x47: guest->turns = 3; return guest_go_on(guest, io);
	default: return chan_reject(io);
	}
}

static inline void guest_halt(struct chan_dev *dev)
{
	CONTAINER_OF(dev, struct guest, dev)->halts++;
}

static inline void guest_begin(struct chan_dev *dev)
{
	CONTAINER_OF(dev, struct guest, dev)->begins++;
}

static inline void guest_end(struct chan_dev *dev)
{
	CONTAINER_OF(dev, struct guest, dev)->ends++;
}

static inline void guest_reset(struct chan_dev *dev)
{
	CONTAINER_OF(dev, struct guest, dev)->resets++;
}

static const struct chan_dev_ops guest_dev_ops = {
	guest_command, guest_resume, guest_halt, guest_begin, guest_end, guest_reset};
static const struct sense_id guest_id = {.ff = 0xFF, .cu_model = 0x11};

static inline void guest_init(struct guest *guest)
{
	memset(guest, 0, sizeof(*guest));
	guest->dev.ops = &guest_dev_ops;
	guest->dev.id = &guest_id;
	guest->dev.id_len = sizeof(guest_id);
	guest->dev.sense_len = 4;
}

/* Puts CCWs and address words into the guest's storage. */
static inline void put_ccw0(
	struct guest *guest, uint32_t at, uint8_t cmd, uint8_t flags, uint16_t count, uint32_t addr)
{
	struct ccw0 ccw = {cmd, {(uint8_t)(addr >> 16), (uint8_t)(addr >> 8), (uint8_t)addr}, flags,
		0, be16(count)};

	memcpy(guest->stor + at, &ccw, sizeof(ccw));
}

static inline void put_ccw1(
	struct guest *guest, uint32_t at, uint8_t cmd, uint8_t flags, uint16_t count, uint32_t addr)
{
	struct ccw1 ccw = {cmd, flags, be16(count), be32(addr)};

	memcpy(guest->stor + at, &ccw, sizeof(ccw));
}

static inline void put_u32(struct guest *guest, uint32_t at, uint32_t value)
{
	be32_t raw = be32(value);

	memcpy(guest->stor + at, &raw, sizeof(raw));
}

static inline void put_u64(struct guest *guest, uint32_t at, uint64_t value)
{
	be64_t raw = be64(value);

	memcpy(guest->stor + at, &raw, sizeof(raw));
}

static inline void put_midaw(
	struct guest *guest, uint32_t at, uint8_t flags, uint16_t count, uint64_t addr)
{
	struct midaw midaw = {{0}, flags, be16(count), be64(addr)};

	memcpy(guest->stor + at, &midaw, sizeof(midaw));
}

/* Starts the program at X'1000' and runs it for up to 1000 steps. */
static inline enum chan_state run_at(
	struct guest *guest, struct chan_prog *prog, uint32_t flags, uint32_t ccw)
{
	chan_start(prog, &guest->dev, &guest_stor_ops, guest, flags, ccw);
	return chan_run(prog, 1000);
}

static inline enum chan_state run(struct guest *guest, struct chan_prog *prog, uint32_t flags)
{
	return run_at(guest, prog, flags, 0x1000);
}

#define assert_status(prog, want_dstat, want_cstat)                                                \
	do {                                                                                       \
		ck_assert_int_eq((prog)->state, CHAN_ENDED);                                       \
		ck_assert_int_eq((prog)->dstat, want_dstat);                                       \
		ck_assert_int_eq((prog)->cstat, want_cstat);                                       \
	} while (0)

#endif
