// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE X'308': resets, loading again, and the IPL parameter block. */
#include "lib/err.h"
#include "virt/diag.h"
#include "virt/ipl.h"

/* The operand is a pair: the block's address, and the register that gets the return code. */
static void set_rc(struct vcpu *vcpu, uint16_t rc)
{
	unsigned r = diag_rx(vcpu) + 1;

	if (vcpu_is_esame(vcpu))
		vcpu_set_gpr(vcpu, r, rc);
	else
		vcpu_set_gpr32(vcpu, r, rc);
}

/* The block lies in one page of real storage. */
static greal_t block_address(const struct vcpu *vcpu)
{
	return insn_wrap(vcpu, vcpu_gpr(vcpu, diag_rx(vcpu)));
}

/* The page is more than a handler's stack should hold: these two run in tasks. */
static void store_task(void *arg)
{
	struct vcpu *vcpu = arg;
	const struct ipl_info *info = vcpu->vm->ipl;
	struct ipl_source source;
	uint8_t page[PAGE_SIZE];
	bool is_known;
	grc_t rc;

	lock_take(&vcpu->vm->lock);
	is_known = info && info->is_loaded;
	if (is_known)
		source = info->now;
	lock_drop(&vcpu->vm->lock);
	if (!is_known) {
		set_rc(vcpu, DIAG308_RC_NO_BLOCK);
		return insn_task_done(vcpu, 0);
	}
	iplblock_build(&source, page);
	rc = gstore_write_real(vcpu, block_address(vcpu), page, sizeof(page));
	if (!rc)
		set_rc(vcpu, DIAG308_RC_DONE);
	insn_task_done(vcpu, rc);
}

static void set_task(void *arg)
{
	struct vcpu *vcpu = arg;
	struct ipl_info *info = ipl_info(vcpu->vm);
	struct ipl_source source;
	uint8_t page[PAGE_SIZE];
	grc_t rc = gstore_read_real(vcpu, block_address(vcpu), page, sizeof(page));

	if (rc)
		return insn_task_done(vcpu, rc);
	if (!info || iplblock_parse(page, sizeof(page), &source)) {
		set_rc(vcpu, DIAG308_RC_INVALID);
		return insn_task_done(vcpu, 0);
	}
	lock_take(&vcpu->vm->lock);
	info->next = source;
	info->is_next_set = true;
	lock_drop(&vcpu->vm->lock);
	set_rc(vcpu, DIAG308_RC_DONE);
	insn_task_done(vcpu, 0);
}

static grc_t with_block(struct vcpu *vcpu, const char *name, void (*task)(void *vcpu))
{
	if ((diag_rx(vcpu) & 1) || (block_address(vcpu) & (PAGE_SIZE - 1)))
		return PGM_SPECIFICATION;
	return insn_in_task(vcpu, name, task);
}

/* The CPU is not to come back from here, unless there is nothing to load from. */
static grc_t again(struct vcpu *vcpu, enum ipl_again again)
{
	int rc = ipl_again(vcpu, again);

	switch (rc) {
	case -E_NOENT:
		if (!(diag_rx(vcpu) & 1))
			set_rc(vcpu, DIAG308_RC_NO_BLOCK);
		return 0;
	case -E_BUSY: /* it is being reset already; if that is over by now, the DIAGNOSE is executed
			 again */
		insn_rewind(vcpu);
		return 0;
	default: return rc;
	}
}

/* X'308' */
grc_t diag_308(struct vcpu *vcpu)
{
	uint64_t subcode = vcpu_gpr(vcpu, diag_ry(vcpu));

	switch (vcpu_is_esame(vcpu) ? subcode : (uint32_t)subcode) {
	case DIAG308_CLEAR_RESET: return again(vcpu, AGAIN_CLEAR_RESET);
	case DIAG308_LOAD_NORMAL_RESET: return again(vcpu, AGAIN_RESET);
	case DIAG308_LOAD_CLEAR: return again(vcpu, AGAIN_LOAD_CLEAR);
	case DIAG308_LOAD_NORMAL:
	case DIAG308_LOAD_NORMAL_DUMP: return again(vcpu, AGAIN_LOAD);
	case DIAG308_SET: return with_block(vcpu, "DIAG 308 SET", set_task);
	case DIAG308_STORE: return with_block(vcpu, "DIAG 308 STORE", store_task);
	default: return PGM_SPECIFICATION;
	}
}
