// SPDX-License-Identifier: Apache-2.0
/* BEGIN: lets the issuer's virtual machine go on. */
#include "cmd/vcpus.h"
#include "lib/string.h"
#include "nucleus/console.h"
#include "nucleus/dispatch.h"

/* The instruction address; the rest of the PSW stays. The CPU is out of SIE. */
static void set_address(struct vcpu *vcpu, uint64_t addr)
{
	if (vcpu_is_esame(vcpu))
		vcpu->sd.psw.addr = addr;
	else
		vcpu->sd.psw.mask = (vcpu->sd.psw.mask & ~PSW390_ADDR) | addr;
}

static bool has_program(const struct vcpu *vcpu)
{
	return vcpu->sd.psw.mask | vcpu->sd.psw.addr;
}

/* BEGIN [hexloc] [CPU {ALL|address ...}]: a CPU that is named, or the base CPU, also leaves the
 * stopped state. */
int cmd_begin(struct cmd *cmd)
{
	struct vmdbk *vm = cmd->vm;
	bool has_addr = false;
	struct cmd_word word;
	uint64_t addr = 0;
	uint32_t mask;
	int rc;

	if (cmd_peek(cmd->line, &word) && !word_is(&word, "CPU", 0)) {
		if (word.len > 16 || str_to_hex(word.text, word.len, &addr))
			return cmd_refuse(cmd->line, MSG_INVALID_HEXLOC, &word), cmd_refused(cmd);
		cmd_next(cmd->line, &word);
		has_addr = true;
	}
	rc = cmd_vcpus(cmd, &mask);
	for (unsigned i = 0; !rc && i < VCPU_MAX; i++) {
		struct vcpu *vcpu = vm->vcpu[i];

		if (!(mask & 1u << i))
			continue;
		vcpu_block_wait(vcpu, VB_LOOK);
		if (has_addr && !vcpu_is_esame(vcpu) && addr > PSW390_ADDR)
			rc = cmd_msg(cmd, MSG_INVALID_HEXLOC, "address of more than 31 bits");
		else if (has_addr)
			set_address(vcpu, addr);
		else if (!has_program(vcpu))
			rc = cmd_msg(cmd, MSG_NOT_OPERATIONAL);
		vcpu_unblock(vcpu, rc ? VB_LOOK : VB_LOOK | VB_STOPPED);
	}
	if (!rc)
		console_leave_cp(vm);
	return rc;
}
