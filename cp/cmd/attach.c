// SPDX-License-Identifier: Apache-2.0
/* ATTACH and DETACH of real disks: volumes become SYSTEM's, and cease to be. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/string.h"
#include "nucleus/volume.h"

/* Only disks can be attached, and only to SYSTEM: guests have no real devices. */
static int want_system(struct cmdline *line, const char *word)
{
	struct cmd_word next;

	cmd_accept(line, word, 0);
	if (!cmd_next(line, &next))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	return word_is(&next, "SYSTEM", 0) ? 0 : cmd_refuse(line, MSG_ATTACH_SYSTEM_ONLY, &next);
}

static int find_disk(struct cmd *cmd, uint16_t devno, struct rdev **rdev)
{
	char number[8];

	*rdev = rdev_find(devno);
	if (*rdev)
		return 0;
	str_format(number, sizeof(number), "%04X", devno);
	return cmd_msg(cmd, MSG_NO_REAL_DEVICE, number);
}

static int answer(struct cmd *cmd, enum msg_id msg, enum msg_id good, const struct rdev *rdev,
	const char *volid)
{
	char number[8];

	str_format(number, sizeof(number), "%04X", rdev->devno);
	return cmd_msg(cmd, msg == MSG_NONE ? good : msg, number, volid);
}

/* [AS volid] */
static int take_name(struct cmdline *line, char as[VOLID_SIZE])
{
	struct cmd_word word;

	as[0] = '\0';
	if (cmd_accept(line, "AS", 0)) {
		if (!cmd_next(line, &word))
			return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
		if (volid_parse(word.text, word.len, as))
			return cmd_refuse(line, MSG_INVALID_OPERAND, &word);
	}
	return cmd_end(line);
}

int cmd_attach(struct cmd *cmd)
{
	char as[VOLID_SIZE], volid[VOLID_SIZE];
	struct rdev *rdev;
	enum msg_id msg;
	uint16_t devno;
	int rc;

	if (cmd_rdev(cmd->line, &devno) || want_system(cmd->line, "TO") || take_name(cmd->line, as))
		return cmd_refused(cmd);
	rc = find_disk(cmd, devno, &rdev);
	if (rc)
		return rc;
	msg = volume_attach(rdev, as[0] ? as : NULL, volid);
	return answer(cmd, msg, MSG_VOLUME_ATTACHED, rdev, volid);
}

/* Whether FROM or SYSTEM stands behind the first operand. */
static bool is_real(const struct cmdline *line)
{
	struct cmdline ahead = *line;
	struct cmd_word word;

	return cmd_next(&ahead, &word) && cmd_next(&ahead, &word) &&
	       (word_is(&word, "FROM", 0) || word_is(&word, "SYSTEM", 0));
}

/* The disk that a device number or a volume's name means: a name that is a number is the number. */
static int take_disk(struct cmd *cmd, struct rdev **rdev)
{
	char volid[VOLID_SIZE];
	struct cmd_word word;
	uint16_t devno;

	*rdev = NULL;
	cmd_next(cmd->line, &word);
	if (word_to_devno(&word, &devno) == 0)
		*rdev = rdev_find(devno);
	if (!*rdev && volid_parse(word.text, word.len, volid) == 0)
		*rdev = volume_rdev(volid);
	return *rdev ? 0 : refuse_word(cmd, MSG_NO_REAL_DEVICE, &word);
}

int cmd_detach_real(struct cmd *cmd)
{
	char volid[VOLID_SIZE];
	struct rdev *rdev;
	enum msg_id msg;
	int rc;

	if (!is_real(cmd->line))
		return cmd_detach(cmd);
	rc = take_disk(cmd, &rdev);
	if (rc)
		return rc;
	if (want_system(cmd->line, "FROM") || cmd_end(cmd->line))
		return cmd_refused(cmd);
	msg = volume_detach(rdev, volid);
	return answer(cmd, msg, MSG_VOLUME_DETACHED, rdev, volid);
}
