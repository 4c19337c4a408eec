// SPDX-License-Identifier: Apache-2.0
/* LISTFILE: files and what the directory says about them; on the console, in the stack, or in CMS EXEC A. */
#include "cmd/args.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/stack.h"
#include "nuc/storage.h"

#define HEADER   0x001
#define NOHEADER 0x002
#define FNAME    0x004
#define FTYPE    0x008
#define FMODE    0x010
#define FORMAT   0x020
#define ALLOC    0x040
#define DATE     0x080
#define LABEL    0x100
#define FIFO     0x200
#define LIFO     0x400
#define EXEC     0x800
#define APPEND   0x1000

#define CARD      80        /* bytes of a record of CMS EXEC */
#define ARGUMENTS " &1 &2 " /* before each file there: whoever calls it says what is done */
#define TEXT_MAX  (CONSOLE_LINE + sizeof(ARGUMENTS))

/* Function: where lines of the listing go. */
struct listing {
	uint32_t to; /* FIFO, LIFO, EXEC, or none of them */
	struct disk *disk;
	struct edf_file exec;
	ebc8_t *record; /* for it, in work storage */
};

static void label_text(const struct disk *disk, char text[7])
{
	ebc_to_ascii(text, disk->fs.label.volid, 6);
	text[6] = 0;
}

/* Appends the columns that each option has before it; returns the length. */
static int list_columns(char *line, size_t size, const struct walk *walk, const struct edf_fst *fst,
	uint32_t bits, const char *fn, const char *ft)
{
	char mode[3], label[7];
	const uint8_t *d = fst->date;
	int len = str_format(line, size, "%-8s", fn);

	if (bits >= FTYPE)
		len += str_format(line + len, size - len, " %-8s", ft);
	if (bits >= FMODE)
		len += str_format(line + len, size - len, " %s", mode_text(walk->disk, fst, mode));
	if (bits >= FORMAT)
		len += str_format(line + len, size - len, " %c %10u", ebc_to_chr(fst->recfm),
			be32_get(fst->lrecl));
	if (bits >= ALLOC)
		len += str_format(line + len, size - len, " %10u %10u", be32_get(fst->nr_records),
			be32_get(fst->nr_blocks));
	if (bits >= DATE)
		len += str_format(line + len, size - len, " %2x/%02x/%02x %2x:%02x:%02x", d[1],
			d[2], d[0], d[3], d[4], d[5]);
	label_text(walk->disk, label);
	if (bits >= LABEL)
		len += str_format(line + len, size - len, " %s", label);
	return len;
}

static void list_header(uint32_t bits)
{
	static const struct {
		uint32_t bit;
		const char *text;
	} columns[] = {
		{FNAME, "FILENAME"},
		{FTYPE, " FILETYPE"},
		{FMODE, " FM"},
		{FORMAT, " FORMAT LRECL"},
		{ALLOC, "    RECORDS     BLOCKS"},
		{DATE, "     DATE     TIME"},
		{LABEL, " LABEL"},
	};
	char line[CONSOLE_LINE + 1] = "";
	size_t len = 0;

	for (unsigned i = 0; i < ARRAY_LEN(columns); i++)
		if (bits >= columns[i].bit)
			len += (size_t)str_format(
				line + len, sizeof(line) - len, "%s", columns[i].text);
	console_write(line);
}

/* ---- Where lines go ------------------------------------------------------ */

/* CMS EXEC A, a new one unless lines are to be appended to it. */
static int open_exec(struct listing *list, bool is_append)
{
	const ebc8_t fm[2] = {ebc_from_chr('A'), ebc_from_chr('1')};
	struct edf_name name;
	int rc;

	list->disk = args_disk_write('A', &rc);
	if (!list->disk)
		return rc;
	disk_name(&name, "CMS", "EXEC");
	if (is_append && edf_find(&list->disk->fs, &name)) {
		rc = edf_open_write(&list->disk->fs, &list->exec, &name);
	} else {
		rc = edf_erase(&list->disk->fs, &name);
		if (!rc || rc == -E_NOENT)
			rc = edf_create(&list->disk->fs, &list->exec, &name, fm, EDF_FIXED, CARD);
	}
	if (!rc) {
		list->record = work_get(MAX(longest_record(&list->exec.fst), TEXT_MAX));
		rc = list->record ? 0 : -E_NOMEM;
	}
	return rc ? say_file_failed(rc, list->disk, "CMS", "EXEC", true) : 0;
}

/* A record, as long as those that the file has. */
static int put_record(struct listing *list, const char *text)
{
	bool is_fixed = list->exec.fst.recfm == EDF_FIXED;
	uint32_t len = is_fixed ? be32_get(list->exec.fst.lrecl) : (uint32_t)strlen(text);
	int rc;

	ebc_from_str(list->record, text, len);
	rc = edf_write(&list->exec, 0, list->record, len);
	return rc < 0 ? say_file_failed(rc, list->disk, "CMS", "EXEC", true) : 0;
}

static int put_line(struct listing *list, const char *line)
{
	char text[TEXT_MAX];

	if (list->to & EXEC) {
		str_format(text, sizeof(text), ARGUMENTS "%s", line);
		return put_record(list, text);
	}
	if (!list->to)
		console_put(line);
	else if (!stack_put(line, list->to & LIFO))
		return msg(MSG_NO_STORAGE);
	return 0;
}

/* What was listed counts, or nothing of it. */
static int end_list(struct listing *list, int rc)
{
	if (!(list->to & EXEC) || !list->exec.fs)
		return rc;
	if (!rc) {
		rc = edf_close(&list->exec, NULL);
		if (rc)
			rc = say_file_failed(rc, list->disk, "CMS", "EXEC", true);
	}
	edf_abandon(&list->exec);
	return disk_commit(list->disk, rc);
}

/* ---- The command --------------------------------------------------------- */

static int take_fileid(const struct call *call, struct fileid *id)
{
	const struct plist *plist = call->plist;
	const unsigned nr = args_nr(call);
	const char *bad;
	int rc = 0;

	if (nr > 3)
		return msg(MSG_INVALID_PARAMETER, plist->token[4]);
	switch (fileid_make(id, nr >= 1 ? plist->token[1] : "*", nr >= 2 ? plist->token[2] : "*",
		nr >= 3 ? plist->token[3] : "", 'A', true, &bad)) {
	case FILEID_GOOD: break;
	case FILEID_MODE: return msg(MSG_INVALID_MODE, bad);
	default: return msg(MSG_INVALID_CHARACTER, bad);
	}
	if (id->mode != '*')
		args_disk(id->mode, &rc);
	return rc;
}

/* Lists the files; those that there are when it begins. */
static int list_files(struct listing *list, const struct fileid *id, uint32_t bits, bool has_header)
{
	char fn[FILEID_PART + 1], ft[FILEID_PART + 1], line[CONSOLE_LINE + 1];
	const struct edf_fst *fst;
	struct walk walk;
	bool is_first = true;
	int rc = 0;

	walk_begin(&walk, id);
	while (!rc && (fst = walk_next(&walk))) {
		if (is_first && has_header)
			list_header(bits);
		is_first = false;
		disk_name_text(fst, fn, ft);
		list_columns(line, sizeof(line), &walk, fst, bits, fn, ft);
		rc = put_line(list, line);
	}
	return is_first ? msg(MSG_FILES_NOT_FOUND) : rc;
}

int cmd_listfile(const struct call *call)
{
	static const struct option options[] = {{"HEADER", 1, HEADER, NULL, NULL},
		{"NOHEADER", 3, NOHEADER, NULL, NULL}, {"FNAME", 2, FNAME, NULL, NULL},
		{"FTYPE", 2, FTYPE, NULL, NULL}, {"FMODE", 2, FMODE, NULL, NULL},
		{"FORMAT", 2, FORMAT, NULL, NULL}, {"ALLOC", 2, ALLOC, NULL, NULL},
		{"DATE", 1, DATE, NULL, NULL}, {"LABEL", 1, LABEL, NULL, NULL},
		{"STACK", 2, FIFO, NULL, NULL}, {"FIFO", 2, FIFO, NULL, NULL},
		{"LIFO", 2, LIFO, NULL, NULL}, {"EXEC", 1, EXEC, NULL, NULL},
		{"APPEND", 2, EXEC | APPEND, NULL, NULL}};
	struct listing list = {};
	struct fileid id;
	uint32_t bits;
	bool is_append, has_header;
	int rc = args_options(call, options, ARRAY_LEN(options), &bits);

	if (rc)
		return rc;
	list.to = bits & (FIFO | LIFO | EXEC);
	is_append = bits & APPEND;
	bits &= ~(FIFO | LIFO | EXEC | APPEND);
	if ((list.to & EXEC) && list.to != EXEC)
		return msg(MSG_CONFLICT, "STACK and EXEC");
	rc = take_fileid(call, &id);
	if (rc)
		return rc;
	if (bits < FNAME)
		bits |= FMODE;
	has_header = !list.to && ((bits & HEADER) || (bits >= FORMAT && !(bits & NOHEADER)));
	if (list.to & EXEC)
		rc = open_exec(&list, is_append);
	if (!rc)
		rc = list_files(&list, &id, bits, has_header);
	return end_list(&list, rc);
}
