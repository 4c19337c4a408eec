/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The facility list that guests see (STFL, STFLE). PoP, Control Instructions, Store Facility List
 * Extended. Lists are host integers: bit n of the list is bit n % 64 (leftmost 0) of doubleword n
 * / 64.
 */
#ifndef LOGIC_FACILITY_H
#define LOGIC_FACILITY_H

#include "arch/types.h"

/* Doublewords of a list that hold every facility that a guest may see. */
#define FACILITY_DWORDS 2

/* Facility bits that CP itself asks about. */
enum {
	FACILITY_N3 = 0,
	FACILITY_ZARCH_INSTALLED = 1,
	FACILITY_ZARCH_ACTIVE = 2,
	FACILITY_IDTE = 3,
	FACILITY_STFLE = 7,
	FACILITY_EDAT1 = 8,
	FACILITY_SENSE_RUNNING = 9,
	FACILITY_TOPOLOGY = 11,
	FACILITY_PTFF = 28,
	FACILITY_LPP = 40,
	FACILITY_ACCESS_INDICATION = 75,
};

/*
 * Makes the guests' list: what the host has (nr doublewords of its STFLE answer) and CP allows. A
 * guest that isn't in z/Architecture (esame false) doesn't see that architecture as active.
 */
void facility_guest_list(
	uint64_t guest[FACILITY_DWORDS], const uint64_t *host, size_t nr, bool esame);

/* True if bit is on in a list of nr doublewords; what is beyond the list is off. */
bool facility_has(const uint64_t *list, size_t nr, unsigned int bit);

/* What STFL stores at real address 200. */
uint32_t facility_stfl(const uint64_t list[FACILITY_DWORDS]);

/*
 * STFLE. gr0 is general register 0 as the guest has it; its low byte (doublewords provided, less
 * one) is replaced by what the list needs, less one. Puts the number of doublewords to be stored
 * from list in *nr_stored. Returns the condition code, 0 or 3. The caller has checked the operand's
 * alignment.
 */
int facility_stfle(const uint64_t list[FACILITY_DWORDS], uint64_t *gr0, size_t *nr_stored);

#endif
