/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copy-on-write minidisks: which tracks of the base have a changed copy in the minidisk's own
 * cylinders, and where.
 *
 *	read	of a track without a copy: the base's, from the cache that all its users share
 *	write	the first to a track takes the next slot: an image that shares the base's blocks
 *		becomes that slot's, and is changed
 *	flush	writes what the cache has, and then the blocks of the table that are behind
 *
 * Nobody is told that a write is done before the table on the disk has it. One link at most writes;
 * any number read.
 */
#ifndef NUCLEUS_COW_H
#define NUCLEUS_COW_H

#include "logic/cow.h"
#include "logic/eckd/store.h"
#include "nucleus/trackcache.h"
#include "nucleus/volume.h"

struct cow;

/* Who is meant, for messages and QUERY. */
struct cow_names {
	char owner[9], base_owner[9];
	uint16_t vdev, base_vdev;
};

/*
 * The table of the minidisk with these cylinders (id->cyl, id->nr_cyls) of `volume`, whose base is
 * on base_volume. A first one is made where there is none. The caller keeps references to both
 * volumes as long as the result lives, and nobody uses the minidisk meanwhile. Returns 0; -E_INVAL:
 * there are changes of another base; -E_FORMAT: the table is damaged; -E_NOMEM, or as dasd_start.
 * Tasks only.
 */
int cow_open(struct volume *volume, struct volume *base_volume, const struct cow_identity *id,
	const struct cow_names *names, struct cow **out) MUST_CHECK;
void cow_close(struct cow *cow); /* NULL is allowed */

/* Takes all changes back, on the disk too. Returns as dasd_start. As cow_open. */
int cow_revert(struct cow *cow) MUST_CHECK;

/*
 * The functions of struct eckd_store_ops for one link, whose user is given; tracks are the base's,
 * from its own first. A disk without a slot left: -E_FULL, and the operator is told once.
 */
int cow_get(struct cow *cow, struct tc_user *user, uint32_t track,
	const struct ckd_track **out) MUST_CHECK;
int cow_update(struct cow *cow, struct tc_user *user, uint32_t track, unsigned nr,
	const struct ckd_count *count, uint8_t *data) MUST_CHECK;
int cow_format(struct cow *cow, struct tc_user *user, uint32_t track, unsigned keep,
	const struct ckd_record *add, unsigned nr_add, const uint8_t *r0) MUST_CHECK;
int cow_flush(struct cow *cow, struct tc_user *user) MUST_CHECK;

struct cow_info {
	struct cow_names names;
	uint32_t nr_cyls; /* that the guest sees */
	uint32_t used, nr_slots;
};
void cow_info(struct cow *cow, struct cow_info *info);
bool cow_is_of(const struct cow *cow, const struct cow_identity *id);

#endif
