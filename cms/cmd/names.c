// SPDX-License-Identifier: Apache-2.0
/* NAMEFIND and NAMES: entries of the NAMES file. */
#include "text/names.h"

#include "cmd/panel.h"
#include "cmd/people.h"
#include "cmd/xedit.h"
#include "lib/string.h"
#include "nuc/session.h"
#include "nuc/stack.h"
#include "nuc/storage.h"

#define VALUE_MAX   256
#define TAGS_MAX    16
#define RC_NO_ENTRY 32
#define RC_NO_FILE  28

/* Function: a tag of the command, with a value that is wanted or without one. */
struct wanted {
	char tag[16], value[VALUE_MAX];
};

/*
 * ":tag value ... :tag ..." up to the options. Returns how many; the words are those of the
 * command's line, since values can be longer than tokens.
 */
static unsigned take_tags(const char *line, struct wanted wanted[TAGS_MAX])
{
	unsigned nr = 0;

	while (*line && *line != '(' && nr < TAGS_MAX) {
		struct wanted *tag = &wanted[nr];
		size_t len = 0;

		while (chr_is_space(*line))
			line++;
		if (*line != ':')
			return *line && *line != '(' ? 0 : nr;
		for (line++; *line && !chr_is_space(*line) && *line != '(' && *line != '.'; line++)
			if (len + 1 < sizeof(tag->tag))
				tag->tag[len++] = *line;
		line += *line == '.';
		tag->tag[len] = 0;
		while (chr_is_space(*line))
			line++;
		for (len = 0; *line && *line != '(' && *line != ':'; line++)
			if (len + 1 < sizeof(tag->value))
				tag->value[len++] = *line;
		while (len && chr_is_space(tag->value[len - 1]))
			len--;
		tag->value[len] = 0;
		nr++;
	}
	return nr;
}

static bool fits(const struct names_entry *entry, const struct wanted *wanted, unsigned nr)
{
	char value[VALUE_MAX];

	for (unsigned i = 0; i < nr; i++) {
		if (!wanted[i].value[0])
			continue;
		if (!names_value(entry, wanted[i].tag, value, sizeof(value)) ||
			strlen(value) != strlen(wanted[i].value) ||
			mem_casecmp(value, wanted[i].value, strlen(value)) != 0)
			return false;
	}
	return true;
}

static int give(const char *line, uint32_t bits)
{
	if (!bits)
		console_put(line);
	else if (!stack_put(line, bits & 2))
		return msg(MSG_NO_STORAGE);
	return 0;
}

/* The values of the tags that have none in the command; of all if each has one. */
static int give_entry(
	const struct names_entry *entry, const struct wanted *wanted, unsigned nr, uint32_t bits)
{
	char tag[16], value[VALUE_MAX], line[VALUE_MAX + 20];
	bool is_any = false;
	int rc = 0;

	for (unsigned i = 0; !rc && i < nr; i++) {
		if (wanted[i].value[0])
			continue;
		is_any = true;
		names_value(entry, wanted[i].tag, value, sizeof(value));
		rc = give(value, bits);
	}
	for (unsigned i = 0; !rc && !is_any; i++) {
		if (!names_tag(entry, i, tag, sizeof(tag), value, sizeof(value)))
			break;
		str_format(line, sizeof(line), ":%s.%s", tag, value);
		rc = give(line, bits);
	}
	return rc;
}

/* NAMEFIND :tag value ... [:tag ...] [(FILE fn START n STACK FIFO LIFO] */
int cmd_namefind(const struct call *call)
{
	const char *text, *fn = NULL;
	uint32_t bits, start = 1;
	const struct option options[] = {{"STACK", 5, 1, NULL, NULL}, {"FIFO", 4, 1, NULL, NULL},
		{"LIFO", 4, 2, NULL, NULL}, {"TYPE", 4, 0, NULL, NULL}, {"FILE", 4, 0, NULL, &fn},
		{"START", 5, 0, &start, NULL}};
	struct wanted *wanted = work_get(TAGS_MAX * sizeof(*wanted));
	struct names_entry entry;
	unsigned nr;
	int rc = args_options(call, options, ARRAY_LEN(options), &bits);

	if (rc)
		return rc;
	if (!wanted)
		return msg(MSG_NO_STORAGE);
	nr = take_tags(call_rest(call, 1), wanted);
	if (!nr)
		return msg(MSG_NO_FUNCTION);
	text = names_text(fn);
	if (!text)
		return RC_NO_FILE;
	for (uint32_t i = 1; names_next(&text, &entry); i++)
		if (i >= start && fits(&entry, wanted, nr))
			return give_entry(&entry, wanted, nr, bits);
	return RC_NO_ENTRY;
}

/* In XEDIT at the entry of a nickname, or at the end with a new one. */
static int edit(const char *nick, bool is_there)
{
	static const char *const tags[] = {":name.", ":node.", ":userid."};
	char line[60], user[9], node[9];
	bool good = true;

	who_am_i(user, node);
	/* What XEDIT takes last is put first. */
	str_format(line, sizeof(line), "LOCATE /:nick.%s/", nick);
	good = stack_put(line, true);
	for (unsigned i = 0; good && !is_there && i < ARRAY_LEN(tags); i++) {
		str_format(line, sizeof(line), "INPUT      %s", tags[i]);
		good = stack_put(line, true);
	}
	str_format(line, sizeof(line), "INPUT :nick.%s", nick);
	good = good && (is_there || stack_put(line, true)) &&
	       stack_put(is_there ? "TOP" : "BOTTOM", true) &&
	       stack_put("SET CASE MIXED IGNORE", true) && stack_put("SET WRAP ON", true);
	if (!good)
		return msg(MSG_NO_STORAGE);
	str_format(line, sizeof(line), "XEDIT %s NAMES (NOPROFIL", user);
	return command_from(line, COMMAND_EXEC);
}

/*
 * NAMES [nickname]: on a display the entry in XEDIT, to be changed or made; elsewhere it is shown;
 * without a nickname what entries there are.
 */
int cmd_names(const struct call *call)
{
	const char *text = names_text(NULL), *nick = call->plist->token[1];
	const bool can_edit = nick[0] && !xedit_is_running() && panel_is_possible();
	char value[VALUE_MAX], user[VALUE_MAX];
	struct names_entry entry;
	int rc = RC_NO_ENTRY;

	if (!text && !can_edit)
		return RC_NO_FILE;
	while (text && names_next(&text, &entry)) {
		names_value(&entry, "NICK", value, sizeof(value));
		if (nick[0] && (strlen(value) != strlen(nick) ||
				       mem_casecmp(value, nick, strlen(nick)) != 0))
			continue;
		if (can_edit)
			return edit(nick, true);
		rc = 0;
		if (nick[0])
			return give_entry(&entry, NULL, 0, 0);
		if (!names_value(&entry, "USERID", user, sizeof(user)))
			names_value(&entry, "LIST", user, sizeof(user));
		console_format("%-16s %s", value, user);
	}
	return can_edit ? edit(nick, false) : rc;
}
