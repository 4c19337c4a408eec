// SPDX-License-Identifier: Apache-2.0
#include "lib/pbkdf2.h"
#include "lib/string.h"
#include "unit.h"

static const char *hex(const uint8_t *data, size_t len)
{
	static char text[200];

	for (size_t i = 0; i < len; i++)
		str_format(text + 2 * i, 3, "%02x", data[i]);
	return text;
}

/* RFC 4231, test cases 1, 2 and 6 (a key longer than a block). */
START_TEST(hmac_agrees_with_rfc_4231)
{
	uint8_t key[131], mac[SHA256_LEN];

	memset(key, 0x0b, 20);
	hmac_sha256(key, 20, "Hi There", 8, mac);
	ck_assert_str_eq(hex(mac, sizeof(mac)),
		"b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	hmac_sha256("Jefe", 4, "what do ya want for nothing?", 28, mac);
	ck_assert_str_eq(hex(mac, sizeof(mac)),
		"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	memset(key, 0xaa, sizeof(key));
	hmac_sha256(key, sizeof(key), "Test Using Larger Than Block-Size Key - Hash Key First", 54,
		mac);
	ck_assert_str_eq(hex(mac, sizeof(mac)),
		"60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}
END_TEST

/* RFC 7914, section 11, first case; the others were computed with another implementation. */
START_TEST(keys_agree_with_published_ones)
{
	static const char long_password[] = "passwordPASSWORDpassword";
	static const char long_salt[] = "saltSALTsaltSALTsaltSALTsaltSALTsalt";
	static const char x65[] =
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
	static const struct {
		const char *password;
		size_t password_len;
		const char *salt;
		size_t salt_len;
		uint32_t iterations;
		size_t len;
		const char *key;
	} cases[] = {
		{"passwd", 6, "salt", 4, 1, 64,
			"55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
			"49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"},
		{"password", 8, "salt", 4, 1, 32,
			"120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b"},
		{long_password, 24, long_salt, 36, 4096, 40,
			"348c89dbcbd32b2f32d814b8116e84cf2b17347ebc1800181c4e2a1fb8dd53e1"
			"c635518c7dac47e9"},
		{"pass\0word", 9, "sa\0lt", 5, 4096, 16, "89b69d0516f829893c696226650a8687"},
		{x65, 65, "salt", 4, 3, 33,
			"55f8286dda24a93939636b5584acff9694c9d2551e7f63ed334c389a68e5dd4fe9"},
		{"", 0, "", 0, 1, 32,
			"f7ce0b653d2d72a4108cf5abe912ffdd777616dbbb27a70e8204f3ae2d0f6fad"},
	};
	uint8_t key[64];

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		pbkdf2_sha256(cases[i].password, cases[i].password_len, cases[i].salt,
			cases[i].salt_len, cases[i].iterations, key, cases[i].len);
		ck_assert_str_eq(hex(key, cases[i].len), cases[i].key);
	}
}
END_TEST

UNIT_MAIN("lib/pbkdf2", hmac_agrees_with_rfc_4231, keys_agree_with_published_ones)
