// SPDX-License-Identifier: Apache-2.0
/* When a guest can't go on. */
#include "virt/stop.h"
#include "lib/string.h"
#include "logic/msg.h"
#include "nucleus/dispatch.h"
#include "nucleus/pageout.h"
#include "nucleus/session.h"
#include "nucleus/vmdbk.h"

void (*guest_stopped)(struct vcpu *vcpu, const char *text);

static void tell(struct vcpu *vcpu, const char *text)
{
	vcpu_block(vcpu, VB_STOPPED);
	if (guest_stopped)
		guest_stopped(vcpu, text);
}

void guest_stop_failed(struct vcpu *vcpu, const char *text)
{
	tell(vcpu, text);
}

void guest_stop_by_sigp(struct vcpu *vcpu)
{
	const struct vmdbk *vm = vcpu->vm;
	char text[120], from[8];

	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i] && !(vm->vcpu[i]->blocked & VB_STOPPED))
			return;
	str_format(from, sizeof(from), "%02X", vcpu->stop_from);
	msg_say(text, sizeof(text), MSG_SIGP_STOP, EMSG_ON, from);
	tell(vcpu, text);
}

static void psw_text(const struct vcpu *vcpu, char *buf, size_t size)
{
	if (vcpu_is_esame(vcpu))
		str_format(buf, size, "%016lX %016lX", vcpu->sd.psw.mask, vcpu->sd.psw.addr);
	else
		str_format(buf, size, "%08X %08X", (unsigned)(vcpu->sd.psw.mask >> 32),
			(unsigned)vcpu->sd.psw.mask);
}

void guest_stop_disabled_wait(struct vcpu *vcpu)
{
	char text[120], psw[40];

	psw_text(vcpu, psw, sizeof(psw));
	msg_say(text, sizeof(text), MSG_DISABLED_WAIT, EMSG_ON, psw);
	tell(vcpu, text);
}

void guest_stop_program_loop(struct vcpu *vcpu)
{
	char text[120], psw[40], code[8];

	psw_text(vcpu, psw, sizeof(psw));
	str_format(code, sizeof(code), "%04X", vcpu->sd.pgm_code);
	msg_say(text, sizeof(text), MSG_PROGRAM_LOOP, EMSG_ON, code, psw);
	tell(vcpu, text);
}

void guest_stop_validity(struct vcpu *vcpu)
{
	char text[120], reason[24];

	str_format(reason, sizeof(reason), "validity %04X %04X", vcpu->sd.ipa, vcpu->sd.ipb >> 16);
	msg_say(text, sizeof(text), MSG_GUEST_ABEND, EMSG_ON, reason);
	tell(vcpu, text);
}

void guest_stop_no_storage(struct vcpu *vcpu)
{
	char text[120];

	msg_say(text, sizeof(text), MSG_NO_FRAME_LEFT, EMSG_ON);
	tell(vcpu, text);
	if (pageout_is_short())
		operator_msg(MSG_PAGING_FULL, vcpu->vm->userid);
}
