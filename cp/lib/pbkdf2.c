// SPDX-License-Identifier: Apache-2.0
/*
 * HMAC-SHA-256 and PBKDF2.
 *
 * The two hash states after the key's pads are the same for every HMAC with one key. They are made
 * once and copied, which halves the cost of an iteration.
 */
#include "lib/pbkdf2.h"
#include "lib/string.h"

struct hmac_key {
	struct sha256 inner, outer;
};

static void pad_init(struct sha256 *sha, const uint8_t key[SHA256_BLOCK], uint8_t pad)
{
	uint8_t block[SHA256_BLOCK];

	for (int i = 0; i < SHA256_BLOCK; i++)
		block[i] = key[i] ^ pad;
	sha256_init(sha);
	sha256_update(sha, block, sizeof(block));
}

static void hmac_key_init(struct hmac_key *hmac, const void *key, size_t len)
{
	uint8_t block[SHA256_BLOCK] = {0};

	if (len > SHA256_BLOCK) {
		sha256_init(&hmac->inner);
		sha256_update(&hmac->inner, key, len);
		sha256_final(&hmac->inner, block);
	} else if (len) {
		memcpy(block, key, len);
	}
	pad_init(&hmac->inner, block, 0x36);
	pad_init(&hmac->outer, block, 0x5c);
}

/* The keyed hash of data followed by more. mac may be data. */
static void hmac_make(const struct hmac_key *hmac, const void *data, size_t len, const void *more,
	size_t more_len, uint8_t mac[SHA256_LEN])
{
	struct sha256 sha = hmac->inner;

	sha256_update(&sha, data, len);
	sha256_update(&sha, more, more_len);
	sha256_final(&sha, mac);
	sha = hmac->outer;
	sha256_update(&sha, mac, SHA256_LEN);
	sha256_final(&sha, mac);
}

void hmac_sha256(
	const void *key, size_t key_len, const void *data, size_t len, uint8_t mac[SHA256_LEN])
{
	struct hmac_key hmac;

	hmac_key_init(&hmac, key, key_len);
	hmac_make(&hmac, data, len, NULL, 0, mac);
}

void pbkdf2_sha256(const void *password, size_t password_len, const void *salt, size_t salt_len,
	uint32_t iterations, uint8_t *out, size_t out_len)
{
	struct hmac_key hmac;
	uint8_t link[SHA256_LEN], sum[SHA256_LEN];

	hmac_key_init(&hmac, password, password_len);
	for (uint32_t block = 1; out_len; block++) {
		be32_t number = be32(block);
		size_t part = MIN(out_len, SHA256_LEN);

		hmac_make(&hmac, salt, salt_len, &number, sizeof(number), link);
		memcpy(sum, link, sizeof(sum));
		for (uint32_t i = 1; i < iterations; i++) {
			hmac_make(&hmac, link, sizeof(link), NULL, 0, link);
			for (int j = 0; j < SHA256_LEN; j++)
				sum[j] ^= link[j];
		}
		memcpy(out, sum, part);
		out += part;
		out_len -= part;
	}
}
