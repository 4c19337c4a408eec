/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The channel programs that IPL runs to load CP from a volume; no code of ours runs before CP's.
 *
 *	IPL1 (24 bytes, read to absolute 0): the PSW; read IPL2 behind the chain; go there
 *	IPL2 (144 bytes): seek the nucleus slot, read the chain's records to chain_addr; go there
 *	chain: for each track of the nucleus: seek, search R1, read up to 12 records to storage
 *
 * The nucleus lands at absolute 0 and over the IPL PSW, with its own PSW in the same place. The
 * chain stands behind the storage that the program names (an ELF file) or behind its bytes: CP must
 * clear its unset storage itself. All is format-0 CCWs, hence below 16 MiB.
 */
#ifndef IPLCHAIN_H
#define IPLCHAIN_H

#include "abi/volume.h"

#define IPL_STORAGE_END  0x1000000u
#define CHAIN_BLOCKS_MAX (VOL_BLOCKS_PER_TRACK - 1) /* what stands behind the slot's header */

/* Records of the chain that reads nr_blocks records. */
uint32_t chain_nr_blocks(uint32_t nr_blocks);

/*
 * Makes the chain that reads nr_blocks records, from R1 of track on, to absolute 0, when it is
 * itself at chain_addr. chain holds chain_nr_blocks(nr_blocks) records and is zero.
 */
void chain_build(uint32_t track, uint32_t nr_blocks, uint32_t chain_addr, uint8_t *chain);

/* Makes IPL1 and IPL2 for the slot that begins with slot_track and has this header. */
void ipl_records(uint32_t slot_track, const struct vol_nucleus *nucleus, const uint8_t *ipl_psw,
	uint8_t *ipl1, uint8_t *ipl2);

/* Makes IPL1 and IPL2 of a volume without nucleus: IPL ends in a disabled wait, code X'0F'. */
void ipl_records_none(uint8_t *ipl1, uint8_t *ipl2);

#endif
