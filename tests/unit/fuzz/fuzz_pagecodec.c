// SPDX-License-Identifier: Apache-2.0
/*
 * Fuzzer of what comes back from paging space: records of any form and length, alone and in damaged
 * blocks; and of packing: any page must come back.
 */
#include "logic/pagecodec.h"
#include "logic/pagepack.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void unpack(const uint8_t *data, size_t size, unsigned form, const uint8_t *origin)
{
	uint8_t *record = malloc(size ? size : 1), *page = malloc(PAGE_SIZE);

	memcpy(record, data, size);
	if (pagecodec_unpack(form, record, size, origin, page))
		page[0] = 0;
	free(record);
	free(page);
}

static void pack(const uint8_t *data, size_t size, const uint8_t *origin)
{
	static struct pagecodec work;
	uint8_t *page = calloc(1, PAGE_SIZE), *record = malloc(PAGE_SIZE),
		*back = malloc(PAGE_SIZE);
	enum pack_effort effort = (enum pack_effort)(size ? *data % 3 : 0);
	enum page_form form;
	size_t len;

	if (origin)
		memcpy(page, origin, PAGE_SIZE);
	memcpy(page, data, size < PAGE_SIZE ? size : PAGE_SIZE);
	form = pagecodec_pack(&work, page, origin, effort, record, &len);
	if (len > PAGE_SIZE || pagecodec_unpack(form, record, len, origin, back) ||
		memcmp(page, back, PAGE_SIZE))
		abort();
	free(page);
	free(record);
	free(back);
}

static void block(const uint8_t *data, size_t size, unsigned slot)
{
	struct pagepack *damaged = calloc(1, sizeof(*damaged));
	const uint8_t *record;
	size_t len;

	memcpy(damaged, data, size < sizeof(*damaged) ? size : sizeof(*damaged));
	record = pagepack_get(damaged, slot, &len);
	if (record && (len > PAGE_SIZE || record + len > (uint8_t *)(damaged + 1)))
		abort();
	if (record)
		unpack(record, len, PAGE_RLE, NULL);
	free(damaged);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint64_t words[PAGE_SIZE / 8];
	const uint8_t *origin = (const uint8_t *)words;

	if (size < 2)
		return 0;
	for (unsigned i = 0; i < PAGE_SIZE / 8; i++)
		words[i] = data[1] * 0x0101010101010101u ^ (data[1] & 1 ? i : 0);
	unpack(data + 2, size - 2, data[0] % (NR_PAGE_FORMS + 1), data[1] & 2 ? origin : NULL);
	pack(data + 2, size - 2, data[1] & 2 ? origin : NULL);
	block(data + 2, size - 2, data[1]);
	return 0;
}
