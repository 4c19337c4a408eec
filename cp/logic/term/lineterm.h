/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A typewriter as CP's terminal: a 3215 over telnet, or the emulator's integrated console.
 *
 * Lines go out in order and stay; there are no pages, so no MORE... Input is whole lines.
 * Differs: what is typed while hidden is visible: the client echoes it, and CP can't stop it from
 * here.
 */
#ifndef LOGIC_TERM_LINETERM_H
#define LOGIC_TERM_LINETERM_H

#include "logic/term/outq.h"
#include "logic/term/term.h"

#define LINETERM_WRITE_MAX 128 /* bytes in one write: the emulator cuts writes at 150 */

/*
 * Function:    one line terminal, about 4 KB
 * Located by:  the real device block
 * Created by:  lineterm_init in storage of the owner; nothing to delete
 * Serialized by: the owner of the terminal
 */
struct lineterm {
	struct term term; /* first */
	const char *sysid;
	enum term_mode mode;
	enum term_status status;
	bool starved; /* a writer was refused and waits for room */
	bool alarm;   /* sound the alarm */
	struct outq queue;
};

/* Makes t a line terminal that greets. sysid: the system's name, which stays, and of
 * which 8 characters are shown. */
void lineterm_init(struct lineterm *t, const char *sysid);

#endif
