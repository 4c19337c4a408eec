// SPDX-License-Identifier: Apache-2.0
/* DISPLAY: registers, PSWs, storage and keys of the issuer's virtual machine. */
#include "arch/prefix.h"
#include "cmd/display.h"
#include "cmd/look.h"
#include "cmd/vcpus.h"
#include "lib/string.h"
#include "logic/insn_text.h"
#include "nucleus/task.h"

#define LINES_MAX 16384   /* of one request: CP is not interrupted while it makes them */
#define KEYS_MAX  0x40000 /* pages */

/* ---- Registers, PSWs ------------------------------------------------------------------------- */

static uint64_t register_value(const struct vcpu *vcpu, enum register_set set, unsigned n)
{
	switch (set) {
	case REG_GENERAL: return vcpu_gpr(vcpu, n);
	case REG_CONTROL: return vcpu->sd.cr[n];
	case REG_ACCESS: return vcpu->ar[n];
	default: return vcpu->fpr[n];
	}
}

static void display_registers(
	struct cmd *cmd, const struct vcpu *vcpu, const struct display_request *req)
{
	unsigned per_line = display_registers_per_line(req->set);
	uint64_t values[4];
	char text[120];

	for (unsigned first = (unsigned)req->first; first <= req->last; first += per_line) {
		unsigned nr = MIN(per_line, (unsigned)req->last - first + 1);

		for (unsigned i = 0; i < nr; i++)
			values[i] = register_value(vcpu, req->set, first + i);
		display_register_line(text, sizeof(text), req->set, first, values, nr);
		cmd_say(cmd, "%s", text);
	}
}

/* The PSWs of the interruptions: offsets of old and new ones and of codes in both architectures. */
static const struct psw_row {
	uint8_t which; /* enum psw_which */
	char name[5];
	uint16_t code, old, new;
	uint8_t old390, new390;
} psw_rows[] = {
	{PSW_EXTERNAL, "EXT", PFX_EXT_CODE, PFX_EXT_OLD, PFX_EXT_NEW, PFX390_EXT_OLD,
		PFX390_EXT_NEW},
	{PSW_SVC, "SVC", PFX_SVC_CODE, PFX_SVC_OLD, PFX_SVC_NEW, PFX390_SVC_OLD, PFX390_SVC_NEW},
	{PSW_PROGRAM, "PROG", PFX_PGM_CODE, PFX_PGM_OLD, PFX_PGM_NEW, PFX390_PGM_OLD,
		PFX390_PGM_NEW},
	{PSW_MACHINE_CHECK, "MCK", 0, PFX_MCCK_OLD, PFX_MCCK_NEW, PFX390_MCCK_OLD, PFX390_MCCK_NEW},
	{PSW_INPUT_OUTPUT, "I/O", PFX_IO_SCHID + 2, PFX_IO_OLD, PFX_IO_NEW, PFX390_IO_OLD,
		PFX390_IO_NEW},
};

/* One PSW of the prefix area as text; blank when there is no storage. */
static void psw_at(const struct vcpu *vcpu, unsigned offset, char *text, size_t size)
{
	uint64_t psw[2] = {0, 0};
	size_t len = vcpu_is_esame(vcpu) ? 16 : 8;

	text[0] = '\0';
	if (!gspace_read(&vcpu->vm->space, vcpu->sd.prefix + offset, psw, len))
		display_psw(text, size, psw[0], psw[1], len == 8);
}

static void display_psw_row(struct cmd *cmd, const struct vcpu *vcpu, const struct psw_row *row)
{
	bool esame = vcpu_is_esame(vcpu);
	char old[40], new[40];
	uint16_t code = 0;

	psw_at(vcpu, esame ? row->old : row->old390, old, sizeof(old));
	psw_at(vcpu, esame ? row->new : row->new390, new, sizeof(new));
	if (row->code &&
		gspace_read(&vcpu->vm->space, vcpu->sd.prefix + row->code, &code, sizeof(code)))
		code = 0;
	cmd_say(cmd, "%-4s %04X OLD %s", row->name, code, old);
	cmd_say(cmd, "%-9s NEW %s", "", new);
}

static void display_psws(struct cmd *cmd, const struct vcpu *vcpu, enum psw_which which)
{
	char text[40];

	if (which == PSW_CURRENT || which == PSW_ALL) {
		display_psw(text, sizeof(text), vcpu->sd.psw.mask, vcpu->sd.psw.addr,
			!vcpu_is_esame(vcpu));
		cmd_msg(cmd, MSG_PSW_IS, text);
	}
	for (unsigned i = 0; i < ARRAY_LEN(psw_rows); i++)
		if (which == PSW_ALL || which == psw_rows[i].which)
			display_psw_row(cmd, vcpu, &psw_rows[i]);
}

/* ---- Storage, keys --------------------------------------------------------------------------- */

/* END is the end of storage, where addresses are not translated. */
static uint64_t last_of(const struct vcpu *vcpu, const struct display_request *req)
{
	return req->to_end && !look_is_virtual(vcpu, req->space) ? vcpu->vm->space.size - 1
								 : req->last;
}

int display_ended_early(struct cmd *cmd, uint64_t addr)
{
	char text[20];

	display_address(text, sizeof(text), ' ', addr);
	return cmd_msg(cmd, MSG_DISPLAY_LIMIT, text + 1);
}

/* The key on a request's first line and where a page begins; else -1. */
static int key_of(struct vcpu *vcpu, enum display_space space, uint64_t addr, bool is_first)
{
	uint8_t key;
	gabs_t abs;

	if (!is_first && (addr & (PAGE_SIZE - 1)) >= DISPLAY_LINE_BYTES)
		return -1;
	if (look_up(vcpu, space, addr, &abs) || gspace_get_key(&vcpu->vm->space, abs, &key))
		return -1;
	return key;
}

static int display_storage(struct cmd *cmd, struct vcpu *vcpu, const struct display_request *req)
{
	char letter = display_letter(req->space, vcpu->sd.psw.mask & PSW_DAT), text[120];
	uint64_t addr = req->first, last = last_of(vcpu, req), bad;
	uint8_t data[DISPLAY_LINE_BYTES];

	for (unsigned lines = 0; lines < LINES_MAX; lines++) {
		unsigned len = (unsigned)MIN(last - addr, DISPLAY_LINE_BYTES - 1ul) + 1;
		grc_t rc = look_read(vcpu, req->space, addr, data, len, &bad);

		if (rc)
			return look_failed(cmd, rc, bad);
		display_storage_line(text, sizeof(text), letter, addr, data, len,
			key_of(vcpu, req->space, addr, addr == req->first), req->form);
		cmd_say(cmd, "%s", text);
		if (last - addr < len)
			return 0;
		addr += len;
		if (cmd->vm->state != VM_ACTIVE)
			return 0;
	}
	return display_ended_early(cmd, addr);
}

/* An instruction may reach beyond what was asked for; not beyond what there is. */
static int display_insns(struct cmd *cmd, struct vcpu *vcpu, const struct display_request *req)
{
	char letter = display_letter(req->space, vcpu->sd.psw.mask & PSW_DAT), text[120];
	uint64_t addr = req->first, last = last_of(vcpu, req), bad;
	uint8_t insn[INSN_MAX];

	for (unsigned lines = 0; lines < LINES_MAX && cmd->vm->state == VM_ACTIVE; lines++) {
		grc_t rc = look_read(vcpu, req->space, addr, insn, 2, &bad);
		unsigned len = insn_text_len(insn[0]);

		if (!rc && len > 2)
			rc = look_read(vcpu, req->space, addr + 2, insn + 2, len - 2, &bad);
		if (rc)
			return look_failed(cmd, rc, bad);
		display_insn_line(text, sizeof(text), letter, addr, insn);
		cmd_say(cmd, "%s", text);
		if (last - addr < len)
			return 0;
		addr += len;
	}
	return display_ended_early(cmd, addr);
}

static void say_keys(struct cmd *cmd, uint64_t first, uint64_t last, uint8_t key)
{
	char from[20], to[20], text[4];

	display_address(from, sizeof(from), ' ', first);
	display_address(to, sizeof(to), ' ', last);
	str_format(text, sizeof(text), "%02X", key);
	cmd_msg(cmd, MSG_KEY_IS, from + 1, to + 1, text);
}

/* Runs of pages with the same key, a line each. */
static int display_keys(struct cmd *cmd, struct vcpu *vcpu, const struct display_request *req)
{
	uint64_t addr = req->first, from = req->first, last = last_of(vcpu, req);
	uint8_t key, run_key = 0;

	for (unsigned pages = 0; pages < KEYS_MAX; pages++) {
		gabs_t abs;
		grc_t rc = look_up(vcpu, req->space, addr, &abs);

		if (!rc && gspace_get_key(&vcpu->vm->space, abs, &key))
			rc = PGM_ADDRESSING;
		if (addr > from && (rc || key != run_key)) {
			say_keys(cmd, from, addr - 1, run_key);
			from = addr;
		}
		if (rc)
			return look_failed(cmd, rc, addr);
		run_key = key;
		if (last - addr < PAGE_SIZE) {
			say_keys(cmd, from, addr | (PAGE_SIZE - 1), key);
			return 0;
		}
		addr += PAGE_SIZE;
	}
	say_keys(cmd, from, addr - 1, run_key);
	return display_ended_early(cmd, addr);
}

/* ---- The command ----------------------------------------------------------------------------- */

int display_show(struct cmd *cmd, struct vcpu *vcpu, const struct display_request *req)
{
	task_sleep_until(0); /* others run between requests, of which a line has many */
	switch (req->kind) {
	case DISPLAY_STORAGE:
		return req->form == FORM_INSN ? display_insns(cmd, vcpu, req)
					      : display_storage(cmd, vcpu, req);
	case DISPLAY_KEYS: return display_keys(cmd, vcpu, req);
	case DISPLAY_REGISTERS: display_registers(cmd, vcpu, req); return 0;
	case DISPLAY_PSW: display_psws(cmd, vcpu, req->which); return 0;
	case DISPLAY_FPC: cmd_say(cmd, "FPC = %08X", vcpu->fpc); return 0;
	case DISPLAY_PREFIX: cmd_say(cmd, "PREFIX = %08X", vcpu->sd.prefix); return 0;
	default: return 0;
	}
}

void display_all_registers(struct cmd *cmd, struct vcpu *vcpu)
{
	static const struct display_request requests[] = {
		{.kind = DISPLAY_PSW, .which = PSW_ALL},
		{.kind = DISPLAY_REGISTERS, .set = REG_GENERAL, .last = 15},
		{.kind = DISPLAY_REGISTERS, .set = REG_CONTROL, .last = 15},
		{.kind = DISPLAY_REGISTERS, .set = REG_ACCESS, .last = 15},
		{.kind = DISPLAY_REGISTERS, .set = REG_FLOAT, .last = 15},
		{.kind = DISPLAY_FPC},
		{.kind = DISPLAY_PREFIX},
	};

	for (unsigned i = 0; i < ARRAY_LEN(requests); i++)
		(void)display_show(cmd, vcpu, &requests[i]);
}

/* DISPLAY request ...: see logic/display.h. Nothing is shown when one of them is wrong. */
int cmd_display(struct cmd *cmd)
{
	struct vcpu *vcpu = cmd_vcpu(cmd);
	struct cmdline line = *cmd->line;
	struct display_request req;
	struct cmd_word word;
	int rc = 0;

	if (!vcpu)
		return msg_number(MSG_NO_CPU);
	do {
		if (display_next(cmd->line, &req))
			return cmd_refused(cmd);
	} while (cmd_peek(cmd->line, &word));
	*cmd->line = line;
	look_begin(vcpu);
	while (!rc && cmd_peek(cmd->line, &word) && !display_next(cmd->line, &req))
		rc = display_show(cmd, vcpu, &req);
	look_end(vcpu);
	return rc;
}
