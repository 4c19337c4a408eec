// SPDX-License-Identifier: Apache-2.0
/*
 * DIAGNOSE X'10': a guest gives pages back; they read as zeros until it stores there again. Rx has
 * the real address of the first page, Ry that of the last.
 *
 * Differs: the prefix areas of all its virtual CPUs stay, as logic/diag010.h says; nobody but a
 * guest that releases its own prefix area notices.
 */
#include "logic/diag010.h"
#include "mach/clock.h"
#include "nucleus/task.h"
#include "virt/diag.h"

#define PIECE   (16 * MiB) /* released at a time: some milliseconds if all pages are there */
#define AT_ONCE (1 * MiB)  /* up to this without a task */

/* The vm lock keeps SET PREFIX out. 1 while there is more, 0 when all is done, or -E_NOMEM. */
static int release_piece(struct vmdbk *vm, struct page_range *range)
{
	uint32_t prefix[VCPU_MAX];
	struct page_range piece;
	unsigned nr = 0;
	int rc = 0;

	lock_take(&vm->lock);
	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i])
			prefix[nr++] = vm->vcpu[i]->sd.prefix;
	if (diag010_next(range, prefix, nr, PIECE, &piece)) {
		rc = gspace_release(&vm->space, piece.first, piece.last);
		rc = rc ? rc : 1;
	}
	lock_drop(&vm->lock);
	return rc;
}

static grc_t decode(const struct vcpu *vcpu, struct page_range *range)
{
	return diag_010_range(diag_addr(vcpu, diag_rx(vcpu)), diag_addr(vcpu, diag_ry(vcpu)),
		vcpu->vm->space.size, range);
}

/* Others get their turn between two pieces. */
static void release_task(void *arg)
{
	struct vcpu *vcpu = arg;
	struct page_range range;
	grc_t rc = decode(vcpu, &range);

	if (!rc)
		while ((rc = release_piece(vcpu->vm, &range)) > 0)
			task_sleep_until(clock_now());
	insn_task_done(vcpu, rc);
}

grc_t diag_010(struct vcpu *vcpu)
{
	struct page_range range;
	grc_t rc = decode(vcpu, &range);

	if (rc)
		return rc;
	if (range.last - range.first >= AT_ONCE)
		return insn_in_task(vcpu, "DIAGNOSE 10", release_task);
	while ((rc = release_piece(vcpu->vm, &range)) > 0)
		;
	return rc;
}
