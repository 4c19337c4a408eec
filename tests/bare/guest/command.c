// SPDX-License-Identifier: Apache-2.0
/* CP commands from inside: the response comes into a buffer. */
#include "command.h"
#include "bare.h"

static uint8_t command[240] __attribute__((aligned(256))),
	answer[512] __attribute__((aligned(256)));
char cp_text[sizeof(answer) + 1];

uint64_t cp(const char *line)
{
	struct exec e = {
		.gpr = {[2] = (uint64_t)command, [3] = (uint64_t)answer, [5] = sizeof(answer)}};

	ebc_from_ascii(command, line, strlen(line));
	e.gpr[4] = strlen(line) | 0x40000000;
	exec_insn(&e, INSN_DIAG(2, 4, 0x008));
	EXPECT_CC(&e, 0, line);
	memset(cp_text, 0, sizeof(cp_text));
	if (e.kind == KIND_SVC && e.gpr[5] <= sizeof(answer))
		ebc_to_ascii(cp_text, answer, e.gpr[5]);
	return e.gpr[4] & 0xFFFFFFFF;
}
