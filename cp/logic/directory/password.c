// SPDX-License-Identifier: Apache-2.0
/* Passwords of the object directory. */
#include "logic/directory/password.h"
#include "lib/pbkdf2.h"
#include "lib/string.h"

static_assert(DIR_HASH_LEN == SHA256_LEN, "a hash is one SHA-256 digest");

bool dir_password_is_valid(const char *password, size_t len)
{
	if (!len || len > DIR_PASSWORD_MAX)
		return false;
	for (size_t i = 0; i < len; i++)
		if (password[i] <= ' ' || password[i] > '~')
			return false;
	return true;
}

static void hash(
	uint8_t *out, const char *password, size_t len, const uint8_t *salt, uint32_t iterations)
{
	char folded[DIR_PASSWORD_MAX];

	for (size_t i = 0; i < len; i++)
		folded[i] = chr_upper(password[i]);
	pbkdf2_sha256(folded, len, salt, DIR_SALT_LEN, iterations, out, DIR_HASH_LEN);
}

void dir_password_make(struct dir_obj_password *obj, const char *password, size_t len,
	const uint8_t *salt, uint32_t iterations)
{
	memcpy(obj->salt, salt, DIR_SALT_LEN);
	obj->iterations = be32(iterations);
	hash(obj->hash, password, len, salt, iterations);
}

bool dir_password_ok(const struct dir_password *password, const char *typed, size_t len)
{
	uint8_t made[DIR_HASH_LEN];
	uint8_t differ = 0;

	if (password->kind == DIR_PW_NOPASS || password->kind == DIR_PW_ALL)
		return true;
	if (password->kind != DIR_PW_HASHED || !dir_password_is_valid(typed, len))
		return false;
	hash(made, typed, len, password->hashed->salt, be32_get(password->hashed->iterations));
	for (size_t i = 0; i < DIR_HASH_LEN; i++)
		differ |= made[i] ^ password->hashed->hash[i];
	return differ == 0;
}
