/* SPDX-License-Identifier: Apache-2.0 */
/* What several commands say about a user, and how they are told which one. */
#ifndef CMD_USER_H
#define CMD_USER_H

#include "cmd/cmd.h"
#include "nucleus/session.h"

#define USER_WHERE_SIZE 8

/* Where he sits: "L0009", or " DSC " without a terminal. */
void user_where(struct vmdbk *vm, char where[USER_WHERE_SIZE]);

/* Real CPU time that one of his virtual CPUs has used, in TOD units, the turn that goes on included. vm lock. */
tod_t user_vcpu_time(const struct vcpu *vcpu);

/* All of them together. No locks held. */
tod_t user_cpu_time(struct vmdbk *vm);

/* "16:32:15 UTC SUNDAY 11/22/26". */
void time_stamp(char stamp[STAMP_SIZE], tod_t tod);

/*
 * The user that the next operand names, "*" or none for who issues the command, with a reference.
 * 0, or the return code of the refusal, which was given, with *vm NULL. Nothing may follow the
 * operand.
 */
int user_operand(struct cmd *cmd, struct vmdbk **vm);

/* The only user that a version of a command for everybody works on: who issues it. No more
 * operands. */
int user_self(struct cmd *cmd, struct vmdbk **vm);

/* Refuses a word with a message that has it as its argument; returns the return code. */
int refuse_word(struct cmd *cmd, enum msg_id msg, const struct cmd_word *word);

/* The next operand, or the first of a missing one: 003E, 026E. */
int refuse_next(struct cmd *cmd);

#endif
