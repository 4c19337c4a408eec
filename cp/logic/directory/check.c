// SPDX-License-Identifier: Apache-2.0
/*
 * The check of an object directory, which comes from a volume and may hold anything. After it the
 * look-up functions need not doubt a single number.
 */
#include "logic/directory/lookup.h"
#include "logic/directory/name.h"
#include "lib/err.h"
#include "lib/string.h"

#define MIX_FACTOR 0x9e3779b97f4a7c15ull /* odd, its bits spread evenly */

/* The upper half comes into the lower one, too: no two changes of single bits cancel each other. */
static uint64_t mix(uint64_t sum, uint64_t word)
{
	sum = (sum ^ word) * MIX_FACTOR;
	return sum ^ sum >> 32;
}

uint32_t dir_checksum(const void *block, size_t len)
{
	const uint8_t *bytes = block;
	size_t at = offsetof(struct dir_obj_header, nr_entries);
	uint64_t sum = len, word;
	be64_t raw;

	for (; at + sizeof(raw) <= len; at += sizeof(raw)) {
		memcpy(&raw, bytes + at, sizeof(raw));
		sum = mix(sum, be64_get(raw));
	}
	for (word = 0; at < len; at++)
		word = word << 8 | bytes[at];
	return (uint32_t)mix(sum, word);
}

static bool is_text(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] < ' ' || text[i] > '~')
			return false;
	return true;
}

static bool is_zero(const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (bytes[i])
			return false;
	return true;
}

static bool is_class(char class)
{
	return chr_is_digit(class) || (class >= 'A' && class <= 'Z');
}

static bool is_good_password(uint8_t kind, const struct dir_obj_password *password)
{
	uint32_t iterations = be32_get(password->iterations);

	return kind != DIR_PW_HASHED || (iterations >= 1 && iterations <= DIR_ITERATIONS_MAX);
}

static bool is_good_share(uint8_t type, uint16_t value)
{
	switch (type) {
	case DIR_SHARE_NONE: return value == 0;
	case DIR_SHARE_RELATIVE: return value >= 1 && value <= 10000;
	case DIR_SHARE_ABSOLUTE: return value >= 1 && value <= 1000;
	default: return false;
	}
}

static bool is_good_pool(const struct dir_obj_user *user)
{
	size_t name_len = dir_name_len(user->userid, DIR_USERID_LEN);

	if (!(user->flags & DIR_ENTRY_POOL))
		return true;
	return user->pool_digits >= 1 && user->pool_digits <= DIR_POOL_DIGITS_MAX &&
	       name_len + user->pool_digits <= DIR_USERID_LEN &&
	       be32_get(user->pool_low) <= be32_get(user->pool_high);
}

static bool is_good_user(const struct dir_obj_user *user)
{
	uint64_t storage = be64_get(user->storage), most = be64_get(user->max_storage);
	uint16_t cpus = be16_get(user->max_cpus);

	return dir_name_is_good(user->userid, DIR_USERID_LEN) &&
	       is_text(user->account, sizeof(user->account)) &&
	       is_text(user->distribution, sizeof(user->distribution)) &&
	       storage >= DIR_STORAGE_MIN && storage <= most && most <= DIR_STORAGE_MAX &&
	       be32_get(user->timer_slack_ms) <= DIR_TIMER_SLACK_MAX_MS &&
	       be32_get(user->max_clones) <= DIR_MAX_CLONES_MAX &&
	       user->machine >= DIR_MACHINE_ESA && user->machine <= DIR_MACHINE_Z &&
	       user->password_kind >= DIR_PW_HASHED && user->password_kind <= DIR_PW_LBYONLY &&
	       is_good_password(user->password_kind, &user->password) && cpus >= 1 &&
	       cpus <= DIR_CPUS_MAX && user->share_type != DIR_SHARE_NONE &&
	       is_good_share(user->share_type, be16_get(user->share)) &&
	       is_good_share(user->share_max_type, be16_get(user->share_max)) &&
	       user->share_limit <= DIR_LIMITHARD && is_good_pool(user);
}

static bool is_good_cpu(const struct dir_obj_item *item)
{
	const struct dir_obj_cpu *cpu = (const void *)item;

	return cpu->address < DIR_CPUS_MAX && be32_get(cpu->serial) <= 0xffffff;
}

static bool is_good_ipl(const struct dir_obj_item *item)
{
	const struct dir_obj_ipl *ipl = (const void *)item;

	return ipl->is_named <= 1 && is_text(ipl->name, sizeof(ipl->name)) &&
	       is_text(ipl->loadparm, sizeof(ipl->loadparm)) && ipl->parm_len <= DIR_PARM_MAX &&
	       is_text(ipl->parm, ipl->parm_len);
}

static bool is_good_command(const struct dir_obj_item *item)
{
	return is_text((const char *)(item + 1), be16_get(item->length) - sizeof(*item));
}

static bool is_good_name(const struct dir_obj_item *item)
{
	return dir_name_is_good(((const struct dir_obj_name *)item)->name, DIR_USERID_LEN);
}

static bool is_good_console(const struct dir_obj_item *item)
{
	const struct dir_obj_console *console = (const void *)item;

	return is_class(console->class) && console->is_observer <= 1 &&
	       is_text(console->secuser, sizeof(console->secuser));
}

static bool is_good_spool(const struct dir_obj_item *item)
{
	const struct dir_obj_spool *spool = (const void *)item;

	return spool->kind >= DIR_SPOOL_READER && spool->kind <= DIR_SPOOL_PRINTER &&
	       (is_class(spool->class) || (spool->class == '*' && spool->kind == DIR_SPOOL_READER));
}

static bool is_good_mdisk(const struct dir_obj_item *item)
{
	const struct dir_obj_mdisk *mdisk = (const void *)item;
	const struct dir_obj_base *base = (const void *)(mdisk + 1);

	for (int i = 0; i < 3; i++) {
		uint8_t kind = mdisk->password_kinds[i];

		if (kind != DIR_PW_ABSENT && kind != DIR_PW_HASHED && kind != DIR_PW_ALL)
			return false;
		if (!is_good_password(kind, &mdisk->password[i]))
			return false;
	}
	if (be16_get(item->length) != sizeof(*mdisk) &&
		(be16_get(item->length) != sizeof(*mdisk) + sizeof(*base) ||
			!is_text(base->userid, sizeof(base->userid))))
		return false;
	return mdisk->kind >= DIR_MDISK_EXTENT && mdisk->kind <= DIR_MDISK_TDISK &&
	       is_text(mdisk->volid, sizeof(mdisk->volid)) &&
	       is_text(mdisk->mode, sizeof(mdisk->mode));
}

static bool is_good_link(const struct dir_obj_item *item)
{
	const struct dir_obj_link *link = (const void *)item;

	return is_text(link->userid, sizeof(link->userid)) &&
	       is_text(link->mode, sizeof(link->mode));
}

static const struct {
	uint16_t least, most; /* bytes */
	bool (*is_good)(const struct dir_obj_item *item);
} item_checks[DIR_ITEM_TYPES] = {
	[DIR_ITEM_CPU] = {sizeof(struct dir_obj_cpu), sizeof(struct dir_obj_cpu), is_good_cpu},
	[DIR_ITEM_IPL] = {sizeof(struct dir_obj_ipl), sizeof(struct dir_obj_ipl), is_good_ipl},
	[DIR_ITEM_COMMAND] = {sizeof(struct dir_obj_item) + 1,
		sizeof(struct dir_obj_item) + DIR_COMMAND_MAX, is_good_command},
	[DIR_ITEM_XAUTOLOG] = {sizeof(struct dir_obj_name), sizeof(struct dir_obj_name),
		is_good_name},
	[DIR_ITEM_LOGONBY] = {sizeof(struct dir_obj_name), sizeof(struct dir_obj_name),
		is_good_name},
	[DIR_ITEM_NAMESAVE] = {sizeof(struct dir_obj_name), sizeof(struct dir_obj_name),
		is_good_name},
	[DIR_ITEM_CONSOLE] = {sizeof(struct dir_obj_console), sizeof(struct dir_obj_console),
		is_good_console},
	[DIR_ITEM_SPOOL] = {sizeof(struct dir_obj_spool), sizeof(struct dir_obj_spool),
		is_good_spool},
	[DIR_ITEM_MDISK] = {sizeof(struct dir_obj_mdisk),
		sizeof(struct dir_obj_mdisk) + sizeof(struct dir_obj_base), is_good_mdisk},
	[DIR_ITEM_LINK] = {sizeof(struct dir_obj_link), sizeof(struct dir_obj_link), is_good_link},
};

/* Items fill the len bytes at items exactly. */
static bool are_good_items(const uint8_t *items, uint32_t len)
{
	while (len) {
		const struct dir_obj_item *item = (const void *)items;
		uint16_t item_len;

		if (len < sizeof(*item))
			return false;
		item_len = be16_get(item->length);
		if (item_len > len || item->type == 0 || item->type >= DIR_ITEM_TYPES ||
			item_len < item_checks[item->type].least ||
			item_len > item_checks[item->type].most ||
			!item_checks[item->type].is_good(item))
			return false;
		items += item_len;
		len -= item_len;
	}
	return true;
}

/* One entry whose index row is given; *left is how many bytes the entries may still have in all. */
static bool is_good_entry(
	const uint8_t *block, const struct dir_obj_index *row, uint32_t end, uint32_t *left)
{
	uint32_t offset = be32_get(row->offset), length;
	const struct dir_obj_user *user = (const void *)(block + offset);

	if (offset < sizeof(struct dir_obj_header) || offset > end || end - offset < sizeof(*user))
		return false;
	length = be32_get(user->length);
	if (length < sizeof(*user) || length > DIR_ENTRY_MAX || length > end - offset ||
		length > *left)
		return false;
	*left -= length;
	return !memcmp(user->userid, row->userid, DIR_USERID_LEN) && is_good_user(user) &&
	       are_good_items((const uint8_t *)(user + 1), length - sizeof(*user));
}

size_t dir_claims(const void *block, size_t len)
{
	const struct dir_obj_header *header = block;

	if (len < sizeof(*header) || memcmp(header->magic, DIR_MAGIC, sizeof(header->magic)) ||
		be32_get(header->version) != DIR_VERSION || be32_get(header->length) > len)
		return 0;
	return be32_get(header->length);
}

static bool is_good_header(const struct dir_obj_header *header, size_t len)
{
	size_t length = dir_claims(header, len);
	uint32_t index;

	if (!length)
		return false;
	index = be32_get(header->index);
	return index >= sizeof(*header) && index <= length &&
	       (length - index) % sizeof(struct dir_obj_index) == 0 &&
	       (length - index) / sizeof(struct dir_obj_index) == be32_get(header->nr_entries) &&
	       is_zero(header->reserved, sizeof(header->reserved)) &&
	       be32_get(header->checksum) == dir_checksum(header, length);
}

int dir_check(const void *block, size_t len)
{
	const struct dir_obj_header *header = block;
	const struct dir_obj_index *index;
	uint32_t end, left;

	if (!is_good_header(header, len))
		return -E_FORMAT;
	end = be32_get(header->index);
	left = end - sizeof(*header);
	index = (const void *)((const uint8_t *)block + end);
	for (uint32_t i = 0; i < be32_get(header->nr_entries); i++) {
		if (i && memcmp(index[i - 1].userid, index[i].userid, DIR_USERID_LEN) >= 0)
			return -E_FORMAT;
		if (!is_good_entry(block, &index[i], end, &left))
			return -E_FORMAT;
	}
	return 0;
}
