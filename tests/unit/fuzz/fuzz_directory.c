// SPDX-License-Identifier: Apache-2.0
/*
 * Fuzzes the directory: the first byte says whether the rest is source text for the compiler, a
 * block for the reader, or changes to a good block for the reader. Besides what the sanitizers
 * find: a compiled object passes the check, errors and the return code agree, and what passes the
 * check can be walked to its end.
 */
#include "logic/directory/compile.h"
#include "logic/directory/lookup.h"
#include "logic/directory/password.h"
#include "lib/err.h"
#include "lib/string.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t out[1 << 18], work[1 << 16];

static void check(bool good)
{
	if (!good)
		abort();
}

static void show(void *context, const struct dir_message *message)
{
	uint32_t *count = context;

	check(message->text[0] == 'H' && strlen(message->text) < 256);
	check(++*count <= DIR_MESSAGES_MAX + 1);
	for (const char *c = message->text; *c; c++)
		check(*c >= ' ' && *c <= '~');
}

static bool salt_get(void *context, uint8_t salt[DIR_SALT_LEN])
{
	(void)context;
	memset(salt, 7, DIR_SALT_LEN);
	return true;
}

static void walk_user(const void *block, const struct dir_user *user, uint32_t number)
{
	struct dir_user again;
	struct dir_item item;
	uint32_t pos = 0, nr_items = 0;

	while (dir_next(user, &pos, &item)) {
		check(item.type > 0 && item.type < DIR_ITEM_TYPES);
		nr_items++;
	}
	check(pos == user->items_len && nr_items <= user->items_len / sizeof(struct dir_obj_item));
	check(user->storage <= user->max_storage);
	dir_is_listed(user, DIR_ITEM_XAUTOLOG, "OPERATOR");
	check(user->is_pool || !dir_find(block, user->userid, &again));
	/* A hash may ask for 100,000 rounds: try few. */
	if (number == 0 && (user->password.kind != DIR_PW_HASHED ||
				   be32_get(user->password.hashed->iterations) < 16))
		dir_password_ok(&user->password, "SECRET", 6);
}

static void walk(const void *block)
{
	struct dir_user user;

	for (uint32_t i = 0; i < dir_nr_entries(block); i++) {
		dir_entry(block, i, &user);
		walk_user(block, &user, i);
	}
	check(dir_find(block, "L0000001", &user) <= 0);
}

static int compile(const void *text, size_t size, size_t *length)
{
	uint32_t count = 0;
	struct dir_compile job = {.text = text,
		.len = size,
		.out = out,
		.out_size = sizeof(out),
		.work = work,
		.work_size = sizeof(work),
		.iterations = 1,
		.context = &count,
		.message = show,
		.salt = salt_get};
	int rc = dir_compile(&job);

	check((rc == 0) == (job.errors == 0) && (rc == 0) == (job.length != 0));
	*length = job.length;
	if (rc)
		return rc;
	check(dir_check(out, job.length) == 0);
	walk(out);
	return 0;
}

/* The block as it is, but with the checksum that it needs to get further than that. */
static void read_block(const uint8_t *data, size_t size)
{
	struct dir_obj_header *header = malloc(size);

	memcpy(header, data, size);
	if (size >= sizeof(*header) && be32_get(header->length) <= size &&
		be32_get(header->length) >= sizeof(*header))
		header->checksum = be32(dir_checksum(header, be32_get(header->length)));
	if (dir_check(header, size) == 0)
		walk(header);
	free(header);
}

/* Triples of offset (two bytes) and value, put into a block that has everything. */
static void change_block(const uint8_t *data, size_t size)
{
	static const char source[] =
		"PROFILE P\nIPL 190 PARM x\nSPOOL C 2540 R\nUSER A SECRET 1M 2M\nINCLUDE P\nCPU 0\n"
		"XAUTOLOG B ANY\nLOGONBY B\nCOMMAND Q\nCONSOLE 9 3215 T B\n"
		"MDISK 191 3390 0 1 V MR ALL PW\nLINK B 190\nUSER L NOLOG\nPOOL LOW 0 HIGH 99\n";
	size_t length;

	check(compile(source, sizeof(source) - 1, &length) == 0);
	for (; size >= 3; data += 3, size -= 3)
		out[(data[0] << 8 | data[1]) % length] = data[2];
	read_block(out, length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t length;

	if (!size)
		return 0;
	switch (data[0] & 3) {
	case 0: read_block(data + 1, size - 1); break;
	case 1: change_block(data + 1, size - 1); break;
	default: compile(data + 1, size - 1, &length); break;
	}
	return 0;
}
