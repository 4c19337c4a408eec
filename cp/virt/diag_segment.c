// SPDX-License-Identifier: Apache-2.0
/*
 * DIAGNOSE X'64': saved segments.
 *
 *	Rx	real address of the name, 8 characters of EBCDIC; SEGEXT: of struct diag064_in.
 *		After it the address of the segment's first byte
 *	Ry	subcode; after it the address of its last byte, or, with cc 2, the return code
 *
 * cc 0: done, FINDSEG: it is loaded. cc 1: loaded in place of some of the guest's own storage;
 * FINDSEG: it is there, and not loaded. LOADSHR gives shared pages in common with others, LOADNSHR
 * copies of all.
 */
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "virt/diag.h"
#include "virt/machine.h"
#include "virt/nss.h"

#define CC_DONE   0
#define CC_INSIDE 1
#define CC_ERROR  2

static uint32_t subcode_of(const struct vcpu *vcpu)
{
	return (uint32_t)vcpu_gpr(vcpu, diag_ry(vcpu));
}

static bool is_long(uint32_t subcode)
{
	return subcode >= DIAG064_LOADSHRX;
}

static void set_reg(struct vcpu *vcpu, unsigned r, uint64_t value)
{
	if (vcpu_is_esame(vcpu) && is_long(subcode_of(vcpu)))
		vcpu_set_gpr(vcpu, r, value);
	else
		vcpu_set_gpr32(vcpu, r, (uint32_t)value);
}

static void fail(struct vcpu *vcpu, uint32_t rc)
{
	if (vcpu_is_esame(vcpu))
		vcpu_set_gpr(vcpu, diag_ry(vcpu), rc);
	else
		vcpu_set_gpr32(vcpu, diag_ry(vcpu), rc);
	vcpu_set_cc(vcpu, CC_ERROR);
}

static void succeed(struct vcpu *vcpu, const struct nss *nss, unsigned cc)
{
	/* Ry last: it has the subcode, which says how wide they are. */
	set_reg(vcpu, diag_rx(vcpu), (uint64_t)nss_first_page(&nss->def) * PAGE_SIZE);
	set_reg(vcpu, diag_ry(vcpu),
		(uint64_t)nss_last_page(&nss->def) * PAGE_SIZE + PAGE_SIZE - 1);
	vcpu_set_cc(vcpu, cc);
}

/* ---- The segment ----------------------------------------------- */

static void take_name(char name[9], const ebc8_t text[8])
{
	size_t len = 8;

	ebc_to_ascii(name, text, 8);
	while (len && name[len - 1] == ' ')
		len--;
	name[len] = '\0';
	str_upper(name);
}

/* NULL: there is none that a guest may know; and with addresses that it can't tell. */
static struct nss *find(const struct vcpu *vcpu, const char *name)
{
	struct nss *nss = nss_find(name);

	if (!nss || !nss->def.is_segment)
		return NULL;
	if (!is_long(subcode_of(vcpu)) &&
		(uint64_t)nss_last_page(&nss->def) * PAGE_SIZE > 0x7fffffff)
		return NULL;
	return nss;
}

static bool is_inside(const struct vmdbk *vm, const struct nss *nss)
{
	return (uint64_t)nss_first_page(&nss->def) * PAGE_SIZE < vm->space.size;
}

static void load(struct vcpu *vcpu, struct nss *nss, bool is_private, bool not_inside)
{
	struct vmdbk *vm = vcpu->vm;
	bool inside = is_inside(vm, nss);
	int rc;

	if (nss_is_denied(vm, nss))
		return fail(vcpu, DIAG064_NOT_ALLOWED);
	if (inside && not_inside)
		return fail(vcpu, DIAG064_IN_STORAGE);
	if (nss_use_of(vm, nss))
		return succeed(vcpu, nss, inside ? CC_INSIDE : CC_DONE);
	rc = nss_load(nss);
	rc = rc ? rc : nss_attach(vm, nss, is_private);
	switch (rc) {
	case 0: return succeed(vcpu, nss, inside ? CC_INSIDE : CC_DONE);
	case -E_EXIST: return fail(vcpu, DIAG064_OVERLAP);
	case -E_PERM: return fail(vcpu, DIAG064_NOT_ALLOWED);
	case -E_NOMEM: return fail(vcpu, DIAG064_NO_STORAGE);
	default: return fail(vcpu, DIAG064_IO_ERROR);
	}
}

static void purge(struct vcpu *vcpu, struct nss *nss)
{
	struct nss_use *use = nss_use_of(vcpu->vm, nss);

	if (!use)
		return fail(vcpu, DIAG064_NOT_FOUND);
	nss_detach(vcpu->vm, use, true);
	vcpu_set_cc(vcpu, CC_DONE);
}

/* With the machine and between nss_begin and nss_end. */
static void serve(struct vcpu *vcpu, const char *name)
{
	uint32_t subcode = subcode_of(vcpu);
	struct nss *nss = find(vcpu, name);
	bool loaded = nss && nss_use_of(vcpu->vm, nss);

	if (!nss)
		return fail(vcpu, DIAG064_NOT_FOUND);
	switch (subcode) {
	case DIAG064_LOADSHR:
	case DIAG064_LOADSHRX: return load(vcpu, nss, false, false);
	case DIAG064_LOADNSHR:
	case DIAG064_LOADNSHRX: return load(vcpu, nss, true, false);
	case DIAG064_LOADNOLY:
	case DIAG064_LOADNOLYX: return load(vcpu, nss, false, true);
	case DIAG064_PURGESEG: return purge(vcpu, nss);
	default: return succeed(vcpu, nss, loaded ? 0 : 1);
	}
}

static void named_task(void *arg)
{
	struct vcpu *vcpu = arg;
	ebc8_t text[8];
	char name[9];
	grc_t rc = gstore_read_real(vcpu, diag_addr(vcpu, diag_rx(vcpu)), text, sizeof(text));

	if (rc)
		return insn_task_done(vcpu, rc);
	take_name(name, text);
	if (machine_begin_for(vcpu->vm, vcpu)) {
		insn_rewind(vcpu); /* it is being reset; if that is over by now, once more */
		return insn_task_done(vcpu, 0);
	}
	nss_begin();
	serve(vcpu, name);
	nss_end();
	machine_end(vcpu->vm);
	insn_task_done(vcpu, 0);
}

/* ---- SEGEXT ----------------------------------------------- */

/* What it says of the segment. 0; or DIAG064_*, or a program interruption in *grc. */
static uint32_t describe(struct vcpu *vcpu, const struct diag064_in *in, grc_t *grc)
{
	struct diag064_out out;
	struct diag064_out31 out31;
	bool wide = is_long(subcode_of(vcpu));
	size_t size = wide ? sizeof(out) : sizeof(out31);
	const struct nss *nss;
	char name[9];
	int rc = -E_NOENT;

	take_name(name, in->name);
	nss_begin();
	nss = find(vcpu, name);
	if (nss && wide)
		nss_segext(&nss->def, &out);
	if (nss)
		rc = wide ? 0 : nss_segext31(&nss->def, &out31);
	nss_end();
	if (rc)
		return DIAG064_NOT_FOUND;
	*grc = gstore_write_real(vcpu, be32_get(in->out), wide ? (void *)&out : (void *)&out31,
		MIN(size, (size_t)be16_get(in->out_len)));
	return 0;
}

static void segext_task(void *arg)
{
	struct vcpu *vcpu = arg;
	struct diag064_in in;
	uint32_t error = 0;
	grc_t rc = gstore_read_real(vcpu, diag_addr(vcpu, diag_rx(vcpu)), &in, sizeof(in));

	if (!rc && in.op != DIAG064_EXT_FIND)
		rc = PGM_SPECIFICATION;
	if (!rc)
		error = describe(vcpu, &in, &rc);
	if (!rc && error)
		fail(vcpu, error);
	else if (!rc)
		vcpu_set_cc(vcpu, CC_DONE);
	insn_task_done(vcpu, rc);
}

/* X'64' */
grc_t diag_064(struct vcpu *vcpu)
{
	switch (subcode_of(vcpu)) {
	case DIAG064_LOADSHR:
	case DIAG064_LOADNSHR:
	case DIAG064_PURGESEG:
	case DIAG064_FINDSEG:
	case DIAG064_LOADNOLY:
	case DIAG064_LOADSHRX:
	case DIAG064_LOADNSHRX:
	case DIAG064_FINDSEGX:
	case DIAG064_LOADNOLYX: return insn_in_task(vcpu, "DIAGNOSE 64", named_task);
	case DIAG064_SEGEXT:
	case DIAG064_SEGEXTX: return insn_in_task(vcpu, "DIAGNOSE 64", segext_task);
	default: return PGM_SPECIFICATION;
	}
}
