/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A full screen with a list: commands are typed before its lines, and below. In them "/" stands for
 * what the line is about, "/n", "/t" and "/m" for its first, second and third word; without any it
 * goes behind the command, and "/o" is nothing. "=" is the last command, "?" shows it again. A line
 * for which a command has been executed has a star. Below, subcommands move in the list: QUIT TOP
 * BOTTOM FORWARD BACKWARD REFRESH LOCATE, "/text" finds a line; other commands are executed.
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

	/*
	 * A text: no commands before its lines, which begin at column left (from 0) and are moved by
	 * PF10 and PF11; a key's command is for all of it, which is over then.
	 */
	bool is_text;
	unsigned left;

	/* The panel's own. */
	unsigned top;
	char message[60];
	char last[CONSOLE_LINE + 1];  /* the last command before a line, */
	char typed[CONSOLE_LINE + 1]; /* and below, for "=" and "?" */
	bool is_shown;                /* typed stands on the command line */
	uint64_t done;                /* a bit for each line on the screen that gets a star, */
	unsigned done_top;            /* when this is the first */
	bool is_in_list;              /* PF12 put the cursor there */
	bool is_over;
};

/* Can the terminal show one, and is that wanted? */
bool panel_is_possible(void);

/* Shows it until PF3. */
int panel_run(struct panel *panel);

/* ---- For panel*.c only ----------------------------------------------------------------------- */

/* Executes a command; a return code that is not 0 becomes the message. */
void panel_execute(struct panel *panel, const char *line);

/* A page of so many lines, back or on. */
void panel_scroll(struct panel *panel, unsigned page, bool is_back);

/* What was typed on the command line, of a list that shows page lines. The return code. */
int panel_command(struct panel *panel, const char *text, unsigned page);

#endif
