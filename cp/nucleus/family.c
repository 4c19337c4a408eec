// SPDX-License-Identifier: Apache-2.0
/* Families of clones. */
#include "nucleus/family.h"
#include "lib/list.h"
#include "lib/string.h"
#include "mach/lock.h"
#include "nucleus/storage.h"
#include "nucleus/vmdbk.h"

/*
 * Function:      who was cloned of one machine
 * Located by:    vmdbk.family of each of them; the list, by the userid of the first
 * Created by:    family_begin  Deleted by: the last that leaves
 * Serialized by: the family lock
 */
struct family {
	struct list link;
	char userid[USERID_LEN + 1];
	uint32_t nr_clones; /* that are logged on, or about to be */
	uint32_t refs;      /* users, room for one, commands */
};

static struct lock family_lock = LOCK_INIT(FAMILY);
static struct list families = LIST_INIT(families); /* family lock */

static struct family *find_locked(const char *userid)
{
	struct list *node;

	list_for_each (node, &families) {
		struct family *family = LIST_ENTRY(node, struct family, link);

		if (strcmp(family->userid, userid) == 0)
			return family;
	}
	return NULL;
}

/* Clones of his that have outlived his last session are his all the same. */
static struct family *make_locked(const char *userid)
{
	struct family *family = find_locked(userid);

	if (family)
		return family;
	family = stor_alloc(sizeof(*family));
	if (!family)
		return NULL;
	str_copy(family->userid, userid, sizeof(family->userid));
	list_add_tail(&families, &family->link);
	return family;
}

static void put_locked(struct family *family)
{
	if (--family->refs)
		return;
	list_del(&family->link);
	stor_free(family, sizeof(*family));
}

struct family *family_begin(struct vmdbk *vm)
{
	struct family *family;

	lock_take(&family_lock);
	family = vm->family;
	if (!family) {
		family = make_locked(vm->userid);
		if (family)
			family->refs++;
		vm->family = family;
	}
	if (family)
		family->refs++;
	lock_drop(&family_lock);
	return family;
}

void family_end(struct family *family)
{
	lock_take(&family_lock);
	put_locked(family);
	lock_drop(&family_lock);
}

const char *family_userid(const struct family *family)
{
	return family->userid;
}

bool family_reserve(struct family *family, uint32_t max)
{
	bool has_room;

	lock_take(&family_lock);
	has_room = !max || family->nr_clones < max;
	family->nr_clones += has_room;
	family->refs += has_room;
	lock_drop(&family_lock);
	return has_room;
}

void family_return(struct family *family)
{
	lock_take(&family_lock);
	family->nr_clones--;
	put_locked(family);
	lock_drop(&family_lock);
}

void family_add(struct family *family, struct vmdbk *child)
{
	lock_take(&family_lock);
	child->family = family;
	child->is_clone = true;
	lock_drop(&family_lock);
}

void family_leave(struct vmdbk *vm)
{
	lock_take(&family_lock);
	if (vm->family) {
		vm->family->nr_clones -= vm->is_clone;
		put_locked(vm->family);
	}
	vm->family = NULL;
	lock_drop(&family_lock);
}
