// SPDX-License-Identifier: Apache-2.0
/* LISTFILE: files and what the directory says about them. */
#include "cmd/args.h"
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "nuc/stack.h"

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

int cmd_listfile(const struct call *call)
{
	static const struct option options[] = {{"HEADER", 1, HEADER, NULL, NULL},
		{"NOHEADER", 3, NOHEADER, NULL, NULL}, {"FNAME", 2, FNAME, NULL, NULL},
		{"FTYPE", 2, FTYPE, NULL, NULL}, {"FMODE", 2, FMODE, NULL, NULL},
		{"FORMAT", 2, FORMAT, NULL, NULL}, {"ALLOC", 2, ALLOC, NULL, NULL},
		{"DATE", 1, DATE, NULL, NULL}, {"LABEL", 1, LABEL, NULL, NULL},
		{"STACK", 2, FIFO, NULL, NULL}, {"FIFO", 2, FIFO, NULL, NULL},
		{"LIFO", 2, LIFO, NULL, NULL}};
	const struct plist *plist = call->plist;
	const unsigned nr = args_nr(call);
	char fn[FILEID_PART + 1], ft[FILEID_PART + 1], line[CONSOLE_LINE + 1];
	const struct edf_fst *fst;
	struct walk walk;
	struct fileid id;
	const char *bad;
	uint32_t bits, stack;
	bool is_first = true;
	int rc = args_options(call, options, ARRAY_LEN(options), &bits);

	if (rc)
		return rc;
	stack = bits & (FIFO | LIFO);
	bits &= ~stack;
	if (nr > 3)
		return msg(MSG_INVALID_PARAMETER, plist->token[4]);
	switch (fileid_make(&id, nr >= 1 ? plist->token[1] : "*", nr >= 2 ? plist->token[2] : "*",
		nr >= 3 ? plist->token[3] : "", 'A', true, &bad)) {
	case FILEID_GOOD: break;
	case FILEID_MODE: return msg(MSG_INVALID_MODE, bad);
	default: return msg(MSG_INVALID_CHARACTER, bad);
	}
	if (id.mode != '*' && !args_disk(id.mode, &rc))
		return rc;
	if (bits < FNAME)
		bits |= FMODE;
	walk_begin(&walk, &id);
	while ((fst = walk_next(&walk))) {
		if (is_first && !stack &&
			((bits & HEADER) || (bits >= FORMAT && !(bits & NOHEADER))))
			list_header(bits);
		is_first = false;
		disk_name_text(fst, fn, ft);
		list_columns(line, sizeof(line), &walk, fst, bits, fn, ft);
		if (!stack)
			console_put(line);
		else if (!stack_put(line, stack & LIFO))
			return msg(MSG_NO_STORAGE);
	}
	return is_first ? msg(MSG_FILES_NOT_FOUND) : 0;
}
