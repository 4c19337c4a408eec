// SPDX-License-Identifier: Apache-2.0
#include "lib/sha256.h"
#include "lib/string.h"
#include "unit.h"

static const char *hex_of(const void *data, size_t len)
{
	uint8_t digest[SHA256_LEN];
	static char text[2 * SHA256_LEN + 1];
	struct sha256 sha;

	sha256_init(&sha);
	sha256_update(&sha, data, len);
	sha256_final(&sha, digest);
	for (int i = 0; i < SHA256_LEN; i++)
		str_format(text + 2 * i, 3, "%02x", digest[i]);
	return text;
}

/* FIPS 180-4's examples (NIST, "SHA-256", one and two blocks), and lengths around a block's end
 * computed with another implementation. */
START_TEST(agrees_with_published_digests)
{
	static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

	ck_assert_str_eq(
		hex_of("", 0), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	ck_assert_str_eq(hex_of("abc", 3),
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	ck_assert_str_eq(hex_of(two_blocks, 56),
		"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}
END_TEST

START_TEST(pads_every_length_around_a_block)
{
	static const struct {
		size_t len;
		const char *digest;
	} cases[] = {
		{55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"},
		{56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"},
		{63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"},
		{64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"},
		{65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"},
		{119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"},
		{120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"},
		{128, "6836cf13bac400e9105071cd6af47084dfacad4e5e302c94bfed24e013afb73e"},
	};
	char text[128];

	memset(text, 'a', sizeof(text));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		ck_assert_str_eq(hex_of(text, cases[i].len), cases[i].digest);
}
END_TEST

START_TEST(pieces_give_the_digest_of_the_whole)
{
	uint8_t text[200], whole[SHA256_LEN], pieces[SHA256_LEN];
	struct sha256 sha;

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (uint8_t)(i * 7);
	sha256_init(&sha);
	sha256_update(&sha, text, sizeof(text));
	sha256_final(&sha, whole);
	for (size_t cut = 0; cut <= sizeof(text); cut++) {
		sha256_init(&sha);
		sha256_update(&sha, text, cut);
		sha256_update(&sha, text + cut, sizeof(text) - cut);
		sha256_final(&sha, pieces);
		ck_assert_mem_eq(whole, pieces, SHA256_LEN);
	}
}
END_TEST

UNIT_MAIN("lib/sha256", agrees_with_published_digests, pads_every_length_around_a_block,
	pieces_give_the_digest_of_the_whole)
