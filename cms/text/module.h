/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program in a MODULE file, which can be loaded at any page boundary: the header, the image, and
 * the relocations, each the offset in the image of a doubleword to which the address of the image
 * is added. On disk it is records of 4096 bytes, the last filled with zeros.
 */
#ifndef TEXT_MODULE_H
#define TEXT_MODULE_H

#include "arch/types.h"

#define MODULE_RECORD    4096
#define MODULE_MAGIC     0xE2E6D4D6C4E4D3C5ull /* SWMODULE in EBCDIC */
#define MODULE_VERSION   1
#define MODULE_IMAGE_MAX 0x4000000u

struct module_header {
	be64_t magic;     /* X'00' */
	be32_t version;   /* X'08' */
	be32_t image_len; /* X'0C' */
	be32_t bss_len;   /* X'10' zeros behind the image */
	be32_t entry;     /* X'14' offset in the image */
	be32_t nr_relocs; /* X'18' */
	be32_t zeros[9];  /* X'1C' */
};
static_assert(sizeof(struct module_header) == 64, "MODULE header");
static_assert(offsetof(struct module_header, zeros) == 0x1C, "MODULE header");

/* Is this the header of a module in file_len bytes? -E_FORMAT: no. */
int module_check(const struct module_header *header, uint64_t file_len) MUST_CHECK;

/* Bytes that the program needs: image and what follows it. */
uint32_t module_size(const struct module_header *header);

/*
 * Adds base to what the relocation tells, in the image, which is 8 bytes or more. -E_FORMAT: it is
 * not in the image.
 */
int module_relocate(uint8_t *image, uint32_t image_len, uint32_t offset, uint64_t base) MUST_CHECK;

#endif
