// SPDX-License-Identifier: Apache-2.0
/* Reading the object directory from a system volume. */
#include "logic/volume/drct_load.h"

#include "lib/crc32.h"
#include "lib/err.h"
#include "logic/volume/alloc.h"
#include "logic/volume/drct.h"

struct load {
	const struct drct_load_ops *ops;
	void *ctx;
	struct drct_work *work;
};

static int problem(const struct load *load, enum drct_problem problem, unsigned int copy)
{
	load->ops->problem(load->ctx, problem, copy);
	return -E_NOENT;
}

static int read_map(const struct load *load, uint32_t nr_cyls)
{
	static const uint32_t rec[] = {VOL_REC_ALLOC, VOL_REC_ALLOC_COPY};
	struct vol_alloc *map = &load->work->map;
	enum drct_problem wrong;
	uint32_t bad;

	for (unsigned int i = 0; i < ARRAY_LEN(rec); i++) {
		if (load->ops->read(load->ctx, 0, rec[i] - 1, 1, map))
			wrong = DRCT_MAP_UNREADABLE;
		else if (alloc_check(map, nr_cyls, &bad))
			wrong = DRCT_MAP_DAMAGED;
		else
			return 0;
		problem(load, wrong, i);
	}
	return -E_NOENT;
}

/* Returns the header of a copy if it is good, else NULL. */
static const struct vol_drct *read_header(
	const struct load *load, unsigned int copy, const struct drct_area *area)
{
	struct vol_drct *header = &load->work->header[copy];
	int rc;

	if (load->ops->read(load->ctx, area->track, 0, 1, header)) {
		problem(load, DRCT_HEADER_UNREADABLE, copy);
		return NULL;
	}
	rc = drct_header_check(header, area);
	if (rc && rc != -E_NOENT)
		problem(load, DRCT_HEADER_DAMAGED, copy);
	return rc ? NULL : header;
}

static int read_data(const struct load *load, unsigned int copy, const struct drct_area *area,
	const struct vol_drct *header, void **data, size_t *len)
{
	uint32_t nr = be32_get(header->nr_blocks);
	void *block = load->ops->alloc(load->ctx, nr);
	enum drct_problem what = DRCT_DATA_DAMAGED;

	if (!block)
		return problem(load, DRCT_NO_STORAGE, copy);
	*len = be64_get(header->len_bytes);
	if (load->ops->read(load->ctx, area->track, 1, nr, block)) {
		what = DRCT_DATA_UNREADABLE;
	} else if (crc32_update(0, block, *len) == be32_get(header->data_checksum) &&
		   !load->ops->accept(block, *len)) {
		*data = block;
		return 0;
	}
	load->ops->free(load->ctx, block, nr);
	return problem(load, what, copy);
}

int drct_load(const struct drct_load_ops *ops, void *ctx, uint32_t nr_cyls, enum vol_space space,
	struct drct_work *work, void **data, size_t *len)
{
	const struct load load = {ops, ctx, work};
	const struct vol_drct *header[2];
	struct drct_area area[2];
	int copy, rc = read_map(&load, nr_cyls);

	if (rc)
		return rc;
	for (unsigned int i = 0; i < 2; i++)
		if (drct_area(&work->map, space, i, &area[i]))
			return problem(&load, DRCT_NO_SPACE, 0);
	for (unsigned int i = 0; i < 2; i++)
		header[i] = read_header(&load, i, &area[i]);
	while ((copy = drct_newest(header[0], header[1])) >= 0) {
		if (!read_data(&load, (unsigned int)copy, &area[copy], header[copy], data, len))
			return 0;
		header[copy] = NULL;
	}
	return -E_NOENT;
}
