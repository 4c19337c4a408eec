// SPDX-License-Identifier: Apache-2.0
/*
 * EXECIO: lines between files, the program stack or variables of an EXEC, the console, CP, printer
 * and punch. A file that is read goes on at the next line until FINIS, or until CMS is ready again;
 * writing is behind the last line. Files are closed in between all the same: only the place is
 * kept.
 */
#include "cmd/args.h"
#include "cmd/unitrec.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/cpcall.h"
#include "nuc/immediate.h"
#include "nuc/place.h"
#include "nuc/stack.h"
#include "nuc/storage.h"
#include "rexx/rexx.h"

#define LIFO        1
#define SKIP        2
#define STEM        4
#define VAR         8
#define FINIS       16
#define STRIP       32
#define FIND        64
#define LOCATE      128
#define AVOID       256
#define SEARCHES    (FIND | LOCATE | AVOID)
#define NAME_MAX    250 /* characters of a variable's name */
#define RC_END      2   /* of the file came first */
#define RC_NOT_OPEN 6
#define RC_MISSED   3 /* no line is what FIND, LOCATE or AVOID want */
#define REPLY_SIZE  0x8000

/* Function: one EXECIO; in work storage. */
struct execio {
	const struct call *call;
	uint32_t lines, bits; /* UINT32_MAX: all */
	const char *string;   /* behind STRING, as it was typed; NULL: the stack */
	uint32_t from;        /* number of the first record; 0: not said */
	struct fileid id;
	char search[NAME_MAX + 1]; /* of FIND, LOCATE, AVOID */
	uint32_t margin1, margin2; /* columns that are used, from 1 */
	uint32_t zone1, zone2;     /* columns that are searched */
	char name[NAME_MAX + 12];  /* of the variable, or the stem */
	size_t name_len;
	uint32_t nr;   /* of the last element of the stem */
	uint32_t size; /* of the longest line */
	char *text;    /* of that size, and a final NUL */
	ebc8_t *record;
};

/* ---- Words --------------------------------------------------------------- */

/* The name behind STEM or VAR, which may be longer than a token. */
static int take_name(struct execio *e, unsigned at, uint32_t bit)
{
	const char *word = e->call->line + e->call->plist->at[at];

	while (word[e->name_len] && !chr_is_space(word[e->name_len]) && word[e->name_len] != ')')
		e->name_len++;
	if (!e->name_len || e->name_len > NAME_MAX)
		return msg(MSG_INVALID_PARAMETER, e->call->plist->token[at]);
	if (!rexx_is_caller())
		return msg(MSG_NO_EXEC, e->call->plist->token[at]);
	memcpy(e->name, word, e->name_len);
	e->bits |= bit;
	return 0;
}

/* The string behind FIND, LOCATE or AVOID between two of any character; *at is moved behind its
 * words. */
static int take_search(struct execio *e, unsigned *at, uint32_t bit)
{
	const struct plist *plist = e->call->plist;
	const char *text = e->call->line + plist->at[*at], *end;
	char delimiter = *text;
	size_t len = 0;

	end = delimiter ? strchr(text + 1, delimiter) : NULL;
	if (!end || end - text - 1 > NAME_MAX)
		return msg(MSG_INVALID_OPERAND, plist->token[*at], "FIND");
	for (text++; text < end; text++)
		e->search[len++] = *text;
	e->search[len] = 0;
	e->bits = (e->bits & ~SEARCHES) | bit;
	while (*at + 1 < plist->nr && e->call->line + plist->at[*at + 1] <= end)
		++*at;
	return 0;
}

static int take_number(const char *word, uint32_t *value);

/* Two columns, "*" for the last one. */
static int take_columns(struct execio *e, unsigned *at, uint32_t *first, uint32_t *last)
{
	const struct plist *plist = e->call->plist;
	const char *word = plist->token[*at],
		   *second = *at < PLIST_MAX ? plist->token[*at + 1] : "";
	int rc = take_number(word, first);

	++*at;
	*last = EDF_LRECL_MAX;
	if (!rc && strcmp(second, "*") != 0)
		rc = take_number(second, last);
	return rc || (*first && *first <= *last) ? rc : msg(MSG_INVALID_PARAMETER, second);
}

/* An option with operands. Returns a negative number if it is another word. */
static int take_long_option(struct execio *e, const char *word, unsigned *at)
{
	uint32_t ignored;

	++*at;
	if (strcmp(word, "STEM") == 0)
		return take_name(e, *at, STEM);
	if (strcmp(word, "VAR") == 0)
		return take_name(e, *at, VAR);
	if (strcmp(word, "FIND") == 0)
		return take_search(e, at, FIND);
	if (is_abbreviation(word, "LOCATE", 2))
		return take_search(e, at, LOCATE);
	if (is_abbreviation(word, "AVOID", 2))
		return take_search(e, at, AVOID);
	if (is_abbreviation(word, "MARGINS", 3))
		return take_columns(e, at, &e->margin1, &e->margin2);
	if (is_abbreviation(word, "ZONE", 1))
		return take_columns(e, at, &e->zone1, &e->zone2);
	if (is_abbreviation(word, "BUFFER", 3)) /* as large as it can be always */
		return take_number(e->call->plist->token[*at], &ignored);
	--*at;
	return -E_NOENT;
}

static int take_options(struct execio *e)
{
	static const struct {
		const char *name;
		uint8_t min;
		uint32_t bit;
	} flags[] = {{"FIFO", 2, 0}, {"LIFO", 2, LIFO}, {"SKIP", 2, SKIP}, {"FINIS", 3, FINIS},
		{"STRIP", 3, STRIP}, {"NOTYPE", 3, 0}, {"TYPE", 2, 0}, {")", 1, 0}};
	const struct plist *plist = e->call->plist;

	for (unsigned at = args_nr(e->call) + 2; at < plist->nr; at++) {
		const char *word = plist->token[at];
		unsigned i = 0;
		int rc;

		if (is_abbreviation(word, "STRING", 3)) {
			e->string = e->call->line + plist->at[at];
			while (*e->string && !chr_is_space(*e->string))
				e->string++;
			if (*e->string)
				e->string++;
			return 0;
		}
		rc = take_long_option(e, word, &at);
		if (rc > 0)
			return rc;
		if (rc == 0)
			continue;
		while (i < ARRAY_LEN(flags) && !is_abbreviation(word, flags[i].name, flags[i].min))
			i++;
		if (i == ARRAY_LEN(flags))
			return msg(MSG_INVALID_OPTION, word);
		e->bits |= flags[i].bit;
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

/* ---- Lines --------------------------------------------------------------- */

/* The columns of MARGINS, without blanks at the end if they are not wanted. */
static void cut(const struct execio *e, char *text)
{
	size_t len = strlen(text), first = MIN(e->margin1 - 1, len);

	len = MIN(len, e->margin2);
	while ((e->bits & STRIP) && len > first && text[len - 1] == ' ')
		len--;
	memmove(text, text + first, len - first);
	text[len - first] = 0;
}

/* Is a line the one that FIND, LOCATE or AVOID want? */
static bool is_wanted(const struct execio *e, const char *text)
{
	size_t len = strlen(text), wanted = strlen(e->search), at = e->zone1 - 1;
	size_t end = MIN(len, e->zone2);
	bool is_in = false;

	for (; !is_in && at + wanted <= end; at++) {
		is_in = memcmp(text + at, e->search, wanted) == 0;
		if (e->bits & FIND)
			break;
	}
	return e->bits & AVOID ? !is_in : is_in;
}

/* ---- The stack, variables, and the string -------------------------------- */

/* The name of an element of the stem. */
static void name_element(struct execio *e, uint32_t nr)
{
	str_format(e->name + e->name_len, sizeof(e->name) - e->name_len, "%u", nr);
}

static int variable_failed(struct execio *e, int rc)
{
	return rc == -E_NOMEM ? msg(MSG_NO_STORAGE) : msg(MSG_BAD_VARIABLE, e->name);
}

static int set_variable(struct execio *e, const char *line)
{
	int rc = rexx_variable_set(e->name, line, strlen(line));

	return rc ? variable_failed(e, rc) : 0;
}

/* Elements that were read are counted in element 0. */
static int end_stem(struct execio *e, int rc)
{
	char count[12];
	int failed;

	if (!(e->bits & STEM) || (e->bits & SKIP) || (rc && rc != RC_END && rc != RC_MISSED))
		return rc;
	str_format(count, sizeof(count), "%u", e->nr);
	name_element(e, 0);
	failed = set_variable(e, count);
	return failed ? failed : rc;
}

/* A variable's value, as a line of at most e->size bytes. */
static int get_variable(struct execio *e)
{
	size_t len;
	int rc = rexx_variable_get(e->name, e->text, e->size, &len);

	if (rc)
		return variable_failed(e, rc);
	e->text[MIN(len, e->size)] = 0;
	return 0;
}

/* With *: as many as element 0 says. */
static int count_stem(struct execio *e)
{
	uint64_t number;
	int rc;

	if (!(e->bits & STEM) || e->lines != UINT32_MAX)
		return 0;
	name_element(e, 0);
	rc = get_variable(e);
	if (!rc && (str_to_dec(e->text, strlen(e->text), &number) || number >= UINT32_MAX))
		rc = msg(MSG_BAD_VARIABLE, e->name);
	e->lines = rc ? 0 : (uint32_t)number;
	return rc;
}

static int put_line(struct execio *e, const char *line)
{
	if (e->bits & SKIP)
		return 0;
	if (e->bits & STEM)
		name_element(e, ++e->nr);
	if (e->bits & (STEM | VAR))
		return set_variable(e, line);
	return stack_put(line, e->bits & LIFO) ? 0 : msg(MSG_NO_STORAGE);
}

/* The next line to be written, in e->text. False: there is none, *rc is 0 or why. */
static bool next_line(struct execio *e, int *rc)
{
	*rc = 0;
	if (e->string) {
		str_copy(e->text, e->string, e->size + 1);
		e->string = NULL;
		e->lines = 0; /* it is the only one */
		return true;
	}
	*rc = count_stem(e);
	if (*rc || e->lines == 0)
		return false;
	if (e->lines != UINT32_MAX)
		e->lines--;
	if (e->bits & VAR)
		e->lines = 0;
	if (e->bits & STEM)
		name_element(e, ++e->nr);
	if (e->bits & (STEM | VAR)) {
		*rc = get_variable(e);
		return !*rc;
	}
	if (!stack_take(e->text, e->size + 1))
		console_read(e->text, true);
	return e->text[0] || e->lines != UINT32_MAX;
}

/* ---- Files --------------------------------------------------------------- */

/* Makes room for records of a file that has longest ones of so many bytes, and for a line. */
static int make_room(struct execio *e, uint32_t longest)
{
	e->size = e->bits & (STEM | VAR) ? EDF_LRECL_MAX : MAX(longest, STACK_LINE);
	e->text = work_get(e->size + 1);
	e->record = work_get(e->size);
	return e->text && e->record ? 0 : -E_NOMEM;
}

/* Reads record nr into e->text. 0, RC_END, -E_*. */
static int read_record(struct execio *e, struct edf_file *file, uint32_t nr)
{
	int len = edf_read(file, nr, e->record, e->size);

	immediate_obey();
	if (len == -E_RANGE)
		return RC_END;
	if (len < 0)
		return len;
	ebc_to_ascii(e->text, e->record, (size_t)len);
	e->text[len] = 0;
	return 0;
}

/* The first line that is wanted, behind one with its number from where it began, and in the file.
 */
static int search_records(struct execio *e, struct edf_file *file, uint32_t *nr)
{
	const uint32_t first = *nr;
	uint32_t left = e->lines;
	char numbers[24];
	int rc;

	for (; left; ++*nr, left -= left != UINT32_MAX) {
		rc = read_record(e, file, *nr);
		if (rc)
			return rc;
		if (!is_wanted(e, e->text))
			continue;
		str_format(numbers, sizeof(numbers), "%u %u", *nr - first + 1, *nr);
		cut(e, e->text);
		++*nr;
		rc = put_line(e, e->bits & LIFO ? e->text : numbers);
		return rc ? rc : put_line(e, e->bits & LIFO ? numbers : e->text);
	}
	return RC_MISSED;
}

static int read_records(struct execio *e, struct edf_file *file, uint32_t *nr)
{
	uint32_t left = e->lines, first = *nr;

	if (e->bits & SEARCHES) {
		int rc = search_records(e, file, nr);

		return rc == RC_END && *nr > first ? RC_MISSED : rc;
	}
	for (; left; ++*nr, left -= left != UINT32_MAX) {
		int rc = read_record(e, file, *nr);

		if (rc == RC_END && left == UINT32_MAX && *nr > first)
			return 0;
		if (!rc) {
			cut(e, e->text);
			rc = put_line(e, e->text);
		}
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
		uint32_t nr = e->from ? e->from : place_get(disk->mode, &file.fst.name);

		rc = make_room(e, longest_record(&file.fst));
		if (!rc)
			rc = end_stem(e, read_records(e, &file, &nr));
		place_set(disk->mode, &file.fst.name, e->bits & FINIS ? 1 : nr);
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

static int write_line(struct execio *e, struct edf_file *file)
{
	uint32_t len = (uint32_t)strlen(e->text), lrecl = be32_get(file->fst.lrecl);
	int rc;

	memset(e->record, EBC_BLANK, file->fst.recfm == EDF_FIXED ? lrecl : 1);
	ebc_from_ascii(e->record, e->text, len);
	len = file->fst.recfm == EDF_FIXED ? lrecl : MAX(len, 1);
	rc = edf_write(file, e->from, e->record, len);
	return MIN(rc, 0);
}

static int diskw(struct execio *e)
{
	struct edf_file file;
	struct disk *disk;
	int failed = 0, rc = args_fileid(e->call, 3, args_nr(e->call), 0, false, &e->id);

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
	rc = make_room(e, longest_record(&file.fst));
	while (!rc && next_line(e, &failed)) {
		rc = write_line(e, &file);
		e->from = e->from ? e->from + 1 : 0;
	}
	if (!rc && !failed)
		rc = edf_close(&file, NULL);
	if (rc || failed)
		edf_abandon(&file);
	if (rc)
		failed = say_file_failed(rc, disk, e->id.fn, e->id.ft, true);
	return disk_commit(disk, failed);
}

/* ---- Printer and punch --------------------------------------------------- */

static int write_unit(struct execio *e, const struct unitrec_type *type)
{
	struct unitrec *unit;
	int rc, failed = 0;

	if (make_room(e, STACK_LINE))
		return msg(MSG_NO_STORAGE);
	unit = unitrec_open(type, &rc);
	while (!rc && next_line(e, &failed)) {
		size_t len;

		cut(e, e->text);
		len = MIN(strlen(e->text), (size_t)type->len);
		ebc_from_ascii(e->record, e->text, len);
		rc = unitrec_write(unit, e->record, (unsigned)len);
	}
	if (unit && unitrec_finish(unit))
		rc = -E_IO;
	return rc < 0 ? msg(MSG_UNIT_ERROR) : rc ? rc : failed;
}

static int print(struct execio *e)
{
	return write_unit(e, &unitrec_printer);
}

static int punch(struct execio *e)
{
	return write_unit(e, &unitrec_punch);
}

/* ---- CP and the console -------------------------------------------------- */

static int cp(struct execio *e)
{
	char *reply = work_get(REPLY_SIZE + 1);
	uint32_t len, left = e->lines;
	int failed, rc;

	if (!reply || make_room(e, STACK_LINE))
		return msg(MSG_NO_STORAGE);
	if (e->string)
		str_copy(e->text, e->string, e->size + 1);
	else if (!stack_take(e->text, e->size + 1))
		console_read(e->text, true);
	rc = cp_command_reply(e->text, strlen(e->text), reply, REPLY_SIZE, &len);
	len = MIN(len, REPLY_SIZE);
	for (uint32_t begin = 0, end = 0; begin < len && left; begin = ++end) {
		while (end < len && reply[end] != '\n')
			end++;
		reply[end] = 0;
		cut(e, reply + begin);
		failed = put_line(e, reply + begin);
		if (failed)
			return failed;
		left -= left != UINT32_MAX;
	}
	failed = end_stem(e, 0);
	return failed ? failed : rc;
}

static int emsg(struct execio *e)
{
	int rc;

	if (make_room(e, STACK_LINE))
		return msg(MSG_NO_STORAGE);
	while (next_line(e, &rc))
		console_write(e->text);
	return rc;
}

/* FINIS fn ft [fm]: reading begins at the first line again; * stands for any. */
int cmd_finis(const struct call *call)
{
	struct fileid id;
	int rc = args_fileid(call, 1, args_nr(call), '*', true, &id);

	return rc ? rc : place_forget(&id) ? 0 : RC_NOT_OPEN;
}

int cmd_execio(const struct call *call)
{
	static const struct {
		const char *name;
		int (*run)(struct execio *e);
	} operations[] = {{"CP", cp}, {"DISKR", diskr}, {"DISKW", diskw}, {"EMSG", emsg},
		{"PRINT", print}, {"PUNCH", punch}};
	const char *word = call->plist->token[1], *operation = call->plist->token[2];
	struct execio *e = work_get(sizeof(*e));
	int rc;

	if (!e)
		return msg(MSG_NO_STORAGE);
	if (args_nr(call) < 2)
		return msg(MSG_NO_FUNCTION);
	e->call = call;
	e->lines = UINT32_MAX;
	e->margin1 = e->zone1 = 1;
	e->margin2 = e->zone2 = EDF_LRECL_MAX;
	rc = strcmp(word, "*") == 0 ? 0 : take_number(word, &e->lines);
	if (!rc)
		rc = take_options(e);
	for (unsigned i = 0; !rc && i < ARRAY_LEN(operations); i++)
		if (strcmp(operation, operations[i].name) == 0)
			return operations[i].run(e);
	return rc ? rc : msg(MSG_INVALID_FUNCTION, operation);
}
