// SPDX-License-Identifier: Apache-2.0
/* Blocks that no compiler made. */
#include "harness.h"

#include <stdio.h>

static const char source[] =
	"USER A SECRET 1M 2M\nCPU 0\nIPL CMS PARM x\nXAUTOLOG B\nCOMMAND Q\nCONSOLE 9 3215\n"
	"SPOOL C 2540 R\nMDISK 191 3390 0 1 V MR ALL PW\nLINK B 190\n"
	"USER LX NOLOG\nPOOL LOW 1 HIGH 9\n";

static void make(void)
{
	ck_assert_int_eq(compile(source), 0);
}

/* The check of the block with the checksum that belongs to it, in a buffer that just holds it. */
static int check_again(size_t len)
{
	struct dir_obj_header *header = (struct dir_obj_header *)out;
	uint8_t *copy = malloc(len);
	int rc;

	header->checksum = be32(dir_checksum(out, len));
	memcpy(copy, out, len);
	rc = dir_check(copy, len);
	free(copy);
	return rc;
}

START_TEST(every_cut_is_refused)
{
	make();
	for (size_t len = 0; len < job.length; len++) {
		uint8_t *copy = malloc(len);

		memcpy(copy, out, len);
		ck_assert_int_eq(dir_check(copy, len), -E_FORMAT);
		free(copy);
	}
	ck_assert_int_eq(dir_check(out, job.length), 0);
	ck_assert_int_eq(dir_check(out, job.length + 100), 0);
	ck_assert_uint_eq(dir_length(out), job.length);
}
END_TEST

START_TEST(every_changed_bit_is_refused)
{
	make();
	for (size_t bit = 0; bit < 8 * job.length; bit++) {
		out[bit / 8] ^= 1u << bit % 8;
		ck_assert_int_eq(dir_check(out, job.length), -E_FORMAT);
		out[bit / 8] ^= 1u << bit % 8;
	}
}
END_TEST

/* The checksum skips the first 20 bytes. Any other bit, any two, and the length count. */
START_TEST(the_checksum_tells_small_changes)
{
	uint8_t text[57] = {0};
	uint32_t sum = dir_checksum(text, 57);

	ck_assert_uint_ne(dir_checksum(text, 56), sum);
	for (unsigned i = 0; i < 8 * sizeof(text); i++) {
		text[i / 8] ^= (uint8_t)(1 << i % 8);
		ck_assert_int_eq(dir_checksum(text, 57) == sum, i < 8 * 20);
		for (unsigned j = i < 8 * 20 ? 8 * 20 : i + 1; j < 8 * sizeof(text); j++) {
			text[j / 8] ^= (uint8_t)(1 << j % 8);
			ck_assert_uint_ne(dir_checksum(text, 57), sum);
			text[j / 8] ^= (uint8_t)(1 << j % 8);
		}
		text[i / 8] ^= (uint8_t)(1 << i % 8);
	}
}
END_TEST

#define USER_A              0x40
#define ITEM(n)             (USER_A + sizeof(struct dir_obj_user) + (n))
#define AT_CPU              ITEM(0)
#define AT_IPL              (AT_CPU + sizeof(struct dir_obj_cpu))
#define AT_NAME             (AT_IPL + sizeof(struct dir_obj_ipl))
#define AT_TEXT             (AT_NAME + sizeof(struct dir_obj_name))
#define AT_CONS             (AT_TEXT + sizeof(struct dir_obj_item) + 1)
#define AT_SPOOL            (AT_CONS + sizeof(struct dir_obj_console))
#define AT_MDISK            (AT_SPOOL + sizeof(struct dir_obj_spool))
#define AT_LINK             (AT_MDISK + sizeof(struct dir_obj_mdisk))
#define AT_POOL             (AT_LINK + sizeof(struct dir_obj_link))
#define AT_INDEX            (AT_POOL + sizeof(struct dir_obj_user))
#define FIELD(type, member) offsetof(struct dir_obj_##type, member)

START_TEST(every_wrong_number_is_refused)
{
	static const struct {
		size_t at;
		uint8_t good, bad; /* that one byte: last accepted, first refused */
	} cases[] = {
		{FIELD(header, magic), 'S', 's'},
		{FIELD(header, version) + 3, DIR_VERSION, DIR_VERSION + 1},
		{FIELD(header, nr_entries) + 3, 2, 1},
		{FIELD(header, nr_entries) + 3, 2, 3},
		{FIELD(header, reserved) + 35, 0, 1},
		{USER_A, 'A', 'a'},
		{USER_A + FIELD(user, userid) + 2, ' ', 'B'}, /* not as the index says */
		{USER_A + FIELD(user, length), 0, 1},
		{USER_A + FIELD(user, storage) + 5, 0x20, 0x21}, /* to 2M */
		{USER_A + FIELD(user, max_storage), 0, 0x81},
		{USER_A + FIELD(user, timer_slack_ms) + 1, 0, 1},
		{USER_A + FIELD(user, max_clones), 0, 1},
		{USER_A + FIELD(user, machine), 4, 5},
		{USER_A + FIELD(user, machine), 1, 0},
		{USER_A + FIELD(user, password_kind), 5, 6},
		{USER_A + FIELD(user, password_kind), 1, 0},
		{USER_A + FIELD(user, max_cpus) + 1, 64, 65},
		{USER_A + FIELD(user, max_cpus) + 1, 1, 0},
		{USER_A + FIELD(user, share_type), 2, 0},
		{USER_A + FIELD(user, share_type), 1, 3},
		{USER_A + FIELD(user, share_max_type), 0, 1}, /* of 0 */
		{USER_A + FIELD(user, share_limit), 2, 3},
		{USER_A + FIELD(user, share) + 1, 100, 0},
		{USER_A + FIELD(user, account), '~', 0x7f},
		{USER_A + FIELD(user, distribution), ' ', 0x1f},
		{USER_A + FIELD(user, password.iterations) + 1, 1, 2}, /* 65538, 131074 */
		{AT_CPU + FIELD(item, length) + 1, 10, 0},
		{AT_CPU + FIELD(item, length) + 1, 10, 9},
		{AT_CPU + FIELD(item, length) + 1, 10, 11},
		{AT_CPU + FIELD(item, length), 0, 0xff},
		{AT_CPU + FIELD(item, type), 1, 0},
		{AT_CPU + FIELD(item, type), 1, DIR_ITEM_TYPES},
		{AT_CPU + FIELD(cpu, address), 63, 64},
		{AT_CPU + FIELD(cpu, serial), 0, 1},
		{AT_IPL + FIELD(ipl, is_named), 1, 2},
		{AT_IPL + FIELD(ipl, parm_len), 1, 65},
		{AT_IPL + FIELD(ipl, parm), ' ', '\n'},
		{AT_NAME + FIELD(name, name), 'B', ' '},
		{AT_NAME + FIELD(name, name) + 1, 'B', '/'},
		{AT_TEXT + sizeof(struct dir_obj_item), '~', 0},
		{AT_CONS + FIELD(console, class), '9', '*'},
		{AT_CONS + FIELD(console, is_observer), 1, 2},
		{AT_SPOOL + FIELD(spool, kind), 1, 0},
		{AT_SPOOL + FIELD(spool, kind), 1, 4},
		{AT_SPOOL + FIELD(spool, class), '*', '+'},
		{AT_MDISK + FIELD(mdisk, kind), 4, 5},
		{AT_MDISK + FIELD(mdisk, password_kinds), DIR_PW_ALL, DIR_PW_NOPASS},
		{AT_MDISK + FIELD(mdisk, password[1].iterations) + 1, 1, 2},
		{AT_LINK + FIELD(link, mode), 'R', 1},
		{AT_POOL + FIELD(user, pool_digits), 6, 7}, /* with two letters */
		{AT_POOL + FIELD(user, pool_digits), 1, 0},
		{AT_POOL + FIELD(user, pool_low) + 3, 9, 10},
		{AT_INDEX + FIELD(index, userid), 'A', 'B'},
		{AT_INDEX + FIELD(index, offset) + 3, USER_A, USER_A + 1},
		{AT_INDEX + FIELD(index, offset), 0, 0x80},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		make();
		ck_assert_uint_eq(job.length, AT_INDEX + 2 * sizeof(struct dir_obj_index));
		out[cases[i].at] = cases[i].good;
		ck_assert_msg(!check_again(job.length), "row %zu: good is refused", i);
		out[cases[i].at] = cases[i].bad;
		ck_assert_msg(check_again(job.length) == -E_FORMAT, "row %zu: bad is taken", i);
	}
}
END_TEST

START_TEST(the_index_must_ascend)
{
	struct dir_obj_index *rows = (struct dir_obj_index *)(out + AT_INDEX), kept;

	make();
	kept = rows[0];
	rows[0] = rows[1];
	ck_assert_int_eq(check_again(job.length), -E_FORMAT);
	rows[1] = kept;
	ck_assert_int_eq(check_again(job.length), -E_FORMAT);
}
END_TEST

static void walk(void)
{
	struct dir_user user;
	struct dir_item item;

	for (uint32_t i = 0; i < dir_nr_entries(out); i++) {
		dir_entry(out, i, &user);
		for (uint32_t pos = 0; dir_next(&user, &pos, &item);)
			ck_assert(item.type > 0 && item.type < DIR_ITEM_TYPES);
		dir_is_listed(&user, DIR_ITEM_XAUTOLOG, "X");
		if (!user.is_pool)
			ck_assert_int_eq(dir_find(out, user.userid, &user), 0);
	}
	ck_assert(dir_find(out, "LX000005", &user) <= 0);
}

/* What passes the check can be walked. The sanitizer sees a step outside. */
START_TEST(random_changes_are_refused_or_harmless)
{
	uint32_t state = 12345, taken = 0;

	printf("seed %u\n", state);
	for (int i = 0; i < 20000; i++) {
		if (i % 100 == 0)
			make();
		state = state * 1664525 + 1013904223;
		out[(state >> 8) % job.length] = (uint8_t)(state >> 3);
		if (check_again(job.length))
			make();
		else if (++taken)
			walk();
	}
	ck_assert_uint_gt(taken, 1000);
}
END_TEST

UNIT_MAIN("logic/directory/check", every_cut_is_refused, every_changed_bit_is_refused,
	the_checksum_tells_small_changes, every_wrong_number_is_refused, the_index_must_ascend,
	random_changes_are_refused_or_harmless)
