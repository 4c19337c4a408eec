// SPDX-License-Identifier: Apache-2.0
/*
 * LOGOFF and FORCE of a guest: the end of a session waits for all tasks that work for its virtual CPUs. The guest's
 * command may be one of them, or one for which the other's waits. So a task of its own ends these sessions, one after
 * the other.
 */
#include "cmd/logon.h"
#include "lib/err.h"
#include "lib/list.h"
#include "lib/string.h"
#include "mach/lock.h"
#include "nucleus/storage.h"
#include "nucleus/task.h"

/* A session that is to end. */
struct ending {
	struct list link;
	struct vmdbk *vm;        /* with a reference */
	char by[USERID_LEN + 1]; /* who forced it, or "" */
};

static struct lock lock = LOCK_INIT(SYSTEM);
static struct list endings = LIST_INIT(endings); /* the lock's, as the next one */
static bool has_task;

static void forget(struct ending *ending)
{
	vm_put(ending->vm);
	stor_free(ending, sizeof(*ending));
}

static struct ending *next_ending(void)
{
	struct list *link;

	lock_take(&lock);
	link = list_pop(&endings);
	has_task = link;
	lock_drop(&lock);
	return link ? LIST_ENTRY(link, struct ending, link) : NULL;
}

static void end_them(void *arg)
{
	struct ending *ending;

	(void)arg;
	while ((ending = next_ending()) != NULL) {
		session_end(ending->vm, ending->by[0] ? ending->by : NULL);
		forget(ending);
	}
}

static void abended(void *arg);

/* Lock held. Returns whether a task ends them. */
static bool has_started(void)
{
	has_task = has_task || !task_start("end of session", end_them, NULL, NULL, abended);
	return has_task;
}

/* Another task ends those that are left; without storage for one the next that is added starts it. */
static void abended(void *arg)
{
	(void)arg;
	lock_take(&lock);
	has_task = false;
	if (!list_is_empty(&endings))
		has_started();
	lock_drop(&lock);
}

/* Lock held. */
static int add(struct ending *ending)
{
	if (ending->vm->is_ending)
		return -E_BUSY;
	if (!has_started())
		return -E_NOMEM;
	ending->vm->is_ending = true;
	list_add_tail(&endings, &ending->link);
	return 0;
}

int session_end_later(struct vmdbk *vm, const char *by)
{
	struct ending *ending = stor_alloc(sizeof(*ending));
	int rc;

	if (!ending)
		return -E_NOMEM;
	ending->vm = vm;
	vm_get(vm);
	str_copy(ending->by, by ? by : "", sizeof(ending->by));
	lock_take(&lock);
	rc = add(ending);
	lock_drop(&lock);
	if (rc)
		forget(ending);
	return rc;
}
