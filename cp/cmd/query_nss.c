// SPDX-License-Identifier: Apache-2.0
/* QUERY NSS and PURGE NSS. */
#include "cmd/nss.h"
#include "cmd/spfiles.h"
#include "lib/string.h"
#include "logic/datetime.h"
#include "nucleus/sysconfig.h"

/* Which are meant: all, or of a name, or of a number. */
struct select {
	char name[NAME_SIZE];
	uint16_t spid;
};

/* [ALL|spoolid|[NAME] name] */
static int take_select(struct cmd *cmd, struct select *select)
{
	struct cmd_word word;

	*select = (struct select){.spid = 0};
	if (!cmd_peek(cmd->line, &word) || cmd_accept(cmd->line, "ALL", 3) ||
		word_is(&word, "MAP", 0))
		return 0;
	if (cmd_accept(cmd->line, "NAME", 2))
		return cmd_filename(cmd->line, select->name);
	if (chr_is_digit(word.text[0]))
		return cmd_spoolid(cmd->line, &select->spid);
	return cmd_filename(cmd->line, select->name);
}

static bool is_meant(const struct select *select, const struct nss *nss)
{
	return (!select->spid || select->spid == nss->spid) &&
	       (!select->name[0] || strcmp(select->name, nss->def.name) == 0);
}

static const char *type_of(const struct nss *nss)
{
	return nss->def.is_segment ? "DCSS" : "NSS";
}

static void say_file(struct cmd *cmd, const struct nss *nss)
{
	struct datetime at;

	datetime_from_tod(&at, nss->created, system_zone_now());
	cmd_say(cmd, "%-8s %04u %-4s %c  %04u %02u/%02u %02u:%02u:%02u %-8s %-8s %s", NSS_OWNER,
		nss->spid, type_of(nss), nss->class, nss->nr_records, at.month, at.day, at.hour,
		at.minute, at.second, nss->def.name, type_of(nss), nss->origin);
}

/* A line a range; what is of all of it stands on the first. */
static void say_map(struct cmd *cmd, const struct nss *nss)
{
	const struct nss_def *def = &nss->def;
	char size[16] = "N/A", parm[8] = "NONE";

	if (!def->is_segment)
		str_format(size, sizeof(size), "%07luK", def->minsize_kb);
	if (def->is_segment)
		str_copy(parm, "N/A", sizeof(parm));
	else if (def->parm_first < NSS_PARM_NONE)
		str_format(parm, sizeof(parm), "%02u-%02u", def->parm_first, def->parm_last);
	for (unsigned i = 0; i < def->nr_ranges; i++) {
		const struct nss_range *range = &def->range[i];

		if (i == 0)
			cmd_say(cmd, "%04u %-8s %-8s %-8s %07X %07X %s   %c  %05u  %-8s %s",
				nss->spid, def->name, type_of(nss), size, range->first, range->last,
				nss_type_name(range->type), nss->class, nss->nr_users, parm,
				def->is_segment   ? "N/A"
				: def->is_vmgroup ? "YES"
						  : "NO");
		else
			cmd_say(cmd, "%32s%07X %07X %s", "", range->first, range->last,
				nss_type_name(range->type));
	}
}

/* Userids of those who have it. */
static void say_users(struct cmd *cmd, const struct nss *nss)
{
	struct vmdbk *vm = NULL;
	char line[80] = "";
	unsigned nr = 0;
	int len = 0;

	cmd_say(cmd, "FILE FILENAME FILETYPE CLASS");
	cmd_say(cmd, "%04u %-8s %-8s %c", nss->spid, nss->def.name, type_of(nss), nss->class);
	while ((vm = vm_next(vm)) != NULL) {
		if (!nss_use_of(vm, nss))
			continue;
		if (nr == 8) {
			cmd_say(cmd, "%s", line);
			nr = 0;
			len = 0;
		}
		len += str_format(line + len, sizeof(line) - (size_t)len, "%s%-8s", nr ? " " : "",
			vm->userid);
		nr++;
	}
	if (nr)
		cmd_say(cmd, "%s", line);
}

/* QUERY NSS [ALL|spoolid|[NAME] name] [MAP|USERS] */
int query_nss(struct cmd *cmd)
{
	bool map, users = false;
	struct nss *nss = NULL;
	struct select select;
	unsigned nr = 0;

	if (take_select(cmd, &select))
		return cmd_refused(cmd);
	map = cmd_accept(cmd->line, "MAP", 0);
	if (!map)
		users = cmd_accept(cmd->line, "USERS", 0);
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	nss_begin();
	while ((nss = nss_next(nss)) != NULL) {
		if (!is_meant(&select, nss))
			continue;
		if (!nr++ && !users)
			cmd_say(cmd, "%s",
				map ? "FILE FILENAME FILETYPE MINSIZE  BEGPAG  ENDPAG  TYPE CL "
				      "#USERS PARMREGS VMGROUP"
				    : "OWNERID  FILE TYPE CL RECS DATE  TIME     FILENAME FILETYPE "
				      "ORIGINID");
		if (users)
			say_users(cmd, nss);
		else if (map)
			say_map(cmd, nss);
		else
			say_file(cmd, nss);
	}
	nss_end();
	return nr ? 0 : (cmd_msg(cmd, MSG_NSS_NONE), 0);
}

/* {ALL|spoolid|[NAME] name} */
int purge_nss(struct cmd *cmd)
{
	unsigned nr_gone = 0, nr_pending = 0;
	struct nss *nss, *next;
	struct select select;
	struct cmd_word word;
	char text[12];

	if (!cmd_peek(cmd->line, &word))
		return cmd_refuse(cmd->line, MSG_OPERAND_MISSING, NULL), cmd_refused(cmd);
	if (take_select(cmd, &select) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	nss_begin();
	for (nss = nss_next(NULL); nss; nss = next) {
		next = nss_next(nss);
		if (!is_meant(&select, nss) || nss->class == NSS_PENDING)
			continue;
		if (nss_purge(nss))
			nr_gone++;
		else
			nr_pending++;
	}
	nss_end();
	if (spool_sync())
		cmd_msg(cmd, MSG_NSS_UNSAVED, "The change");
	str_format(text, sizeof(text), "%04u", nr_pending);
	if (nr_pending)
		cmd_msg(cmd, MSG_NSS_PENDING, text);
	if (nr_gone || !nr_pending)
		spool_say_count(cmd, nr_gone, "PURGED");
	return 0;
}
