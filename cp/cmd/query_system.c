// SPDX-License-Identifier: Apache-2.0
/* QUERY PROCESSORS, STORAGE, FRAMES: the real machine. */
#include "cmd/cmd.h"
#include "lib/string.h"
#include "mach/frame.h"

/* The one that was IPLed started before the others. */
static unsigned master_cpu(void)
{
	unsigned master = 0;

	for (unsigned i = 0; i < CPU_MAX; i++)
		if (cpus[i].online &&
			(!cpus[master].online || cpus[i].started < cpus[master].started))
			master = i;
	return master;
}

int query_processors(struct cmd *cmd)
{
	unsigned master = master_cpu();

	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	for (unsigned i = 0; i < CPU_MAX; i++)
		if (cpus[i].online)
			cmd_say(cmd, "PROCESSOR %02X %s CP", cpus[i].addr,
				i == master ? "MASTER" : "ALTERNATE");
	return 0;
}

int query_storage(struct cmd *cmd)
{
	char size[24];

	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	storage_format(size, sizeof(size), frame_storage_size());
	cmd_say(cmd, "STORAGE = %s CONFIGURED = %s INC = 1M STANDBY = 0  RESERVED = 0", size, size);
	return 0;
}

int query_frames(struct cmd *cmd)
{
	struct frame_counts n;
	uint64_t used = 0;

	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	frame_count(&n);
	for (unsigned i = FRAME_FREE + 1; i < NR_FRAME_USES; i++)
		used += n.in_use[i];
	cmd_say(cmd, "SYSGEN %llu USABLE %llu OFFLINE 0",
		(unsigned long long)(frame_storage_size() / PAGE_SIZE),
		(unsigned long long)n.total);
	cmd_say(cmd,
		"CP %llu CONTROL %llu TABLES %llu GUEST %llu SHARED %llu SPOOL %llu MDCACHE %llu "
		"VDISK %llu PAGEDOUT %llu",
		(unsigned long long)n.in_use[FRAME_CP], (unsigned long long)n.in_use[FRAME_STORAGE],
		(unsigned long long)n.in_use[FRAME_GUEST_TABLE],
		(unsigned long long)n.in_use[FRAME_GUEST],
		(unsigned long long)n.in_use[FRAME_SHARED],
		(unsigned long long)n.in_use[FRAME_SPOOL],
		(unsigned long long)n.in_use[FRAME_CACHE],
		(unsigned long long)n.in_use[FRAME_VDISK],
		(unsigned long long)n.in_use[FRAME_PAGES]);
	cmd_say(cmd, "FREE %llu NEVERUSED %llu", (unsigned long long)(n.total - used),
		(unsigned long long)n.never_used);
	return 0;
}
