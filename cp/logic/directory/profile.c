// SPDX-License-Identifier: Apache-2.0
/* Profiles: entries that wait in the work area, one behind the other, for INCLUDE and POOL. */
#include "logic/directory/dirc.h"

struct profile {
	uint32_t size; /* bytes of this with the items, rounded up to 8 */
	uint32_t line;
	uint32_t items_len;
	bool has_storage, has_max_storage, has_classes; /* stated in the profile */
	bool has_max_cpus;
	struct dir_obj_user user;
	/* items follow */
};

static struct profile *profile_find(struct dirc *c, const char name[DIR_USERID_LEN])
{
	for (size_t at = 0; at < c->profiles_used;) {
		struct profile *profile = (struct profile *)(c->profiles + at);

		if (!memcmp(profile->user.userid, name, DIR_USERID_LEN))
			return profile;
		at += profile->size;
	}
	return NULL;
}

void profile_keep(struct dirc *c)
{
	struct profile *profile = (struct profile *)(c->profiles + c->profiles_used);
	size_t size = ROUND_UP(sizeof(*profile) + c->items_len, 8);

	if (c->user.userid[0] == ' ')
		return; /* its name was wrong */
	if (size > c->profiles_size - c->profiles_used) {
		entry_report_full(c);
		return;
	}
	profile->size = (uint32_t)size;
	profile->line = c->entry_line;
	profile->items_len = c->items_len;
	profile->has_storage = c->has_storage;
	profile->has_max_storage = c->has_max_storage;
	profile->has_classes = c->has_classes;
	profile->has_max_cpus = c->has_max_cpus;
	profile->user = c->user;
	if (c->items_len)
		memcpy(profile + 1, entry_items(c), c->items_len);
	c->profiles_used += size;
}

uint32_t profile_line(struct dirc *c, const char name[DIR_USERID_LEN])
{
	struct profile *profile = profile_find(c, name);

	return profile ? profile->line : 0;
}

/* The profile's fixed part, but what USER says stands. */
static void include_user(struct dirc *c, const struct profile *profile)
{
	struct dir_obj_user old = c->user;
	struct dir_obj_user *user = &c->user;

	*user = profile->user;
	memcpy(user->userid, old.userid, sizeof(user->userid));
	memcpy(user->symbols, old.symbols, sizeof(user->symbols));
	user->password = old.password;
	user->password_kind = old.password_kind;
	user->flags = old.flags;
	user->pool_low = old.pool_low;
	user->pool_high = old.pool_high;
	user->pool_digits = old.pool_digits;
	if (c->has_storage)
		user->storage = old.storage;
	if (c->has_max_storage)
		user->max_storage = old.max_storage;
	if (c->has_classes)
		user->classes = old.classes;
	c->has_storage |= profile->has_storage;
	c->has_max_storage |= profile->has_max_storage;
	c->has_classes |= profile->has_classes;
	c->has_max_cpus |= profile->has_max_cpus;
}

void profile_include(struct dirc *c, const struct word *word)
{
	char name[DIR_USERID_LEN];
	char owner[DIR_USERID_LEN + 1];
	const struct profile *profile;

	if (!word_name(c, word, name, DIRM_NAME))
		return;
	if (c->has_include) {
		entry_name(c, owner);
		dirc_report(c, DIRM_TWICE, word, owner);
		return;
	}
	profile = profile_find(c, name);
	if (!profile) {
		dirc_report(c, DIRM_NO_PROFILE, word, NULL);
		return;
	}
	c->has_include = true;
	include_user(c, profile);
	if (!profile->items_len || !entry_has_room(c, profile->items_len))
		return;
	memcpy(entry_items(c), profile + 1, profile->items_len);
	c->items_len = profile->items_len;
	for (struct dir_obj_item *item = entry_next(c, NULL); item; item = entry_next(c, item))
		item->flags |= DIR_ITEM_INHERITED;
	return;
}
