// SPDX-License-Identifier: Apache-2.0
/*
 * GLOBALV: variables that EXECs share, in groups. They are in storage; SETS and SETP also keep them
 * in SESSION GLOBALV, which is gone with the next IPL of CMS, and LASTING GLOBALV on disk A.
 */
#include "cmd/args.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/list.h"
#include "lib/string.h"
#include "nuc/session.h"
#include "nuc/stack.h"
#include "nuc/storage.h"
#include "rexx/rexx.h"
#include "text/globals.h"

#define UNNAMED    "UNNAMED"
#define WORDS_LEN  256
#define RC_NO_REXX 40

enum scope { STORAGE, SESSION, LASTING };

/* Function: a variable. In free storage of the nucleus. */
struct entry {
	struct list link;
	struct global global;
};

static struct list entries;
static bool is_ready; /* the files have been read */
static char selected[9] = UNNAMED;

static const char *const file_names[] = {[SESSION] = "SESSION", [LASTING] = "LASTING"};

/* ---- Variables in storage ------------------------------------------------ */

static struct entry *find(const char *group, const char *name)
{
	struct list *node;

	list_for_each (node, &entries) {
		struct entry *entry = LIST_ENTRY(node, struct entry, link);

		if (strcmp(entry->global.group, group) == 0 &&
			strcmp(entry->global.name, name) == 0)
			return entry;
	}
	return NULL;
}

static int keep(const struct global *global)
{
	struct entry *entry = find(global->group, global->name);

	if (!entry) {
		entry = stor_get(sizeof(*entry));
		if (!entry)
			return msg(MSG_NO_STORAGE);
		list_add_tail(&entries, &entry->link);
	}
	entry->global = *global;
	return 0;
}

/* "": of all groups. */
static void forget(const char *group)
{
	struct list *node, *next;

	list_for_each_safe (node, next, &entries) {
		struct entry *entry = LIST_ENTRY(node, struct entry, link);

		if (group[0] && strcmp(entry->global.group, group) != 0)
			continue;
		list_del(&entry->link);
		stor_put(entry, sizeof(*entry));
	}
}

/* ---- Files --------------------------------------------------------------- */

static int read_file(enum scope scope)
{
	struct fileid id = {.ft = "GLOBALV", .mode = 'A', .number = '*'};
	struct global *global = work_get(sizeof(*global));
	uint8_t record[GLOBAL_RECORD_MAX + 1];
	const struct edf_fst *fst;
	struct edf_file file;
	struct disk *disk;
	int rc, len;

	if (!global)
		return msg(MSG_NO_STORAGE);
	str_copy(id.fn, file_names[scope], sizeof(id.fn));
	fst = disk_find(&id, &disk);
	if (!fst)
		return 0;
	rc = edf_open(&disk->fs, &file, &fst->name);
	if (rc)
		return say_file_failed(rc, disk, id.fn, id.ft, false);
	while (!rc && (len = edf_read(&file, 0, record, sizeof(record))) >= 0)
		rc = global_parse(global, record, (unsigned)len) ? msg(MSG_NO_GROUP, id.fn)
								 : keep(global);
	edf_abandon(&file);
	return rc;
}

static int write_records(struct edf_file *file, const struct global *new)
{
	uint8_t record[GLOBAL_RECORD_MAX];

	return edf_write(file, 0, record, global_record(new, record));
}

/* What is new stands behind the old, and is what counts when the file is read. */
static int write_file(enum scope scope, const struct global *new)
{
	const ebc8_t fm[2] = {ebc_from_chr('A'), ebc_from_chr('1')};
	struct edf_name name;
	struct edf_file file;
	int rc;
	struct disk *disk = args_disk_write('A', &rc);

	if (!disk)
		return rc;
	disk_name(&name, file_names[scope], "GLOBALV");
	if (edf_find(&disk->fs, &name))
		rc = edf_open_write(&disk->fs, &file, &name);
	else
		rc = edf_create(&disk->fs, &file, &name, fm, EDF_VARIABLE, 0);
	if (!rc) {
		rc = write_records(&file, new);
		if (rc >= 0)
			rc = edf_close(&file, NULL);
		if (rc < 0)
			edf_abandon(&file);
	}
	rc = rc < 0 ? say_file_failed(rc, disk, file_names[scope], "GLOBALV", true) : 0;
	return disk_commit(disk, rc);
}

static void erase_file(enum scope scope)
{
	struct disk *disk = disk_of('A');
	struct edf_name name;

	disk_name(&name, file_names[scope], "GLOBALV");
	if (!disk || disk->is_read_only || !edf_find(&disk->fs, &name))
		return;
	disk_commit(disk, edf_erase(&disk->fs, &name) ? 100 : 0);
}

/* At the first GLOBALV of a session: what an earlier session had is gone. */
static int prepare(void)
{
	if (is_ready)
		return 0;
	list_init(&entries);
	is_ready = true;
	erase_file(SESSION);
	return read_file(LASTING);
}

/* ---- Functions ----------------------------------------------------------- */

/* Takes a word off a line, cut to size. */
static const char *take_word(const char *at, char *word, size_t size)
{
	size_t len = 0;

	while (chr_is_space(*at))
		at++;
	for (; *at && !chr_is_space(*at); at++)
		if (len + 1 < size)
			word[len++] = *at;
	word[len] = 0;
	return at;
}

static int set(const char *name, const char *value, enum scope scope)
{
	struct global *global = work_get(sizeof(*global));
	int rc;

	if (!global)
		return msg(MSG_NO_STORAGE);
	str_copy(global->group, selected, sizeof(global->group));
	str_copy(global->name, name, sizeof(global->name));
	str_copy(global->value, value, sizeof(global->value));
	rc = keep(global);
	return rc || scope == STORAGE ? rc : write_file(scope, global);
}

/* "name value" pairs, or behind SETL one name and a value with blanks. */
static int set_all(const char *rest, enum scope scope, bool is_literal)
{
	char name[WORDS_LEN], value[WORDS_LEN];
	int rc = 0;

	do {
		rest = take_word(rest, name, sizeof(name));
		str_upper(name);
		if (!name[0])
			return rc;
		if (is_literal)
			return set(name, rest + (*rest != 0), scope);
		rest = take_word(rest, value, sizeof(value));
		rc = set(name, value, scope);
	} while (!rc);
	return rc;
}

static int set_words(const char *rest)
{
	return set_all(rest, STORAGE, false);
}

static int set_session(const char *rest)
{
	return set_all(rest, SESSION, false);
}

static int set_lasting(const char *rest)
{
	return set_all(rest, LASTING, false);
}

static int set_literal(const char *rest)
{
	return set_all(rest, STORAGE, true);
}

static int set_literal_session(const char *rest)
{
	return set_all(rest, SESSION, true);
}

static int set_literal_lasting(const char *rest)
{
	return set_all(rest, LASTING, true);
}

/* Does with each name what is wanted of it. */
static int each_name(
	const char *rest, int (*act)(const char *name, enum scope scope), enum scope scope)
{
	char name[WORDS_LEN];
	int rc = 0;

	while (!rc) {
		rest = take_word(rest, name, sizeof(name));
		str_upper(name);
		if (!name[0])
			return 0;
		rc = act(name, scope);
	}
	return rc;
}

/* From the EXEC that called. */
static int put_one(const char *name, enum scope scope)
{
	char value[WORDS_LEN];
	size_t len = 0;

	if (rexx_variable_get(name, value, sizeof(value) - 1, &len))
		return RC_NO_REXX;
	value[MIN(len, sizeof(value) - 1)] = 0;
	return set(name, value, scope);
}

static int put(const char *rest)
{
	return each_name(rest, put_one, STORAGE);
}

static int put_session(const char *rest)
{
	return each_name(rest, put_one, SESSION);
}

static int put_lasting(const char *rest)
{
	return each_name(rest, put_one, LASTING);
}

/* What was never set is empty. */
static const char *value_of(const char *name)
{
	const struct entry *entry = find(selected, name);

	return entry ? entry->global.value : "";
}

static int get_one(const char *name, enum scope scope)
{
	const char *value = value_of(name);

	(void)scope;
	return rexx_variable_set(name, value, strlen(value)) ? RC_NO_REXX : 0;
}

static int get(const char *rest)
{
	return each_name(rest, get_one, STORAGE);
}

static int stack_one(const char *name, enum scope scope)
{
	(void)scope;
	return stack_put(value_of(name), true) ? 0 : msg(MSG_NO_STORAGE);
}

static int stack(const char *rest)
{
	return each_name(rest, stack_one, STORAGE);
}

static int list(const char *rest)
{
	char name[WORDS_LEN];
	struct list *node;

	take_word(rest, name, sizeof(name));
	str_upper(name);
	console_format("SELECTED TABLE IS: %s", selected);
	list_for_each (node, &entries) {
		const struct global *global = &LIST_ENTRY(node, struct entry, link)->global;

		if (strcmp(global->group, selected) == 0 &&
			(!name[0] || strcmp(global->name, name) == 0))
			console_format("%s=%s", global->name, global->value);
	}
	return 0;
}

static int purge_group(const char *rest)
{
	(void)rest;
	forget(selected);
	return 0;
}

static const struct {
	const char *name;
	int (*run)(const char *rest);
} functions[] = {{"SET", set_words}, {"SETS", set_session}, {"SETP", set_lasting},
	{"SETL", set_literal}, {"SETLS", set_literal_session}, {"SETLP", set_literal_lasting},
	{"PUT", put}, {"PUTS", put_session}, {"PUTP", put_lasting}, {"GET", get}, {"LIST", list},
	{"STACK", stack}, {"PURGE", purge_group}};

/* Function behind SELECT group, or without it. */
static int run(const char *rest)
{
	char word[WORDS_LEN];

	rest = take_word(rest, word, sizeof(word));
	str_upper(word);
	for (unsigned i = 0; i < ARRAY_LEN(functions); i++)
		if (strcmp(word, functions[i].name) == 0)
			return functions[i].run(rest);
	return word[0] ? msg(MSG_INVALID_FUNCTION, word) : 0;
}

/* GLOBALV [SELECT [group]] function ...; INIT; PURGE alone: all groups. */
int cmd_globalv(const struct call *call)
{
	const struct plist *plist = call->plist;
	const bool has_group = strcmp(plist->token[1], "SELECT") == 0;
	char group[9];
	int rc = prepare();

	if (rc)
		return rc;
	if (!plist->token[1][0])
		return msg(MSG_NO_FUNCTION);
	if (strcmp(plist->token[1], "INIT") == 0)
		return 0;
	if (strcmp(plist->token[1], "PURGE") == 0) {
		forget("");
		return 0;
	}
	if (!has_group)
		return run(call_rest(call, 1));
	take_word(call_rest(call, 2), group, sizeof(group));
	str_upper(group);
	str_copy(selected, group[0] ? group : UNNAMED, sizeof(selected));
	return plist->token[3][0] ? run(call_rest(call, 3)) : 0;
}
