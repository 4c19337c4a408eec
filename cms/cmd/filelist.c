// SPDX-License-Identifier: Apache-2.0
/* FILELIST: files on a full screen; with commands before them. */
#include "cmd/args.h"
#include "cmd/panel.h"
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "nuc/session.h"
#include "nuc/storage.h"

/* Function: the files; in work storage. */
struct files {
	struct panel panel;
	struct fileid id;
	struct found_file {
		struct edf_name name;
		char mode;
		bool is_20xx;
		uint8_t date[6];
		uint32_t blocks;
	} * file;
	unsigned room;
	enum order { AS_FOUND, BY_TYPE, BY_DATE, BY_SIZE } order;
	char title[48];
};

static struct files *files_of(struct panel *panel)
{
	return CONTAINER_OF(panel, struct files, panel);
}

/* ---- Order --------------------------------------------------------------- */

/* Is a to stand before b? New files and large ones come first. */
static bool is_before(const struct found_file *a, const struct found_file *b, enum order order)
{
	int by_date = memcmp(a->date, b->date, sizeof(a->date));

	switch (order) {
	case BY_DATE: return a->is_20xx != b->is_20xx ? a->is_20xx : by_date > 0;
	case BY_SIZE: return a->blocks > b->blocks;
	case BY_TYPE: {
		int by_type = memcmp(a->name.ft, b->name.ft, sizeof(a->name.ft));

		return by_type ? by_type < 0
			       : memcmp(a->name.fn, b->name.fn, sizeof(a->name.fn)) < 0;
	}
	default: return false;
	}
}

/* By larger steps first, so that many files are sorted quickly. */
static void put_in_order(struct files *files)
{
	struct found_file *file = files->file;
	const unsigned nr = files->panel.nr;

	for (unsigned gap = nr / 2; files->order && gap; gap = gap == 2 ? 1 : gap * 5 / 11)
		for (unsigned i = gap; i < nr; i++) {
			const struct found_file moved = file[i];
			unsigned j = i;

			for (; j >= gap && is_before(&moved, &file[j - gap], files->order);
				j -= gap)
				file[j] = file[j - gap];
			file[j] = moved;
		}
}

static void sort(struct panel *panel, unsigned how)
{
	struct files *files = files_of(panel);

	files->order = (enum order)(BY_TYPE + how);
	panel->top = 0;
	put_in_order(files);
}

/* ---- Lines --------------------------------------------------------------- */

/* Disks may come and go: a file is known by name and mode. */
static int refresh(struct panel *panel)
{
	struct files *files = files_of(panel);
	const struct edf_fst *fst;
	struct walk walk;
	unsigned nr = 0;

	walk_begin(&walk, &files->id);
	while (walk_next(&walk))
		nr++;
	if (nr > files->room) {
		files->file = work_get(nr * sizeof(*files->file));
		files->room = files->file ? nr : 0;
	}
	panel->nr = 0;
	if (nr && !files->file)
		return msg(MSG_NO_STORAGE);
	walk_begin(&walk, &files->id);
	while (panel->nr < nr && (fst = walk_next(&walk))) {
		struct found_file *file = &files->file[panel->nr++];

		*file = (struct found_file){.name = fst->name,
			.mode = walk.disk->mode,
			.is_20xx = fst->flags & EDF_FST_CENTURY,
			.blocks = be32_get(fst->nr_blocks)};
		memcpy(file->date, fst->date, sizeof(file->date));
	}
	put_in_order(files);
	return panel->nr ? 0 : msg(MSG_FILES_NOT_FOUND);
}

static const struct edf_fst *find(const struct files *files, unsigned nr, struct disk **disk)
{
	*disk = disk_of(files->file[nr].mode);
	return *disk ? edf_find(&(*disk)->fs, &files->file[nr].name) : NULL;
}

static void name(struct panel *panel, unsigned nr, char text[PANEL_NAME])
{
	const struct files *files = files_of(panel);
	struct edf_fst fst = {.name = files->file[nr].name};
	char fn[FILEID_PART + 1], ft[FILEID_PART + 1];

	disk_name_text(&fst, fn, ft);
	str_format(text, PANEL_NAME, "%s %s %c", fn, ft, files->file[nr].mode);
}

static void line(struct panel *panel, unsigned nr, char text[PANEL_TEXT])
{
	const struct files *files = files_of(panel);
	struct disk *disk;
	const struct edf_fst *fst = find(files, nr, &disk);
	char fn[FILEID_PART + 1], ft[FILEID_PART + 1], mode[3];

	if (!fst) {
		name(panel, nr, text);
		str_copy(text + strlen(text), " ** discarded or renamed **",
			PANEL_TEXT - strlen(text));
		return;
	}
	disk_name_text(fst, fn, ft);
	str_format(text, PANEL_TEXT, "%-8s %-8s %s %c %5u %7u %6u %2x/%02x/%02x %02x:%02x", fn, ft,
		mode_text(disk, fst, mode), ebc_to_chr(fst->recfm), be32_get(fst->lrecl),
		be32_get(fst->nr_records), be32_get(fst->nr_blocks), fst->date[1], fst->date[2],
		fst->date[0], fst->date[3], fst->date[4]);
}

/* FILELIST [fn [ft [fm]]]; where there is no display it is LISTFILE. */
int cmd_filelist(const struct call *call)
{
	struct files *files = work_get(sizeof(*files));
	const struct plist *plist = call->plist;
	const unsigned nr = args_nr(call);
	char listfile[64];
	const char *bad;

	if (!files)
		return msg(MSG_NO_STORAGE);
	if (nr > 3)
		return msg(MSG_INVALID_PARAMETER, plist->token[4]);
	switch (fileid_make(&files->id, nr >= 1 ? plist->token[1] : "*",
		nr >= 2 ? plist->token[2] : "*", nr >= 3 ? plist->token[3] : "", 'A', true, &bad)) {
	case FILEID_GOOD: break;
	case FILEID_MODE: return msg(MSG_INVALID_MODE, bad);
	default: return msg(MSG_INVALID_CHARACTER, bad);
	}
	str_format(files->title, sizeof(files->title), "FILELIST %s %s %c", files->id.fn,
		files->id.ft, files->id.mode);
	if (!panel_is_possible()) {
		str_format(listfile, sizeof(listfile), "LISTFILE %s %s %c (DATE", files->id.fn,
			files->id.ft, files->id.mode);
		return command_cms(listfile);
	}
	files->panel = (struct panel){.title = files->title,
		.header = "Filename Filetype Fm F Lrecl Records Blocks Date     Time",
		.refresh = refresh,
		.line = line,
		.name = name,
		.keys = "1=Help 2=Refresh 3=Quit 4-6=Sort type,date,size 7=Back 8=Fwd 9=TYPE "
			"11=XEDIT",
		.discard = "ERASE /",
		.help = "HELP FILELIST",
		.sort = sort,
		.key = {{9, "TYPE /"}, {11, "XEDIT /"}}};
	return panel_run(&files->panel);
}
