// SPDX-License-Identifier: Apache-2.0
/*
 * EXECIO: lines between files, the program stack, the console and CP.
 * Differs: a file is closed each time, as with FINIS: reading begins at the first line, or at the
 * one that is named, and writing behind the last.
 */
#include "cmd/args.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/cpcall.h"
#include "nuc/immediate.h"
#include "nuc/stack.h"
#include "nuc/storage.h"

#define LIFO       1
#define SKIP       2
#define RC_END     2 /* of the file came first */
#define REPLY_SIZE 0x8000

/* Function: one EXECIO; in work storage. */
struct execio {
	const struct call *call;
	uint32_t lines, bits; /* UINT32_MAX: all */
	const char *string;   /* behind STRING, as it was typed; NULL: the stack */
	uint32_t from;        /* number of the first record; 0: not said */
	struct fileid id;
	uint32_t size;
	char *text; /* of that size, and a final NUL */
	ebc8_t *record;
};

/* ---- Words --------------------------------------------------------------- */

/* Options that only files and variables of EXECs have are taken and change nothing. */
static int take_options(struct execio *e)
{
	const struct plist *plist = e->call->plist;

	for (unsigned at = args_nr(e->call) + 2; at < plist->nr; at++) {
		const char *word = plist->token[at];

		if (strcmp(word, "LIFO") == 0)
			e->bits |= LIFO;
		else if (strcmp(word, "SKIP") == 0)
			e->bits |= SKIP;
		else if (is_abbreviation(word, "STRING", 2)) {
			e->string = e->call->line + plist->at[at];
			while (*e->string && !chr_is_space(*e->string))
				e->string++;
			if (*e->string)
				e->string++;
			return 0;
		} else if (strcmp(word, "FIFO") != 0 && strcmp(word, "FINIS") != 0 &&
			   word[0] != ')') {
			return msg(MSG_INVALID_OPTION, word);
		}
	}
	return 0;
}

static int take_number(const char *word, uint32_t *value)
{
	uint64_t number;

	if (str_to_dec(word, strlen(word), &number) || number > UINT32_MAX)
		return msg(MSG_INVALID_PARAMETER, word);
	*value = (uint32_t)number;
	return 0;
}

/* ---- The stack and the string -------------------------------------------- */

static int put_stack(const struct execio *e, const char *line)
{
	if (e->bits & SKIP)
		return 0;
	return stack_put(line, e->bits & LIFO) ? 0 : msg(MSG_NO_STORAGE);
}

/* The next line to be written. False: there is none. */
static bool next_line(struct execio *e, char line[STACK_LINE + 1])
{
	if (e->string) {
		str_copy(line, e->string, STACK_LINE + 1);
		e->string = NULL;
		e->lines = 0; /* it is the only one */
		return true;
	}
	if (e->lines == 0)
		return false;
	if (e->lines != UINT32_MAX)
		e->lines--;
	if (!stack_take(line, STACK_LINE + 1))
		console_read(line, true);
	return line[0] || e->lines != UINT32_MAX;
}

/* ---- Files --------------------------------------------------------------- */

/* Makes room for the file's records, and for a line. */
static int make_room(struct execio *e, const struct edf_file *file)
{
	e->size = MAX(longest_record(&file->fst), STACK_LINE);
	e->text = work_get(e->size + 1);
	e->record = work_get(e->size);
	return e->text && e->record ? 0 : -E_NOMEM;
}

static int read_records(struct execio *e, struct edf_file *file)
{
	uint32_t left = e->lines, nr = e->from ? e->from : 1;

	for (; left; nr++, left -= left != UINT32_MAX) {
		int rc, len = edf_read(file, nr, e->record, e->size);

		immediate_obey();
		if (len == -E_RANGE)
			return left == UINT32_MAX ? 0 : RC_END;
		if (len < 0)
			return len;
		ebc_to_ascii(e->text, e->record, (size_t)len);
		e->text[len] = 0;
		rc = put_stack(e, e->text);
		if (rc)
			return rc;
	}
	return 0;
}

static int diskr(struct execio *e)
{
	const struct edf_fst *fst;
	struct edf_file file;
	struct disk *disk;
	int rc = args_fileid(e->call, 3, args_nr(e->call), '*', false, &e->id);

	if (!rc && args_nr(e->call) >= 6)
		rc = take_number(e->call->plist->token[6], &e->from);
	if (rc)
		return rc;
	fst = disk_find(&e->id, &disk);
	if (!fst)
		return msg(MSG_FILE_NOT_FOUND, e->id.fn, e->id.ft, (const char[2]){e->id.mode});
	rc = edf_open(&disk->fs, &file, &fst->name);
	if (!rc) {
		rc = make_room(e, &file);
		if (!rc)
			rc = read_records(e, &file);
		edf_abandon(&file);
	}
	return rc < 0 ? say_file_failed(rc, disk, e->id.fn, e->id.ft, false) : rc;
}

static int open_output(struct execio *e, struct disk *disk, struct edf_file *file)
{
	const struct plist *plist = e->call->plist;
	const unsigned nr = args_nr(e->call);
	const ebc8_t fm[2] = {
		ebc_from_chr(disk->mode), ebc_from_chr(e->id.number == '*' ? '1' : e->id.number)};
	bool is_fixed = nr >= 7 && plist->token[7][0] == 'F';
	uint32_t lrecl = 80;
	struct edf_name name;

	if (nr >= 8 && (take_number(plist->token[8], &lrecl) || !lrecl || lrecl > EDF_LRECL_MAX))
		return -E_INVAL;
	disk_name(&name, e->id.fn, e->id.ft);
	if (edf_find(&disk->fs, &name))
		return edf_open_write(&disk->fs, file, &name);
	return edf_create(&disk->fs, file, &name, fm, is_fixed ? EDF_FIXED : EDF_VARIABLE, lrecl);
}

static int write_line(struct execio *e, struct edf_file *file, const char *line)
{
	uint32_t len = (uint32_t)strlen(line), lrecl = be32_get(file->fst.lrecl);

	memset(e->record, EBC_BLANK, file->fst.recfm == EDF_FIXED ? lrecl : 1);
	ebc_from_ascii(e->record, line, len);
	len = file->fst.recfm == EDF_FIXED ? lrecl : MAX(len, 1);
	return MIN(edf_write(file, e->from, e->record, len), 0);
}

static int diskw(struct execio *e)
{
	char line[STACK_LINE + 1];
	struct edf_file file;
	struct disk *disk;
	int rc = args_fileid(e->call, 3, args_nr(e->call), 0, false, &e->id);

	if (!rc && args_nr(e->call) >= 6)
		rc = take_number(e->call->plist->token[6], &e->from);
	if (rc)
		return rc;
	disk = args_disk_write(e->id.mode, &rc);
	if (!disk)
		return rc;
	rc = open_output(e, disk, &file);
	if (rc == -E_INVAL)
		return 24;
	if (rc)
		return say_file_failed(rc, disk, e->id.fn, e->id.ft, true);
	rc = make_room(e, &file);
	while (!rc && next_line(e, line)) {
		rc = write_line(e, &file, line);
		e->from = e->from ? e->from + 1 : 0;
	}
	if (!rc)
		rc = edf_close(&file, NULL);
	if (rc) {
		edf_abandon(&file);
		rc = say_file_failed(rc, disk, e->id.fn, e->id.ft, true);
	}
	return disk_commit(disk, rc);
}

/* ---- CP and the console -------------------------------------------------- */

static int cp(struct execio *e)
{
	char command[STACK_LINE + 1], *reply = work_get(REPLY_SIZE + 1);
	uint32_t len, left = e->lines;
	int rc;

	if (!reply)
		return msg(MSG_NO_STORAGE);
	if (!next_line(e, command))
		return 0;
	rc = cp_command_reply(command, strlen(command), reply, REPLY_SIZE, &len);
	len = MIN(len, REPLY_SIZE);
	for (uint32_t begin = 0, end = 0; begin < len && left; begin = ++end) {
		while (end < len && reply[end] != '\n')
			end++;
		reply[end] = 0;
		if (put_stack(e, reply + begin))
			return 104;
		left -= left != UINT32_MAX;
	}
	return rc;
}

static int emsg(struct execio *e)
{
	char line[STACK_LINE + 1];

	while (next_line(e, line))
		console_write(line);
	return 0;
}

int cmd_execio(const struct call *call)
{
	static const struct {
		const char *name;
		int (*run)(struct execio *e);
	} operations[] = {{"CP", cp}, {"DISKR", diskr}, {"DISKW", diskw}, {"EMSG", emsg}};
	const char *word = call->plist->token[1], *operation = call->plist->token[2];
	struct execio *e = work_get(sizeof(*e));
	int rc;

	if (!e)
		return msg(MSG_NO_STORAGE);
	if (args_nr(call) < 2)
		return msg(MSG_NO_FUNCTION);
	e->call = call;
	e->lines = UINT32_MAX;
	rc = strcmp(word, "*") == 0 ? 0 : take_number(word, &e->lines);
	if (!rc)
		rc = take_options(e);
	for (unsigned i = 0; !rc && i < ARRAY_LEN(operations); i++)
		if (strcmp(operation, operations[i].name) == 0)
			return operations[i].run(e);
	return rc ? rc : msg(MSG_INVALID_FUNCTION, operation);
}
