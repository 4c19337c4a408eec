// SPDX-License-Identifier: Apache-2.0
/*
 * Minidisks of all users together, when the directory is complete: those that overlap on a volume,
 * and links and copies of none. Overlaps are not always mistakes (LINK minds them as it minds links
 * to one minidisk), so all this is warned of only. Minidisks of whole volumes overlap others on
 * purpose: DEVNO, and 0 END.
 *
 * The extents are sorted in the unused part of the output area.
 */
#include "logic/directory/dirc.h"
#include "logic/directory/lookup.h"

struct extent {
	const struct dir_obj_user *user;
	const struct dir_obj_mdisk *mdisk;
	uint64_t end; /* behind the last cylinder or block */
};

/* By volume and place; on one place the larger one first, and then by line. */
static int extent_order(const struct extent *a, const struct extent *b)
{
	uint32_t start_a = be32_get(a->mdisk->start), start_b = be32_get(b->mdisk->start);
	int order = memcmp(a->mdisk->volid, b->mdisk->volid, sizeof(a->mdisk->volid));

	if (order)
		return order;
	if (start_a != start_b)
		return start_a < start_b ? -1 : 1;
	if (a->end != b->end)
		return a->end > b->end ? -1 : 1;
	return be32_get(a->mdisk->line) < be32_get(b->mdisk->line) ? -1 : 1;
}

static void extent_swap(struct extent *a, struct extent *b)
{
	struct extent kept = *a;

	*a = *b;
	*b = kept;
}

static void extent_sink(struct extent *rows, size_t root, size_t n)
{
	for (;;) {
		size_t child = 2 * root + 1;

		if (child >= n)
			return;
		if (child + 1 < n && extent_order(&rows[child], &rows[child + 1]) < 0)
			child++;
		if (extent_order(&rows[root], &rows[child]) >= 0)
			return;
		extent_swap(&rows[root], &rows[child]);
		root = child;
	}
}

static void extents_sort(struct extent *rows, size_t n)
{
	for (size_t i = n / 2; i > 0; i--)
		extent_sink(rows, i - 1, n);
	for (size_t end = n; end > 1; end--) {
		extent_swap(&rows[0], &rows[end - 1]);
		extent_sink(rows, 0, end - 1);
	}
}

/* "LINUX1 0191": what a message is about. */
static struct word name_disk(char *text, size_t size, const struct dir_obj_user *user,
	const struct dir_obj_device *dev, be32_t line)
{
	char userid[DIR_USERID_LEN + 1];
	size_t len = dir_name_len(user->userid, DIR_USERID_LEN);

	memcpy(userid, user->userid, len);
	userid[len] = '\0';
	str_format(text, size, "%s %04X", userid, be16_get(dev->vdev));
	return (struct word){text, (uint16_t)strlen(text), 1, be32_get(line)};
}

static void report_overlap(struct dirc *c, const struct extent *first, const struct extent *second)
{
	char text[24], other[24], extra[48];
	struct word word = name_disk(
		text, sizeof(text), second->user, &second->mdisk->dev, second->mdisk->line);
	struct word named = name_disk(
		other, sizeof(other), first->user, &first->mdisk->dev, first->mdisk->line);

	str_format(extra, sizeof(extra), "%s of line %u", other, named.line);
	dirc_report(c, DIRM_OVERLAP, &word, extra);
}

/* Each extent against the one before it that reaches farthest. One statement of a profile is one.
 */
static void extents_compare(struct dirc *c, const struct extent *rows, size_t n)
{
	const struct extent *far = rows;

	for (size_t i = 1; i < n; i++) {
		const struct extent *row = &rows[i];
		bool is_same = !memcmp(row->mdisk->volid, far->mdisk->volid, 8);

		if (is_same && be32_get(row->mdisk->start) < far->end &&
			be32_get(row->mdisk->line) != be32_get(far->mdisk->line))
			report_overlap(c, far, row);
		if (!is_same || row->end > far->end)
			far = row;
	}
}

static bool is_whole_volume(const struct dir_obj_mdisk *mdisk)
{
	return !be32_get(mdisk->start) && be32_get(mdisk->size) == DIR_MDISK_END;
}

/* Somebody's minidisk as a statement of another user names it. */
struct target {
	const char *userid; /* DIR_USERID_LEN characters; * is the user himself */
	uint16_t vdev;
};

static void report_target(
	struct dirc *c, enum dirc_msg id, struct word *word, const struct target *target)
{
	char extra[24], userid[DIR_USERID_LEN + 1];
	size_t len = dir_name_len(target->userid, DIR_USERID_LEN);

	memcpy(userid, target->userid, len);
	userid[len] = '\0';
	str_format(extra, sizeof(extra), "%s %04X", userid, target->vdev);
	dirc_report(c, id, word, extra);
}

/* Is there such a minidisk; with is_base one that can be the base of another? */
static bool has_target(const void *block, const struct dir_obj_user *user,
	const struct target *target, bool is_base)
{
	const char *owner = target->userid[0] == '*' ? user->userid : target->userid;
	char userid[DIR_USERID_LEN + 1];
	size_t len = dir_name_len(owner, DIR_USERID_LEN);
	struct dir_user found;
	struct dir_item item;

	memcpy(userid, owner, len);
	userid[len] = '\0';
	if (target->userid[0] == '*' && user->flags & DIR_ENTRY_POOL)
		return true; /* each of the pool's users, whose names are longer */
	if (dir_find(block, userid, &found))
		return false;
	for (uint32_t pos = 0; dir_next(&found, &pos, &item);)
		if (item.type == DIR_ITEM_MDISK && item.vdev == target->vdev)
			return !is_base || (item.mdisk.kind == DIR_MDISK_EXTENT &&
						   item.devtype == 0x3390 && !item.mdisk.base[0]);
	return false;
}

static void check_link(
	struct dirc *c, const struct dir_obj_user *user, const struct dir_obj_link *link)
{
	struct target target = {link->userid, be16_get(link->their_vdev)};
	char text[24];
	struct word word;

	if (has_target(c->job->out, user, &target, false))
		return;
	word = name_disk(text, sizeof(text), user, &link->dev, link->line);
	report_target(c, DIRM_LINK_TARGET, &word, &target);
}

static bool has_base(const struct dir_obj_mdisk *mdisk)
{
	return be16_get(mdisk->dev.item.length) > sizeof(*mdisk);
}

/* A 3390 in storage is a copy of another one. */
static void check_vdisk(struct dirc *c, const struct dir_obj_user *user, const struct dir_obj_mdisk *mdisk)
{
	char text[24];
	struct word word;

	if (mdisk->kind != DIR_MDISK_VDISK || be16_get(mdisk->dev.devtype) == DIR_FB512 || has_base(mdisk))
		return;
	word = name_disk(text, sizeof(text), user, &mdisk->dev, mdisk->line);
	dirc_report(c, DIRM_VDISK_ALONE, &word, NULL);
}

/* A minidisk with MINIOPT COWOF. */
static void check_base(
	struct dirc *c, const struct dir_obj_user *user, const struct dir_obj_mdisk *mdisk)
{
	const struct dir_obj_base *base = (const void *)(mdisk + 1);
	struct target target = {base->userid, be16_get(base->vdev)};
	char text[24];
	struct word word;

	if (!has_base(mdisk) || has_target(c->job->out, user, &target, true))
		return;
	word = name_disk(text, sizeof(text), user, &mdisk->dev, mdisk->line);
	report_target(c, DIRM_COWOF_BASE, &word, &target);
}

/* Looks at the entry's links and collects its extents, into room for max. Returns how many. */
static size_t entry_look(
	struct dirc *c, const struct dir_obj_user *user, struct extent *rows, size_t max)
{
	const uint8_t *item = (const uint8_t *)(user + 1);
	const uint8_t *end = (const uint8_t *)user + be32_get(user->length);
	size_t n = 0;

	for (; item < end; item += be16_get(((const struct dir_obj_item *)item)->length)) {
		const struct dir_obj_mdisk *mdisk = (const void *)item;
		const struct dir_obj_link *link = (const void *)item;
		uint8_t type = ((const struct dir_obj_item *)item)->type;

		if (type == DIR_ITEM_LINK)
			check_link(c, user, link);
		if (type == DIR_ITEM_MDISK) {
			check_base(c, user, mdisk);
			check_vdisk(c, user, mdisk);
		}
		if (type != DIR_ITEM_MDISK || mdisk->kind != DIR_MDISK_EXTENT ||
			is_whole_volume(mdisk))
			continue;
		if (n < max)
			rows[n] = (struct extent){user, mdisk,
				be32_get(mdisk->size) == DIR_MDISK_END
					? UINT64_MAX
					: (uint64_t)be32_get(mdisk->start) + be32_get(mdisk->size)};
		n++;
	}
	return n;
}

void disks_check(struct dirc *c)
{
	uint8_t *block = c->job->out;
	const struct dir_obj_header *header = (const void *)block;
	const struct dir_obj_index *index = (const void *)(block + be32_get(header->index));
	size_t skip = -(uintptr_t)(block + c->job->length) % 8;
	size_t room = c->job->out_size - c->job->length, n = 0, max = 0;
	struct extent *rows = (struct extent *)(block + c->job->length + skip);

	if (room > skip)
		max = (room - skip) / sizeof(*rows);
	for (uint32_t i = 0; i < c->nr_entries; i++) {
		const struct dir_obj_user *user = (const void *)(block + be32_get(index[i].offset));

		n += entry_look(c, user, rows + MIN(n, max), max - MIN(n, max));
	}
	if (n > max) {
		struct word nowhere = {.text = ""};

		dirc_report(c, DIRM_NO_ROOM_FOR_DISKS, &nowhere, NULL);
		return;
	}
	extents_sort(rows, n);
	extents_compare(c, rows, n);
}
