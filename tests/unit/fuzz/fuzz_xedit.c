// SPDX-License-Identifier: Apache-2.0
/*
 * Fuzzes XEDIT: the input is a session, each step a byte of what happens and text up to a zero:
 * subcommands, what a display sends for the screen that was drawn, prefix commands, lines. The
 * world has two files and takes what is written; some steps leave little storage.
 */
#include "lib/string.h"
#include "xedit/private.h"

#include <stdlib.h>

#define STEPS_MAX 200
#define LINES_MAX 20000

struct session {
	const uint8_t *data;
	size_t left;
	size_t in_use;
	long allocations_left;
	struct xedit *x;
	unsigned depth;
};
static struct session session;

#define check(good)                                                                                \
	do {                                                                                       \
		if (!(good))                                                                       \
			abort();                                                                   \
	} while (0)

static void *get(void *ctx, size_t size)
{
	(void)ctx;
	if (session.allocations_left == 0 || session.in_use > 64u << 20)
		return NULL;
	if (session.allocations_left > 0)
		session.allocations_left--;
	session.in_use += size;
	return malloc(size);
}

static void put(void *ctx, void *at, size_t size)
{
	(void)ctx;
	session.in_use -= at ? size : 0;
	free(at);
}

static int read_file(void *ctx, struct xedit_id *id, const struct xedit_reader *reader)
{
	int rc = 0;

	(void)ctx;
	if (id->fn[0] != 'A' && id->fn[0] != 'B')
		return 28;
	id->recfm = id->fn[0] == 'A' ? 'F' : 'V';
	id->lrecl = 40;
	str_copy(id->fm, "A1", sizeof(id->fm));
	for (unsigned i = 0; !rc && i < 30; i++)
		rc = reader->record(reader->ctx, "  abc abc \x01 def   ", i % 17);
	return rc;
}

static int write_file(void *ctx, const struct xedit_id *id, const struct xedit_writer *writer)
{
	static volatile uint8_t sum;
	const char *text;
	size_t len;

	(void)ctx;
	check(memchr(id->fn, 0, sizeof(id->fn)) && memchr(id->ft, 0, sizeof(id->ft)) &&
		memchr(id->fm, 0, sizeof(id->fm)) && id->lrecl >= 1 && id->lrecl <= TEXT_LINE_MAX);
	for (uint32_t n = 1; (text = writer->record(writer->ctx, n, &len)) != NULL; n++)
		for (size_t i = 0; i < len; i++)
			sum = (uint8_t)(sum + (uint8_t)text[i]);
	return id->fn[0] == 'C' ? 13 : 0;
}

static bool exists(void *ctx, const struct xedit_id *id)
{
	(void)ctx;
	return id->fn[0] == 'A';
}

static void type(void *ctx, const char *text)
{
	(void)ctx;
	check(strlen(text) < 256);
}

static int command(void *ctx, const char *text, bool is_cp)
{
	(void)ctx;
	check(strlen(text) <= XEDIT_LINE);
	return is_cp ? 0 : RC_UNKNOWN_COMMAND;
}

static int macro(void *ctx, const char *name, const char *args)
{
	(void)ctx;
	if (name[0] != 'Z')
		return RC_UNKNOWN_COMMAND;
	return xedit_command(session.x, args);
}

static int variable(void *ctx, const char *name, const char *value, size_t len)
{
	(void)ctx;
	check(strlen(name) < 24 && (len == 0 || value));
	return 0;
}

static int stack(void *ctx, const char *text, size_t len, bool is_lifo)
{
	(void)ctx;
	(void)is_lifo;
	return len && !text;
}

static int show(void *ctx, struct screen_in *in);

static const struct xedit_ops ops = {{get, put, NULL}, read_file, write_file, exists, type, command,
	macro, variable, stack, show};

static uint8_t next_byte(void)
{
	if (!session.left)
		return 0;
	session.left--;
	return *session.data++;
}

static void next_text(char *text, size_t size)
{
	size_t len = 0;
	uint8_t byte;

	while ((byte = next_byte()) != 0)
		if (len + 1 < size)
			text[len++] = (char)byte;
	text[len] = 0;
}

/* What must be true of every file between two steps. */
static void check_files(struct xedit *x)
{
	struct file *f = x->file;

	for (unsigned i = 0; i < x->nr_files; i++, f = f->next) {
		const struct settings *set = &f->set;

		check(f->above + f->below <= f->text.nr && f->col >= 1);
		check(f->line >= xe_top(f) && f->line <= xe_end(f));
		check(set->trunc >= 1 && set->trunc <= TEXT_LINE_MAX);
		check(set->zone1 >= 1 && set->zone1 <= set->zone2 && f->nr_pending <= PENDING_MAX);
		for (unsigned j = 0; j < f->nr_pending; j++)
			check(!f->pending[j].line || text_number(&f->text, f->pending[j].line));
	}
	check((x->nr_files == 0) == (x->file == NULL));
}

static void draw(struct xedit *x)
{
	uint8_t *stream = malloc(16384);
	struct screen_out out;

	check(stream != NULL);
	screen_begin(&out, stream, 16384, x->all_rows, x->all_cols);
	xedit_compose(x, &out);
	screen_end(&out, false);
	check(!out.overflow);
	free(stream);
}

/* In the middle of a subcommand; what is typed is what comes next. */
static int show(void *ctx, struct screen_in *in)
{
	static char text[600];

	(void)ctx;
	draw(session.x);
	if (!in)
		return 0;
	next_text(text, sizeof(text));
	screen_input(in, (const uint8_t *)text, (unsigned)strlen(text), session.x->all_rows,
		session.x->all_cols);
	return 0;
}

/* The text as what the display sends, in storage of its own. */
static void send(struct xedit *x, const char *text)
{
	size_t len = strlen(text);
	uint8_t *copy = malloc(len ? len : 1);
	struct screen_in in;

	check(copy != NULL);
	memcpy(copy, text, len);
	screen_input(&in, copy, (unsigned)len, x->all_rows, x->all_cols);
	xedit_keys(x, &in);
	free(copy);
}

static void step(struct xedit *x)
{
	char text[600];
	uint8_t what = next_byte();

	session.allocations_left = what & 0x80 ? next_byte() % 8 : -1;
	next_text(text, sizeof(text));
	switch (what & 7) {
	case 0:
	case 1:
	case 2: xedit_command(x, text); break;
	case 3:
		draw(x);
		send(x, text);
		break;
	case 4: send(x, text); break;
	case 5:
		xe_prefix(x, (uint8_t)text[0] % (x->file->text.nr + 2), text[0] ? text + 1 : text);
		xe_prefix_execute(x);
		break;
	case 6: xedit_line(x, text); break;
	default:
		xedit_set_size(x, (uint8_t)text[0] % 50, text[0] ? (uint8_t)text[1] : 0);
		xedit_set_lines(x, what & 0x40);
	}
	session.allocations_left = -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	session = (struct session){.data = data, .left = size, .allocations_left = -1};
	session.x = xedit_create(&ops, NULL);
	check(session.x && xedit_open(session.x, "A B") == 0);
	for (unsigned i = 0; i < STEPS_MAX && session.left && xedit_nr_files(session.x); i++) {
		step(session.x);
		check_files(session.x);
		if (session.x->file && session.x->file->text.nr > LINES_MAX)
			break;
	}
	xedit_delete(session.x);
	check(session.in_use == 0);
	return 0;
}
