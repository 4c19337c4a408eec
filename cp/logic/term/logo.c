// SPDX-License-Identifier: Apache-2.0
/*
 * The logo, as a table of items, each of which is sent whole or not at all. Rows count from the top
 * for the art, from the bottom for the fields, so that the same table serves all sizes of screens.
 */
#include "logic/term/logo.h"

#include "arch/ds3270.h"
#include "lib/err.h"
#include "lib/string.h"

#define ART_WIDTH 70
#define ART_TITLE 7  /* the row of art with the name */
#define FIELD_COL 18 /* of the first character of each input field, from 0 */

static const char *const art[] = {
	"                              . - \" - .",
	"                           .'           '.",
	"                          :               :",
	"_________________________ : _____________ : __________________________",
	"     ~~~~~~~~    ~~~~~      ~ ~ ~ ~ ~ ~ ~       ~~~~~    ~~~~~~~~~",
	"  ~~~~~    ~~~~~~~    ~~~~    ~ ~ ~ ~ ~    ~~~~     ~~~~~~~    ~~~~",
	"",
	"                S  T  I  L  L  W  A  T  E  R",
	"",
	"        ~~~~~        ~~~~       ~ ~ ~        ~~~~       ~~~~~",
	"               ~~~         ~~    ~ ~    ~~         ~~~",
};

struct field {
	const char *label;
	uint8_t up; /* rows above the last */
	uint8_t len;
	uint16_t at; /* where it goes in struct term_logon, len + 1 bytes */
	uint8_t attr;
};

static const struct field fields[] = {
	{"USERID   ===>", 6, TERM_USERID_MAX, offsetof(struct term_logon, userid), 0},
	{"PASSWORD ===>", 5, TERM_PASSWORD_MAX, offsetof(struct term_logon, password),
		FA_NONDISPLAY},
	{"COMMAND  ===>", 3, TERM_COMMAND_MAX, offsetof(struct term_logon, command), 0},
};

static_assert(FIELD_COL + TERM_COMMAND_MAX < 80, "the longest field and its end fit in a row");

/* Items in the order in which they are sent: the cursor comes last. */
enum {
	ITEM_ART,
	ITEM_HINT = ITEM_ART + ARRAY_LEN(art),
	ITEM_MESSAGE,
	ITEM_FIELD,
	ITEM_CURSOR = ITEM_FIELD + ARRAY_LEN(fields),
	NR_ITEMS
};
#define ITEMS_FIELDS (((1u << ARRAY_LEN(fields)) - 1) << ITEM_FIELD | 1u << ITEM_CURSOR)

static_assert(NR_ITEMS <= 32, "a bit for each item");

void logo_init(struct logo *logo, uint8_t rows, uint8_t cols)
{
	*logo = (struct logo){.rows = rows, .cols = cols};
	logo_erased(logo);
}

void logo_erased(struct logo *logo)
{
	logo->unsent = (uint32_t)((1ull << NR_ITEMS) - 1);
}

void logo_clear_fields(struct logo *logo)
{
	logo->unsent |= ITEMS_FIELDS;
}

void logo_set_message(struct logo *logo, const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && n < LOGO_MESSAGE_MAX && text[n] != '\n') {
		logo->message[n] = text[n];
		n++;
	}
	logo->message[n] = '\0';
	logo->unsent |= 1u << ITEM_MESSAGE;
}

static unsigned field_address(const struct logo *logo, const struct field *field)
{
	return (unsigned)(logo->rows - 1 - field->up) * logo->cols + FIELD_COL;
}

/* One line of protected text at row, column col, which is not the first. */
static void render_text(const struct logo *logo, struct ds_writer *w, unsigned row, unsigned col,
	unsigned attr, const char *text)
{
	unsigned from = row * logo->cols + col, end = (row + 1) * logo->cols - 1;
	unsigned len = (unsigned)MIN(strlen(text), (size_t)(end - from));

	dsw_address(w, from - 1);
	dsw_field(w, FA_PROTECTED | attr);
	dsw_text(w, text, len);
	dsw_nulls(w, from + len, end);
}

static void render_field(const struct logo *logo, struct ds_writer *w, const struct field *field)
{
	unsigned at = field_address(logo, field), len = (unsigned)strlen(field->label);

	dsw_address(w, at - len - 2);
	dsw_field(w, FA_PROTECTED | FA_NUMERIC);
	dsw_text(w, field->label, len);
	dsw_field(w, field->attr);
	dsw_nulls(w, at, at + field->len);
	dsw_field(w, FA_PROTECTED | FA_NUMERIC);
}

static void render_item(const struct logo *logo, struct ds_writer *w, unsigned item)
{
	unsigned left = (logo->cols - ART_WIDTH) / 2u, top = (logo->rows - 20u) / 2u;

	if (item < ITEM_HINT)
		render_text(logo, w, top + item, left, item == ART_TITLE ? FA_HIGH : 0, art[item]);
	else if (item == ITEM_HINT)
		render_text(logo, w, logo->rows - 9u, 4, 0,
			"Fill in USERID and PASSWORD, or COMMAND; ENTER alone: a command line");
	else if (item == ITEM_MESSAGE)
		render_text(logo, w, logo->rows - 2u, 1, FA_HIGH, logo->message);
	else if (item < ITEM_CURSOR)
		render_field(logo, w, &fields[item - ITEM_FIELD]);
	else {
		dsw_address(w, field_address(logo, &fields[0]));
		dsw_cursor(w);
	}
}

void logo_render(struct logo *logo, struct ds_writer *w)
{
	for (unsigned item = 0; item < NR_ITEMS; item++) {
		size_t before = w->len;

		if ((logo->unsent & 1u << item) == 0)
			continue;
		render_item(logo, w, item);
		if (w->overflow) {
			w->len = before;
			w->overflow = false;
			return;
		}
		logo->unsent &= ~(1u << item);
	}
}

static void trim(char *s)
{
	size_t from = 0, len = strlen(s);

	while (len > 0 && s[len - 1] == ' ')
		len--;
	while (from < len && s[from] == ' ')
		from++;
	memmove(s, s + from, len - from);
	memset(s + len - from, 0, from);
	s[len - from] = '\0';
}

int logo_input(const struct logo *logo, struct ds_reader *r, struct term_logon *logon)
{
	const uint8_t *text;
	unsigned addr;
	size_t len, i;
	int rc;

	memset(logon, 0, sizeof(*logon));
	while ((rc = dsr_field(r, &addr, &text, &len)) > 0) {
		for (i = 0; i < ARRAY_LEN(fields); i++)
			if (field_address(logo, &fields[i]) == addr)
				break;
		if (i == ARRAY_LEN(fields) ||
			dsr_text((char *)logon + fields[i].at, fields[i].len + 1u, text, len) < 0)
			return -E_FORMAT;
		trim((char *)logon + fields[i].at);
	}
	if (rc < 0)
		return -E_FORMAT;
	return logon->userid[0] || logon->password[0] || logon->command[0];
}
