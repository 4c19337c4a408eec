/* SPDX-License-Identifier: Apache-2.0 */
/* DIAGNOSEs that tell a guest about itself: X'00', X'0C' and X'270', X'60', X'260'. */
#ifndef LOGIC_DIAGVM_H
#define LOGIC_DIAGVM_H

#include "abi/diag.h"
#include "arch/types.h"

struct diag000_facts {
	const char *system; /* ASCII, 8 characters count */
	const char *userid;
	uint16_t cpu_addr;    /* of the real CPU, as CP sees it */
	uint8_t version_code; /* first byte of the CPU id */
	uint8_t version, release, modification;
	uint16_t service;
	int32_t zone_s; /* seconds east of UTC */
};

void diag000_build(const struct diag000_facts *facts, struct diag_000 *block);

/* The pseudo timer: local time from tod and zone. X'0C' stores the first DIAG00C_LEN bytes. */
void diag270_build(
	tod_t tod, int32_t zone_s, uint64_t virtual_us, uint64_t total_us, struct diag_270 *block);

/* X'60': what Rx gets for a guest of that many bytes; 31 bits, whole pages. */
uint32_t diag060_size(uint64_t storage);

/* X'260' */
enum diag260_subcode {
	DIAG260_HIGHEST = 0x0C, /* Rx and Ry get the highest address (storage - 1) */
	DIAG260_EXTENTS = 0x10,
};

/*
 * Subcode X'10': Rx is a pair of address and length of the guest's buffer, which must be on a
 * 16-byte boundary and a multiple of 16 long. The guest has the one extent from 0. Puts what is to
 * be stored in *extent and the number of extents that exist, for Ry, in *nr. Returns 0: store
 * *extent, cc 0; or PGM_SPECIFICATION.
 */
grc_t diag_260_extents(uint64_t storage, uint64_t addr, uint64_t len,
	struct diag_260_extent *extent, uint64_t *nr) MUST_CHECK;

#endif
