/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A full screen with a list: commands are typed before its lines, and below. In them "/" stands for
 * what the line is about, "/n", "/t" and "/m" for its first, second and third word; without any it
 * goes behind the command, and "/o" is nothing.
 */
#ifndef CMD_PANEL_H
#define CMD_PANEL_H

#include "cmd/cmd.h"

#define PANEL_TEXT   100
#define PANEL_NAME   24
#define PANEL_PREFIX 20

/* Function: a list that is shown; in work storage. */
struct panel {
	const char *title;  /* what the list is of */
	const char *header; /* above its lines */
	unsigned nr;        /* lines */
	/* Looks at things again and sets nr. The return code. */
	int (*refresh)(struct panel *panel);
	/* A line's text, and what stands for "/". */
	void (*line)(struct panel *panel, unsigned nr, char text[PANEL_TEXT]);
	void (*name)(struct panel *panel, unsigned nr, char name[PANEL_NAME]);
	const char *keys;    /* shown below */
	const char *discard; /* what DISCARD means */
	const char *help;    /* for PF1 */
	/* PF4 to PF6: puts the lines into another order, 0 to 2; NULL: they have one. */
	void (*sort)(struct panel *panel, unsigned how);
	struct panel_key {
		uint8_t pf;
		const char *command; /* for the line where the cursor is */
	} key[4];

	/* The panel's own. */
	unsigned top;
	const char *message;
	char last[CONSOLE_LINE + 1]; /* the last command, for "=" */
};

/* Can the terminal show one, and is that wanted? */
bool panel_is_possible(void);

/* Shows it until PF3. */
int panel_run(struct panel *panel);

#endif
