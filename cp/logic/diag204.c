/* SPDX-License-Identifier: Apache-2.0 */
/* Performance data for guests: DIAGNOSE X'204' and X'2FC'. */
#include "logic/diag204.h"

#include "arch/psw.h"
#include "lib/ebcdic.h"
#include "lib/string.h"

#define SUBCODE_SIMPLE  4
#define RC_DONE         0
#define RC_NOT_PROVIDED 4
#define RC_NO_ROOM      8
#define DIAG2FC_FORMAT  2

struct diag204_page {
	struct diag_204 header;
	struct diag_204_partition partition;
	struct diag_204_cpu cpu[DIAG204_CPUS_MAX];
};
static_assert(sizeof(struct diag204_page) <= PAGE_SIZE, "DIAGNOSE 204 in one page");

static void build_page(const struct diag204_facts *facts, struct diag204_page *page)
{
	uint8_t nr = MIN(facts->nr_cpus, DIAG204_CPUS_MAX);

	page->header.nr_partitions = 1;
	page->header.nr_cpus = be16(nr);
	page->header.own_offset = be16(offsetof(struct diag204_page, partition));
	page->header.tod = be64(facts->tod);
	page->partition.number = facts->partition_number;
	page->partition.nr_cpus = nr;
	ebc_from_str(page->partition.name, facts->partition_name, sizeof(page->partition.name));
	for (unsigned int i = 0; i < nr; i++) {
		const struct diag204_cpu_facts *from = &facts->cpus[i];

		page->cpu[i].addr = be16(from->addr);
		page->cpu[i].flags = DIAG204_ONLINE;
		page->cpu[i].weight = be16(from->weight);
		page->cpu[i].total_us = be64(from->total_us);
		page->cpu[i].partition_us = be64(from->partition_us);
	}
}

bool diag204_build(
	const struct diag204_facts *facts, uint64_t *subcode, uint64_t *pages, uint8_t *page)
{
	if (*subcode != SUBCODE_SIMPLE) {
		*subcode = RC_NOT_PROVIDED;
		return false;
	}
	if (*pages == 0) {
		*subcode = RC_NO_ROOM;
		return false;
	}
	memset(page, 0, PAGE_SIZE);
	build_page(facts, (struct diag204_page *)page);
	*subcode = RC_DONE;
	*pages = 1;
	return true;
}

grc_t diag_2fc_parse(const struct diag_2fc_parm *parm, struct diag2fc_query *query)
{
	size_t len = sizeof(parm->userid);

	if (be32_get(parm->format) != DIAG2FC_FORMAT)
		return PGM_SPECIFICATION;
	query->addr = be64_get(parm->addr);
	query->size = be32_get(parm->size);
	ebc_to_ascii(query->userid, parm->userid, len);
	while (len > 0 && query->userid[len - 1] == ' ')
		len--;
	query->userid[len] = '\0';
	str_upper(query->userid);
	query->scope = len == 0                          ? DIAG2FC_OWN
		       : strcmp(query->userid, "*") == 0 ? DIAG2FC_ALL
							 : DIAG2FC_NAMED;
	return 0;
}

int64_t diag2fc_finish(const struct diag2fc_query *query, uint32_t nr, int64_t *residual)
{
	*residual = (int64_t)query->size - (int64_t)nr * (int64_t)sizeof(struct diag_2fc);
	return *residual < 0 ? DIAG2FC_RC_SHORT : DIAG2FC_RC_DONE;
}

/* Not yet: samples of what a guest waits for, which CP doesn't take; they are 0. */
void diag2fc_record(const struct diag2fc_facts *facts, struct diag_2fc *record)
{
	memset(record, 0, sizeof(*record));
	record->used_us = be64(facts->used_us);
	record->elapsed_us = be64(facts->elapsed_us);
	record->max_kb = be64(facts->storage_kb);
	record->share_kb = be64(facts->storage_kb);
	record->used_kb = be64(facts->used_kb);
	record->real_cpus = be32(facts->real_cpus);
	record->logical_cpus = be32(facts->real_cpus);
	record->cpus = be32(facts->cpus);
	record->running_cpus = be32(facts->running_cpus);
	record->share_max = be32(facts->share);
	record->share = be32(facts->share);
	ebc_from_str(record->userid, facts->userid, sizeof(record->userid));
}
