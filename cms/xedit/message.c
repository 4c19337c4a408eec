// SPDX-License-Identifier: Apache-2.0
/* Messages of XEDIT. */
#include "xedit/private.h"

static const struct {
	const char *module, *text, *explanation;
	int16_t rc;
	uint16_t number;
	char severity;
} messages[NR_XMSG] = {
#define XMSG(id, module, number, severity, rc, text, explanation)                                  \
	[XMSG_##id] = {module, text, explanation, rc, number, severity},
#include "xedit/msg.def"
#undef XMSG
};

bool xedit_message_about(unsigned nr, unsigned *number, const char **text, const char **explanation)
{
	if (nr >= NR_XMSG)
		return false;
	*number = messages[nr].number;
	*text = messages[nr].text;
	*explanation = messages[nr].explanation;
	return true;
}

void xe_message(struct xedit *x, const char *text)
{
	if (x->is_lines) {
		x->ops->type(x->ctx, text);
		return;
	}
	if (x->nr_messages == MESSAGES_MAX) {
		memmove(x->message, x->message[1], sizeof(x->message) - sizeof(x->message[0]));
		x->nr_messages--;
	}
	str_copy(x->message[x->nr_messages++], text, sizeof(x->message[0]));
}

int xe_say(struct xedit *x, enum xmsg id, const char *arg1, const char *arg2)
{
	const char *args[] = {arg1, arg2};
	char line[MESSAGE_LEN + 1];
	size_t at = (size_t)str_format(line, sizeof(line), "DMS%s%03u%c ", messages[id].module,
		messages[id].number, messages[id].severity);

	for (const char *c = messages[id].text; *c && at + 1 < sizeof(line); c++) {
		if (*c == '&' && (c[1] == '1' || c[1] == '2')) {
			const char *arg = args[*++c - '1'];

			str_copy(line + at, arg ? arg : "", sizeof(line) - at);
			at += strlen(line + at);
		} else {
			line[at++] = *c;
			line[at] = 0;
		}
	}
	if (!x->file || x->file->set.msgmode)
		xe_message(x, line);
	if (messages[id].severity == 'E' || messages[id].severity == 'S')
		x->alarm = true;
	return messages[id].rc;
}

int xe_say_number(struct xedit *x, enum xmsg id, uint32_t number)
{
	char text[12];

	str_format(text, sizeof(text), "%u", number);
	return xe_say(x, id, text, NULL);
}
