// SPDX-License-Identifier: Apache-2.0
/* Which saved systems and segments there are, and who has them. */
#include "nucleus/nss.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/frame.h"
#include "nucleus/nss_int.h"
#include "nucleus/pageshare.h"
#include "nucleus/session.h"
#include "nucleus/storage.h"
#include "nucleus/task.h"

static struct list systems = LIST_INIT(systems); /* as nss_begin */

/* ---- One at a time ----------------------------------------------- */

static struct lock busy_lock = LOCK_INIT(SYSTEM);
static bool is_busy; /* busy_lock */
static struct event is_free = {.waiters = LIST_INIT(is_free.waiters)};

void nss_begin(void)
{
	for (;;) {
		bool got;

		lock_take(&busy_lock);
		got = !is_busy;
		is_busy = true;
		if (got)
			event_clear(&is_free);
		lock_drop(&busy_lock);
		if (got)
			return;
		event_wait(&is_free);
	}
}

void nss_end(void)
{
	lock_take(&busy_lock);
	is_busy = false;
	event_post(&is_free);
	lock_drop(&busy_lock);
}

/* ---- The list ----------------------------------------------- */

struct nss *nss_next(const struct nss *nss)
{
	const struct list *node = nss ? nss->link.next : systems.next;

	return node == &systems ? NULL : LIST_ENTRY(node, struct nss, link);
}

static struct nss *find(const char *name, bool skeleton)
{
	struct nss *nss = NULL;

	while ((nss = nss_next(nss)) != NULL)
		if (strcmp(nss->def.name, name) == 0 && nss->class != NSS_PENDING &&
			(nss->class == NSS_SKELETON) == skeleton)
			return nss;
	return NULL;
}

struct nss *nss_find(const char *name)
{
	return find(name, false);
}

struct nss *nss_find_skeleton(const char *name)
{
	return find(name, true);
}

static struct nss *entry_make(const struct nss_def *def, struct spfile *file)
{
	struct nss *nss = stor_alloc(sizeof(*nss));

	if (!nss)
		return NULL;
	nss->def = *def;
	nss->file = file;
	nss->class = file->class;
	nss->spid = file->spid;
	nss->created = file->created;
	nss->nr_records = file->nr_blocks;
	str_copy(nss->origin, file->origin, sizeof(nss->origin));
	list_add_tail(&systems, &nss->link);
	return nss;
}

static void unload(struct nss *nss)
{
	if (!nss->is_loaded)
		return;
	gspace_delete(&nss->image);
	gspace_pattern_put(nss->pattern);
	nss->pattern = NULL;
	stor_free(nss->part, nss->def.nr_ranges * sizeof(*nss->part));
	nss->part = NULL;
	nss->is_loaded = false;
}

/* The entry and its file. */
static void destroy(struct nss *nss)
{
	unload(nss);
	lock_take(&spool_lock);
	spqueue_remove(&nss_owner->files, nss->file);
	spool_file_destroy(NULL, nss->file);
	lock_drop(&spool_lock);
	list_del(&nss->link);
	stor_free(nss, sizeof(*nss));
}

static void set_class(struct nss *nss, char class)
{
	nss->class = class;
	lock_take(&spool_lock);
	nss->file->class = class;
	spool_file_changed(nss->file);
	lock_drop(&spool_lock);
}

bool nss_purge(struct nss *nss)
{
	if (nss->nr_users) {
		set_class(nss, NSS_PENDING);
		return false;
	}
	destroy(nss);
	return true;
}

/* ---- Defining and saving ----------------------------------------------- */

int nss_define(const struct nss_def *def, const char *origin, struct nss **made)
{
	struct spfile *file;
	int rc;

	if (nss_find_skeleton(def->name))
		return -E_EXIST;
	rc = nss_file_write(def, NULL, NULL, &file);
	if (rc)
		return rc;
	str_copy(file->origin, origin, sizeof(file->origin));
	*made = entry_make(def, file);
	lock_take(&spool_lock);
	nss_owner->files.charge.blocks -= file->nr_blocks; /* spqueue_add counts them */
	rc = *made ? spqueue_add(&nss_owner->files, SPQ_SYSTEM, file) : -E_NOMEM;
	if (rc)
		spool_file_destroy(NULL, file);
	lock_drop(&spool_lock);
	if (!rc) {
		(*made)->spid = file->spid;
	} else if (*made) {
		list_del(&(*made)->link);
		stor_free(*made, sizeof(**made));
	}
	return rc;
}

/* The file takes the skeleton's place and its number. */
static int replace_file(struct nss *skeleton, struct spfile *file)
{
	struct spfile *old = skeleton->file;
	int rc;

	lock_take(&spool_lock);
	nss_owner->files.charge.blocks -= file->nr_blocks;
	spqueue_remove(&nss_owner->files, old);
	file->spid = old->spid;
	file->order = old->order;
	rc = spqueue_restore(&nss_owner->files, file);
	if (!rc) {
		spool_file_changed(file);
		spool_file_destroy(NULL, old);
		skeleton->file = file;
	}
	lock_drop(&spool_lock);
	return rc;
}

int nss_save(
	struct nss *skeleton, struct gspace *from, const struct nss_cpu *cpu, const char *origin)
{
	struct nss *older = nss_find(skeleton->def.name);
	struct nss_def *def = stor_alloc(sizeof(*def));
	struct spfile *file;
	int rc = -E_NOMEM;

	if (def) {
		*def = skeleton->def;
		def->is_saved = true;
		rc = nss_file_write(def, from, cpu, &file);
	}
	if (!rc) {
		file->class = def->is_restricted ? NSS_PRIVATE : NSS_ACTIVE;
		str_copy(file->origin, origin, sizeof(file->origin));
		rc = replace_file(skeleton, file);
	}
	if (!rc) {
		skeleton->def = *def;
		skeleton->class = file->class;
		skeleton->created = file->created;
		skeleton->nr_records = file->nr_blocks;
		str_copy(skeleton->origin, origin, sizeof(skeleton->origin));
		if (older)
			(void)nss_purge(older);
	}
	stor_free(def, sizeof(*def));
	return rc;
}

/* ---- In storage ----------------------------------------------- */

/* One page without data. */
static int open_page(struct nss *nss, const struct nss_range *range, uint32_t nr, habs_t zeros)
{
	gabs_t addr = (gabs_t)nr * PAGE_SIZE;

	if (nss_type_is_read_only(range->type))
		return gspace_fill(&nss->image, addr, zeros);
	if (nss_type_is_shared(range->type))
		return gspace_own(&nss->image, addr);
	return nr == range->first || addr % MiB == 0 ? gspace_open_segment(&nss->image, addr) : 0;
}

/* Page tables of all its megabytes, and what must be there for that nobody or all can store there.
 */
static int open_ranges(struct nss *nss)
{
	habs_t zeros = frame_alloc(FRAME_GUEST);
	int rc = zeros ? 0 : -E_NOMEM;

	for (unsigned i = 0; !rc && i < nss->def.nr_ranges; i++) {
		const struct nss_range *range = &nss->def.range[i];

		for (uint32_t nr = range->first; !rc && nr <= range->last; nr++) {
			rc = open_page(nss, range, nr, zeros);
			nss_breathe(nr);
		}
	}
	if (zeros && frame_drop(zeros))
		frame_free(zeros);
	return rc;
}

/* Which pages are not as others. */
static void make_parts(struct nss *nss)
{
	nss->nr_parts = 0;
	for (unsigned i = 0; i < nss->def.nr_ranges; i++) {
		const struct nss_range *range = &nss->def.range[i];
		bool read_only = nss_type_is_read_only(range->type);

		if (read_only || nss_type_is_shared(range->type))
			nss->part[nss->nr_parts++] =
				(struct gspace_part){(gabs_t)range->first * PAGE_SIZE,
					(gabs_t)range->last * PAGE_SIZE + PAGE_SIZE - 1, read_only};
	}
}

int nss_load(struct nss *nss)
{
	uint64_t end = ((uint64_t)nss_last_page(&nss->def) + 1) * PAGE_SIZE;
	int rc;

	if (nss->is_loaded)
		return 0;
	rc = gspace_create(&nss->image, end);
	if (rc)
		return -E_NOMEM;
	nss->part = stor_alloc(nss->def.nr_ranges * sizeof(*nss->part));
	nss->is_loaded = true;
	rc = nss->part ? nss_file_load(nss) : -E_NOMEM;
	rc = rc ? rc : open_ranges(nss);
	if (rc) {
		unload(nss);
		return rc;
	}
	make_parts(nss);
	gspace_close(&nss->image);
	nss->pattern = gspace_pattern_new(true);
	return 0;
}

/* ---- Uses ----------------------------------------------- */

struct nss_use *nss_use_of(const struct vmdbk *vm, const struct nss *nss)
{
	struct nss_use *use = vm->nss;

	while (use && use->nss != nss)
		use = use->next;
	return use;
}

static int check_attach(const struct vmdbk *vm, const struct nss *nss, bool is_private)
{
	for (const struct nss_use *use = vm->nss; use; use = use->next)
		if (nss_overlap(&use->nss->def, &nss->def))
			return -E_EXIST;
	for (unsigned i = 0; is_private && i < nss->def.nr_ranges; i++)
		if (nss_type_is_shared(nss->def.range[i].type) &&
			!nss_type_is_read_only(nss->def.range[i].type))
			return -E_PERM;
	return 0;
}

/* Its tables and its CPUs can tell of all of it. */
static int reach(struct vmdbk *vm, const struct nss *nss)
{
	uint64_t end = ((uint64_t)nss_last_page(&nss->def) + 1) * PAGE_SIZE;
	int rc = gspace_extend(&vm->space, ROUND_UP(end, MiB));

	for (unsigned i = 0; !rc && i < VCPU_MAX; i++)
		if (vm->vcpu[i])
			vm->vcpu[i]->sd.mse = vm->space.reach - 1;
	return rc;
}

int nss_attach(struct vmdbk *vm, struct nss *nss, bool is_private)
{
	bool may_share = pageshare_is_allowed(vm);
	struct nss_use *use;
	int rc = check_attach(vm, nss, is_private || !may_share);

	if (rc)
		return rc;
	use = stor_alloc(sizeof(*use));
	rc = use ? reach(vm, nss) : -E_NOMEM;
	if (rc) {
		stor_free(use, sizeof(*use));
		return rc;
	}
	is_private = is_private || !may_share;
	*use = (struct nss_use){.next = vm->nss,
		.nss = nss,
		.parts = {.part = nss->part, .nr = nss->nr_parts},
		.is_private = is_private};
	if (!is_private) {
		lock_take(&vm->lock);
		pageshare_begin(vm);
		lock_drop(&vm->lock);
	}
	rc = gspace_place(&vm->space, &nss->image, is_private);
	if (!rc && !is_private)
		rc = gspace_add_parts(&vm->space, &nss->image, &use->parts);
	if (!rc && !is_private && !nss->def.is_segment)
		gspace_follow(&vm->space, nss->pattern);
	nss->nr_users++;
	vm->nss = use;
	if (rc)
		nss_detach(vm, use, true);
	return rc;
}

void nss_detach(struct vmdbk *vm, struct nss_use *use, bool clear)
{
	struct nss_use **place = (struct nss_use **)&vm->nss;
	struct nss *nss = use->nss;

	while (*place != use)
		place = &(*place)->next;
	*place = use->next;
	gspace_forget_parts(&vm->space, &use->parts);
	if (clear)
		gspace_unplace(&vm->space, &nss->image);
	stor_free(use, sizeof(*use));
	if (--nss->nr_users)
		return;
	if (nss->class == NSS_PENDING)
		destroy(nss);
	else
		unload(nss);
}

void nss_detach_all(struct vmdbk *vm)
{
	if (!vm->nss)
		return;
	nss_begin();
	while (vm->nss) {
		struct nss_use *use = vm->nss;
		bool is_beyond =
			(uint64_t)nss_last_page(&use->nss->def) * PAGE_SIZE >= vm->space.size;

		nss_detach(vm, use, is_beyond);
	}
	nss_end();
}

bool nss_is_copied_by_fork(const struct vmdbk *vm)
{
	bool good = true;

	if (!vm->nss)
		return true;
	nss_begin();
	for (const struct nss_use *use = vm->nss; use; use = use->next) {
		if ((uint64_t)nss_last_page(&use->nss->def) * PAGE_SIZE >= vm->space.size)
			good = false;
		for (unsigned i = 0; i < use->nss->nr_parts && !use->is_private; i++)
			good &= use->nss->part[i].read_only;
	}
	nss_end();
	return good;
}

/* ---- The start ----------------------------------------------- */

/* One file of the queue. False: it is no good. */
static bool start_file(struct spfile *file)
{
	struct nss_def *def = stor_alloc(sizeof(*def));
	int rc = def ? nss_file_read_header(file, def) : -E_NOMEM;

	if (!rc && strcmp(def->name, file->name) != 0)
		rc = -E_FORMAT;
	if (!rc && !entry_make(def, file))
		rc = -E_NOMEM;
	stor_free(def, sizeof(*def));
	return !rc;
}

void nss_start(void)
{
	struct spfile *file = NULL, *next;
	struct nss *nss, *after;
	char number[8];

	lock_take(&spool_lock);
	nss_owner = spool_user_open(NSS_OWNER);
	file = nss_owner ? spqueue_next(&nss_owner->files, SPQ_SYSTEM, NULL) : NULL;
	lock_drop(&spool_lock);
	nss_begin();
	for (; file; file = next) {
		/* Nobody else changes this queue. */
		next = spqueue_next(&nss_owner->files, SPQ_SYSTEM, file);
		if (start_file(file))
			continue;
		str_format(number, sizeof(number), "%04u", file->spid);
		operator_msg(MSG_NSS_DAMAGED, number, file->name);
	}
	for (nss = nss_next(NULL); nss; nss = after) {
		after = nss_next(nss);
		if (nss->class == NSS_PENDING)
			destroy(nss);
	}
	nss_end();
}
