// SPDX-License-Identifier: Apache-2.0
/* The operands and data of a STORE line (see logic/display.h for what they look like). */
#include "logic/display.h"
#include "logic/display_operand.h"
#include "lib/err.h"
#include "lib/string.h"

/* Reads words of data to the end of the line into values. */
static int store_values(
	struct cmdline *line, struct store_request *req, unsigned digits, unsigned max)
{
	struct cmd_word word;

	do {
		if (req->count == max && cmd_peek(line, &word))
			return cmd_refuse(line, MSG_TOO_MANY_OPERANDS, &word);
		if (cmd_hex(line, digits, &req->data.values[req->count]))
			return -E_INVAL;
		req->count++;
	} while (cmd_peek(line, &word));
	return 0;
}

static int store_words(struct cmdline *line, struct store_request *req)
{
	struct cmd_word word;
	uint64_t value;

	req->addr &= ~3ull;
	do {
		be32_t stored;

		if (cmd_hex(line, 8, &value))
			return -E_INVAL;
		if (req->count + sizeof(stored) > sizeof(req->data.bytes))
			return cmd_refuse(line, MSG_TOO_MANY_OPERANDS, NULL);
		stored = be32((uint32_t)value);
		memcpy(req->data.bytes + req->count, &stored, sizeof(stored));
		req->count += sizeof(stored);
	} while (cmd_peek(line, &word));
	return 0;
}

static int store_string(struct cmdline *line, struct store_request *req)
{
	struct cmd_word word;
	uint64_t value;

	if (!cmd_next(line, &word))
		return cmd_refuse(line, MSG_DATA_MISSING, NULL);
	if (word.len % 2 || word.len / 2u > sizeof(req->data.bytes))
		return cmd_refuse(line, MSG_INVALID_HEXDATA, &word);
	for (unsigned i = 0; i < word.len; i += 2) {
		if (str_to_hex(word.text + i, 2, &value))
			return cmd_refuse(line, MSG_INVALID_HEXDATA, &word);
		req->data.bytes[req->count++] = (uint8_t)value;
	}
	return cmd_end(line);
}

static int store_key(struct cmdline *line, struct store_request *req)
{
	struct cmd_word word;
	uint64_t key;

	cmd_peek(line, &word);
	if (cmd_hex(line, 2, &key))
		return -E_INVAL;
	if (key & 1)
		return cmd_refuse(line, MSG_INVALID_HEXDATA, &word);
	req->addr &= ~(PAGE_SIZE - 1);
	req->data.bytes[req->count++] = (uint8_t)key;
	return cmd_end(line);
}

static int store_storage(
	struct cmdline *line, struct store_request *req, const struct cmd_word *word)
{
	struct cursor at = {word->text, word->len};
	enum display_form form;
	int rc;

	take_storage_prefix(&at, &req->kind, &req->space, &form);
	if (form == FORM_TEXT || form == FORM_ASCII || form == FORM_INSN || !parse_location(&at, &req->addr))
		return cmd_refuse(line, MSG_INVALID_HEXLOC, word);
	if (req->kind == DISPLAY_KEYS)
		return store_key(line, req);
	rc = form == FORM_BYTES ? store_string(line, req) : store_words(line, req);
	if (!rc && req->count - 1 > UINT64_MAX - req->addr)
		return cmd_refuse(line, MSG_INVALID_RANGE, word);
	return rc;
}

int store_parse(struct cmdline *line, struct store_request *req)
{
	struct cursor at;
	struct cmd_word word;
	uint64_t reg;
	bool has_number;

	req->count = 0;
	if (!cmd_next(line, &word))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	at = (struct cursor){word.text, word.len};
	if (word_is(&word, "STATUS", 4)) {
		req->kind = STORE_STATUS;
		return cmd_end(line);
	}
	if (word_is(&word, "PSW", 1)) {
		req->kind = DISPLAY_PSW;
		return store_values(line, req, 8, 4);
	}
	if (take_register(&at, &req->set, &reg, &has_number) && has_number && !at.len) {
		req->kind = DISPLAY_REGISTERS;
		req->first = (unsigned)reg;
		return store_values(
			line, req, req->set == REG_ACCESS ? 8 : 16, LAST_REGISTER + 1 - req->first);
	}
	if (is_register_letter(&word))
		return cmd_refuse(line, MSG_INVALID_REGISTER, &word);
	return store_storage(line, req, &word);
}
