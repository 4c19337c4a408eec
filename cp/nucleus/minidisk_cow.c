// SPDX-License-Identifier: Apache-2.0
/* Copy-on-write minidisks: which changes belong to which base. */
#include "lib/err.h"
#include "lib/string.h"
#include "mach/clock.h"
#include "nucleus/minidisk_int.h"
#include "nucleus/task.h"

#define TABLE_WAIT (10 * TOD_MS) /* between looks whether a table has been read */

static struct cow_identity identity_of(uint32_t cyl, uint32_t nr_cyls, const struct minidisk *base)
{
	struct cow_identity id = {.base_cyl = base->cyl,
		.base_nr_cyls = base->nr_cyls,
		.cyl = cyl,
		.nr_cyls = nr_cyls};

	str_copy(id.base_volid, volume_volid(base->volume), sizeof(id.base_volid));
	return id;
}

/*
 * The minidisk, made if it is not there: then its table must be read, as *is_new tells. -E_AGAIN:
 * that is going on.
 */
static int find_or_make_cow(struct volume *volume, const struct cow_identity *id,
	struct minidisk *base, struct minidisk **out, bool *is_new)
{
	struct minidisk *disk;
	int rc = 0;

	lock_take(&minidisks_lock);
	disk = minidisk_find(volume, id->cyl, id->nr_cyls);
	*is_new = !disk;
	if (!disk) {
		disk = minidisk_make_on_volume(volume, id->cyl, id->nr_cyls);
		if (disk) {
			disk->is_busy = true;
			disk->base = base;
		}
	} else if (disk->is_busy) {
		rc = -E_AGAIN;
	} else if (!disk->cow || !cow_is_of(disk->cow, id)) {
		rc = -E_BUSY;
	}
	if (disk && !rc)
		disk->refs++;
	lock_drop(&minidisks_lock);
	*out = disk;
	return disk ? rc : -E_NOMEM;
}

/* Reads the table of a new one; if that can't be done it goes, but not its base. */
static int read_cow(
	struct minidisk *disk, const struct cow_identity *id, const struct cow_names *names)
{
	int rc = cow_open(disk->volume, disk->base->volume, id, names, &disk->cow);

	lock_take(&minidisks_lock);
	disk->is_busy = false;
	if (rc)
		disk->base = NULL;
	lock_drop(&minidisks_lock);
	if (rc)
		minidisk_put(disk);
	return rc;
}

int minidisk_get_cow(const char *volid, uint32_t cyl, uint32_t nr_cyls, struct minidisk *base,
	const struct cow_names *names, struct minidisk **out)
{
	struct volume *volume = volume_find(volid);
	struct cow_identity id;
	bool is_new;
	int rc;

	if (!volume)
		return -E_NODEV;
	if (!nr_cyls || cyl >= volume_nr_cyls(volume) || nr_cyls > volume_nr_cyls(volume) - cyl) {
		volume_put(volume);
		return -E_RANGE;
	}
	id = identity_of(cyl, nr_cyls, base);
	while ((rc = find_or_make_cow(volume, &id, base, out, &is_new)) == -E_AGAIN)
		task_sleep_until(clock_now() + TABLE_WAIT);
	if (!rc && is_new)
		rc = read_cow(*out, &id, names);
	else if (!rc)
		minidisk_put(base); /* it has one */
	volume_put(volume);
	return rc;
}

int minidisk_revert(struct minidisk *disk)
{
	int rc = 0;

	lock_take(&minidisks_lock);
	if (disk->refs > 1 || (!disk->cow && !disk->view))
		rc = -E_BUSY;
	else
		disk->is_busy = true;
	lock_drop(&minidisks_lock);
	if (rc)
		return rc;
	rc = disk->view
		     ? 0
		     : cow_revert(disk->cow); /* of a view that nobody has there are no changes */
	lock_take(&minidisks_lock);
	disk->is_busy = false;
	lock_drop(&minidisks_lock);
	return rc;
}
