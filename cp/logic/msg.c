// SPDX-License-Identifier: Apache-2.0
/* The message catalogue: table, formatting, look-up. */
#include "logic/msg.h"
#include "lib/string.h"

static const struct msg table[MSG_COUNT] = {
	[MSG_NONE] = {"", 0, 'R', "", "", ""},
#define MSG(id, module, number, severity, text, explanation, action)                               \
	[MSG_##id] = {module, number, severity, text, explanation, action},
#include "logic/msg.def"
#undef MSG
};

struct sink {
	char *buf;
	size_t size, len;
};

static void put(struct sink *sink, char c)
{
	if (sink->len + 1 < sink->size)
		sink->buf[sink->len++] = c;
}

static void put_plain(struct sink *sink, const char *text, size_t len)
{
	len = MIN(len, sink->size - 1 - sink->len);
	memcpy(sink->buf + sink->len, text, len);
	sink->len += len;
}

/* C0, DEL and C1: what a terminal might obey instead of show. */
static bool is_control(char c)
{
	uint8_t code = (uint8_t)c;

	return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

static void put_arg(struct sink *sink, const char *arg)
{
	size_t from = sink->len;

	if (!arg)
		arg = " ";
	put_plain(sink, arg, strlen(arg));
	for (; from < sink->len; from++)
		if (is_control(sink->buf[from]))
			sink->buf[from] = '.';
}

const struct msg *msg_get(enum msg_id id)
{
	return &table[(unsigned)id < MSG_COUNT ? id : MSG_NONE];
}

int msg_number(enum msg_id id)
{
	return msg_get(id)->number;
}

bool msg_is_information(enum msg_id id)
{
	const struct msg *msg = msg_get(id);

	return msg->number && (msg->severity == 'I' || msg->severity == 'R');
}

int msg_code(char code[MSG_CODE_SIZE], enum msg_id id)
{
	const struct msg *msg = msg_get(id);

	code[0] = '\0';
	if (!msg->number)
		return 0;
	return str_format(
		code, MSG_CODE_SIZE, "HCP%s%03u%c", msg->module, msg->number, msg->severity);
}

/* Text with &1, &2 for arguments, and && for an ampersand. */
static void put_message(
	struct sink *sink, const char *text, const char *const *args, unsigned nr_args)
{
	const char *end = text + strlen(text);

	for (;;) {
		const char *mark = memchr(text, '&', (size_t)(end - text));
		unsigned n;

		put_plain(sink, text, (size_t)((mark ? mark : end) - text));
		if (!mark)
			return;
		n = (unsigned)(mark[1] - '1');
		if (mark[1] == '&')
			put(sink, '&');
		else
			put_arg(sink, n < nr_args ? args[n] : NULL);
		text = mark + 2;
	}
}

int msg_format(char *buf, size_t size, enum msg_id id, enum emsg emsg, const char *const *args,
	unsigned nr_args)
{
	const struct msg *msg = msg_get(id);
	struct sink sink = {buf, size, 0};
	char code[MSG_CODE_SIZE];

	if (!size)
		return 0;
	if (msg->number && (emsg == EMSG_ON || emsg == EMSG_CODE)) {
		msg_code(code, id);
		put_arg(&sink, code);
		if (emsg == EMSG_ON)
			put(&sink, ' ');
	}
	if (!msg->number || emsg == EMSG_ON || emsg == EMSG_TEXT) {
		put_message(&sink, msg->text, args, nr_args);
	}
	while (sink.len && buf[sink.len - 1] == ' ')
		sink.len--;
	buf[sink.len] = '\0';
	return (int)sink.len;
}

/* What of a message's name was given; number 0 when it was nonsense. */
struct name {
	const char *module; /* 3 characters or NULL */
	unsigned number;
	char severity; /* or 0 */
};

static struct name parse_name(const char *text, size_t len)
{
	struct name name = {NULL, 0, 0}, nonsense = {NULL, 0, 0};
	size_t i = 0, digits = 0;

	if (len > 3 && mem_casecmp(text, "HCP", 3) == 0) {
		i = 3;
		if (len > 6 && !chr_is_digit(text[3])) {
			name.module = text + 3;
			i = 6;
		}
	}
	for (; i < len && chr_is_digit(text[i]); i++, digits++)
		name.number = digits < 4 ? name.number * 10 + (unsigned)(text[i] - '0') : 0;
	if (i < len)
		name.severity = chr_upper(text[i++]);
	return i == len && digits <= 4 ? name : nonsense;
}

enum msg_id msg_find(const char *text, size_t len, enum msg_id after)
{
	struct name name = parse_name(text, len);

	if (!name.number || (unsigned)after >= MSG_COUNT)
		return MSG_NONE;
	for (enum msg_id id = after + 1; id < MSG_COUNT; id++) {
		const struct msg *msg = &table[id];

		if (msg->number != name.number)
			continue;
		if (name.severity && name.severity != msg->severity)
			continue;
		if (name.module && mem_casecmp(name.module, msg->module, 3) != 0)
			continue;
		return id;
	}
	return MSG_NONE;
}
