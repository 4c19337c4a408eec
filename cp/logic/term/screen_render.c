// SPDX-License-Identifier: Apache-2.0
/*
 * A 3270 as CP's terminal: the data streams that bring the device up to date.
 *
 * Only what changed is sent, and the input area only when CP empties or fills it, so that output
 * never disturbs who is typing. For the same reason WCC_RESET_MDT is never used: it would forget
 * what is typed.
 */
#include "logic/term/screen.h"

#include "arch/ds3270.h"
#include "lib/err.h"
#include "lib/string.h"

static const char *status_text(const struct screen *s)
{
	static const char *const texts[] = {[TERM_RUNNING] = "RUNNING",
		[TERM_CP_READ] = "CP READ",
		[TERM_VM_READ] = "VM READ",
		[TERM_HOLDING] = "HOLDING"};

	if (s->refused_till)
		return "NOT ACCEPTED";
	if (s->flow == FLOW_MORE)
		return "MORE...";
	if (s->flow == FLOW_HOLDING)
		return "HOLDING";
	return texts[s->status];
}

/* The status area. The last position of the screen is the attribute of its first row. */
static void render_status(const struct screen *s, struct ds_writer *w)
{
	char text[SCREEN_STATUS_COLS + 1];
	int len = str_format(text, SCREEN_STATUS_COLS, "%-10s%s%.8s", status_text(s),
		s->refused_till ? " " : "", s->sysid);
	unsigned at = screen_status_at(s);

	len = MIN(len, SCREEN_STATUS_COLS - 1);
	dsw_address(w, at - 1);
	dsw_field_look(w, FA_PROTECTED | FA_HIGH, screen_look(s, TERM_STATAREA));
	dsw_text(w, text, (size_t)len);
	dsw_nulls(w, at + (unsigned)len, at + SCREEN_STATUS_COLS - 1);
	if (s->mode == TERM_CONSOLE)
		page_render_first_attr(&s->page, w);
	else
		dsw_field(w, FA_PROTECTED);
}

/* The input area with the cursor behind its text. */
static void render_input(const struct screen *s, struct ds_writer *w)
{
	unsigned at = screen_input_at(s), end = screen_status_at(s) - 1;
	size_t len = MIN(strlen(s->input), screen_input_size(s));

	dsw_address(w, at - 1);
	/* Text that CP puts there counts as typed: ENTER sends it. */
	dsw_field_look(w, (s->hidden ? FA_NONDISPLAY : 0) | (len > 0 ? FA_MODIFIED : 0),
		screen_look(s, TERM_INAREA));
	dsw_text(w, s->input, len);
	if (at + len == end)
		dsw_address(w, at);
	dsw_cursor(w);
	if (at + len < end)
		dsw_nulls(w, at + (unsigned)len, end);
}

static bool is_unsent(const struct screen *s)
{
	return s->erase || s->restore || s->alarm || s->input_unsent || s->status_unsent ||
	       (s->mode == TERM_LOGO ? s->logo.unsent != 0 : page_has_unsent(&s->page));
}

static uint8_t write_command(const struct screen *s)
{
	if (!s->erase)
		return CCW_3270_WRITE;
	return s->alternate ? CCW_3270_ERASE_WRITE_ALT : CCW_3270_ERASE_WRITE;
}

/* The question goes out before anything else, alone. */
static int render_question(struct screen *s, uint8_t *buf, uint8_t *command)
{
	static const uint8_t question[] = {
		0, 5, SF_READ_PARTITION, 0xFF, SF_READ_PARTITION_QUERY};

	if (s->ask == ASK_SENT)
		return 0;
	s->ask = ASK_SENT;
	*command = CCW_3270_WRITE_STRUCTURED;
	memcpy(buf, question, sizeof(question));
	return sizeof(question);
}

int screen_render(struct term *term, uint8_t *buf, size_t size, uint8_t *command)
{
	struct screen *s = CONTAINER_OF(term, struct screen, term);
	struct ds_writer w = {.buf = buf, .size = size};

	if (size < TERM_RENDER_MIN)
		return -E_RANGE;
	if (s->ask != ASK_DONE)
		return render_question(s, buf, command);
	if (!is_unsent(s))
		return 0;
	*command = write_command(s);
	dsw_code(&w, (s->restore ? WCC_KEYBOARD_RESTORE : 0) | (s->alarm ? WCC_ALARM : 0));
	/* These two and any one row or item fit in TERM_RENDER_MIN. */
	if (s->input_unsent && s->mode == TERM_CONSOLE)
		render_input(s, &w);
	if (s->status_unsent || (s->mode == TERM_CONSOLE && s->page.row[0].unsent))
		render_status(s, &w);
	s->erase = s->restore = s->alarm = s->input_unsent = s->status_unsent = false;
	if (s->mode == TERM_LOGO)
		logo_render(&s->logo, &w);
	else
		page_render(&s->page, &w);
	return (int)w.len;
}
