// SPDX-License-Identifier: Apache-2.0
/* Device statements. */
#include "logic/directory/dirc.h"
#include "logic/directory/stmt_disk.h"

/* One spool class, A-Z or 0-9; * too if it may be. The default stands if there is no word. */
static bool class_take(struct dirc *c, bool may_be_all, char *class)
{
	const struct word *word = word_next(c);
	char letter;

	if (!word)
		return true;
	letter = chr_upper(word->text[0]);
	if (word->len != 1 ||
		!(chr_is_alpha(letter) || chr_is_digit(letter) || (may_be_all && letter == '*'))) {
		dirc_report(c, DIRM_SPOOL_CLASS, word, may_be_all ? ", or * for all" : NULL);
		return false;
	}
	*class = letter;
	return true;
}

static bool console_type(struct dirc *c, uint16_t *devtype)
{
	const struct word *word = word_want(c, "3215 or 3270");

	if (!word)
		return false;
	if (dir_word_is(word, "3215", 4) || dir_word_is(word, "3210", 4)) {
		*devtype = 0x3215;
	} else if (dir_word_is(word, "3270", 4)) {
		*devtype = 0x3270;
	} else {
		dirc_report(c, DIRM_DEVTYPE, word, "3215 or 3270");
		return false;
	}
	return true;
}

void stmt_console(struct dirc *c)
{
	struct dir_obj_console *console;
	char secuser[DIR_USERID_LEN], class = 'T';
	bool is_observer = false;
	uint16_t vdev, devtype;

	memset(secuser, ' ', sizeof(secuser));
	if (!word_want_vdev(c, &vdev, "a device number") || !console_type(c, &devtype) ||
		!class_take(c, false, &class))
		return;
	if (word_peek(c)) {
		if (!word_want_name(c, secuser, DIRM_USERID, "a userid"))
			return;
		is_observer = word_take(c, "OBSERVER", 3);
	}
	entry_remove_inherited(c, DIR_ITEM_CONSOLE);
	console = entry_device(c, &c->words[1], DIR_ITEM_CONSOLE, sizeof(*console), vdev, devtype);
	if (!console)
		return;
	console->class = class;
	console->is_observer = is_observer;
	memcpy(console->secuser, secuser, sizeof(secuser));
}

static bool spool_type(struct dirc *c, uint16_t *devtype, uint8_t *kind)
{
	static const struct {
		const char *name;
		uint16_t devtype;
		uint8_t kind; /* 0: the next word says it */
	} types[] = {{"2540", 0x2540, 0}, {"3505", 0x3505, DIR_SPOOL_READER},
		{"3525", 0x3525, DIR_SPOOL_PUNCH}, {"1403", 0x1403, DIR_SPOOL_PRINTER}};
	static const char choice[] = "2540 READER, 2540 PUNCH, 3505, 3525 or 1403";
	const struct word *word = word_want(c, choice);
	size_t i = 0;

	if (!word)
		return false;
	while (i < ARRAY_LEN(types) && !dir_word_is(word, types[i].name, 4))
		i++;
	if (i == ARRAY_LEN(types)) {
		dirc_report(c, DIRM_DEVTYPE, word, choice);
		return false;
	}
	*devtype = types[i].devtype;
	*kind = types[i].kind;
	if (*kind)
		return true;
	word = word_want(c, "READER or PUNCH");
	if (!word)
		return false;
	if (dir_word_is(word, "READER", 1))
		*kind = DIR_SPOOL_READER;
	else if (dir_word_is(word, "PUNCH", 1))
		*kind = DIR_SPOOL_PUNCH;
	else
		dirc_report(c, DIRM_OPERAND, word, "READER or PUNCH");
	return *kind;
}

void stmt_spool(struct dirc *c)
{
	struct dir_obj_spool *spool;
	uint16_t vdev, devtype;
	uint8_t kind;
	char class;

	if (!word_want_vdev(c, &vdev, "a device number") || !spool_type(c, &devtype, &kind))
		return;
	class = kind == DIR_SPOOL_READER ? '*' : 'A';
	if (!class_take(c, kind == DIR_SPOOL_READER, &class))
		return;
	spool = entry_device(c, &c->words[1], DIR_ITEM_SPOOL, sizeof(*spool), vdev, devtype);
	if (!spool)
		return;
	spool->kind = kind;
	spool->class = class;
}

void stmt_link(struct dirc *c)
{
	struct dir_obj_link *link;
	const struct word *owner = word_want(c, "the owner's userid");
	char userid[DIR_USERID_LEN], mode[4] = {'R', ' ', ' ', ' '};
	uint16_t theirs, ours;

	if (!owner)
		return;
	if (dir_word_is(owner, "*", 1))
		memcpy(userid, "*       ", sizeof(userid));
	else if (!word_name(c, owner, userid, DIRM_USERID))
		return;
	if (!word_want_vdev(c, &theirs, "the owner's device number"))
		return;
	ours = theirs;
	if (word_peek(c) && !word_want_vdev(c, &ours, "a device number"))
		return;
	if (word_peek(c) && !disk_mode(c, mode))
		return;
	link = entry_device(c, &c->words[2], DIR_ITEM_LINK, sizeof(*link), ours, 0);
	if (!link)
		return;
	memcpy(link->userid, userid, sizeof(userid));
	link->their_vdev = be16(theirs);
	memcpy(link->mode, mode, sizeof(mode));
	link->line = be32(c->words[0].line);
}

/* ---- SCREEN ---------------------------------------------------------------------------------- */

/* A name and its shortest abbreviation. */
struct screen_word {
	const char *name;
	uint8_t min;
};

static const struct screen_word screen_areas[] = {{"ALL", 3}, {"CPOUT", 3}, {"VMOUT", 3},
	{"INREDISP", 3}, {"INAREA", 3}, {"STATAREA", 3}, {NULL, 0}};
static const struct screen_word screen_colours[] = {{"DEFAULT", 3}, {"BLUE", 3}, {"RED", 3},
	{"PINK", 2}, {"GREEN", 3}, {"TURQUOISE", 3}, {"YELLOW", 3}, {"WHITE", 3}, {NULL, 0}};
static const struct screen_word screen_highlights[] = {
	{"NONE", 3}, {"BLINK", 3}, {"REVVIDEO", 3}, {"UNDERLINE", 3}, {NULL, 0}};

static const char *screen_take(struct dirc *c, const struct screen_word *names)
{
	for (; names->name; names++)
		if (word_take(c, names->name, names->min))
			return names->name;
	return NULL;
}

/* {ALL|area} colour [highlighting] ...: the command of that name, at logon. */
void stmt_screen(struct dirc *c)
{
	static const char what_area[] = "ALL, CPOUT, VMOUT, INREDISP, INAREA or STATAREA";
	static const char what_colour[] = "a colour or DEFAULT";
	char text[DIR_COMMAND_MAX];
	struct dir_obj_item *item;
	size_t len = (size_t)str_format(text, sizeof(text), "SCREEN");

	do {
		const char *area = screen_take(c, screen_areas), *colour, *highlight;

		colour = area ? screen_take(c, screen_colours) : NULL;
		if (!colour) {
			const char *what = area ? what_colour : what_area;
			const struct word *word = word_want(c, what);

			if (word)
				dirc_report(c, DIRM_OPERAND, word, what);
			return;
		}
		highlight = screen_take(c, screen_highlights);
		len += (size_t)str_format(text + len, sizeof(text) - len, " %s %s%s%s", area,
			colour, highlight ? " " : "", highlight ? highlight : "");
		if (len >= sizeof(text)) {
			dirc_report(c, DIRM_OPERAND, &c->words[1], "shorter");
			return;
		}
	} while (word_peek(c));
	item = entry_item(c, DIR_ITEM_COMMAND, sizeof(*item) + len);
	if (item)
		memcpy(item + 1, text, len);
}
