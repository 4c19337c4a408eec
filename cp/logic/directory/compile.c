// SPDX-License-Identifier: Apache-2.0
/* A run of the directory compiler: statements, then index and header. */
#include "logic/directory/dirc.h"
#include "logic/directory/lookup.h"

#define TEXT_MAX (1ull << 30)

/* Userids ascending, the same ones by line. */
static int row_order(const struct dir_obj_index *a, const struct dir_obj_index *b)
{
	int order = memcmp(a->userid, b->userid, sizeof(a->userid));

	return order ? order : be32_get(a->line) < be32_get(b->line) ? -1 : 1;
}

static void row_swap(struct dir_obj_index *a, struct dir_obj_index *b)
{
	struct dir_obj_index kept = *a;

	*a = *b;
	*b = kept;
}

/* Lets the row at root sink to its place in the heap of n rows, whose greatest is the first. */
static void row_sink(struct dir_obj_index *rows, size_t root, size_t n)
{
	for (;;) {
		size_t child = 2 * root + 1;

		if (child >= n)
			return;
		if (child + 1 < n && row_order(&rows[child], &rows[child + 1]) < 0)
			child++;
		if (row_order(&rows[root], &rows[child]) >= 0)
			return;
		row_swap(&rows[root], &rows[child]);
		root = child;
	}
}

static void rows_sort(struct dir_obj_index *rows, size_t n)
{
	for (size_t i = n / 2; i > 0; i--)
		row_sink(rows, i - 1, n);
	for (size_t end = n; end > 1; end--) {
		row_swap(&rows[0], &rows[end - 1]);
		row_sink(rows, 0, end - 1);
	}
}

static void report_twice(
	struct dirc *c, const struct dir_obj_index *first, const struct dir_obj_index *second)
{
	struct word word = {second->userid,
		(uint16_t)dir_name_len(second->userid, sizeof(second->userid)), 1,
		be32_get(second->line)};
	char line[12];

	str_format(line, sizeof(line), "%u", be32_get(first->line));
	dirc_report(c, DIRM_USER_TWICE, &word, line);
}

/* The index, which grew down from the end of the output area, sorted. */
static void index_sort(struct dirc *c)
{
	uint8_t *end = (uint8_t *)c->job->out + c->job->out_size;
	struct dir_obj_index *rows = (struct dir_obj_index *)end - c->nr_entries;
	uint32_t first = 0;

	rows_sort(rows, c->nr_entries);
	for (uint32_t i = 1; i < c->nr_entries; i++) {
		if (memcmp(rows[first].userid, rows[i].userid, sizeof(rows[i].userid)))
			first = i;
		else
			report_twice(c, &rows[first], &rows[i]);
	}
}

static void output_finish(struct dirc *c)
{
	struct dir_compile *job = c->job;
	uint8_t *out = job->out;
	size_t index_len = c->nr_entries * sizeof(struct dir_obj_index);
	struct dir_obj_header *header = job->out;

	memmove(out + c->used, out + job->out_size - index_len, index_len);
	job->length = c->used + index_len;
	memset(header, 0, sizeof(*header));
	memcpy(header->magic, DIR_MAGIC, sizeof(header->magic));
	header->version = be32(DIR_VERSION);
	header->length = be32((uint32_t)job->length);
	header->nr_entries = be32(c->nr_entries);
	header->index = be32((uint32_t)c->used);
	header->checksum = be32(dir_checksum(header, job->length));
}

static void statements_read(struct dirc *c)
{
	struct word nowhere = {.text = ""};

	if (c->job->len > TEXT_MAX) {
		dirc_report(c, DIRM_LONG_FILE, &nowhere, NULL);
		return;
	}
	while (dirc_read(c))
		dirc_statement(c);
	entry_end(c);
	if (!c->has_users)
		dirc_report(c, DIRM_NO_USERS, &nowhere, NULL);
}

/* Lays the compiler's own data out in the work area. NULL when that is too small. */
static struct dirc *work_init(struct dir_compile *job)
{
	size_t skip = -(uintptr_t)job->work % 8, profiles = ROUND_UP(sizeof(struct dirc), 8);
	struct dirc *c = (struct dirc *)((uint8_t *)job->work + skip);

	static_assert(sizeof(struct dirc) + 16 <= DIR_WORK_MIN, "the work area that we ask for");
	if (job->work_size < DIR_WORK_MIN || job->out_size < sizeof(struct dir_obj_header))
		return NULL;
	memset(c, 0, sizeof(*c));
	c->job = job;
	c->profiles = (uint8_t *)c + profiles;
	c->profiles_size = job->work_size - skip - profiles;
	c->entry = DIRC_TOP;
	c->used = sizeof(struct dir_obj_header);
	memset(c->user.userid, ' ', sizeof(c->user.userid));
	return c;
}

int dir_compile(struct dir_compile *job)
{
	struct dirc *c;

	job->errors = job->warnings = job->nr_users = job->nr_pools = 0;
	job->nr_pooled = 0;
	job->length = 0;
	job->out_size = MIN(job->out_size, UINT32_MAX);
	c = work_init(job);
	if (!c)
		return -E_FULL;
	statements_read(c);
	index_sort(c);
	if (c->is_full || job->errors || c->has_no_salt) {
		dirc_report_end(c);
		return c->is_full ? -E_FULL : job->errors ? -E_INVAL : -E_IO;
	}
	output_finish(c);
	disks_check(c);
	dirc_report_end(c);
	return 0;
}
