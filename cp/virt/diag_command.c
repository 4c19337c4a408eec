// SPDX-License-Identifier: Apache-2.0
/*
 * DIAGNOSE X'08': a guest gives CP a command.
 *
 *	Rx	real address of the text, EBCDIC, commands parted by X'15'
 *	Ry	flags and the text's length; after it the (last) command's return code
 * and, when Ry says that the response is for a buffer:
 *	Rx + 1	real address of the buffer
 *	Ry + 1	its length; after it, cc 0: length of the response, cc 1: bytes that did not fit
 *
 * Without text the user's console enters CP.
 */
#include "virt/command.h"
#include "logic/diag008.h"
#include "nucleus/console.h"
#include "virt/diag.h"

int (*guest_command)(const struct guest_command *command);

/* The operands, copied once. */
struct request {
	greal_t text, buffer;
	uint32_t flags, buffer_len;
};

static grc_t decode(const struct vcpu *vcpu, struct request *request)
{
	unsigned rx = diag_rx(vcpu), ry = diag_ry(vcpu);
	uint64_t size = vcpu->vm->space.size;

	*request = (struct request){
		.text = diag_addr(vcpu, rx), .flags = (uint32_t)vcpu_gpr(vcpu, ry)};
	if ((request->flags & DIAG008_LEN) > DIAG008_TEXT_MAX)
		return PGM_SPECIFICATION;
	if (!(request->flags & DIAG008_TO_BUFFER))
		return 0;
	if (rx == 15 || ry == 15 || rx == ry || rx + 1 == ry || ry + 1 == rx)
		return PGM_SPECIFICATION;
	request->buffer = diag_addr(vcpu, rx + 1);
	request->buffer_len = (uint32_t)vcpu_gpr(vcpu, ry + 1);
	/* A command must not have been executed when its response can't be stored. */
	if (request->buffer >= size || request->buffer_len > size - request->buffer)
		return PGM_ADDRESSING;
	return 0;
}

struct response {
	struct diag008_reply reply;
	struct vcpu *vcpu;
	greal_t buffer;
	grc_t rc;
};

static void store(void *ctx, uint64_t offset, const void *buf, size_t len)
{
	struct response *response = ctx;

	if (!response->rc)
		response->rc =
			gstore_write_real(response->vcpu, response->buffer + offset, buf, len);
}

static void respond(void *ctx, const char *line, unsigned flags)
{
	(void)flags;
	diag008_line(&((struct response *)ctx)->reply, line);
}

static int run_all(struct vcpu *vcpu, struct diag008_commands *commands, struct response *response)
{
	int rc = 0;

	while (diag008_next(commands)) {
		const struct guest_command command = {.vcpu = vcpu,
			.text = commands->line,
			.len = commands->line_len,
			.out = response ? respond : NULL,
			.ctx = response};

		rc = guest_command(&command);
	}
	return rc;
}

static struct response response_begin(struct vcpu *vcpu, const struct request *request)
{
	return (struct response){.reply = {.store = store, .size = request->buffer_len},
		.vcpu = vcpu,
		.buffer = request->buffer};
}

/* The registers and the condition code that the guest gets. */
static grc_t finish(struct vcpu *vcpu, const struct request *request, const struct response *response,
	int command_rc)
{
	uint32_t value;
	unsigned cc;

	if (response->rc)
		return response->rc;
	vcpu_set_gpr32(vcpu, diag_ry(vcpu), (uint32_t)command_rc);
	if (!(request->flags & DIAG008_TO_BUFFER))
		return 0;
	cc = diag008_end(&response->reply, &value);
	vcpu_set_gpr32(vcpu, diag_ry(vcpu) + 1, value);
	vcpu_set_cc(vcpu, cc);
	return 0;
}

static grc_t execute(struct vcpu *vcpu)
{
	struct diag008_commands commands = {0};
	struct response response;
	struct request request;
	int command_rc;
	grc_t rc;

	rc = decode(vcpu, &request);
	if (rc)
		return rc;
	commands.len = request.flags & DIAG008_LEN;
	rc = gstore_read_real(vcpu, request.text, commands.text, commands.len);
	if (rc)
		return rc;
	response = response_begin(vcpu, &request);
	response.reply.ctx = &response;
	command_rc = run_all(vcpu, &commands, request.flags & DIAG008_TO_BUFFER ? &response : NULL);
	return finish(vcpu, &request, &response, command_rc);
}

void guest_command_answer(struct vcpu *vcpu, const char *line, int command_rc)
{
	struct response response;
	struct request request;
	grc_t rc = decode(vcpu, &request);

	if (!rc) {
		response = response_begin(vcpu, &request);
		response.reply.ctx = &response;
		if (request.flags & DIAG008_TO_BUFFER)
			respond(&response, line, 0);
		else
			console_tell(vcpu->vm, line, 0);
		rc = finish(vcpu, &request, &response, command_rc);
	}
	insn_result(vcpu, rc);
}

static void command_task(void *arg)
{
	insn_task_done(arg, execute(arg));
}

grc_t diag_008(struct vcpu *vcpu)
{
	if (((uint32_t)vcpu_gpr(vcpu, diag_ry(vcpu)) & DIAG008_LEN) == 0) {
		console_enter_cp(vcpu->vm);
		return 0;
	}
	return insn_in_task(vcpu, "DIAGNOSE 8", command_task);
}
