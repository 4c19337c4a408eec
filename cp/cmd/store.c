// SPDX-License-Identifier: Apache-2.0
/* STORE: changes registers, the PSW, storage and keys of the issuer's virtual machine. */
#include "cmd/look.h"
#include "cmd/vcpus.h"
#include "lib/string.h"
#include "nucleus/storage.h"
#include "virt/machine.h"

int cmd_store_status(struct cmd *cmd)
{
	struct vcpu *vcpu = cmd_vcpu(cmd);
	grc_t rc;

	if (!vcpu)
		return msg_number(MSG_NO_CPU);
	look_begin(vcpu);
	rc = vcpu_store_status(vcpu, 0);
	look_end(vcpu);
	return rc ? cmd_msg(cmd, MSG_NO_STORAGE, "the prefix area")
		  : cmd_msg(cmd, MSG_STORE_COMPLETE);
}

static void store_registers(struct vcpu *vcpu, const struct store_request *req)
{
	for (unsigned i = 0; i < req->count; i++) {
		unsigned n = req->first + i;
		uint64_t value = req->data.values[i];

		switch (req->set) {
		case REG_GENERAL: vcpu_set_gpr(vcpu, n, value); break;
		case REG_CONTROL: vcpu_set_cr(vcpu, n, value); break;
		case REG_ACCESS: vcpu->ar[n] = (uint32_t)value; break;
		default: vcpu->fpr[n] = value; break;
		}
	}
	vcpu->loaded_on = 0; /* the real registers hold the old ones */
	vcpu->look = true;     /* what interruptions are enabled may have changed */
}

/* The last words of the PSW. */
static int store_psw(struct cmd *cmd, struct vcpu *vcpu, const struct store_request *req)
{
	uint32_t words[4] = {(uint32_t)(vcpu->sd.psw.mask >> 32), (uint32_t)vcpu->sd.psw.mask,
		(uint32_t)(vcpu->sd.psw.addr >> 32), (uint32_t)vcpu->sd.psw.addr};
	unsigned nr = vcpu_is_esame(vcpu) ? 4 : 2;

	if (req->count > nr)
		return cmd_msg(cmd, MSG_TOO_MANY_OPERANDS);
	for (unsigned i = 0; i < req->count; i++)
		words[nr - req->count + i] = (uint32_t)req->data.values[i];
	vcpu->sd.psw.mask = (uint64_t)words[0] << 32 | words[1];
	vcpu->sd.psw.addr = (uint64_t)words[2] << 32 | words[3];
	vcpu->look = true;
	return 0;
}

/* All pages are looked up before any is changed. */
static int store_storage(struct cmd *cmd, struct vcpu *vcpu, const struct store_request *req)
{
	uint64_t last = req->addr + req->count - 1, bad = req->addr;
	gabs_t abs;
	grc_t rc = last < req->addr ? PGM_ADDRESSING : 0; /* past the end of what can be addressed */

	for (uint64_t at = req->addr; !rc; at = (at | (PAGE_SIZE - 1)) + 1) {
		bad = at;
		rc = look_up(vcpu, req->space, at, &abs);
		if (!rc && abs >= vcpu->vm->space.size)
			rc = PGM_ADDRESSING;
		if ((at | (PAGE_SIZE - 1)) >= last)
			break;
	}
	if (!rc)
		rc = look_write(vcpu, req->space, req->addr, req->data.bytes, req->count, &bad);
	return rc ? look_failed(cmd, rc, bad) : 0;
}

static int store_key(struct cmd *cmd, struct vcpu *vcpu, const struct store_request *req)
{
	gabs_t abs;
	grc_t rc = look_up(vcpu, req->space, req->addr, &abs);

	if (!rc && abs >= vcpu->vm->space.size)
		rc = PGM_ADDRESSING;
	if (!rc)
		rc = gspace_set_key(&vcpu->vm->space, abs, req->data.bytes[0]);
	return rc ? look_failed(cmd, rc, req->addr) : 0;
}

static int store(struct cmd *cmd, struct vcpu *vcpu, const struct store_request *req)
{
	int rc = 0;

	look_begin(vcpu);
	switch (req->kind) {
	case DISPLAY_STORAGE: rc = store_storage(cmd, vcpu, req); break;
	case DISPLAY_KEYS: rc = store_key(cmd, vcpu, req); break;
	case DISPLAY_PSW: rc = store_psw(cmd, vcpu, req); break;
	default: store_registers(vcpu, req); break;
	}
	look_end(vcpu);
	return rc ? rc : cmd_msg(cmd, MSG_STORE_COMPLETE);
}

/* STORE {location data ...|register data ...|PSW data ...|STATUS}: see logic/display.h. */
int cmd_store(struct cmd *cmd)
{
	struct store_request req;
	struct vcpu *vcpu;

	if (store_parse(cmd->line, &req))
		return cmd_refused(cmd);
	if (req.kind == STORE_STATUS)
		return cmd_store_status(cmd);
	vcpu = cmd_vcpu(cmd);
	return vcpu ? store(cmd, vcpu, &req) : msg_number(MSG_NO_CPU);
}
