// SPDX-License-Identifier: Apache-2.0
/* XEDIT: edits files, on a display by full screens, else by lines. */
#include "cmd/xedit.h"

#include "cmd/args.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/fullscreen.h"
#include "nuc/immediate.h"
#include "nuc/session.h"
#include "nuc/stack.h"
#include "nuc/storage.h"
#include "rexx/rexx.h"

#define NOPROFILE 1
#define PROFILE   2
#define NOSCREEN  4

/* The editor; it outlives a command that is halted, so that nothing typed is lost. */
static struct xedit *editor;
static bool is_running;
static bool *sent; /* what SEND sets; NULL: there is no SEND */

/* ADDRESS XEDIT */
static int from_exec(void *ctx, const char *text, size_t len)
{
	(void)ctx;
	(void)len;
	return editor ? xedit_command(editor, text) : RC_UNKNOWN;
}

static struct rexx_environment environment = {.name = "XEDIT", .command = from_exec};

void xedit_halted(void)
{
	is_running = false;
	sent = NULL;
}

bool xedit_is_running(void)
{
	return is_running;
}

void xedit_send_to(bool *is_sent)
{
	sent = is_sent;
}

int xedit_send(void)
{
	int rc = sent ? xedit_command(editor, "COMMAND FFILE") : RC_UNKNOWN;

	if (!rc)
		*sent = true;
	return rc;
}

/* False: there is no display. */
static bool draw(struct xedit *x, unsigned *rows_drawn, unsigned *cols_drawn)
{
	struct screen_out out;
	unsigned rows, cols, len;
	bool alarm;

	if (fullscreen_open())
		return false;
	fullscreen_size(&rows, &cols);
	screen_fit(&rows, &cols);
	xedit_set_size(x, rows, cols);
	screen_begin(&out, fullscreen_buf(), FULLSCREEN_BUF, rows, cols);
	alarm = xedit_compose(x, &out);
	len = screen_end(&out, alarm);
	*rows_drawn = out.rows;
	*cols_drawn = out.cols;
	return fullscreen_write(screen_control(&out), len) == 0;
}

int xedit_show(void *ctx, struct screen_in *in)
{
	const uint8_t *data;
	unsigned rows, cols, len = 0;
	char line[CONSOLE_LINE + 1];

	(void)ctx;
	do {
		if (!editor || !draw(editor, &rows, &cols))
			return -E_NODEV;
		if (!in)
			return 0;
		len = fullscreen_wait(&data);
		if (!len) { /* a line over the screen */
			console_read(line, false);
			xedit_command(editor, line);
		}
	} while (!len);
	screen_input(in, data, len, rows, cols);
	return 0;
}

/* One screen and what is typed on it. False: there is no display. */
static bool step_screen(struct xedit *x)
{
	struct screen_in in;
	const uint8_t *data;
	unsigned rows, cols, len;

	if (!draw(x, &rows, &cols))
		return false;
	len = fullscreen_wait(&data);
	if (!len) { /* typed over the screen, or on a terminal that has none */
		char line[CONSOLE_LINE + 1];

		console_read(line, false);
		xedit_command(x, line);
		return true;
	}
	screen_input(&in, data, len, rows, cols);
	xedit_keys(x, &in);
	return true;
}

static void step_line(struct xedit *x)
{
	char line[CONSOLE_LINE + 1];

	fullscreen_close();
	console_read(line, true);
	xedit_line(x, line);
}

/* Until there are no more files. */
static void edit(struct xedit *x, bool is_lines)
{
	char line[STACK_LINE + 1];

	xedit_set_lines(x, is_lines);
	while (xedit_nr_files(x)) {
		immediate_obey();
		if (stack_take(line, sizeof(line))) {
			xedit_command(x, line);
		} else if (is_lines) {
			step_line(x);
		} else if (!step_screen(x)) {
			is_lines = true;
			xedit_set_lines(x, true);
			xedit_line(x, "TYPE");
		}
	}
	fullscreen_close();
}

/* The file's words, without options. */
static const char *take_words(const struct call *call, char words[32])
{
	unsigned nr = args_nr(call);
	size_t at = 0;

	words[0] = 0;
	for (unsigned i = 1; i <= nr && i <= 3; i++)
		at += (size_t)str_format(words + at, 32 - at, "%s ", call->plist->token[i]);
	return words;
}

static int begin(const char *words, const char *profile)
{
	int rc = 0;

	if (!editor)
		editor = xedit_create(&xedit_world, NULL);
	if (!editor)
		return msg(MSG_NO_STORAGE);
	xedit_recover(editor);
	if (words[0] || !xedit_nr_files(editor)) {
		xedit_set_lines(editor, true); /* messages are typed */
		rc = words[0] ? xedit_open(editor, words) : msg(MSG_INCOMPLETE);
		xedit_set_lines(editor, false);
	}
	if (!rc && profile[0])
		xedit_world.macro(NULL, profile, words);
	return rc;
}

static void finish(void)
{
	if (!editor || xedit_nr_files(editor))
		return;
	xedit_delete(editor);
	editor = NULL;
}

int cmd_xedit(const struct call *call)
{
	const char *profile = "PROFILE";
	const struct option options[] = {{"NOPROFILE", 6, NOPROFILE, NULL, NULL},
		{"PROFILE", 4, PROFILE, NULL, &profile}, {"NOSCREEN", 5, NOSCREEN, NULL, NULL}};
	char words[32];
	uint32_t bits;
	int rc = args_options(call, options, ARRAY_LEN(options), &bits);

	if (rc)
		return rc;
	if (args_nr(call) > 3)
		return msg(MSG_INVALID_PARAMETER, call->plist->token[4]);
	take_words(call, words);
	if (is_running) /* from within */
		return xedit_open(editor, words);
	is_running = true;
	rexx_environment_add(&environment);
	rc = begin(words, bits & NOPROFILE ? "" : profile);
	if (!rc)
		edit(editor, bits & NOSCREEN);
	rexx_environment_drop(&environment);
	is_running = false;
	finish();
	return rc;
}
