/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DISPLAY and STORE: their operands, and the lines that DISPLAY answers with.
 *
 * DISPLAY takes any number of requests, STORE one:
 *
 *	[L|R|V|ABS][N|T|TX|S|I|K][loc][-|: [loc|END]]	storage from one location to another
 *	[L|R|V|ABS][N|T|TX|S|I|K][loc][. [count|END]]	or so many (hexadecimal) bytes
 *	G|GG|X|XG|C|CG|A|AR|Y|F[reg][-|: [reg|END]]	registers; also reg.count
 *	PSW [ALL|EXT|SVC|PROG|MCK|I/O]   FPC   PREFIX
 *
 * L logical (as the PSW translates), R real, V virtual through the primary space, ABS absolute. N
 * words, T words and EBCDIC text, TX words and ASCII text, S bytes, I instructions (DISPLAY only), K
 * storage keys. G general, X or C control, A access, Y or F floating-point registers; all are shown
 * in full, so a second G means nothing. A location has 1 to 16 hexadecimal digits; a register 1
 * hexadecimal or 2 decimal digits. Nothing before a sign is 0, nothing behind it the end. A word that
 * can be a register is one: A0 is access register 0, 0A0 and LA0 are storage.
 */
#ifndef LOGIC_DISPLAY_H
#define LOGIC_DISPLAY_H

#include "logic/cmdline.h"

enum display_kind {
	DISPLAY_STORAGE,
	DISPLAY_KEYS,
	DISPLAY_REGISTERS,
	DISPLAY_PSW,
	DISPLAY_FPC,
	DISPLAY_PREFIX,
	STORE_STATUS, /* STORE only */
};

enum display_space {
	SPACE_LOGICAL,
	SPACE_REAL,
	SPACE_VIRTUAL,
	SPACE_ABSOLUTE,
};

enum display_form {
	FORM_WORDS, /* N: whole words */
	FORM_TEXT,  /* T: whole 16 bytes, and in EBCDIC */
	FORM_ASCII, /* TX: the same in ASCII */
	FORM_BYTES, /* S: exactly what was asked for */
	FORM_INSN,  /* I: instructions, one in a line */
};

enum register_set {
	REG_GENERAL,
	REG_CONTROL,
	REG_ACCESS,
	REG_FLOAT,
};

enum psw_which {
	PSW_CURRENT,
	PSW_ALL,
	PSW_EXTERNAL,
	PSW_SVC,
	PSW_PROGRAM,
	PSW_MACHINE_CHECK,
	PSW_INPUT_OUTPUT,
};

struct display_request {
	enum display_kind kind;
	enum display_space space; /* storage, keys */
	enum display_form form;   /* storage */
	enum register_set set;    /* registers */
	enum psw_which which;     /* PSW */
	bool to_end;              /* last is the end of what there is */
	/* Registers: 0 .. 15. Storage: rounded outwards to words, 16 bytes or pages (keys) as the
	 * form has it. */
	uint64_t first, last;
	struct cmd_word word; /* the request, for messages */
};

/*
 * Takes the next request of a DISPLAY line. Returns 0, or -E_INVAL with the refusal noted: 026E at
 * the end of the line, 004E, 009E, 010E, 002E.
 */
int display_next(struct cmdline *line, struct display_request *req) MUST_CHECK;

#define STORE_BYTES_MAX  ((CMDLINE_MAX / 2) * 4) /* as one-digit words */
#define STORE_VALUES_MAX 16

struct store_request {
	enum display_kind kind; /* storage, keys, registers, PSW, status */
	enum display_space space;
	enum register_set set;
	uint64_t addr;  /* of storage; on a word unless it was S */
	unsigned first; /* register */
	unsigned count; /* of bytes, of registers, or of PSW words (1 .. 4, the last ones of the
			   PSW) */
	union {
		uint8_t bytes[STORE_BYTES_MAX]; /* storage, as it goes there; a key */
		uint64_t values[STORE_VALUES_MAX];
	} data;
};

/*
 * Reads all of a STORE line. Returns 0, or -E_INVAL with the refusal noted: 026E, 004E, 005E, 009E,
 * 010E, 025E, 263E, 003E. Data for storage is words of 1 to 8 digits (right-adjusted), or with S
 * one string of an even number of digits, with K one key, even, of 1 or 2 digits.
 */
int store_parse(struct cmdline *line, struct store_request *req) MUST_CHECK;

/* ---- Lines; each returns the whole length, and cuts at size ---- */

#define DISPLAY_LINE_BYTES 16 /* of storage in a line */

/* R, V or A: what logical addresses are depends on the DAT bit of the PSW. */
char display_letter(enum display_space space, bool dat_on);

/* "R00010000", with 16 digits from 4 GB on. */
int display_address(char *buf, size_t size, char letter, uint64_t addr);

/*
 * A line of storage: "R00010000  00080000 80010000 00000000 00000000 F0 *........0.......*". data
 * has len bytes, 1 to DISPLAY_LINE_BYTES, a multiple of 4 unless the form is FORM_BYTES. key is 0
 * to X'FF', or -1 to show none (z/VM shows it on a request's first line and where a page begins).
 */
int display_storage_line(char *buf, size_t size, char letter, uint64_t addr, const uint8_t *data,
	unsigned len, int key, enum display_form form);

/* A line of one instruction, whose bytes are all there: "R00010000  LHI   A7180005". */
int display_insn_line(char *buf, size_t size, char letter, uint64_t addr, const uint8_t *insn);

/* How many registers a line has, and that line: "GPR  0 =  0000000000000000  00000000000008A0". */
unsigned display_registers_per_line(enum register_set set);
int display_register_line(char *buf, size_t size, enum register_set set, unsigned first,
	const uint64_t *values, unsigned count);

/* A PSW in words: two of an ESA/390 PSW (in the left half of high), four of z/Architecture's. */
int display_psw(char *buf, size_t size, uint64_t high, uint64_t low, bool is_esa);

/*
 * The same for storage in the form of a dump: hexadecimal with characters, whole lines. Registers and
 * instructions are refused.
 */
int display_next_dump(struct cmdline *line, struct display_request *req) MUST_CHECK;

#endif
