// SPDX-License-Identifier: Apache-2.0
/* SET COLOR, RESERVED and HEX: how the screen looks, and strings in hexadecimal. */
#include "lib/ebcdic.h"
#include "xedit/set.h"

static const struct {
	const char *name;
	uint8_t value;
} colours[] = {{"DEFAULT", 0}, {"BLUE", XA_COLOUR_BLUE}, {"RED", XA_COLOUR_RED},
	{"PINK", XA_COLOUR_PINK}, {"GREEN", XA_COLOUR_GREEN}, {"TURQUOISE", XA_COLOUR_TURQUOISE},
	{"YELLOW", XA_COLOUR_YELLOW}, {"WHITE", XA_COLOUR_WHITE}},
  highlights[] = {{"NONE", 0}, {"BLINK", XA_HIGHLIGHT_BLINK}, {"REVVIDEO", XA_HIGHLIGHT_REVERSE},
	  {"UNDERLINE", XA_HIGHLIGHT_UNDERLINE}};

static const char *const areas[NR_AREAS] = {
#define XAREA(name, colour, is_high, label) [AREA_##name] = label,
#include "xedit/area.def"
#undef XAREA
};

/*
 * Words that say how a field looks: [colour] [highlight] [High|Nohigh] [PSn], each at most once, in
 * this order. Moves words behind them. Returns whether High or Nohigh was there.
 */
bool xe_take_look(struct words *words, struct look *look)
{
	struct words next = *words;
	bool has_high = false;
	unsigned i;
	char word[12];

	xe_word(&next, word, sizeof(word));
	for (i = 0; i < ARRAY_LEN(colours) && !xe_is_form(word, colours[i].name, 3); i++)
		;
	if (i < ARRAY_LEN(colours)) {
		look->colour = colours[i].value;
		*words = next;
		xe_word(&next, word, sizeof(word));
	}
	for (i = 0; i < ARRAY_LEN(highlights) && !xe_is_form(word, highlights[i].name, 3); i++)
		;
	if (i < ARRAY_LEN(highlights)) {
		look->highlight = highlights[i].value;
		*words = next;
		xe_word(&next, word, sizeof(word));
	}
	if (xe_is_form(word, "HIGH", 1) || xe_is_form(word, "NOHIGH", 1)) {
		look->is_high = word[0] == 'H';
		has_high = true;
		*words = next;
		xe_word(&next, word, sizeof(word));
	}
	if (word[0] == 'P' && word[1] == 'S' && word[2] && !word[3])
		*words = next;
	return has_high;
}

/* ---- COLOR --------------------------------------------------------------- */

int set_color(struct xedit *x, struct words *words)
{
	const char *before;
	char word[12] = "";
	unsigned area = 0;
	bool is_all;

	xe_word(words, word, sizeof(word));
	is_all = strcmp(word, "*") == 0;
	while (!is_all && area < NR_AREAS && !xe_is_form(word, areas[area], word[0] == 'P' ? 2 : 1))
		area++;
	before = words->at = xe_skip(words->at);
	if (area == NR_AREAS)
		return set_bad(x, word);
	for (unsigned i = is_all ? 0 : area; i < (is_all ? NR_AREAS : area + 1); i++) {
		struct look look = x->file->set.look[i];

		words->at = before;
		xe_take_look(words, &look);
		if (words->at == before || !xe_is_end(words))
			return set_bad(x, xe_skip(words->at));
		x->file->set.look[i] = look;
	}
	return 0;
}

void xe_look_text(const struct look *look, char *text, size_t size)
{
	const char *colour = "", *highlight = "";

	for (unsigned i = 0; i < ARRAY_LEN(colours); i++)
		if (colours[i].value == look->colour)
			colour = colours[i].name;
	for (unsigned i = 0; i < ARRAY_LEN(highlights); i++)
		if (highlights[i].value == look->highlight)
			highlight = highlights[i].name;
	str_format(
		text, size, "%s %s %s PS0", colour, highlight, look->is_high ? "HIGH" : "NOHIGH");
}

/* Each area's name, colour, highlighting and brightness; or only one's. */
void get_color(struct xedit *x, struct values *values)
{
	for (unsigned area = 0; area < NR_AREAS; area++) {
		const struct look *look = &x->file->set.look[area];
		char text[48], name[12];
		struct words words = {values->args};
		size_t len = strlen(areas[area]);

		if (xe_word(&words, name, sizeof(name)) && strcmp(name, "*") != 0 &&
			!xe_is_form(name, areas[area], name[0] == 'P' ? 2 : 1))
			continue;
		memcpy(text, areas[area], len);
		text[len] = ' ';
		xe_look_text(look, text + len + 1, sizeof(text) - len - 1);
		value_copy(values, text);
	}
}

/* ---- RESERVED ------------------------------------------------------------ */

unsigned xe_reserved_row(const struct xedit *x, const struct reserved *reserved)
{
	int row = xe_row_at(x, reserved->at);
	bool is_command = x->file->set.cmdline && row == (int)x->rows - 1;

	if (row < 2 || row > (int)x->rows || is_command || row == (int)xe_current_row(x))
		return 0;
	return (unsigned)row;
}

const struct reserved *xe_reserved_in(const struct xedit *x, unsigned row)
{
	for (unsigned i = 0; i < RESERVED_MAX; i++)
		if (x->file->reserved[i].is_used &&
			xe_reserved_row(x, &x->file->reserved[i]) == row)
			return &x->file->reserved[i];
	return NULL;
}

static struct reserved *find_reserved(struct file *f, const struct reserved *wanted)
{
	struct reserved *free = NULL;

	for (unsigned i = 0; i < RESERVED_MAX; i++) {
		struct reserved *reserved = &f->reserved[i];

		if (!reserved->is_used)
			free = free ? free : reserved;
		else if (reserved->at.from == wanted->at.from && reserved->at.by == wanted->at.by)
			return reserved;
	}
	return free;
}

int set_reserved(struct xedit *x, struct words *words)
{
	struct reserved reserved = {.is_used = true}, *place;
	const char *text;
	struct words off;
	char word[4] = "";

	if (!xe_take_row(words, &reserved.at) || !xe_reserved_row(x, &reserved))
		return xe_say(x, XMSG_INVALID_LINE, NULL, NULL);
	place = find_reserved(x->file, &reserved);
	off = *words;
	if (xe_word(&off, word, sizeof(word)) && strcmp(word, "OFF") == 0 && xe_is_end(&off)) {
		if (place)
			place->is_used = false;
		*words = off;
		return 0;
	}
	if (!xe_take_look(words, &reserved.look))
		return set_bad(x, xe_skip(words->at));
	if (!place)
		return xe_say(x, XMSG_RESERVED_FULL, NULL, NULL);
	text = words->at;
	str_copy(reserved.text, *text == ' ' ? text + 1 : text, sizeof(reserved.text));
	words->at += strlen(words->at);
	*place = reserved;
	return 0;
}

/* The rows, as they are now. */
void get_reserved(struct xedit *x, struct values *values)
{
	for (unsigned row = 1; row <= x->rows; row++)
		if (xe_reserved_in(x, row))
			value_number(values, row);
}

/* ---- HEX ----------------------------------------------------------------- */

size_t xe_hex(const struct xedit *x, char *text, size_t len)
{
	size_t used = 0;
	uint64_t byte;

	if (!x->file->set.hex || len < 5 || len % 2 == 0 || chr_upper(text[0]) != 'X' ||
		text[1] != '\'' || text[len - 1] != '\'')
		return len;
	for (size_t i = 2; i + 1 < len; i += 2)
		if (str_to_hex(text + i, 2, &byte))
			return len;
	for (size_t i = 2; i + 1 < len && !str_to_hex(text + i, 2, &byte); i += 2)
		text[used++] = ebc_to_chr((ebc8_t)byte);
	return used;
}
