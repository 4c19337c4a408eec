// SPDX-License-Identifier: Apache-2.0
/* Lists on full screens. */
#include "cmd/panel.h"

#include "lib/string.h"
#include "nuc/capture.h"
#include "nuc/fullscreen.h"
#include "nuc/session.h"
#include "nuc/svc.h"
#include "screen/screen.h"

#define FIRST_ROW 3 /* of the list */
#define LAST_ROWS 3 /* below it: message, keys, command line */
#define ARROW     "====>"

/* Where what is typed before a line begins, and the command line. */
#define LINE_COL    2
#define COMMAND_COL (sizeof(ARROW) + 2)

#define STEP_ASIDE 40
#define LEFT_MAX   65535u

#define PF(n) ((enum screen_key)(KEY_PF1 + (n)-1))

bool panel_is_possible(void)
{
	return !capture_is_active() && fullscreen_open() == 0;
}

static unsigned nr_shown(unsigned rows)
{
	return rows - (FIRST_ROW - 1) - LAST_ROWS;
}

/* Did the last ENTER execute something for that line of the screen? */
static bool is_done(const struct panel *panel, unsigned row)
{
	return panel->done_top == panel->top && row < 64 && (panel->done >> row & 1);
}

static void draw(struct panel *panel, struct screen_out *out)
{
	unsigned rows = out->rows, cols = out->cols;
	char text[PANEL_TEXT];

	str_format(text, sizeof(text), "%-40s Line %u of %u", panel->title,
		MIN(panel->top + 1, panel->nr), panel->nr);
	screen_field(out, 1, 1, cols - 1, SCREEN_HIGH, 0, text);
	str_format(text, sizeof(text), "%s%s", panel->is_text ? "" : "Cmd                  ",
		panel->header);
	screen_field(out, 2, 1, cols - 1, SCREEN_PROTECTED, 0, text);
	for (unsigned i = 0; i < nr_shown(rows); i++) {
		unsigned nr = panel->top + i;

		if (nr >= panel->nr) {
			screen_field(out, FIRST_ROW + i, 1, cols - 1, SCREEN_PROTECTED, 0, "");
			continue;
		}
		panel->line(panel, nr, text);
		if (panel->is_text) {
			screen_field(out, FIRST_ROW + i, 1, cols - 1, SCREEN_PROTECTED, 0, text);
			continue;
		}
		screen_field(out, FIRST_ROW + i, 1, PANEL_PREFIX, SCREEN_INPUT, 0,
			is_done(panel, i) ? "*" : "");
		screen_field(out, FIRST_ROW + i, PANEL_PREFIX + 2, cols - PANEL_PREFIX - 2,
			SCREEN_PROTECTED, 0, text);
	}
	screen_field(out, rows - 2, 1, cols - 1, SCREEN_HIGH, 0, panel->message);
	screen_field(out, rows - 1, 1, cols - 1, SCREEN_PROTECTED, 0, panel->keys);
	screen_field(out, rows, 1, sizeof(ARROW) - 1, SCREEN_HIGH, 0, ARROW);
	/* CP's status stands in the last 20 places of a console. */
	screen_field(out, rows, sizeof(ARROW) + 1, cols - 30, SCREEN_INPUT, 0,
		panel->is_shown ? panel->typed : "");
	screen_stop(out, rows, cols - 21);
	if (panel->is_in_list && panel->nr && !panel->is_text)
		screen_cursor(out, FIRST_ROW, LINE_COL);
	else
		screen_cursor(out, rows, COMMAND_COL);
	panel->is_shown = panel->is_in_list = false;
}

/* ---- Commands ------------------------------------------------------------ */

/* What "/" and the letter behind it stand for: *len characters of the name. NULL: no such letter.
 */
static const char *part_of(const char *name, char letter, size_t *len)
{
	static const char letters[] = "NTM";
	const char *at = strchr(letters, chr_upper(letter));

	*len = 0;
	if (chr_upper(letter) == 'O')
		return name;
	if (!letter || !at)
		return NULL;
	for (long skip = at - letters; skip && *name; name++)
		skip -= *name == ' ';
	while (name[*len] && name[*len] != ' ')
		++*len;
	return name;
}

/* A command with what it is about. False: it got too long. */
static bool build(char *line, size_t size, const char *command, const char *name)
{
	size_t at = 0, len;
	bool is_used = false;

	for (; *command; command++) {
		const char *part = command;

		len = 1;
		if (*command == '/') {
			bool is_alone = !chr_is_alpha(command[1]) || chr_is_alpha(command[2]);

			is_used = true;
			part = is_alone ? NULL : part_of(name, command[1], &len);
			command += part != NULL;
			if (!part)
				len = strlen(name);
			part = part ? part : name;
		}
		if (at + len + 2 > size)
			return false;
		memcpy(line + at, part, len);
		at += len;
	}
	line[at] = 0;
	if (!is_used && at + strlen(name) + 2 > size)
		return false;
	if (!is_used)
		str_format(line + at, size - at, " %s", name);
	return true;
}

void panel_execute(struct panel *panel, const char *line)
{
	int rc = command_nested(line, COMMAND_PERSON);

	if (rc == RC_UNKNOWN)
		str_copy(panel->message, "Unknown CP/CMS command", sizeof(panel->message));
	else if (rc)
		str_format(panel->message, sizeof(panel->message), "Return code %d from %.20s", rc,
			line);
}

static bool is_discard(const char *command)
{
	char word[8] = "";

	for (unsigned i = 0; i < 7 && chr_is_alpha(command[i]); i++)
		word[i] = chr_upper(command[i]);
	return is_abbreviation(word, "DISCARD", 4);
}

/* Typed before a line, or a key's: "=" repeats the last one. */
static void execute_for(struct panel *panel, unsigned nr, const char *command)
{
	char line[CONSOLE_LINE + 1], name[PANEL_NAME];

	while (*command == ' ')
		command++;
	if (!*command || *command == '*' || nr >= panel->nr)
		return;
	if (strcmp(command, "?") == 0) {
		str_copy(panel->message, panel->last, sizeof(panel->message));
		return;
	}
	panel->done |= 1ull << MIN(nr - panel->top, 63u);
	if (strcmp(command, "=") == 0)
		command = panel->last;
	else if (command != panel->last)
		str_copy(panel->last, command, sizeof(panel->last));
	panel->name(panel, nr, name);
	if (panel->discard && is_discard(command))
		command = panel->discard;
	if (build(line, sizeof(line), command, name))
		panel_execute(panel, line);
}

/* ---- Keys ---------------------------------------------------------------- */

void panel_scroll(struct panel *panel, unsigned page, bool is_back)
{
	if (is_back)
		panel->top -= MIN(panel->top, page);
	else if (panel->top + page < panel->nr)
		panel->top += page;
}

static void press(struct panel *panel, const struct screen_in *in)
{
	if (panel->is_text && in->key == PF(10))
		panel->left -= MIN(panel->left, (unsigned)STEP_ASIDE);
	if (panel->is_text && in->key == PF(11))
		panel->left += panel->left < LEFT_MAX ? STEP_ASIDE : 0;
	for (unsigned i = 0; panel->is_text && i < ARRAY_LEN(panel->key); i++) {
		if (!panel->key[i].command || in->key != PF(panel->key[i].pf))
			continue;
		panel_execute(panel, panel->key[i].command);
		panel->is_over = !panel->message[0];
	}
	if (panel->is_text)
		return;
	for (unsigned i = 0; i < ARRAY_LEN(panel->key); i++)
		if (panel->key[i].command && in->key == PF(panel->key[i].pf) &&
			in->row >= FIRST_ROW && in->row < FIRST_ROW + nr_shown(in->rows))
			execute_for(panel, panel->top + in->row - FIRST_ROW, panel->key[i].command);
}

/* What was typed, line by line, then below. The return code. */
static int enter(struct panel *panel, struct screen_in *in)
{
	char text[CONSOLE_LINE + 1];
	unsigned row, col;
	int rc = 0;

	while (screen_next(in, &row, &col, text, sizeof(text))) {
		char *end = text + strlen(text);

		while (end > text && end[-1] == ' ')
			*--end = 0;
		/* Nothing else is an input field, whatever the display says. */
		if (row == in->rows && col == COMMAND_COL && text[0])
			rc = panel_command(panel, text, nr_shown(in->rows));
		else if (!panel->is_text && col == LINE_COL && row >= FIRST_ROW &&
			 row < FIRST_ROW + nr_shown(in->rows))
			execute_for(panel, panel->top + row - FIRST_ROW, text);
	}
	return rc;
}

/* One screen. False: it is over; *rc. */
static bool step(struct panel *panel, int *rc)
{
	struct screen_out out;
	struct screen_in in;
	unsigned rows, cols, len;
	const uint8_t *data;

	if (fullscreen_open())
		return false;
	fullscreen_size(&rows, &cols);
	screen_fit(&rows, &cols);
	screen_begin(&out, fullscreen_buf(), FULLSCREEN_BUF, rows, cols);
	draw(panel, &out);
	len = screen_end(&out, false);
	if (fullscreen_write(screen_control(&out), len))
		return false;
	panel->message[0] = 0;
	len = fullscreen_wait(&data);
	if (!len) { /* typed over the screen */
		char line[CONSOLE_LINE + 1];

		console_read(line, false);
		panel_execute(panel, line);
		return true;
	}
	screen_input(&in, data, len, rows, cols);
	if (in.key == PF(3) || in.key == PF(15))
		return false;
	panel->done = 0;
	panel->done_top = panel->top;
	if (in.key == PF(7) || in.key == PF(8) || in.key == PF(19) || in.key == PF(20))
		panel_scroll(panel, nr_shown(rows), in.key == PF(7) || in.key == PF(19));
	else if (in.key == PF(12) || in.key == PF(24))
		panel->is_in_list = in.row == rows;
	else if ((in.key == PF(1) || in.key == PF(13)) && panel->help)
		panel_execute(panel, panel->help);
	else if (panel->sort && (in.key - PF(1)) % 12 >= 3 && (in.key - PF(1)) % 12 <= 5 &&
		 in.key >= PF(1))
		panel->sort(panel, (in.key - PF(1)) % 12 - 3);
	else if (in.key == PF(2) || in.key == PF(14))
		*rc = panel->refresh(panel);
	else if (in.key == KEY_ENTER)
		*rc = enter(panel, &in);
	else
		press(panel, &in);
	panel->top = panel->nr ? MIN(panel->top, panel->nr - 1) : 0;
	return *rc == 0 && !panel->is_over;
}

int panel_run(struct panel *panel)
{
	int rc = panel->refresh(panel);

	while (!rc && step(panel, &rc))
		;
	fullscreen_close();
	return rc;
}
