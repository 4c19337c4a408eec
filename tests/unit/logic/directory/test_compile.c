// SPDX-License-Identifier: Apache-2.0
/* The run as a whole: order, profiles, duplicates, limits. */
#include "harness.h"

START_TEST(statements_have_an_order)
{
	expect("MACHINE Z\nUSER A NOLOG\n", "1:1 9003E");
	expect("USER A NOLOG\nSPOOL E 1403\nMACHINE Z\n", "3:1 752E");
	expect("USER A NOLOG\nNICDEF 600\nMACHINE Q\n", "2:1 9002W, 3:1 752E, 3:9 751E");
	expect("USER A NOLOG\nSPOOL E 1403\nUSER B NOLOG\nMACHINE Z\n", "");
	expect("USER A NOLOG\nMACHINE Z\nMACHINE Z\n", "3:1 9005E");
	expect("USER A NOLOG\nOPTION ACCT\nOPTION MIH\nXAUTOLOG B\nAUTOLOG C\n", "");
	expect("PROFILE P\nUSER A NOLOG\nMACHINE Z\nINCLUDE P\n", "4:1 9022E");
	expect("PROFILE P\nIDENTITY A NOLOG\nBUILD ON * USING SUBCONFIG A-1\nINCLUDE P\n", "");
	expect("PROFILE P\nUSER A NOLOG\nINCLUDE P\nINCLUDE P\n", "4:1 9005E");
	expect("PROFILE P\nINCLUDE P\nUSER A NOLOG\n", "2:1 9004E");
}
END_TEST

START_TEST(profiles_come_first_and_once)
{
	expect("USER A NOLOG\nINCLUDE P\nPROFILE P\n", "2:9 9023E, 3:9 9024E");
	expect("PROFILE P\nPROFILE P\nUSER A NOLOG\n", "2:9 9025E");
	ck_assert(strstr(text_seen, "line 1;") != NULL);
	expect("PROFILE\nPROFILE A.B\nMACHINE Z\nUSER A NOLOG\n", "1:8 753E, 2:9 9039E");
	expect("USER A NOLOG\nINCLUDE\n", "2:8 753E");
	/* A profile and a user may have one name. */
	expect("PROFILE A\nUSER A NOLOG\nINCLUDE A\n", "");
}
END_TEST

START_TEST(what_the_user_says_goes_before_the_profile)
{
	static const char text[] =
		"PROFILE P\nMACHINE Z 4\nSTORAGE 1G\nMAXSTORAGE 4G\nCLASS ABC\n"
		"OPTION TIMERSLACK 250 ACCT MAXCLONES 40\nIPL CMS\nCPU 0 BASE\nCPU 1\n"
		"COMMAND FIRST\nCONSOLE 9 3215 T OP\nSPOOL C 2540 R\nSPOOL E 1403\n"
		"USER A NOLOG 512M\nINCLUDE P\nMACHINE XA\nOPTION MIH\nIPL 190\n"
		"CPU 1 BASE\nCOMMAND SECOND\nCONSOLE 1F 3270\nSCREEN all red  cpo pi blink\nSPOOL E 3525 B\n";
	struct dir_user user;
	struct dir_item item;

	find(text, "A", &user);
	ck_assert_uint_eq(user.storage, 512 * MiB);
	ck_assert_uint_eq(user.max_storage, 4 * GiB);
	ck_assert_uint_eq(user.classes, DIR_CLASS('A') | DIR_CLASS('B') | DIR_CLASS('C'));
	ck_assert_int_eq(user.machine, DIR_MACHINE_XA);
	ck_assert_uint_eq(user.max_cpus, 4);
	ck_assert_uint_eq(user.timer_slack_ms, 250);
	ck_assert_uint_eq(user.max_clones, 40);
	ck_assert_uint_eq(user.options, BIT32(DIR_OPT_ACCT) | BIT32(DIR_OPT_MIH));
	ck_assert(item_at(&user, DIR_ITEM_IPL, 0, &item));
	ck_assert(!item.ipl.is_named && item.ipl.vdev == 0x190);
	ck_assert(!item_at(&user, DIR_ITEM_IPL, 1, &item));
	ck_assert(item_at(&user, DIR_ITEM_CPU, 0, &item));
	ck_assert(item.inherited && item.cpu.address == 0 && item.cpu.flags == 0);
	ck_assert(item_at(&user, DIR_ITEM_CPU, 1, &item));
	ck_assert(!item.inherited && item.cpu.address == 1 && item.cpu.flags == DIR_CPU_BASE);
	ck_assert(!item_at(&user, DIR_ITEM_CPU, 2, &item));
	ck_assert(item_at(&user, DIR_ITEM_COMMAND, 0, &item));
	ck_assert_mem_eq(item.command.text, "FIRST", 5);
	ck_assert(item_at(&user, DIR_ITEM_COMMAND, 1, &item));
	ck_assert(item_at(&user, DIR_ITEM_COMMAND, 2, &item));
	ck_assert_uint_eq(item.command.len, 31);
	ck_assert_mem_eq(item.command.text, "SCREEN ALL RED CPOUT PINK BLINK", 31);
	ck_assert(item_at(&user, DIR_ITEM_CONSOLE, 0, &item));
	ck_assert(item.vdev == 0x1f && item.devtype == 0x3270 && !item.console.secuser[0]);
	ck_assert(!item_at(&user, DIR_ITEM_CONSOLE, 1, &item));
	ck_assert(item_at(&user, DIR_ITEM_SPOOL, 0, &item));
	ck_assert(item.inherited && item.vdev == 0xc && item.spool.kind == DIR_SPOOL_READER);
	ck_assert(item_at(&user, DIR_ITEM_SPOOL, 1, &item));
	ck_assert(!item.inherited && item.vdev == 0xe && item.spool.kind == DIR_SPOOL_PUNCH);
	ck_assert(!item_at(&user, DIR_ITEM_SPOOL, 2, &item));
}
END_TEST

START_TEST(the_profile_says_what_the_user_does_not)
{
	struct dir_user user;

	find("PROFILE P\nSTORAGE 1G\nCLASS B\nACCOUNT X Y\nSHARE ABS 2.5% REL 7\n"
	     "USER A NOLOG\nINCLUDE P\n",
		"A", &user);
	ck_assert_uint_eq(user.storage, GiB);
	ck_assert_uint_eq(user.max_storage, GiB);
	ck_assert_uint_eq(user.classes, DIR_CLASS('B'));
	ck_assert_str_eq(user.account, "X");
	ck_assert_str_eq(user.distribution, "Y");
	ck_assert_int_eq(user.share.type, DIR_SHARE_ABSOLUTE);
	ck_assert_uint_eq(user.share.value, 25);
	ck_assert_int_eq(user.max_share.type, DIR_SHARE_RELATIVE);
	ck_assert_uint_eq(user.max_share.value, 7);
	ck_assert_int_eq(user.limit, DIR_LIMITSOFT);
	expect("PROFILE P\nMAXSTORAGE 1M\nUSER A NOLOG 2M\nINCLUDE P\n", "3:1 9018E");
	expect("PROFILE P\nMACHINE Z 1\nUSER A NOLOG\nINCLUDE P\nCPU 0\nCPU 1\n", "3:1 9033E");
}
END_TEST

START_TEST(names_are_defined_once)
{
	expect("USER B NOLOG\nUSER A NOLOG\nUSER B NOLOG\nUSER b NOLOG\n", "3:1 9013E, 4:1 9013E");
	ck_assert(strstr(text_seen, "first in line 1;") != NULL);
	expect("USER A NOLOG\nIDENTITY A NOLOG\n", "2:1 9013E");
	expect("USER A NOLOG\nUSER A NOLOG\nPOOL LOW 1 HIGH 2\n", "2:1 9013E");
}
END_TEST

START_TEST(pools_have_good_ranges)
{
	expect("USER A NOLOG\nPOOL LOW 0 HIGH 0\n", "");
	expect("USER A NOLOG\nPOOL LOW 1 HIGH 1000000\n", "");
	expect("USER A NOLOG\nPOOL LOW 1 HIGH 10000000\n", "2:17 9029E");
	expect("USER A NOLOG\nPOOL LOW 1 HIGH 00000001\n", "2:17 9027E");
	expect("USER AB NOLOG\nPOOL LOW 1 HIGH 1000000\n", "2:17 9027E");
	expect("USER LINUXABC NOLOG\nPOOL LOW 1 HIGH 2\n", "2:17 9027E");
	expect("USER LINUXAB NOLOG\nPOOL LOW 1 HIGH 9\n", "");
	expect("USER LINUXAB NOLOG\nPOOL LOW 1 HIGH 10\n", "2:17 9027E");
	expect("USER A NOLOG\nPOOL LOW 2 HIGH 1\n", "2:17 9026E");
	expect("USER A NOLOG\nPOOL HIGH 2 LOW 1\n", "2:6 751E");
	expect("USER A NOLOG\nPOOL LOW 1\n", "2:11 753E");
	expect("USER A NOLOG\nPOOL LOW 1 HIGH 2 P\n", "2:19 751E");
	expect("USER A NOLOG\nPOOL LOW 1 HIGH 2 PROFILE\n", "2:26 753E");
	expect("USER A NOLOG\nPOOL LOW 1 HIGH 2 PROFILE P\n", "2:27 9023E");
	expect("PROFILE P\nUSER A NOLOG\nINCLUDE P\nPOOL LOW 1 HIGH 2 PROFILE P\n", "4:27 9005E");
}
END_TEST

START_TEST(an_error_leaves_no_object)
{
	compile("USER A NOLOG\n");
	ck_assert_uint_eq(job.nr_users, 1);
	ck_assert_int_eq(compile("USER A NOLOG\nFOO\nUSER B NOLOG\n"), -E_INVAL);
	ck_assert_uint_eq(job.length, 0);
	ck_assert_uint_eq(job.errors, 1);
}
END_TEST

START_TEST(messages_are_bounded_and_counted)
{
	static char text[30 * 300];
	size_t at = 0;

	for (int i = 0; i < 300; i++)
		at += (size_t)str_format(text + at, sizeof(text) - at, "USER A.%d NOLOG\n", i);
	harness_init(text, at);
	job.messages_max = 3;
	ck_assert_int_eq(dir_compile(&job), -E_INVAL);
	ck_assert_uint_eq(job.errors, 300);
	ck_assert_str_eq(seen, "1:6 7E, 2:6 7E, 3:6 7E, 0:0 9099I");
	ck_assert(strstr(text_seen, " 297 more") != NULL);
	harness_init(text, at);
	ck_assert_int_eq(dir_compile(&job), -E_INVAL);
	ck_assert(strstr(seen, "100:6 7E, 0:0 9099I") != NULL);
}
END_TEST

/* Every size of the areas, from nothing to enough: refused, never overrun (the sanitizer looks). */
START_TEST(small_areas_are_refused)
{
	static const char text[] = "PROFILE P\nSPOOL E 1403\nUSER A X\nINCLUDE P\nCOMMAND X\n"
				   "USER B NOLOG\nMDISK 191 3390 0 1 V\n";
	size_t need, size;
	uint8_t *area;
	int rc;

	ck_assert_int_eq(compile(text), 0);
	need = job.length;
	for (size = 0; size <= need; size++) {
		area = malloc(size);
		harness_init(text, strlen(text));
		job.out = area;
		job.out_size = size;
		rc = dir_compile(&job);
		ck_assert_int_eq(rc, size < need ? -E_FULL : 0);
		ck_assert_uint_eq(job.length, size < need ? 0 : need);
		free(area);
	}
	for (size = DIR_WORK_MIN - 2; size < DIR_WORK_MIN + 2; size++) {
		harness_init(text, strlen(text));
		area = malloc(size);
		job.work = area;
		job.work_size = size;
		ck_assert_int_eq(dir_compile(&job), size < DIR_WORK_MIN ? -E_FULL : 0);
		free(area);
	}
}
END_TEST

START_TEST(large_entries_and_many_profiles_are_refused)
{
	static char text[400000];
	size_t at = (size_t)str_format(text, sizeof(text), "USER A NOLOG\n");

	/* An entry of 256 KB holds 21,833 names of 12 bytes behind its fixed part. */
	for (int i = 0; i < 21833; i++)
		at += (size_t)str_format(
			text + at, sizeof(text) - at, i % 10 ? " B" : "\nXAUTOLOG B");
	expect(text, "");
	str_format(text + at, sizeof(text) - at, "\nNAMESAVE C\nNAMESAVE D\n");
	expect(text, "1:1 9036E");
	for (at = 0; at + 20 < sizeof(text);)
		at += (size_t)str_format(
			text + at, sizeof(text) - at, "PROFILE P%u\n", (unsigned)at);
	str_format(text + at, sizeof(text) - at, "USER A NOLOG\n");
	ck_assert_int_eq(compile(text), -E_FULL);
	ck_assert(strstr(seen, "760E") != NULL);
}
END_TEST

START_TEST(many_users_are_sorted_and_found)
{
	static char text[60000];
	char userid[9];
	struct dir_user user, before = {.userid = ""};
	size_t at = 0;

	for (uint32_t i = 0; i < 2000; i++)
		at += (size_t)str_format(text + at, sizeof(text) - at, "USER U%u NOLOG %uM\n",
			i * 7919 % 2000, i + 1);
	ck_assert_int_eq(compile(text), 0);
	ck_assert_uint_eq(job.nr_users, 2000);
	ck_assert_uint_eq(dir_nr_entries(out), 2000);
	for (uint32_t i = 0; i < 2000; i++) {
		str_format(userid, sizeof(userid), "u%u", i * 7919 % 2000);
		ck_assert_int_eq(dir_find(out, userid, &user), 0);
		ck_assert_uint_eq(user.storage, (i + 1) * MiB);
		dir_entry(out, i, &user);
		ck_assert(strcmp(before.userid, user.userid) < 0);
		before = user;
	}
}
END_TEST

START_TEST(a_million_pooled_users_cost_one_entry)
{
	compile("USER L NOLOG\nPOOL LOW 1 HIGH 1000000\n");
	ck_assert_uint_eq(job.nr_users, 0);
	ck_assert_uint_eq(job.nr_pools, 1);
	ck_assert_uint_eq(job.nr_pooled, 1000000);
	ck_assert_uint_eq(job.length, sizeof(struct dir_obj_header) + sizeof(struct dir_obj_user) +
					      sizeof(struct dir_obj_index));
}
END_TEST

UNIT_MAIN("logic/directory/compile", statements_have_an_order, profiles_come_first_and_once,
	what_the_user_says_goes_before_the_profile, the_profile_says_what_the_user_does_not,
	names_are_defined_once, pools_have_good_ranges, an_error_leaves_no_object,
	messages_are_bounded_and_counted, small_areas_are_refused,
	large_entries_and_many_profiles_are_refused, many_users_are_sorted_and_found,
	a_million_pooled_users_cost_one_entry)
