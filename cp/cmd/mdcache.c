// SPDX-License-Identifier: Apache-2.0
/* QUERY MDCACHE, SET MDCACHE: the minidisk cache. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/frame.h"
#include "nucleus/trackcache.h"
#include "nucleus/vdev.h"
#include "virt/dev_dasd.h"

typedef unsigned long long ull;

/* ---- QUERY ----------------------------------------------------------------------------------- */

static void say_storage(struct cmd *cmd)
{
	char min[24], max[24];
	struct tc_counts now;

	tc_count(&now);
	storage_format(min, sizeof(min), now.min_bytes);
	storage_format(max, sizeof(max), now.max_bytes);
	cmd_say(cmd, "STORAGE MDC MIN=%s%s MAX=%s%s, USAGE=%llu%%, BIAS=1.00", min,
		now.min_bytes ? "" : "M", max, now.max_bytes ? "" : "M",
		(ull)(now.bytes * 100 / frame_storage_size()));
	cmd_say(cmd, "TRACKS=%llu BYTES=%llu HITS=%llu MISSES=%llu WRITES=%llu", (ull)now.nr_tracks,
		(ull)now.bytes, (ull)now.hits, (ull)now.misses, (ull)now.writes);
}

static void say_system(struct cmd *cmd)
{
	struct tc_counts now;

	tc_count(&now);
	cmd_say(cmd, "MDC SYSTEM %s", now.is_off ? "OFF" : "ON");
}

/* One link's line, read with the vm lock, said without. */
struct shown {
	uint16_t devno;
	bool is_uncached;
	struct tc_reads reads;
};

/* The link of a disk on a volume, or NULL. vm lock held. */
static struct md_link *cached_link(const struct vdev *vdev)
{
	struct md_link *link = vdev ? dasd_link_of(vdev) : NULL;

	return link && link->disk->volume ? link : NULL;
}

/* The disk with the lowest number from `from` on. */
static bool next_disk(struct vmdbk *vm, uint32_t from, struct shown *shown)
{
	struct md_link *best = NULL;

	lock_take(&vm->lock);
	for (unsigned i = 0; i < vm->nr_vdevs; i++) {
		struct md_link *link = cached_link(vm->vdevs[i]);

		if (link && link->devno >= from && (!best || link->devno < best->devno))
			best = link;
	}
	if (best) {
		shown->devno = best->devno;
		shown->is_uncached = tc_is_uncached(&best->cache);
		tc_count_user(&best->cache, &shown->reads);
	}
	lock_drop(&vm->lock);
	return best;
}

/* The user's disks from first to last. */
static int say_disks(struct cmd *cmd, struct vmdbk *vm, uint32_t first, uint32_t last)
{
	struct shown shown;
	char number[8];
	unsigned nr = 0;

	for (uint32_t at = first; next_disk(vm, at, &shown) && shown.devno <= last;
		at = shown.devno + 1u, nr++)
		cmd_say(cmd, "%-8s %04X MDC %s HITS=%llu MISSES=%llu", vm->userid, shown.devno,
			shown.is_uncached ? "OFF" : "ON", (ull)shown.reads.hits,
			(ull)shown.reads.misses);
	if (nr || first != last)
		return 0;
	str_format(number, sizeof(number), "%04X", first);
	return cmd_msg(cmd, MSG_NO_DEVICE, number);
}

static int say_volume(struct cmd *cmd, struct rdev *rdev)
{
	struct volume_info info;
	struct tc_reads reads;
	char number[8];

	volume_info(rdev, &info);
	str_format(number, sizeof(number), "%04X", rdev->devno);
	if (!info.volume)
		return cmd_msg(cmd, MSG_VOLUME_NOT_ATTACHED, number, info.volid);
	tc_count_volume(info.volume, &reads);
	cmd_say(cmd, "RDEV %04X %-6s MDC ON HITS=%llu MISSES=%llu", rdev->devno, info.volid,
		(ull)reads.hits, (ull)reads.misses);
	volume_put(info.volume);
	return 0;
}

static int query_rdev_cache(struct cmd *cmd)
{
	struct rdev *rdev;
	char number[8];
	uint16_t devno;

	if (cmd_rdev(cmd->line, &devno) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	rdev = rdev_find(devno);
	if (rdev && rdev->class == RDEV_DASD)
		return say_volume(cmd, rdev);
	str_format(number, sizeof(number), "%04X", devno);
	return cmd_msg(cmd, MSG_NO_REAL_DEVICE, number);
}

/* [userid] vdev, when two words are there. The user, with a reference, or NULL: *rc. */
static struct vmdbk *take_disk(struct cmd *cmd, bool of_others, uint16_t *devno, int *rc)
{
	struct cmdline ahead = *cmd->line;
	struct vmdbk *vm = cmd->vm;
	struct cmd_word word;

	*rc = 0;
	if (of_others && cmd_next(&ahead, &word) && cmd_next(&ahead, &word) &&
		word_to_devno(&word, devno) == 0)
		*rc = cmd_find_user(cmd, &vm);
	else
		vm_get(vm);
	if (!*rc && cmd_vdev(cmd->line, devno)) {
		vm_put(vm);
		*rc = cmd_refused(cmd);
	}
	return *rc ? NULL : vm;
}

static int query_disk(struct cmd *cmd, bool of_others)
{
	uint16_t devno;
	int rc;
	struct vmdbk *vm = take_disk(cmd, of_others, &devno, &rc);

	if (!vm)
		return rc;
	rc = cmd_end(cmd->line) ? cmd_refused(cmd) : say_disks(cmd, vm, devno, devno);
	vm_put(vm);
	return rc;
}

/* [STORAGE|SYSTEM|MDISK [userid] vdev|USER userid|RDEV rdev] */
int query_mdcache_any(struct cmd *cmd)
{
	struct vmdbk *vm;
	int rc;

	if (cmd_accept(cmd->line, "MDISK", 2))
		return query_disk(cmd, true);
	if (cmd_accept(cmd->line, "RDEV", 4))
		return query_rdev_cache(cmd);
	if (cmd_accept(cmd->line, "USER", 4)) {
		rc = user_operand(cmd, &vm);
		if (rc)
			return rc;
		rc = say_disks(cmd, vm, 0, UINT16_MAX);
		vm_put(vm);
		return rc;
	}
	if (cmd_accept(cmd->line, "SYSTEM", 3)) {
		if (cmd_end(cmd->line))
			return cmd_refused(cmd);
		say_system(cmd);
		return 0;
	}
	cmd_accept(cmd->line, "STORAGE", 3);
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	say_storage(cmd);
	return 0;
}

int query_mdcache(struct cmd *cmd)
{
	return cmd_accept(cmd->line, "MDISK", 2) ? query_disk(cmd, false) : refuse_next(cmd);
}

/* ---- SET ------------------------------------------------------------------------------------- */

/* A size, or 0 or 0M. */
static int take_size(struct cmdline *line, uint64_t *bytes)
{
	struct cmd_word word;

	*bytes = 0;
	if (!cmd_next(line, &word))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	if (word_is(&word, "0", 0) || word_is(&word, "0M", 0))
		return 0;
	if (word_to_storage(&word, bytes) || *bytes > frame_storage_size())
		return cmd_refuse(line, MSG_INVALID_OPERAND, &word);
	return 0;
}

static int set_storage(struct cmd *cmd)
{
	uint64_t min, max;
	struct cmd_word word;

	if (take_size(cmd->line, &min))
		return cmd_refused(cmd);
	cmd_peek(cmd->line, &word);
	if (take_size(cmd->line, &max) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	if (min > max)
		return refuse_word(cmd, MSG_INVALID_OPERAND, &word);
	tc_set_limits(min, max);
	say_storage(cmd);
	return 0;
}

/* Tracks of the disk that nobody uses at this moment go. */
static void flush(struct volume *volume, uint32_t cyl, uint32_t nr_cyls)
{
	for (uint32_t i = 0; i < nr_cyls * CKD_3390_HEADS; i++)
		tc_forget_track(volume, cyl * CKD_3390_HEADS + i);
}

/* False: it has no such disk. */
static bool change_disk(struct vmdbk *vm, uint16_t devno, bool is_flush, bool is_uncached)
{
	struct volume *volume = NULL;
	uint32_t cyl = 0, nr_cyls = 0;
	struct md_link *link;

	lock_take(&vm->lock);
	link = cached_link(vdev_find(vm, devno));
	if (link) {
		volume = link->disk->volume;
		cyl = link->disk->cyl;
		nr_cyls = link->disk->nr_cyls;
		volume_get(volume);
		if (!is_flush)
			tc_set_uncached(&link->cache, is_uncached);
	}
	lock_drop(&vm->lock);
	if (!volume)
		return false;
	if (is_flush)
		flush(volume, cyl, nr_cyls);
	volume_put(volume);
	return true;
}

static int set_disk(struct cmd *cmd)
{
	bool is_on, is_off, is_flush, done = false;
	uint16_t devno;
	char number[8];
	int rc;
	/* [userid] vdev and one word more: so many words decide what is a userid. */
	struct vmdbk *vm = take_disk(cmd, true, &devno, &rc);

	if (!vm)
		return rc;
	is_on = cmd_accept(cmd->line, "ON", 0);
	is_off = !is_on && cmd_accept(cmd->line, "OFF", 0);
	is_flush = !is_on && !is_off && cmd_accept(cmd->line, "FLUSH", 0);
	if (!is_on && !is_off && !is_flush)
		rc = refuse_next(cmd);
	else if (cmd_end(cmd->line))
		rc = cmd_refused(cmd);
	else
		done = change_disk(vm, devno, is_flush, is_off);
	if (done) {
		rc = say_disks(cmd, vm, devno, devno);
	} else if (!rc) {
		str_format(number, sizeof(number), "%04X", devno);
		rc = cmd_msg(cmd, MSG_NO_DEVICE, number);
	}
	vm_put(vm);
	return rc;
}

/* STORAGE min max | SYSTEM {ON|OFF} | MDISK [userid] vdev {ON|OFF|FLUSH} */
int set_mdcache(struct cmd *cmd)
{
	bool is_on;

	if (cmd_accept(cmd->line, "STORAGE", 3))
		return set_storage(cmd);
	if (cmd_accept(cmd->line, "MDISK", 2))
		return set_disk(cmd);
	if (!cmd_accept(cmd->line, "SYSTEM", 3))
		return refuse_next(cmd);
	is_on = cmd_accept(cmd->line, "ON", 0);
	if (!is_on && !cmd_accept(cmd->line, "OFF", 0))
		return refuse_next(cmd);
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	tc_set_off(!is_on);
	say_system(cmd);
	return 0;
}
