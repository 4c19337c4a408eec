// SPDX-License-Identifier: Apache-2.0
/* SIGNAL PROCESSOR between the virtual CPUs of a guest: PoP, Control, CPU Signaling and Response. */
#include "lib/err.h"
#include "arch/prefix.h"
#include "nucleus/dispatch.h"
#include "virt/icpt.h"
#include "virt/intr.h"
#include "virt/machine.h"
#include "virt/stop.h"

enum {
	SIGP_SENSE = 0x01,
	SIGP_EXTERNAL_CALL = 0x02,
	SIGP_EMERGENCY = 0x03,
	SIGP_START = 0x04,
	SIGP_STOP = 0x05,
	SIGP_RESTART = 0x06,
	SIGP_STOP_STORE = 0x09,
	SIGP_INITIAL_RESET = 0x0B,
	SIGP_RESET = 0x0C,
	SIGP_SET_PREFIX = 0x0D,
	SIGP_STORE_STATUS = 0x0E,
	SIGP_SET_ARCH = 0x12,
	SIGP_COND_EMERGENCY = 0x13,
	SIGP_SENSE_RUNNING = 0x15,
};

#define ST_INCORRECT_STATE 0x200
#define ST_INVALID_PARM	   0x100
#define ST_EXTCALL_PENDING 0x080
#define ST_STOPPED	   0x040
#define ST_INVALID_ORDER   0x002
#define ST_NOT_RUNNING	   0x400

/* cc 1 with status in the right half of R1. */
static int status_stored(struct vcpu *vcpu, uint32_t status)
{
	vcpu_set_gpr32(vcpu, insn_r1(vcpu), status);
	return 1;
}

static bool is_stopped(const struct vcpu *vcpu)
{
	return vcpu->blocked & VB_STOPPED;
}

static int sense(struct vcpu *vcpu, const struct vcpu *target)
{
	uint32_t status = (is_stopped(target) ? ST_STOPPED : 0) |
		(target->pending & VP_EXTCALL ? ST_EXTCALL_PENDING : 0);

	return status ? status_stored(vcpu, status) : 0;
}

/* Is it on a real CPU, or about to be? What an idle one answers decides how Linux signals it. */
static int sense_running(struct vcpu *vcpu, const struct vcpu *target)
{
	return target->running ? 0 : status_stored(vcpu, ST_NOT_RUNNING);
}

static int external_call(struct vcpu *vcpu, struct vcpu *target)
{
	if (target->pending & VP_EXTCALL)
		return status_stored(vcpu, ST_EXTCALL_PENDING);
	target->extcall_from = vcpu->addr;
	intr_post_vcpu(target, VP_EXTCALL);
	return 0;
}

static int emergency(struct vcpu *vcpu, struct vcpu *target)
{
	target->emergency_from |= 1ul << vcpu->addr;
	intr_post_vcpu(target, VP_EMERGENCY);
	return 0;
}

/* SET ARCHITECTURE concerns all CPUs: all others must be stopped. */
static int set_architecture(struct vcpu *vcpu, uint64_t parm)
{
	struct vmdbk *vm = vcpu->vm;
	uint8_t mode = (uint8_t)parm;

	if (mode > 2)
		return status_stored(vcpu, ST_INVALID_PARM);
	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i] && vm->vcpu[i] != vcpu && !is_stopped(vm->vcpu[i]))
			return status_stored(vcpu, ST_INCORRECT_STATE);
	if ((mode != 0) == vcpu_is_esame(vcpu))
		return status_stored(vcpu, ST_INVALID_PARM); /* already so */
	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i])
			vcpu_set_esame(vm->vcpu[i], mode != 0);
	return 0;
}

/* Orders that change nothing but what is pending: done at once. vm lock held. */
static int quick_order(struct vcpu *vcpu, struct vcpu *target, uint8_t order, uint64_t parm)
{
	switch (order) {
	case SIGP_SENSE: return sense(vcpu, target);
	case SIGP_SENSE_RUNNING: return sense_running(vcpu, target);
	case SIGP_EXTERNAL_CALL: return external_call(vcpu, target);
	case SIGP_EMERGENCY: return emergency(vcpu, target);
	case SIGP_COND_EMERGENCY: return emergency(vcpu, target);
	case SIGP_STOP:
		target->stop_from = vcpu->addr;
		if (!is_stopped(target))
			intr_post_vcpu(target, VP_STOP);
		vcpu_unblock(target, VB_WAIT);
		return 0;
	case SIGP_START:
		target->pending &= ~VP_STOP;
		vcpu_unblock(target, VB_STOPPED);
		return 0;
	case SIGP_RESTART:
		intr_post_vcpu(target, VP_RESTART);
		vcpu_unblock(target, VB_STOPPED | VB_WAIT);
		return 0;
	case SIGP_SET_ARCH: return set_architecture(vcpu, parm);
	default: return status_stored(vcpu, ST_INVALID_ORDER);
	}
}

/* Orders for which the target must be out of SIE: from a task. */
static bool is_slow(uint8_t order)
{
	return order == SIGP_STOP_STORE || order == SIGP_INITIAL_RESET || order == SIGP_RESET ||
		order == SIGP_SET_PREFIX || order == SIGP_STORE_STATUS;
}

static int slow_order(struct vcpu *vcpu, struct vcpu *target, uint8_t order, uint64_t parm)
{
	int cc = 0;

	if (order == SIGP_SET_PREFIX || order == SIGP_STORE_STATUS) {
		if (!is_stopped(target))
			return status_stored(vcpu, ST_INCORRECT_STATE);
	}
	if (target != vcpu)
		vcpu_block_wait(target, VB_STOPPED);
	lock_take(&vcpu->vm->lock);
	switch (order) {
	case SIGP_INITIAL_RESET:
	case SIGP_RESET:
		vcpu_reset(target, order == SIGP_INITIAL_RESET);
		break;
	case SIGP_SET_PREFIX:
		if (vcpu_set_prefix(target, (uint32_t)parm))
			cc = status_stored(vcpu, ST_INVALID_PARM);
		break;
	case SIGP_STORE_STATUS:
		/* The operand names a 512-byte area: the offsets from X'1200' on, of ESA/390 from 0 on. */
		parm &= 0x7FFFFE00u;
		if (vcpu_store_status(target, parm - (vcpu_is_esame(target) ? PFX_SAVE_FPR : 0)))
			cc = status_stored(vcpu, ST_INVALID_PARM);
		break;
	case SIGP_STOP_STORE:
		if (vcpu_store_status(target, 0))
			cc = status_stored(vcpu, ST_INVALID_PARM);
		break;
	default: break;
	}
	lock_drop(&vcpu->vm->lock);
	if (target == vcpu || order == SIGP_INITIAL_RESET || order == SIGP_RESET)
		vcpu_block(target, VB_STOPPED);
	vcpu_unblock(target, VB_WAIT);
	if (order == SIGP_STOP_STORE) {
		target->stop_from = vcpu->addr;
		guest_stop_by_sigp(target);
	}
	return cc;
}

static struct vcpu *find_target(const struct vcpu *vcpu)
{
	uint16_t addr = (uint16_t)vcpu_gpr(vcpu, insn_r3(vcpu));

	return addr < VCPU_MAX ? vcpu->vm->vcpu[addr] : NULL;
}

/* The parameter is in R1 if that is odd, else in the register after it. */
static uint64_t parameter(const struct vcpu *vcpu)
{
	return vcpu_gpr(vcpu, insn_r1(vcpu) | 1);
}

static void sigp_task(void *arg)
{
	struct vcpu *vcpu = arg;
	int cc = slow_order(vcpu, find_target(vcpu), (uint8_t)insn_addr(vcpu), parameter(vcpu));

	vcpu_set_cc(vcpu, (unsigned)cc);
	insn_task_done(vcpu, 0);
}

grc_t insn_sigp(struct vcpu *vcpu)
{
	uint8_t order = (uint8_t)insn_addr(vcpu);
	struct vcpu *target = find_target(vcpu);
	int cc;

	if (!target) {
		vcpu_set_cc(vcpu, 3);
		return 0;
	}
	if (is_slow(order))
		return insn_in_task(vcpu, "SIGP", sigp_task);
	lock_take(&vcpu->vm->lock);
	cc = quick_order(vcpu, target, order, parameter(vcpu));
	lock_drop(&vcpu->vm->lock);
	vcpu_set_cc(vcpu, (unsigned)cc);
	return 0;
}
