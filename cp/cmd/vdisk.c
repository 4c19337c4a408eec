// SPDX-License-Identifier: Apache-2.0
/* QUERY VDISK, SET VDISK: which V-disks there are, and how large they may be together. */
#include "arch/fba.h"
#include "cmd/cmd.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/frame.h"
#include "nucleus/minidisk.h"

#define PART      8
#define LIMIT_LEN 28

/* ---- QUERY ----------------------------------------------------------------------------------- */

struct shown {
	char owner[USERID_LEN + 1];
	uint16_t devno;
	uint32_t nr_blocks;
	unsigned nr_links; /* of one of the directory */
	bool is_temporary;
};

static unsigned count_links(const struct minidisk *disk)
{
	const struct list *node;
	unsigned nr = 0;

	list_for_each (node, &disk->links)
		nr++;
	return nr;
}

/* Those behind the first `skip`; how many. */
static unsigned collect(unsigned skip, struct shown shown[PART])
{
	struct minidisk *disk = NULL;
	unsigned nr = 0;

	lock_take(&minidisks_lock);
	while (nr < PART && (disk = minidisk_next(disk)) != NULL) {
		if (!disk->vdisk || (skip && skip--))
			continue;
		shown[nr] = (struct shown){.devno = disk->owner_devno,
			.nr_blocks = disk->nr_blocks,
			.nr_links = count_links(disk),
			.is_temporary = disk->is_temporary};
		str_copy(shown[nr].owner, disk->owner, sizeof(shown[nr].owner));
		nr++;
	}
	lock_drop(&minidisks_lock);
	return nr;
}

static int say_all(struct cmd *cmd)
{
	struct shown shown[PART];
	unsigned skip = 0, nr;

	for (; (nr = collect(skip, shown)) != 0; skip += nr) {
		for (unsigned i = 0; i < nr; i++) {
			char links[24] = "";

			if (!shown[i].is_temporary)
				str_format(links, sizeof(links), " %04u LINKS", shown[i].nr_links);
			cmd_say(cmd, "VDISK %-8s %04X %8u BLK%s", shown[i].owner, shown[i].devno,
				shown[i].nr_blocks, links);
		}
	}
	return skip ? 0 : cmd_msg(cmd, MSG_NO_VDISKS);
}

static void limit_format(char text[LIMIT_LEN], uint64_t blocks)
{
	if (blocks == VDISK_INFINITE)
		str_copy(text, "INFINITE", LIMIT_LEN);
	else
		str_format(text, LIMIT_LEN, "%llu BLK", (unsigned long long)blocks);
}

static void say_limits(struct cmd *cmd, bool all, bool user)
{
	uint64_t nr_blocks;
	const struct vdisk_limits limits = minidisk_vdisk_limits(&nr_blocks);
	char text[LIMIT_LEN];

	limit_format(text, limits.all);
	if (all)
		cmd_say(cmd, "VDISK SYSTEM LIMIT IS %s, %llu BLK IN USE", text,
			(unsigned long long)nr_blocks);
	limit_format(text, limits.user);
	if (user)
		cmd_say(cmd, "VDISK USER LIMIT IS %s", text);
}

/* [SYSLIM|USERLIM] */
int query_vdisk(struct cmd *cmd)
{
	bool all = cmd_accept(cmd->line, "SYSLIM", 3);
	bool user = !all && cmd_accept(cmd->line, "USERLIM", 4);

	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	if (!all && !user)
		return say_all(cmd);
	say_limits(cmd, all, user);
	return 0;
}

/* ---- SET ------------------------------------------------------------------------------------- */

/* A number of blocks, or a size with a letter behind it. */
static int take_limit(struct cmdline *line, uint64_t *blocks)
{
	struct cmd_word word;
	uint64_t bytes;

	if (!cmd_next(line, &word))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	if (word_is(&word, "INFINITE", 3)) {
		*blocks = VDISK_INFINITE;
	} else if (word_is(&word, "DEFAULT", 3)) {
		*blocks = VDISK_DEFAULT;
	} else if (!str_to_dec(word.text, word.len, blocks)) {
		cmd_accept(line, "BLKS", 3);
	} else {
		if (word_to_storage(&word, &bytes))
			return cmd_refuse(line, MSG_INVALID_OPERAND, &word);
		*blocks = bytes / FBA_BLOCK_SIZE;
	}
	return cmd_end(line);
}

/* {SYSLIM|USERLIM} {n [BLKS]|size|INFINITE|DEFAULT} */
int set_vdisk(struct cmd *cmd)
{
	bool all = cmd_accept(cmd->line, "SYSLIM", 3);
	struct cmd_word word;
	uint64_t blocks = 0;

	if (!all && !cmd_accept(cmd->line, "USERLIM", 4)) {
		bool missing = !cmd_next(cmd->line, &word);

		(void)cmd_refuse(cmd->line, missing ? MSG_OPERAND_MISSING : MSG_INVALID_OPERAND,
			missing ? NULL : &word);
		return cmd_refused(cmd);
	}
	if (take_limit(cmd->line, &blocks))
		return cmd_refused(cmd);
	minidisk_limit_vdisks(all, blocks);
	say_limits(cmd, all, !all);
	return 0;
}
