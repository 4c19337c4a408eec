// SPDX-License-Identifier: Apache-2.0
/* Looking into a virtual CPU and its storage. */
#include "cmd/look.h"
#include "cmd/cmd.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/gdat.h"
#include "nucleus/dispatch.h"

void look_begin(struct vcpu *vcpu)
{
	vcpu_block_wait(vcpu, VB_LOOK);
}

void look_end(struct vcpu *vcpu)
{
	vcpu_unblock(vcpu, VB_LOOK);
}

bool look_is_virtual(const struct vcpu *vcpu, enum display_space space)
{
	return space == SPACE_VIRTUAL || (space == SPACE_LOGICAL && (vcpu->sd.psw.mask & PSW_DAT));
}

static grc_t fetch_entry(void *ctx, gabs_t addr, void *buf, size_t len)
{
	int rc = gspace_read(&((struct vmdbk *)ctx)->space, addr, buf, len);

	return rc == -E_RANGE ? PGM_ADDRESSING : rc;
}

grc_t look_up(struct vcpu *vcpu, enum display_space space, uint64_t addr, gabs_t *abs)
{
	const struct gdat_cpu cpu = {.psw_mask = vcpu->sd.psw.mask,
		.cr = vcpu->sd.cr,
		.prefix = vcpu->sd.prefix,
		.esame = vcpu_is_esame(vcpu)};
	const struct gdat_ops ops = {fetch_entry, vcpu->vm};
	struct gdat_result result;
	uint64_t asce = cpu.cr[1];
	grc_t rc = 0;

	if (!look_is_virtual(vcpu, space)) {
		*abs = space == SPACE_ABSOLUTE ? addr : gdat_real_to_abs(&cpu, addr);
		return 0;
	}
	if (space == SPACE_LOGICAL)
		rc = xlate_asce(&cpu, GDAT_FETCH, 0, &asce);
	if (!rc)
		rc = xlate_virtual(&cpu, &ops, asce, addr, &result);
	if (!rc)
		*abs = result.abs;
	return rc;
}

static grc_t copy(struct vcpu *vcpu, enum display_space space, uint64_t addr, void *buf, size_t len,
	bool is_store, uint64_t *bad)
{
	struct gspace *guest = &vcpu->vm->space;

	while (len) {
		size_t part = MIN(len, PAGE_SIZE - (addr & (PAGE_SIZE - 1)));
		gabs_t abs;
		grc_t rc;

		*bad = addr;
		rc = look_up(vcpu, space, addr, &abs);
		if (!rc)
			rc = is_store ? gspace_write(guest, abs, buf, part)
				      : gspace_read(guest, abs, buf, part);
		if (rc)
			return rc == -E_RANGE ? PGM_ADDRESSING : rc;
		addr += part;
		buf = (char *)buf + part;
		len -= part;
	}
	return 0;
}

grc_t look_read(struct vcpu *vcpu, enum display_space space, uint64_t addr, void *buf, size_t len,
	uint64_t *bad)
{
	return copy(vcpu, space, addr, buf, len, false, bad);
}

grc_t look_write(struct vcpu *vcpu, enum display_space space, uint64_t addr, const void *buf,
	size_t len, uint64_t *bad)
{
	return copy(vcpu, space, addr, (void *)(uintptr_t)buf, len, true, bad);
}

static const char *reason(grc_t rc)
{
	switch (rc) {
	case PGM_SEGMENT_TRANS: return "segment translation exception";
	case PGM_PAGE_TRANS: return "page translation exception";
	case PGM_TRANS_SPEC: return "translation specification exception";
	case PGM_ASCE_TYPE: return "ASCE type exception";
	case PGM_REGION1_TRANS: return "region first translation exception";
	case PGM_REGION2_TRANS: return "region second translation exception";
	case PGM_REGION3_TRANS: return "region third translation exception";
	default: return "no address space";
	}
}

int look_failed(struct cmd *cmd, grc_t rc, uint64_t addr)
{
	char text[20];

	display_address(text, sizeof(text), ' ', addr);
	if (rc == PGM_ADDRESSING)
		return cmd_msg(cmd, MSG_HEXLOC_EXCEEDS, text + 1);
	if (rc == -E_PERM)
		return cmd_msg(cmd, MSG_NSS_READ_ONLY, text + 1);
	if (rc == -E_NOMEM)
		return cmd_msg(cmd, MSG_NO_STORAGE, "the page");
	return cmd_msg(cmd, MSG_NOT_ADDRESSABLE, text + 1, reason(rc));
}
