// SPDX-License-Identifier: Apache-2.0
/* MODULE files. */
#include "text/module.h"

#include "lib/err.h"
#include "lib/string.h"

int module_check(const struct module_header *header, uint64_t file_len)
{
	uint64_t image_len = be32_get(header->image_len), bss_len = be32_get(header->bss_len);
	uint64_t relocs_len = (uint64_t)be32_get(header->nr_relocs) * sizeof(be32_t);

	if (be64_get(header->magic) != MODULE_MAGIC || be32_get(header->version) != MODULE_VERSION)
		return -E_FORMAT;
	if (image_len < 8 || image_len + bss_len > MODULE_IMAGE_MAX ||
		be32_get(header->entry) >= image_len || be32_get(header->entry) % 2)
		return -E_FORMAT;
	return sizeof(*header) + image_len + relocs_len <= file_len ? 0 : -E_FORMAT;
}

uint32_t module_size(const struct module_header *header)
{
	return be32_get(header->image_len) + be32_get(header->bss_len);
}

int module_relocate(uint8_t *image, uint32_t image_len, uint32_t offset, uint64_t base)
{
	be64_t word;

	if (offset > image_len - sizeof(word))
		return -E_FORMAT;
	memcpy(&word, image + offset, sizeof(word));
	word = be64(be64_get(word) + base);
	memcpy(image + offset, &word, sizeof(word));
	return 0;
}
