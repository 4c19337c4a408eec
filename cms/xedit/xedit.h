/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The editor XEDIT, without a world: files are read and written, messages typed and commands called
 * by callbacks. Text is ISO 8859-1.
 *
 *	subcommand, prefix commands, keys --> xedit_command, xedit_keys --> files, settings
 *	                                                                       |
 *	3270 data stream <-- screen/screen.h <-- xedit_compose <---------------+
 *
 * What a person types is hostile, as is what comes from the display; only storage is not: an editor
 * that gets none says so and goes on.
 */
#ifndef XEDIT_XEDIT_H
#define XEDIT_XEDIT_H

#include "screen/screen.h"
#include "xedit/text.h"

#define XEDIT_LINE 255 /* characters of a subcommand */
#define XEDIT_NAME 8   /* of a filename, filetype or macro */

struct xedit;

/* Function: which file, and what records it has. */
struct xedit_id {
	char fn[XEDIT_NAME + 1], ft[XEDIT_NAME + 1], fm[3]; /* upper case; fm "A1" */
	char recfm;                                         /* 'F' or 'V' */
	uint32_t lrecl;
};

/* How lines are read and written: record after record. */
struct xedit_reader {
	/* The next record of len characters. 0, or a return code: stop. */
	int (*record)(void *ctx, const char *data, size_t len);
	void *ctx;
};
struct xedit_writer {
	/* Record n, from 1: its text, without the blanks that fill it. NULL: there are no more. */
	const char *(*record)(void *ctx, uint32_t n, size_t *len);
	void *ctx;
};

/* The world; ctx is the last parameter of xedit_create. Return codes are those of CMS. */
struct xedit_ops {
	struct text_mem mem;
	/* Reads a file; fills recfm, lrecl, and fm when it was "*" or a letter. 28: no such file.
	 */
	int (*read)(void *ctx, struct xedit_id *id, const struct xedit_reader *reader);
	/* Writes all of a file; the old one counts until this is done. Errors were told. */
	int (*write)(void *ctx, const struct xedit_id *id, const struct xedit_writer *writer);
	bool (*exists)(void *ctx, const struct xedit_id *id);
	/* A line on the console, beside the screen. */
	void (*type)(void *ctx, const char *text);
	/* A command of CMS, or with is_cp of CP; its output is typed. -3: there is no such command.
	 */
	int (*command)(void *ctx, const char *text, bool is_cp);
	/* A macro. -3: there is none of that name. */
	int (*macro)(void *ctx, const char *name, const char *args);
	/* A variable of the macro that gave the subcommand. Not 0: no macro did. */
	int (*set_variable)(void *ctx, const char *name, const char *value, size_t len);
	/* Puts a line into the program stack. 0, or a return code. */
	int (*stack)(void *ctx, const char *text, size_t len, bool is_lifo);
	/*
	 * Shows the screen, in the middle of a macro; with `in` waits for a key. -E_NODEV: there is
	 * no display.
	 */
	int (*show)(void *ctx, struct screen_in *in);
};

/* Makes an editor without files; NULL: no storage. */
struct xedit *xedit_create(const struct xedit_ops *ops, void *ctx);
void xedit_delete(struct xedit *x);

/* Edits a file: as the subcommand XEDIT with these words. Returns its return code. */
int xedit_open(struct xedit *x, const char *words);

/* After a command that never came back: no subcommand is being executed. */
void xedit_recover(struct xedit *x);

/* Files in the ring; the editor is over when there are none. */
unsigned xedit_nr_files(const struct xedit *x);

/* A line of subcommands, NUL-ended. Returns the return code of the last. */
int xedit_command(struct xedit *x, const char *text);

/* ---- On a display -------------------------------------------------------- */

/* Rows and columns of the display: screen_fit. */
void xedit_set_size(struct xedit *x, unsigned rows, unsigned cols);

/* Makes the screen. Returns whether the alarm is to sound. Messages are shown once. */
bool xedit_compose(struct xedit *x, struct screen_out *out);

/* What was typed on the screen that was composed last. */
void xedit_keys(struct xedit *x, struct screen_in *in);

/* ---- On a line terminal -------------------------------------------------- */

/*
 * There is no display: messages and the current line are typed at once. xedit_line is a line that
 * was typed: a subcommand, or in input mode text.
 */
void xedit_set_lines(struct xedit *x, bool is_lines);
void xedit_line(struct xedit *x, const char *text);

/* Message nr, from 0, for HELP: its number and what it means. False: there are not so many. */
bool xedit_message_about(
	unsigned nr, unsigned *number, const char **text, const char **explanation);

/* A subcommand's names and syntax for HELP; false: there are not so many. */
bool xedit_about(unsigned nr, const char **name, const char **syntax, const char **purpose);

/* The same of an option of SET, and of a prefix command, which has no syntax. */
bool xedit_option_about(unsigned nr, const char **name, const char **syntax, const char **purpose);
bool xedit_prefix_about(unsigned nr, const char **name, const char **purpose);

#endif
