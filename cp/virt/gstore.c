// SPDX-License-Identifier: Apache-2.0
/* A guest's storage by the addresses that its instructions use. */
#include "virt/gstore.h"
#include "arch/prefix.h"
#include "lib/err.h"
#include "logic/gdat.h"
#include "nucleus/vmdbk.h"
#include "virt/icpt.h"
#include "virt/per.h"

static void describe(const struct vcpu *vcpu, struct gdat_cpu *cpu)
{
	*cpu = (struct gdat_cpu){.psw_mask = vcpu->sd.psw.mask,
		.cr = vcpu->sd.cr,
		.prefix = vcpu->sd.prefix,
		.esame = vcpu_is_esame(vcpu)};
}

gabs_t gstore_real_to_abs(const struct vcpu *vcpu, greal_t real)
{
	struct gdat_cpu cpu;

	describe(vcpu, &cpu);
	return gdat_real_to_abs(&cpu, real);
}

/* What a failure of gspace_* is to the guest. */
static grc_t to_grc(int rc)
{
	return rc == -E_RANGE ? PGM_ADDRESSING : rc == -E_PERM ? PGM_PROTECTION : rc;
}

/* Prefixing moves pages: of an operand that crosses pages each is on its own. */
static size_t part_in_page(uint64_t addr, size_t len)
{
	return MIN(len, PAGE_SIZE - (addr & (PAGE_SIZE - 1)));
}

int gstore_read_real_key(struct vcpu *vcpu, greal_t addr, void *buf, size_t len, uint8_t key)
{
	int rc = 0;

	for (size_t done = 0, part; !rc && done < len; done += part) {
		part = part_in_page(addr + done, len - done);
		rc = gspace_read_key(&vcpu->vm->space, gstore_real_to_abs(vcpu, addr + done),
			(char *)buf + done, part, key);
	}
	return rc;
}

int gstore_write_real_key(
	struct vcpu *vcpu, greal_t addr, const void *buf, size_t len, uint8_t key)
{
	int rc = 0;

	for (size_t done = 0, part; !rc && done < len; done += part) {
		part = part_in_page(addr + done, len - done);
		rc = gspace_write_key(&vcpu->vm->space, gstore_real_to_abs(vcpu, addr + done),
			(const char *)buf + done, part, key);
	}
	return rc;
}

grc_t gstore_read_real(struct vcpu *vcpu, greal_t addr, void *buf, size_t len)
{
	return to_grc(gstore_read_real_key(vcpu, addr, buf, len, 0));
}

grc_t gstore_write_real(struct vcpu *vcpu, greal_t addr, const void *buf, size_t len)
{
	return to_grc(gstore_write_real_key(vcpu, addr, buf, len, 0));
}

/* ---- Logical addresses ---------------------------------------------------------------------------------- */

static grc_t fetch_entry(void *ctx, gabs_t addr, void *buf, size_t len)
{
	return to_grc(gspace_read(&((struct vmdbk *)ctx)->space, addr, buf, len));
}

static uint32_t access_register(const struct vcpu *vcpu, unsigned base)
{
	uint32_t ar[16];

	if (base == 0)
		return 0;
	if (vcpu->running != this_cpu())
		return vcpu->ar[base];
	asm volatile("stam 0,15,%0" : "=Q"(ar));
	return ar[base];
}

/* Bits of the translation-exception address beside the page. PoP, Control, Assigned Storage Locations. */
#define TEA_STORE	0x400 /* with facility 75, which every guest sees that has it from the host */
#define TEA_FETCH	0x800
#define TEA_SPACE_SHIFT 46    /* of PSW_AS: bits 62-63 tell the space as the PSW does */

/* Leaves in the state description what the interruption will show. */
static void note_translation(struct vcpu *vcpu, gvirt_t addr, enum gdat_access access, bool dat_protected)
{
	uint64_t space = vcpu->sd.psw.mask & PSW_AS;

	vcpu->sd.tea = (addr & ~(PAGE_SIZE - 1)) | space >> TEA_SPACE_SHIFT |
		(access == GDAT_STORE ? TEA_STORE : TEA_FETCH) | (dat_protected ? TEA_DAT_PROTECT : 0);
	vcpu->sd.exc_access_id = space == PSW_AS_AR ? (uint8_t)(vcpu->sd.ipb >> 28) : 0;
}

/* DAT alone: no protection, and perhaps no storage there. */
static grc_t walk(struct vcpu *vcpu, const struct gdat_cpu *cpu, gvirt_t addr, enum gdat_access access,
	struct gdat_result *result)
{
	const struct gdat_ops ops = {fetch_entry, vcpu->vm};
	grc_t rc;

	rc = xlate_logical(cpu, &ops, access, access_register(vcpu, vcpu->sd.ipb >> 28), addr, result);
	return rc == -E_NOENT ? PGM_ADDRESSING : rc;
}

static grc_t translate(struct vcpu *vcpu, gvirt_t addr, enum gdat_access access, gabs_t *abs)
{
	struct gdat_result result = {0};
	struct gdat_cpu cpu;
	uint8_t key = 0;
	grc_t rc;

	describe(vcpu, &cpu);
	rc = walk(vcpu, &cpu, addr, access, &result);
	if (!rc && gspace_get_key(&vcpu->vm->space, result.abs, &key))
		rc = PGM_ADDRESSING;
	if (!rc && gdat_guest_forbids(&cpu, &result, (cpu.psw_mask & PSW_KEY) >> 52, key, access, addr))
		rc = PGM_PROTECTION;
	if (rc)
		note_translation(vcpu, addr, access, access == GDAT_STORE && result.dat_protected);
	else
		*abs = result.abs;
	return rc;
}

/* Both pages of an operand are translated before anything is stored: operands are at most a page. */
static grc_t access(struct vcpu *vcpu, gvirt_t addr, void *buf, size_t len, enum gdat_access kind)
{
	size_t first = MIN(len, PAGE_SIZE - (addr & (PAGE_SIZE - 1)));
	gabs_t abs[2] = {0, 0};
	grc_t rc;

	rc = translate(vcpu, addr, kind, &abs[0]);
	if (!rc && first < len)
		rc = translate(vcpu, insn_wrap(vcpu, addr + first), kind, &abs[1]);
	for (int part = 0; !rc && part < 2 && len; part++) {
		if (kind == GDAT_STORE)
			rc = to_grc(gspace_write(&vcpu->vm->space, abs[part], buf, first));
		else
			rc = to_grc(gspace_read(&vcpu->vm->space, abs[part], buf, first));
		buf = (char *)buf + first;
		len -= first;
		first = len;
	}
	return rc;
}

grc_t gstore_read(struct vcpu *vcpu, gvirt_t addr, void *buf, size_t len)
{
	return access(vcpu, addr, buf, len, GDAT_FETCH);
}

grc_t gstore_write(struct vcpu *vcpu, gvirt_t addr, const void *buf, size_t len)
{
	grc_t rc = access(vcpu, addr, (void *)(uintptr_t)buf, len, GDAT_STORE);

	if (!rc && __builtin_expect(vcpu->per != NULL, false))
		per_stored(vcpu, addr, len);
	return rc;
}

/* A part of the text that does not cross pages. */
static grc_t fetch_part(
	struct vcpu *vcpu, const struct gdat_cpu *cpu, gvirt_t addr, void *buf, size_t len)
{
	const struct gdat_ops ops = {fetch_entry, vcpu->vm};
	struct gdat_result result;
	grc_t rc = xlate_logical(cpu, &ops, GDAT_INSN, 0, addr, &result);

	return rc ? rc : to_grc(gspace_read(&vcpu->vm->space, result.abs, buf, len));
}

grc_t gstore_read_insn(
	struct vcpu *vcpu, uint64_t psw_mask, gvirt_t addr, uint8_t insn[INSN_MAX])
{
	unsigned len = 2, done = 0;
	struct gdat_cpu cpu;
	grc_t rc = 0;

	describe(vcpu, &cpu);
	cpu.psw_mask = psw_mask;
	if ((addr & (PAGE_SIZE - 1)) <= PAGE_SIZE - INSN_MAX) /* nearly always: all in one page */
		return fetch_part(vcpu, &cpu, addr, insn, INSN_MAX);
	while (!rc && done < len) {
		rc = fetch_part(vcpu, &cpu, addr + done, insn + done, 2);
		len = insn_text_len(insn[0]);
		done += 2;
	}
	return rc;
}

grc_t gstore_walk(struct vcpu *vcpu, gvirt_t addr, unsigned space, struct gdat_result *result)
{
	const struct gdat_ops ops = {fetch_entry, vcpu->vm};
	struct gdat_cpu cpu;
	grc_t rc;

	describe(vcpu, &cpu);
	cpu.psw_mask = (cpu.psw_mask & ~PSW_AS) | (uint64_t)space << TEA_SPACE_SHIFT;
	rc = xlate_logical(&cpu, &ops, GDAT_STORE, access_register(vcpu, vcpu->sd.exc_access_id & 15), addr,
		result);
	return rc == -E_NOENT ? PGM_ADDRESSING : rc;
}

static bool is_translation_exception(grc_t rc)
{
	return rc == PGM_SEGMENT_TRANS || rc == PGM_PAGE_TRANS ||
		(rc >= PGM_ASCE_TYPE && rc <= PGM_REGION3_TRANS);
}

grc_t gstore_test(struct vcpu *vcpu, gvirt_t addr, uint8_t key, unsigned *cc)
{
	struct gdat_result result = {0};
	struct gdat_cpu cpu;
	uint8_t page_key;
	grc_t rc;

	describe(vcpu, &cpu);
	rc = walk(vcpu, &cpu, addr, GDAT_FETCH, &result);
	if (is_translation_exception(rc)) {
		*cc = 3;
		return 0;
	}
	rc = rc ? rc : to_grc(gspace_get_key(&vcpu->vm->space, result.abs, &page_key));
	if (rc)
		return rc;
	if (gdat_guest_forbids(&cpu, &result, key, page_key, GDAT_FETCH, addr))
		*cc = 2;
	else
		*cc = gdat_guest_forbids(&cpu, &result, key, page_key, GDAT_STORE, addr);
	return 0;
}

/* ---- The prefix area ---------------------------------------------------------------------------------------- */

void pfx_read(struct vcpu *vcpu, unsigned offset, void *buf, size_t len)
{
	/* SET PREFIX has checked that the area is in storage; without a frame for it we read zeros. */
	if (gspace_read(&vcpu->vm->space, vcpu->sd.prefix + offset, buf, len))
		for (size_t i = 0; i < len; i++)
			((uint8_t *)buf)[i] = 0;
}

void pfx_write(struct vcpu *vcpu, unsigned offset, const void *buf, size_t len)
{
	if (gspace_write(&vcpu->vm->space, vcpu->sd.prefix + offset, buf, len))
		vcpu->sd.c = SIE_C_NONE; /* no frame left: the interruption's data is lost with the guest */
}

void pfx_write16(struct vcpu *vcpu, unsigned offset, uint16_t value)
{
	pfx_write(vcpu, offset, &value, sizeof(value));
}

void pfx_write32(struct vcpu *vcpu, unsigned offset, uint32_t value)
{
	pfx_write(vcpu, offset, &value, sizeof(value));
}

void pfx_write64(struct vcpu *vcpu, unsigned offset, uint64_t value)
{
	pfx_write(vcpu, offset, &value, sizeof(value));
}
