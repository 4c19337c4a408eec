// SPDX-License-Identifier: Apache-2.0
/*
 * The operands of command lines: each takes a word, or refuses it with its message
 * (logic/cmdline.h).
 */
#include "logic/cmdline.h"
#include "lib/err.h"
#include "lib/string.h"

int cmd_refuse(struct cmdline *line, enum msg_id msg, const struct cmd_word *word)
{
	line->msg = msg;
	line->bad = word ? *word : (struct cmd_word){line->text, 0, 1};
	return -E_INVAL;
}

int cmd_refusal(const struct cmdline *line, char *buf, size_t size, enum emsg emsg)
{
	char word[CMDLINE_MAX + 1], low[24], high[24];

	word_upper(word, sizeof(word), &line->bad);
	str_format(low, sizeof(low), "%llu", (unsigned long long)line->low);
	str_format(high, sizeof(high), "%llu", (unsigned long long)line->high);
	if (line->msg == MSG_LINE_TOO_LONG)
		str_format(word, sizeof(word), "%d", CMDLINE_MAX);
	msg_say(buf, size, line->msg, emsg, word, low, high);
	return msg_number(line->msg);
}

/* Takes the next word if rc, what reading it gave, is 0; else refuses it. */
static int finish(struct cmdline *line, int rc, enum msg_id msg)
{
	struct cmd_word word;

	if (!rc) {
		cmd_next(line, &word);
		return 0;
	}
	cmd_peek(line, &word);
	return cmd_refuse(line, msg, &word);
}

int cmd_userid(struct cmdline *line, const char *self, char userid[NAME_SIZE])
{
	struct cmd_word word;

	if (!cmd_peek(line, &word))
		return cmd_refuse(line, MSG_USERID_MISSING, NULL);
	if (self && word_is(&word, "*", 0)) {
		str_copy(userid, self, NAME_SIZE);
		return finish(line, 0, MSG_NONE);
	}
	return finish(line, word_to_userid(&word, userid), MSG_INVALID_USERID);
}

int cmd_vdev(struct cmdline *line, uint16_t *vdev)
{
	struct cmd_word word;

	cmd_peek(line, &word);
	return finish(line, word_to_devno(&word, vdev), MSG_VDEV_MISSING);
}

int cmd_rdev(struct cmdline *line, uint16_t *rdev)
{
	struct cmd_word word;

	cmd_peek(line, &word);
	return finish(line, word_to_devno(&word, rdev), MSG_RDEV_MISSING);
}

int cmd_vdev_range(struct cmdline *line, uint16_t *first, uint16_t *last)
{
	uint16_t low = 0, high = 0;
	struct cmd_word word;

	cmd_peek(line, &word);
	if (word_to_devno_range(&word, &low, &high))
		return cmd_refuse(line, MSG_VDEV_MISSING, &word);
	if (low > high)
		return cmd_refuse(line, MSG_INVALID_RANGE, &word);
	*first = low;
	*last = high;
	return finish(line, 0, MSG_NONE);
}

int cmd_number(struct cmdline *line, uint64_t low, uint64_t high, uint64_t *value)
{
	struct cmd_word word;
	uint64_t number = 0;
	int rc;

	if (!cmd_peek(line, &word))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	rc = str_to_dec(word.text, word.len, &number);
	if (rc == -E_RANGE || (!rc && (number < low || number > high))) {
		line->low = low;
		line->high = high;
		return cmd_refuse(line, MSG_NUMBER_RANGE, &word);
	}
	if (!rc)
		*value = number;
	return finish(line, rc, MSG_INVALID_OPERAND);
}

int cmd_ms_or_off(struct cmdline *line, uint64_t high, uint64_t *ms)
{
	if (cmd_accept(line, "OFF", 0)) {
		*ms = 0;
		return 0;
	}
	return cmd_number(line, 0, high, ms);
}

int cmd_hex(struct cmdline *line, unsigned max_digits, uint64_t *value)
{
	struct cmd_word word;

	if (!cmd_peek(line, &word))
		return cmd_refuse(line, MSG_DATA_MISSING, NULL);
	return finish(line,
		word.len > max_digits ? -E_INVAL : str_to_hex(word.text, word.len, value),
		MSG_INVALID_HEXDATA);
}

int cmd_storage(struct cmdline *line, uint64_t *bytes)
{
	struct cmd_word word;

	if (!cmd_peek(line, &word))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	return finish(line, word_to_storage(&word, bytes), MSG_STORAGE_SIZE);
}

int cmd_on_off(struct cmdline *line, bool *on)
{
	struct cmd_word word;

	if (!cmd_peek(line, &word))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	if (!word_is(&word, "ON", 0) && !word_is(&word, "OFF", 2))
		return cmd_refuse(line, MSG_INVALID_OPERAND, &word);
	*on = word_is(&word, "ON", 0);
	return finish(line, 0, MSG_NONE);
}

int cmd_spool_class(struct cmdline *line, char *class)
{
	struct cmd_word word;

	if (!cmd_peek(line, &word) || word.len != 1 ||
		(!chr_is_alpha(*word.text) && !chr_is_digit(*word.text)))
		return cmd_refuse(line, MSG_CLASS_MISSING, &word);
	*class = chr_upper(*word.text);
	return finish(line, 0, MSG_NONE);
}

int cmd_spoolid(struct cmdline *line, uint16_t *spoolid)
{
	struct cmd_word word;
	uint64_t value;

	if (!cmd_peek(line, &word))
		return cmd_refuse(line, MSG_SPOOLID_MISSING, NULL);
	if (str_to_dec(word.text, word.len, &value) || value < 1 || value > 9999)
		return cmd_refuse(line, MSG_INVALID_SPOOLID, &word);
	*spoolid = (uint16_t)value;
	return finish(line, 0, MSG_NONE);
}

int cmd_filename(struct cmdline *line, char name[NAME_SIZE])
{
	struct cmd_word word;

	cmd_peek(line, &word);
	return finish(line, word_to_filename(&word, name), MSG_FILENAME_MISSING);
}

int cmd_end(struct cmdline *line)
{
	struct cmd_word word;

	return cmd_peek(line, &word) ? cmd_refuse(line, MSG_EXTRA_OPTION, &word) : 0;
}
