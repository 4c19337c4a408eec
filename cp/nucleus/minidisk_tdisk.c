// SPDX-License-Identifier: Apache-2.0
/* T-disks as minidisks: the cylinders that they have are those that are in use. */
#include "lib/err.h"
#include "nucleus/minidisk_int.h"

/* A T-disk with some of these cylinders, or NULL. minidisks lock held. */
static const struct minidisk *tdisk_on(
	const struct volume *volume, uint32_t cyl, uint32_t nr, const struct minidisk *after)
{
	const struct minidisk *disk = after;

	while ((disk = minidisk_next(disk)) != NULL)
		if (disk->is_temporary && disk->volume == volume && disk->cyl < cyl + nr &&
			cyl < disk->cyl + disk->nr_cyls)
			break;
	return disk;
}

int minidisk_make_tdisk(struct volume *volume, uint32_t cyl, uint32_t nr_here, uint32_t nr_cyls,
	struct minidisk **out)
{
	const uint32_t end = cyl + nr_here;
	const struct minidisk *other = NULL;
	struct minidisk *disk = NULL;
	bool has_room;

	*out = NULL;
	lock_take(&minidisks_lock);
	while ((has_room = nr_cyls <= end - cyl) && (other = tdisk_on(volume, cyl, nr_cyls, NULL)))
		cyl = MIN(end, other->cyl + other->nr_cyls);
	if (has_room)
		disk = minidisk_make_on_volume(volume, cyl, nr_cyls);
	if (disk) {
		disk->is_temporary = true;
		disk->refs++;
	}
	lock_drop(&minidisks_lock);
	*out = disk;
	return disk ? 0 : has_room ? -E_NOMEM : -E_FULL;
}

uint32_t minidisk_tdisk_cyls(const struct volume *volume, uint32_t cyl, uint32_t nr_here)
{
	const struct minidisk *disk = NULL;
	uint32_t nr = 0;

	lock_take(&minidisks_lock);
	while ((disk = tdisk_on(volume, cyl, nr_here, disk)) != NULL)
		nr += disk->nr_cyls;
	lock_drop(&minidisks_lock);
	return nr;
}
