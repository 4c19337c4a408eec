/* SPDX-License-Identifier: Apache-2.0 */
/* What commands on the issuer's own virtual machine share: which virtual CPU, and whole-machine
 * changes. */
#ifndef CMD_VCPUS_H
#define CMD_VCPUS_H

#include "cmd/cmd.h"

/* The virtual CPU that the command is about; NULL when it is not there, and the issuer was told. */
struct vcpu *cmd_vcpu(struct cmd *cmd);

/*
 * Takes [CPU {ALL|address[-address] ...}] to the end of the line: bit n of *mask for the CPU with
 * address n; without it the one that the command is about. All of them exist. 0, or the return code
 * of the refusal, which was given.
 */
int cmd_vcpus(struct cmd *cmd, uint32_t *mask);

/*
 * A command that came from the guest but resets it can't run in the task that works for one of its
 * virtual CPUs. This stops the guest at once and gives the whole line to the user's own command
 * task, which has to call machine_begin and machine_end. To be called when the line is known to be
 * good. Returns the command's return code for the guest.
 */
int cmd_hand_over(struct cmd *cmd);

/* SYSTEM STORE and STORE STATUS: the status of the CPU that the command is about, to its place in
 * storage. */
int cmd_store_status(struct cmd *cmd);

/* DETACH CPU: the words behind it. */
int detach_cpu(struct cmd *cmd);

/* machine_begin for a command; or the return code of the refusal, which was given. */
int cmd_machine_begin(struct cmd *cmd);

#endif
