// SPDX-License-Identifier: Apache-2.0
/* QUERY ALLOC, CPOWNED, UVOL, CONFIG: the volumes of SYSTEM and what their cylinders are for. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/string.h"
#include "logic/volume/alloc.h"
#include "nucleus/minidisk.h"
#include "nucleus/pagespace.h"
#include "nucleus/spool.h"
#include "nucleus/sysconfig.h"
#include "nucleus/sysres.h"
#include "nucleus/volume.h"

#define BLOCKS_PER_CYL (VOL_TRACKS_PER_CYL * VOL_BLOCKS_PER_TRACK)

/*
 * Calls fn for each attached volume with a map. info is valid, with its reference, as long as fn
 * lasts.
 */
static void each_volume(struct cmd *cmd, enum vol_space space, uint64_t *total,
	void (*fn)(struct cmd *, const struct rdev *, const struct volume_info *, enum vol_space,
		uint64_t *))
{
	struct rdev *rdev = NULL;
	struct volume_info info;

	while ((rdev = rdev_next(rdev)) != NULL) {
		if (rdev->class != RDEV_DASD)
			continue;
		volume_info(rdev, &info);
		if (info.volume && volume_alloc(info.volume))
			fn(cmd, rdev, &info, space, total);
		volume_put(info.volume);
	}
}

/* ---- QUERY ALLOC ----------------------------------------------------------------------------- */

static void say_map(struct cmd *cmd, const struct rdev *rdev, const struct volume_info *info,
	enum vol_space unused, uint64_t *total)
{
	const struct vol_alloc *map = volume_alloc(info->volume);
	struct alloc_extent extent;
	char volid[VOLID_SIZE], devno[8];
	bool is_first_drct = rdev == sysres_rdev();

	(void)unused;
	(void)total;
	str_copy(volid, info->volid, sizeof(volid));
	str_format(devno, sizeof(devno), "%04X", rdev->devno);
	for (uint32_t i = 0; alloc_extent(map, i, &extent); i++) {
		bool active = extent.space == VOL_DRCT && is_first_drct;

		cmd_say(cmd, "%-6s %4s %10u %10u %s%s", volid, devno, extent.cyl,
			extent.cyl + extent.nr_cyls - 1, alloc_space_name(extent.space),
			active ? " ACTIVE" : "");
		volid[0] = devno[0] = '\0';
		is_first_drct = is_first_drct && !active;
	}
}

static int query_map(struct cmd *cmd)
{
	cmd_say(cmd, "                EXTENT     EXTENT");
	cmd_say(cmd, "VOLID  RDEV      START        END ALLOCATION TYPE");
	cmd_say(cmd, "------ ---- ---------- ---------- ---------------");
	each_volume(cmd, VOL_PERM, NULL, say_map);
	return 0;
}

/* How many units of an extent are in use. */
static uint32_t used_of(const struct volume_info *info, const struct alloc_extent *extent)
{
	if (extent->space == VOL_TDSK)
		return minidisk_tdisk_cyls(info->volume, extent->cyl, extent->nr_cyls);
	if (extent->space == VOL_SPOL)
		return spool_used(info->volume, extent->cyl * BLOCKS_PER_CYL,
			extent->nr_cyls * BLOCKS_PER_CYL);
	if (extent->space == VOL_PAGE)
		return (uint32_t)pagespace_used_on(info->volume, extent->cyl);
	return 0;
}

static unsigned percent(uint64_t used, uint64_t total)
{
	return total ? (unsigned)(used * 100 / total) : 0;
}

static void say_space(struct cmd *cmd, const struct rdev *rdev, const struct volume_info *info,
	enum vol_space space, uint64_t *total)
{
	const struct vol_alloc *map = volume_alloc(info->volume);
	uint32_t unit = space == VOL_PAGE || space == VOL_SPOL ? BLOCKS_PER_CYL : 1;
	struct alloc_extent extent;

	for (uint32_t i = 0; alloc_find(map, space, i, &extent); i++) {
		uint32_t used = used_of(info, &extent), nr = extent.nr_cyls * unit;

		cmd_say(cmd, "%-6s %04X %10u %10u %10u %10u %3u%%", info->volid, rdev->devno,
			extent.cyl, extent.cyl + extent.nr_cyls - 1, nr, used, percent(used, nr));
		total[0] += nr;
		total[1] += used;
	}
}

static int query_space(struct cmd *cmd, enum vol_space space)
{
	bool in_pages = space == VOL_PAGE || space == VOL_SPOL;
	uint64_t total[2] = {0, 0}; /* all, in use */

	cmd_say(cmd, "                EXTENT     EXTENT      TOTAL %10s    %%",
		in_pages ? "PAGES" : "CYLINDERS");
	cmd_say(cmd, "VOLID  RDEV      START        END %10s     IN USE USED",
		in_pages ? "PAGES" : "CYLINDERS");
	cmd_say(cmd, "------ ---- ---------- ---------- ---------- ---------- ----");
	each_volume(cmd, space, total, say_space);
	cmd_say(cmd, "SUMMARY %-4s                       %10llu %10llu %3u%%",
		alloc_space_name(space), (unsigned long long)total[0], (unsigned long long)total[1],
		percent(total[1], total[0]));
	return 0;
}

int query_alloc(struct cmd *cmd)
{
	static const struct {
		const char *name;
		unsigned min;
		enum vol_space space;
	} rows[] = {
		{"PAGE", 3, VOL_PAGE},
		{"SPOOL", 2, VOL_SPOL},
		{"SPOL", 0, VOL_SPOL},
		{"DRCT", 2, VOL_DRCT},
		{"TDISK", 2, VOL_TDSK},
		{"TDSK", 0, VOL_TDSK},
	};
	static const enum vol_space all[] = {VOL_DRCT, VOL_PAGE, VOL_SPOL, VOL_TDSK};
	bool map = cmd_accept(cmd->line, "MAP", 0);
	unsigned i = 0;

	while (!map && i < ARRAY_LEN(rows) && !cmd_accept(cmd->line, rows[i].name, rows[i].min))
		i++;
	if (!map && i == ARRAY_LEN(rows))
		cmd_accept(cmd->line, "ALL", 0);
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	if (map)
		return query_map(cmd);
	if (i < ARRAY_LEN(rows))
		return query_space(cmd, rows[i].space);
	for (i = 0; i < ARRAY_LEN(all); i++)
		query_space(cmd, all[i]);
	return 0;
}

/* ---- The configuration's lists --------------------------------------------------------------- */

static void say_slot(struct cmd *cmd, unsigned slot, const struct sysconfig_owned *owned)
{
	struct volume *volume = owned->volid[0] ? volume_find(owned->volid) : NULL;

	if (owned->is_reserved)
		cmd_say(cmd, "%4u  ------  ----  -----  Reserved", slot);
	else if (!volume)
		cmd_say(cmd, "%4u  %-6s  ----  Own    Not mounted", slot, owned->volid);
	else
		cmd_say(cmd, "%4u  %-6s  %04X  Own    %s", slot, owned->volid,
			dasd_rdev(volume_dasd(volume))->devno,
			dasd_is_gone(volume_dasd(volume)) ? "Not ready" : "Online and attached");
	volume_put(volume);
}

int query_cpowned(struct cmd *cmd)
{
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	cmd_say(cmd, "Slot  Vol-ID  Rdev  Type   Status");
	for (unsigned i = 0; i < SYSCONFIG_OWNED_MAX; i++)
		if (sysconfig.owned[i].volid[0] || sysconfig.owned[i].is_reserved)
			say_slot(cmd, i + 1, &sysconfig.owned[i]);
	return 0;
}

int query_uvol(struct cmd *cmd)
{
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	if (!sysconfig.nr_volumes)
		cmd_say(cmd, "There are no user volumes in SYSTEM CONFIG");
	for (unsigned i = 0; i < sysconfig.nr_volumes; i++) {
		const struct sysconfig_volume *row = &sysconfig.volume[i];
		struct volume *volume = row->is_pattern ? NULL : volume_find(row->pattern);

		cmd_say(cmd, "%-7s %-6s%s",
			row->is_excluded  ? "EXCLUDE"
			: row->is_pattern ? "INCLUDE"
					  : "LIST",
			row->pattern, row->is_pattern || volume ? "" : " Not mounted");
		volume_put(volume);
	}
	return 0;
}

static void say_error(void *ctx, const char *text)
{
	cmd_say(ctx, "%s", text);
}

int query_config(struct cmd *cmd)
{
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	if (!sysconfig_was_read())
		return cmd_msg(cmd, MSG_CONFIG_NONE);
	return sysconfig_say_errors(say_error, cmd) ? 0 : cmd_msg(cmd, MSG_CONFIG_GOOD);
}
