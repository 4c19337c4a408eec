// SPDX-License-Identifier: Apache-2.0
/* QUERY: shows a setting. */
#include "cmd/args.h"
#include "cmd/show_filedefs.h"
#include "cmd/show_synonyms.h"
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "nuc/immediate.h"
#include "nuc/session.h"

#define SETTING(setting, min, member, purpose)                                                     \
	static int query_##member(const struct call *call)                                         \
	{                                                                                          \
		(void)call;                                                                        \
		console_format("%-8s = %s", setting, session.member ? "ON" : "OFF");               \
		return 0;                                                                          \
	}
#include "cmd/setting.def"
#undef SETTING

static int query_cmslevel(const struct call *call)
{
	(void)call;
	console_write(CMS_LEVEL);
	return 0;
}

static int query_cmstype(const struct call *call)
{
	(void)call;
	console_format("CMSTYPE  = %s", immediate_is_typing() ? "RT" : "HT");
	return 0;
}

static int query_rdymsg(const struct call *call)
{
	(void)call;
	console_format("RDYMSG   = %s", session.is_ready_short ? "SMSG" : "LMSG");
	return 0;
}

/* ---- Disks --------------------------------------------------------------- */

/* The label, and "A", or "B/A" of an extension. */
static void name_disk(const struct disk *disk, char label[7], char mode[4])
{
	ebc_to_ascii(label, disk->fs.label.volid, 6);
	label[6] = 0;
	str_format(mode, 4, disk->parent ? "%c/%c" : "%c", disk->mode, disk->parent);
}

static void show_disk(const struct disk *disk)
{
	uint32_t used = edf_used_blocks(&disk->fs), left = edf_free_blocks(&disk->fs);
	uint32_t total = be32_get(disk->fs.label.blocks_total);
	char label[7], mode[4], vdev[6];

	name_disk(disk, label, mode);
	console_format("%-6s %-4s %-3s%-4s %5u %-4s %5u %7u %10u-%02u %9u %9u", label,
		vdev_text(disk->dev.devno, vdev), mode, disk->is_read_only ? "R/O" : "R/W",
		be32_get(disk->fs.label.cyls_max), disk->dev.is_fba ? "FB" : "3390",
		disk->dev.block_size, edf_nr_files(&disk->fs), used,
		(unsigned)(total ? (uint64_t)used * 100 / total : 0), left, total);
}

static int query_disk(const struct call *call)
{
	const char *which = call->plist->token[2];
	bool is_header = false;

	if (which[0] && which[1])
		return msg(MSG_INVALID_MODE, which);
	if (which[0] && which[0] != '*' && !disk_of(which[0]))
		return msg(MSG_NOT_ACCESSED, which);
	for (struct disk *disk = disk_next(NULL); disk; disk = disk_next(disk)) {
		if (which[0] && which[0] != '*' && which[0] != disk->mode)
			continue;
		if (!is_header)
			console_write("LABEL  VDEV M  STAT   CYL TYPE BLKSZ   FILES  "
				      "BLKS USED-(%) BLKS LEFT BLK TOTAL");
		is_header = true;
		show_disk(disk);
	}
	return is_header ? 0 : msg(MSG_NOT_ACCESSED, "*");
}

static int query_accessed(const struct call *call)
{
	char label[7], mode[4], vdev[6];

	(void)call;
	console_write("Mode  Stat     Files  Vdev  Label/Directory");
	for (struct disk *disk = disk_next(NULL); disk; disk = disk_next(disk)) {
		name_disk(disk, label, mode);
		console_format("%-5s %s  %8u  %-5s %s", mode, disk->is_read_only ? "R/O" : "R/W",
			edf_nr_files(&disk->fs), vdev_text(disk->dev.devno, vdev), label);
	}
	return 0;
}

static int query_search(const struct call *call)
{
	char label[7], mode[4], vdev[6];

	(void)call;
	for (struct disk *disk = disk_next(NULL); disk; disk = disk_next(disk)) {
		name_disk(disk, label, mode);
		console_format("%-6s  %-5s %-3s  %s", label, vdev_text(disk->dev.devno, vdev), mode,
			disk->is_read_only ? "R/O" : "R/W");
	}
	return 0;
}

static int query_filedef(const struct call *call)
{
	(void)call;
	return show_filedefs();
}

static int query_synonym(const struct call *call)
{
	(void)call;
	return show_synonyms();
}

int cmd_query(const struct call *call)
{
	static const struct {
		const char *name;
		uint8_t min;
		int (*show)(const struct call *call);
	} operands[] = {
		{"ACCESSED", 2, query_accessed},
		{"CMSLEVEL", 8, query_cmslevel},
		{"CMSTYPE", 4, query_cmstype},
		{"DISK", 4, query_disk},
		{"FILEDEF", 5, query_filedef},
		{"RDYMSG", 6, query_rdymsg},
#define SETTING(name, min, member, purpose) {name, min, query_##member},
#include "cmd/setting.def"
#undef SETTING
		{"SEARCH", 6, query_search},
		{"SYNONYM", 3, query_synonym},
	};
	const char *name = call->plist->token[1];

	if (!name[0])
		return msg(MSG_NO_FUNCTION);
	for (unsigned i = 0; i < ARRAY_LEN(operands); i++)
		if (is_abbreviation(name, operands[i].name, operands[i].min))
			return operands[i].show(call);
	return session.impcp ? command_cp(call->line) : msg(MSG_INVALID_FUNCTION, name);
}
