/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TRACE: its operands, the traps that they set, and the lines that a trap shows.
 *
 *	INSTRUCTION [range]		every instruction
 *	BRANCH [INTO range]		successful branches
 *	STORE [[INTO] range]		stores into storage
 *	PROGRAM [code[-code]]		program interruptions
 *	SVC [code[-code]]		supervisor calls
 *	COUNT [range]			instructions, which are counted and not shown
 *	TRAP ident option ...		other options for a trap
 *	DELETE {ident ...|ALL}, END [ident ...|ALL]
 *
 * Options of the first seven: [FROM|PSWA|RANGE range] where the instruction is; IDENTIFIER ident;
 * RUN, NORUN; TERMINAL, PRINTER, BOTH, NOTERM, NOPRINTER; SKIP n: so many events are not shown at
 * first; PASS n: nor so many after each that was; STEP n: the machine stops at every n-th shown;
 * STOP n: at the n-th for the first time; CMD command: the rest of the line, at each shown. A range
 * is loc, loc-loc or loc.count.
 *
 * An event is looked at when the instruction is complete, so registers and PSW are what it left.
 */
#ifndef LOGIC_TRAP_H
#define LOGIC_TRAP_H

#include "logic/cmdline.h"
#include "logic/insn_text.h"

#define TRAP_IDENT_SIZE 5  /* 1 to 4 characters and the final NUL */
#define TRAP_CMD_SIZE   81 /* of the CMD option, with the final NUL */
#define TRAPS_MAX       20
#define TRAP_COUNT_MAX  9999

enum trap_kind {
	TRACED_INSTR = 0x01,
	TRACED_BRANCH = 0x02,
	TRACED_STORE = 0x04,
	TRACED_PROGRAM = 0x08,
	TRACED_SVC = 0x10,
};

struct trap_range {
	uint64_t first, last; /* addresses, or codes */
};

enum trap_counter { COUNT_SKIP, COUNT_PASS, COUNT_STOP, COUNT_STEP, NR_TRAP_COUNTERS };

struct trap {
	char ident[TRAP_IDENT_SIZE]; /* upper case */
	uint8_t kind;                /* one TRACED_* */
	bool run, no_term, print;
	bool counts; /* COUNT: nothing else is done */
	bool has_from, has_into;
	struct trap_range from; /* of the instruction */
	struct trap_range into; /* branch target, storage, or code */
	uint16_t count[NR_TRAP_COUNTERS];
	uint16_t left[NR_TRAP_COUNTERS]; /* of COUNT_SKIP, COUNT_PASS, COUNT_STOP */
	uint64_t seen;                   /* events that fitted */
	char cmd[TRAP_CMD_SIZE];
};

struct trap_set {
	unsigned nr;
	struct trap traps[TRAPS_MAX];
};

/*
 * Does what the rest of a TRACE line says to the set: adds, alters or deletes traps. Returns 0, or
 * -E_INVAL with the refusal noted and nothing changed: 002E, 003E, 004E, 009E, 013E, 026E, 7001E,
 * 7033E, 7036E (no such trap), 7037E (too many), 7038E (long CMD).
 */
int trap_command(struct cmdline *line, struct trap_set *set) MUST_CHECK;

/* ---- Sets of traps: one is active, the others keep their traps and counts ---- */

#define TRAP_SETS_MAX  4
#define TRAP_NAME_SIZE 9 /* 1 to 8 characters and the final NUL */

struct trap_sets {
	uint8_t active;
	struct {
		char name[TRAP_NAME_SIZE]; /* upper case; "": there is none */
		uint8_t caller; /* of the set that CALL came from, 1 more than its index; 0: none */
		struct trap_set set;
	} sets[TRAP_SETS_MAX];
};

/* One empty set, INITIAL. */
void trap_sets_init(struct trap_sets *sets);

/*
 * Does what the rest of a TRACE line says: GOTO name makes that set the active one, and a new one
 * if there is none; CALL name the same, after which RETURN goes back; END ALL makes all sets as
 * trap_sets_init does; the rest is trap_command's with the active set. Returns as that, also 7292E
 * (too many sets) and 7293E (RETURN where nothing was called).
 */
int trap_sets_command(struct cmdline *line, struct trap_sets *sets) MUST_CHECK;

static inline struct trap_set *trap_active(struct trap_sets *sets)
{
	return &sets->sets[sets->active].set;
}

/* Is there a trap in any of them, or another one active than the first? */
bool trap_sets_in_use(const struct trap_sets *sets);

/* ---- Events ---- */

struct trap_event {
	uint8_t kinds;            /* TRACED_* that may be */
	uint64_t addr;            /* of the instruction */
	uint64_t next;            /* of the one after it: where a branch went */
	struct trap_range stored; /* what it may have changed */
	uint16_t program, svc;    /* codes */
};

/* True if a trap's kind and ranges fit; nothing is counted. */
bool trap_fits(const struct trap *trap, const struct trap_event *event);

struct trap_verdict {
	uint32_t shown;              /* bit n: traps[n] shows it */
	uint8_t kinds;               /* of those */
	bool term, print, stop, cmd; /* what there is to do */
};

/* Which traps show the event; counts it. */
struct trap_verdict trap_judge(struct trap_set *set, const struct trap_event *event);

/* All kinds in the set; and those that a program event must report, with the hull of their ranges.
 */
uint8_t trap_kinds(const struct trap_set *set);
struct trap_range trap_hull(const struct trap_set *set);

/* ---- Lines; each returns the whole length, and cuts at size ---- */

/* An address with its letter: ' primary, " home, blank real; 16 digits in 64-bit mode, else 8. */
struct trap_addr {
	uint64_t addr;
	char letter;
};

struct trap_line {
	bool is_long; /* addresses of 16 digits */
	struct trap_addr at;
	uint8_t insn[INSN_MAX];
	bool has_insn, has_target, has_operand;
	struct trap_addr target, operand;
	uint8_t cc;
};

/* "-> 00019736' BRC   A7840004 -> 000198C2'   CC 0" */
int trap_insn_line(char *buf, size_t size, const struct trap_line *line);

/* "*** 00010020  PROG  0001 -> 00000200   OPERATION"; target is the new PSW's. */
int trap_program_line(char *buf, size_t size, const struct trap_line *line, uint16_t code);

/* QUERY TRACE: line n (from 0) about a trap; false when there is no such line. */
bool trap_query_line(char *buf, size_t size, const struct trap *trap, unsigned n);

#endif
