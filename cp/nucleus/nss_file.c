// SPDX-License-Identifier: Apache-2.0
/* The spool files of saved systems and segments: abi/nss.h. */
#include "lib/err.h"
#include "lib/string.h"
#include "logic/nss/stream.h"
#include "logic/pagecodec.h"
#include "mach/clock.h"
#include "mach/frame.h"
#include "nucleus/nss_int.h"
#include "nucleus/storage.h"

struct spool_user *nss_owner;

/* What writing or reading one takes, for its time. */
struct work {
	struct spstream stream;
	struct nss_header header;
	struct pagecodec codec;
	uint8_t record[sizeof(struct nss_page) + PAGE_SIZE];
	uint8_t page[PAGE_SIZE] __attribute__((aligned(8)));
};

static struct work *work_make(struct spfile *file)
{
	struct work *work = stor_alloc(sizeof(*work));

	if (work)
		work->stream = (struct spstream){
			.file = file, .store = &spool_store, .charge = &nss_owner->files.charge};
	return work;
}

/* ---- Writing ----------------------------------------------- */

static int put(struct work *work, const void *data, size_t len)
{
	int rc;

	lock_take(&spool_lock);
	rc = spstream_write(&work->stream, data, len);
	lock_drop(&spool_lock);
	return rc == -E_RANGE ? -E_FULL : rc;
}

static int put_page(struct work *work, struct gspace *from, uint32_t nr)
{
	gabs_t addr = (gabs_t)nr * PAGE_SIZE;
	struct nss_page *head = (struct nss_page *)work->record;
	enum page_form form;
	uint8_t key;
	size_t len;
	int rc = gspace_read(from, addr, work->page, PAGE_SIZE);

	rc = rc ? rc : gspace_get_key(from, addr, &key);
	if (rc)
		return rc;
	key &= SKEY_ACC | SKEY_F;
	form = pagecodec_pack(
		&work->codec, work->page, NULL, PACK_BEST, work->record + sizeof(*head), &len);
	if (form == PAGE_SAME && !key)
		return 0;
	*head = (struct nss_page){be32(nr), be16((uint16_t)len), (uint8_t)form, key};
	work->stream.file->nr_records++;
	return put(work, work->record, sizeof(*head) + len);
}

static int put_pages(struct work *work, const struct nss_def *def, struct gspace *from)
{
	const struct nss_page end = {.page = be32(NSS_PAGE_END)};
	int rc = 0;

	for (unsigned i = 0; i < def->nr_ranges; i++) {
		const struct nss_range *range = &def->range[i];

		if (!nss_type_is_saved(range->type))
			continue;
		for (uint32_t nr = range->first; !rc && nr <= range->last; nr++) {
			rc = put_page(work, from, nr);
			nss_breathe(nr);
		}
	}
	return rc ? rc : put(work, &end, sizeof(end));
}

static struct spfile *make_file(const struct nss_def *def)
{
	struct spfile *file;

	lock_take(&spool_lock);
	file = spool_out_ops.create(NULL);
	lock_drop(&spool_lock);
	if (!file)
		return NULL;
	list_init(&file->link);
	file->dev = SPDEV_SYSTEM;
	file->queue = SPQ_SYSTEM;
	file->created = clock_now();
	file->class = NSS_SKELETON;
	file->copies = 1;
	str_copy(file->owner, NSS_OWNER, sizeof(file->owner));
	str_copy(file->name, def->name, sizeof(file->name));
	str_copy(file->type, def->is_segment ? "DCSS" : "NSS", sizeof(file->type));
	return file;
}

void nss_file_forget(struct spfile *file)
{
	lock_take(&spool_lock);
	nss_owner->files.charge.blocks -= file->nr_blocks;
	spool_file_destroy(NULL, file);
	lock_drop(&spool_lock);
}

int nss_file_write(const struct nss_def *def, struct gspace *from, const struct nss_cpu *cpu,
	struct spfile **made)
{
	struct spfile *file = make_file(def);
	struct work *work = file ? work_make(file) : NULL;
	int rc = work ? 0 : -E_NOMEM;

	if (work) {
		nss_header_make(&work->header, def, cpu);
		rc = put(work, &work->header, sizeof(work->header));
		if (!rc && from)
			rc = put_pages(work, def, from);
	}
	stor_free(work, sizeof(*work));
	if (rc && file)
		nss_file_forget(file);
	*made = file;
	return rc;
}

/* ---- Reading ----------------------------------------------- */

static int get(struct work *work, void *data, size_t len)
{
	size_t done = 0;
	int rc;

	lock_take(&spool_lock);
	while ((rc = spstream_read(&work->stream, data, len, &done)) == -E_AGAIN)
		spool_wait();
	lock_drop(&spool_lock);
	return rc;
}

static int get_header(struct work *work, struct nss_def *def)
{
	int rc = get(work, &work->header, sizeof(work->header));

	return rc ? rc : nss_header_read(&work->header, def);
}

int nss_file_read_header(struct spfile *file, struct nss_def *def)
{
	struct work *work = work_make(file);
	int rc = work ? get_header(work, def) : -E_NOMEM;

	stor_free(work, sizeof(*work));
	return rc;
}

/* One page, whose head was read: after *next, where data are saved, and its record good. */
static int take_page(
	struct work *work, struct nss *nss, const struct nss_page *head, uint32_t *next)
{
	uint32_t nr = be32_get(head->page);
	const struct nss_range *range = nss_range_of(&nss->def, nr);
	size_t len = be16_get(head->len);
	int rc;

	if (nr < *next || !range || !nss_type_is_saved(range->type) || len > PAGE_SIZE)
		return -E_FORMAT;
	*next = nr + 1;
	rc = get(work, work->record, len);
	rc = rc ? rc : pagecodec_unpack(head->form, work->record, len, NULL, work->page);
	rc = rc ? rc : gspace_write(&nss->image, (gabs_t)nr * PAGE_SIZE, work->page, PAGE_SIZE);
	if (!rc && head->key)
		rc = gspace_set_key(&nss->image, (gabs_t)nr * PAGE_SIZE, head->key);
	return rc;
}

static int take_pages(struct work *work, struct nss *nss)
{
	struct nss_page head;
	uint32_t next = 0;
	int rc;

	for (;;) {
		rc = get(work, &head, sizeof(head));
		if (rc || be32_get(head.page) == NSS_PAGE_END)
			return rc;
		rc = take_page(work, nss, &head, &next);
		if (rc)
			return rc;
	}
}

int nss_file_load(struct nss *nss)
{
	struct work *work = work_make(nss->file);
	struct nss_def *def = stor_alloc(sizeof(*def));
	int rc = work && def ? get_header(work, def) : -E_NOMEM;

	if (!rc && (!def->is_saved || strcmp(def->name, nss->def.name) != 0 ||
			   !nss_cpu_is_sound(&work->header.cpu)))
		rc = -E_FORMAT;
	if (!rc) {
		nss->cpu = work->header.cpu;
		rc = take_pages(work, nss);
	}
	stor_free(def, sizeof(*def));
	stor_free(work, sizeof(*work));
	return rc;
}
