// SPDX-License-Identifier: Apache-2.0
/*
 * VMDUMP: registers and storage of the issuer's virtual machine, as a file in somebody's reader.
 *
 * The lines are those of DUMP. Pages that hold zeros only are one line for all that follow each
 * other, so all of storage is a small file when little of it is used.
 */
#include "cmd/display.h"
#include "cmd/look.h"
#include "cmd/spfiles.h"
#include "cmd/spopts.h"
#include "cmd/vcpus.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/spool/output.h"
#include "logic/term/term.h"
#include "mach/frame.h"
#include "nucleus/storage.h"
#include "nucleus/task.h"
#include "nucleus/vmdbk.h"

#define PRINT_SPACE_1 0x09 /* write, and space one line */
#define PRINT_WIDTH   132
#define NO_ZEROS      UINT64_MAX

struct vmdump {
	struct cmd *cmd; /* who hears the messages */
	struct cmd out;  /* its responses are lines of the file */
	struct vcpu *vcpu;
	struct spool_user *user;
	struct spool_target to;
	char type[NAME_SIZE];
	struct spout spout;
	int rc;         /* of the spool: after -E_* nothing more is written */
	uint64_t zeros; /* where pages of zeros began, or NO_ZEROS */
	uint8_t page[PAGE_SIZE];
};

static void out(void *ctx, const char *text, unsigned flags)
{
	struct vmdump *dump = ctx;
	size_t len = MIN(strlen(text), (size_t)PRINT_WIDTH);
	ebc8_t line[PRINT_WIDTH];

	if (flags & TERM_HIGH) {
		dump->cmd->out(dump->cmd->ctx, text, flags);
		return;
	}
	if (dump->rc)
		return;
	ebc_from_ascii(line, text, len);
	lock_take(&spool_lock);
	dump->rc = spout_write(&dump->spout, PRINT_SPACE_1, line, len);
	lock_drop(&spool_lock);
}

/* ---- Storage --------------------------------------------------------------------------------- */

static void say_zeros(struct vmdump *dump, uint64_t end)
{
	char from[20], to[20];

	if (dump->zeros == NO_ZEROS)
		return;
	display_address(from, sizeof(from), ' ', dump->zeros);
	display_address(to, sizeof(to), ' ', end - 1);
	cmd_say(&dump->out, "%s TO%s CONTAINS ZEROS", from + 1, to);
	dump->zeros = NO_ZEROS;
}

static bool is_zero(const uint8_t *data, size_t len)
{
	for (; len; len -= 8, data += 8)
		if (be64_get(*(const be64_t *)data))
			return false;
	return true;
}

/* The lines of one page from addr on; len is a multiple of a line. */
static void dump_page(
	struct vmdump *dump, char letter, uint64_t addr, size_t len, enum display_form form)
{
	char text[120];

	if (is_zero(dump->page, len)) {
		if (dump->zeros == NO_ZEROS)
			dump->zeros = addr;
		return;
	}
	say_zeros(dump, addr);
	for (size_t i = 0; i < len; i += DISPLAY_LINE_BYTES) {
		display_storage_line(text, sizeof(text), letter, addr + i, dump->page + i,
			DISPLAY_LINE_BYTES, -1, form);
		cmd_say(&dump->out, "%s", text);
	}
}

/* To the next page that may hold something, or the last one of the range. */
static uint64_t pass_untouched(
	struct vmdump *dump, enum display_space space, uint64_t addr, uint64_t last)
{
	uint64_t next;

	if (space != SPACE_ABSOLUTE || addr % PAGE_SIZE || last - addr < PAGE_SIZE)
		return addr;
	next = MIN(gspace_next_touched(&dump->vcpu->vm->space, addr), last & ~(PAGE_SIZE - 1ul));
	if (next > addr && dump->zeros == NO_ZEROS)
		dump->zeros = addr;
	return next;
}

/*
 * Returns the number of the message that it ended with, or 0. A guest's tables can map a space without end: after as
 * many pages as the machine has it ends.
 */
static int dump_range(struct vmdump *dump, const struct display_request *req)
{
	struct vcpu *vcpu = dump->vcpu;
	char letter = display_letter(req->space, vcpu->sd.psw.mask & PSW_DAT);
	bool to_end = req->to_end && !look_is_virtual(vcpu, req->space);
	uint64_t last = to_end ? vcpu->vm->space.size - 1 : req->last, bad;
	uint64_t addr = req->first, pages_left = vcpu->vm->space.reach / PAGE_SIZE + 1;

	last |= DISPLAY_LINE_BYTES - 1;
	dump->zeros = NO_ZEROS;
	while (!dump->rc && dump->cmd->vm->state == VM_ACTIVE) {
		addr = pass_untouched(dump, req->space, addr, last);
		size_t len = MIN(last - addr, PAGE_SIZE - 1 - addr % PAGE_SIZE) + 1;
		grc_t rc = look_read(vcpu, req->space, addr, dump->page, len, &bad);

		if (rc) {
			say_zeros(dump, addr);
			return look_failed(dump->cmd, rc, bad);
		}
		dump_page(dump, letter, addr, len, req->form);
		if (last - addr < len)
			break;
		addr += len;
		if (!--pages_left) {
			say_zeros(dump, addr);
			return display_ended_early(dump->cmd, addr);
		}
		task_sleep_until(0); /* others run: tasks are not interrupted */
	}
	say_zeros(dump, last + 1);
	return 0;
}

/* ---- The operands ---------------------------------------------------------------------------- */

static bool is_range(struct cmdline *line)
{
	struct cmd_word word;

	return cmd_peek(line, &word) && word.text[0] != '*' && !word_is(&word, "TO", 0) &&
	       !word_is(&word, "SYSTEM", 0) && !word_is(&word, "FORMAT", 0) &&
	       !word_is(&word, "DSS", 0);
}

/* After the ranges: [TO {userid|*}|SYSTEM] [FORMAT type] [DSS] [* text]. */
static int parse_options(struct vmdump *dump, struct cmdline *line)
{
	struct cmd_word word;

	while (cmd_peek(line, &word) && word.text[0] != '*') {
		int rc = 0;

		if (cmd_accept(line, "TO", 0))
			rc = cmd_userid(line, dump->cmd->vm->userid, dump->to.userid);
		else if (cmd_accept(line, "SYSTEM", 0))
			str_copy(dump->to.userid, "OPERATOR", sizeof(dump->to.userid));
		else if (cmd_accept(line, "FORMAT", 0))
			rc = cmd_filename(line, dump->type);
		else
			rc = cmd_refuse(line,
				word_is(&word, "DSS", 0) ? MSG_NOT_SUPPORTED : MSG_INVALID_OPTION,
				&word);
		if (rc)
			return -E_INVAL;
	}
	return 0;
}

/* Whether all operands are good; *ranges is the line at the first of them. */
static int parse(struct vmdump *dump, struct cmdline *ranges)
{
	struct cmdline *line = dump->cmd->line;
	struct display_request req;

	*ranges = *line;
	str_copy(dump->to.userid, dump->cmd->vm->userid, sizeof(dump->to.userid));
	str_copy(dump->type, "VMDUMP", sizeof(dump->type));
	while (is_range(line))
		if (display_next_dump(line, &req))
			return cmd_refused(dump->cmd);
	return parse_options(dump, line) ? cmd_refused(dump->cmd)
					 : spool_check_user(dump->cmd, dump->to.userid);
}

/* ---- The file -------------------------------------------------------------------------------- */

static int dump_all(struct vmdump *dump, struct cmdline *ranges)
{
	static const struct display_request everything = {.kind = DISPLAY_STORAGE,
		.space = SPACE_ABSOLUTE,
		.form = FORM_TEXT,
		.to_end = true};
	struct display_request req = everything;
	struct cmd_word text;
	int rc = 0;

	if (cmd_rest(dump->cmd->line, &text))
		cmd_say(&dump->out, "%.*s", (int)text.len, text.text);
	cmd_say(&dump->out, "VMDUMP OF %s", dump->cmd->vm->userid);
	display_all_registers(&dump->out, dump->vcpu);
	if (!is_range(ranges))
		return dump_range(dump, &req);
	while (!rc && !dump->rc && is_range(ranges) && !display_next_dump(ranges, &req))
		rc = dump_range(dump, &req);
	return rc;
}

static bool open_file(struct vmdump *dump)
{
	struct spopts *opts = &dump->spout.opts;
	const char *userid = dump->cmd->vm->userid;

	lock_take(&spool_lock);
	dump->user = spool_user_open(userid);
	if (dump->user) {
		spout_init(&dump->spout, SPDEV_PRINTER, &spool_out_ops, NULL, &spool_store,
			&dump->user->files.charge, userid, "");
		dump->spout.record_len = PRINT_WIDTH;
		opts->class = 'V';
		str_copy(opts->to, dump->to.userid, sizeof(opts->to));
		opts->to_queue = SPQ_READER;
		str_copy(opts->name, userid, sizeof(opts->name));
		str_copy(opts->type, dump->type, sizeof(opts->type));
	}
	lock_drop(&spool_lock);
	return dump->user;
}

/* The file goes to its reader; the line that says so is in text. */
static int close_file(struct vmdump *dump, char text[SPTEXT_LINE_MAX])
{
	struct spclose close = {.hold = SPSWITCH_AS_IS};
	struct spclosed closed;
	int rc;

	text[0] = '\0';
	lock_take(&spool_lock);
	rc = spout_close(&dump->spout, &close, &closed);
	if (!rc && closed.delivered && strcmp(closed.file->owner, dump->spout.origin) == 0)
		sptext_sent_from(text, SPTEXT_LINE_MAX, closed.file, SPQ_PRINTER, 0);
	else if (!rc && closed.delivered)
		sptext_sent_to(text, SPTEXT_LINE_MAX, closed.file, SPQ_PRINTER, 0);
	spool_output_end(&dump->spout); /* if it is still open */
	spool_user_close(dump->user);
	lock_drop(&spool_lock);
	return rc;
}

static int make_file(struct vmdump *dump, struct cmdline *ranges)
{
	char text[SPTEXT_LINE_MAX];
	int rc;

	if (!open_file(dump))
		return cmd_msg(dump->cmd, MSG_NO_STORAGE, "a file");
	look_begin(dump->vcpu);
	rc = dump_all(dump, ranges);
	look_end(dump->vcpu);
	if (close_file(dump, text) && !dump->rc)
		dump->rc = -E_NOMEM;
	if (text[0])
		cmd_say(dump->cmd, "%s", text);
	if (dump->rc)
		return cmd_msg(dump->cmd, MSG_SPOOL_FULL, "the rest is not dumped");
	return rc ? rc : cmd_msg(dump->cmd, MSG_COMMAND_COMPLETE);
}

/* VMDUMP [range ...] [TO {userid|*}|SYSTEM] [FORMAT type] [* text] */
int cmd_vmdump(struct cmd *cmd)
{
	struct vcpu *vcpu = cmd_vcpu(cmd);
	struct cmdline ranges;
	struct vmdump *dump;
	int rc;

	if (!vcpu)
		return msg_number(MSG_NO_CPU);
	dump = stor_alloc(sizeof(*dump));
	if (!dump)
		return cmd_msg(cmd, MSG_NO_STORAGE, "the command");
	dump->cmd = cmd;
	dump->vcpu = vcpu;
	dump->out = *cmd;
	dump->out.out = out;
	dump->out.ctx = dump;
	rc = parse(dump, &ranges);
	if (!rc)
		rc = make_file(dump, &ranges);
	stor_free(dump, sizeof(*dump));
	return rc;
}
