/* SPDX-License-Identifier: Apache-2.0 */
/* The facility list that guests see: an allow list over what the host has. */
#include "logic/facility.h"

/*
 * Facilities whose instructions run under SIE without help, or which CP simulates. Everything else
 * is hidden, known or not: in particular 11 (configuration topology: a timer and STSI 15 for
 * nothing), 14, 28 and 40 (each use would be intercepted), 36, 66 to 68 and 78 (the emulator lacks
 * them or has them wrong under SIE).
 */
static const uint8_t shown[] = {
	0, 1, 2, 3, 7, 8, 9, 10,                        /* base, IDTE, STFLE, EDAT-1, keys */
	16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, /* instructions, STCKF, MVCOS */
	30, 31, 32, 33, 34, 35, 37, /* ETF3, CPU time, z9 and z10 instructions */
	41, 42, 43, 44, 45, 48,         /* decimal floating point, z196 instructions */
	75, 76, 77,                     /* access indication, cryptography */
};

void facility_guest_list(
	uint64_t guest[FACILITY_DWORDS], const uint64_t *host, size_t nr, bool esame)
{
	for (size_t i = 0; i < FACILITY_DWORDS; i++)
		guest[i] = 0;
	for (size_t i = 0; i < ARRAY_LEN(shown); i++)
		if (facility_has(host, nr, shown[i]))
			guest[shown[i] / 64] |= BIT64(shown[i] % 64);
	if (!esame)
		guest[0] &= ~BIT64(FACILITY_ZARCH_ACTIVE);
}

bool facility_has(const uint64_t *list, size_t nr, unsigned int bit)
{
	return bit / 64 < nr && (list[bit / 64] & BIT64(bit % 64)) != 0;
}

uint32_t facility_stfl(const uint64_t list[FACILITY_DWORDS])
{
	return (uint32_t)(list[0] >> 32);
}

int facility_stfle(const uint64_t list[FACILITY_DWORDS], uint64_t *gr0, size_t *nr_stored)
{
	size_t needed = FACILITY_DWORDS;
	size_t provided = (*gr0 & 0xFF) + 1;

	while (needed > 1 && list[needed - 1] == 0)
		needed--;
	*gr0 = (*gr0 & ~0xFFull) | (needed - 1);
	*nr_stored = MIN(provided, needed);
	return provided >= needed ? 0 : 3;
}
