/* SPDX-License-Identifier: Apache-2.0 */
/* Who works with a real device, for QUERY and VARY. */
#ifndef CMD_REALDEV_H
#define CMD_REALDEV_H

#include "nucleus/rdev.h"

#define REALDEV_USER_SIZE 16

/* The userid of who sits at a terminal, "SYSTEM" for what CP itself works with; "" for nobody. */
void realdev_user(const struct rdev *rdev, char user[REALDEV_USER_SIZE]);

/* The line of a disk in QUERY DASD. */
struct cmd;
void realdev_say_dasd(struct cmd *cmd, const struct rdev *rdev);

/* QUERY rdev[-rdev]: has no row of its own in query.def. */
int query_rdev(struct cmd *cmd);

#endif
