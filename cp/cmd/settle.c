// SPDX-License-Identifier: Apache-2.0
/* SET SETTLE, QUERY SETTLE: when guests that do nothing are put away, and how many are. */
#include "nucleus/settle.h"
#include "cmd/cmd.h"
#include "lib/string.h"
#include "mach/frame.h"
#include "nucleus/merge.h"
#include "nucleus/pagestore.h"

int set_settle(struct cmd *cmd)
{
	uint64_t seconds = 0;

	if (!cmd_accept(cmd->line, "OFF", 3) &&
		cmd_number(cmd->line, 1, SETTLE_AFTER_MAX_S, &seconds))
		return cmd_refused(cmd);
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	settle_set_after((uint32_t)seconds);
	return 0;
}

int query_settle(struct cmd *cmd)
{
	struct gspace_settle_counts guests;
	struct pagestore_counts store;
	struct merge_counts merged;

	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	gspace_count_settled(&guests);
	pagestore_count(&store);
	merge_count(&merged);
	if (settle_after())
		cmd_say(cmd, "SETTLE AFTER %u SECONDS", settle_after());
	else
		cmd_say(cmd, "SETTLE OFF");
	cmd_say(cmd, "GUESTS PUT AWAY=%llu PAGES=%llu PACKED=%lluK NOTES=%lluK",
		(unsigned long long)guests.nr_settled, (unsigned long long)guests.nr_pages,
		(unsigned long long)store.nr_bytes / 1024,
		(unsigned long long)guests.nr_bytes / 1024);
	cmd_say(cmd, "SINCE IPL: PUT AWAY=%llu HURRIED=%llu FETCHED=%llu", (unsigned long long)guests.nr_settles,
		(unsigned long long)settle_nr_hurried(), (unsigned long long)guests.nr_wakes);
	cmd_say(cmd, "COMPARED=%llu EQUAL PAGES=%llu ZEROS=%llu", (unsigned long long)merged.nr_guests,
		(unsigned long long)merged.nr_equal, (unsigned long long)merged.nr_zeros);
	return 0;
}
