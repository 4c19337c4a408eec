/* SPDX-License-Identifier: Apache-2.0 */
/* What STSI answers to a guest: machine, partition and virtual machine, level 3. */
#ifndef LOGIC_STSI_H
#define LOGIC_STSI_H

#include "arch/types.h"

#define STSI_LEVEL 3 /* the guest runs in a virtual machine */

struct stsi_cpus {
	uint16_t configured, standby, reserved;
};

/* What the answers are made of. Text is ASCII, cut or padded to its field. */
struct stsi_facts {
	/* the machine and the partition that CP runs in */
	const char *manufacturer, *type, *model, *sequence, *plant;
	uint32_t capability; /* of one CPU; smaller is faster */
	struct stsi_cpus machine_cpus;
	uint16_t partition_number;
	const char *partition_name;
	struct stsi_cpus partition_cpus;
	/* the virtual machine */
	const char *userid;
	const char *cpi; /* control-program identifier: Linux looks for "z/VM" */
	struct stsi_cpus vm_cpus;
	uint32_t caf;      /* 1-1000: share of the real CPUs in thousandths */
	uint16_t cpu_addr; /* of the virtual CPU that asks */
};

struct stsi_request {
	uint8_t fc;
	uint8_t sel1;
	uint16_t sel2;
};

/*
 * Takes the right halves of general registers 0 and 1 apart. Returns 0 or PGM_SPECIFICATION. When
 * fc is 0 there is no operand: the caller puts STSI_LEVEL in bits 32-35 of GR0 (stsi_set_level) and
 * sets cc 0. For any other the operand must be on a page boundary, which the caller checks.
 */
grc_t insn_stsi_decode(uint32_t gr0, uint32_t gr1, struct stsi_request *request) MUST_CHECK;

/* GR0 as function code 0 leaves it. */
uint64_t stsi_set_level(uint64_t gr0);

/*
 * Builds the block for fc 1-3 in page (4096 bytes, always cleared first). Returns the condition
 * code: 0, or 3 when this block is not provided: then nothing is to be stored.
 */
int stsi_build(const struct stsi_facts *facts, const struct stsi_request *request, uint8_t *page);

#endif
