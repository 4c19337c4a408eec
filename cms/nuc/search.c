// SPDX-License-Identifier: Apache-2.0
/*
 * Which command a line means. The order is: nucleus extensions, EXEC files of accessed disks,
 * commands of the nucleus by their whole names, MODULE files; the same by synonyms; commands of the
 * nucleus by abbreviations; CP's commands.
 */
#include "nuc/session.h"

#include "cmd/cmd.h"
#include "cmd/execlist.h"
#include "lib/string.h"
#include "nuc/cpcall.h"
#include "nuc/disk.h"
#include "nuc/extension.h"
#include "nuc/machine.h"
#include "nuc/module.h"
#include "nuc/storage.h"
#include "nuc/synonym.h"

#define REPLY_SIZE 0x4000

struct session session = {.impcp = true, .impex = true, .abbrev = true, .module = "CMS"};

static const struct command *find(const char *name, bool abbreviated)
{
	for (unsigned i = 0; i < nr_commands; i++) {
		const struct command *command = &commands[i];

		if (strcmp(name, command->name) == 0 ||
			(abbreviated && is_abbreviation(name, command->name, command->min)))
			return command;
	}
	return NULL;
}

static void type_lines(char *text, uint32_t len)
{
	for (uint32_t begin = 0, end = 0; begin < len; begin = ++end) {
		while (end < len && text[end] != '\n')
			end++;
		text[end] = 0;
		console_put(text + begin);
	}
}

int command_cp_for(const char *line, bool is_quiet)
{
	static char reply[REPLY_SIZE + 1] NOT_ZEROED;
	uint32_t len;
	int rc = cp_command_reply(line, strlen(line), reply, REPLY_SIZE, &len);
	char number[12];

	if (rc == 1)
		return RC_UNKNOWN;
	if (rc && is_quiet)
		return rc;
	type_lines(reply, MIN(len, REPLY_SIZE));
	console_flush();
	if (len > REPLY_SIZE) {
		str_format(number, sizeof(number), "%u", len - REPLY_SIZE);
		msg(MSG_TRUNCATED, number);
	}
	return rc;
}

int command_cp(const char *line)
{
	return command_cp_for(line, false);
}

/* Calls it; what it took of storage goes back. */
static int run(const struct command *command, const struct call *call)
{
	const char *outer = session.module;
	void *mark = storage_mark();
	int rc;

	session.module = command->module;
	rc = command->run(call);
	console_flush();
	session.module = outer;
	storage_release(mark);
	return rc;
}

/* Commands of which the end is text of any length. */
static bool takes_any_words(const struct command *command)
{
	return command->run == cmd_cp || command->run == cmd_exec || command->run == cmd_pipe ||
	       command->run == cmd_tell || command->run == cmd_globalv;
}

static int call_exec(const char *name, const struct call *call)
{
	const char *args = call_rest(call, 1);

	return exec_run(name, args);
}

/* An extension, an EXEC, a command of the nucleus by its whole name, or a program. */
static int call_exactly(
	const char *name, const struct call *call, bool is_all, enum command_from from)
{
	const struct extension *extension = extension_find(name);
	const struct command *command = find(name, false);
	char number[12];
	int rc = RC_UNKNOWN;

	if (extension)
		return module_start(extension->content, extension->len, call->line, call->plist);
	if (from == COMMAND_PERSON && session.impex)
		rc = call_exec(name, call);
	if (rc != RC_UNKNOWN)
		return rc;
	if (!command)
		return module_call(name, call->line, call->plist);
	str_format(number, sizeof(number), "%u", PLIST_MAX);
	return is_all || takes_any_words(command) ? run(command, call) : msg(MSG_TOO_LONG, number);
}

static int search_and_call(const char *line, enum command_from from)
{
	const struct command *command;
	struct plist plist;
	bool is_all = plist_parse(&plist, line) == 0;
	struct call call = {line, &plist};
	const char *synonym = synonym_find(plist.token[0]);
	int rc;

	disk_refresh();
	rc = call_exactly(plist.token[0], &call, is_all, from);
	if (rc != RC_UNKNOWN || from == COMMAND_EXEC)
		return rc;
	if (synonym) {
		str_copy(plist.token[0], synonym, sizeof(plist.token[0]));
		rc = call_exactly(plist.token[0], &call, is_all, from);
	}
	command = rc == RC_UNKNOWN && session.abbrev ? find(plist.token[0], true) : NULL;
	return command ? call_exactly(command->name, &call, is_all, from) : rc;
}

/* For SVCTRACE: what is called, by whom, and how it ended. */
static void tell_call(const char *line, enum command_from from, int rc)
{
	static const char *const who[] = {"terminal", "program", "EXEC"};
	struct plist plist;

	if (!session.svctrace || session.svctrace_pauses)
		return;
	if (plist_parse(&plist, line) && !plist.nr)
		return; /* of too many words the first are there */
	console_format(
		"SVCTRACE %-8s %-8s FROM %s RC %d", plist.token[0], plist.token[1], who[from], rc);
}

int command_from(const char *line, enum command_from from)
{
	int rc = search_and_call(line, from);

	tell_call(line, from, rc);
	return rc;
}

int command_cms(const char *line)
{
	return command_from(line, COMMAND_PROGRAM);
}

int command_line(const char *line)
{
	int rc = command_from(line, COMMAND_PERSON);

	return rc == RC_UNKNOWN && session.impcp ? command_cp(line) : rc;
}
