/* SPDX-License-Identifier: Apache-2.0 */
/* Translation of a guest's addresses by the guest's own tables. */
#include "logic/gdat.h"

#include "arch/dat.h"
#include "arch/dat390.h"
#include "arch/psw.h"
#include "lib/err.h"

#define ASCE_PRIVATE_SPACE 0x100ull /* in either architecture */
#define RTE_DAT_PROTECT    0x200ull /* with EDAT only */
#define PTE_MUST_BE_ZERO   0x900ull
#define CR0_FETCH_OVERRIDE BIT64(38)
#define CR0_STORE_OVERRIDE BIT64(39)
#define OVERRIDE_ACC       0x90 /* storage-protection override: open to every key */

gabs_t gdat_real_to_abs(const struct gdat_cpu *cpu, greal_t real)
{
	uint64_t block = cpu->esame ? 0x2000 : 0x1000;
	uint64_t prefix = cpu->prefix & (cpu->esame ? 0x7FFFE000u : 0x7FFFF000u);

	if (real < block)
		return real + prefix;
	if (real - prefix < block)
		return real - prefix;
	return real;
}

grc_t xlate_asce(const struct gdat_cpu *cpu, enum gdat_access access, uint32_t alet, uint64_t *asce)
{
	uint64_t space = cpu->psw_mask & PSW_AS;

	/* Instructions come from the primary space, whatever the data's is, unless it is home. */
	if (space == PSW_AS_HOME)
		*asce = cpu->cr[13];
	else if (access == GDAT_INSN || space == PSW_AS_PRIM)
		*asce = cpu->cr[1];
	else if (space == PSW_AS_SEC || alet == 1)
		*asce = cpu->cr[7];
	else if (alet == 0)
		*asce = cpu->cr[1];
	else
		return -E_NOENT;
	return 0;
}

static void page_found(const struct gdat_cpu *cpu, greal_t real, struct gdat_result *result)
{
	result->real = real;
	result->abs = gdat_real_to_abs(cpu, real);
}

static grc_t fetch_entry(const struct gdat_ops *ops, gabs_t addr, uint64_t *entry)
{
	be64_t copy = be64(0);
	grc_t rc = ops->fetch(ops->ctx, addr, &copy, sizeof(copy));

	*entry = be64_get(copy);
	return rc;
}

static grc_t fetch_entry390(const struct gdat_ops *ops, gabs_t addr, uint32_t *entry)
{
	be32_t copy = be32(0);
	grc_t rc = ops->fetch(ops->ctx, addr & ADDR390, &copy, sizeof(copy));

	*entry = be32_get(copy);
	return rc;
}

/*
 * From the table that the ASCE designates down to the segment-table entry. A level is a table's
 * type as ASCE and entries encode it: 3 region first, 2 second, 1 third, 0 segment.
 */
static grc_t walk_to_segment(const struct gdat_ops *ops, uint64_t asce, gvirt_t addr, bool edat,
	struct gdat_result *result, uint64_t *segment)
{
	static const uint8_t missing[] = {
		PGM_SEGMENT_TRANS, PGM_REGION3_TRANS, PGM_REGION2_TRANS, PGM_REGION1_TRANS};
	unsigned int level = (asce & ASCE_DT) >> ASCE_DT_SHIFT;
	unsigned int shift = 20 + 11 * level;
	uint64_t origin = asce & ASCE_ORIGIN, first = 0, last = asce & ASCE_TL, entry;
	grc_t rc;

	if (level < 3 && addr >> (shift + 11) != 0)
		return PGM_ASCE_TYPE;
	for (;; level--, shift -= 11) {
		uint64_t index = (addr >> shift) & (DAT_ENTRIES - 1);

		/* Offset and length of a table count in quarters. */
		if (index / 512 < first || index / 512 > last)
			return missing[level];
		rc = fetch_entry(ops, origin + index * 8, &entry);
		if (rc)
			return rc;
		if (entry & RTE_INVALID)
			return missing[level];
		if ((entry & RTE_TT) >> ASCE_DT_SHIFT != level)
			return PGM_TRANS_SPEC;
		if (level == 0)
			break;
		if (edat && (entry & RTE_DAT_PROTECT))
			result->dat_protected = true;
		origin = entry & RTE_ORIGIN;
		first = (entry & RTE_TF) >> RTE_TF_SHIFT;
		last = entry & RTE_TL;
	}
	*segment = entry;
	return 0;
}

/* Differs: the ACCF-validity control of a 1 MB segment is ignored, as the emulator does. */
static grc_t walk_esame(const struct gdat_cpu *cpu, const struct gdat_ops *ops, uint64_t asce,
	gvirt_t addr, struct gdat_result *result)
{
	bool edat = (cpu->cr[0] & CR0_EDAT) != 0;
	uint64_t segment = 0, page;
	grc_t rc;

	if (asce & ASCE_REAL) {
		page_found(cpu, addr, result);
		return 0;
	}
	rc = walk_to_segment(ops, asce, addr, edat, result, &segment);
	if (rc)
		return rc;
	if ((segment & STE_COMMON) && result->private_space)
		return PGM_TRANS_SPEC;
	if (segment & STE_PROTECT)
		result->dat_protected = true;
	if (edat && (segment & STE_FC)) {
		result->large = true;
		result->real = result->abs = (segment & STE_SFAA) | (addr & (MiB - 1));
		return 0;
	}
	rc = fetch_entry(
		ops, (segment & STE_ORIGIN) + (addr >> PAGE_SHIFT) % PT_ENTRIES * 8, &page);
	if (rc)
		return rc;
	if (page & PTE_INVALID)
		return PGM_PAGE_TRANS;
	if (page & PTE_MUST_BE_ZERO)
		return PGM_TRANS_SPEC;
	if (page & PTE_PROTECT)
		result->dat_protected = true;
	page_found(cpu, (page & PTE_FRAME) | (addr & (PAGE_SIZE - 1)), result);
	return 0;
}

static grc_t walk_390(const struct gdat_cpu *cpu, const struct gdat_ops *ops, uint32_t std,
	uint32_t addr, struct gdat_result *result)
{
	uint32_t index = addr >> 20, segment, page;
	grc_t rc;

	if ((cpu->cr[0] & CR0_390_FORMAT) != CR0_390_FORMAT_4K1M)
		return PGM_TRANS_SPEC;
	if (index / 16 > (std & STD390_TL))
		return PGM_SEGMENT_TRANS;
	rc = fetch_entry390(ops, (gabs_t)(std & STD390_ORIGIN) + index * 4, &segment);
	if (rc)
		return rc;
	if (segment & STE390_INVALID)
		return PGM_SEGMENT_TRANS;
	if ((segment & STE390_ZERO) || ((segment & STE390_COMMON) && result->private_space))
		return PGM_TRANS_SPEC;

	index = (addr >> PAGE_SHIFT) % PT_ENTRIES;
	if (index / 16 > (segment & STE390_PTL))
		return PGM_PAGE_TRANS;
	rc = fetch_entry390(ops, (gabs_t)(segment & STE390_ORIGIN) + index * 4, &page);
	if (rc)
		return rc;
	if (page & PTE390_INVALID)
		return PGM_PAGE_TRANS;
	if (page & PTE390_ZERO)
		return PGM_TRANS_SPEC;
	result->dat_protected = (page & PTE390_PROTECT) != 0;
	page_found(cpu, (page & PTE390_FRAME) | (addr & (PAGE_SIZE - 1)), result);
	return 0;
}

grc_t xlate_virtual(const struct gdat_cpu *cpu, const struct gdat_ops *ops, uint64_t asce,
	gvirt_t addr, struct gdat_result *result)
{
	struct gdat_result found = {.private_space = (asce & ASCE_PRIVATE_SPACE) != 0};
	grc_t rc;

	if (cpu->esame)
		rc = walk_esame(cpu, ops, asce, addr, &found);
	else
		rc = walk_390(cpu, ops, (uint32_t)asce, (uint32_t)addr & ADDR390, &found);
	if (rc == 0)
		*result = found;
	return rc;
}

grc_t xlate_logical(const struct gdat_cpu *cpu, const struct gdat_ops *ops, enum gdat_access access,
	uint32_t alet, gvirt_t addr, struct gdat_result *result)
{
	uint64_t asce;
	grc_t rc;

	if (!(cpu->psw_mask & PSW_DAT)) {
		*result = (struct gdat_result){0};
		page_found(cpu, cpu->esame ? addr : addr & ADDR390, result);
		return 0;
	}
	rc = xlate_asce(cpu, access, alet, &asce);
	return rc ? rc : xlate_virtual(cpu, ops, asce, addr, result);
}

bool gdat_lap_forbids(const struct gdat_cpu *cpu, gvirt_t addr, bool private_space)
{
	if (!(cpu->cr[0] & CR0_LAP) || private_space)
		return false;
	return addr < 512 || (cpu->esame && addr >= 4096 && addr < 4096 + 512);
}

bool gdat_key_forbids(const struct gdat_cpu *cpu, uint8_t access_key, uint8_t storage_key,
	enum gdat_access access, gvirt_t addr, bool private_space)
{
	if (access_key == 0 || access_key == storage_key >> 4)
		return false;
	if ((cpu->cr[0] & CR0_STORE_OVERRIDE) && (storage_key & SKEY_ACC) == OVERRIDE_ACC)
		return false;
	if (access == GDAT_STORE)
		return true;
	if (!(storage_key & SKEY_F))
		return false;
	return !((cpu->cr[0] & CR0_FETCH_OVERRIDE) && addr < 2048 && !private_space);
}

bool gdat_guest_forbids(const struct gdat_cpu *cpu, const struct gdat_result *result,
	uint8_t access_key, uint8_t storage_key, enum gdat_access access, gvirt_t addr)
{
	if (access == GDAT_STORE &&
		(result->dat_protected || gdat_lap_forbids(cpu, addr, result->private_space)))
		return true;
	return gdat_key_forbids(cpu, access_key, storage_key, access, addr, result->private_space);
}
