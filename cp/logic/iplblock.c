/* SPDX-License-Identifier: Apache-2.0 */
/* Builds and reads the IPL parameter block of DIAGNOSE X'308'. */
#include "logic/iplblock.h"

#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"

#define BODY_OFFSET offsetof(struct iplblock, body_len)

void iplblock_build(const struct ipl_source *source, uint8_t *page)
{
	struct iplblock *block = (struct iplblock *)page;
	size_t parm_len = MIN(strlen(source->parm), IPLBLOCK_PARM_MAX);

	memset(page, 0, PAGE_SIZE);
	block->len = be32(sizeof(*block));
	block->body_len = be32(sizeof(*block) - BODY_OFFSET);
	block->type = IPLBLOCK_TYPE_CCW;
	if (source->has_loadparm)
		block->body_flags = IPLBLOCK_LOADPARM;
	ebc_from_str(block->loadparm, source->loadparm, sizeof(block->loadparm));
	if (source->is_nss) {
		block->vm_flags |= IPLBLOCK_VM_NSS;
		ebc_from_str(block->nss_name, source->nss_name, sizeof(block->nss_name));
	} else {
		block->devno = be16(source->devno);
	}
	if (parm_len > 0) {
		block->vm_flags |= IPLBLOCK_VM_PARM;
		block->vm_parm_len = be32((uint32_t)parm_len);
		ebc_from_ascii(block->vm_parm, source->parm, parm_len);
	}
}

/* EBCDIC to text of at most len printable characters, without trailing blanks. */
static void text_from_guest(char *dst, const ebc8_t *src, size_t len)
{
	ebc_to_ascii(dst, src, len);
	for (size_t i = 0; i < len; i++)
		if (dst[i] < ' ' || dst[i] > '~')
			dst[i] = ' ';
	while (len > 0 && dst[len - 1] == ' ')
		len--;
	dst[len] = '\0';
}

static bool is_name(const char *name)
{
	for (const char *c = name; *c; c++)
		if (*c == ' ')
			return false;
	return *name != '\0';
}

static int check_lengths(const struct iplblock *block, size_t len)
{
	size_t whole, body;

	if (len < sizeof(*block))
		return -E_FORMAT;
	whole = be32_get(block->len);
	body = be32_get(block->body_len);
	if (block->version != 0 || whole < sizeof(*block) || whole > len ||
		body < sizeof(*block) - BODY_OFFSET || body > whole - BODY_OFFSET)
		return -E_FORMAT;
	return 0;
}

int iplblock_parse(const uint8_t *bytes, size_t len, struct ipl_source *source)
{
	const struct iplblock *block = (const struct iplblock *)bytes;
	struct ipl_source found = {0};
	uint32_t parm_len;

	if (check_lengths(block, len))
		return -E_FORMAT;
	if (block->type != IPLBLOCK_TYPE_CCW || (block->set & IPLBLOCK_SET))
		return -E_NODEV;
	found.has_loadparm = (block->body_flags & IPLBLOCK_LOADPARM) != 0;
	if (found.has_loadparm)
		text_from_guest(found.loadparm, block->loadparm, sizeof(block->loadparm));
	found.is_nss = (block->vm_flags & IPLBLOCK_VM_NSS) != 0;
	if (found.is_nss) {
		text_from_guest(found.nss_name, block->nss_name, sizeof(block->nss_name));
		if (!is_name(found.nss_name))
			return -E_FORMAT;
	} else {
		found.devno = be16_get(block->devno);
	}
	if (block->vm_flags & IPLBLOCK_VM_PARM) {
		parm_len = be32_get(block->vm_parm_len);
		if (parm_len > sizeof(block->vm_parm))
			return -E_FORMAT;
		text_from_guest(found.parm, block->vm_parm, parm_len);
	}
	*source = found;
	return 0;
}
