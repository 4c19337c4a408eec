// SPDX-License-Identifier: Apache-2.0
/* The virtual 3390: its table of commands, and how each begins, goes on and ends. */
#include "logic/eckd/internal.h"

#include "lib/err.h"
#include "lib/string.h"

/* ---- Commands */

#define ANY_READ (IN_NONE | IN_READ)

static const struct {
	uint8_t cmd;   /* without the multitrack bit, if multi */
	uint8_t multi; /* the multitrack bit may be on: CKD_MULTITRACK, or 0 */
	uint8_t in;    /* IN_*: where it may stand */
	eckd_command_fn *run;
} commands[] = {
	/* The order is that of how often they come. */
	{CKD_READ_DATA, CKD_MULTITRACK, ANY_READ, eckd_read_data},
	{CKD_WRITE_UPD_DATA, 0, IN_WRITE, eckd_write_data},
	{CKD_LOCATE_RECORD, 0, IN_NONE, eckd_locate},
	{CKD_DEFINE_EXTENT, 0, IN_NONE, eckd_define_extent},
	{CKD_WRITE_CKD, 0, IN_NONE | IN_FORMAT, eckd_write_ckd},
	{CKD_WRITE_CKD_NEXT, 0, IN_FORMAT, eckd_write_next},
	{CKD_READ_KEY_DATA, CKD_MULTITRACK, ANY_READ, eckd_read_kd},
	{CKD_WRITE_UPD_KEY, 0, IN_WRITE, eckd_write_kd},
	{CKD_READ_COUNT, CKD_MULTITRACK, ANY_READ | IN_WRITE, eckd_read_count},
	{CKD_SEARCH_ID_EQ, CKD_MULTITRACK, IN_NONE, eckd_search_id},
	{CKD_SEEK, 0, IN_NONE, eckd_seek},
	{CKD_SET_SECTOR, 0, IN_NONE, eckd_set_sector},
	{CKD_WRITE_DATA, 0, IN_NONE | IN_WRITE, eckd_write_data},
	{CKD_WRITE_KEY_DATA, 0, IN_NONE | IN_WRITE, eckd_write_kd},
	{CKD_READ_CKD, CKD_MULTITRACK, ANY_READ, eckd_read_ckd},
	{CKD_READ_TRACK, 0, IN_TRACKS, eckd_read_track},
	{CKD_WRITE_FULL_TRACK, 0, IN_FULL, eckd_write_full},
	{CKD_LOCATE_RECORD_EX, 0, IN_NONE, eckd_locate_extended},
	{CKD_READ_MULTI_CKD, 0, ANY_READ, eckd_read_rest},
	{CKD_READ_R0, CKD_MULTITRACK, ANY_READ, eckd_read_r0},
	{CKD_READ_HOME, CKD_MULTITRACK, ANY_READ, eckd_read_home},
	{CKD_READ_IPL, 0, IN_NONE, eckd_read_ipl},
	{CKD_READ_SECTOR, 0, IN_NONE, eckd_read_sector},
	{CKD_SEARCH_ID_HIGH, CKD_MULTITRACK, IN_NONE, eckd_search_id},
	{CKD_SEARCH_ID_HE, CKD_MULTITRACK, IN_NONE, eckd_search_id},
	{CKD_SEARCH_KEY_EQ, CKD_MULTITRACK, IN_NONE, eckd_search_key},
	{CKD_SEARCH_KEY_HIGH, CKD_MULTITRACK, IN_NONE, eckd_search_key},
	{CKD_SEARCH_KEY_HE, CKD_MULTITRACK, IN_NONE, eckd_search_key},
	{CKD_SEARCH_HOME_EQ, CKD_MULTITRACK, IN_NONE, eckd_search_home},
	{CKD_SET_FILE_MASK, 0, IN_NONE, eckd_set_mask},
	{CKD_SEEK_CYL, 0, IN_NONE, eckd_seek},
	{CKD_SEEK_HEAD, 0, IN_NONE, eckd_seek},
	{CKD_RECALIBRATE, 0, IN_NONE, eckd_recalibrate},
	{CKD_WRITE_R0, 0, IN_NONE | IN_FORMAT, eckd_write_r0},
	{CKD_ERASE, 0, IN_NONE | IN_FORMAT, eckd_erase},
	{CKD_READ_DEV_CHAR, 0, IN_NONE, eckd_characteristics},
	{CKD_READ_CONFIG, 0, IN_NONE, eckd_configuration},
	{CKD_PERFORM_SUBSYS, 0, IN_NONE, eckd_subsystem_function},
	{CKD_READ_SUBSYS_DATA, 0, IN_NONE, eckd_subsystem_data},
	{CKD_SENSE_SUBSYS, 0, IN_NONE, eckd_subsystem_status},
	{CKD_SET_SUBSYS_MODE, 0, IN_NONE, eckd_subsystem_mode},
	{CKD_SENSE_PATH_GROUP, 0, IN_NONE, eckd_sense_group},
	{CKD_SET_PATH_GROUP, 0, IN_NONE, eckd_set_group},
	{CKD_SUSPEND_PATHS, 0, IN_NONE, eckd_nothing},
	{CKD_RESERVE, 0, IN_NONE, eckd_reserve},
	{CKD_STEAL, 0, IN_NONE, eckd_steal},
	{CKD_RELEASE, 0, IN_NONE, eckd_release},
	{CKD_READ_LOG, 0, IN_NONE, eckd_read_log},
};

static void run_command(struct eckd *eckd, struct chan_prog *io)
{
	uint8_t cmd = chan_cmd(io), in = eckd->domain ? eckd_domain_kind(eckd) : IN_NONE;

	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		if ((cmd & ~commands[i].multi) != commands[i].cmd)
			continue;
		if (!(commands[i].in & in))
			return eckd_reject(eckd, io, ECKD_BAD_SEQUENCE);
		return commands[i].run(eckd, io);
	}
	eckd_reject(eckd, io, ECKD_BAD_COMMAND);
}

static void flush(struct eckd *eckd, struct chan_prog *io)
{
	int rc = eckd->store->flush(eckd->store_ctx);

	if (rc == -E_AGAIN)
		return;
	eckd->is_dirty = false;
	if (rc)
		return eckd_fail(eckd, io, rc);
	chan_end(io, eckd->ending);
}

void eckd_good(struct eckd *eckd, struct chan_prog *io, uint8_t dstat)
{
	bool is_last = !chan_is_chaining(io) || (dstat & DSTAT_UNIT_EXCEPTION);

	if (eckd->domain)
		eckd->domain--;
	if (!eckd->is_dirty || !is_last)
		return chan_end(io, dstat);
	eckd->ending = dstat;
	eckd->step = STEP_FLUSH;
	flush(eckd, io);
}

static void go_on(struct chan_dev *dev, struct chan_prog *io)
{
	struct eckd *eckd = CONTAINER_OF(dev, struct eckd, dev);

	switch (eckd->step) {
	case STEP_LOCATE: return eckd_step_locate(eckd, io);
	case STEP_UPDATE: return eckd_step_update(eckd, io);
	case STEP_FORMAT: return eckd_step_format(eckd, io);
	case STEP_FLUSH: return flush(eckd, io);
	default: return run_command(eckd, io);
	}
}

/* A disk that another has reserved answers busy to the first command of a program. */
static bool is_locked(struct eckd *eckd, uint8_t cmd)
{
	if ((eckd->seen & SEEN_COMMAND) || !eckd->store->reserve || cmd == CKD_STEAL ||
		cmd == CKD_SENSE_PATH_GROUP || cmd == CKD_SET_PATH_GROUP)
		return false;
	return eckd->store->reserve(eckd->store_ctx, ECKD_IS_FREE) == -E_BUSY;
}

static void command(struct chan_dev *dev, struct chan_prog *io)
{
	struct eckd *eckd = CONTAINER_OF(dev, struct eckd, dev);

	if (is_locked(eckd, chan_cmd(io)))
		return chan_end(io, DSTAT_BUSY);
	eckd->seen |= SEEN_COMMAND;
	eckd->step = STEP_COMMAND;
	go_on(dev, io);
}

static void begin(struct chan_dev *dev)
{
	struct eckd *eckd = CONTAINER_OF(dev, struct eckd, dev);

	eckd->seen = 0;
	eckd->mask = 0;
	eckd->domain = 0;
	eckd->answer = 0;
	eckd->block_size = 0;
	eckd->first = 0;
	eckd->last = eckd->nr_tracks - 1;
	eckd->orient = AT_INDEX;
	eckd->nr = 0;
}

/*
 * What was written by a program that was cut off has been given to the store, and is flushed as
 * well; nobody waits for it any more.
 */
static void end(struct chan_dev *dev)
{
	struct eckd *eckd = CONTAINER_OF(dev, struct eckd, dev);

	eckd_forget_write(eckd);
	eckd_unpin(eckd);
	if (eckd->is_dirty && eckd->store->flush(eckd->store_ctx) != -E_AGAIN)
		eckd->is_dirty = false;
}

static void reset(struct chan_dev *dev)
{
	struct eckd *eckd = CONTAINER_OF(dev, struct eckd, dev);

	memset(&eckd->group, 0, sizeof(eckd->group));
	if (eckd->store->reserve)
		(void)!eckd->store->reserve(eckd->store_ctx, ECKD_RELEASE);
	eckd_move(eckd, 0);
}

static const struct chan_dev_ops ops = {
	.command = command,
	.resume = go_on,
	.begin = begin,
	.end = end,
	.reset = reset,
};

/* ---- Making one */

#define SENSE_ID(model)                                                                            \
	{                                                                                          \
		.id = {0xff, {BE_SWAP16(ECKD_CU_TYPE)}, ECKD_CU_MODEL_6,                           \
			{BE_SWAP16(CKD_3390_TYPE)}, model},                                        \
		.ciw = {                                                                           \
			{BE_SWAP32(ECKD_CIW_READ_CONFIG)},                                         \
			{BE_SWAP32(ECKD_CIW_SET_STATE)},                                           \
			{BE_SWAP32(ECKD_CIW_READ_STATE)},                                          \
		},                                                                                 \
	}

static const struct eckd_sense_id ids[] = {
	SENSE_ID(0x02), SENSE_ID(0x06), SENSE_ID(0x0a), SENSE_ID(0x0c)};

void eckd_init(struct eckd *eckd, const struct eckd_store_ops *store, void *ctx, uint32_t nr_cyls,
	bool read_only, const struct eckd_identity *identity)
{
	uint8_t model = eckd_model(nr_cyls);

	memset(eckd, 0, sizeof(*eckd));
	eckd->dev.ops = &ops;
	eckd->dev.id = &ids[0];
	for (size_t i = 0; i < ARRAY_LEN(ids); i++)
		if (ids[i].id.dev_model == model)
			eckd->dev.id = &ids[i];
	eckd->dev.id_len = sizeof(ids[0]);
	eckd->dev.sense_len = ECKD_SENSE_LEN;
	eckd->store = store;
	eckd->store_ctx = ctx;
	eckd->identity = *identity;
	eckd->nr_tracks = nr_cyls * CKD_3390_HEADS;
	eckd->read_only = read_only;
	begin(&eckd->dev);
}
