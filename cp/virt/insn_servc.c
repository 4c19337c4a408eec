// SPDX-License-Identifier: Apache-2.0
/* SERVC: the service processor that a guest sees. */
#include "virt/sclp.h"
#include "lib/string.h"
#include "nucleus/storage.h"
#include "virt/gstore.h"
#include "virt/icpt.h"
#include "virt/intr.h"
#include "virt/ipl.h"

void (*guest_sclp_line)(struct vmdbk *vm, const char *text, size_t len);

static void line(void *ctx, const char *text, size_t len)
{
	if (guest_sclp_line)
		guest_sclp_line(ctx, text, len);
}

/* Makes a due service signal pending. vm lock held. */
static void post_signal(struct vmdbk *vm)
{
	if (sclp_signal_pending(vm->sclp))
		intr_post_vm(vm, VF_SERVSIG);
}

uint32_t guest_sclp_take(struct vmdbk *vm)
{
	return sclp_signal_take(vm->sclp);
}

static void describe(struct vmdbk *vm, struct sclp_facts *facts, uint8_t cpus[SCLP_CPUS_MAX])
{
	unsigned nr = 0;

	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i])
			cpus[nr++] = (uint8_t)i;
	*facts = (struct sclp_facts){.storage = vm->space.size,
		.cpus = cpus,
		.nr_configured = (uint8_t)nr,
		.highest_cpu = (uint16_t)(vm->max_vcpus - 1),
		.loadparm = ipl_loadparm(vm)};
}

/* The lines of a message go to consoles and may wait: a task. */
static void servc_task(void *arg)
{
	struct vcpu *vcpu = arg;
	struct vmdbk *vm = vcpu->vm;
	const struct sclp_sinks sinks = {.line = line, .ctx = vm};
	uint8_t page[PAGE_SIZE], cpus[SCLP_CPUS_MAX];
	struct sclp_facts facts;
	struct sclp_call call = {.command = (uint32_t)vcpu_gpr(vcpu, insn_rre_r1(vcpu)),
		.addr = (uint32_t)vcpu_gpr(vcpu, insn_rre_r2(vcpu)),
		.sccb = page};
	grc_t rc;
	int cc;

	call.room = PAGE_SIZE - call.addr % PAGE_SIZE;
	rc = gstore_read_real(vcpu, call.addr, page, call.room);
	if (rc)
		return insn_task_done(vcpu, rc);
	lock_take(&vm->lock);
	describe(vm, &facts, cpus);
	cc = sclp_service_call(vm->sclp, &facts, &sinks, &call);
	lock_drop(&vm->lock);
	if (cc == 0)
		rc = gstore_write_real(vcpu, call.addr, page, call.stored);
	if (!rc)
		vcpu_set_cc(vcpu, (unsigned)cc);
	lock_take(&vm->lock);
	post_signal(vm);
	lock_drop(&vm->lock);
	insn_task_done(vcpu, rc);
}

grc_t insn_servc(struct vcpu *vcpu)
{
	grc_t rc = insn_servc_check(vcpu_gpr(vcpu, insn_rre_r2(vcpu)));

	return rc ? rc : insn_in_task(vcpu, "SERVC", servc_task);
}

int guest_sclp_create(struct vmdbk *vm)
{
	vm->sclp = stor_alloc(sizeof(struct sclp_state));
	if (!vm->sclp)
		return -E_NOMEM;
	sclp_reset(vm->sclp);
	return 0;
}

void guest_sclp_delete(struct vmdbk *vm)
{
	stor_free(vm->sclp, sizeof(struct sclp_state));
	vm->sclp = NULL;
}

void guest_sclp_reset(struct vmdbk *vm)
{
	sclp_reset(vm->sclp);
	vm->floating &= ~VF_SERVSIG;
}

int guest_sclp_quiesce(struct vmdbk *vm)
{
	int rc;

	lock_take(&vm->lock);
	rc = sclp_send_quiesce(vm->sclp);
	post_signal(vm);
	lock_drop(&vm->lock);
	return rc;
}

bool guest_sclp_listens(struct vmdbk *vm)
{
	bool listens;

	lock_take(&vm->lock);
	listens = sclp_gets_quiesce(vm->sclp);
	lock_drop(&vm->lock);
	return listens;
}

int guest_sclp_command(struct vmdbk *vm, const char *text, bool priority)
{
	int rc;

	lock_take(&vm->lock);
	rc = sclp_send_command(vm->sclp, text, priority);
	post_signal(vm);
	lock_drop(&vm->lock);
	return rc;
}
