// SPDX-License-Identifier: Apache-2.0
/* What C programs can ask of CMS itself: commands, the program stack, how an EXEC was called. */
#include "hosted/hosted.h"

#include "lib/string.h"
#include "nuc/capture.h"
#include "nuc/disk.h"
#include "nuc/msg.h"
#include "nuc/session.h"
#include "nuc/stack.h"
#include "nuc/storage.h"
#include "rexx/environment.h"
#include "rexx/rexx.h"

static int64_t command(struct hosted *h, uint64_t at)
{
	struct hosted_command request;
	char name[PLIST_TOKEN + 1];
	char *text;
	int rc;

	memcpy(&request, (const void *)at, sizeof(request));
	if (hosted_string(name, (uint64_t)request.environment, sizeof(name)))
		name[0] = 0; /* nobody has so long a name */
	if (request.len > REXX_VALUE_MAX)
		return -L_EINVAL;
	text = stor_get(request.len + 1);
	if (!text)
		return -L_ENOMEM;
	memcpy(text, request.text, request.len);
	text[request.len] = 0;
	hosted_flush(h);
	str_upper(name);
	rc = rexx_command(name, text, request.len);
	stor_put(text, request.len + 1);
	hosted_store(at + offsetof(struct hosted_command, rc), &rc, sizeof(rc));
	return 0;
}

static int64_t put_line(uint64_t text, uint64_t len, bool is_lifo)
{
	char line[STACK_LINE + 1];

	len = MIN(len, STACK_LINE);
	memcpy(line, (const void *)text, len);
	line[len] = 0;
	return stack_put(line, is_lifo) ? 0 : -L_ENOMEM;
}

static int64_t take_line(uint64_t to, uint64_t size)
{
	char line[STACK_LINE + 1];
	uint64_t len;

	if (!stack_take(line, sizeof(line)))
		return -L_ENOENT;
	len = MIN(strlen(line), size);
	hosted_store(to, line, len);
	return (int64_t)len;
}

static int64_t tell_exec(const struct hosted *h, uint64_t to)
{
	struct hosted_exec exec = {};

	if (!h->exec)
		return -L_ENOENT;
	str_copy(exec.fn, h->exec->fn, sizeof(exec.fn));
	str_copy(exec.ft, h->exec->ft, sizeof(exec.ft));
	str_copy(exec.address, h->exec->address, sizeof(exec.address));
	exec.args_len = h->exec->args_len;
	hosted_store(to, &exec, sizeof(exec));
	return 0;
}

static int64_t tell_args(const struct hosted *h, uint64_t to, uint64_t size)
{
	uint64_t len = h->exec ? MIN(h->exec->args_len, size) : 0;

	if (len)
		hosted_store(to, h->exec->args, len);
	return (int64_t)len;
}

/* The nucleus stores there later: it must be the program's. */
static int64_t be_interpreter(struct hosted *h, uint64_t at)
{
	static const struct hosted_variable none;
	const uint64_t word = (uint64_t)((const struct hosted_rexx *)at)->immediate;
	int what;

	hosted_store(at + offsetof(struct hosted_rexx, variable), &none, sizeof(none));
	hosted_store(word, &none, sizeof(int));
	h->rexx = (struct hosted_rexx *)at;
	h->immediate = (volatile int *)word; /* from here on it is told */
	what = hosted_take_early();
	if (what || session.exectrac)
		*h->immediate = what ? what : HOSTED_TS;
	return 0;
}

static int64_t find_file(const uint64_t *arg)
{
	struct fileid id = {.mode = '*', .number = '*'};
	char mode[4] = "";
	struct disk *disk;
	const struct edf_fst *fst;

	if (hosted_string(id.fn, arg[0], sizeof(id.fn)) ||
		hosted_string(id.ft, arg[1], sizeof(id.ft)))
		return -L_ENOENT;
	fst = disk_find(&id, &disk);
	if (!fst)
		return -L_ENOENT;
	mode[0] = disk->mode;
	mode[1] = (char)('0' + (fst->fm[1] & 0xF));
	hosted_store(arg[2], mode, sizeof(mode));
	return 0;
}

static int64_t keep(struct hosted *h)
{
	if (!capture_begin())
		return -L_ENOMEM;
	h->kept++;
	return 0;
}

static int64_t kept(struct hosted *h, uint64_t to, uint64_t size)
{
	uint64_t len = h->kept ? capture_len() : 0;

	if (!h->kept || !size)
		return (int64_t)len;
	len = MIN(len, size);
	if (len)
		hosted_store(to, capture_text(), len);
	h->kept--;
	capture_end(NULL, 0);
	return (int64_t)len;
}

int64_t hosted_own_call(struct hosted *h, struct svc_frame *frame)
{
	const uint64_t *arg = frame->regs + 2;

	switch (frame->regs[1]) {
	case HOSTED_GUARD: return hosted_guard(h, arg[0]);
	case HOSTED_COMMAND: return command(h, arg[0]);
	case HOSTED_STACK_PUT: return put_line(arg[0], arg[1], arg[2]);
	case HOSTED_STACK_TAKE: return take_line(arg[0], arg[1]);
	case HOSTED_STACK_NR: return stack_nr();
	case HOSTED_EXEC: return tell_exec(h, arg[0]);
	case HOSTED_EXEC_ARGS: return tell_args(h, arg[0], arg[1]);
	case HOSTED_REXX: return be_interpreter(h, arg[0]);
	case HOSTED_HUNGRY: return msg(MSG_NO_STORAGE);
	case HOSTED_FIND: return find_file(arg);
	case HOSTED_KEEP: return keep(h);
	case HOSTED_KEPT: return kept(h, arg[0], arg[1]);
	default: return -L_ENOSYS;
	}
}
