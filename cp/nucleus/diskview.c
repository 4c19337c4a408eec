// SPDX-License-Identifier: Apache-2.0
/* Views of minidisks. */
#include "nucleus/diskview.h"
#include "lib/err.h"
#include "lib/forktree.h"
#include "lib/string.h"
#include "nucleus/diskroom.h"
#include "nucleus/minidisk.h"
#include "nucleus/session.h"
#include "nucleus/storage.h"
#include "nucleus/task.h"
#include "nucleus/tctable.h"

static_assert(CKD_3390_CYLS_MAX * CKD_3390_HEADS < FTREE_KEYS, "tracks of a minidisk");

/*
 * Function:      tracks of a minidisk as they were at one instant, if they are no more what they
 * were Located by:    minidisk.snapshots; its views Created by:    diskview_create   Deleted by:
 * the last diskview_delete Serialized by: the minidisk cache's lock
 */
struct snapshot {
	struct list link;
	struct ftree before; /* of struct tc_image */
	uint32_t nr_views;
	bool is_written; /* the disk is not what it was */
	bool is_lost;    /* some tracks could not be kept */
};

/*
 * Function:      what a clone sees of a minidisk
 * Located by:    struct minidisk
 * Created by:    diskview_create, diskview_fork   Deleted by: diskview_delete
 * Serialized by: the minidisk cache's lock
 */
struct diskview {
	struct minidisk *base;     /* constant; the minidisk that has the view has a reference */
	struct snapshot *snapshot; /* constant */
	struct cow_names names;    /* constant: the base's */
	struct ftree own;          /* of struct tc_image */
	uint32_t nr_own;
};

/* A track that could not be read when it was to be kept. */
static struct tc_image unreadable = {.refs = 1};

static void get_image(void *image)
{
	((struct tc_image *)image)->refs++;
}

static void put_image(void *image)
{
	image_put(image);
}

/* For who has no lock. */
static void put_image_alone(void *image)
{
	lock_take(&tc_lock);
	image_put(image);
	lock_drop(&tc_lock);
}

static const struct ftree_ops image_ops = {stor_alloc, stor_free, get_image, put_image};
static const struct ftree_ops image_ops_alone = {stor_alloc, stor_free, get_image, put_image_alone};

/* ---- Views ----------------------------------------------------------------------------------- */

/* The snapshot of now: the last one, if nothing was written since. Lock held. NULL: no storage. */
static struct snapshot *snapshot_now(struct minidisk *disk)
{
	struct snapshot *last = NULL;

	if (!list_is_empty(&disk->snapshots))
		last = LIST_ENTRY(disk->snapshots.prev, struct snapshot, link);
	if (last && !last->is_written)
		return last;
	last = stor_alloc(sizeof(*last));
	if (last)
		list_add_tail(&disk->snapshots, &last->link);
	return last;
}

struct diskview *diskview_create(struct minidisk *base, const struct cow_names *names)
{
	struct diskview *view = stor_alloc(sizeof(*view));

	if (!view)
		return NULL;
	view->base = base;
	view->names = *names;
	lock_take(&tc_lock);
	view->snapshot = snapshot_now(base);
	if (view->snapshot)
		view->snapshot->nr_views++;
	lock_drop(&tc_lock);
	if (view->snapshot)
		return view;
	stor_free(view, sizeof(*view));
	return NULL;
}

struct diskview *diskview_fork(struct diskview *view)
{
	struct diskview *copy = stor_alloc(sizeof(*copy));

	if (!copy)
		return NULL;
	lock_take(&tc_lock);
	*copy = *view;
	ftree_fork(&copy->own, &view->own);
	copy->snapshot->nr_views++;
	lock_drop(&tc_lock);
	return copy;
}

/*
 * Moves what a snapshot without views has to the one before it, which needs it too: all, or as much
 * as there is storage for. Lock held. True: it is empty.
 */
static bool give_to_older(struct snapshot *from, struct snapshot *to)
{
	struct tc_image *image;

	if (!to->before.root) {
		to->before = from->before;
		from->before.root = NULL;
		return true;
	}
	for (uint32_t track = 0; (image = ftree_next(&from->before, &track)) != NULL; track++) {
		void **place = ftree_place(&to->before, &image_ops, track);

		if (!place)
			return false;
		if (!*place) {
			*place = image;
			image->refs++;
		}
	}
	return true;
}

/* Snapshots that nobody needs go: those without views, but what older ones need of them. Lock held.
 */
static void collect(struct minidisk *disk, struct list *unused)
{
	struct list *node = disk->snapshots.next;

	while (node != &disk->snapshots) {
		struct snapshot *snapshot = LIST_ENTRY(node, struct snapshot, link);
		struct list *older = node->prev;

		node = node->next;
		if (snapshot->nr_views)
			continue;
		if (older != &disk->snapshots &&
			!give_to_older(snapshot, LIST_ENTRY(older, struct snapshot, link)))
			continue; /* it still can be found */
		list_del(&snapshot->link);
		list_add_tail(unused, &snapshot->link);
	}
}

void diskview_delete(struct diskview *view)
{
	struct list unused, *node;

	if (!view)
		return;
	list_init(&unused);
	ftree_clear(&view->own, &image_ops_alone);
	lock_take(&tc_lock);
	if (!--view->snapshot->nr_views)
		collect(view->base, &unused);
	lock_drop(&tc_lock);
	while ((node = list_pop(&unused)) != NULL) {
		struct snapshot *snapshot = LIST_ENTRY(node, struct snapshot, link);

		ftree_clear(&snapshot->before, &image_ops_alone);
		stor_free(snapshot, sizeof(*snapshot));
	}
	stor_free(view, sizeof(*view));
}

void diskview_info(struct diskview *view, struct cow_info *info)
{
	uint32_t nr_cyls = minidisk_size(view->base);

	lock_take(&tc_lock);
	*info = (struct cow_info){view->names, nr_cyls, view->nr_own, nr_cyls * CKD_3390_HEADS};
	lock_drop(&tc_lock);
}

/* ---- Reading --------------------------------------------------------------------------------- */

/* The track as some snapshot from the view's own on has kept it; else NULL. Lock held. */
static struct tc_image *kept(const struct diskview *view, uint32_t track)
{
	const struct list *node = &view->snapshot->link;
	struct tc_image *image = NULL;

	for (; !image && node != &view->base->snapshots; node = node->next)
		image = ftree_find(&LIST_ENTRY(node, struct snapshot, link)->before, track);
	return image;
}

/* What there is of the track in storage, held. Lock held. */
static struct tc_image *find(const struct diskview *view, uint32_t track, bool with_own)
{
	struct tc_image *image = with_own ? ftree_find(&view->own, track) : NULL;

	image = image ? image : kept(view, track);
	if (image)
		image->refs++;
	return image;
}

static struct tc_image *look(const struct diskview *view, uint32_t track, bool with_own)
{
	struct tc_image *image;

	lock_take(&tc_lock);
	image = find(view, track, with_own);
	lock_drop(&tc_lock);
	return image;
}

static int is_good(struct tc_image *image)
{
	if (image != &unreadable)
		return 0;
	put_image_alone(image);
	return -E_FORMAT;
}

/*
 * The track, held; *is_base: as it is on the disk now. Who changes it there keeps it for the views
 * before that: so it is looked for once more after it was read.
 */
static int get(struct md_link *link, uint32_t track, bool *is_base, struct tc_image **out)
{
	struct diskview *view = link->disk->view;
	const struct ckd_track *read;
	int rc;

	*is_base = false;
	*out = look(view, track, true);
	if (*out)
		return is_good(*out);
	rc = minidisk_read_track(view->base, &link->cache, track, &read);
	if (rc)
		return rc;
	*out = look(view, track, false);
	if (*out) {
		tc_put(read);
		return is_good(*out);
	}
	*is_base = true;
	*out = CONTAINER_OF(read, struct tc_image, track);
	if (!view->snapshot->is_lost)
		return 0;
	tc_put(read);
	return -E_IO;
}

int diskview_get(struct md_link *link, uint32_t track, const struct ckd_track **out)
{
	struct tc_image *image;
	bool is_base;
	int rc = get(link, track, &is_base, &image);

	if (!rc)
		*out = &image->track;
	return rc;
}

/* ---- Messages -------------------------------------------------------------------------------- */

struct note {
	enum msg_id id;
	struct cow_names names;
};

static void tell(void *arg)
{
	struct note *note = arg;
	char vdev[8];

	str_format(vdev, sizeof(vdev), "%04X", note->names.base_vdev);
	operator_msg(note->id, note->names.base_owner, vdev);
	stor_free(note, sizeof(*note));
}

/* To the operator, when no locks are held. */
static void tell_soon(enum msg_id id, const struct cow_names *names)
{
	struct note *note = stor_alloc(sizeof(*note));

	if (!note)
		return;
	*note = (struct note){id, *names};
	if (task_start("views", tell, note, NULL, NULL))
		stor_free(note, sizeof(*note));
}

/* ---- Writing --------------------------------------------------------------------------------- */

/*
 * Other views of the snapshot shall have the same blocks, not read them once more: it keeps the
 * track, which is on the disk as it was. Lock held.
 */
static void pin(struct diskview *view, uint32_t track, struct tc_image *image)
{
	void **place = ftree_place(&view->snapshot->before, &image_ops, track);

	if (!place || *place)
		return;
	*place = image;
	image->refs++;
}

/* The place of the view's own image of a track. Lock held. NULL: no storage. */
static void **own_place(struct diskview *view, uint32_t track)
{
	return ftree_place(&view->own, &image_ops, track);
}

/* Puts an image there, whose hold it takes. Lock held. */
static void set_own(struct diskview *view, void **place, struct tc_image *image)
{
	if (*place)
		image_put(*place);
	else
		view->nr_own++;
	*place = image;
}

uint8_t *diskview_alloc(uint32_t len)
{
	if (diskroom_is_left())
		return block_alloc(len, FRAME_VDISK);
	diskroom_tell_full();
	return NULL;
}

/* Changes a record of what was got. Lock held. */
static int update_locked(struct diskview *view, uint32_t track, struct tc_image *from, unsigned nr,
	const struct ckd_count *count, uint8_t *data)
{
	void **place;

	if (!image_has(from, nr, count))
		return -E_NOENT;
	place = own_place(view, track);
	if (!place)
		return -E_NOMEM;
	/* Its own, that nobody reads: the place and who got it have it. */
	if (*place != from || from->refs > 2) {
		struct tc_image *image = image_copy(from);

		if (!image)
			return -E_NOMEM;
		set_own(view, place, image);
	}
	image_replace(*place, nr - 1, data);
	return 0;
}

int diskview_update(struct md_link *link, uint32_t track, unsigned nr,
	const struct ckd_count *count, uint8_t *data)
{
	struct diskview *view = link->disk->view;
	struct tc_image *from;
	bool is_base;
	int rc = get(link, track, &is_base, &from);

	if (rc)
		return rc;
	lock_take(&tc_lock);
	if (is_base)
		pin(view, track, from);
	rc = update_locked(view, track, from, nr, count, data);
	image_put(from);
	lock_drop(&tc_lock);
	return rc;
}

int diskview_format(struct md_link *link, uint32_t track, unsigned keep,
	const struct ckd_record *add, unsigned nr_add, const uint8_t *r0)
{
	struct diskview *view = link->disk->view;
	struct tc_image *from = NULL, *image;
	bool is_base = false;
	void **place;
	int rc = keep ? get(link, track, &is_base, &from) : 0;

	if (rc)
		return rc;
	lock_take(&tc_lock);
	if (is_base)
		pin(view, track, from);
	place = own_place(view, track);
	rc = place ? image_format(from, keep, add, nr_add, r0, &image) : -E_NOMEM;
	if (!rc)
		set_own(view, place, image);
	image_put(from);
	lock_drop(&tc_lock);
	return rc;
}

/* ---- Before the disk itself is written ------------------------------------------------------- */

static struct snapshot *newest(const struct minidisk *disk)
{
	return list_is_empty(&disk->snapshots)
		       ? NULL
		       : LIST_ENTRY(disk->snapshots.prev, struct snapshot, link);
}

/* The newest snapshot, if it does not have the track; else NULL. Lock held. */
static struct snapshot *lacks(const struct minidisk *disk, uint32_t track)
{
	struct snapshot *snapshot = newest(disk);

	return snapshot && !snapshot->is_lost && !ftree_find(&snapshot->before, track) ? snapshot
										       : NULL;
}

/* All snapshots lose the track. Lock held. */
static void lose(struct minidisk *disk)
{
	struct list *node;

	list_for_each (node, &disk->snapshots)
		LIST_ENTRY(node, struct snapshot, link)->is_lost = true;
}

/* The image, or none, is kept, unless there is a newer snapshot by now. Lock held. False: try
 * again. */
static bool keep(
	struct minidisk *disk, struct snapshot *expected, uint32_t track, struct tc_image *image)
{
	struct snapshot *snapshot = lacks(disk, track);
	void **place;

	if (!snapshot)
		return true;
	if (snapshot != expected)
		return false;
	snapshot->is_written = true;
	place = image ? ftree_place(&snapshot->before, &image_ops, track) : NULL;
	if (place) {
		*place = image;
		image->refs++;
	} else {
		lose(disk);
	}
	return true;
}

int diskview_before_write(struct md_link *link, uint32_t track)
{
	struct minidisk *disk = link->disk;
	const struct ckd_track *read;
	struct tc_image *image;
	struct snapshot *snapshot;
	bool was_lost, is_lost, is_kept = false;
	int rc;

	while (!is_kept) {
		lock_take(&tc_lock);
		snapshot = lacks(disk, track);
		lock_drop(&tc_lock);
		if (!snapshot)
			return 0;
		rc = minidisk_read_track(disk, &link->cache, track, &read);
		if (rc == -E_AGAIN)
			return rc;
		image = !rc              ? CONTAINER_OF(read, struct tc_image, track)
			: rc == -E_NOMEM ? NULL
					 : &unreadable;
		lock_take(&tc_lock);
		snapshot = newest(disk) == snapshot ? snapshot : NULL;
		was_lost = snapshot && snapshot->is_lost;
		is_kept = keep(disk, snapshot, track, image);
		is_lost = snapshot && snapshot->is_lost;
		if (!rc)
			image_put(image);
		lock_drop(&tc_lock);
		if (is_lost && !was_lost) {
			struct cow_names names = {.base_vdev = link->owner_devno};

			str_copy(names.base_owner, link->owner[0] ? link->owner : link->vm->userid,
				sizeof(names.base_owner));
			tell_soon(MSG_VIEWS_LOST, &names);
		}
	}
	return 0;
}
