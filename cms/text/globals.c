// SPDX-License-Identifier: Apache-2.0
/* Records of GLOBALV files. */
#include "text/globals.h"

#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"

#define GROUP 8
#define HEAD  10

unsigned global_record(const struct global *global, uint8_t record[GLOBAL_RECORD_MAX])
{
	unsigned name = (unsigned)strlen(global->name), value = (unsigned)strlen(global->value);

	ebc_from_str(record, global->group, GROUP);
	record[GROUP] = (uint8_t)name;
	record[GROUP + 1] = (uint8_t)value;
	ebc_from_ascii(record + HEAD, global->name, name);
	ebc_from_ascii(record + HEAD + name, global->value, value);
	return HEAD + name + value;
}

int global_parse(struct global *global, const uint8_t *record, unsigned len)
{
	unsigned name, value, group = GROUP;

	if (len < HEAD)
		return -E_FORMAT;
	name = record[GROUP];
	value = record[GROUP + 1];
	if (!name || HEAD + name + value != len)
		return -E_FORMAT;
	ebc_to_ascii(global->group, record, GROUP);
	while (group && global->group[group - 1] == ' ')
		group--;
	global->group[group] = 0;
	ebc_to_ascii(global->name, record + HEAD, name);
	global->name[name] = 0;
	ebc_to_ascii(global->value, record + HEAD + name, value);
	global->value[value] = 0;
	return 0;
}
