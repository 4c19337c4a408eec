// SPDX-License-Identifier: Apache-2.0
/*
 * The entry that is being built. Its fixed part is c->user; its items stand in the output area
 * where they will stay, behind room for the fixed part.
 */
#include "logic/directory/dirc.h"

#define STORAGE_DEFAULT (1ull << 20)

uint8_t *entry_items(struct dirc *c)
{
	return (uint8_t *)c->job->out + c->used + sizeof(struct dir_obj_user);
}

void entry_name(const struct dirc *c, char name[DIR_USERID_LEN + 1])
{
	size_t len = dir_name_len(c->user.userid, DIR_USERID_LEN);

	memcpy(name, c->user.userid, len);
	name[len] = '\0';
	if (!len)
		str_copy(name, "the user", DIR_USERID_LEN + 1); /* whose userid was wrong */
}

void entry_report(struct dirc *c, enum dirc_msg id)
{
	struct word word = {.text = "", .line = c->entry_line, .column = 1};
	char name[DIR_USERID_LEN + 1];

	entry_name(c, name);
	dirc_report(c, id, &word, name);
}

void entry_report_full(struct dirc *c)
{
	if (!c->is_full)
		entry_report(c, DIRM_FULL);
	c->is_full = true;
}

bool entry_has_room(struct dirc *c, size_t len)
{
	size_t index = (c->nr_entries + 1ull) * sizeof(struct dir_obj_index);
	size_t need = sizeof(struct dir_obj_user) + c->items_len + len;

	if (c->is_full)
		return false;
	if (need > DIR_ENTRY_MAX) {
		if (!c->is_large)
			entry_report(c, DIRM_LARGE_ENTRY);
		c->is_large = true;
		return false;
	}
	if (c->job->out_size - c->used < need + index) {
		entry_report_full(c);
		return false;
	}
	return true;
}

void entry_begin(struct dirc *c, enum dirc_entry kind)
{
	struct dir_obj_user *user = &c->user;

	c->entry = kind;
	c->entry_line = c->words[0].line;
	c->nr_statements = 0;
	c->has_device = c->has_include = c->is_large = false;
	c->has_storage = c->has_max_storage = c->has_classes = c->has_max_cpus = false;
	c->items_len = 0;
	memset(c->seen, 0, sizeof(c->seen));
	memset(user, 0, sizeof(*user));
	memset(user->userid, ' ', sizeof(user->userid));
	memset(user->account, ' ', sizeof(user->account));
	memset(user->distribution, ' ', sizeof(user->distribution));
	user->classes = be32(DIR_CLASS('G'));
	user->machine = DIR_MACHINE_XA;
	user->password_kind = DIR_PW_NOLOG;
	user->max_cpus = be16(1);
	user->share_type = DIR_SHARE_RELATIVE;
	user->share = be16(100);
}

void *entry_item_extend(struct dirc *c, struct dir_obj_item *last, size_t len)
{
	uint8_t *end = entry_items(c) + c->items_len;

	if (!entry_has_room(c, len))
		return NULL;
	memset(end, 0, len);
	last->length = be16((uint16_t)(be16_get(last->length) + len));
	c->items_len += (uint32_t)len;
	return end;
}

struct dir_obj_item *entry_next(struct dirc *c, struct dir_obj_item *prev)
{
	uint8_t *next = prev ? (uint8_t *)prev + be16_get(prev->length) : entry_items(c);

	if (!c->items_len || next == entry_items(c) + c->items_len)
		return NULL;
	return (struct dir_obj_item *)next;
}

void entry_remove(struct dirc *c, struct dir_obj_item *item)
{
	uint8_t *end = entry_items(c) + c->items_len;
	size_t len = be16_get(item->length);
	uint8_t *next = (uint8_t *)item + len;

	memmove(item, next, (size_t)(end - next));
	c->items_len -= (uint32_t)len;
}

void entry_remove_inherited(struct dirc *c, enum dir_item_type type)
{
	struct dir_obj_item *item = entry_next(c, NULL), *prev = NULL;

	while (item) {
		if (item->type == type && item->flags & DIR_ITEM_INHERITED)
			entry_remove(c, item);
		else
			prev = item;
		item = entry_next(c, prev);
	}
}

void *entry_item(struct dirc *c, enum dir_item_type type, size_t len)
{
	struct dir_obj_item *item;

	if (!entry_has_room(c, len))
		return NULL;
	item = (struct dir_obj_item *)(entry_items(c) + c->items_len);
	memset(item, 0, len);
	item->length = be16((uint16_t)len);
	item->type = (uint8_t)type;
	c->items_len += (uint32_t)len;
	return item;
}

void *entry_device(struct dirc *c, const struct word *word, enum dir_item_type type, size_t len,
	uint16_t vdev, uint16_t devtype)
{
	struct dir_obj_device *dev;
	char name[DIR_USERID_LEN + 1];

	for (struct dir_obj_item *item = entry_next(c, NULL); item; item = entry_next(c, item)) {
		dev = (struct dir_obj_device *)item;
		if (item->type < DIR_ITEM_CONSOLE || be16_get(dev->vdev) != vdev)
			continue;
		if (!(item->flags & DIR_ITEM_INHERITED)) {
			entry_name(c, name);
			dirc_report(c, DIRM_DEVICE_TWICE, word, name);
			return NULL;
		}
		entry_remove(c, item);
		break;
	}
	dev = entry_item(c, type, len);
	if (dev) {
		dev->vdev = be16(vdev);
		dev->devtype = be16(devtype);
	}
	return dev;
}

void entry_item_name(struct dirc *c, enum dir_item_type type, const char name[DIR_USERID_LEN])
{
	struct dir_obj_name *item = entry_item(c, type, sizeof(*item));

	if (item)
		memcpy(item->name, name, sizeof(item->name));
}

static void check_cpus(struct dirc *c)
{
	uint16_t count = 0;

	for (struct dir_obj_item *item = entry_next(c, NULL); item; item = entry_next(c, item))
		count += item->type == DIR_ITEM_CPU;
	if (count <= be16_get(c->user.max_cpus))
		return;
	if (c->has_max_cpus)
		entry_report(c, DIRM_CPU_COUNT);
	else
		c->user.max_cpus = be16(count);
}

static void check_storage(struct dirc *c)
{
	uint64_t storage = be64_get(c->user.storage), most = be64_get(c->user.max_storage);

	if (!c->has_storage)
		storage = c->has_max_storage ? MIN(STORAGE_DEFAULT, most) : STORAGE_DEFAULT;
	if (!c->has_max_storage)
		most = storage;
	if (storage > most)
		entry_report(c, DIRM_STORAGE_MAXIMUM);
	c->user.storage = be64(storage);
	c->user.max_storage = be64(most);
}

static void count_entry(struct dir_compile *job, const struct dir_obj_user *user)
{
	if (!(user->flags & DIR_ENTRY_POOL)) {
		job->nr_users++;
		return;
	}
	job->nr_pools++;
	job->nr_pooled += be32_get(user->pool_high) - (uint64_t)be32_get(user->pool_low) + 1;
}

static void user_keep(struct dirc *c)
{
	uint8_t *out = c->job->out;
	struct dir_obj_index *row;
	uint32_t length = (uint32_t)sizeof(struct dir_obj_user) + c->items_len;

	check_cpus(c);
	check_storage(c);
	if (c->user.userid[0] == ' ' || !entry_has_room(c, 0))
		return;
	c->user.length = be32(length);
	memcpy(out + c->used, &c->user, sizeof(c->user));
	row = (struct dir_obj_index *)(out + c->job->out_size) - ++c->nr_entries;
	memcpy(row->userid, c->user.userid, sizeof(row->userid));
	row->offset = be32((uint32_t)c->used);
	row->line = be32(c->entry_line);
	c->used += length;
	count_entry(c->job, &c->user);
}

void entry_end(struct dirc *c)
{
	c->is_muted = false;
	if (c->entry == DIRC_PROFILE)
		profile_keep(c);
	else if (c->entry == DIRC_USER)
		user_keep(c);
	c->entry = DIRC_TOP;
}
