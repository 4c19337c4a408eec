/* SPDX-License-Identifier: Apache-2.0 */
/* Spool devices as an operand of SPOOL, CLOSE and TAG: a device number, or all of one kind. */
#ifndef CMD_SPDEVS_H
#define CMD_SPDEVS_H

#include "cmd/cmd.h"
#include "logic/spool/text.h"
#include "virt/dev_ur.h"

enum spool_devs_kind { SPDEVS_READER, SPDEVS_PUNCH, SPDEVS_PRINTER, SPDEVS_CONSOLE, SPDEVS_NUMBER };

struct spool_devs {
	enum spool_devs_kind kind;
	uint16_t devno;
	const char *name; /* "READER" */
};

/* One device, for who works on it: the vm lock and the spool lock are held. */
struct spool_dev {
	struct spool_user *user;
	struct spopts *opts;
	struct spin *in;             /* of a reader, else NULL */
	struct spout *out;           /* of the others */
	struct spool_source *source; /* of a punch or printer; NULL: the console */
};

/* What to say when the locks are given back. */
struct spool_answer {
	char line[SPTEXT_LINE_MAX]; /* "": nothing */
	enum msg_id msg;            /* the refusal, or MSG_NONE */
	char args[2][NAME_SIZE];
};

/* Takes READER, PUNCH, PRINTER, CONSOLE or a device number. 0, or the refusal is noted. */
int spool_devs_parse(struct cmd *cmd, struct spool_devs *devs) MUST_CHECK;

/*
 * Does fn with each of the devices and gives its answers. Returns the command's return code: 040E
 * when there is no such device, 7044E when it is of another kind.
 */
int spool_devs_each(struct cmd *cmd, const struct spool_devs *devs,
	void (*fn)(const struct spool_dev *dev, void *ctx, struct spool_answer *answer), void *ctx);

/* CLOSE of one device, for spool_devs_each; ctx: struct spool_close. */
struct spool_close {
	struct spclose operands;
	bool to_system; /* to the device's own queue; operands.to is empty */
};
void spool_close_dev(const struct spool_dev *dev, void *ctx, struct spool_answer *answer);

#endif
