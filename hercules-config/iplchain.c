// SPDX-License-Identifier: Apache-2.0
/* The channel programs that IPL runs to load CP. */
#include "iplchain.h"

#include "arch/ckd.h"
#include "lib/string.h"

#define CCW_CC    0x40 /* command chaining */
#define CCW_SLI   0x20 /* suppress length indication */
#define CCW_LEN   8
#define PSW_WAIT  0x000a00000000000full
#define ENTRY_LEN 3 /* CCWs that find a record: seek, search, TIC to the search */

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

static uint32_t tracks_of(uint32_t nr_blocks)
{
	return ROUND_UP(nr_blocks, VOL_BLOCKS_PER_TRACK) / VOL_BLOCKS_PER_TRACK;
}

static uint32_t chain_nr_ccws(uint32_t nr_blocks)
{
	return nr_blocks + tracks_of(nr_blocks) * ENTRY_LEN;
}

uint32_t chain_nr_blocks(uint32_t nr_blocks)
{
	uint32_t len =
		chain_nr_ccws(nr_blocks) * CCW_LEN + tracks_of(nr_blocks) * sizeof(struct ckd_seek);

	return ROUND_UP(len, VOL_BLOCK_SIZE) / VOL_BLOCK_SIZE;
}

void chain_build(uint32_t track, uint32_t nr_blocks, uint32_t chain_addr, uint8_t *chain)
{
	be64_t *ccw = (be64_t *)chain;
	uint32_t nr_ccws = chain_nr_ccws(nr_blocks);
	struct ckd_seek *operand = (struct ckd_seek *)(chain + nr_ccws * CCW_LEN);
	uint32_t at = 0, nr_tracks = 0;

	for (uint32_t block = 0; block < nr_blocks; block++) {
		if (block % VOL_BLOCKS_PER_TRACK == 0) {
			operand[nr_tracks] = seek_operand(track + nr_tracks, 1);
			find_record(&ccw[at], chain_addr + at * CCW_LEN,
				chain_addr + nr_ccws * CCW_LEN + nr_tracks * sizeof(*operand));
			at += ENTRY_LEN;
			nr_tracks++;
		}
		ccw[at++] = ccw0(CKD_READ_DATA, block * VOL_BLOCK_SIZE,
			block + 1 < nr_blocks ? CCW_CC : 0, VOL_BLOCK_SIZE);
	}
}

void ipl_records(uint32_t slot_track, const struct vol_nucleus *nucleus, const uint8_t *ipl_psw,
	uint8_t *ipl1, uint8_t *ipl2)
{
	uint32_t chain_addr = be32_get(nucleus->chain_addr);
	uint32_t nr_blocks = be32_get(nucleus->chain_nr_blocks);
	uint32_t ipl2_addr = chain_addr + nr_blocks * VOL_BLOCK_SIZE;
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
