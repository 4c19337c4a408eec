/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 (FIPS 180-4). */
#ifndef LIB_SHA256_H
#define LIB_SHA256_H

#include "arch/types.h"

#define SHA256_LEN   32 /* bytes of a digest */
#define SHA256_BLOCK 64 /* bytes that are worked on at a time */

struct sha256 {
	uint32_t state[8];
	uint64_t len; /* bytes so far */
	uint8_t block[SHA256_BLOCK];
};

void sha256_init(struct sha256 *sha);
void sha256_update(struct sha256 *sha, const void *data, size_t len);

/* Writes the digest, big-endian as the standard shows it. sha must be initialised again after it.
 */
void sha256_final(struct sha256 *sha, uint8_t digest[SHA256_LEN]);

#endif
