/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of XEDIT have in common. */
#ifndef XEDIT_PRIVATE_H
#define XEDIT_PRIVATE_H

#include "lib/err.h"
#include "lib/string.h"
#include "xedit/target.h"
#include "xedit/undo.h"
#include "xedit/xedit.h"

#define RC_UNKNOWN_COMMAND (-3)
#define RC_OPERAND         5 /* of a subcommand */
#define RC_NOT_FOUND       2
#define RC_EOF             1
#define RC_CHANGED         12
#define RC_STORAGE         104

#define TABS_MAX    20
#define POINTS_MAX  40
#define PENDING_MAX 100
#define NAME_MAX_   8
#define WORK_MAX    (TEXT_LINE_MAX + 1)

/* What is on the screen, as SET COLOR names it. */
enum xe_area {
#define XAREA(name, colour, is_high, label) AREA_##name,
#include "xedit/area.def"
#undef XAREA
	NR_AREAS
};

/* How a field looks: XA_COLOUR_*, XA_HIGHLIGHT_* or 0, and whether it is bright. */
struct look {
	uint8_t colour, highlight;
	bool is_high;
};

/* Function: settings of a file: SET. */
struct settings {
	bool prefix, number, scale, tabline, wrap, stay, shadow, nulls, linend_on, msgmode;
	bool impcmscp, scope_all, spill, prefix_left, cmdline, autosave_due, arbchar_on;
	char case_, respect, linend, arbchar; /* 'U' or 'M'; 'R' or 'I' */
	int curline_offset;                   /* rows from the middle, with curline_middle */
	bool curline_middle;
	uint8_t curline, scale_row, tabline_row; /* rows of the screen; 0: the usual */
	uint8_t msgline_row;
	uint32_t trunc, zone1, zone2;
	uint32_t verify1, verify2; /* columns that are shown; verify2 0: as many as there is room */
	uint8_t display1, display2; /* SET DISPLAY */
	uint32_t autosave;          /* alterations between two; 0: never */
	uint16_t tabs[TABS_MAX];
	uint8_t nr_tabs;
	bool hex; /* X'..' in strings */
	struct look look[NR_AREAS];
};

#define RESERVED_MAX 10

/* SET RESERVED: a row of the screen with a text. */
struct reserved {
	bool is_used;
	char from; /* 'T' the top, 'M' the middle, 'B' the bottom: where row 0 would be */
	int8_t by;
	struct look look;
	char text[SCREEN_COLS_MAX + 1];
};

/* SET POINT .name */
struct point {
	char name[NAME_MAX_ + 1];
	struct line *line;
};

/* A prefix command that waits for its other half, or for F, P or T. */
struct pending {
	char name[4];
	uint32_t count;
	struct line *line; /* NULL: beside Top of File */
	uint32_t n;        /* its number, if lines before it did not come or go */
};

/* Function: a file in the ring. */
struct file {
	struct file *next, *before;
	struct xedit_id id;
	bool is_new; /* it was not on disk when it was opened */
	struct text text;
	struct undo undo;
	struct settings set, preserved; /* preserved.trunc 0: none */
	uint32_t line;                  /* the current one: 0 top of file, nr + 1 end of file */
	uint32_t col;                   /* the column pointer, from 1 */
	uint32_t shift;                 /* columns that RIGHT moved the view */
	uint32_t shift_before;          /* RGTLEFT */
	uint32_t alt, alt_saved;        /* alterations since it was read, since AUTOSAVE */
	struct point point[POINTS_MAX];
	struct pending pending[PENDING_MAX];
	unsigned nr_pending;
	struct text recover;  /* deleted lines, the last deleted last */
	bool has_levels;      /* some line was selected */
	uint32_t first_shown; /* of the screen that was composed last */
	struct reserved reserved[RESERVED_MAX];
};

#define MESSAGES_MAX 20
#define MESSAGE_LEN  131
#define RECALL_MAX   16
#define PF_MAX       127

/* A row of the screen that was composed last. */
struct row {
	uint32_t line;      /* of the file, ROW_* otherwise */
	struct line *shown; /* which it was */
	uint32_t hidden;    /* of ROW_SHADOW: how many lines */
#define ROW_NONE    0xFFFFFFFFu
#define ROW_INPUT   0xFFFFFFFEu /* a place for a new line */
#define ROW_SHADOW  0xFFFFFFFDu /* of lines that are not shown */
#define ROW_MESSAGE 0xFFFFFFFCu
#define ROW_FIRST   ROW_MESSAGE /* lines have lower numbers */
};

#define VIEWS_MAX     8
#define VIEW_ROWS_MIN 5

/*
 * Function: a part of the screen, from one edge to the other, with a file: SET SCREEN. While it is
 * not the one that is worked in, its file's current line and columns are here.
 */
struct view {
	struct file *file; /* NULL: the one of the view that is worked in */
	uint32_t line, col, shift;
	unsigned top, rows; /* rows of the display above it; of it */
	struct row row[SCREEN_ROWS_MAX + 1];
	struct file *row_file; /* whose lines they are */
};

enum cursor_at { CURSOR_COMMAND, CURSOR_FILE, CURSOR_SCREEN, CURSOR_PREFIX };

/* Function: the editor. */
struct xedit {
	const struct xedit_ops *ops;
	void *ctx;
	struct text_mem mem;
	struct file *file; /* the one that is edited; NULL: none */
	unsigned nr_files;

	/* The screen, of which rows, row and row_file are those of the view that is worked in */
	struct view view[VIEWS_MAX];
	unsigned nr_views, at;
	unsigned all_rows;
	unsigned rows, cols;
	bool is_lines; /* there is none */
	bool is_input; /* input mode */
	bool alarm;
	enum cursor_at cursor;
	uint32_t cursor_line, cursor_col; /* of the file; or row and column of the screen */
	uint32_t key_line, key_col; /* where the cursor was when a key was pressed; 0: elsewhere */
	bool key_in_prefix;
	struct row *row;
	char message[MESSAGES_MAX][MESSAGE_LEN + 1];
	unsigned nr_messages;
	uint32_t typed_line; /* on a line terminal: which was typed last */

	/* Subcommands */
	unsigned depth;                          /* macros in macros */
	bool is_over;                            /* the rest of the line is not executed */
	char command[XEDIT_LINE + 1];            /* of the command line, that stays */
	char last[XEDIT_LINE + 1];               /* for = */
	char recall[RECALL_MAX][XEDIT_LINE + 1]; /* for ? */
	unsigned nr_recall, at_recall;
	char find[XEDIT_LINE + 1];   /* the last LOCATE's target, for one without */
	char change[XEDIT_LINE + 1]; /* the last CHANGE's, */
	char search[XEDIT_LINE + 1]; /* and what SCHANGE looks for */
	char pf[24][PF_MAX + 1];
	struct text put; /* the lines of PUT */
	bool has_put;
	char work[WORK_MAX]; /* a line that is made */
};

/* ---- Messages: msg.def --------------------------------------------------- */

enum xmsg {
#define XMSG(id, module, number, severity, rc, text, explanation) XMSG_##id,
#include "xedit/msg.def"
#undef XMSG
	NR_XMSG
};

/* Says it, with arguments for &1 and &2; NULL: none. Returns its return code. */
int xe_say(struct xedit *x, enum xmsg id, const char *arg1, const char *arg2);
/* The same with a number for &1. */
int xe_say_number(struct xedit *x, enum xmsg id, uint32_t number);
/* A text of somebody else's. */
void xe_message(struct xedit *x, const char *text);

/* ---- Words --------------------------------------------------------------- */

/* Function: the operands of a subcommand, that are being read. */
struct words {
	const char *at;
};

/* The next word in upper case, cut to size; false: there is none. */
bool xe_word(struct words *words, char *word, size_t size);
const char *xe_skip(const char *text); /* blanks */
bool xe_is_end(const struct words *words);
/* The next word as a number, 0 to max. 0, -E_NOENT: there is none, -E_INVAL: another word. */
int xe_number(struct words *words, uint32_t max, uint32_t *number) MUST_CHECK;
/* The same with `fallback` for no word; after a message the return code. */
int xe_count(struct xedit *x, const char *args, uint32_t fallback, uint32_t *number) MUST_CHECK;
/* A text between two delimiters; *at is moved behind. False: it does not begin with one. */
bool xe_delimited(const char **at, char *text, size_t size);
/* May a character stand around a string? */
bool xe_is_delimiter(char c);
/* Is word a form of name at least min long? Both upper case. */
bool xe_is_form(const char *word, const char *name, unsigned min);

/* ---- Lines of a file: each change is noted for UNDO ---------------------- */

struct line *xe_line(struct file *f, uint32_t n); /* NULL: no line has that number */
/* Adds a line behind line n. Returns 0 or, after a message, a return code. */
int xe_insert(struct xedit *x, uint32_t n, const char *data, size_t len);
/* Gives line n another text; what is beyond TRUNC is cut. */
int xe_replace(struct xedit *x, uint32_t n, const char *data, size_t len);
/* Deletes line n; keep: RECOVER brings it back. */
int xe_delete(struct xedit *x, uint32_t n, bool keep);
/* The length of data without blanks at its end. */
size_t xe_trimmed(const char *data, size_t len);

/* Is the line one that is shown, or one that subcommands reach? */
bool xe_is_shown(const struct file *f, const struct line *line);
bool xe_in_scope(const struct file *f, const struct line *line);
/* The line that is `by` lines in scope away; at most one beyond the ends. */
uint32_t xe_move(struct file *f, uint32_t from, int64_t by);
/* Makes a line the current one: 0 to nr + 1. */
void xe_go(struct file *f, uint32_t n);

/*
 * The lines from the current one to a target, for subcommands that say "target" and mean 1 without
 * one: *first to *last, *last < *first: none. *words is moved behind. 0 or, after a message, a
 * code.
 */
int xe_range(
	struct xedit *x, struct words *words, uint32_t *first, uint32_t *last, bool *is_backward);

/* ---- Files --------------------------------------------------------------- */

struct file *file_create(struct xedit *x, const struct xedit_id *id);
/* Takes it out of the ring and out of storage. */
void file_close(struct xedit *x, struct file *f);
void settings_init(struct file *f);
/* Fills a fileid from words, = and missing ones as in `like`. 0 or, after a message, a code. */
int xe_take_id(struct xedit *x, const char *args, const struct xedit_id *like, struct xedit_id *id);
const char *xe_id_text(const struct xedit_id *id, char text[24]);
/* Writes lines of the current file under a name. Returns a return code. */
int xe_write(struct xedit *x, const struct xedit_id *id, uint32_t first, uint32_t last);
/* AUTOSAVE, if there were alterations enough. */
void file_autosave(struct xedit *x, struct file *f);

/* ---- Subcommands --------------------------------------------------------- */

struct subcommand {
	const char *name;
	uint8_t min;
	bool is_text; /* its operand begins behind one blank, else behind all */
	int (*run)(struct xedit *x, const char *args); /* args: its operands */
	const char *syntax, *purpose;
};
extern const struct subcommand subcommands[];
extern const unsigned nr_subcommands;

#define XCMD(name, min, handler, syntax, purpose)                                                  \
	int xcmd_##handler(struct xedit *x, const char *args);
#define XTEXT XCMD
#include "xedit/cmd.def"
#undef XTEXT
#undef XCMD

/* SET without its name; -3: there is no such option. */
int xe_set_option(struct xedit *x, const char *text);

/* One subcommand, without LINEND. */
int xe_subcommand(struct xedit *x, const char *text);

/* Moves the text of line n by columns, for SHIFT and the prefix area. */
int xe_shift_line(struct xedit *x, uint32_t n, uint32_t by, bool is_left);
/* Puts copies of lines first to last behind line `at`; *nr is how many. */
int xe_copy_lines(struct xedit *x, uint32_t first, uint32_t last, uint32_t at, uint32_t *nr);

/* Input mode begins, or ends. */
void xe_input_mode(struct xedit *x, bool is_input);

/* What was typed into the prefix area of a line. */
void xe_prefix(struct xedit *x, uint32_t n, const char *text);
/* All that is pending is executed as far as it can be. */
void xe_prefix_execute(struct xedit *x);

/* Works in another view from now on. */
void xe_view(struct xedit *x, unsigned nr);
/* Parts the screen into nr views of so many rows each; sizes NULL: of about the same. False: too
 * many. */
bool xe_views(struct xedit *x, unsigned nr, const uint8_t *sizes);
/* A file is no longer there. */
void xe_views_forget(struct xedit *x, const struct file *f);

/* The row of a reserved one in this view; 0: there is no such row, or it has another use. */
unsigned xe_reserved_row(const struct xedit *x, const struct reserved *reserved);
const struct reserved *xe_reserved_in(const struct xedit *x, unsigned row);

/* With SET HEX, X'C1' in place of a string: makes it what it means. Returns its length. */
size_t xe_hex(const struct xedit *x, char *text, size_t len);

/* The row of the screen where the current line is, and how many rows files have. */
unsigned xe_current_row(const struct xedit *x);
unsigned xe_last_row(const struct xedit *x);
/* Columns of a line that are shown. */
unsigned xe_width(const struct xedit *x);
unsigned xe_page(const struct xedit *x);

#endif
