// SPDX-License-Identifier: Apache-2.0
/*
 * The start of the spool: which volumes have it, which files there are; and its end in order.
 *
 * A start reads tracks and takes each descriptor that it meets, of two for one file the newer one.
 * After SHUTDOWN it knows which tracks have any (WARM); else it reads them all (FORCE). Then the
 * blocks that the files name are taken, and what is left is free. What is not right with a file
 * ends that file, not the start. Not yet: a volume that is attached later is used from the next
 * start on.
 */
#include "lib/crc32.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/volume/alloc.h"
#include "logic/volume/record.h"
#include "logic/volume/trackimage.h"
#include "mach/clock.h"
#include "mach/frame.h"
#include "nucleus/session.h"
#include "nucleus/spooldisk.h"
#include "nucleus/storage.h"
#include "nucleus/sysconfig.h"
#include "nucleus/sysres.h"

#define NR_BUCKETS 4096
#define MAP_ORDER  4 /* frames for a map; of a larger volume all tracks are read */
#define MAP_FRAMES (1u << MAP_ORDER)

/* What the start knows and forgets. */
struct start {
	struct list *buckets; /* of files by number */
	uint8_t *image;       /* of a track */
	uint8_t *map;         /* of the tracks with descriptors: WARM */
	uint64_t sequence;    /* the highest seen */
	uint32_t nr_files, nr_kept_back;
	bool reads_all;
};

/* While files are looked at nobody else may allocate. */
static const struct spool_store cache_store = {.ops = &spool_cache_ops};

/* ---- Headers --------------------------------------------------------------------------------- */

static int header_read(const struct spool_volume *volume, unsigned copy, struct spv_header *header)
{
	int rc = dasd_read_blocks(
		volume_dasd(volume->volume), volume->checkpoint + copy, 0, 1, header);

	return rc ? rc : spv_header_check(header);
}

/*
 * Reads what the header says that holds. found.rc: 0; -E_NOENT: the spool never used the volume;
 * -E_FORMAT: it did, and there is no good header.
 */
static void header_find(struct spool_volume *volume)
{
	struct spv_header *header = stor_alloc(2 * sizeof(*header)), *good;
	int rc[2], newest;

	volume->found.rc = -E_FORMAT;
	if (!header)
		return;
	rc[0] = header_read(volume, 0, &header[0]);
	rc[1] = header_read(volume, 1, &header[1]);
	newest = spv_header_newest(rc[0] ? NULL : &header[0], rc[1] ? NULL : &header[1]);
	if (newest >= 0) {
		good = &header[newest];
		volume->generation = be64_get(good->generation);
		volume->found.rc = 0;
		volume->found.pool = be64_get(good->pool);
		volume->found.slot = be32_get(good->slot);
		volume->found.state = be32_get(good->state);
		volume->found.map_len = be32_get(good->map_len);
		volume->found.map_checksum = be32_get(good->map_checksum);
	} else if (rc[0] == -E_NOENT && rc[1] == -E_NOENT) {
		volume->found.rc = -E_NOENT;
	}
	stor_free(header, 2 * sizeof(*header));
}

static spblk_t checkpoint_block(const struct spool_volume *volume, uint32_t track, uint32_t nr)
{
	return SPV_BLOCK(volume->slot, (volume->checkpoint + track) * VOL_BLOCKS_PER_TRACK + nr);
}

/* Writes the next header, in place of the older one. */
static int header_write(struct spool_volume *volume, uint32_t state, const void *map, uint32_t len)
{
	struct spv_header *header = stor_alloc(sizeof(*header));
	void *data = header;
	int rc;

	if (!header)
		return -E_NOMEM;
	volume->generation++;
	header->pool = be64(spool_pool);
	header->generation = be64(volume->generation);
	header->slot = be32(volume->slot);
	header->state = be32(state);
	header->map_len = be32(len);
	header->map_checksum = be32(map ? crc32_update(0, map, len) : 0);
	header->written = be64(clock_now());
	vol_record_seal(header, SPV_MAGIC_HEADER);
	rc = spoolvol_write(checkpoint_block(volume, volume->generation & 1, 0), 1, &data);
	stor_free(header, sizeof(*header));
	return rc;
}

static uint32_t map_bytes(const struct spool_volume *volume)
{
	return (volume_nr_cyls(volume->volume) * VOL_TRACKS_PER_CYL + 7) / 8;
}

/* ---- Descriptors ----------------------------------------------------------------------------- */

static struct spool_file *find(const struct start *start, uint64_t id)
{
	struct list *node, *bucket = &start->buckets[id / TOD_US % NR_BUCKETS];

	list_for_each (node, bucket) {
		struct spool_file *file = LIST_ENTRY(node, struct spool_file, file.link);

		if (file->file.id == id)
			return file;
	}
	return NULL;
}

static void forget(struct spool_file *file)
{
	spool_forget_tag(&file->tag);
	stor_free(file, sizeof(*file));
}

/* The sequence of a file's descriptor is kept in its ticket until the writer needs that. */
static void add(struct start *start, struct spool_file *made, const struct spv_place *place)
{
	struct spool_file *other = find(start, made->file.id);
	spblk_t stale = 0;

	made->descriptor = place->block;
	made->ticket = place->sequence;
	start->sequence = MAX(start->sequence, MAX(place->sequence, made->file.id));
	if (other && other->ticket > made->ticket) {
		stale = made->descriptor;
		forget(made);
	} else {
		if (other) {
			stale = other->descriptor;
			list_del(&other->file.link);
			forget(other);
		}
		list_add_tail(
			&start->buckets[made->file.id / TOD_US % NR_BUCKETS], &made->file.link);
	}
	/* When it can't be cleared now, its newer one still wins the next time. */
	if (stale && spoolvol_clear(stale))
		return;
}

static void take_descriptor(struct start *start, const void *data, spblk_t block)
{
	struct spv_place place = {.pool = spool_pool, .block = block};
	struct spool_file *made = stor_alloc(sizeof(*made));
	char tag[SPV_TAG_MAX + 1];

	if (!made)
		return;
	if (spv_file_read(data, &place, &made->file, tag)) {
		stor_free(made, sizeof(*made));
		return;
	}
	list_init(&made->file.link);
	list_init(&made->dirty);
	list_init(&made->job);
	if (tag[0] && spool_set_tag(&made->tag, tag))
		spool_forget_tag(&made->tag); /* no storage: the file is not lost with it */
	add(start, made, &place);
}

static void read_track(struct start *start, const struct spool_volume *volume, uint32_t track)
{
	struct dasd_io io = {.dasd = volume_dasd(volume->volume),
		.op = DASD_READ_TRACK,
		.track = track,
		.buf = start->image,
		.size = DASD_TRACK_MAX};
	struct trackimage_record record;
	uint32_t at = 0;

	if (dasd_run(&io))
		return; /* the operator knows */
	while (trackimage_next(start->image, io.len, &at, &record) > 0) {
		const uint8_t *data = start->image + record.at + sizeof(struct ckd_count);
		uint32_t rec = record.count.rec;

		if (rec == 0 || rec > VOL_BLOCKS_PER_TRACK || record.count.key_len ||
			be16_get(record.count.data_len) != VOL_BLOCK_SIZE ||
			be64_get(((const struct vol_prefix *)data)->magic) != SPV_MAGIC_FILE)
			continue;
		take_descriptor(start, data,
			SPV_BLOCK(volume->slot, track * VOL_BLOCKS_PER_TRACK + rec - 1));
	}
}

static bool has_bit(const uint8_t *map, uint32_t track)
{
	return map[track / 8] & 0x80 >> track % 8;
}

/* Reads the map of a volume that was left in order. Returns 0, or an error: there is no good one.
 */
static int read_map(struct start *start, const struct spool_volume *volume)
{
	uint32_t len = map_bytes(volume), nr = ROUND_UP(len, VOL_BLOCK_SIZE) / VOL_BLOCK_SIZE;
	int rc;

	if (volume->found.map_len != len || nr > MAP_FRAMES)
		return -E_FORMAT;
	rc = dasd_read_blocks(
		volume_dasd(volume->volume), volume->checkpoint + SPV_MAP_TRACK, 0, nr, start->map);
	if (rc)
		return rc;
	return crc32_update(0, start->map, len) == volume->found.map_checksum ? 0 : -E_FORMAT;
}

static void read_volume(struct start *start, const struct spool_volume *volume)
{
	const struct vol_alloc *map = volume_alloc(volume->volume);
	bool all = start->reads_all || read_map(start, volume);
	struct alloc_extent extent;

	for (uint32_t i = 0; alloc_find(map, VOL_SPOL, i, &extent); i++) {
		uint32_t track = extent.cyl * VOL_TRACKS_PER_CYL;
		uint32_t end = track + extent.nr_cyls * VOL_TRACKS_PER_CYL;

		if (i == 0)
			track += VOL_TRACKS_PER_CYL;
		for (; track < end; track++)
			if (all || has_bit(start->map, track))
				read_track(start, volume, track);
	}
}

/* ---- Files ----------------------------------------------------------------------------------- */

/* One file's blocks are looked at. */
struct check {
	const struct spfile *file;
	uint32_t slot; /* of the descriptor, and so of all blocks */
	uint32_t nr, nr_taken;
};

/* Brings the tables into storage, where they stay. */
static int load_table(void *ctx, spblk_t block, enum spwalk_kind kind, uint32_t nr)
{
	const struct check *check = ctx;
	const void *table;

	if (SPV_SLOT(block) != check->slot)
		return -E_FORMAT;
	if (kind != SPWALK_TABLE)
		return 0;
	table = spool_map(&cache_store, block);
	if (!table)
		return spool_why(&cache_store);
	return spblock_is_table(table, check->file->id, nr) ? 0 : -E_FORMAT;
}

static int take_block(void *ctx, spblk_t block, enum spwalk_kind kind, uint32_t nr)
{
	struct check *check = ctx;
	int rc = SPV_SLOT(block) == check->slot ? spoolvol_take(block) : -E_RANGE;

	(void)kind;
	(void)nr;
	if (!rc)
		check->nr_taken++;
	return rc;
}

/* Gives back the first blocks, those that were taken. */
static int give_back(void *ctx, spblk_t block, enum spwalk_kind kind, uint32_t nr)
{
	struct check *check = ctx;

	(void)kind;
	(void)nr;
	if (check->nr++ < check->nr_taken)
		spoolvol_free(block);
	return 0;
}

/* Takes all blocks of the file. Returns 0; -E_FORMAT: the map is wrong; else they can't be reached.
 */
static int take_blocks(struct spfile *file, spblk_t descriptor)
{
	struct check check = {.file = file, .slot = SPV_SLOT(descriptor)};
	int rc;

	while ((rc = spfile_walk(file, &cache_store, load_table, &check)) == -E_AGAIN)
		spoolcache_wait();
	if (!rc)
		rc = spfile_walk(file, &cache_store, take_block, &check);
	if ((rc == -E_BUSY || rc == -E_RANGE) &&
		!spfile_walk(file, &cache_store, give_back, &check))
		rc = -E_FORMAT;
	return rc;
}

static void tell_file(enum msg_id msg, const struct spfile *file, unsigned spid)
{
	char number[8], now[8];

	str_format(number, sizeof(number), "%04u", spid);
	str_format(now, sizeof(now), "%04u", file->spid);
	operator_msg(msg, number, file->owner, now);
}

/* Puts the file in its queue. Returns 0, or spqueue_restore's. */
static int restore(struct spool_file *file)
{
	struct spool_user *user = spool_user_open(file->file.owner);
	int rc;

	if (!user)
		return -E_NOMEM;
	file->ticket = 0;
	rc = spqueue_restore(&user->files, &file->file);
	spool_user_close(user);
	return rc;
}

static void start_file(struct start *start, struct spool_file *file)
{
	uint16_t spid = file->file.spid;
	int rc;

	lock_take(&spool_lock);
	rc = spoolvol_take(file->descriptor);
	if (!rc)
		rc = take_blocks(&file->file, file->descriptor);
	if (!rc)
		rc = restore(file);
	file->unsaved = rc == -E_EXIST;
	lock_drop(&spool_lock);
	if (rc == -E_EXIST)
		tell_file(MSG_SPOOL_FILE_NUMBER, &file->file, spid);
	if (!rc || rc == -E_EXIST) {
		start->nr_files++;
		return;
	}
	if (rc != -E_FORMAT) { /* perhaps the next start finds all of it */
		start->nr_kept_back++;
		return forget(file);
	}
	tell_file(MSG_SPOOL_FILE_LOST, &file->file, spid);
	if (!spoolvol_clear(file->descriptor)) {
		lock_take(&spool_lock);
		spoolvol_free(file->descriptor);
		lock_drop(&spool_lock);
	}
	forget(file);
}

static void start_files(struct start *start)
{
	struct list *node;

	for (unsigned i = 0; i < NR_BUCKETS; i++)
		while ((node = list_pop(&start->buckets[i])))
			start_file(start, LIST_ENTRY(node, struct spool_file, file.link));
}

/* ---- The start ------------------------------------------------------------------------------- */

/* The slot of an attached volume; the IPL volume has one also without SYSTEM CONFIG. */
static uint8_t slot_of(const struct rdev *rdev, const struct volume_info *info)
{
	if (info->slot)
		return info->slot;
	return rdev == sysres_rdev() && !sysconfig_was_read();
}

static void find_volumes(void)
{
	struct rdev *rdev = NULL;
	struct spool_volume *made;
	struct volume_info info;
	uint8_t slot;

	while ((rdev = rdev_next(rdev)) != NULL) {
		if (rdev->class != RDEV_DASD)
			continue;
		volume_info(rdev, &info);
		slot = slot_of(rdev, &info);
		if (info.volume && slot && !spoolvol_add(info.volume, slot, &made))
			header_find(made);
		volume_put(info.volume);
	}
}

/* Does not use a volume. What is on it stays as it is. */
static void exclude(struct spool_volume *volume, const char *why)
{
	struct spool_volume **place = &spool_volumes;

	while (*place != volume)
		place = &(*place)->next;
	*place = volume->next;
	operator_msg(MSG_SPOOL_VOLUME_UNUSED, volume_volid(volume->volume), why);
	volume_put(volume->volume);
}

/* The spool is that of the first volume that has one. Excludes the volumes that are not of it. */
static void choose_pool(void)
{
	struct spool_volume *volume, *next;

	for (volume = spool_volumes; volume; volume = next) {
		next = volume->next;
		if (volume->found.rc == -E_NOENT)
			continue;
		if (!spool_pool)
			spool_pool = volume->found.pool;
		if (volume->found.rc)
			exclude(volume, "is damaged");
		else if (volume->found.pool != spool_pool)
			exclude(volume, "is another system's");
		else if (volume->found.slot != volume->slot)
			exclude(volume, "was in another slot");
	}
}

/* How the spool was left: SPV_CLEAN or SPV_REIPL if each volume was so; 0: there is none yet. */
static uint32_t state_left(void)
{
	uint32_t state = 0;

	for (struct spool_volume *volume = spool_volumes; volume; volume = volume->next)
		if (!volume->found.rc && (!state || volume->found.state == SPV_RUNNING))
			state = volume->found.state;
	return state;
}

/* Says on each volume that it is in use now. One that can't be written is not used. */
static void claim_volumes(void)
{
	struct spool_volume *volume, *next;

	for (volume = spool_volumes; volume; volume = next) {
		next = volume->next;
		if (header_write(volume, SPV_RUNNING, NULL, 0))
			exclude(volume, "can't be written");
	}
}

static void find_files(struct start *start)
{
	const uint64_t nr = NR_BUCKETS * sizeof(struct list) / PAGE_SIZE;

	start->buckets = (struct list *)frame_alloc_contiguous(FRAME_CP, nr);
	start->map = (uint8_t *)frame_alloc_contiguous(FRAME_CP, MAP_FRAMES);
	start->image = stor_alloc(DASD_TRACK_MAX);
	if (start->buckets && start->map && start->image) {
		for (unsigned i = 0; i < NR_BUCKETS; i++)
			list_init(&start->buckets[i]);
		for (struct spool_volume *volume = spool_volumes; volume; volume = volume->next)
			if (!volume->found.rc)
				read_volume(start, volume);
		start_files(start);
	}
	stor_free(start->image, DASD_TRACK_MAX);
	if (start->map)
		frame_free_contiguous((habs_t)start->map, MAP_FRAMES);
	if (start->buckets)
		frame_free_contiguous((habs_t)start->buckets, nr);
}

static void tell_count(enum msg_id msg, uint32_t count)
{
	char nr[12];

	str_format(nr, sizeof(nr), "%u", count);
	operator_msg(msg, nr);
}

static void start_on_disk(enum spool_start how)
{
	uint32_t state = state_left();
	bool is_cold = state != SPV_REIPL && (how == SPOOL_COLD || how == SPOOL_CLEAN);
	struct start start = {.reads_all = how == SPOOL_FORCE || state == SPV_RUNNING};

	if (!is_cold)
		choose_pool();
	if (!spool_pool)
		spool_pool = clock_now();
	if (is_cold)
		operator_msg(MSG_SPOOL_COLD, how == SPOOL_COLD ? "COLD" : "CLEAN");
	else if (state == SPV_RUNNING)
		operator_msg(MSG_SPOOL_FORCED);
	claim_volumes();
	if (!is_cold)
		find_files(&start);
	spoolsave_init(start.sequence);
	if (start.nr_kept_back)
		tell_count(MSG_SPOOL_KEPT_BACK, start.nr_kept_back);
	tell_count(MSG_SPOOL_FILES, start.nr_files);
}

/* What is not as on disk: could not be written, or has a new number. */
static void save_again(void *ctx, struct spool_file *file)
{
	(void)ctx;
	if (file->unsaved)
		spoolsave_queue(file, SPOOL_JOB_SAVE);
}

void spool_start_up(enum spool_start how)
{
	bool on_disk;

	find_volumes();
	spoolcache_init();
	if (spool_volumes)
		start_on_disk(how);
	on_disk = spool_volumes;
	if (!on_disk)
		operator_msg(MSG_SPOOL_IN_STORAGE);
	lock_take(&spool_lock);
	spool_use_store(on_disk ? &spool_cache_ops : &spool_storage_ops, on_disk);
	if (on_disk)
		spool_each_file(save_again, NULL);
	lock_drop(&spool_lock);
	operator_msg(MSG_SPOOL_READY);
}

/* ---- The end --------------------------------------------------------------------------------- */

/* The bits of a volume's tracks with descriptors. */
struct ending {
	const struct spool_volume *volume;
	uint8_t *map;
};

static void mark_track(void *ctx, struct spool_file *file)
{
	struct ending *ending = ctx;
	uint32_t track = SPV_NR(file->descriptor) / VOL_BLOCKS_PER_TRACK;

	if (file->descriptor && SPV_SLOT(file->descriptor) == ending->volume->slot)
		ending->map[track / 8] |= (uint8_t)(0x80 >> track % 8);
}

static int end_volume(struct spool_volume *volume, uint8_t *map, bool reipl)
{
	struct ending ending = {volume, map};
	uint32_t state = reipl ? SPV_REIPL : SPV_CLEAN, len = map_bytes(volume);
	int rc = 0;

	if (len > MAP_FRAMES * PAGE_SIZE)
		return header_write(volume, state, NULL, 0);
	memset(map, 0, MAP_FRAMES * PAGE_SIZE);
	lock_take(&spool_lock);
	spool_each_file(mark_track, &ending);
	lock_drop(&spool_lock);
	for (uint32_t nr = 0; !rc && nr * VOL_BLOCK_SIZE < len; nr++) {
		void *data = map + (size_t)nr * VOL_BLOCK_SIZE;

		rc = spoolvol_write(checkpoint_block(volume, SPV_MAP_TRACK, nr), 1, &data);
	}
	return rc ? rc : header_write(volume, state, map, len);
}

int spool_shut_down(bool reipl)
{
	uint8_t *map = (uint8_t *)frame_alloc_run(FRAME_CP, MAP_ORDER);
	bool on_disk;
	int rc = 0;

	lock_take(&spool_lock);
	on_disk = spool_is_on_disk();
	spool_use_store(NULL, on_disk); /* nothing new from here on */
	if (on_disk)
		spool_each_file(save_again, NULL);
	lock_drop(&spool_lock);
	if (on_disk)
		rc = map ? spool_sync() : -E_NOMEM;
	lock_take(&spool_lock);
	spool_use_store(NULL, false);
	lock_drop(&spool_lock);
	for (struct spool_volume *volume = spool_volumes; on_disk && !rc && volume;
		volume = volume->next)
		rc = end_volume(volume, map, reipl);
	return rc;
}
