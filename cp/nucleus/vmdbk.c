// SPDX-License-Identifier: Apache-2.0
/* The table of logged-on users. */
#include "nucleus/vmdbk.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/abend.h"
#include "mach/clock.h"
#include "mach/frame.h"
#include "mach/lock.h"
#include "nucleus/console.h"
#include "nucleus/dispatch.h"
#include "nucleus/family.h"
#include "nucleus/session.h"
#include "nucleus/settle.h"
#include "nucleus/storage.h"
#include "nucleus/vdev.h"
#include "nucleus/sysconfig.h"

#define BUCKET_PER   (64ul << 10) /* of storage: as many users as find room in it are some in a chain */
#define BUCKETS_LEAST 1024ul

static struct lock users_lock = LOCK_INIT(USERS);
static struct list all_users = LIST_INIT(all_users); /* users lock */
static struct list *buckets; /* users lock; zero: empty */
static uint32_t nr_buckets; /* constant, a power of two */
static uint32_t nr_users;			     /* users lock */
void (*vm_destroy)(struct vmdbk *vm);

void vm_init(void)
{
	uint64_t wanted = MAX(frame_storage_size() / BUCKET_PER, BUCKETS_LEAST);

	nr_buckets = 1u << (63 - __builtin_clzl(wanted));
	buckets = (struct list *)frame_alloc_contiguous(
		FRAME_CP, ROUND_UP(nr_buckets * sizeof(*buckets), PAGE_SIZE) / PAGE_SIZE);
	cp_assert(buckets, FRM002);
}

static struct list *bucket_of(const char *userid)
{
	struct list *bucket = &buckets[str_hash(userid) & (nr_buckets - 1)];

	if (!bucket->next)
		list_init(bucket);
	return bucket;
}

static struct vmdbk *find_locked(const char *userid)
{
	struct list *bucket = bucket_of(userid), *node;

	list_for_each(node, bucket)
	{
		struct vmdbk *vm = LIST_ENTRY(node, struct vmdbk, hash_link);

		if (strcmp(vm->userid, userid) == 0)
			return vm;
	}
	return NULL;
}

/* There are as many as FEATURES MAXUSERS allows; the operator can always log on. Users lock held. */
static bool is_full(const char *userid)
{
	return sysconfig.max_users && nr_users >= sysconfig.max_users &&
	       strcmp(userid, OPERATOR_USERID) != 0;
}

int vm_create(const char *userid, uint64_t storage, struct vmdbk **out)
{
	struct vmdbk *vm = stor_alloc(sizeof(*vm));
	int rc;

	if (!vm)
		return -E_NOMEM;
	lock_init(&vm->lock, LOCK_VM);
	event_init(&vm->machine_free);
	list_init(&vm->frame_link);
	str_copy(vm->userid, userid, sizeof(vm->userid));
	vm->logon_time = clock_now();
	vm->refs = 2; /* the table and the caller */
	rc = gspace_create(&vm->space, storage);
	if (rc) {
		stor_free(vm, sizeof(*vm));
		return rc;
	}
	lock_take(&users_lock);
	if (find_locked(vm->userid)) {
		rc = -E_EXIST;
	} else if (is_full(vm->userid)) {
		rc = -E_FULL;
	} else {
		list_add_tail(bucket_of(vm->userid), &vm->hash_link);
		list_add_tail(&all_users, &vm->all_link);
		nr_users++;
	}
	lock_drop(&users_lock);
	if (rc) {
		gspace_delete(&vm->space);
		stor_free(vm, sizeof(*vm));
		return rc;
	}
	*out = vm;
	return 0;
}

struct vmdbk *vm_find(const char *userid)
{
	struct vmdbk *vm;

	lock_take(&users_lock);
	vm = find_locked(userid);
	if (vm)
		vm_get(vm);
	lock_drop(&users_lock);
	return vm;
}

void vm_get(struct vmdbk *vm)
{
	__atomic_add_fetch(&vm->refs, 1, __ATOMIC_RELAXED);
}

void vm_put(struct vmdbk *vm)
{
	if (!vm || __atomic_sub_fetch(&vm->refs, 1, __ATOMIC_ACQ_REL) != 0)
		return;
	lock_take(&users_lock);
	list_del(&vm->all_link);
	lock_drop(&users_lock);
	if (vm_destroy)
		vm_destroy(vm);
	console_delete(vm);
	gspace_delete(&vm->space);
	for (unsigned i = 0; i < vm->nr_vdevs; i++)
		stor_free(vm->vdevs[i], sizeof(struct vdev));
	stor_free(vm->vdevs, vm->max_vdevs * sizeof(vm->vdevs[0]));
	stor_free(vm, sizeof(*vm));
}

/* He has logged off: the list of all has him as long as somebody may look for the one behind him. Users lock held. */
static bool is_removed(const struct vmdbk *vm)
{
	return list_is_empty(&vm->hash_link);
}

struct vmdbk *vm_next(struct vmdbk *vm)
{
	struct list *node = vm ? &vm->all_link : &all_users;
	struct vmdbk *next = NULL;

	lock_take(&users_lock);
	while (!next && (node = node->next) != &all_users) {
		next = LIST_ENTRY(node, struct vmdbk, all_link);
		if (is_removed(next))
			next = NULL;
	}
	if (next)
		vm_get(next);
	lock_drop(&users_lock);
	vm_put(vm);
	return next;
}

bool vm_begin_end(struct vmdbk *vm)
{
	bool first;

	lock_take(&users_lock);
	first = vm->state == VM_ACTIVE;
	vm->state = VM_LOGGING_OFF;
	lock_drop(&users_lock);
	return first;
}

void vm_remove(struct vmdbk *vm)
{
	lock_take(&users_lock);
	list_del(&vm->hash_link);
	nr_users--;
	lock_drop(&users_lock);
	family_leave(vm);
	settle_forget(vm);
	console_end(vm);
	vm_put(vm);
}

uint32_t vm_count(void)
{
	return nr_users;
}

void vm_stop(struct vmdbk *vm, uint32_t why)
{
	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i])
			vcpu_block(vm->vcpu[i], why);
	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i])
			vcpu_block_wait(vm->vcpu[i], why);
}

void vm_start(struct vmdbk *vm, uint32_t why)
{
	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i])
			vcpu_unblock(vm->vcpu[i], why);
}
