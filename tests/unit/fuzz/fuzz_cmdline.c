// SPDX-License-Identifier: Apache-2.0
/*
 * Fuzzes what reads command lines: the first byte picks a way to read the rest. Besides what the
 * sanitizers find: no value outside its range, and always progress.
 */
#include "logic/cmdtab.h"
#include "logic/datetime.h"
#include "logic/display.h"
#include "logic/trap.h"
#include "lib/string.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct cmd_entry rows[] = {
	{"QUERY", 1, CMD_ANY, 0, "", "", NULL},
	{"SET", 3, 0, CLASS_A, "", "", NULL},
	{"SET", 3, 0, CLASS_G, "", "", NULL},
	{"LOGON", 1, CMD_BEFORE_LOGON, 0, "", "", NULL},
};
static const struct cmd_table table = {rows, ARRAY_LEN(rows), MSG_NONE, MSG_UNKNOWN_COMMAND, "QSSL"};

static void check(bool good)
{
	if (!good)
		abort();
}

static int read_operand(struct cmdline *line, unsigned way)
{
	const struct cmd_issuer issuer = {CLASS_G, way & 1};
	const struct cmd_entry *entry;
	char name[NAME_SIZE] = "", class = 'A';
	uint16_t first = 1, last = 1;
	uint64_t value = 50;
	bool on;
	int rc;

	switch (way % 12) {
	case 0: rc = cmd_userid(line, "SELF", name); break;
	case 1: rc = cmd_vdev(line, &first); break;
	case 2:
		rc = cmd_vdev_range(line, &first, &last);
		check(first <= last);
		break;
	case 3:
		rc = cmd_number(line, 50, 70, &value);
		check(value >= 50 && value <= 70);
		break;
	case 4: rc = cmd_hex(line, 16, &value); break;
	case 5:
		rc = cmd_storage(line, &value);
		check(value != 0);
		break;
	case 6: rc = cmd_on_off(line, &on); break;
	case 7: rc = cmd_spool_class(line, &class); break;
	case 8:
		rc = cmd_spoolid(line, &first);
		check(first >= 1 && first <= 9999);
		break;
	case 9: rc = cmd_filename(line, name); break;
	case 10: rc = cmd_ms_or_off(line, 1000, &value); break;
	default: rc = cmd_select(line, &table, &issuer, &entry);
	}
	check(strlen(name) < NAME_SIZE);
	check((class >= 'A' && class <= 'Z') || (class >= '0' && class <= '9'));
	return rc;
}

static void read_display(const char *text, size_t len)
{
	struct display_request req;
	struct store_request store;
	struct cmdline line;
	uint16_t before;

	if (cmdline_init(&line, text, len))
		return;
	for (before = 0; !display_next(&line, &req); before = line.pos) {
		check(line.pos > before && req.first <= req.last);
		check(req.kind != DISPLAY_REGISTERS || req.last <= 15);
	}
	check(line.pos == before && line.msg);
	if (cmdline_init(&line, text, len) || store_parse(&line, &store))
		return;
	check(store.kind == STORE_STATUS || store.count);
	check(store.kind != DISPLAY_STORAGE ||
		(store.count <= STORE_BYTES_MAX && store.addr + store.count - 1 >= store.addr));
	check(store.kind != DISPLAY_REGISTERS || store.first + store.count <= 16);
}

/* TRACE, with traps there already; whatever it sets can be judged and shown. */
static void read_trace(const char *text, size_t len)
{
	static const struct trap_event event = {.kinds = 0x1F, .addr = 0x1000, .next = 0x2000};
	static struct trap_set set;
	struct cmdline line;
	char shown[120];

	if (set.nr == TRAPS_MAX)
		set.nr = 0;
	if (cmdline_init(&line, text, len) || trap_command(&line, &set))
		return;
	check(set.nr <= TRAPS_MAX && !(trap_judge(&set, &event).shown >> set.nr));
	for (unsigned i = 0; i < set.nr; i++) {
		const struct trap *trap = &set.traps[i];

		check(trap->ident[0] && strlen(trap->ident) < TRAP_IDENT_SIZE);
		check(strlen(trap->cmd) < TRAP_CMD_SIZE);
		check(!trap->has_from || trap->from.first <= trap->from.last);
		check(!trap->has_into || trap->into.first <= trap->into.last);
		for (unsigned n = 0; trap_query_line(shown, sizeof(shown), trap, n); n++)
			check(strlen(shown) < sizeof(shown));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data + 1;
	unsigned way;
	struct cmdline line;
	struct cmd_word word;
	char shown[MSG_LINE_SIZE];
	uint32_t seconds = 0;
	class_set_t set = CLASS_NONE;

	if (!size)
		return 0;
	way = *data;
	if (!cmdline_init(&line, text, size - 1)) {
		while (cmd_peek(&line, &word)) {
			uint16_t before = line.pos;

			check(word.len && word.column + word.len <= line.len + 1u);
			if (read_operand(&line, way++)) {
				check(line.pos == before);
				check(cmd_refusal(&line, shown, sizeof(shown), EMSG_ON) > 0);
				cmd_next(&line, &word);
			}
			check(line.pos > before);
		}
	}
	read_display(text, size - 1);
	read_trace(text, size - 1);
	if (!time_of_day_parse(text, size - 1, &seconds))
		check(seconds < 86400);
	if (class_change(text, size - 1, &set))
		msg_find(text, size - 1, MSG_NONE);
	return 0;
}
