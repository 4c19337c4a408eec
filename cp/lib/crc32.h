/* SPDX-License-Identifier: Apache-2.0 */
/* The CRC-32 of Ethernet and zlib, which guards what CP keeps on disk. */
#ifndef LIB_CRC32_H
#define LIB_CRC32_H

#include "arch/types.h"

/*
 * Continues the checksum crc (0 to begin) over len bytes; the checksum of two pieces one after the
 * other is that of the whole. crc32_update(0, "123456789", 9) is X'CBF43926'.
 */
uint32_t crc32_update(uint32_t crc, const void *data, size_t len);

#endif
