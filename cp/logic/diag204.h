/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Performance data for guests: DIAGNOSE X'204', of which a guest gets the plainest form, and
 * X'2FC'. Linux's hypfs asks the first to see whether it may use the second.
 */
#ifndef LOGIC_DIAG204_H
#define LOGIC_DIAG204_H

#include "abi/diag.h"
#include "arch/types.h"

struct diag204_cpu_facts {
	uint16_t addr;
	uint16_t weight;
	uint64_t total_us, partition_us;
};

struct diag204_facts {
	uint8_t partition_number;
	const char *partition_name; /* ASCII */
	tod_t tod;
	const struct diag204_cpu_facts *cpus; /* of CP */
	uint8_t nr_cpus;                      /* at most DIAG204_CPUS_MAX count */
};
#define DIAG204_CPUS_MAX 64

/*
 * One call. *subcode is the even register of the pair (subcode, format in bit 47), *pages the odd
 * one. Returns true if page (4096 bytes) is to be stored at the guest's address, a logical one;
 * else nothing is. Both registers are replaced: *subcode 0 says that it worked, 4 that the subcode
 * isn't provided (only 4, simple format, is), 8 that there is no room.
 */
bool diag204_build(
	const struct diag204_facts *facts, uint64_t *subcode, uint64_t *pages, uint8_t *page);

/* ---- X'2FC' ---------------------------------------------------------------------------------- */

enum diag2fc_scope { DIAG2FC_ALL, DIAG2FC_OWN, DIAG2FC_NAMED };

struct diag2fc_query {
	enum diag2fc_scope scope;
	char userid[9]; /* of DIAG2FC_NAMED, ASCII without trailing blanks */
	uint64_t addr;  /* logical address of the records */
	uint32_t size;  /* bytes there */
};

/*
 * What Ry gets. A user who may not see all guests must get DENIED for DIAG2FC_ALL: Linux then asks
 * for its own, and would take a positive code for a size.
 */
#define DIAG2FC_RC_DONE   0
#define DIAG2FC_RC_DENIED (-1)
#define DIAG2FC_RC_SHORT  (-2) /* no room: nothing stored */

/* Reads the guest's operand. Returns 0 or PGM_SPECIFICATION when the format isn't 2. */
grc_t diag_2fc_parse(const struct diag_2fc_parm *parm, struct diag2fc_query *query) MUST_CHECK;

/*
 * How a query ends that finds nr guests: returns what Ry gets (DONE: store the records; SHORT), and
 * puts what Rx gets in *residual: the bytes that stay unused, negative when there are too few.
 */
int64_t diag2fc_finish(const struct diag2fc_query *query, uint32_t nr, int64_t *residual);

struct diag2fc_facts {
	const char *userid;
	uint64_t used_us, elapsed_us;
	uint64_t storage_kb, used_kb; /* defined size; resident */
	uint32_t real_cpus, cpus, running_cpus;
	uint32_t share;
};

void diag2fc_record(const struct diag2fc_facts *facts, struct diag_2fc *record);

#endif
