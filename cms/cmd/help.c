// SPDX-License-Identifier: Apache-2.0
/*
 * HELP: what the tables of commands, settings, subcommands, stages and messages say. What CMS knows
 * nothing about is asked of CP's HELP.
 */
#include "cmd/cmd.h"
#include "lib/string.h"
#include "nuc/immediate.h"
#include "nuc/session.h"
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

static bool explain(const char *text, const char *explanation)
{
	type_text(text);
	type_text(explanation);
	return true;
}

static void list(const char *name, const char *purpose)
{
	char line[WIDTH + 1];

	str_format(line, sizeof(line), "%-11s %s", name, purpose);
	console_put(line);
}

/* The first word of a text, upper case, cut. */
static const char *take_word(const char *text, char word[16])
{
	unsigned len = 0;

	for (; *text && *text != ' '; text++)
		if (len < 15)
			word[len++] = chr_upper(*text);
	word[len] = 0;
	while (*text == ' ')
		text++;
	return text;
}

/* ---- Messages ------------------------------------------------------------ */

static bool help_cms_message(uint64_t wanted)
{
	const char *text, *explanation;
	bool is_any = false;

	for (unsigned id = 1; id < MSG_COUNT; id++)
		if (msg_about(id, &text, &explanation) == wanted)
			is_any = explain(text, explanation);
	return is_any;
}

static bool help_xedit_message(uint64_t wanted)
{
	const char *text, *explanation;
	bool is_any = false;
	unsigned number;

	for (unsigned i = 0; xedit_message_about(i, &number, &text, &explanation); i++)
		if (number == wanted)
			is_any = explain(text, explanation);
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

	for (unsigned i = 0; i < ARRAY_LEN(errors); i++)
		if (errors[i].number == wanted)
			return explain(errors[i].text, errors[i].explanation);
	return false;
}

/* "2", "002E", "DMSLST002E": all messages of CMS with that number; "FPLSCA027E": one of PIPE. */
static bool help_message(const char *name)
{
	const char *digits = name, *text, *explanation;
	bool is_pipe = memcmp(name, "FPL", 3) == 0, is_any;
	size_t len = 0;
	uint64_t number;

	if ((is_pipe || memcmp(name, "DMS", 3) == 0) && strlen(name) > 6)
		digits += 6;
	while (chr_is_digit(digits[len]))
		len++;
	if (!len || strlen(digits + len) > 1 || str_to_dec(digits, len, &number))
		return false;
	if (is_pipe) {
		explanation = pipe_message_about((unsigned)number, &text);
		return explanation && explain(text, explanation);
	}
	is_any = help_cms_message(number);
	is_any |= help_xedit_message(number);
	return help_rexx_message(number) || is_any;
}

/* ---- PIPE and XEDIT ------------------------------------------------------ */

/* "": all stages. */
static bool help_stages(const char *wanted)
{
	const char *name, *syntax, *purpose;
	bool is_any = !wanted[0];

	for (unsigned i = 0; pipe_stage_nr(i, &name, &syntax, &purpose); i++) {
		if (!wanted[0])
			list(name, purpose);
		else if (mem_casecmp(wanted, name, MAX(strlen(name), strlen(wanted)) + 1) == 0)
			is_any = explain(syntax, purpose);
	}
	return is_any;
}

/* Of a table that `about` shows: all, or the first whose name the word abbreviates. */
static bool help_rows(const char *wanted,
	bool (*about)(unsigned nr, const char **name, const char **syntax, const char **purpose))
{
	const char *name, *syntax, *purpose;

	for (unsigned i = 0; wanted[0] && about(i, &name, &syntax, &purpose); i++)
		if (strcmp(wanted, name) == 0)
			return explain(syntax, purpose);
	for (unsigned i = 0; about(i, &name, &syntax, &purpose); i++) {
		if (!wanted[0])
			list(name, purpose);
		else if (is_abbreviation(wanted, name, 1))
			return explain(syntax, purpose);
	}
	return !wanted[0];
}

static bool help_prefix(void)
{
	const char *name, *purpose;

	for (unsigned i = 0; xedit_prefix_about(i, &name, &purpose); i++)
		list(name, purpose);
	return true;
}

/* Subcommands; PREFIX: the prefix area; SET, QUERY, EXTRACT: options, or one. */
static bool help_xedit(const char *words)
{
	char word[16], option[16];

	take_word(take_word(words, word), option);
	if (strcmp(word, "PREFIX") == 0)
		return help_prefix();
	if (!word[0])
		return help_rows(word, xedit_about) && (list("PREFIX", "The prefix area"), true);
	if (strcmp(word, "SET") != 0 && strcmp(word, "QUERY") != 0 && strcmp(word, "EXTRACT") != 0)
		return help_rows(word, xedit_about) || help_rows(word, xedit_option_about);
	return (option[0] || help_rows(word, xedit_about)) && help_rows(option, xedit_option_about);
}

/* ---- Commands ------------------------------------------------------------ */

static bool help_command(const char *name)
{
	const char *immediate, *purpose;

	for (unsigned i = 0; i < nr_commands; i++)
		if (is_abbreviation(name, commands[i].name, commands[i].min))
			return explain(commands[i].syntax, commands[i].purpose);
	for (unsigned i = 0; immediate_about(i, &immediate, &purpose); i++)
		if (strcmp(name, immediate) == 0)
			return explain(immediate, purpose);
	return false;
}

/* SET or QUERY and a setting of CMS. */
static bool help_setting(const char *name, const char *setting)
{
	static const struct {
		const char *name, *values, *purpose;
	} settings[] = {
#define SETTING(name, min, member, purpose) {name, "ON|OFF", purpose},
#include "cmd/setting.def"
#undef SETTING
#define CHOICE(name, min, first, second, purpose) {name, first "|" second, purpose},
#include "cmd/choice.def"
#undef CHOICE
	};
	char line[40];

	for (unsigned i = 0; i < ARRAY_LEN(settings); i++) {
		if (strcmp(setting, settings[i].name) != 0)
			continue;
		str_format(line, sizeof(line), "%s %s %s", name, setting,
			strcmp(name, "SET") == 0 ? settings[i].values : "");
		return explain(line, settings[i].purpose);
	}
	return false;
}

static void list_all(void)
{
	const char *name, *purpose;

	for (unsigned i = 0; i < nr_commands; i++)
		list(commands[i].name, commands[i].purpose);
	for (unsigned i = 0; immediate_about(i, &name, &purpose); i++)
		list(name, purpose);
	type_text("HELP XEDIT, HELP PIPE and HELP CP list subcommands, stages and CP's commands; "
		  "HELP "
		  "and the number of a message explains it.");
}

static bool help_cp(const char *words)
{
	char line[CONSOLE_LINE + 1];

	str_format(line, sizeof(line), "HELP %s", words);
	return command_cp_for(line, true) == 0;
}

/* What is there in CMS about the words. */
static bool help_cms(const char *name, const char *rest)
{
	char word[16];

	take_word(rest, word);
	if (!rest[0] && (memcmp(name, "DMS", 3) == 0 || memcmp(name, "FPL", 3) == 0 ||
				chr_is_digit(name[0])))
		return help_message(name);
	if (strcmp(name, "XEDIT") == 0 || (name[0] == 'X' && !name[1]))
		return (rest[0] || help_command("XEDIT")) && help_xedit(rest);
	if (strcmp(name, "PIPE") == 0)
		return (rest[0] || help_command(name)) && help_stages(word);
	return rest[0] ? help_setting(name, word) : help_command(name);
}

int cmd_help(const struct call *call)
{
	const char *words = call_rest(call, 1), *rest;
	char name[16];

	rest = take_word(words, name);
	if (strcmp(name, "CMS") == 0)
		rest = take_word(rest, name);
	if (!name[0])
		list_all();
	else if (strcmp(name, "CP") == 0 && rest[0])
		return help_cp(rest) ? 0 : msg(MSG_NOT_FOUND_HELP, rest);
	else if (!help_cms(name, rest) && !help_cp(words))
		return msg(MSG_NOT_FOUND_HELP, name);
	if (strcmp(name, "CP") == 0)
		return help_cp("") ? 0 : 28;
	if (strcmp(name, "QUERY") == 0 && !rest[0])
		type_text("HELP CP QUERY shows what CP can be asked.");
	if (strcmp(name, "SET") == 0 && !rest[0])
		type_text("HELP CP SET shows what CP can be told.");
	return 0;
}
