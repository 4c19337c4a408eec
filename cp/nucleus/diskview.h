/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Views of minidisks: what was on one at some instant, and what somebody has changed since, for
 * whom that is his disk. CLONE makes them. Both are in storage, and gone with the view.
 *
 *	snapshot	of a minidisk: tracks as they were before somebody changed them on the disk
 *			itself. A minidisk has a list of them, the oldest first; those of one
 *			instant share one.
 *	view		its own changed tracks; else the first snapshot from its own on that has the
 *			track; else what is on the disk
 *
 * A copy of a view, for a clone of a clone, is another view of the same snapshot: the changes of
 * both are images that they share until they change them again (lib/forktree.h).
 */
#ifndef NUCLEUS_DISKVIEW_H
#define NUCLEUS_DISKVIEW_H

#include "nucleus/cow.h"

struct diskview;
struct md_link;
struct minidisk;

/* A view of a minidisk, which is none itself, as it is now. NULL: no storage. Any context. */
struct diskview *diskview_create(struct minidisk *base, const struct cow_names *names) MUST_CHECK;
/* Another view with the same contents. */
struct diskview *diskview_fork(struct diskview *view) MUST_CHECK;
/* NULL is allowed. */
void diskview_delete(struct diskview *view);

/* The functions of struct eckd_store_ops for a link to a view. A full CP: -E_NOMEM. */
int diskview_get(struct md_link *link, uint32_t track, const struct ckd_track **out) MUST_CHECK;
uint8_t *diskview_alloc(uint32_t len);
int diskview_update(struct md_link *link, uint32_t track, unsigned nr,
	const struct ckd_count *count, uint8_t *data) MUST_CHECK;
int diskview_format(struct md_link *link, uint32_t track, unsigned keep,
	const struct ckd_record *add, unsigned nr_add, const uint8_t *r0) MUST_CHECK;

/*
 * Before a track of a minidisk with snapshots is written through this link: its contents are kept
 * for the views. 0 or -E_AGAIN. What can't be kept for lack of storage is lost to them, and the
 * operator is told.
 */
int diskview_before_write(struct md_link *link, uint32_t track) MUST_CHECK;

/* used: tracks that were changed, nr_slots: that there are. */
void diskview_info(struct diskview *view, struct cow_info *info);

#endif
