// SPDX-License-Identifier: Apache-2.0
/* The requests of a DISPLAY line (see logic/display.h for what they look like). */
#include "logic/display.h"
#include "logic/display_operand.h"
#include "lib/err.h"
#include "lib/string.h"

/* Takes a range sign. Returns it, ':' for both of - and :, or 0 at the end of the word. */
static char take_sign(struct cursor *at)
{
	char sign;

	if (!at->len)
		return 0;
	sign = *at->text == '-' ? ':' : *at->text;
	at->text++;
	at->len--;
	return sign;
}

static bool is_end(const struct cursor *term)
{
	return !term->len || (term->len == 3 && mem_casecmp(term->text, "END", 3) == 0);
}

/*
 * Reads the rest of a range whose beginning is req->first into req->last and to_end. top is the
 * last that there can be. Returns MSG_NONE or the message that refuses it.
 */
static enum msg_id parse_range(struct cursor *at, struct display_request *req, uint64_t top,
	bool (*parse)(const struct cursor *term, uint64_t *value), enum msg_id invalid)
{
	char sign = take_sign(at);
	struct cursor term = take_term(at);
	uint64_t value;

	req->last = req->first;
	if (!sign)
		return MSG_NONE;
	if (at->len)
		return invalid;
	if (is_end(&term)) {
		req->last = top;
		req->to_end = true;
		return MSG_NONE;
	}
	if (sign == '.') {
		if (!parse_location(&term, &value))
			return invalid;
		if (!value || value - 1 > top - req->first)
			return MSG_INVALID_RANGE;
		req->last = req->first + (value - 1);
		return MSG_NONE;
	}
	if (!parse(&term, &value))
		return invalid;
	req->last = value;
	return value < req->first ? MSG_INVALID_RANGE : MSG_NONE;
}

/* Rounds storage outwards, to what one line of the form can begin and end with. */
static void round_out(struct display_request *req)
{
	uint64_t mask = 3;

	if (req->kind == DISPLAY_KEYS)
		mask = PAGE_SIZE - 1;
	else if (req->form == FORM_TEXT || req->form == FORM_ASCII)
		mask = DISPLAY_LINE_BYTES - 1;
	else if (req->form == FORM_BYTES)
		mask = 0;
	else if (req->form == FORM_INSN)
		mask = 1;
	req->first &= ~mask;
	req->last |= mask;
}

static enum msg_id parse_storage(struct cursor *at, struct display_request *req)
{
	struct cursor term;
	enum msg_id msg;

	take_storage_prefix(at, &req->kind, &req->space, &req->form);
	term = take_term(at);
	if (term.len && !parse_location(&term, &req->first))
		return MSG_INVALID_HEXLOC;
	msg = parse_range(at, req, UINT64_MAX, parse_location, MSG_INVALID_HEXLOC);
	round_out(req);
	return msg;
}

static enum msg_id parse_registers(struct cursor *at, struct display_request *req, bool has_number)
{
	req->kind = DISPLAY_REGISTERS;
	if (!at->len && !has_number) {
		req->last = LAST_REGISTER;
		req->to_end = true;
		return MSG_NONE;
	}
	return parse_range(at, req, LAST_REGISTER, parse_register, MSG_INVALID_REGISTER);
}

/* PSW takes a second word, if it is one of these. */
static void accept_psw(struct cmdline *line, struct display_request *req)
{
	static const struct {
		const char *name;
		uint8_t min, which;
	} names[] = {{"ALL", 3, PSW_ALL}, {"EXTERNAL", 3, PSW_EXTERNAL}, {"SVC", 3, PSW_SVC},
		{"PROGRAM", 4, PSW_PROGRAM}, {"MCK", 3, PSW_MACHINE_CHECK},
		{"I/O", 1, PSW_INPUT_OUTPUT}};

	req->kind = DISPLAY_PSW;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (cmd_accept(line, names[i].name, names[i].min)) {
			req->which = names[i].which;
			return;
		}
	}
}

int display_next(struct cmdline *line, struct display_request *req)
{
	struct display_request parsed = {0};
	enum msg_id msg = MSG_NONE;
	struct cmd_word word;
	struct cursor at;
	bool has_number;

	if (!cmd_peek(line, &word))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	parsed.word = word;
	at = (struct cursor){word.text, word.len};
	if (cmd_accept(line, "PSW", 1)) {
		accept_psw(line, &parsed);
		*req = parsed;
		return 0;
	}
	if (word_is(&word, "FPC", 0))
		parsed.kind = DISPLAY_FPC;
	else if (word_is(&word, "PREFIX", 3))
		parsed.kind = DISPLAY_PREFIX;
	else if (take_register(&at, &parsed.set, &parsed.first, &has_number))
		msg = parse_registers(&at, &parsed, has_number);
	else if (is_register_letter(&word))
		msg = MSG_INVALID_REGISTER;
	else if (word_is(&word, "SCHIB", 0))
		msg = MSG_NOT_SUPPORTED; /* z/VM shows subchannels so */
	else
		msg = parse_storage(&at, &parsed);
	if (msg)
		return cmd_refuse(line, msg, &word);
	*req = parsed;
	cmd_next(line, &word);
	return 0;
}

int display_next_dump(struct cmdline *line, struct display_request *req)
{
	if (display_next(line, req))
		return -E_INVAL;
	if (req->kind != DISPLAY_STORAGE || req->form == FORM_INSN)
		return cmd_refuse(line, MSG_INVALID_OPERAND, &req->word);
	if (req->form != FORM_ASCII)
		req->form = FORM_TEXT;
	req->first &= ~(uint64_t)(DISPLAY_LINE_BYTES - 1);
	req->last |= DISPLAY_LINE_BYTES - 1;
	return 0;
}
