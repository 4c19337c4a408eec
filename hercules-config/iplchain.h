/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The channel programs that IPL runs to load CP, or Linux, from a disk; no code of ours runs before
 * what is loaded.
 *
 *	IPL1 (24 bytes, read to absolute 0): the PSW; read IPL2 behind the chain; go there
 *	IPL2 (144 bytes): seek the slot, read the chain's records to its address; go there
 *	chain: for each track: seek, search the first record, read up to 12 records to storage
 *
 * What is loaded lands over the IPL PSW, with its own PSW in the same place. A chain that is longer
 * than what is left of the slot's first track begins with one that reads the rest of itself.
 *
 * All is format-0 CCWs: so the chain must be below 16 MiB. It stands behind what it reads, or, when
 * that is more, between its low part and its high part, which format-1 IDAWs reach.
 */
#ifndef IPLCHAIN_H
#define IPLCHAIN_H

#include "abi/volume.h"

#include <stdbool.h>

#define IPL_STORAGE_END  0x1000000u
#define CHAIN_BLOCKS_MAX (VOL_BLOCKS_PER_TRACK - 1) /* what stands behind the slot's header */

/* What is loaded, in records; on the disk it stands in this order from a track's R1 on. */
struct ipl_plan {
	uint32_t nr_more; /* the rest of the chain */
	uint32_t nr_low;  /* to absolute 0 */
	uint32_t nr_high; /* behind the chain and IPL2 */
	uint32_t chain_addr, chain_nr_blocks;
};

/* The chain stands at an address behind all that it reads. For chains without nr_more only. */
struct ipl_plan ipl_plan_low(uint32_t nr_blocks, uint32_t chain_addr);

/* The chain stands behind the low part. */
struct ipl_plan ipl_plan_high(uint32_t nr_low, uint32_t nr_high);

/* The absolute address of the high part. */
uint32_t ipl_plan_high_addr(const struct ipl_plan *plan);

/* Whether all below the high part is below 16 MiB, and IPL2 can read where the chain begins. */
bool ipl_plan_fits(const struct ipl_plan *plan);

/*
 * Makes the chain, for records that stand from R1 of track on. chain holds plan->chain_nr_blocks
 * records and is zero; CHAIN_BLOCKS_MAX go to the slot's first track, the others are the rest.
 */
void chain_build(const struct ipl_plan *plan, uint32_t track, uint8_t *chain);

/* Makes IPL1 and IPL2 for the slot that begins with slot_track and has this header. */
void ipl_records(uint32_t slot_track, const struct vol_nucleus *nucleus, const uint8_t *ipl_psw,
	uint8_t *ipl1, uint8_t *ipl2);

/* Makes IPL1 and IPL2 of a volume without nucleus: IPL ends in a disabled wait, code X'0F'. */
void ipl_records_none(uint8_t *ipl1, uint8_t *ipl2);

#endif
