// SPDX-License-Identifier: Apache-2.0
/* A command line, its words, and their forms. */
#include "logic/cmdline.h"
#include "lib/err.h"
#include "lib/string.h"

static bool is_blank(const char *at)
{
	const uint8_t c = *(const uint8_t *)at;

	return c <= ' ' || c == 0x7F;
}

int cmdline_init(struct cmdline *line, const char *text, size_t len)
{
	*line = (struct cmdline){.text = text ? text : ""};
	while (len && is_blank(&text[len - 1]))
		len--;
	if (len > CMDLINE_MAX)
		return cmd_refuse(line, MSG_LINE_TOO_LONG, NULL);
	line->len = (uint16_t)len;
	return 0;
}

static const char *skip_blanks(const struct cmdline *line)
{
	const char *at = line->text + line->pos, *end = line->text + line->len;

	while (at < end && is_blank(at))
		at++;
	return at;
}

static struct cmd_word word_at(const struct cmdline *line, const char *at, const char *end)
{
	return (struct cmd_word){at, (uint16_t)(end - at), (uint16_t)(at - line->text + 1)};
}

/* The same word is looked at by all who could take it: it is looked for once. */
bool cmd_peek(struct cmdline *line, struct cmd_word *word)
{
	if (!line->next.text || line->next_pos != line->pos) {
		const char *at = skip_blanks(line), *end = at, *last = line->text + line->len;

		while (end < last && !is_blank(end))
			end++;
		line->next = word_at(line, at, end);
		line->next_pos = line->pos;
	}
	*word = line->next;
	return word->len != 0;
}

static void take(struct cmdline *line, const struct cmd_word *word)
{
	line->pos = (uint16_t)(word->column - 1 + word->len);
}

bool cmd_next(struct cmdline *line, struct cmd_word *word)
{
	cmd_peek(line, word);
	take(line, word);
	return word->len != 0;
}

bool cmd_rest(struct cmdline *line, struct cmd_word *rest)
{
	*rest = word_at(line, skip_blanks(line), line->text + line->len);
	line->pos = line->len;
	return rest->len != 0;
}

bool word_is(const struct cmd_word *word, const char *name, unsigned min)
{
	unsigned len = 0;

	for (; len < word->len; len++)
		if (word->text[len] != name[len] &&
			(!name[len] || chr_upper(word->text[len]) != name[len]))
			return false;
	return len && (!name[len] || (min && len >= min));
}

bool cmd_accept(struct cmdline *line, const char *name, unsigned min)
{
	struct cmd_word word;

	if (!cmd_peek(line, &word) || !word_is(&word, name, min))
		return false;
	take(line, &word);
	return true;
}

void word_upper(char *dst, size_t size, const struct cmd_word *word)
{
	size_t len;

	if (!size)
		return;
	len = MIN(word->len, size - 1);
	for (size_t i = 0; i < len; i++)
		dst[i] = chr_upper(word->text[i]);
	dst[len] = '\0';
}

static int word_to_name(const struct cmd_word *word, const char *specials, char name[NAME_SIZE])
{
	if (!word->len || word->len >= NAME_SIZE)
		return -E_INVAL;
	for (unsigned i = 0; i < word->len; i++) {
		char c = word->text[i];

		if (!chr_is_alpha(c) && !chr_is_digit(c) && (!c || !strchr(specials, c)))
			return -E_INVAL;
	}
	word_upper(name, NAME_SIZE, word);
	return 0;
}

int word_to_userid(const struct cmd_word *word, char userid[NAME_SIZE])
{
	return word_to_name(word, "$#@_-+", userid);
}

int word_to_filename(const struct cmd_word *word, char name[NAME_SIZE])
{
	return word_to_name(word, "$#@_-+:", name);
}

int word_to_devno(const struct cmd_word *word, uint16_t *devno)
{
	uint64_t value;

	if (word->len > 4 || str_to_hex(word->text, word->len, &value))
		return -E_INVAL;
	*devno = (uint16_t)value;
	return 0;
}

int word_to_devno_range(const struct cmd_word *word, uint16_t *first, uint16_t *last)
{
	const char *dash = memchr(word->text, '-', word->len);
	struct cmd_word from = *word, to;
	uint16_t low, high;

	if (!dash)
		return word_to_devno(word, first) ? -E_INVAL : word_to_devno(word, last);
	from.len = (uint16_t)(dash - word->text);
	to = (struct cmd_word){dash + 1, (uint16_t)(word->len - from.len - 1), 0};
	if (word_to_devno(&from, &low) || word_to_devno(&to, &high))
		return -E_INVAL;
	*first = low;
	*last = high;
	return 0;
}

static const char storage_units[] = "KMGTPE";

int word_to_storage(const struct cmd_word *word, uint64_t *bytes)
{
	const char *unit;
	uint64_t value;
	unsigned shift;

	if (word->len < 2)
		return -E_INVAL;
	unit = strchr(storage_units, chr_upper(word->text[word->len - 1]));
	if (!unit || !*unit || str_to_dec(word->text, word->len - 1u, &value))
		return -E_INVAL;
	shift = 10 * (unsigned)(unit - storage_units + 1);
	if (!value || value > UINT64_MAX >> shift)
		return -E_INVAL;
	*bytes = value << shift;
	return 0;
}

int storage_format(char *buf, size_t size, uint64_t bytes)
{
	int unit = -1;

	for (; bytes && bytes % 1024 == 0 && unit + 1 < (int)strlen(storage_units); bytes /= 1024)
		unit++;
	if (unit < 0)
		return str_format(buf, size, "%llu", (unsigned long long)bytes);
	return str_format(buf, size, "%llu%c", (unsigned long long)bytes, storage_units[unit]);
}
