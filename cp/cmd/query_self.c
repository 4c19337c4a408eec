// SPDX-License-Identifier: Apache-2.0
/* QUERY USERID, TIME, CPLEVEL: who, when, what. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/string.h"
#include "mach/clock.h"
#include "nucleus/sysconfig.h"
#include "virt/version.h"

int query_userid(struct cmd *cmd)
{
	char userid[NAME_SIZE];

	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	/* Guests read the userid from the first eight characters. */
	str_format(userid, sizeof(userid), "%-8s", cmd->vm->userid);
	return cmd_msg(cmd, MSG_USERID_IS, userid, sysconfig.system_id);
}

int query_time(struct cmd *cmd)
{
	tod_t now = clock_now(), used;
	char stamp[STAMP_SIZE], connected[16], cpu[16];

	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	time_stamp(stamp, now);
	cmd_msg(cmd, MSG_TIME_IS, stamp);
	/* Differs: what CP does for the guest is not counted apart, VIRTCPU is TOTCPU. */
	used = user_cpu_time(cmd->vm);
	duration_clock(connected, sizeof(connected), now - cmd->vm->logon_time);
	duration_cpu(cpu, sizeof(cpu), used);
	return cmd_msg(cmd, MSG_SESSION_TIMES, connected, cpu, cpu);
}

/* When CP was loaded: the first of its CPUs started then. */
static tod_t ipl_time(void)
{
	tod_t first = CLOCK_NEVER;

	for (unsigned i = 0; i < CPU_MAX; i++)
		if (cpus[i].online && cpus[i].started < first)
			first = cpus[i].started;
	return first;
}

int query_cplevel(struct cmd *cmd)
{
	char date[16], time[16];
	struct datetime dt;
	const char *zone;

	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	zone = system_datetime(&dt, ipl_time());
	datetime_date(date, sizeof(date), &dt, DATE_SHORT);
	datetime_time(time, sizeof(time), &dt);
	cmd_say(cmd, "%s Version %s, service level 0000 (64-bit)", CP_NAME, CP_VERSION);
	cmd_say(cmd, "IPL at %s %s %s", date, time, zone);
	return 0;
}
