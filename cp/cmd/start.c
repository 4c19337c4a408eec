// SPDX-License-Identifier: Apache-2.0
/* START, DRAIN and FLUSH: the real printers and punches. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/spool/queue.h"
#include "nucleus/realprinter.h"

enum action { START, DRAIN, FLUSH, FLUSH_HOLD };

/* The device that the next word names; NULL: the refusal was said, *rc is the return code. */
static struct rdev *take_device(struct cmd *cmd, int *rc)
{
	struct cmd_word word;
	struct rdev *rdev;
	uint16_t first, last;
	char number[8];

	if (!cmd_next(cmd->line, &word) || word_to_devno_range(&word, &first, &last) ||
		first != last) {
		cmd_refuse(cmd->line, MSG_RDEV_MISSING, &word);
		*rc = cmd_refused(cmd);
		return NULL;
	}
	rdev = rdev_find(first);
	str_format(number, sizeof(number), "%04X", first);
	if (!rdev || !realprinter_is(rdev)) {
		*rc = cmd_msg(cmd, rdev ? MSG_NOT_A_PRINTER : MSG_NO_REAL_DEVICE, number);
		return NULL;
	}
	return rdev;
}

/* CLASS c: up to eight, in one word. */
static int take_classes(struct cmd *cmd, char classes[PRINTER_CLASSES_MAX + 1])
{
	struct cmd_word word;

	classes[0] = '\0';
	if (!cmd_accept(cmd->line, "CLASS", 2))
		return 0;
	if (!cmd_next(cmd->line, &word) || word.len > PRINTER_CLASSES_MAX)
		return cmd_refuse(cmd->line, MSG_CLASS_MISSING, &word);
	for (size_t i = 0; i < word.len; i++) {
		classes[i] = chr_upper(word.text[i]);
		if (!spclass_is_valid(classes[i]) && classes[i] != SPCLASS_ANY)
			return cmd_refuse(cmd->line, MSG_CLASS_MISSING, &word);
	}
	classes[word.len] = '\0';
	return 0;
}

static int act(struct cmd *cmd, enum action action)
{
	char classes[PRINTER_CLASSES_MAX + 1] = "", number[8], state[48];
	struct rdev *rdev;
	int rc;

	rdev = take_device(cmd, &rc);
	if (!rdev)
		return rc;
	if (action == START && take_classes(cmd, classes))
		return cmd_refused(cmd);
	if (action == FLUSH && cmd_accept(cmd->line, "HOLD", 0))
		action = FLUSH_HOLD;
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	str_format(number, sizeof(number), "%04X", rdev->devno);
	if (action == START)
		realprinter_start(rdev, classes);
	else if (action == DRAIN)
		realprinter_drain(rdev);
	else if (!realprinter_flush(rdev, action == FLUSH_HOLD))
		return cmd_msg(cmd, MSG_PRINTER_IDLE, number);
	realprinter_state(rdev, state, sizeof(state));
	cmd_say(cmd, "%s  %s %s", rdev_class_name(rdev), number, state);
	return 0;
}

int cmd_start(struct cmd *cmd)
{
	return act(cmd, START);
}

int cmd_drain(struct cmd *cmd)
{
	return act(cmd, DRAIN);
}

int cmd_flush(struct cmd *cmd)
{
	return act(cmd, FLUSH);
}
