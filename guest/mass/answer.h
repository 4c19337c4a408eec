/* SPDX-License-Identifier: Apache-2.0 */
/* How a mass guest proves that it lives and who it is. */
#ifndef MASS_ANSWER_H
#define MASS_ANSWER_H

#include <stddef.h>

#define ANSWER_MAX 256 /* bytes of an answer */

/* Reads what does not change from boot to boot of this kernel. To be called once, with /proc
 * mounted. */
void answer_init(void);

/* Asks CP, or else the machine, for this guest's userid: writes at most 8 characters and a NUL. */
void answer_userid(char userid[9]);

/*
 * Writes the line "ANSWER userid boot-id uptime digest": digest is SHA-256 of "nonce userid boot-id
 * uptime", uptime is in milliseconds. Returns its length, new line included.
 */
size_t answer(const char *nonce, size_t len, char line[ANSWER_MAX]);

#endif
