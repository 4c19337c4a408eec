// SPDX-License-Identifier: Apache-2.0
/* HELP: what the tables of commands and messages say. */
#include "cmd/cmd.h"
#include "lib/string.h"
#include "pipe/pipe.h"
#include "xedit/xedit.h"

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

static bool help_xedit_message(uint64_t wanted)
{
	const char *text, *explanation;
	bool is_any = false;
	unsigned number;

	for (unsigned i = 0; xedit_message_about(i, &number, &text, &explanation); i++) {
		if (number != wanted)
			continue;
		type_text(text);
		type_text(explanation);
		is_any = true;
	}
	return is_any;
}

static bool help_rexx_message(uint64_t wanted)
{
	static const struct {
		uint16_t number;
		const char *text, *explanation;
	} errors[] = {
#define REXX_ERROR(error, number, text, explanation)                                               \
	{number, "Error " #error " running &1, line &2: " text, explanation},
#include "rexx/error.def"
#undef REXX_ERROR
	};

	for (unsigned i = 0; i < ARRAY_LEN(errors); i++) {
		if (errors[i].number != wanted)
			continue;
		type_text(errors[i].text);
		type_text(errors[i].explanation);
		return true;
	}
	return false;
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
	is_any |= help_xedit_message(number);
	return help_rexx_message(number) || is_any;
}

/* The same of "FPLSCA027E", a message of PIPE. */
static bool help_pipe_message(const char *name)
{
	const char *text, *explanation;
	uint64_t number;
	size_t len = 0;

	while (strlen(name) > 6 && chr_is_digit(name[6 + len]))
		len++;
	if (!len || str_to_dec(name + 6, len, &number))
		return false;
	explanation = pipe_message_about((unsigned)number, &text);
	if (!explanation)
		return false;
	type_text(text);
	type_text(explanation);
	return true;
}

/* "PIPE": all stages; "PIPE name": one. */
static bool help_stages(const char *wanted)
{
	const char *name, *syntax, *purpose;
	bool is_any = false;

	for (unsigned i = 0; pipe_stage_nr(i, &name, &syntax, &purpose); i++) {
		char line[WIDTH + 1];

		if (!wanted[0]) {
			str_format(line, sizeof(line), "%-11s%s", name, purpose);
			console_put(line);
		} else if (mem_casecmp(wanted, name, MAX(strlen(name), strlen(wanted))) == 0) {
			type_text(syntax);
			type_text(purpose);
			is_any = true;
		}
	}
	return is_any || !wanted[0];
}

/* "XEDIT": all subcommands; "XEDIT name": one. */
static bool help_subcommands(const char *wanted)
{
	const char *name, *syntax, *purpose;
	bool is_any = false;

	for (unsigned i = 0; xedit_about(i, &name, &syntax, &purpose); i++) {
		char line[WIDTH + 1];

		if (!wanted[0]) {
			str_format(line, sizeof(line), "%-9s%s", name, purpose);
			console_put(line);
		} else if (is_abbreviation(wanted, name, 1) && !is_any) {
			type_text(syntax);
			type_text(purpose);
			is_any = true;
		}
	}
	return is_any || !wanted[0];
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
	if (memcmp(name, "DMS", 3) == 0 || memcmp(name, "FPL", 3) == 0 || chr_is_digit(name[0])) {
		char word[16] = "";
		const char *rest = call_rest(call, 1);

		for (unsigned i = 0; i + 1 < sizeof(word) && rest[i] && rest[i] != ' '; i++)
			word[i] = chr_upper(rest[i]);
		return (name[0] == 'F' ? help_pipe_message(word) : help_message(word))
			       ? 0
			       : msg(MSG_NOT_FOUND_HELP, name);
	}
	for (unsigned i = 0; !name[0] && i < nr_commands; i++) {
		char line[WIDTH + 1];

		str_format(line, sizeof(line), "%-9s %s", commands[i].name, commands[i].purpose);
		console_put(line);
	}
	if (strcmp(name, "PIPE") == 0 && call->plist->nr > 2) {
		char stage[16] = "";

		str_copy(stage, call_rest(call, 2), sizeof(stage));
		for (unsigned i = 0; stage[i]; i++)
			stage[i] = chr_is_space(stage[i]) ? 0 : stage[i];
		return help_stages(stage) ? 0 : msg(MSG_NOT_FOUND_HELP, stage);
	}
	if (strcmp(name, "XEDIT") == 0 && call->plist->token[2][0])
		return help_subcommands(call->plist->token[2])
			       ? 0
			       : msg(MSG_NOT_FOUND_HELP, call->plist->token[2]);
	if (strcmp(name, "XEDIT") == 0)
		return help_command(name) && help_subcommands("") ? 0 : 28;
	if (strcmp(name, "PIPE") == 0)
		return help_command(name) && help_stages("") ? 0 : 28;
	return !name[0] || help_command(name) ? 0 : msg(MSG_NOT_FOUND_HELP, name);
}
