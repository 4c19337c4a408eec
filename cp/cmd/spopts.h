/* SPDX-License-Identifier: Apache-2.0 */
/* Options that SPOOL, CLOSE and CHANGE have in common. Each function takes them from the line. */
#ifndef CMD_SPOPTS_H
#define CMD_SPOPTS_H

#include "cmd/cmd.h"
#include "logic/spool/options.h"

/* A pair like HOLD and NOHOLD: true if the next word was one of them. */
bool spool_switch(struct cmdline *line, const char *on, unsigned on_min, const char *off,
	unsigned off_min, enum spswitch *value);

/* Is it an option of z/VM that this system does not have? */
bool spool_is_unsupported(const struct cmd_word *word);

/* Behind COPY: [*] nnn, 1 to 255. 0 or -E_INVAL: noted. */
int spool_copies(struct cmdline *line, uint8_t *copies) MUST_CHECK;

/* Behind NAME: fn [ft]; a word that is an option is no type. 0 or -E_INVAL: noted. */
int spool_name(struct cmdline *line, char name[NAME_SIZE], char type[NAME_SIZE]) MUST_CHECK;

/* Where SPOOL and CLOSE send files. */
struct spool_target {
	bool is_given;
	bool is_system; /* SYSTEM, OFF: to the device's own queue */
	char userid[NAME_SIZE];
	uint8_t queue; /* enum spqueue */
};

/* Behind TO: {userid|*|SYSTEM} [queue], the reader by default. 0 or -E_INVAL: noted. */
int spool_target(struct cmd *cmd, struct spool_target *target) MUST_CHECK;

#endif
