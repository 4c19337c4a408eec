// SPDX-License-Identifier: Apache-2.0
/* HELP: what the tables of commands and messages say. */
#include "cmd/cmd.h"
#include "lib/string.h"

#define WIDTH 78

/* Types a text in lines that end between words. */
static void type_text(const char *text)
{
	char line[WIDTH + 1];

	while (*text) {
		size_t len = MIN(strlen(text), WIDTH), end = len;

		if (text[len]) {
			while (end && text[end] != ' ')
				end--;
			len = end ? end : len;
		}
		memcpy(line, text, len);
		line[len] = 0;
		console_put(line);
		text += len;
		while (*text == ' ')
			text++;
	}
}

/* "2", "002E", "DMSLST002E": all messages with that number. False: there is none. */
static bool help_message(const char *name)
{
	const char *digits = name;
	size_t len = 0;
	uint64_t number;
	bool is_any = false;

	if (memcmp(name, "DMS", 3) == 0 && strlen(name) > 6)
		digits += 6;
	while (chr_is_digit(digits[len]))
		len++;
	if (strlen(digits + len) > 1 || str_to_dec(digits, len, &number))
		return false;
	for (unsigned id = 1; id < MSG_COUNT; id++) {
		const char *text, *explanation;

		if (msg_about(id, &text, &explanation) != number)
			continue;
		type_text(text);
		type_text(explanation);
		is_any = true;
	}
	return is_any;
}

static bool help_command(const char *name)
{
	for (unsigned i = 0; i < nr_commands; i++) {
		if (!is_abbreviation(name, commands[i].name, commands[i].min))
			continue;
		type_text(commands[i].syntax);
		type_text(commands[i].purpose);
		return true;
	}
	return false;
}

int cmd_help(const struct call *call)
{
	const char *name = call->plist->token[1];

	/* A message's number can be longer than a token. */
	if (memcmp(name, "DMS", 3) == 0 || chr_is_digit(name[0])) {
		char word[16] = "";
		const char *rest = call_rest(call, 1);

		for (unsigned i = 0; i + 1 < sizeof(word) && rest[i] && rest[i] != ' '; i++)
			word[i] = chr_upper(rest[i]);
		return help_message(word) ? 0 : msg(MSG_NOT_FOUND_HELP, name);
	}
	for (unsigned i = 0; !name[0] && i < nr_commands; i++) {
		char line[WIDTH + 1];

		str_format(line, sizeof(line), "%-9s %s", commands[i].name, commands[i].purpose);
		console_put(line);
	}
	return !name[0] || help_command(name) ? 0 : msg(MSG_NOT_FOUND_HELP, name);
}
