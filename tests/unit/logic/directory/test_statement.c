// SPDX-License-Identifier: Apache-2.0
/* Which operands each statement takes and refuses: the last accepted and the first refused. */
#include "harness.h"

struct row {
	const char *statement; /* in line 2, behind USER A NOLOG */
	const char *messages;
};

static void try_all(const struct row *rows, size_t n)
{
	char text[512];

	for (size_t i = 0; i < n; i++) {
		str_format(text, sizeof(text), "USER A NOLOG\n%s\n", rows[i].statement);
		expect(text, rows[i].messages);
	}
}

START_TEST(user_takes_what_it_should)
{
	static const struct row rows[] = {
		{"USER ABCDEFGH PW", ""},
		{"U B PW", ""},
		{"IDENTITY B PW", ""},
		{"USER $#@_-+09 PW", ""},
		{"USER ABCDEFGHI PW", "2:6 7E"},
		{"USER A.B PW", "2:6 7E"},
		{"USER", "2:5 753E, 2:5 753E"},
		{"USER LOGN1234 PW", "2:6 9011E"},
		{"USER LOGN123 PW", ""},
		{"USER logl1234 PW", "2:6 9011E"},
		{"USER LOGVLOGV PW", "2:6 9011E"},
		{"USER SYSTEM PW", "2:6 9011E"},
		{"USER SYSTEMMP PW", "2:6 9011E"},
		{"USER SYSTEMM PW", ""},
		{"USER 1234 PW", "2:6 9012W"},
		{"USER 12345 PW", ""},
		{"USER 12A PW", ""},
		{"USER B PW 4K 8E", ""},
		{"USER B PW 3K", ""},
		{"USER B PW 0K", "2:11 9017E"},
		{"USER B PW 9E", "2:11 9017E"},
		{"USER B PW 99999999999999999999K", "2:11 9017E"},
		{"USER B PW 8192P 8193P", "2:17 9017E"},
		{"USER B PW 8191P 8192P", ""},
		{"USER B PW 12", "2:11 9016E"},
		{"USER B PW M", "2:11 9016E"},
		{"USER B PW 1.5M", "2:11 9016E"},
		{"USER B PW 12X", "2:11 9016E"},
		{"USER B PW -1M", "2:11 9016E"},
		{"USER B PW 2M 1M", "2:1 9018E"},
		{"USER B PW 1T 1T ABCDEFGZ16", ""},
		{"USER B PW 1M 1M *", "2:17 9019E"},
		{"USER B PW 1M 1M 7", "2:17 9019E"},
		{"USER B PW 1M 1M 0", "2:17 9019E"},
		{"USER B PW 1M 1M G 64 # ON OFF \"", ""},
		{"USER B PW 1M 1M G 64 ##", "2:22 9020E"},
		{"USER B PW 1M 1M G 64 A B C D E F", "2:30 9021W"},
	};

	try_all(rows, ARRAY_LEN(rows));
}
END_TEST

START_TEST(general_statements_take_what_they_should)
{
	static const struct row rows[] = {
		{"ACCOUNT 123", ""},
		{"ACC 123 BIN12345", ""},
		{"ACCOUNT", "2:8 753E"},
		{"AC 123", "2:1 9001E"},
		{"ACCOUNT 123456789", "2:9 9039E"},
		{"ACCOUNT 1 2 3", "2:13 9006E"},
		{"ACCOUNTS 1", "2:1 9001E"},
		{"CLASS ABC", ""},
		{"CLASS", "2:6 753E"},
		{"CLASS A B", "2:9 9006E"},
		{"CLASS 9", "2:7 9019E"},
		{"STORAGE 1M", ""},
		{"STORAGE 1", "2:9 9016E"},
		{"MAXSTORAGE 2G", ""},
		{"MAXSTOR", "2:8 753E"},
		{"STORAGE 2M\nMAXSTORAGE 1M", "1:1 9018E"},
		{"MACHINE ESA", ""},
		{"MA XA 1", ""},
		{"MACHINE XC 64", ""},
		{"MACHINE XC 65", "2:12 9029E"},
		{"MACHINE Z 0", "2:11 9029E"},
		{"MACHINE Z X", "2:11 9028E"},
		{"MACHINE 370", "2:9 751E"},
		{"MACHINE", "2:8 753E"},
		{"MACHINE Z 1 2", "2:13 9006E"},
		{"CPU 3F", ""},
		{"CPU 40", "2:5 9029E"},
		{"CPU 000", "2:5 9029E"},
		{"CPU G", "2:5 9030E"},
		{"CPU", "2:4 753E"},
		{"CPU 0 BASE CPUID 012345 NODED CRY", ""},
		{"CPU 0 CPUID", "2:12 753E"},
		{"CPU 0 CPUID FFFFFFF", "2:13 9029E"},
		{"CPU 0 BAS", "2:7 751E"},
		{"CPU 0\nCPU 00", "3:5 9031E"},
		{"CPU 0 BASE\nCPU 1 BASE", "3:7 9032E"},
		{"MACHINE Z 1\nCPU 0\nCPU 1", "1:1 9033E"},
		{"MACHINE Z 2\nCPU 0\nCPU 1", ""},
		{"COMMAND X", ""},
		{"COMMAND", "2:8 753E"},
		{"SCREEN ALL BLUE NONE CPO WHI UNDERLINE VMOUT PI", ""},
		{"SCREEN", "2:7 753E"},
		{"SCREEN ALL", "2:11 753E"},
		{"SCREEN ALL BROWN", "2:12 751E"},
		{"SCREEN AL RED", "2:8 751E"},
		{"SCREEN ALL RED RED", "2:16 751E"},
		{"XAUTOLOG ANY", ""},
		{"AUTOLOG B C D", ""},
		{"XAUTOLOG", "2:9 753E"},
		{"XAUTOLOG B, C", "2:10 7E"},
		{"XAUTOLOG B.C D.E", "2:10 7E, 2:14 7E"},
		{"LOGONBY B C D E F G H I", ""},
		{"LOGONBY B C D E F G H I J", "2:25 9035E"},
		{"LOGONBY B C D E F G H I\nLOGONBY J", "3:9 9035E"},
		{"NAMESAVE CMS", ""},
		{"NAMESAVE A/B", "2:10 9039E"},
		{"BUILD ON * USING SUBCONFIG B-1", ""},
	};

	try_all(rows, ARRAY_LEN(rows));
}
END_TEST

START_TEST(ipl_takes_what_it_should)
{
	static const char c64[] =
		"0123456789012345678901234567890123456789012345678901234567890123";
	static const struct row rows[] = {
		{"IPL 190", ""},
		{"IPL CMS", ""},
		{"IPL", "2:4 753E"},
		{"IPL 12345", ""},
		{"IPL ABCDEFGHI", "2:5 9039E"},
		{"IPL 190 LOADPARM 12345678", ""},
		{"IPL 190 LOADP 123456789", "2:15 751E"},
		{"IPL 190 LOADPARM", "2:17 753E"},
		{"IPL 190 PARM", "2:13 753E"},
		{"IPL 190 PARM a B LOADPARM", ""},
		{"IPL 190 CLEAR", "2:9 751E"},
		{"IPL 190 LOADPARM 1 PARM x", ""},
		{"IPL 190\nIPL 191", "3:1 9005E"},
	};
	char text[200];

	try_all(rows, ARRAY_LEN(rows));
	str_format(text, sizeof(text), "USER A NOLOG\nIPL 190 PARM,\n%s\n", c64);
	expect(text, "");
	str_format(text, sizeof(text), "USER A NOLOG\nIPL 190 PARM,\n%s4\n", c64);
	expect(text, "3:1 9034E");
	str_format(text, sizeof(text), "USER A NOLOG\nIPL 190 PARM,\n%s,\n4\n", c64);
	expect(text, "4:1 9034E");
}
END_TEST

START_TEST(options_and_shares_take_what_they_should)
{
	static const struct row rows[] = {
		{"OPTION QUICKDSP", ""},
		{"O QUICK ACCT LNKNOPAS", ""},
		{"OPTION", "2:7 753E"},
		{"OPTION QUIC", "2:8 751E"},
		{"OPTION TIMERSLACK 1", ""},
		{"OPTION TIMERSLACK 60000", ""},
		{"OPTION TIMERSLACK 60001", "2:19 9029E"},
		{"OPTION TIMERSLACK 0", "2:19 9029E"},
		{"OPTION TIMERSLACK OFF ACCT", ""},
		{"OPTION MAXCLONES 1", ""},
		{"OPTION MAXCLONES 10000000 ACCT", ""},
		{"OPTION MAXCLONES 10000001", "2:18 9029E"},
		{"OPTION MAXCLONES 0", "2:18 9029E"},
		{"OPTION MAXCLONES", "2:17 753E"},
		{"OPTION MAXCLONES MANY", "2:18 9028E"},
		{"OPTION MAXCLONE 5", "2:8 751E, 2:17 751E"},
		{"OPTION PAGESHARE ACCT", ""},
		{"OPTION PAGESHAR", "2:8 751E"},
		{"OPTION TIMERSLACK", "2:18 753E"},
		{"OPTION TIMERSLACK 2S", "2:19 9028E"},
		{"OPTION MAXCONN 64 ACCT", "2:8 9002W"},
		{"OPTION LKFAC ACCT", "2:8 9002W"},
		{"OPTION MAXCONN", "2:8 9002W, 2:15 753E"},
		{"SHARE RELATIVE 1", ""},
		{"SHARE REL 10000", ""},
		{"SHARE REL 0", "2:11 9029E"},
		{"SHARE REL 10001", "2:11 9029E"},
		{"SHARE RELATIVE", "2:15 753E"},
		{"SHARE 100", "2:7 751E"},
		{"SHARE", "2:6 753E"},
		{"SHARE ABSOLUTE 0.1%", ""},
		{"SHARE ABS 100%", ""},
		{"SHARE ABS 100.0", ""},
		{"SHARE ABS 0", "2:11 9029E"},
		{"SHARE ABS 0.0%", "2:11 9029E"},
		{"SHARE ABS 100.1%", "2:11 9029E"},
		{"SHARE ABS 101%", "2:11 9029E"},
		{"SHARE ABS %", "2:11 9028E"},
		{"SHARE ABS 1.25%", "2:11 9028E"},
		{"SHARE ABS .5%", "2:11 9028E"},
		{"SHARE ABS 5.%", "2:11 9028E"},
		{"SHARE ABS .", "2:11 9028E"},
		{"SHARE ABS 99999999999999999999999", "2:11 9029E"},
		{"SHARE REL 100 ABS 50% LIMITHARD", ""},
		{"SHARE REL 100 NOLIMIT", ""},
		{"SHARE REL 100 LIMIT", "2:15 9006E"},
		{"SHARE REL 100 ABS", "2:18 753E"},
		{"SHARE REL 100 REL X LIMITHARD", "2:19 9028E"},
	};

	try_all(rows, ARRAY_LEN(rows));
}
END_TEST

START_TEST(devices_take_what_they_should)
{
	static const struct row rows[] = {
		{"CONSOLE 009 3215", ""},
		{"C 9 3270 T OP OBS", ""},
		{"CONSOLE 00009 3215", "2:9 22E"},
		{"CONSOLE 3215", "2:13 753E"},
		{"CONSOLE 9 3277", "2:11 6E"},
		{"CONSOLE G 3215", "2:9 22E"},
		{"CONSOLE 9 3215 *", "2:16 9040E"},
		{"CONSOLE 9 3215 TT", "2:16 9040E"},
		{"CONSOLE 9 3215 T O.P", "2:18 7E"},
		{"CONSOLE 9 3215 T OP X", "2:21 9006E"},
		{"CONSOLE 9 3215\nCONSOLE A 3215", "3:1 9005E"},
		{"SPOOL C 2540 READER *", ""},
		{"SPOOL C 2540 R", ""},
		{"SPOOL D 2540 PU 9", ""},
		{"SPOOL D 2540 PUNCH *", "2:20 9040E"},
		{"SPOOL D 2540", "2:13 753E"},
		{"SPOOL D 2540 PRT", "2:14 751E"},
		{"SPOOL E 1403 A", ""},
		{"SPOOL E 3505 *", ""},
		{"SPOOL E 3525", ""},
		{"SPOOL E 3800", "2:9 6E"},
		{"SPOOL E", "2:8 753E"},
		{"SPOOL E 1403 A B", "2:16 9006E"},
		{"SPOOL E 1403\nSPOOL 00E 1403", "3:7 758E"},
		{"CONSOLE E 3215\nSPOOL E 1403", "3:7 758E"},
		{"MDISK 191 3390 0 1 VOL001", ""},
		{"M FFFF 3380 4294967294 END &SYSRES RR", ""},
		{"MDISK 191 3390 4294967295 1 V", "2:16 9029E"},
		{"MDISK 191 3390 0 0 V", "2:18 9029E"},
		{"MDISK 191 3390 0 1", "2:19 753E"},
		{"MDISK 191 3390 0 1 VOL0012", "2:20 9038E"},
		{"MDISK 191 3390 0 1 V.1", "2:20 9038E"},
		{"MDISK 191 3330 0 1 V", "2:11 6E"},
		{"MDISK 191 3390 X 1 V", "2:16 9028E"},
		{"MDISK 191 3390 DEVNO 1234 MR", ""},
		{"MDISK 191 3390 DEVNO 12345", "2:22 22E"},
		{"MDISK 191 FB-512 V-DISK 1", ""},
		{"MDISK 191 3390 V-DISK 1", "2:11 9037E"},
		{"MDISK 191 3390 V-DISK", "2:1 9049W"},
		{"MDISK 191 3390 V-DISK MR", "2:1 9049W"},
		{"MDISK 191 3390 V-DISK MR\nMINIOPT COWOF * 192\nMDISK 192 3390 2 1 V", ""},
		{"MDISK 191 3390 V-DISK X", "2:23 9041E"},
		{"MDISK 191 3380 V-DISK", "2:11 9037E"},
		{"MDISK 191 FB-512 V-DISK 0", "2:25 9029E"},
		{"MDISK 191 FB-512 V-DISK END", "2:25 9028E"},
		{"MDISK 191 3390 T-DISK 5", ""},
		{"MDISK 191 3390 0 1 V MWV R W M", ""},
		{"MDISK 191 3390 0 1 V X", "2:22 9041E"},
		{"MDISK 191 3390 0 1 V V", "2:22 9041E"},
		{"MDISK 191 3390 0 1 V MRVV", "2:22 9041E"},
		{"MDISK 191 3390 0 1 V MR A B C D", "2:31 9006E"},
		{"MDISK 191 3390 0 1 V\nMINIOPT NOMDC", ""},
		{"MDISK 191 3390 0 1 V\nMINIOPT CACHE", ""},
		{"MDISK 191 3390 0 1 V\nMINIOPT", "3:8 753E"},
		{"MDISK 191 3390 0 1 V\nMINIOPT FAST", "3:9 751E"},
		{"SPOOL E 1403\nMINIOPT CACHE", "3:1 9046E"},
		{"MDISK 191 3390 1 1 V\nMINIOPT COWOF * 192\nMDISK 192 3390 2 1 V", ""},
		{"MDISK 191 3390 1 1 V\nMINIOPT COWOF", "3:14 753E"},
		{"MDISK 191 3390 1 1 V\nMINIOPT COWOF ROOT", "3:19 753E"},
		{"MDISK 191 3390 1 1 V\nMINIOPT COWOF ROOT XYZ", "3:20 22E"},
		{"MDISK 191 3390 1 1 V\nMINIOPT COWOF (A) 191", "3:15 9039E"},
		{"MDISK 191 FB-512 V-DISK 9\nMINIOPT COWOF ROOT 191", "3:9 9047E"},
		{"MDISK 191 3390 DEVNO 9\nMINIOPT COWOF ROOT 191", "3:9 9047E"},
		{"MDISK 191 3390 1 1 V\nMINIOPT COWOF * 192\nMINIOPT COWOF * 192\n"
		 "MDISK 192 3390 2 1 V",
			"4:9 9047E"},
		{"LINK MAINT 190", "2:1 9044W"},
		{"LINK * 190 191 SR", "2:1 9044W"},
		{"L MAINT 190 19E RR", "2:1 9044W"},
		{"MDISK 190 3390 0 1 V\nLINK * 190 191 MRV", ""},
		{"MDISK 190 3390 0 1 V\nLINK A 191 192", "3:1 9044W"},
		{"LINK MAINT", "2:11 753E"},
		{"LINK", "2:5 753E"},
		{"LINK MAINT 190 RR", "2:16 22E"},
		{"LINK A.B 190", "2:6 7E"},
		{"LINK MAINT 190 190 Q", "2:20 9041E"},
		{"LINK B 190\nLINK C 190", "3:8 758E"},
	};

	try_all(rows, ARRAY_LEN(rows));
}
END_TEST

START_TEST(the_rest_of_z_vm_is_known_by_name)
{
	static const struct row rows[] = {
		{"NICDEF 600 TYPE QDIO LAN SYSTEM VSW1", "2:1 9002W"},
		{"DEDICATE 1 2", "2:1 9002W"},
		{"SPECIAL 600 CTCA", "2:1 9002W"},
		{"IUCV ANY", "2:1 9002W"},
		{"DASDOPT DEVCTL", "2:1 9002W"},
		{"NICDEFS", "2:1 9001E"},
		{"FOO", "2:1 9001E"},
		{"GLOBALOPTS X", "2:1 9004E"},
		{"DIRECTORY 123 3390 V", "2:1 9004E"},
		{"SUBCONFIG B-1\nMDISK 191 3390 0 1 V\nMDISK 191 3390 0 1 V",
			"2:1 9002W, 4:7 758E"},
	};

	try_all(rows, ARRAY_LEN(rows));
	expect("DIRECTORY 123 3390 V\nGLOBALDEFS\nGLOBALOPTS MACHINE XC\nUSER A NOLOG\n", "");
	expect("GLOBALDEFS\nMACHINE XC\nUSER A NOLOG\n", "2:1 9004E");
}
END_TEST

UNIT_MAIN("logic/directory/statement", user_takes_what_it_should,
	general_statements_take_what_they_should, ipl_takes_what_it_should,
	options_and_shares_take_what_they_should, devices_take_what_they_should,
	the_rest_of_z_vm_is_known_by_name)
