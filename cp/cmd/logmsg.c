// SPDX-License-Identifier: Apache-2.0
/* SET LOGMSG, QUERY LOGMSG. */
#include "cmd/logmsg.h"
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/string.h"
#include "mach/clock.h"

#define LOGMSG_LINES 16
#define LOGMSG_LEN   77 /* characters of a line, with "* " in front of it on a screen of 80 */

static struct lock logmsg_lock = LOCK_INIT(SYSTEM);
static char lines[LOGMSG_LINES][LOGMSG_LEN + 1]; /* logmsg lock; "": no such line */
static tod_t when;                               /* logmsg lock: when it was last changed */

/* The line at or behind *nr that is there, copied; false at the end. */
static bool next_line(unsigned *nr, char text[LOGMSG_LEN + 1], tod_t *set)
{
	bool found = false;

	lock_take(&logmsg_lock);
	for (; !found && *nr < LOGMSG_LINES; ++*nr)
		if (lines[*nr][0]) {
			str_copy(text, lines[*nr], LOGMSG_LEN + 1);
			found = true;
		}
	*set = when;
	lock_drop(&logmsg_lock);
	return found;
}

bool logmsg_show(void (*out)(void *ctx, const char *text, unsigned flags), void *ctx)
{
	char line[MSG_LINE_SIZE], text[LOGMSG_LEN + 1], stamp[STAMP_SIZE];
	bool begun = false;
	unsigned nr = 0;
	tod_t set;

	while (next_line(&nr, text, &set)) {
		if (!begun) {
			time_stamp(stamp, set);
			msg_say(line, sizeof(line), MSG_LOGMSG, EMSG_ON, stamp);
			out(ctx, line, 0);
			begun = true;
		}
		str_format(line, sizeof(line), "* %s", text);
		out(ctx, line, 0);
	}
	return begun;
}

int query_logmsg(struct cmd *cmd)
{
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	return logmsg_show(cmd->out, cmd->ctx) ? 0 : cmd_msg(cmd, MSG_NO_LOGMSG);
}

int set_logmsg(struct cmd *cmd)
{
	bool clear = cmd_accept(cmd->line, "NULL", 0);
	struct cmd_word text;
	uint64_t nr = 0;

	if (clear ? cmd_end(cmd->line) : cmd_number(cmd->line, 1, LOGMSG_LINES, &nr))
		return cmd_refused(cmd);
	cmd_rest(cmd->line, &text);
	if (text.len > LOGMSG_LEN)
		return refuse_word(cmd, MSG_TOO_MANY_OPERANDS, NULL);
	lock_take(&logmsg_lock);
	if (clear) {
		memset(lines, 0, sizeof(lines));
	} else {
		memcpy(lines[nr - 1], text.text, text.len);
		lines[nr - 1][text.len] = '\0';
	}
	when = clock_now();
	lock_drop(&logmsg_lock);
	return 0;
}
