// SPDX-License-Identifier: Apache-2.0
/* SVC 203. */
#include "nuc/service.h"

#include "lib/ebcdic.h"
#include "lib/string.h"
#include "nuc/console.h"
#include "nuc/machine.h"
#include "nuc/stack.h"
#include "nuc/storage.h"

#define RC_PARAMETER 24
#define RC_STORAGE   104

static uint64_t type_line(const struct svc_frame *frame)
{
	char line[CONSOLE_LINE + 1];
	uint64_t len = frame->regs[0];

	if (len > CONSOLE_LINE)
		return RC_PARAMETER;
	ebc_to_ascii(line, (const ebc8_t *)frame->regs[1], len);
	line[len] = 0;
	console_write(line);
	return 0;
}

static uint64_t stack_line(const struct svc_frame *frame, bool is_lifo)
{
	char line[STACK_LINE + 1];
	uint64_t len = frame->regs[0];

	if (len > STACK_LINE)
		return RC_PARAMETER;
	ebc_to_ascii(line, (const ebc8_t *)frame->regs[1], len);
	line[len] = 0;
	return stack_put(line, is_lifo) ? 0 : RC_STORAGE;
}

static uint64_t read_line(struct svc_frame *frame)
{
	char line[CONSOLE_LINE + 1];
	ebc8_t text[CONSOLE_LINE];
	size_t len;

	console_read(line, true);
	len = strlen(line);
	ebc_from_ascii(text, line, len);
	if (len)
		move_with_key((void *)frame->regs[1], text, len, KEY_USER);
	frame->regs[0] = len;
	return 0;
}

static uint64_t get_storage(struct svc_frame *frame)
{
	uint64_t size = frame->regs[0];
	void *at = size <= storage_free() * PAGE_SIZE ? user_get((size + PAGE_SIZE - 1) / PAGE_SIZE)
						      : NULL;

	frame->regs[1] = (uint64_t)at;
	return at ? 0 : RC_STORAGE;
}

bool service(struct svc_frame *frame, unsigned code)
{
	switch (code) {
	case SERVICE_TYPE: frame->regs[15] = type_line(frame); return true;
	case SERVICE_READ: frame->regs[15] = read_line(frame); return true;
	case SERVICE_STORAGE: frame->regs[15] = get_storage(frame); return true;
	case SERVICE_STACK: frame->regs[15] = stack_line(frame, true); return true;
	case SERVICE_QUEUE: frame->regs[15] = stack_line(frame, false); return true;
	default: return false;
	}
}
