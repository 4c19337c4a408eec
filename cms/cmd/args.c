// SPDX-License-Identifier: Apache-2.0
/* Words, options, file identifiers. */
#include "cmd/args.h"

#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/immediate.h"
#include "nuc/storage.h"

#define RC_REFUSED 88 /* by the person */

/* ---- Words --------------------------------------------------------------- */

unsigned args_nr(const struct call *call)
{
	unsigned nr = 1;

	while (nr < call->plist->nr && call->plist->token[nr][0] != '(')
		nr++;
	return nr - 1;
}

static int take_value(const struct option *option, const char *word)
{
	uint64_t value;

	if (option->word)
		*option->word = word;
	if (!option->number)
		return word[0] ? 0 : msg(MSG_INVALID_OPERAND, word, option->name);
	if (str_to_dec(word, strlen(word), &value) || value == 0 || value > UINT32_MAX)
		return msg(MSG_INVALID_OPERAND, word, option->name);
	*option->number = (uint32_t)value;
	return 0;
}

int args_options(const struct call *call, const struct option *table, unsigned nr, uint32_t *bits)
{
	const struct plist *plist = call->plist;

	*bits = 0;
	for (unsigned at = args_nr(call) + 2; at < plist->nr && plist->token[at][0] != ')'; at++) {
		const char *word = plist->token[at];
		unsigned i = 0;
		int rc = 0;

		while (i < nr && !is_abbreviation(word, table[i].name, table[i].min))
			i++;
		if (i == nr)
			return msg(MSG_INVALID_OPTION, word);
		*bits |= table[i].bit;
		if (table[i].number || table[i].word)
			rc = take_value(&table[i], plist->token[++at]);
		if (rc)
			return rc;
	}
	return 0;
}

int args_fileid(const struct call *call, unsigned first, unsigned nr, char default_mode,
	bool is_pattern, struct fileid *id)
{
	const struct plist *plist = call->plist;
	const char *bad;

	if (nr < first + (default_mode ? 1 : 2))
		return msg(MSG_INCOMPLETE);
	switch (fileid_make(id, plist->token[first], plist->token[first + 1],
		nr >= first + 2 ? plist->token[first + 2] : "", default_mode, is_pattern, &bad)) {
	case FILEID_GOOD: return 0;
	case FILEID_INCOMPLETE: return msg(MSG_INCOMPLETE);
	case FILEID_CHARACTER: return msg(MSG_INVALID_CHARACTER, bad);
	default: return msg(MSG_INVALID_MODE, bad);
	}
}

const char *vdev_text(uint16_t vdev, char text[6])
{
	str_format(text, 6, vdev > 0xFFF ? "%04X" : "%03X", vdev);
	return text;
}

const char *mode_text(const struct disk *disk, const struct edf_fst *fst, char text[3])
{
	text[0] = disk->mode;
	text[1] = ebc_to_chr(fst->fm[1]);
	text[2] = 0;
	return text;
}

/* ---- Disks --------------------------------------------------------------- */

struct disk *args_disk(char mode, int *rc)
{
	struct disk *disk = disk_of(mode);
	const char text[2] = {mode};

	*rc = disk ? 0 : msg(MSG_NOT_ACCESSED, text);
	return disk;
}

struct disk *args_disk_write(char mode, int *rc)
{
	struct disk *disk = args_disk(mode, rc);
	const char text[2] = {mode};
	char vdev[6];

	if (!disk || !disk->is_read_only)
		return disk;
	*rc = msg(MSG_READ_ONLY, text, vdev_text(disk->dev.devno, vdev));
	return NULL;
}

int args_will_erase(const char *command, const char *mode, const char *vdev)
{
	char line[CONSOLE_LINE + 1];
	struct plist answer;

	for (;;) {
		msg(MSG_WILL_ERASE, command, mode, vdev);
		console_read(line, true);
		if (plist_parse(&answer, line))
			continue;
		if (strcmp(answer.token[0], "1") == 0 || is_abbreviation(answer.token[0], "YES", 1))
			return 0;
		if (strcmp(answer.token[0], "0") == 0 || is_abbreviation(answer.token[0], "NO", 1))
			return RC_REFUSED;
	}
}

int say_file_failed(
	int rc, const struct disk *disk, const char *fn, const char *ft, bool is_writing)
{
	const char mode[2] = {disk->mode};
	char vdev[6];

	vdev_text(disk->dev.devno, vdev);
	switch (rc) {
	case -E_NOENT: return msg(MSG_FILE_NOT_FOUND, fn, ft, mode);
	case -E_EXIST: return msg(MSG_FILE_EXISTS, fn, ft, mode);
	case -E_PERM: return msg(MSG_READ_ONLY, mode, vdev);
	case -E_FULL: return msg(MSG_DISK_FULL, mode, vdev);
	case -E_NOMEM: return msg(MSG_NO_STORAGE);
	case -E_FORMAT: return msg(MSG_DISK_DAMAGED, mode, vdev);
	default: return msg(is_writing ? MSG_ERROR_WRITING : MSG_ERROR_READING, fn, ft, mode);
	}
}

int disk_commit(struct disk *disk, int rc)
{
	int failed = rc ? 0 : edf_commit(&disk->fs);

	if (failed)
		rc = say_file_failed(failed, disk, "*", "*", true);
	if (rc)
		disk_recover();
	return rc;
}

/* ---- All files that fit -------------------------------------------------- */

void walk_begin(struct walk *walk, const struct fileid *id)
{
	*walk = (struct walk){.id = *id};
	walk->disk = disk_next(NULL);
}

static bool fits(const struct walk *walk, const struct edf_fst *fst)
{
	char fn[FILEID_PART + 1], ft[FILEID_PART + 1];

	disk_name_text(fst, fn, ft);
	return disk_number_fits(fst, walk->id.number) && fileid_fits(fn, walk->id.fn) &&
	       fileid_fits(ft, walk->id.ft);
}

static bool is_wanted(const struct walk *walk)
{
	char mode = walk->id.mode;

	return mode == '*' || walk->disk->mode == mode || walk->disk->parent == mode;
}

const struct edf_fst *walk_next(struct walk *walk)
{
	while (walk->disk) {
		while (is_wanted(walk) && walk->next < edf_nr_files(&walk->disk->fs)) {
			const struct edf_fst *fst = edf_file_nr(&walk->disk->fs, walk->next++);

			immediate_obey();
			if (fits(walk, fst))
				return fst;
		}
		walk->disk = disk_next(walk->disk);
		walk->next = 0;
	}
	return NULL;
}

struct found *walk_all(const struct fileid *id, const struct disk *only, unsigned *nr, int *rc)
{
	const char mode[2] = {id->mode};
	const struct edf_fst *fst;
	struct found *found;
	struct walk walk;
	unsigned room = 0;

	walk_begin(&walk, id);
	while (walk_next(&walk))
		room += !only || walk.disk == only;
	found = work_get(room * sizeof(*found));
	*nr = 0;
	*rc = 0;
	if (!room)
		*rc = msg(MSG_FILE_NOT_FOUND, id->fn, id->ft, mode);
	else if (!found)
		*rc = msg(MSG_NO_STORAGE);
	walk_begin(&walk, id);
	while (!*rc && *nr < room && (fst = walk_next(&walk)))
		if (!only || walk.disk == only)
			found[(*nr)++] = (struct found){walk.disk, fst->name};
	return *rc ? NULL : found;
}
