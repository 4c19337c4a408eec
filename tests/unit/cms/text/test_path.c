// SPDX-License-Identifier: Apache-2.0
#include "text/path.h"

#include "unit.h"

START_TEST(paths_name_files)
{
	static const struct {
		const char *path, *fn, *ft;
		char mode, number;
	} rows[] = {
		{"profile exec a1", "PROFILE", "EXEC", 'A', '1'},
		{"PROFILE EXEC", "PROFILE", "EXEC", '*', '*'},
		{"PROFILE EXEC *", "PROFILE", "EXEC", '*', '*'},
		{"  REPORT   DATA  B ", "REPORT", "DATA", 'B', '*'},
		{"report.data", "REPORT", "DATA", '*', '*'},
		{"report.data.c2", "REPORT", "DATA", 'C', '2'},
		{"./report.data", "REPORT", "DATA", '*', '*'},
		{"/b/report.data", "REPORT", "DATA", 'B', '*'},
		{"/report.data", "REPORT", "DATA", '*', '*'},
		{"$@#+-:_1 12345678", "$@#+-:_1", "12345678", '*', '*'},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct fileid id;

		ck_assert_msg(path_parse(&id, rows[i].path), "%s", rows[i].path);
		ck_assert_str_eq(id.fn, rows[i].fn);
		ck_assert_str_eq(id.ft, rows[i].ft);
		ck_assert_int_eq(id.mode, rows[i].mode);
		ck_assert_int_eq(id.number, rows[i].number);
	}
}
END_TEST

START_TEST(what_no_file_can_be_called_is_refused)
{
	static const char *const rows[] = {"", " ", "/", ".", "..", "ONLY", "ONLY ", "/A/ONLY",
		"NINECHARS DATA", "A NINECHARS", "A B 1", "A B A9", "A?B DATA", "A B AAAAAAAAA",
		"/usr/share/file.txt", "*.DATA"};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct fileid id;

		ck_assert_msg(!path_parse(&id, rows[i]), "%s", rows[i]);
	}
}
END_TEST

UNIT_MAIN("cms/text/path", paths_name_files, what_no_file_can_be_called_is_refused)
