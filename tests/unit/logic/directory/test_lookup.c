// SPDX-License-Identifier: Apache-2.0
#include "harness.h"

START_TEST(users_are_found_in_any_case)
{
	struct dir_user user;

	find("USER LINUX1 NOLOG 256M 2G BG - # OFF\n", "linux1", &user);
	ck_assert_str_eq(user.userid, "LINUX1");
	ck_assert_str_eq(user.account, "LINUX1");
	ck_assert_str_eq(user.distribution, "LINUX1");
	ck_assert_uint_eq(user.storage, 256 * MiB);
	ck_assert_uint_eq(user.max_storage, 2 * GiB);
	ck_assert_uint_eq(user.classes, DIR_CLASS('B') | DIR_CLASS('G'));
	ck_assert_uint_eq(user.line_end, '#');
	ck_assert_uint_eq(user.line_delete, DIR_SYMBOL_OFF);
	ck_assert_uint_eq(user.escape, DIR_SYMBOL_ON);
	ck_assert(!user.is_pool && !user.is_pooled);
	ck_assert_int_eq(dir_find(out, "LINUX", &user), -E_NOENT);
	ck_assert_int_eq(dir_find(out, "LINUX12", &user), -E_NOENT);
	ck_assert_int_eq(dir_find(out, "LINUX1  ", &user), -E_NOENT);
	ck_assert_int_eq(dir_find(out, "", &user), -E_NOENT);
}
END_TEST

START_TEST(defaults_are_z_vm_like)
{
	struct dir_user user;
	struct dir_item item;
	uint32_t pos = 0;

	find("USER A NOLOG\n", "A", &user);
	ck_assert_uint_eq(user.storage, MiB);
	ck_assert_uint_eq(user.max_storage, MiB);
	ck_assert_uint_eq(user.classes, DIR_CLASS('G'));
	ck_assert_int_eq(user.machine, DIR_MACHINE_XA);
	ck_assert_uint_eq(user.max_cpus, 1);
	ck_assert_uint_eq(user.timer_slack_ms, 0);
	ck_assert_uint_eq(user.max_clones, 0);
	ck_assert_int_eq(user.share.type, DIR_SHARE_RELATIVE);
	ck_assert_uint_eq(user.share.value, 100);
	ck_assert_int_eq(user.max_share.type, DIR_SHARE_NONE);
	ck_assert_int_eq(user.limit, DIR_NOLIMIT);
	ck_assert(!dir_next(&user, &pos, &item));
	find("USER A NOLOG\nCPU 0\nCPU 1\nCPU 5\n", "A", &user);
	ck_assert_uint_eq(user.max_cpus, 3);
}
END_TEST

START_TEST(pools_make_their_userids_and_no_others)
{
	static const char text[] = "PROFILE P\nSTORAGE 1G\nSPOOL E 1403\n"
				   "USER LX AUTOONLY 256M 2G\nPOOL LOW 7 HIGH 1200 PROFILE P\n"
				   "SPOOL D 3525\n"
				   "USER LX00008 NOLOG 8M\n"
				   "USER LX0 NOLOG 16M\nPOOL LOW 0 HIGH 8000\n"
				   "USER VERYLON NOLOG\nPOOL LOW 3 HIGH 4\n";
	static const struct {
		const char *userid;
		int rc;
		bool is_pooled;
		uint32_t number;
		uint64_t storage;
	} cases[] = {
		{"LX00007", 0, true, 7, 256 * MiB},
		{"LX01200", 0, true, 1200, 256 * MiB},
		{"LX00006", -E_NOENT, false, 0, 0},
		{"LX01201", -E_NOENT, false, 0, 0},
		{"LX0007", -E_NOENT, false, 0, 0},
		{"LX0000X", -E_NOENT, false, 0, 0},
		{"LX", -E_NOENT, false, 0, 0},
		{"lx00009", 0, true, 9, 256 * MiB},
		{"LX00008", 0, false, 0, 8 * MiB},  /* its own entry goes first */
		{"LX000008", 0, true, 8, 16 * MiB}, /* the pool LX0 */
		{"LX008000", 0, true, 8000, 16 * MiB},
		{"LX008001", -E_NOENT, false, 0, 0},
		{"VERYLON3", 0, true, 3, MiB},
		{"VERYLON5", -E_NOENT, false, 0, 0},
		{"VERYLON", -E_NOENT, false, 0, 0},
		{"LX 00007", -E_NOENT, false, 0, 0},
		{"00007", -E_NOENT, false, 0, 0},
		{"12345678", -E_NOENT, false, 0, 0},
	};
	struct dir_user user;
	struct dir_item item;

	find(text, "LX00007", &user);
	ck_assert_str_eq(user.userid, "LX00007");
	ck_assert_str_eq(user.account, "LX00007");
	ck_assert_uint_eq(user.max_storage, 2 * GiB);
	ck_assert(item_at(&user, DIR_ITEM_SPOOL, 1, &item));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int rc = dir_find(out, cases[i].userid, &user);

		ck_assert_msg(rc == cases[i].rc, "%s: %d", cases[i].userid, rc);
		if (rc)
			continue;
		ck_assert(!user.is_pool);
		ck_assert_int_eq(user.is_pooled, cases[i].is_pooled);
		ck_assert_uint_eq(user.pool_number, cases[i].number);
		ck_assert_uint_eq(user.storage, cases[i].storage);
	}
	dir_entry(out, 0, &user);
	ck_assert_str_eq(user.userid, "LX");
	ck_assert(user.is_pool);
}
END_TEST

START_TEST(a_pool_is_found_by_its_name_and_names_its_userids)
{
	char userid[DIR_USERID_LEN + 1];
	struct dir_pool pool;
	struct dir_user user;

	find("USER LX NOLOG\nPOOL LOW 7 HIGH 1200\nUSER VERYLON NOLOG\nPOOL LOW 3 HIGH 4\nUSER A NOLOG\n",
		"LX00007", &user);
	ck_assert_int_eq(dir_find_pool(out, "lx", &pool), 0);
	ck_assert_str_eq(pool.name, "LX");
	ck_assert_uint_eq(pool.low, 7);
	ck_assert_uint_eq(pool.high, 1200);
	for (uint32_t number = pool.low; number <= pool.high; number++) {
		dir_pool_userid(&pool, number, userid);
		ck_assert_int_eq(dir_find(out, userid, &user), 0);
		ck_assert_uint_eq(user.pool_number, number);
	}
	ck_assert_int_eq(dir_find_pool(out, "VERYLON", &pool), 0);
	dir_pool_userid(&pool, 4, userid);
	ck_assert_str_eq(userid, "VERYLON4");
	ck_assert_int_eq(dir_find_pool(out, "A", &pool), -E_NOENT);
	ck_assert_int_eq(dir_find_pool(out, "B", &pool), -E_NOENT);
	ck_assert_int_eq(dir_find_pool(out, "LX00007", &pool), -E_NOENT);
	ck_assert_int_eq(dir_find_pool(out, "", &pool), -E_NOENT);
	ck_assert_int_eq(dir_find_pool(out, "VERYLONGNAME", &pool), -E_NOENT);
}
END_TEST

START_TEST(items_come_in_the_order_of_the_source)
{
	static const char text[] =
		"USER A NOLOG\nNAMESAVE CMS\nCPU 2 CPUID ABCDEF DED CRYPTO\n"
		"IPL linux LOADPARM ab PARM Root=/dev/ram0  x\nLOGONBY op\nXAUTOLOG ANY\n"
		"CONSOLE 9 3215 T op OBSERVER\nSPOOL C 2540 READER A\n"
		"MDISK 191 3390 5 10 vol001 mwv\nMDISK 192 FB-512 V-DISK 64000\n"
		"MDISK 193 3390 1 END &SYSRES\nMDISK 194 3380 DEVNO 0a80 RR\nLINK Maint 190 29F "
		"rr\n";
	struct dir_user user;
	struct dir_item item;
	uint32_t pos = 0;

	find(text, "A", &user);
#define NEXT(wanted)                                                                               \
	do {                                                                                       \
		ck_assert(dir_next(&user, &pos, &item));                                           \
		ck_assert_int_eq(item.type, wanted);                                               \
	} while (0)
	NEXT(DIR_ITEM_NAMESAVE);
	ck_assert_str_eq(item.name, "CMS");
	NEXT(DIR_ITEM_CPU);
	ck_assert(item.cpu.address == 2 && item.cpu.serial == 0xabcdef);
	ck_assert_uint_eq(item.cpu.flags, DIR_CPU_CPUID | DIR_CPU_DEDICATE | DIR_CPU_CRYPTO);
	NEXT(DIR_ITEM_IPL);
	ck_assert(item.ipl.is_named);
	ck_assert_str_eq(item.ipl.name, "LINUX");
	ck_assert_str_eq(item.ipl.loadparm, "AB");
	ck_assert_uint_eq(item.ipl.parm.len, 17);
	ck_assert_mem_eq(item.ipl.parm.text, "Root=/dev/ram0  x", 17);
	NEXT(DIR_ITEM_LOGONBY);
	ck_assert_str_eq(item.name, "OP");
	NEXT(DIR_ITEM_XAUTOLOG);
	NEXT(DIR_ITEM_CONSOLE);
	ck_assert(item.vdev == 9 && item.devtype == 0x3215 && item.console.is_observer);
	ck_assert_str_eq(item.console.secuser, "OP");
	NEXT(DIR_ITEM_SPOOL);
	ck_assert(item.vdev == 0xc && item.devtype == 0x2540 && item.spool.class == 'A');
	NEXT(DIR_ITEM_MDISK);
	ck_assert(item.vdev == 0x191 && item.mdisk.kind == DIR_MDISK_EXTENT);
	ck_assert(item.mdisk.start == 5 && item.mdisk.size == 10);
	ck_assert_str_eq(item.mdisk.volid, "VOL001");
	ck_assert_str_eq(item.mdisk.mode, "MWV");
	NEXT(DIR_ITEM_MDISK);
	ck_assert(item.devtype == DIR_FB512 && item.mdisk.kind == DIR_MDISK_VDISK);
	ck_assert_uint_eq(item.mdisk.size, 64000);
	ck_assert_str_eq(item.mdisk.mode, "W");
	NEXT(DIR_ITEM_MDISK);
	ck_assert_uint_eq(item.mdisk.size, DIR_MDISK_END);
	ck_assert_str_eq(item.mdisk.volid, "&SYSRES");
	NEXT(DIR_ITEM_MDISK);
	ck_assert(item.mdisk.kind == DIR_MDISK_DEVNO && item.mdisk.rdev == 0xa80);
	NEXT(DIR_ITEM_LINK);
	ck_assert(item.vdev == 0x29f && item.link.vdev == 0x190);
	ck_assert_str_eq(item.link.userid, "MAINT");
	ck_assert_str_eq(item.link.mode, "RR");
	ck_assert(!dir_next(&user, &pos, &item));
	ck_assert(!dir_next(&user, &pos, &item));
}
END_TEST

START_TEST(lists_say_who_is_on_them)
{
	struct dir_user user;

	find("USER A NOLOG\nXAUTOLOG B C\nLOGONBY D ANY\n", "A", &user);
	ck_assert(dir_is_listed(&user, DIR_ITEM_XAUTOLOG, "b"));
	ck_assert(dir_is_listed(&user, DIR_ITEM_XAUTOLOG, "C"));
	ck_assert(!dir_is_listed(&user, DIR_ITEM_XAUTOLOG, "D"));
	ck_assert(!dir_is_listed(&user, DIR_ITEM_XAUTOLOG, ""));
	ck_assert(!dir_is_listed(&user, DIR_ITEM_XAUTOLOG, "BC"));
	ck_assert(dir_is_listed(&user, DIR_ITEM_LOGONBY, "D"));
	ck_assert(!dir_is_listed(&user, DIR_ITEM_LOGONBY, "B")); /* ANY is a userid there */
	find("USER A NOLOG\nXAUTOLOG ANY\n", "A", &user);
	ck_assert(dir_is_listed(&user, DIR_ITEM_XAUTOLOG, "B"));
}
END_TEST

UNIT_MAIN("logic/directory/lookup", users_are_found_in_any_case, defaults_are_z_vm_like,
	pools_make_their_userids_and_no_others,
	a_pool_is_found_by_its_name_and_names_its_userids, items_come_in_the_order_of_the_source,
	lists_say_who_is_on_them)
