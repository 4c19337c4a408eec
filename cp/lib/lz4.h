/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What CP uses of LZ4, the library, which is built from Debian's source package (cp/lz4.mk): these
 * are its functions, under its names.
 */
#ifndef LIB_LZ4_H
#define LIB_LZ4_H

#include "arch/types.h"

#define LZ4_STATE_BYTES (4096 + 32) /* for LZ4_MEMORY_USAGE 12 */

/*
 * Compresses len bytes (at most 64 KiB here) to at most size bytes; state is LZ4_STATE_BYTES that
 * need no preparation, on a doubleword boundary; acceleration 1 packs best. Returns how many bytes
 * came, 0: they would be more than size.
 */
int LZ4_compress_fast_extState(
	void *state, const char *src, char *dst, int len, int size, int acceleration);

/*
 * Expands len bytes, which may be damaged, to at most size bytes. Returns how many bytes came, < 0:
 * src is nothing that was compressed, or would come to more than size. Nothing outside dst is
 * stored.
 */
int LZ4_decompress_safe(const char *src, char *dst, int len, int size);

/* How many bytes `state` has. */
int LZ4_sizeofState(void);

#endif
