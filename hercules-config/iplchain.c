// SPDX-License-Identifier: Apache-2.0
/* The channel programs that IPL runs. */
#include "iplchain.h"

#include "arch/ckd.h"
#include "lib/string.h"

#define CCW_CC       0x40 /* command chaining */
#define CCW_SLI      0x20 /* suppress length indication */
#define CCW_IDA      0x04 /* indirect data addressing */
#define CCW_LEN      8
#define CCW_FLAGS_AT 4    /* of format 0 */
#define IDAW_REACH   2048 /* of format 1 */
#define PSW_WAIT     0x000a00000000000full
#define ENTRY_LEN    3 /* CCWs that find a record: seek, search, TIC to the search */

static be64_t ccw0(uint8_t command, uint32_t addr, uint8_t flags, uint16_t count)
{
	return be64((uint64_t)command << 56 | (uint64_t)addr << 32 | (uint64_t)flags << 24 | count);
}

/* The CCWs, at storage address here, which position on a record, whose operand is at operand. */
static void find_record(be64_t *ccw, uint32_t here, uint32_t operand)
{
	ccw[0] = ccw0(CKD_SEEK, operand, CCW_CC, CKD_SEEK_LEN);
	ccw[1] = ccw0(CKD_SEARCH_ID_EQ, operand + CKD_SEARCH_ID, CCW_CC, CKD_SEARCH_ID_LEN);
	ccw[2] = ccw0(CKD_TIC, here + CCW_LEN, 0, 0);
}

static struct ckd_seek seek_operand(uint32_t track, uint8_t rec)
{
	return (struct ckd_seek){
		.cyl = be16(track / CKD_3390_HEADS),
		.head = be16(track % CKD_3390_HEADS),
		.rec = rec,
	};
}

/* ---- The chain ------------------------------------------------------------------------------- */

/* A channel program under construction: its CCWs, then what they point to. */
struct program {
	uint8_t *chain; /* NULL: it is only measured */
	uint32_t chain_addr;
	uint32_t at, operand, idaw; /* bytes from chain on: where the next ones go */
};

/* NULL: it is only measured. */
static be64_t *next_ccws(struct program *program, uint32_t nr)
{
	uint32_t at = program->at;

	program->at += nr * CCW_LEN;
	return program->chain ? (be64_t *)(program->chain + at) : NULL;
}

static void add_find(struct program *program, uint32_t track, uint8_t rec)
{
	uint32_t here = program->chain_addr + program->at;
	be64_t *ccws = next_ccws(program, ENTRY_LEN);
	const struct ckd_seek operand = seek_operand(track, rec);

	if (ccws) {
		find_record(ccws, here, program->chain_addr + program->operand);
		memcpy(program->chain + program->operand, &operand, sizeof(operand));
	}
	program->operand += sizeof(operand);
}

static void add_read(struct program *program, uint32_t addr)
{
	be64_t *ccw = next_ccws(program, 1);

	if (addr < IPL_STORAGE_END) {
		if (ccw)
			*ccw = ccw0(CKD_READ_DATA, addr, CCW_CC, VOL_BLOCK_SIZE);
		return;
	}
	if (ccw)
		*ccw = ccw0(CKD_READ_DATA, program->chain_addr + program->idaw, CCW_CC | CCW_IDA,
			VOL_BLOCK_SIZE);
	for (uint32_t done = 0; done < VOL_BLOCK_SIZE; done += IDAW_REACH) {
		be32_t idaw = be32(addr + done);

		if (program->chain)
			memcpy(program->chain + program->idaw, &idaw, sizeof(idaw));
		program->idaw += sizeof(idaw);
	}
}

/* Records that stand on the disk from record number first on, behind R1 of track. */
static void add_part(
	struct program *program, uint32_t track, uint32_t first, uint32_t nr, uint32_t addr)
{
	for (uint32_t i = 0; i < nr; i++) {
		uint32_t place = first + i;

		if (i == 0 || place % VOL_BLOCKS_PER_TRACK == 0)
			add_find(program, track + place / VOL_BLOCKS_PER_TRACK,
				(uint8_t)(place % VOL_BLOCKS_PER_TRACK + 1));
		add_read(program, addr + i * VOL_BLOCK_SIZE);
	}
}

/* The program that reads the rest of the chain, and goes to where the other one begins. */
static void add_first(struct program *program, const struct ipl_plan *plan, uint32_t track)
{
	be64_t *tic;

	add_part(program, track, 0, plan->nr_more,
		plan->chain_addr + CHAIN_BLOCKS_MAX * VOL_BLOCK_SIZE);
	tic = next_ccws(program, 1);
	if (tic)
		*tic = ccw0(CKD_TIC, plan->chain_addr + program->idaw, 0, 0);
}

static void add_second(struct program *program, const struct ipl_plan *plan, uint32_t track)
{
	add_part(program, track, plan->nr_more, plan->nr_low, 0);
	add_part(program, track, plan->nr_more + plan->nr_low, plan->nr_high,
		ipl_plan_high_addr(plan));
	if (program->chain)
		program->chain[program->at - CCW_LEN + CCW_FLAGS_AT] &= (uint8_t)~CCW_CC;
}

/* Makes one of the two from byte at of the chain on; returns where it ends. */
static uint32_t make(const struct ipl_plan *plan, uint32_t track, uint8_t *chain, uint32_t at,
	void (*add)(struct program *, const struct ipl_plan *, uint32_t))
{
	struct program size = {.at = 0}, program = {chain, plan->chain_addr, at, 0, 0};

	add(&size, plan, track);
	program.operand = at + size.at;
	program.idaw = program.operand + size.operand;
	add(&program, plan, track);
	return ROUND_UP(program.idaw, CCW_LEN);
}

/* Returns its bytes. */
static uint32_t chain_make(const struct ipl_plan *plan, uint32_t track, uint8_t *chain)
{
	uint32_t at = plan->nr_more ? make(plan, track, chain, 0, add_first) : 0;

	return make(plan, track, chain, at, add_second);
}

void chain_build(const struct ipl_plan *plan, uint32_t track, uint8_t *chain)
{
	(void)chain_make(plan, track, chain);
}

/* ---- Plans ----------------------------------------------------------------------------------- */

/* As many records as the chain needs, of which those too many for the first track are read by
 * itself. */
static struct ipl_plan with_chain(struct ipl_plan plan, bool can_be_more)
{
	do {
		plan.chain_nr_blocks++;
		if (can_be_more && plan.chain_nr_blocks > CHAIN_BLOCKS_MAX)
			plan.nr_more = plan.chain_nr_blocks - CHAIN_BLOCKS_MAX;
	} while (chain_make(&plan, 0, NULL) > plan.chain_nr_blocks * VOL_BLOCK_SIZE);
	return plan;
}

struct ipl_plan ipl_plan_low(uint32_t nr_blocks, uint32_t chain_addr)
{
	return with_chain((struct ipl_plan){.nr_low = nr_blocks, .chain_addr = chain_addr}, false);
}

struct ipl_plan ipl_plan_high(uint32_t nr_low, uint32_t nr_high)
{
	return with_chain((struct ipl_plan){.nr_low = nr_low,
				  .nr_high = nr_high,
				  .chain_addr = nr_low * VOL_BLOCK_SIZE},
		true);
}

uint32_t ipl_plan_high_addr(const struct ipl_plan *plan)
{
	return plan->chain_addr + (plan->chain_nr_blocks + 1) * VOL_BLOCK_SIZE;
}

bool ipl_plan_fits(const struct ipl_plan *plan)
{
	struct program first = {.at = 0};

	if (plan->nr_more)
		add_first(&first, plan, 0);
	return ipl_plan_high_addr(plan) <= IPL_STORAGE_END &&
	       plan->chain_nr_blocks - plan->nr_more <= CHAIN_BLOCKS_MAX &&
	       first.at + first.operand <= CHAIN_BLOCKS_MAX * VOL_BLOCK_SIZE;
}

/* ---- What IPL itself reads ------------------------------------------------------------------- */

void ipl_records(uint32_t slot_track, const struct vol_nucleus *nucleus, const uint8_t *ipl_psw,
	uint8_t *ipl1, uint8_t *ipl2)
{
	uint32_t chain_addr = be32_get(nucleus->chain_addr);
	uint32_t chain_nr_blocks = be32_get(nucleus->chain_nr_blocks);
	uint32_t nr_blocks = MIN(chain_nr_blocks, CHAIN_BLOCKS_MAX);
	uint32_t ipl2_addr = chain_addr + chain_nr_blocks * VOL_BLOCK_SIZE;
	struct ckd_seek operand = seek_operand(slot_track, 2);
	be64_t *ccw = (be64_t *)ipl2;
	uint32_t at = ENTRY_LEN;

	memcpy(ipl1, ipl_psw, 8);
	((be64_t *)ipl1)[1] = ccw0(CKD_READ_DATA, ipl2_addr, CCW_CC, VOL_IPL2_LEN);
	((be64_t *)ipl1)[2] = ccw0(CKD_TIC, ipl2_addr, 0, 0);

	memset(ipl2, 0, VOL_IPL2_LEN);
	for (uint32_t block = 0; block < nr_blocks; block++)
		ccw[at++] = ccw0(
			CKD_READ_DATA, chain_addr + block * VOL_BLOCK_SIZE, CCW_CC, VOL_BLOCK_SIZE);
	ccw[at++] = ccw0(CKD_TIC, chain_addr, 0, 0);
	find_record(ccw, ipl2_addr, ipl2_addr + at * CCW_LEN);
	memcpy(&ccw[at], &operand, sizeof(operand));
}

void ipl_records_none(uint8_t *ipl1, uint8_t *ipl2)
{
	memset(ipl2, 0, VOL_IPL2_LEN);
	((be64_t *)ipl1)[0] = be64(PSW_WAIT);
	((be64_t *)ipl1)[1] = ccw0(CKD_NOP, 0, CCW_SLI, 1);
	((be64_t *)ipl1)[2] = be64(0);
}
