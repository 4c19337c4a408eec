// SPDX-License-Identifier: Apache-2.0
#include "logic/datetime.h"
#include "logic/spool/text.h"
#include "unit.h"

#include <string.h>

static struct spfile a_file(void)
{
	struct spfile file = {.origin = "T6360025",
		.owner = "LINUX2",
		.spid = 463,
		.class = 'V',
		.dev = SPDEV_PUNCH,
		.nr_records = 20222,
		.copies = 1,
		.name = "VMDUMP",
		.type = "FILE",
		.dist = "ROOM12",
		.form = "STANDARD",
		.dest = "OFF",
		.queue = SPQ_READER};
	static const struct datetime when = {
		.year = 2026, .month = 6, .day = 11, .hour = 15, .minute = 7, .second = 42};

	ck_assert_int_eq(datetime_to_tod(&when, 0, &file.created), 0);
	return file;
}

START_TEST(query_all_has_the_columns_that_vmur_counts)
{
	struct spfile file = a_file();
	char text[2 * SPTEXT_LINE_MAX];
	int len = sptext_query_header(text, SPTEXT_LINE_MAX, SPQUERY_ALL);

	ck_assert_str_eq(text,
		"ORIGINID FILE CLASS RECORDS  CPY HOLD DATE  TIME     NAME      TYPE    "
		" DIST");
	text[len++] = '\n';
	sptext_query_line(text + len, SPTEXT_LINE_MAX, SPQUERY_ALL, &file, 0);
	ck_assert_str_eq(text + len,
		"T6360025 0463 V PUN 00020222 001 NONE 06/11 15:07:42 VMDUMP    "
		"FILE     ROOM12  ");
	/* where the tool looks, counted from the start of the header */
	ck_assert_int_eq(text[91], 'V');
	ck_assert_mem_eq(text + 110, "NONE", 4);
	ck_assert_mem_eq(text + 130, "VMDUMP  ", 8);
	ck_assert_mem_eq(text + 140, "FILE    ", 8);
}
END_TEST

START_TEST(query_line_shows_hold_and_extremes_in_their_columns)
{
	static const char *const holds[] = {"NONE", "USER", "SYS ", "USYS"};
	struct spfile file = a_file();
	char text[SPTEXT_LINE_MAX], name[] = "NAMENAME";

	for (int hold = 0; hold < 4; hold++) {
		file.hold = (uint8_t)hold;
		sptext_query_line(text, sizeof(text), SPQUERY_PLAIN, &file, 0);
		ck_assert_mem_eq(text + 33, holds[hold], 4);
	}
	file.spid = 9999;
	file.nr_records = UINT32_MAX;
	file.copies = 255;
	memcpy(file.name, name, 8);
	memcpy(file.type, name, 8);
	memcpy(file.dist, name, 8);
	ck_assert_int_eq(sptext_query_line(text, sizeof(text), SPQUERY_ALL, &file, 7200), 80);
	ck_assert_str_eq(text,
		"T6360025 9999 V PUN 99999999 255 USYS 06/11 17:07:42 NAMENAME  NAMENAME "
		"NAMENAME");
}
END_TEST

START_TEST(close_says_where_a_file_came_from_and_went_to)
{
	struct spfile file = a_file();
	char text[SPTEXT_LINE_MAX];

	file.nr_records = 12;
	sptext_sent_from(text, sizeof(text), &file, SPQ_PUNCH, 4);
	ck_assert_str_eq(text,
		"RDR FILE 0463 SENT FROM T6360025 PUN WAS 0004 RECS 0012 CPY  001 V NOHOLD "
		"NOKEEP");
	file.hold = SPHOLD_USER;
	file.keep = true;
	sptext_sent_to(text, sizeof(text), &file, SPQ_PUNCH, 0);
	ck_assert_str_eq(text,
		"PUN FILE 0463 SENT TO   LINUX2   RDR AS  0463 RECS 0012 CPY  001 V HOLD "
		"KEEP");
	ck_assert_mem_eq(text + 9, "0463", 4); /* where vmur looks for the number */
}
END_TEST

START_TEST(device_lines_have_the_words_that_vmur_looks_for)
{
	struct spopts opts;
	struct spview view = {
		.kind = SPKIND_READER, .vdev = 0xC, .subchannel = 1, .ready = true, .opts = &opts};
	char text[SPTEXT_LINE_MAX];

	spopts_init(&opts, SPKIND_READER, "LINUX1", "");
	sptext_device_line(text, sizeof(text), &view, 0);
	ck_assert_str_eq(text, "RDR  000C CL * NOCONT NOHOLD     EOF       READY");
	ck_assert_int_gt(sptext_device_line(text, sizeof(text), &view, 1), 0);
	ck_assert(strstr(text, "SUBCHANNEL = 0001"));
	ck_assert_int_eq(sptext_device_line(text, sizeof(text), &view, 2), 0);

	view.kind = SPKIND_PUNCH;
	view.vdev = 0xD;
	spopts_init(&opts, SPKIND_PUNCH, "LINUX1", "ROOM12");
	opts.class = 'Q';
	sptext_device_line(text, sizeof(text), &view, 0);
	ck_assert_str_eq(text, "PUN  000D CL Q NOCONT NOHOLD COPY 001    READY FORM STANDARD");
	ck_assert_int_eq(text[13], 'Q');
	opts.cont = true;
	sptext_device_line(text, sizeof(text), &view, 0);
	ck_assert_mem_eq(text + 15, "  CONT", 6);
	sptext_device_line(text, sizeof(text), &view, 1);
	ck_assert_str_eq(text, "     000D TO LINUX1   PUN DIST ROOM12   FLASHC 000 DEST OFF");
	sptext_device_line(text, sizeof(text), &view, 4);
	ck_assert_str_eq(text, "     000D SUBCHANNEL = 0001");
	ck_assert_int_eq(sptext_device_line(text, sizeof(text), &view, 5), 0);
	for (unsigned nr = 0; nr < 5; nr++) {
		view.kind = SPKIND_PRINTER;
		ck_assert_int_lt(
			sptext_device_line(text, sizeof(text), &view, nr), SPTEXT_LINE_MAX);
	}
}
END_TEST

UNIT_MAIN("logic/spool/text", query_all_has_the_columns_that_vmur_counts,
	query_line_shows_hold_and_extremes_in_their_columns,
	close_says_where_a_file_came_from_and_went_to,
	device_lines_have_the_words_that_vmur_looks_for)
