/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SVC 203: services for programs. A halfword behind the SVC says which; register 15 gets the return
 * code. For C and assembler.
 */
#ifndef NUC_SERVICE_H
#define NUC_SERVICE_H

#define SERVICE_TYPE 1 /* types a line: R1 address of EBCDIC text, R0 its length */
#define SERVICE_READ 2 /* reads a line: R1 address of 130 bytes; R0 gets the length */
#define SERVICE_STORAGE                                                                            \
	3 /* takes storage until the program ends: R0 bytes; R1 gets the address                   \
	   */

#define SERVICE_STACK 4 /* puts a line into the program stack: as SERVICE_TYPE; LIFO */
#define SERVICE_QUEUE 5 /* the same, FIFO */

#ifndef __ASSEMBLER__
#include "nuc/svc.h"

/* Serves one. False: there is no such service. */
bool service(struct svc_frame *frame, unsigned code);
#endif
#endif
