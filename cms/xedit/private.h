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

/* A row of the screen: 'T' from the top, 'M' the middle, 'B' the bottom, where row 0 would be. */
struct at_row {
	char from;
	int8_t by;
};

#define MASK_MAX    131
#define WINDOWS_MAX 8 /* of VERIFY */

/* Function: settings of a file: SET. */
struct settings {
	bool prefix, number, scale, tabline, wrap, stay, shadow, nulls, linend_on, msgmode;
	bool impcmscp, scope_all, prefix_left, prefix_nulls, cmdline, arbchar_on, varblank;
	bool stream, colptr, tofeof, macro_first, escape_on, image, synonym;
	char case_, respect; /* 'U' or 'M'; 'R' or 'I' */
	char spill;          /* what is beyond TRUNC: 'F' lost, 'N' and 'W' in a new line */
	char linend, arbchar, escape, filler, nondisp;
	struct at_row curline, scale_row, tabline_row, msgline; /* .from 0: the usual */
	uint32_t trunc, zone1, zone2;
	struct window {
		uint32_t first, last;
		bool is_hex;
	} window[WINDOWS_MAX];      /* columns that are shown */
	uint8_t nr_windows;         /* 0: as many as there is room for */
	uint8_t display1, display2; /* SET DISPLAY */
	uint32_t autosave;          /* alterations between two; 0: never */
	uint16_t tabs[TABS_MAX];
	uint8_t nr_tabs;
	bool hex; /* X'..' in strings */
	struct look look[NR_AREAS];
	char mask[MASK_MAX + 1]; /* the text of new lines */
};

#define RESERVED_MAX 10

/* SET RESERVED: a row of the screen with a text. */
struct reserved {
	bool is_used;
	struct at_row at;
	struct look look;
	char text[SCREEN_COLS_MAX + 1];
};

#define CONTROLS_MAX 16

/* SET CTLCHAR: with the escape character before it a character begins a field that looks so. */
struct control {
	char c; /* 0: none */
	bool is_input, is_hidden;
	struct look look;
};

/* SET POINT .name */
struct point {
	char name[NAME_MAX_ + 1];
	struct line *line;
};

#define PREFIX_NAME 5

/* A prefix command that waits for its other half, or for F or P; or for a macro. */
struct pending {
	char name[PREFIX_NAME + 1];
	char operand[PREFIX_NAME + 1]; /* what was typed with it: a number, "*" */
	uint32_t count;
	bool has_count, is_all; /* a number; "*": up to the end */
	int8_t what;            /* which command; -1: a macro */
	bool is_held;           /* SET PENDING: a macro looks after it */
	bool is_block, is_error;
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
	uint32_t line;           /* the current one: xe_top is top of file, xe_end end of file */
	uint32_t above, below;   /* lines before and behind RANGE */
	uint32_t col;            /* the column pointer, from 1 */
	uint32_t shift;          /* columns that RIGHT moved the view */
	uint32_t shift_before;   /* RGTLEFT */
	uint32_t alt, alt_saved; /* alterations since it was read, since AUTOSAVE */
	struct point point[POINTS_MAX];
	struct pending pending[PENDING_MAX];
	unsigned nr_pending;
	struct text recover;  /* deleted lines, the last deleted last */
	struct line *si;      /* the new line of SI; NULL: none */
	bool si_typed;        /* something was typed into it */
	bool has_levels;      /* some line was selected */
	uint32_t first_shown; /* of the screen that was composed last */
	struct reserved reserved[RESERVED_MAX];
	char ctl_escape; /* CTLCHAR's; 0: none */
	struct control control[CONTROLS_MAX];
};

#define MESSAGES_MAX 20
#define MESSAGE_LEN  131
#define RECALL_MAX   16
#define PF_MAX       127

/* A row of the screen that was composed last. */
struct row {
	uint32_t line;      /* of the file, ROW_* otherwise */
	struct line *shown; /* which it was */
	uint32_t hidden;    /* of ROW_SHADOW: how many lines, and which is the first */
	uint32_t first_hidden;
#define ROW_NONE    0xFFFFFFFFu
#define ROW_INPUT   0xFFFFFFFEu /* a place for a new line */
#define ROW_SHADOW  0xFFFFFFFDu /* of lines that are not shown */
#define ROW_MESSAGE 0xFFFFFFFCu
#define ROW_FIRST   ROW_MESSAGE /* lines have lower numbers */
};

#define VIEWS_MAX     8
#define VIEW_ROWS_MIN 5
#define VIEW_COLS_MIN 24
#define BORDER_COLS   2

/* How SET SCREEN was told where the views are. */
enum parted { PARTED_SIZE, PARTED_WIDTH, PARTED_DEFINE };

/* Rows and columns of the display: those before it, and of it. */
struct area {
	unsigned top, left, rows, cols;
};

/*
 * Function: a part of the screen with a file: SET SCREEN. While it is
 * not the one that is worked in, its file's current line and columns are here.
 */
struct view {
	struct file *file; /* NULL: the one of the view that is worked in */
	uint32_t line, col, shift;
	unsigned top, rows;  /* rows of the display above it; of it */
	unsigned left, cols; /* columns to the left of it; of it, without its border */
	struct row row[SCREEN_ROWS_MAX + 1];
	struct file *row_file; /* whose lines they are */
};

/* SET PREFIX SYNONYM */
struct prefix_synonym {
	char name[PREFIX_NAME + 1], old[NAME_MAX_ + 1];
};
#define PREFIX_SYNONYMS_MAX 20

/* SET SYNONYM newname n oldname: a subcommand, or more with the character linend between them. */
struct synonym {
	char name[NAME_MAX_ + 1];
	uint8_t min;
	char linend; /* 0: none */
	char text[81];
};
#define SYNONYMS_MAX 40

/* A key that a subcommand was given to: 'O'nly that, 'B'efore or 'A'fter the command line's, or
 * 'I'f there is none. */
struct key {
	char when;
	char text[PF_MAX + 1];
};
enum { AT_PF1 = 0, AT_PA1 = 24, AT_ENTER = 27, NR_KEYS };

enum cursor_at {
	CURSOR_COMMAND,
	CURSOR_FILE,
	CURSOR_SCREEN,
	/* Of the subcommand only */
	CURSOR_HOME,
	CURSOR_COLUMN,
	CURSOR_NOWHERE
};

/* Function: the editor. */
struct xedit {
	const struct xedit_ops *ops;
	void *ctx;
	struct text_mem mem;
	struct file *file; /* the one that is edited; NULL: none */
	unsigned nr_files;

	/* The screen, of which rows, cols, row and row_file are those of the view that is worked in */
	struct view view[VIEWS_MAX];
	unsigned nr_views, at;
	enum parted parted;
	unsigned all_rows, all_cols;
	unsigned rows, cols;
	bool is_lines; /* there is none */
	bool is_input; /* input mode */
	bool alarm;
	enum cursor_at cursor;
	unsigned cursor_priority;         /* who put it there */
	uint32_t cursor_line, cursor_col; /* of the file; or row and column of the screen */
	unsigned key_row, key_at; /* row and column of the view where the cursor was; 0: in none */
	uint32_t key_line, key_col; /* where the cursor was when a key was pressed; 0: elsewhere */
	bool key_in_prefix;
	struct row *row;
	char message[MESSAGES_MAX][MESSAGE_LEN + 1];
	unsigned nr_messages;
	uint32_t typed_line; /* on a line terminal: which was typed last */

	/* Subcommands */
	unsigned depth;               /* macros in macros */
	uint8_t schange;              /* the PF key that changes what SCHANGE found; 0: none */
	bool is_key;                  /* a key's subcommand is executed, not a typed one */
	char command[XEDIT_LINE + 1]; /* of the command line, that stays */
	char last[XEDIT_LINE + 1];    /* for = */
	char recall[RECALL_MAX][XEDIT_LINE + 1]; /* for ? */
	unsigned nr_recall, at_recall;
	char find[XEDIT_LINE + 1];   /* the last LOCATE's target, for one without */
	char change[XEDIT_LINE + 1]; /* the last CHANGE's, */
	char search[XEDIT_LINE + 1]; /* and what SCHANGE looks for */
	struct key key[NR_KEYS];
	struct synonym synonym[SYNONYMS_MAX];
	struct prefix_synonym prefix_synonym[PREFIX_SYNONYMS_MAX];
	bool in_synonym;               /* what it means is executed, which is no synonym */
	char repeated[XEDIT_LINE + 1]; /* for REPEAT */
	struct text put;               /* the lines of PUT */
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
/* A row: "3", "-2", "M", "M+1"; false: it is none. And its text, and where it is now. */
bool xe_take_row(struct words *words, struct at_row *row);
void xe_row_text(struct at_row row, char text[8]);
int xe_row_at(const struct xedit *x, struct at_row row);
/* A character: itself, or two hexadecimal digits of its EBCDIC code. False: neither. */
bool xe_take_char(struct words *words, char *c);
/* May a character stand around a string? */
bool xe_is_delimiter(char c);
/* Is word a form of name at least min long? Both upper case. */
bool xe_is_form(const char *word, const char *name, unsigned min);

/* ---- Lines of a file: each change is noted for UNDO ---------------------- */

/* What is before the first line that subcommands reach, which last is, and what is behind it: 0, nr
 * and nr + 1, but for RANGE. */
static inline uint32_t xe_top(const struct file *f)
{
	return f->above;
}

static inline uint32_t xe_last(const struct file *f)
{
	return f->text.nr - f->below;
}

static inline uint32_t xe_end(const struct file *f)
{
	return xe_last(f) + 1;
}

static inline bool xe_in_range(const struct file *f, uint32_t n)
{
	return n > xe_top(f) && n < xe_end(f);
}

struct line *xe_line(struct file *f, uint32_t n); /* NULL: no line in RANGE has that number */
/* Adds a line behind line n. Returns 0 or, after a message, a return code. */
int xe_insert(struct xedit *x, uint32_t n, const char *data, size_t len);
/* Gives line n another text; what is beyond TRUNC is cut. */
int xe_replace(struct xedit *x, uint32_t n, const char *data, size_t len);
/* The same; what is beyond TRUNC becomes new lines behind it, if SPILL says so. */
int xe_fill(struct xedit *x, uint32_t n, const char *data, size_t len);
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

/* Puts the cursor somewhere, unless it was put with more priority since the last screen. */
#define CURSOR_USUAL 60
void xe_cursor(struct xedit *x, enum cursor_at at, uint32_t line, uint32_t col, unsigned priority);

/* ---- Strings in lines ---------------------------------------------------- */

#define ARBS_MAX 8

/* Function: where a string was found: at column `at`, 0 the first, and how long it is there. */
struct match {
	uint32_t at, len;
	unsigned nr_arbs; /* what ARBCHAR stands for */
	struct {
		uint32_t at, len;
	} arb[ARBS_MAX];
};

/*
 * The first place in data from `from` (0 the first) to `to` (not included) where text is, which has
 * ARBCHAR and VARBLANK in it. False: nowhere.
 */
bool xe_match(struct xedit *x, const char *data, uint32_t from, uint32_t to, const char *text,
	size_t len, struct match *match);

/* Changes what SCHANGE found, if the cursor still is there. */
bool xe_schange_key(struct xedit *x);
/* CHANGE of one character; args: [target [n|* [m]]]. */
int xe_change(struct xedit *x, char from, char to, const char *args);

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

/* What SET would be given to be as it is now; false: there is no such option to set. */
bool xe_set_text(struct xedit *x, const char *option, char *text, size_t size);
/* The synonym that a line begins with, *behind its name; NULL: none. */
const struct synonym *xe_synonym(const struct xedit *x, const char *text, const char **behind);
int xe_run_synonym(struct xedit *x, const struct synonym *synonym, const char *behind);

/* ---- Fields in lines: CTLCHAR -------------------------------------------- */

/* Function: the next part of a text: len characters from `from` on, in a field whose attribute is
 * at place `at` of the screen, 0 the first; control NULL: the line's own. */
struct part {
	const char *from;
	unsigned at, len;
	const struct control *control;
};

/* Has a text such fields? */
bool xe_has_controls(const struct file *f, const char *text);
/* part->from NULL: the first one; false: there are no more. */
bool xe_next_part(const struct file *f, const char *text, struct part *part);

/* One subcommand, without LINEND. */
int xe_subcommand(struct xedit *x, const char *text);

/* A new line with the text of MASK behind line n. */
int xe_add_line(struct xedit *x, uint32_t n);

/* The first tab column behind col, or the next column. */
uint32_t xe_next_tab(const struct settings *set, uint32_t col);

/* Moves the text of line n by columns, for SHIFT and the prefix area. */
int xe_shift_line(struct xedit *x, uint32_t n, uint32_t by, bool is_left);
/* Puts copies of lines first to last behind line `at`; *nr is how many. */
int xe_copy_lines(struct xedit *x, uint32_t first, uint32_t last, uint32_t at, uint32_t *nr);

/* Input mode begins, or ends. */
void xe_input_mode(struct xedit *x, bool is_input);

/* SI: a new line behind line n, where text begins as there; after ENTER the next, or none. */
int xe_structured(struct xedit *x, uint32_t n);
void xe_structured_next(struct xedit *x);

/* What was typed beside a row that stands for lines first to first + nr - 1, which are not shown. */
void xe_prefix_shadow(struct xedit *x, uint32_t first, uint32_t nr, const char *text);

/* A name and a number or * in any order, = and blanks for nothing. False: that is no command. */
bool xe_pending_take(const char *text, struct pending *pending);
int xe_pending_add(struct xedit *x, struct pending *pending);
void xe_pending_forget(struct file *f, const struct line *line, uint32_t n); /* what is there */
uint32_t xe_pending_number(struct file *f, const struct pending *pending);   /* of its line, now */

/* What a prefix command means: its name, if that is no synonym. */
const char *xe_prefix_meaning(const struct xedit *x, const char *name);

/* What was typed into the prefix area of a line. */
void xe_prefix(struct xedit *x, uint32_t n, const char *text);
/* All that is pending is executed as far as it can be. */
void xe_prefix_execute(struct xedit *x);

/* Works in another view from now on. */
void xe_view(struct xedit *x, unsigned nr);
/* Parts the screen into nr views. False: they are too many or too small, or lie over each other. */
bool xe_views(struct xedit *x, unsigned nr, const struct area *area, enum parted parted);
/* A file is no longer there. */
void xe_views_forget(struct xedit *x, const struct file *f);

/* The row of a reserved one in this view; 0: there is no such row, or it has another use. */
unsigned xe_reserved_row(const struct xedit *x, const struct reserved *reserved);
const struct reserved *xe_reserved_in(const struct xedit *x, unsigned row);

/* With SET HEX, X'C1' in place of a string: makes it what it means. Returns its length. */
size_t xe_hex(const struct xedit *x, char *text, size_t len);

/* The row of the screen where the current line is, and how many rows files have. */
unsigned xe_current_row(const struct xedit *x);
unsigned xe_scale_row(const struct xedit *x);
unsigned xe_tab_row(const struct xedit *x);
unsigned xe_last_row(const struct xedit *x);
/* Columns of a line that are shown. */
unsigned xe_width(const struct xedit *x);
unsigned xe_page(const struct xedit *x);

#endif
