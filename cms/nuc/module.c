// SPDX-License-Identifier: Apache-2.0
/*
 * Loading and calling programs. A program gets pages with the programs' key, is in the problem
 * state and starts with
 *
 *	R0	the address of its extended parameter list: the addresses of the command, of its
 *		operands, and of their end, in words
 *	R1	that of its tokens, 8 EBCDIC characters each, ended by X'FF', and X'01' in bits
 * 32-39 R13	that of a save area R14	where it returns, with the return code in register 15 R15
 * its entry
 */
#include "nuc/module.h"

#include "hosted/hosted.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/disk.h"
#include "nuc/immediate.h"
#include "nuc/machine.h"
#include "nuc/msg.h"
#include "nuc/program.h"
#include "nuc/session.h"
#include "nuc/storage.h"
#include "nuc/translation.h"
#include "text/module.h"

#define LINE_MAX 256

/* Function: what a program is called with, in a page of its own. */
struct parms {
	ebc8_t token[PLIST_MAX + 1][PLIST_TOKEN];
	be32_t extended[4];
	ebc8_t line[LINE_MAX];
	uint64_t save_area[32];
};
static_assert(sizeof(struct parms) <= PAGE_SIZE, "parameters of a program");

/* Reads the whole file. -E_*. */
static int read_all(struct edf_file *file, uint8_t *buf)
{
	int len = 0;

	for (uint32_t nr = 1; len >= 0 && nr <= be32_get(file->fst.nr_records); nr++)
		len = edf_read(file, nr, buf + (uint64_t)(nr - 1) * MODULE_RECORD, MODULE_RECORD);
	return MIN(len, 0);
}

/* Makes the program out of the file's content. NULL: it is no module, or there is no room. */
static uint8_t *place(const uint8_t *content, uint64_t len, uint32_t *entry, int *rc)
{
	const struct module_header *header = (const void *)content;
	const uint8_t *from = content + sizeof(*header);
	uint32_t image_len;
	const be32_t *reloc;
	uint8_t *image;

	*rc = module_check(header, len);
	if (*rc)
		return NULL;
	image = user_get((module_size(header) + PAGE_SIZE - 1) / PAGE_SIZE);
	*rc = -E_NOMEM;
	if (!image)
		return NULL;
	image_len = be32_get(header->image_len);
	memcpy(image, from, image_len);
	reloc = (const be32_t *)(from + image_len);
	*rc = 0;
	for (uint32_t i = 0; !*rc && i < be32_get(header->nr_relocs); i++)
		*rc = module_relocate(image, image_len, be32_get(reloc[i]), (uint64_t)image);
	*entry = be32_get(header->entry);
	return *rc ? NULL : image;
}

/* Bytes of a file that can be a module; 0: it can't. */
static uint64_t content_len(const struct edf_fst *fst)
{
	uint64_t len = (uint64_t)be32_get(fst->nr_records) * MODULE_RECORD;

	if (fst->recfm != EDF_FIXED || be32_get(fst->lrecl) != MODULE_RECORD)
		return 0;
	return len <= 2 * (uint64_t)MODULE_IMAGE_MAX ? len : 0;
}

/* Reads it into len bytes. */
static int read_content(struct disk *disk, const struct edf_fst *fst, uint8_t *content)
{
	struct edf_file file;
	int rc = edf_open(&disk->fs, &file, &fst->name);

	if (rc)
		return rc;
	rc = read_all(&file, content);
	edf_abandon(&file);
	return rc;
}

static struct parms *make_parms(const char *line, const struct plist *plist)
{
	struct parms *parms = user_get(1);
	size_t len = MIN(strlen(line), LINE_MAX);
	uint32_t begin;

	if (!parms)
		return NULL;
	for (unsigned i = 0; i < plist->nr; i++)
		ebc_from_str(parms->token[i], plist->token[i], PLIST_TOKEN);
	memset(parms->token[plist->nr], 0xFF, PLIST_TOKEN);
	ebc_from_ascii(parms->line, line, len);
	begin = (uint32_t)(uint64_t)parms->line;
	parms->extended[0] = be32(begin + plist->at[0]);
	parms->extended[1] = be32(begin + MIN(plist->at[MIN(1, plist->nr)], (uint32_t)len));
	parms->extended[2] = be32(begin + (uint32_t)len);
	return parms;
}

static int call_program(const uint8_t *image, uint32_t entry, struct parms *parms)
{
	const uint64_t begin = (uint64_t)image + entry;
	const struct psw psw = {
		translation_mask() | PSW_AMODE64 | PSW_IO | PSW_PROBLEM | (uint64_t)KEY_USER << 52,
		begin};
	const uint64_t regs[16] = {[0] = (uint64_t)parms->extended,
		[1] = 0x01000000 | (uint64_t)parms->token,
		[13] = (uint64_t)parms->save_area,
		[14] = (uint64_t)program_return,
		[15] = begin};

	struct hosted *outer = hosted_enter();
	int rc;

	/* From here on HX ends the program itself. */
	io_disable();
	immediate_obey();
	rc = (int)(int32_t)(uint32_t)program_call(&psw, regs);
	io_restore(2);
	hosted_leave(outer);
	return rc;
}

static int say_failed(int rc, const struct disk *disk, const char *name)
{
	const char mode[2] = {disk->mode};

	switch (rc) {
	case -E_FORMAT: return msg(MSG_NO_MODULE, name, mode);
	case -E_NOMEM: return msg(MSG_NO_STORAGE);
	default: return msg(MSG_ERROR_READING, name, "MODULE", mode);
	}
}

/* Places the program and calls it. *rc: its return code. False: it is none, or there is no storage:
 * -E_*. */
static bool run(
	const uint8_t *content, uint64_t len, const char *line, const struct plist *plist, int *rc)
{
	struct parms *parms = make_parms(line, plist);
	uint32_t entry;
	uint8_t *image;

	*rc = -E_NOMEM;
	image = parms ? place(content, len, &entry, rc) : NULL;
	if (image)
		*rc = call_program(image, entry, parms);
	return image;
}

int module_call(const char *name, const char *line, const struct plist *plist)
{
	struct fileid id = {.ft = "MODULE", .mode = '*', .number = '*'};
	const struct edf_fst *fst;
	const char *outer = session.module;
	struct disk *disk;
	uint8_t *content;
	uint64_t len;
	void *mark;
	int rc;

	str_copy(id.fn, name, sizeof(id.fn));
	fst = disk_find(&id, &disk);
	if (!fst)
		return RC_UNKNOWN;
	mark = storage_mark();
	session.module = "MOD";
	len = content_len(fst);
	content = work_get(len);
	rc = !len ? -E_FORMAT : content ? read_content(disk, fst, content) : -E_NOMEM;
	if (rc || !run(content, len, line, plist, &rc))
		rc = say_failed(rc, disk, name);
	session.module = outer;
	storage_release(mark);
	return rc;
}

/* ---- Programs that are kept ---------------------------------------------- */

int module_read(const struct fileid *id, uint8_t **content, uint64_t *len)
{
	struct disk *disk;
	const struct edf_fst *fst = disk_find(id, &disk);
	int rc;

	if (!fst)
		return msg(MSG_FILE_NOT_FOUND, id->fn, id->ft, (const char[2]){id->mode});
	*len = content_len(fst);
	*content = stor_get(*len);
	rc = !*len ? -E_FORMAT : *content ? read_content(disk, fst, *content) : -E_NOMEM;
	if (!rc)
		rc = module_check((const struct module_header *)*content, *len);
	if (!rc)
		return 0;
	stor_put(*content, *len);
	return say_failed(rc, disk, id->fn);
}

int module_start(const uint8_t *content, uint64_t len, const char *line, const struct plist *plist)
{
	const char *outer = session.module;
	void *mark = storage_mark();
	int rc;

	session.module = "MOD";
	if (!run(content, len, line, plist, &rc))
		rc = msg(MSG_NO_STORAGE);
	session.module = outer;
	storage_release(mark);
	return rc;
}
