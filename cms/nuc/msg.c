// SPDX-License-Identifier: Apache-2.0
/* Messages out of the catalogue. */
#include "nuc/msg.h"

#include "lib/string.h"
#include "nuc/console.h"
#include "nuc/session.h"

static const struct {
	const char *module, *text, *explanation;
	uint16_t number, rc;
	char severity;
} messages[MSG_COUNT] = {
#define CMS_MSG(id, module, number, severity, rc, text, explanation)                               \
	[MSG_##id] = {module, text, explanation, number, rc, severity},
#include "msg.def"
#undef CMS_MSG
};

/* Appends text at line[at]; returns where it ends. */
static size_t append(char *line, size_t size, size_t at, const char *text)
{
	str_copy(line + at, text, size - at);
	return at + strlen(line + at);
}

int msg_type(enum msg_id id, const char *const *args, unsigned nr_args)
{
	char line[256];
	size_t at = (size_t)str_format(line, sizeof(line), "DMS%s%03u%c ",
		messages[id].module[0] ? messages[id].module : session.module, messages[id].number,
		messages[id].severity);

	for (const char *c = messages[id].text; *c && at < sizeof(line) - 1; c++) {
		if (*c == '&' && chr_is_digit(c[1])) {
			unsigned nr = (unsigned)(*++c - '1');

			if (nr < nr_args && args[nr])
				at = append(line, sizeof(line), at, args[nr]);
		} else {
			line[at++] = *c;
			line[at] = 0;
		}
	}
	console_write(line);
	return messages[id].rc;
}

unsigned msg_about(enum msg_id id, const char **text, const char **explanation)
{
	*text = messages[id].text;
	*explanation = messages[id].explanation;
	return messages[id].number;
}
