/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the system-information blocks that guests see. */
#include "logic/stsi.h"

#include "arch/psw.h"
#include "arch/stsi.h"
#include "lib/ebcdic.h"
#include "lib/string.h"

#define PUT(field, text) ebc_from_str(field, text, sizeof(field))

grc_t insn_stsi_decode(uint32_t gr0, uint32_t gr1, struct stsi_request *request)
{
	request->fc = (gr0 & STSI_GR0_FC) >> STSI_GR0_FC_SHIFT;
	request->sel1 = gr0 & STSI_GR0_SEL1;
	request->sel2 = gr1 & STSI_GR1_SEL2;
	/* Function code 0 looks at nothing else. */
	if (request->fc != 0 && ((gr0 & STSI_GR0_ZERO) || (gr1 & STSI_GR1_ZERO)))
		return PGM_SPECIFICATION;
	return 0;
}

uint64_t stsi_set_level(uint64_t gr0)
{
	return (gr0 & ~(uint64_t)STSI_GR0_FC) | (uint64_t)STSI_LEVEL << STSI_GR0_FC_SHIFT;
}

static void put_cpus(struct sysib_cpus *block, const struct stsi_cpus *cpus)
{
	block->total = be16(cpus->configured + cpus->standby + cpus->reserved);
	block->configured = be16(cpus->configured);
	block->standby = be16(cpus->standby);
	block->reserved = be16(cpus->reserved);
}

static void build_111(const struct stsi_facts *facts, struct sysib_111 *block)
{
	PUT(block->manufacturer, facts->manufacturer);
	PUT(block->type, facts->type);
	PUT(block->model_capacity, facts->model);
	PUT(block->sequence, facts->sequence);
	PUT(block->plant, facts->plant);
	PUT(block->model, facts->model);
}

static void build_121(const struct stsi_facts *facts, bool logical, struct sysib_121 *block)
{
	PUT(block->sequence, facts->sequence);
	PUT(block->plant, facts->plant);
	if (logical)
		block->cpu_id = be16(facts->cpu_addr);
	block->cpu_addr = be16(facts->cpu_addr);
}

static void build_122(const struct stsi_facts *facts, struct sysib_122 *block)
{
	const struct stsi_cpus *cpus = &facts->machine_cpus;
	size_t total = (size_t)cpus->configured + cpus->standby + cpus->reserved;

	block->capability = be32(facts->capability);
	put_cpus(&block->cpus, cpus);
	/* As if CPUs didn't slow each other down. */
	for (size_t i = 0; i + 1 < total && i < SYSIB_122_FACTORS; i++)
		block->factor[i] = be16(100);
}

static void build_222(const struct stsi_facts *facts, struct sysib_222 *block)
{
	block->number = be16(facts->partition_number);
	block->characteristics = SYSIB_222_SHARED;
	put_cpus(&block->cpus, &facts->partition_cpus);
	PUT(block->name, facts->partition_name);
	block->caf = be32(1000);
	block->shared = be16(facts->partition_cpus.configured);
}

static void build_322(const struct stsi_facts *facts, struct sysib_322 *block)
{
	block->count = 1;
	put_cpus(&block->vm[0].cpus, &facts->vm_cpus);
	PUT(block->vm[0].name, facts->userid);
	block->vm[0].caf = be32(facts->caf);
	PUT(block->vm[0].cpi, facts->cpi);
}

int stsi_build(const struct stsi_facts *facts, const struct stsi_request *request, uint8_t *page)
{
	memset(page, 0, PAGE_SIZE);
	if (request->fc > STSI_LEVEL || request->sel1 > 0xF || request->sel2 > 0xF)
		return 3;
	switch (request->fc << 8 | request->sel1 << 4 | request->sel2) {
	case 0x111: build_111(facts, (struct sysib_111 *)page); return 0;
	case 0x121: build_121(facts, false, (struct sysib_121 *)page); return 0;
	case 0x122: build_122(facts, (struct sysib_122 *)page); return 0;
	case 0x221: build_121(facts, true, (struct sysib_121 *)page); return 0;
	case 0x222: build_222(facts, (struct sysib_222 *)page); return 0;
	case 0x322: build_322(facts, (struct sysib_322 *)page); return 0;
	default: return 3;
	}
}
