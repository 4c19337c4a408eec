/* SPDX-License-Identifier: Apache-2.0 */
/* What the hostile guests are made of: random numbers, values that hurt, and channel programs. */
#ifndef CHAOS_H
#define CHAOS_H

#include "bare.h"

/* Each CPU has a row of random numbers of its own, from a seed in its prefix area. */
void chaos_seed(uint64_t seed);
uint64_t chaos(void);
uint64_t below(uint64_t limit);
#define PICK(array) ((array)[below(ARRAY_LEN(array))])

/*
 * Where storage ends, where it never was, where devices are, what overflows, else a place in
 * SCRATCH. Seldom where the guest's own program is: it would be over too soon. Low-address
 * protection is on for the same reason.
 */
uint64_t random_value(void);
/* The same for storage that is not under low-address protection. */
uint64_t random_address(void);
/* Values of these into some storage. */
void random_storage(void);

/* Channel programs are made here; another CPU may change them while they run. */
#define PROGRAMS      SCRATCH
#define PROGRAMS_SIZE 0x3000ul
/* One CCW of format 0 or 1, or a list of IDAWs or MIDAWs, into the place of a CCW. */
void random_ccw(uint64_t *place);
/* A program of nr CCWs of format 1 for a disk. */
void random_disk_program(uint64_t *prog, unsigned nr);
/* Starts a random program on a random device, does more to the subchannel, and clears it. */
void random_channel_program(void);

/* Service-call blocks, CHSC blocks and STSI with what CP looks at set at random. */
void random_service_call(void);
void random_chsc(void);
void random_stsi(void);

/* Control registers as exec_run wants them, whatever was loaded. */
void tame_control_registers(void);

#endif
