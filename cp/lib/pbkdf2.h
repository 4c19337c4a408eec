/* SPDX-License-Identifier: Apache-2.0 */
/* HMAC-SHA-256 (RFC 2104) and PBKDF2 with it (RFC 8018): keys from passwords, slow on purpose. */
#ifndef LIB_PBKDF2_H
#define LIB_PBKDF2_H

#include "lib/sha256.h"

/* Writes the keyed hash of data into mac. */
void hmac_sha256(
	const void *key, size_t key_len, const void *data, size_t len, uint8_t mac[SHA256_LEN]);

/*
 * Fills out (any length) from password and salt (any lengths, bytes as they are). Each iteration,
 * at least one is made, costs two SHA-256 blocks for every 32 bytes of out.
 */
void pbkdf2_sha256(const void *password, size_t password_len, const void *salt, size_t salt_len,
	uint32_t iterations, uint8_t *out, size_t out_len);

#endif
