/* SPDX-License-Identifier: Apache-2.0 */
/* What DISPLAY and DUMP have in common. */
#ifndef CMD_DISPLAY_H
#define CMD_DISPLAY_H

#include "cmd/cmd.h"
#include "logic/display.h"
#include "nucleus/vcpu.h"

/*
 * Gives the lines of one request as responses of the command, between look_begin and look_end.
 * Returns the number of the message that it ended with, or 0.
 */
int display_show(struct cmd *cmd, struct vcpu *vcpu, const struct display_request *req);

/* Says that it ended before addr because it was too much. Returns the number of the message. */
int display_ended_early(struct cmd *cmd, uint64_t addr);

/* Gives PSWs, all registers, and the prefix: what a dump begins with. */
void display_all_registers(struct cmd *cmd, struct vcpu *vcpu);

#endif
