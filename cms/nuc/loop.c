// SPDX-License-Identifier: Apache-2.0
/* The command loop: a line, what it says, Ready. */
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "nuc/console.h"
#include "nuc/cpcall.h"
#include "nuc/disk.h"
#include "nuc/immediate.h"
#include "nuc/machine.h"
#include "nuc/place.h"
#include "nuc/session.h"
#include "text/plist.h"

/* CPU time at the last Ready, in microseconds: as the machine, and with what CP did for it. */
static uint64_t virtual_us, total_us;

/* Hundredths of a second, at least one when there was any. */
static unsigned hundredths(uint64_t us)
{
	return (unsigned)((us + 9999) / 10000);
}

static void type_ready(int rc)
{
	struct diag_270 now;
	unsigned v, t;
	char time[9], code[16] = "";

	cp_timer(&now);
	v = hundredths(be64_get(now.virtual_us) - virtual_us);
	t = hundredths(be64_get(now.total_us) - total_us);
	virtual_us = be64_get(now.virtual_us);
	total_us = be64_get(now.total_us);
	ebc_to_ascii(time, now.time, 8);
	time[8] = 0;
	if (rc)
		str_format(code, sizeof(code), "(%05d)", rc);
	if (session.is_ready_short) {
		console_format("Ready%s;", code);
		return;
	}
	console_format(
		"Ready%s; T=%u.%02u/%u.%02u %s", code, v / 100, v % 100, t / 100, t % 100, time);
}

/* Is it a word of IPL's PARM? Without one the registers had anything. */
static bool is_told(const char *word)
{
	char parm[LOW_IPL_LEN + 1];
	struct plist plist;

	ebc_to_ascii(parm, lowcore()->ipl_regs, LOW_IPL_LEN);
	for (unsigned i = 0; i < LOW_IPL_LEN; i++)
		if (parm[i] < ' ')
			parm[i] = ' ';
	parm[LOW_IPL_LEN] = 0;
	if (plist_parse(&plist, parm))
		return false;
	for (unsigned i = 0; i < plist.nr; i++)
		if (strcmp(plist.token[i], word) == 0)
			return true;
	return false;
}

/* Executes an EXEC with which a session begins, if there is one on that disk. Its return code. */
static int run_profile(const char *fn, char mode)
{
	struct fileid id = {.ft = "EXEC", .mode = mode, .number = '*'};
	char line[CONSOLE_LINE + 1] = "EXEC ";
	struct disk *disk;

	str_copy(id.fn, fn, sizeof(id.fn));
	if (!disk_find(&id, &disk))
		return 0;
	str_copy(line + strlen(line), fn, FILEID_PART + 1);
	return command_line(line);
}

void session_begin(void)
{
	int rc = 0;

	lowcore()->svc_stack = 0;
	io_restore(2);
	if (!is_told("NOSPROF"))
		run_profile("SYSPROF", 'S');
	if (!is_told("NOPROF"))
		rc = run_profile("PROFILE", 'A');
	immediate_begin();
	type_ready(rc);
	restart_loop();
}

static bool is_blank(const char *line)
{
	while (*line == ' ')
		line++;
	return !*line;
}

void command_loop(void)
{
	char line[CONSOLE_LINE + 1];

	lowcore()->svc_stack = 0;
	for (;;) {
		int rc;

		io_restore(2);
		console_read(line, false);
		immediate_begin();
		if (is_blank(line)) {
			console_write("CMS");
			continue;
		}
		rc = command_line(line);
		if (rc == RC_UNKNOWN)
			console_write(
				session.impcp ? "Unknown CP/CMS command" : "Unknown CMS command");
		immediate_begin();
		place_begin();
		session.svctrace_pauses = false;
		type_ready(rc);
	}
}
