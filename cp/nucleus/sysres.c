// SPDX-License-Identifier: Apache-2.0
/* The system residence volume. */
#include "nucleus/sysres.h"
#include "lib/crc32.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/directory/lookup.h"
#include "logic/msg.h"
#include "logic/sysconfig/sysconfig.h"
#include "logic/volume/alloc.h"
#include "logic/volume/drct.h"
#include "logic/volume/drct_load.h"
#include "logic/volume/record.h"
#include "mach/clock.h"
#include "mach/cpu.h"
#include "mach/frame.h"
#include "mach/sclp.h"
#include "nucleus/dasd.h"
#include "nucleus/storage.h"

static uint32_t nr_frames(size_t len)
{
	return (uint32_t)(ROUND_UP(len, PAGE_SIZE) / PAGE_SIZE);
}

uint32_t sysres_ipl_schid(void)
{
	/*
	 * IPL stores it at absolute X'B8'. Prefixing swaps absolute 0 and a CPU's own prefix area,
	 * so this is it, whatever this CPU's prefix.
	 */
	return ((volatile struct prefix_area *)this_cpu()->pfx)->arch.io_schid;
}

static struct rdev *rdev_of(uint32_t schid)
{
	struct rdev *rdev = rdev_next(NULL);

	while (rdev && rdev->schid != schid)
		rdev = rdev_next(rdev);
	return rdev;
}

#define say(id, ...)                                                                               \
	do {                                                                                       \
		char line_[MSG_LINE_SIZE];                                                         \
                                                                                                   \
		msg_say(line_, sizeof(line_), id, EMSG_ON, __VA_ARGS__);                           \
		sclp_print(line_);                                                                 \
	} while (0)

static void devno_format(char devno[5], const struct rdev *rdev)
{
	str_format(devno, 5, "%04X", rdev->devno);
}

/* ---- The world of drct_load ------------------------------------------------------------------ */

static int read_blocks(void *ctx, uint32_t track, uint32_t first, uint32_t nr, void *buf)
{
	struct dasd *dasd = ctx;
	const struct vol_place place = vol_block_place(track, first);
	char devno[5], cyl[12], head[12], status[48];
	int rc = dasd_read_blocks(dasd, track, first, nr, buf);

	if (!rc)
		return 0;
	devno_format(devno, dasd_rdev(dasd));
	str_format(cyl, sizeof(cyl), "%u", place.cyl);
	str_format(head, sizeof(head), "%u", place.head);
	dasd_status_format(dasd, status, sizeof(status));
	say(MSG_VOLUME_READ_ERROR, devno, cyl, head, status);
	return rc;
}

static void *alloc_blocks(void *ctx, uint32_t nr)
{
	(void)ctx;
	return (void *)frame_alloc_contiguous(FRAME_CP, nr);
}

static void free_blocks(void *ctx, void *data, uint32_t nr)
{
	(void)ctx;
	frame_free_contiguous((habs_t)data, nr);
}

static void directory_problem(void *ctx, enum drct_problem problem, unsigned int copy)
{
	static const enum msg_id messages[] = {
		[DRCT_MAP_UNREADABLE] = MSG_VOLUME_NO_MAP,
		[DRCT_MAP_DAMAGED] = MSG_VOLUME_NO_MAP,
		[DRCT_NO_SPACE] = MSG_VOLUME_NO_DRCT,
		[DRCT_HEADER_UNREADABLE] = MSG_DIRECTORY_NO_HEADER,
		[DRCT_HEADER_DAMAGED] = MSG_DIRECTORY_NO_HEADER,
		[DRCT_NO_STORAGE] = MSG_DIRECTORY_NO_STORAGE,
		[DRCT_DATA_UNREADABLE] = MSG_DIRECTORY_DAMAGED,
		[DRCT_DATA_DAMAGED] = MSG_DIRECTORY_DAMAGED,
	};
	char devno[5];

	devno_format(devno, dasd_rdev(ctx));
	say(messages[problem], devno, copy ? "1" : "0");
}

/* SYSTEM CONFIG can be done without: what is wrong with its copies is told, that there is none is
 * not. */
static void config_problem(void *ctx, enum drct_problem problem, unsigned int copy)
{
	char devno[5];

	devno_format(devno, dasd_rdev(ctx));
	if (problem != DRCT_NO_SPACE)
		say(MSG_CONFIG_DAMAGED, devno, copy ? "1" : "0");
}

static int accept_config(const void *text, size_t len)
{
	(void)text;
	return len <= SYSCONFIG_TEXT_MAX ? 0 : -E_RANGE;
}

static const struct drct_load_ops directory_ops = {
	.read = read_blocks,
	.alloc = alloc_blocks,
	.free = free_blocks,
	.accept = dir_check,
	.problem = directory_problem,
};

static const struct drct_load_ops config_ops = {
	.read = read_blocks,
	.alloc = alloc_blocks,
	.free = free_blocks,
	.accept = accept_config,
	.problem = config_problem,
};

struct rdev *sysres_rdev(void)
{
	static struct rdev *ipl_device; /* found at the start; stays when the device goes */

	if (!ipl_device && sysres_ipl_schid())
		ipl_device = rdev_of(sysres_ipl_schid());
	return ipl_device;
}

static int read_file(uint32_t ipl_schid, enum vol_space space, void **block, size_t *len)
{
	const struct drct_load_ops *ops = space == VOL_DRCT ? &directory_ops : &config_ops;
	struct rdev *rdev = sysres_rdev();
	struct drct_work *work;
	struct dasd *dasd;
	char name[12];
	int rc;

	if (!rdev || dasd_open(rdev, &dasd)) {
		if (rdev)
			devno_format(name, rdev);
		else
			str_format(name, sizeof(name), "%08X", ipl_schid);
		say(MSG_SYSRES_DEVICE, name);
		return -E_NOENT;
	}
	work = stor_alloc(sizeof(*work));
	if (!work)
		return -E_NOENT;
	rc = drct_load(ops, dasd, dasd_nr_cyls(dasd), space, work, block, len);
	stor_free(work, sizeof(*work));
	return rc;
}

int sysres_read_directory(uint32_t ipl_schid, void **block, size_t *len)
{
	return read_file(ipl_schid, VOL_DRCT, block, len);
}

int sysres_read_config(uint32_t ipl_schid, void **text, size_t *len)
{
	return read_file(ipl_schid, VOL_PARM, text, len);
}

void sysres_free(void *block, size_t len)
{
	frame_free_contiguous((habs_t)block, nr_frames(len));
}

/* ---- Writing the directory ------------------------------------------------------------------- */

/* Finds the newest copy, and the area of the other one. */
static int other_copy(struct dasd *dasd, struct drct_work *work, const struct vol_drct **newest,
	struct drct_area *area)
{
	const struct vol_drct *header[2] = {NULL, NULL};
	uint32_t bad;
	int rc, copy;

	if ((dasd_read_blocks(dasd, 0, VOL_REC_ALLOC - 1, 1, &work->map) ||
		    alloc_check(&work->map, dasd_nr_cyls(dasd), &bad)) &&
		(dasd_read_blocks(dasd, 0, VOL_REC_ALLOC_COPY - 1, 1, &work->map) ||
			alloc_check(&work->map, dasd_nr_cyls(dasd), &bad)))
		return -E_NOENT;
	for (unsigned int i = 0; i < 2; i++) {
		rc = drct_area(&work->map, VOL_DRCT, i, area);
		if (!rc && !dasd_read_blocks(dasd, area->track, 0, 1, &work->header[i]) &&
			!drct_header_check(&work->header[i], area))
			header[i] = &work->header[i];
		if (rc)
			return rc;
	}
	copy = drct_newest(header[0], header[1]);
	*newest = copy < 0 ? NULL : header[copy];
	return drct_area(&work->map, VOL_DRCT, copy == 0, area);
}

int sysres_write_directory(const void *block, size_t len)
{
	struct rdev *rdev = sysres_rdev();
	const struct vol_drct *newest;
	struct vol_drct *header;
	struct drct_work *work;
	struct drct_area area;
	struct dasd *dasd;
	int rc;

	if (!rdev || dasd_open(rdev, &dasd))
		return -E_NOENT;
	work = stor_alloc(sizeof(*work));
	header = stor_alloc(sizeof(*header));
	rc = work && header ? other_copy(dasd, work, &newest, &area) : -E_NOMEM;
	if (!rc)
		rc = drct_header_make(
			header, &area, newest, len, crc32_update(0, block, len), clock_now());
	if (!rc)
		rc = dasd_write_blocks(
			dasd, area.track, 1, be32_get(header->nr_blocks), block, true);
	if (!rc)
		rc = dasd_write_blocks(dasd, area.track, 0, 1, header, true);
	stor_free(work, sizeof(*work));
	stor_free(header, sizeof(*header));
	return rc;
}
