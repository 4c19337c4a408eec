// SPDX-License-Identifier: Apache-2.0
/* VARY: real devices are CP's, or are not touched by it. */
#include "cmd/cmd.h"
#include "cmd/realdev.h"
#include "cmd/user.h"
#include "lib/err.h"
#include "lib/string.h"

#define RANGES_MAX 16

struct devices {
	uint16_t first[RANGES_MAX], last[RANGES_MAX];
	unsigned nr;
};

/* rdev[-rdev] ... to the end of the line. 0, or the refusal is noted. */
static int take_devices(struct cmdline *line, struct devices *devices)
{
	struct cmd_word word;

	devices->nr = 0;
	do {
		uint16_t *first = &devices->first[devices->nr], *last = &devices->last[devices->nr];

		if (!cmd_peek(line, &word) || word_to_devno_range(&word, first, last))
			return cmd_refuse(line, MSG_RDEV_MISSING, &word);
		if (*first > *last)
			return cmd_refuse(line, MSG_INVALID_RANGE, &word);
		if (devices->nr++ == RANGES_MAX)
			return cmd_refuse(line, MSG_TOO_MANY_OPERANDS, &word);
		cmd_next(line, &word);
	} while (devices->nr < RANGES_MAX && cmd_peek(line, &word));
	return cmd_peek(line, &word) ? cmd_refuse(line, MSG_TOO_MANY_OPERANDS, &word) : 0;
}

/* Returns 0, or the number of the refusal. */
static int vary_one(struct cmd *cmd, struct rdev *rdev, bool online)
{
	char number[8], user[REALDEV_USER_SIZE] = "";

	str_format(number, sizeof(number), "%04X", rdev->devno);
	if (!online && !rdev->offline)
		realdev_user(rdev, user);
	if (user[0])
		return cmd_msg(cmd, MSG_DEVICE_IN_USE, number, user);
	rdev_vary(rdev, online);
	return cmd_msg(cmd, MSG_VARIED, number, online ? "online" : "offline");
}

/* The devices of a range; a number that stands alone must be one. */
static int vary_range(
	struct cmd *cmd, uint16_t first, uint16_t last, bool online, unsigned counts[2])
{
	struct rdev *rdev = NULL;
	unsigned nr = 0;
	char number[8];
	int rc = 0, one;

	while ((rdev = rdev_next(rdev)) != NULL) {
		if (rdev->devno < first || rdev->devno > last)
			continue;
		nr++;
		one = vary_one(cmd, rdev, online);
		rc = one ? one : rc;
		counts[1] += !one;
	}
	counts[0] += nr;
	if (nr)
		return rc;
	str_format(number, sizeof(number), "%04X", first);
	return cmd_msg(cmd, MSG_NO_REAL_DEVICE, number);
}

int cmd_vary(struct cmd *cmd)
{
	bool online = cmd_accept(cmd->line, "ONLINE", 2);
	struct devices devices;
	unsigned counts[2] = {0, 0}; /* specified, varied */
	char specified[8], varied[8];
	int rc = 0, one;

	if (!online && !cmd_accept(cmd->line, "OFFLINE", 3))
		return refuse_next(cmd);
	if (take_devices(cmd->line, &devices))
		return cmd_refused(cmd);
	for (unsigned i = 0; i < devices.nr; i++) {
		one = vary_range(cmd, devices.first[i], devices.last[i], online, counts);
		rc = one ? one : rc;
	}
	str_format(specified, sizeof(specified), "%u", counts[0]);
	str_format(varied, sizeof(varied), "%u", counts[1]);
	if (counts[0])
		cmd_msg(cmd, MSG_VARY_DONE, specified, varied, online ? "online" : "offline");
	return rc;
}
