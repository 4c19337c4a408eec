/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The message catalogue: every text that CP says to a person comes from msg.def.
 *
 *	char line[MSG_LINE_SIZE];
 *
 *	msg_say(line, sizeof(line), MSG_NOT_LOGGED_ON, EMSG_ON, "LINUX7");
 *	-> HCPMSG045E LINUX7 not logged on
 *
 * A command that fails returns its message's number (msg_number), as z/VM's do.
 */
#ifndef LOGIC_MSG_H
#define LOGIC_MSG_H

#include "arch/types.h"

enum msg_id {
	MSG_NONE, /* no message: all is well */
#define MSG(id, module, number, severity, text, explanation, action) MSG_##id,
#include "logic/msg.def"
#undef MSG
	MSG_COUNT
};

struct msg {
	const char *module; /* 3 letters; "" in a response */
	uint16_t number;    /* 1 .. 9999; 0 in a response, which never has a header */
	char severity;      /* A D E I R S T W */
	const char *text;   /* with &1 .. &9 */
	const char *explanation;
	const char *action;
};

/* What SET EMSG leaves of a message. Responses are always whole. */
enum emsg {
	EMSG_ON,   /* header and text */
	EMSG_TEXT, /* text only */
	EMSG_CODE, /* header only */
	EMSG_OFF,  /* nothing */
};

#define MSG_ARGS_MAX  9
#define MSG_LINE_SIZE 256 /* a line for most messages, with the final NUL */
#define MSG_CODE_SIZE 12  /* "HCPCMD0001E" and the final NUL */

/* The catalogue's row; that of MSG_NONE, all empty, for MSG_NONE or a number that is no id. */
const struct msg *msg_get(enum msg_id id);

/* The return code of a command that ends with this message: 0 for MSG_NONE and for responses. */
int msg_number(enum msg_id id);

/*
 * Is it for SET IMSG (a statement) rather than SET EMSG (an error) to trim? Responses are neither:
 * false.
 */
bool msg_is_information(enum msg_id id);

/* Writes the header, "HCPCMD001E", into code; "" for a response. Returns its length. */
int msg_code(char code[MSG_CODE_SIZE], enum msg_id id);

/*
 * Writes a message into buf, always with a final NUL, cut at size bytes. &n stands for args[n - 1];
 * an argument that is NULL or not given is a blank; "&&" is one ampersand. Control characters in
 * arguments, which may come from a guest, become full stops. Blanks at the end are dropped.
 * Returns the length of what is in buf: 0 when there is nothing to say.
 */
int msg_format(char *buf, size_t size, enum msg_id id, enum emsg emsg, const char *const *args,
	unsigned nr_args);

/* The same with the arguments, strings all, written in the call. */
#define msg_say(buf, size, id, emsg, ...)                                                          \
	msg_format(buf, size, id, emsg, (const char *const[]){NULL, ##__VA_ARGS__} + 1,            \
		sizeof((const char *const[]){NULL, ##__VA_ARGS__}) / sizeof(char *) - 1)

/*
 * Finds a message as HELP names it: HCPCMD001E, HCP001E, 001E, 001 or 1, in either case. With after
 * = MSG_NONE the first that fits, else the next one behind after (one number can have several
 * texts). Returns MSG_NONE when there is no more, or when the name is nonsense.
 */
enum msg_id msg_find(const char *name, size_t len, enum msg_id after);

#endif
