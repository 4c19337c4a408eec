// SPDX-License-Identifier: Apache-2.0
/* SVC interruptions. */
#include "nuc/svc.h"

#include "hosted/hosted.h"
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "nuc/abend.h"
#include "nuc/immediate.h"
#include "nuc/machine.h"
#include "nuc/msg.h"
#include "nuc/program.h"
#include "nuc/service.h"
#include "nuc/session.h"
#include "text/plist.h"

#define LINE_MAX     256
#define EXTENDED     0x01 /* in bits 32-39 of register 1 */
#define FENCE        0xFF
#define DEPTH_MAX    12 /* commands that call programs that call commands */
#define ERROR_IGNORE 1

/* The extended parameter list. */
struct eplist {
	be32_t command, operands, end; /* X'0' X'4' X'8' */
};

static unsigned depth;

void svc_begin(void)
{
	depth = 0;
}

/* The command out of its tokens. */
static void line_from_tokens(char *line, const ebc8_t *token)
{
	size_t at = 0;

	for (unsigned i = 0; i < PLIST_MAX && token[0] != FENCE; i++, token += PLIST_TOKEN) {
		char text[PLIST_TOKEN + 1];
		unsigned len = PLIST_TOKEN;

		ebc_to_ascii(text, token, PLIST_TOKEN);
		while (len && text[len - 1] == ' ')
			len--;
		if (at + len + 2 > LINE_MAX)
			break;
		memcpy(line + at, text, len);
		at += len;
		line[at++] = ' ';
	}
	line[at] = 0;
}

static void line_from_extended(char *line, const struct eplist *list)
{
	uint32_t begin = be32_get(list->command), end = be32_get(list->end);
	uint32_t len = end > begin ? MIN(end - begin, LINE_MAX - 1u) : 0;

	ebc_to_ascii(line, (const ebc8_t *)(uint64_t)begin, len);
	line[len] = 0;
}

int command_nested(const char *line, enum command_from from)
{
	int rc;

	if (depth == DEPTH_MAX)
		return msg(MSG_TOO_DEEP);
	depth++;
	rc = from == COMMAND_PERSON ? command_line(line) : command_from(line, from);
	depth--;
	return rc;
}

static int call_command(const struct svc_frame *frame)
{
	char line[LINE_MAX];

	if ((frame->regs[1] >> 24 & 0xFF) == EXTENDED)
		line_from_extended(line, (const void *)(frame->regs[0] & PSW390_ADDR));
	else
		line_from_tokens(line, (const void *)(frame->regs[1] & 0x00FFFFFF));
	return command_nested(line, COMMAND_PROGRAM);
}

/* What may stand behind SVC 202. */
static void skip_error_address(struct svc_frame *frame, int rc)
{
	uint32_t word;

	if (*(const uint8_t *)frame->psw.addr != 0)
		return;
	memcpy(&word, (const void *)frame->psw.addr, sizeof(word));
	frame->psw.addr = rc && word != ERROR_IGNORE ? word : frame->psw.addr + sizeof(word);
}

static void serve(struct svc_frame *frame)
{
	uint16_t code;

	memcpy(&code, (const void *)frame->psw.addr, sizeof(code));
	if (!service(frame, code))
		abend_svc(frame);
	frame->psw.addr += sizeof(code);
}

void svc_interruption(struct svc_frame *frame)
{
	int rc;

	io_restore(2);
	switch (frame->code) {
	case 0: hosted_call(frame); break;
	case SVC_RETURN: program_leave(frame->regs[15]);
	case 202:
	case 204:
		rc = call_command(frame);
		frame->regs[15] = (uint64_t)(int64_t)rc;
		if (frame->code == 202)
			skip_error_address(frame, rc);
		break;
	case 203: serve(frame); break;
	default: abend_svc(frame);
	}
	io_disable();
	immediate_obey();
}
