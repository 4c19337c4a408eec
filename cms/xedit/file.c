// SPDX-License-Identifier: Apache-2.0
/* Files in the ring. */
#include "xedit/private.h"

#define V_LRECL   255 /* of a new file, and at least of others, with records of variable length */
#define FILES_MAX 100

/* Filetypes whose files have other records, or capital letters, by custom. */
static const struct {
	const char *ft;
	char recfm;
	uint32_t lrecl;
	char case_;
} customs[] = {
	{"ASSEMBLE", 'F', 80, 'U'},
	{"DIRECT", 'F', 80, 'U'},
	{"EXEC", 'V', V_LRECL, 'M'},
	{"LISTING", 'V', 121, 'M'},
	{"MEMO", 'V', V_LRECL, 'M'},
	{"NAMES", 'V', V_LRECL, 'M'},
	{"NOTE", 'V', 132, 'M'},
	{"NOTEBOOK", 'V', 132, 'M'},
	{"REXX", 'V', V_LRECL, 'M'},
	{"SCRIPT", 'V', V_LRECL, 'M'},
	{"XEDIT", 'V', V_LRECL, 'M'},
};

static const struct look looks[NR_AREAS] = {
#define XAREA(name, colour, is_high, label) [AREA_##name] = {colour, 0, is_high},
#include "xedit/area.def"
#undef XAREA
};

void settings_init(struct file *f)
{
	struct settings *set = &f->set;

	*set = (struct settings){.prefix = true,
		.prefix_left = true,
		.scale = true,
		.shadow = true,
		.linend_on = true,
		.msgmode = true,
		.impcmscp = true,
		.cmdline = true,
		.case_ = 'M',
		.respect = 'R',
		.linend = '#',
		.arbchar = '$',
		.escape_on = true,
		.escape = '/',
		.synonym = true,
		.stream = true,
		.colptr = true,
		.tofeof = true,
		.spill = 'F',
		.filler = ' ',
		.nondisp = ' ',
		.curline = {'M', 0},
		.trunc = f->id.lrecl,
		.zone1 = 1,
		.zone2 = f->id.lrecl,
		.tabs = {1, 6, 11, 16, 21, 26, 31, 36, 41, 46, 51, 56, 61, 66, 71, 76, 81},
		.nr_tabs = 17};
	memcpy(set->look, looks, sizeof(set->look));
	for (unsigned i = 0; i < ARRAY_LEN(customs); i++)
		if (strcmp(f->id.ft, customs[i].ft) == 0)
			set->case_ = customs[i].case_;
}

static int add_record(void *ctx, const char *data, size_t len)
{
	struct file *f = ctx;
	const struct text_mem *mem = f->text.mem;
	struct line *line;

	if (f->id.recfm == 'F')
		len = xe_trimmed(data, len);
	line = line_make(mem, data, MIN(len, (size_t)TEXT_LINE_MAX), 0);
	if (line && !text_insert(&f->text, f->text.nr, line))
		return 0;
	line_drop(mem, line);
	return RC_STORAGE;
}

static void into_ring(struct xedit *x, struct file *f)
{
	struct file *after = x->file;

	f->next = after ? after->next : f;
	f->before = after ? after : f;
	f->next->before = f;
	f->before->next = f;
	x->file = f;
	x->nr_files++;
}

/* The records that a new file has by custom. */
static void new_file(struct file *f)
{
	f->is_new = true;
	f->id.recfm = 'F';
	f->id.lrecl = 80;
	if (f->id.fm[0] == '*')
		str_copy(f->id.fm, "A1", sizeof(f->id.fm));
	for (unsigned i = 0; i < ARRAY_LEN(customs); i++) {
		if (strcmp(f->id.ft, customs[i].ft) != 0)
			continue;
		f->id.recfm = customs[i].recfm;
		f->id.lrecl = customs[i].lrecl;
	}
}

static void clear(struct xedit *x, struct file *f)
{
	text_clear(&f->text);
	text_clear(&f->recover);
	undo_clear(&f->undo);
	x->mem.put(x->mem.ctx, f, sizeof(*f));
}

struct file *file_create(struct xedit *x, const struct xedit_id *id)
{
	struct file *f = x->nr_files < FILES_MAX ? x->mem.get(x->mem.ctx, sizeof(*f)) : NULL;
	struct xedit_reader reader = {add_record, f};
	int rc;

	if (!f) {
		xe_say(x, x->nr_files < FILES_MAX ? XMSG_NO_STORAGE : XMSG_RING_FULL, NULL, NULL);
		return NULL;
	}
	memset(f, 0, sizeof(*f));
	f->id = *id;
	f->col = 1;
	text_init(&f->text, &x->mem);
	text_init(&f->recover, &x->mem);
	undo_init(&f->undo, &x->mem);
	rc = x->ops->read(x->ctx, &f->id, &reader);
	if (rc == 28) {
		new_file(f);
	} else if (rc) {
		if (rc == RC_STORAGE)
			xe_say(x, XMSG_NO_STORAGE, NULL, NULL);
		clear(x, f);
		return NULL;
	}
	if (f->id.recfm == 'V')
		f->id.lrecl = MAX(f->id.lrecl, (uint32_t)V_LRECL);
	f->id.lrecl = MIN(MAX(f->id.lrecl, 1u), (uint32_t)TEXT_LINE_MAX);
	settings_init(f);
	into_ring(x, f);
	return f;
}

void file_close(struct xedit *x, struct file *f)
{
	xe_views_forget(x, f);
	x->is_input = false;
	x->nr_files--;
	f->before->next = f->next;
	f->next->before = f->before;
	if (x->file == f)
		x->file = x->nr_files ? f->next : NULL;
	clear(x, f);
}

/* ---- The ring ------------------------------------------------------------ */

static struct file *in_ring(struct xedit *x, const struct xedit_id *id)
{
	struct file *f = x->file;

	for (unsigned i = 0; i < x->nr_files; i++, f = f->next)
		if (!strcmp(f->id.fn, id->fn) && !strcmp(f->id.ft, id->ft) &&
			(id->fm[0] == '*' || f->id.fm[0] == id->fm[0]))
			return f;
	return NULL;
}

int xedit_open(struct xedit *x, const char *words)
{
	struct xedit_id like = {.fm = "*"}, id;
	struct file *f;
	int rc;

	if (!*xe_skip(words) && x->file) {
		x->file = x->file->next;
		return 0;
	}
	if (x->file) {
		str_copy(like.fn, x->file->id.fn, sizeof(like.fn));
		str_copy(like.ft, x->file->id.ft, sizeof(like.ft));
	}
	rc = xe_take_id(x, words, &like, &id);
	if (rc)
		return rc;
	if (id.fm[0] == '*')
		id.fm[1] = 0;
	f = in_ring(x, &id);
	if (f) {
		x->file = f;
		return 0;
	}
	return file_create(x, &id) ? 0 : RC_STORAGE;
}

int xcmd_xedit(struct xedit *x, const char *args)
{
	return xedit_open(x, args);
}
