/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords of the object directory: upper case, salted, hashed slowly, compared in constant time.
 */
#ifndef LOGIC_DIRECTORY_PASSWORD_H
#define LOGIC_DIRECTORY_PASSWORD_H

#include "logic/directory/lookup.h"

/* Can this be a password: 1 to DIR_PASSWORD_MAX printable ASCII characters without blanks? */
bool dir_password_is_valid(const char *password, size_t len);

/*
 * Makes the stored form of a valid password, folded to upper case. iterations is at least 1. salt
 * is DIR_SALT_LEN random bytes, new for each password.
 */
void dir_password_make(struct dir_obj_password *obj, const char *password, size_t len,
	const uint8_t *salt, uint32_t iterations);

/*
 * Does what somebody typed (len characters, any case, any bytes) open this password? True for the
 * kinds NOPASS and ALL whatever was typed, false for ABSENT, NOLOG, AUTOONLY and LBYONLY. Takes
 * the same time for a wrong password as for a right one (see struct dir_obj_password: about 20 ms);
 * a length that no password has is refused at once.
 */
bool dir_password_ok(const struct dir_password *password, const char *typed, size_t len);

#endif
