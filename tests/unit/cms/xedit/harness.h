/* SPDX-License-Identifier: Apache-2.0 */
/* An editor in a world of this program: files in storage, messages that are kept. */
#ifndef TESTS_XEDIT_HARNESS_H
#define TESTS_XEDIT_HARNESS_H

#include "unit.h"

#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "xedit/private.h"

#include <stdlib.h>

#define DISK_FILES 4
#define DISK_BYTES 4000

struct disk_file {
	char fn[9], ft[9];
	char recfm;
	uint32_t lrecl;
	char text[DISK_BYTES]; /* records ended by / */
};

static struct {
	struct disk_file file[DISK_FILES];
	size_t in_use;
	long allocations_left; /* -1: any number */
	char typed[4000], commands[1000], variables[2000], stacked[500];
	int rc_write, rc_macro;
	const char *macro_runs; /* a subcommand that the macro gives */
	void (*person)(void);   /* presses a key while the macro shows the screen */
} world;

static struct xedit *x;

static void *world_get(void *ctx, size_t size)
{
	(void)ctx;
	if (world.allocations_left == 0)
		return NULL;
	if (world.allocations_left > 0)
		world.allocations_left--;
	world.in_use += size;
	return malloc(size);
}

static void world_put(void *ctx, void *at, size_t size)
{
	(void)ctx;
	if (at)
		world.in_use -= size;
	free(at);
}

static struct disk_file *find_file(const struct xedit_id *id)
{
	for (unsigned i = 0; i < DISK_FILES; i++)
		if (strcmp(world.file[i].fn, id->fn) == 0 && strcmp(world.file[i].ft, id->ft) == 0)
			return &world.file[i];
	return NULL;
}

static int world_read(void *ctx, struct xedit_id *id, const struct xedit_reader *reader)
{
	struct disk_file *file = find_file(id);
	int rc = 0;

	(void)ctx;
	if (!file)
		return 28;
	id->recfm = file->recfm;
	id->lrecl = file->lrecl;
	str_copy(id->fm, "A1", sizeof(id->fm));
	for (const char *at = file->text; !rc && *at;) {
		size_t len = (size_t)(strchr(at, '/') - at);

		rc = reader->record(reader->ctx, at, len);
		at += len + 1;
	}
	return rc;
}

static int world_write(void *ctx, const struct xedit_id *id, const struct xedit_writer *writer)
{
	struct disk_file *file = find_file(id);
	const char *text;
	size_t len, used = 0;

	(void)ctx;
	for (unsigned i = 0; !file && i < DISK_FILES; i++)
		if (!world.file[i].fn[0])
			file = &world.file[i];
	if (world.rc_write || !file)
		return world.rc_write ? world.rc_write : 13;
	str_copy(file->fn, id->fn, sizeof(file->fn));
	str_copy(file->ft, id->ft, sizeof(file->ft));
	file->recfm = id->recfm;
	file->lrecl = id->lrecl;
	for (uint32_t n = 1; (text = writer->record(writer->ctx, n, &len)) != NULL; n++) {
		if (used + len + 2 > DISK_BYTES)
			return 13;
		for (size_t i = 0; i < len; i++)
			file->text[used++] = text[i] && text[i] != '/' ? text[i] : '?';
		file->text[used++] = '/';
	}
	file->text[used] = 0;
	return 0;
}

static bool world_exists(void *ctx, const struct xedit_id *id)
{
	(void)ctx;
	return find_file(id) != NULL;
}

static void add(char *buf, size_t size, const char *text)
{
	size_t at = strlen(buf);

	str_format(buf + at, size - at, "%s/", text);
}

static void world_type(void *ctx, const char *text)
{
	(void)ctx;
	add(world.typed, sizeof(world.typed), text);
}

static int world_command(void *ctx, const char *text, bool is_cp)
{
	(void)ctx;
	if (strncmp(text, "nothing", 7) == 0)
		return RC_UNKNOWN_COMMAND;
	add(world.commands, sizeof(world.commands), is_cp ? "CP" : "CMS");
	add(world.commands, sizeof(world.commands), text);
	return 0;
}

static int world_macro(void *ctx, const char *name, const char *args)
{
	(void)ctx;
	if (strcmp(name, "MYMACRO") != 0)
		return RC_UNKNOWN_COMMAND;
	add(world.commands, sizeof(world.commands), args);
	return world.macro_runs ? xedit_command(x, world.macro_runs) : world.rc_macro;
}

static int world_variable(void *ctx, const char *name, const char *value, size_t len)
{
	char text[200];

	(void)ctx;
	str_format(text, sizeof(text), "%s=%.*s", name, (int)len, value);
	add(world.variables, sizeof(world.variables), text);
	return 0;
}

static int world_stack(void *ctx, const char *text, size_t len, bool is_lifo)
{
	char line[200];

	(void)ctx;
	(void)is_lifo;
	str_format(line, sizeof(line), "%.*s", (int)len, text);
	add(world.stacked, sizeof(world.stacked), line);
	return 0;
}

static int world_show(void *ctx, struct screen_in *in);

static const struct xedit_ops world_ops = {.mem = {world_get, world_put, NULL},
	.read = world_read,
	.write = world_write,
	.exists = world_exists,
	.type = world_type,
	.command = world_command,
	.macro = world_macro,
	.set_variable = world_variable,
	.stack = world_stack,
	.show = world_show};

static inline void put_file(
	unsigned i, const char *fn, const char *ft, char recfm, uint32_t lrecl, const char *text)
{
	struct disk_file *file = &world.file[i];

	str_copy(file->fn, fn, sizeof(file->fn));
	str_copy(file->ft, ft, sizeof(file->ft));
	file->recfm = recfm;
	file->lrecl = lrecl;
	str_copy(file->text, text, sizeof(file->text));
}

/* An editor on a file with these lines, each ended by / . */
static inline void begin(const char *lines)
{
	memset(&world, 0, sizeof(world));
	world.allocations_left = -1;
	put_file(0, "TEST", "FILE", 'F', 80, lines);
	x = xedit_create(&world_ops, NULL);
	ck_assert(x != NULL);
	ck_assert_int_eq(xedit_open(x, "test file a"), 0);
}

/* All is given back. */
static inline void end(void)
{
	xedit_delete(x);
	ck_assert_uint_eq(world.in_use, 0);
}

/* The lines of the file. */
static inline const char *lines(void)
{
	static char text[DISK_BYTES];
	size_t used = 0;

	for (uint32_t n = 1; n <= x->file->text.nr; n++) {
		const struct line *line = text_line(&x->file->text, n);

		ck_assert_uint_lt(used + line->len + 2, sizeof(text));
		memcpy(text + used, line->data, line->len);
		used += line->len;
		text[used++] = '/';
	}
	text[used] = 0;
	return text;
}

static inline const char *last_message(void)
{
	return x->nr_messages ? x->message[x->nr_messages - 1] : "";
}

/* ---- The screen ---------------------------------------------------------- */

static uint8_t stream[8192];
static struct screen_out screen;

static inline void compose(void)
{
	screen_begin(&screen, stream, sizeof(stream), x->all_rows, x->all_cols);
	xedit_compose(x, &screen);
	screen_end(&screen, false);
	ck_assert(!screen.overflow);
}

/* The text at a place of the screen, len characters. */
static inline const char *shown(unsigned row, unsigned col, unsigned len)
{
	static uint8_t cells[SCREEN_ROWS_MAX * SCREEN_COLS_MAX];
	static char text[SCREEN_COLS_MAX + 1];
	unsigned at = 0, size = x->all_rows * x->all_cols;

	memset(cells, EBC_BLANK, sizeof(cells));
	for (unsigned i = 1; i < screen.len; i++) {
		uint8_t byte = stream[i];

		if (byte == DS_SBA) {
			at = (stream[i + 1] & 63u) << 6 | (stream[i + 2] & 63u);
			i += 2;
		} else if (byte == DS_SF || byte == DS_SFE) {
			cells[at++ % size] = EBC_BLANK;
			i += byte == DS_SF ? 1u : 1u + 2u * stream[i + 1];
		} else if (byte != DS_IC) {
			ck_assert(byte == 0 || byte >= EBC_BLANK);
			cells[at++ % size] = byte ? byte : EBC_BLANK;
		}
	}
	ebc_to_ascii(text, cells + (row - 1) * x->all_cols + col - 1, len);
	text[len] = 0;
	return text;
}

static uint8_t keys[4000];
static unsigned keys_len;

static inline void put_address(unsigned row, unsigned col)
{
	static const uint8_t codes[64] = DS_CODE_TABLE;
	unsigned at = (row - 1) * x->all_cols + col - 1;

	keys[keys_len++] = codes[at >> 6];
	keys[keys_len++] = codes[at & 63];
}

/* A key is pressed, with the cursor at a place; then type() what was changed, and send(). */
static inline void press_key(uint8_t aid, unsigned row, unsigned col)
{
	keys_len = 0;
	keys[keys_len++] = aid;
	put_address(row, col);
}

static inline void type(unsigned row, unsigned col, const char *text)
{
	keys[keys_len++] = DS_SBA;
	put_address(row, col);
	ebc_from_ascii(keys + keys_len, text, strlen(text));
	keys_len += (unsigned)strlen(text);
}

static int world_show(void *ctx, struct screen_in *in)
{
	(void)ctx;
	if (!world.person)
		return -E_NODEV;
	compose();
	if (in) {
		world.person();
		screen_input(in, keys, keys_len, x->all_rows, x->all_cols);
	}
	return 0;
}

static inline void send(void)
{
	struct screen_in in;

	screen_input(&in, keys, keys_len, x->all_rows, x->all_cols);
	xedit_keys(x, &in);
}

#endif
