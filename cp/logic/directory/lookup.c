// SPDX-License-Identifier: Apache-2.0
/* Reading the object directory. The block has passed dir_check: nothing is checked again here. */
#include "logic/directory/lookup.h"
#include "logic/directory/name.h"
#include "lib/err.h"
#include "lib/string.h"

static_assert(DIR_USERID_LEN == sizeof(be64_t), "userid_order");

static const struct dir_obj_header *header_of(const void *block)
{
	return block;
}

static const struct dir_obj_index *index_of(const void *block)
{
	return (const void *)((const uint8_t *)block + be32_get(header_of(block)->index));
}

/* A field of len characters, padded with blanks, as a string. */
static void field_get(char *dst, const char *field, size_t len)
{
	while (len && field[len - 1] == ' ')
		len--;
	memcpy(dst, field, len);
	dst[len] = '\0';
}

/* The first len characters of a name as a userid field. */
static void field_set(char field[DIR_USERID_LEN], const char *name, size_t len)
{
	for (size_t i = 0; i < DIR_USERID_LEN; i++)
		field[i] = i < len ? chr_upper(name[i]) : ' ';
}

size_t dir_length(const void *block)
{
	return be32_get(header_of(block)->length);
}

uint32_t dir_nr_entries(const void *block)
{
	return be32_get(header_of(block)->nr_entries);
}

static struct dir_password password_of(uint8_t kind, const struct dir_obj_password *hashed)
{
	return (struct dir_password){.kind = kind, .hashed = hashed};
}

static void user_fill(struct dir_user *user, const struct dir_obj_user *obj)
{
	memset(user, 0, sizeof(*user));
	field_get(user->userid, obj->userid, DIR_USERID_LEN);
	field_get(user->account, obj->account, DIR_USERID_LEN);
	field_get(user->distribution, obj->distribution, DIR_USERID_LEN);
	user->password = password_of(obj->password_kind, &obj->password);
	user->storage = be64_get(obj->storage);
	user->max_storage = be64_get(obj->max_storage);
	user->classes = be32_get(obj->classes);
	user->options = be32_get(obj->options);
	user->timer_slack_ms = be32_get(obj->timer_slack_ms);
	user->max_clones = be32_get(obj->max_clones);
	user->machine = obj->machine;
	user->max_cpus = be16_get(obj->max_cpus);
	user->share.type = obj->share_type;
	user->share.value = be16_get(obj->share);
	user->max_share.type = obj->share_max_type;
	user->max_share.value = be16_get(obj->share_max);
	user->limit = obj->share_limit;
	user->line_end = obj->symbols[0];
	user->line_delete = obj->symbols[1];
	user->char_delete = obj->symbols[2];
	user->escape = obj->symbols[3];
	user->is_pool = obj->flags & DIR_ENTRY_POOL;
	user->items = (const uint8_t *)(obj + 1);
	user->items_len = be32_get(obj->length) - sizeof(*obj);
}

static void user_fill_defaults(struct dir_user *user)
{
	if (!user->account[0])
		str_copy(user->account, user->userid, sizeof(user->account));
	if (!user->distribution[0])
		str_copy(user->distribution, user->userid, sizeof(user->distribution));
}

/* Two padded userids in order, as memcmp has it. */
static int userid_order(const char a[DIR_USERID_LEN], const char b[DIR_USERID_LEN])
{
	uint64_t x, y;
	be64_t raw;

	memcpy(&raw, a, sizeof(raw));
	x = be64_get(raw);
	memcpy(&raw, b, sizeof(raw));
	y = be64_get(raw);
	return x < y ? -1 : x > y;
}

static const struct dir_obj_user *entry_find(const void *block, const char key[DIR_USERID_LEN])
{
	const struct dir_obj_index *index = index_of(block);
	uint32_t low = 0, high = dir_nr_entries(block);

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		int order = userid_order(key, index[mid].userid);

		if (!order)
			return (const void *)((const uint8_t *)block + be32_get(index[mid].offset));
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

/* Is name (len characters) made of this pool's name and a number in its range? */
static bool is_in_pool(const struct dir_obj_user *pool, const char *name, size_t len, size_t digits,
	uint32_t *number)
{
	uint64_t value;

	if (!(pool->flags & DIR_ENTRY_POOL) || pool->pool_digits != digits ||
		str_to_dec(name + len - digits, digits, &value))
		return false;
	*number = (uint32_t)value;
	return value >= be32_get(pool->pool_low) && value <= be32_get(pool->pool_high);
}

static int pool_find(const void *block, const char *name, size_t len, struct dir_user *user)
{
	char key[DIR_USERID_LEN];

	for (size_t digits = 1; digits < len && chr_is_digit(name[len - digits]); digits++) {
		const struct dir_obj_user *pool;
		uint32_t number;

		field_set(key, name, len - digits);
		pool = entry_find(block, key);
		if (!pool || !is_in_pool(pool, name, len, digits, &number))
			continue;
		user_fill(user, pool);
		field_set(key, name, len);
		field_get(user->userid, key, sizeof(key));
		user->is_pool = false;
		user->is_pooled = true;
		user->pool_number = number;
		return 0;
	}
	return -E_NOENT;
}

int dir_find(const void *block, const char *userid, struct dir_user *user)
{
	char key[DIR_USERID_LEN];
	size_t len = strlen(userid);
	const struct dir_obj_user *obj;
	int rc = 0;

	if (!len || len > DIR_USERID_LEN)
		return -E_NOENT;
	/* A blank in it would be taken for the padding of a pool's name. */
	for (size_t i = 0; i < len; i++)
		if (!dir_name_has(chr_upper(userid[i])))
			return -E_NOENT;
	field_set(key, userid, len);
	obj = entry_find(block, key);
	if (obj && !(obj->flags & DIR_ENTRY_POOL))
		user_fill(user, obj);
	else
		rc = pool_find(block, userid, len, user);
	if (!rc)
		user_fill_defaults(user);
	return rc;
}

int dir_find_pool(const void *block, const char *name, struct dir_pool *pool)
{
	char key[DIR_USERID_LEN];
	size_t len = strlen(name);
	const struct dir_obj_user *obj;

	if (!len || len > DIR_USERID_LEN)
		return -E_NOENT;
	field_set(key, name, len);
	obj = entry_find(block, key);
	if (!obj || !(obj->flags & DIR_ENTRY_POOL))
		return -E_NOENT;
	field_get(pool->name, obj->userid, DIR_USERID_LEN);
	pool->low = be32_get(obj->pool_low);
	pool->high = be32_get(obj->pool_high);
	pool->digits = obj->pool_digits;
	return 0;
}

void dir_pool_userid(const struct dir_pool *pool, uint32_t number, char userid[DIR_USERID_LEN + 1])
{
	size_t len = strlen(pool->name);

	memcpy(userid, pool->name, len);
	userid[len + pool->digits] = '\0';
	for (size_t i = len + pool->digits; i > len; number /= 10)
		userid[--i] = (char)('0' + number % 10);
}

void dir_entry(const void *block, uint32_t n, struct dir_user *user)
{
	user_fill(
		user, (const void *)((const uint8_t *)block + be32_get(index_of(block)[n].offset)));
	if (!user->is_pool)
		user_fill_defaults(user);
}

static void cpu_fill(struct dir_item *item, const void *from)
{
	const struct dir_obj_cpu *obj = from;

	item->cpu.address = obj->address;
	item->cpu.flags = obj->flags;
	item->cpu.serial = be32_get(obj->serial);
}

static void ipl_fill(struct dir_item *item, const void *from)
{
	const struct dir_obj_ipl *obj = from;

	item->ipl.is_named = obj->is_named;
	item->ipl.vdev = be16_get(obj->vdev);
	field_get(item->ipl.name, obj->name, sizeof(obj->name));
	field_get(item->ipl.loadparm, obj->loadparm, sizeof(obj->loadparm));
	item->ipl.parm = (struct dir_text){obj->parm, obj->parm_len};
}

static void name_fill(struct dir_item *item, const void *from)
{
	const struct dir_obj_name *obj = from;

	field_get(item->name, obj->name, sizeof(obj->name));
}

static void console_fill(struct dir_item *item, const void *from)
{
	const struct dir_obj_console *obj = from;

	item->console.class = obj->class;
	item->console.is_observer = obj->is_observer;
	field_get(item->console.secuser, obj->secuser, sizeof(obj->secuser));
}

static void spool_fill(struct dir_item *item, const void *from)
{
	const struct dir_obj_spool *obj = from;

	item->spool.kind = obj->kind;
	item->spool.class = obj->class;
}

static void mdisk_fill(struct dir_item *item, const void *from)
{
	const struct dir_obj_mdisk *obj = from;
	const struct dir_obj_base *base = (const void *)(obj + 1);

	item->mdisk.kind = obj->kind;
	item->mdisk.is_uncached = obj->dev.item.flags & DIR_ITEM_UNCACHED;
	item->mdisk.rdev = be16_get(obj->rdev);
	item->mdisk.start = be32_get(obj->start);
	item->mdisk.size = be32_get(obj->size);
	field_get(item->mdisk.volid, obj->volid, sizeof(obj->volid));
	field_get(item->mdisk.mode, obj->mode, sizeof(obj->mode));
	item->mdisk.read = password_of(obj->password_kinds[0], &obj->password[0]);
	item->mdisk.write = password_of(obj->password_kinds[1], &obj->password[1]);
	item->mdisk.multi = password_of(obj->password_kinds[2], &obj->password[2]);
	if (be16_get(obj->dev.item.length) > sizeof(*obj)) {
		field_get(item->mdisk.base, base->userid, sizeof(base->userid));
		item->mdisk.base_vdev = be16_get(base->vdev);
	}
}

static void link_fill(struct dir_item *item, const void *from)
{
	const struct dir_obj_link *obj = from;

	field_get(item->link.userid, obj->userid, sizeof(obj->userid));
	item->link.vdev = be16_get(obj->their_vdev);
	field_get(item->link.mode, obj->mode, sizeof(obj->mode));
}

bool dir_next(const struct dir_user *user, uint32_t *pos, struct dir_item *item)
{
	const struct dir_obj_item *obj = (const void *)(user->items + *pos);
	const struct dir_obj_device *dev = (const void *)obj;

	if (*pos >= user->items_len)
		return false;
	*pos += be16_get(obj->length);
	memset(item, 0, sizeof(*item));
	item->type = obj->type;
	item->inherited = obj->flags & DIR_ITEM_INHERITED;
	if (obj->type >= DIR_ITEM_CONSOLE) {
		item->vdev = be16_get(dev->vdev);
		item->devtype = be16_get(dev->devtype);
	}
	switch (item->type) {
	case DIR_ITEM_CPU: cpu_fill(item, obj); break;
	case DIR_ITEM_IPL: ipl_fill(item, obj); break;
	case DIR_ITEM_COMMAND:
		item->command.text = (const char *)(obj + 1);
		item->command.len = be16_get(obj->length) - sizeof(*obj);
		break;
	case DIR_ITEM_XAUTOLOG:
	case DIR_ITEM_LOGONBY:
	case DIR_ITEM_NAMESAVE: name_fill(item, obj); break;
	case DIR_ITEM_CONSOLE: console_fill(item, obj); break;
	case DIR_ITEM_SPOOL: spool_fill(item, obj); break;
	case DIR_ITEM_MDISK: mdisk_fill(item, obj); break;
	case DIR_ITEM_LINK: link_fill(item, obj); break;
	case DIR_ITEM_TYPES: break;
	}
	return true;
}

bool dir_first(const struct dir_user *user, enum dir_item_type type, struct dir_item *item)
{
	for (uint32_t pos = 0; dir_next(user, &pos, item);)
		if (item->type == type)
			return true;
	return false;
}

bool dir_is_listed(const struct dir_user *user, enum dir_item_type list, const char *userid)
{
	struct dir_item item;
	size_t len = strlen(userid);

	for (uint32_t pos = 0; dir_next(user, &pos, &item);) {
		if (item.type != list)
			continue;
		if (strlen(item.name) == len && !mem_casecmp(item.name, userid, len))
			return true;
		if (list == DIR_ITEM_XAUTOLOG && !strcmp(item.name, "ANY"))
			return true;
	}
	return false;
}
