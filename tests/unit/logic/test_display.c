// SPDX-License-Identifier: Apache-2.0
#include "logic/display.h"
#include "lib/err.h"
#include "lib/string.h"
#include "unit.h"

static struct cmdline line;

static struct cmdline *begin(const char *text)
{
	ck_assert_int_eq(cmdline_init(&line, text, strlen(text)), 0);
	return &line;
}

#define END UINT64_MAX
#define L   SPACE_LOGICAL
#define N   FORM_WORDS

static const struct {
	const char *text;
	enum display_space space;
	enum display_form form;
	uint64_t first, last;
	bool to_end;
} storage[] = {
	{"0", L, N, 0, 3, false},
	{"1001", L, N, 0x1000, 0x1003, false},
	{"L1000-1fff", L, N, 0x1000, 0x1FFF, false},
	{"1000:1ffe", L, N, 0x1000, 0x1FFF, false},
	{"r1003.1", SPACE_REAL, N, 0x1000, 0x1003, false},
	{"R1003.2", SPACE_REAL, N, 0x1000, 0x1007, false},
	{"I1000.6", L, FORM_INSN, 0x1000, 0x1005, false},
	{"RI1001", SPACE_REAL, FORM_INSN, 0x1000, 0x1001, false},
	{"V1000.20", SPACE_VIRTUAL, N, 0x1000, 0x101F, false},
	{"ABS1000", SPACE_ABSOLUTE, N, 0x1000, 0x1003, false},
	{"absT1008", SPACE_ABSOLUTE, FORM_TEXT, 0x1000, 0x100F, false},
	{"T", L, FORM_TEXT, 0, 0xF, false},
	{"T-", L, FORM_TEXT, 0, END, true},
	{"T-1000", L, FORM_TEXT, 0, 0x100F, false},
	{"T1000-", L, FORM_TEXT, 0x1000, END, true},
	{"T1000-end", L, FORM_TEXT, 0x1000, END, true},
	{"T1000.END", L, FORM_TEXT, 0x1000, END, true},
	{"T1000.", L, FORM_TEXT, 0x1000, END, true},
	{"RTX1000.10", SPACE_REAL, FORM_ASCII, 0x1000, 0x100F, false},
	{"S1001.3", L, FORM_BYTES, 0x1001, 0x1003, false},
	{"RS1001", SPACE_REAL, FORM_BYTES, 0x1001, 0x1001, false},
	{"N1002", L, N, 0x1000, 0x1003, false},
	{"0A0", L, N, 0xA0, 0xA3, false}, /* A0 is a register */
	{"LA0", L, N, 0xA0, 0xA3, false},
	{"C000", L, N, 0xC000, 0xC003, false}, /* no register has three digits */
	{"ABCDEF", L, N, 0xABCDEC, 0xABCDEF, false},
	{"A16", L, N, 0xA14, 0xA17, false},
	{"FFFFFFFFFFFFFFFF", L, N, END - 3, END, false},
	{"FFFFFFFFFFFFFFFF.1", L, N, END - 3, END, false},
	{"0.FFFFFFFFFFFFFFFF", L, N, 0, END, false},
};

START_TEST(storage_requests_have_space_form_and_range)
{
	struct display_request req;

	for (size_t i = 0; i < ARRAY_LEN(storage); i++) {
		ck_assert_msg(!display_next(begin(storage[i].text), &req), "%s", storage[i].text);
		ck_assert_msg(req.kind == DISPLAY_STORAGE && req.space == storage[i].space &&
				      req.form == storage[i].form,
			"%s", storage[i].text);
		ck_assert_uint_eq(req.first, storage[i].first);
		ck_assert_uint_eq(req.last, storage[i].last);
		ck_assert_msg(req.to_end == storage[i].to_end, "%s", storage[i].text);
	}
}
END_TEST

START_TEST(keys_are_for_whole_pages)
{
	struct display_request req;

	ck_assert_int_eq(display_next(begin("RK1234.1000"), &req), 0);
	ck_assert_int_eq(req.kind, DISPLAY_KEYS);
	ck_assert_int_eq(req.space, SPACE_REAL);
	ck_assert_uint_eq(req.first, 0x1000);
	ck_assert_uint_eq(req.last, 0x2FFF);
}
END_TEST

START_TEST(register_requests_have_set_and_range)
{
	static const struct {
		const char *text;
		enum register_set set;
		uint64_t first, last;
		bool to_end;
	} cases[] = {
		{"G", REG_GENERAL, 0, 15, true},
		{"GG", REG_GENERAL, 0, 15, true},
		{"GG2", REG_GENERAL, 2, 2, false},
		{"XG13", REG_CONTROL, 13, 13, false},
		{"AR4-7", REG_ACCESS, 4, 7, false},
		{"g-", REG_GENERAL, 0, 15, true},
		{"G-5", REG_GENERAL, 0, 5, false},
		{"G5-", REG_GENERAL, 5, 15, true},
		{"G5", REG_GENERAL, 5, 5, false},
		{"G10", REG_GENERAL, 10, 10, false},
		{"GF", REG_GENERAL, 15, 15, false},
		{"G15", REG_GENERAL, 15, 15, false},
		{"G2.3", REG_GENERAL, 2, 4, false},
		{"G0.10", REG_GENERAL, 0, 15, false},
		{"G2:e", REG_GENERAL, 2, 14, false},
		{"X", REG_CONTROL, 0, 15, true},
		{"C1-2", REG_CONTROL, 1, 2, false},
		{"A", REG_ACCESS, 0, 15, true},
		{"A0", REG_ACCESS, 0, 0, false},
		{"Y4", REG_FLOAT, 4, 4, false},
		{"F", REG_FLOAT, 0, 15, true},
		{"F-", REG_FLOAT, 0, 15, true},
	};
	struct display_request req;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		ck_assert_msg(!display_next(begin(cases[i].text), &req), "%s", cases[i].text);
		ck_assert_msg(req.kind == DISPLAY_REGISTERS && req.set == cases[i].set, "%s",
			cases[i].text);
		ck_assert_msg(req.first == cases[i].first && req.last == cases[i].last, "%s",
			cases[i].text);
		ck_assert_msg(req.to_end == cases[i].to_end, "%s", cases[i].text);
	}
}
END_TEST

START_TEST(a_line_can_hold_many_requests)
{
	struct display_request req;

	begin("psw G0 PSW ALL fpc PREFIX T100");
	ck_assert_int_eq(display_next(&line, &req), 0);
	ck_assert(req.kind == DISPLAY_PSW && req.which == PSW_CURRENT);
	ck_assert_int_eq(display_next(&line, &req), 0);
	ck_assert(req.kind == DISPLAY_REGISTERS);
	ck_assert_int_eq(display_next(&line, &req), 0);
	ck_assert(req.kind == DISPLAY_PSW && req.which == PSW_ALL);
	ck_assert_int_eq(display_next(&line, &req), 0);
	ck_assert(req.kind == DISPLAY_FPC);
	ck_assert_int_eq(display_next(&line, &req), 0);
	ck_assert(req.kind == DISPLAY_PREFIX);
	ck_assert_int_eq(display_next(&line, &req), 0);
	ck_assert(req.kind == DISPLAY_STORAGE && req.first == 0x100);
	ck_assert_uint_eq(req.word.column, 27);
	ck_assert_int_eq(display_next(&line, &req), -E_INVAL);
	ck_assert_int_eq(line.msg, MSG_OPERAND_MISSING);
}
END_TEST

START_TEST(wrong_requests_are_refused_by_their_own_message)
{
	static const struct {
		const char *text;
		enum msg_id msg;
	} cases[] = {
		{"Z", MSG_INVALID_HEXLOC},
		{"L12G4", MSG_INVALID_HEXLOC},
		{"00000000000000000", MSG_INVALID_HEXLOC},
		{"TL1000", MSG_INVALID_HEXLOC},
		{"1000-2000-3000", MSG_INVALID_HEXLOC},
		{"1000.ZZ", MSG_INVALID_HEXLOC},
		{"1000--", MSG_INVALID_HEXLOC},
		{"1000-0FFF", MSG_INVALID_RANGE},
		{"1000.0", MSG_INVALID_RANGE},
		{"FFFFFFFFFFFFFFFF.2", MSG_INVALID_RANGE},
		{"G16", MSG_INVALID_REGISTER},
		{"G-16", MSG_INVALID_REGISTER},
		{"GGG", MSG_INVALID_REGISTER},
		{"X100", MSG_INVALID_REGISTER},
		{"G5-4", MSG_INVALID_RANGE},
		{"G0.11", MSG_INVALID_RANGE},
		{"G0.0", MSG_INVALID_RANGE},
		{"G15.2", MSG_INVALID_RANGE},
		{"A0-FFF", MSG_INVALID_REGISTER},
		{"\xFF", MSG_INVALID_HEXLOC},
	};
	struct display_request req = {.first = 77};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		ck_assert_msg(
			display_next(begin(cases[i].text), &req) == -E_INVAL, "%s", cases[i].text);
		ck_assert_msg(line.msg == cases[i].msg, "%s", cases[i].text);
		ck_assert_uint_eq(req.first, 77);
		ck_assert_uint_eq(line.pos, 0);
	}
}
END_TEST

START_TEST(store_reads_words_bytes_and_keys)
{
	static const uint8_t words[] = {0, 0, 0, 1, 0xDE, 0xAD, 0xBE, 0xEF, 0, 0x0A, 0xBC, 0xDE};
	struct store_request req;

	ck_assert_int_eq(store_parse(begin("R1003 1 deadbeef ABCDE"), &req), 0);
	ck_assert(req.kind == DISPLAY_STORAGE && req.space == SPACE_REAL);
	ck_assert_uint_eq(req.addr, 0x1000);
	ck_assert_uint_eq(req.count, sizeof(words));
	ck_assert_mem_eq(req.data.bytes, words, sizeof(words));
	ck_assert_int_eq(store_parse(begin("ABSS1001 DEADBE"), &req), 0);
	ck_assert_int_eq(req.space, SPACE_ABSOLUTE);
	ck_assert_uint_eq(req.addr, 0x1001);
	ck_assert_uint_eq(req.count, 3);
	ck_assert_mem_eq(req.data.bytes, words + 4, 3);
	ck_assert_int_eq(store_parse(begin("K1234 F6"), &req), 0);
	ck_assert_int_eq(req.kind, DISPLAY_KEYS);
	ck_assert_uint_eq(req.addr, 0x1000);
	ck_assert_uint_eq(req.data.bytes[0], 0xF6);
	ck_assert_int_eq(store_parse(begin("SFFFFFFFFFFFFFFFE AABB"), &req), 0);
}
END_TEST

START_TEST(store_reads_registers_psw_and_status)
{
	struct store_request req;

	ck_assert_int_eq(store_parse(begin("G14 1 FFFFFFFFFFFFFFFF"), &req), 0);
	ck_assert(req.kind == DISPLAY_REGISTERS && req.set == REG_GENERAL);
	ck_assert_uint_eq(req.first, 14);
	ck_assert_uint_eq(req.count, 2);
	ck_assert_uint_eq(req.data.values[0], 1);
	ck_assert_uint_eq(req.data.values[1], UINT64_MAX);
	ck_assert_int_eq(store_parse(begin("A0 12345678"), &req), 0);
	ck_assert_int_eq(req.set, REG_ACCESS);
	ck_assert_int_eq(store_parse(begin("psw 00020001 80000000 0 1c"), &req), 0);
	ck_assert_int_eq(req.kind, DISPLAY_PSW);
	ck_assert_uint_eq(req.count, 4);
	ck_assert_uint_eq(req.data.values[3], 0x1C);
	ck_assert_int_eq(store_parse(begin("STAT"), &req), 0);
	ck_assert_int_eq(req.kind, STORE_STATUS);
	ck_assert_int_eq(store_parse(begin("STATUS"), &req), 0);
}
END_TEST

START_TEST(store_refuses_what_does_not_fit)
{
	static const struct {
		const char *text;
		enum msg_id msg;
	} cases[] = {
		{"", MSG_OPERAND_MISSING},
		{"1000", MSG_DATA_MISSING},
		{"S1000", MSG_DATA_MISSING},
		{"K1000", MSG_DATA_MISSING},
		{"G1", MSG_DATA_MISSING},
		{"PSW", MSG_DATA_MISSING},
		{"1000 123456789", MSG_INVALID_HEXDATA},
		{"1000 1 XYZ", MSG_INVALID_HEXDATA},
		{"S1000 ABC", MSG_INVALID_HEXDATA},
		{"S1000 AG", MSG_INVALID_HEXDATA},
		{"S1000 AB CD", MSG_EXTRA_OPTION},
		{"K1000 F1", MSG_INVALID_HEXDATA},
		{"K1000 100", MSG_INVALID_HEXDATA},
		{"K1000 F0 F0", MSG_EXTRA_OPTION},
		{"T1000 1", MSG_INVALID_HEXLOC},
		{"1000-2000 1", MSG_INVALID_HEXLOC},
		{"1000.4 1", MSG_INVALID_HEXLOC},
		{"L 1", MSG_INVALID_HEXLOC},
		{"Z 1", MSG_INVALID_HEXLOC},
		{"FFFFFFFFFFFFFFFC 1 2", MSG_INVALID_RANGE},
		{"SFFFFFFFFFFFFFFFF AABB", MSG_INVALID_RANGE},
		{"G 1", MSG_INVALID_REGISTER},
		{"G1-2 1", MSG_INVALID_REGISTER},
		{"G16 1", MSG_INVALID_REGISTER},
		{"G15 1 2", MSG_TOO_MANY_OPERANDS},
		{"G0 12345678901234567", MSG_INVALID_HEXDATA},
		{"A0 123456789", MSG_INVALID_HEXDATA},
		{"PSW 1 2 3 4 5", MSG_TOO_MANY_OPERANDS},
		{"PSW 123456789", MSG_INVALID_HEXDATA},
		{"STATUS now", MSG_EXTRA_OPTION},
	};
	struct store_request req;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		ck_assert_msg(
			store_parse(begin(cases[i].text), &req) == -E_INVAL, "%s", cases[i].text);
		ck_assert_msg(line.msg == cases[i].msg, "%s", cases[i].text);
	}
}
END_TEST

START_TEST(store_takes_as_many_words_as_a_line_can_hold)
{
	struct store_request req;
	char text[CMDLINE_MAX];

	for (int i = 0; i < CMDLINE_MAX; i++)
		text[i] = i % 2 ? ' ' : '1';
	ck_assert_int_eq(cmdline_init(&line, text, sizeof(text)), 0);
	ck_assert_int_eq(store_parse(&line, &req), 0);
	ck_assert_uint_eq(req.count, 4 * (CMDLINE_MAX / 2 - 1));
	memset(text, 'A', sizeof(text));
	memcpy(text, "S0 ", 3);
	ck_assert_int_eq(cmdline_init(&line, text, sizeof(text) - 1), 0);
	ck_assert_int_eq(store_parse(&line, &req), 0);
	ck_assert_uint_eq(req.count, (CMDLINE_MAX - 4) / 2);
}
END_TEST

START_TEST(storage_lines_show_words_key_and_text)
{
	static const uint8_t data[16] = {
		0, 8, 0, 0, 0xC8, 0x85, 0x93, 0x93, 0x96, 0x40, 0x48, 0x69, 0x7E, 0x7F, 0x80, 0xFF};
	static const struct {
		uint64_t addr;
		unsigned len;
		int key;
		enum display_form form;
		const char *text;
	} cases[] = {
		{0x10000, 16, -1, FORM_WORDS, "R00010000  00080000 C8859393 96404869 7E7F80FF"},
		{0x10000, 4, 0xF6, FORM_WORDS, "R00010000  00080000 F6"},
		{0x10000, 16, 6, FORM_TEXT,
			"R00010000  00080000 C8859393 96404869 7E7F80FF 06 *....Hello ..=\"..*"},
		{0x10000, 16, -1, FORM_TEXT,
			"R00010000  00080000 C8859393 96404869 7E7F80FF    *....Hello ..=\"..*"},
		{0x10000, 16, -1, FORM_ASCII,
			"R00010000  00080000 C8859393 96404869 7E7F80FF    *.........@Hi~...*"},
		{0x10000, 4, -1, FORM_TEXT,
			"R00010000  00080000                               *....*"},
		{0xFFFFFFFF, 3, -1, FORM_BYTES, "RFFFFFFFF  000800"},
		{0x100000000, 5, 0, FORM_BYTES, "R0000000100000000  00080000C8 00"},
	};
	char text[100];

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int len = display_storage_line(text, sizeof(text), 'R', cases[i].addr, data,
			cases[i].len, cases[i].key, cases[i].form);

		ck_assert_str_eq(text, cases[i].text);
		ck_assert_int_eq(len, (int)strlen(text));
	}
	ck_assert_int_eq(display_storage_line(text, 12, 'V', 0x1000, data, 99, -1, FORM_TEXT), 68);
	ck_assert_str_eq(text, "V00001000  ");
	ck_assert_int_eq(display_storage_line(NULL, 0, 'V', 0x1000, data, 16, -1, FORM_TEXT), 68);
}
END_TEST

START_TEST(registers_and_psws_show_in_hexadecimal)
{
	static const uint64_t values[] = {1, 0xFEDCBA9876543210};
	char text[100];

	display_register_line(text, sizeof(text), REG_GENERAL, 0, values, 2);
	ck_assert_str_eq(text, "GPR  0 =  0000000000000001  FEDCBA9876543210");
	display_register_line(text, sizeof(text), REG_CONTROL, 14, values, 1);
	ck_assert_str_eq(text, "CR  14 =  0000000000000001");
	display_register_line(text, sizeof(text), REG_ACCESS, 12, values, 1);
	ck_assert_str_eq(text, "AR  12 =  00000001");
	display_psw(text, sizeof(text), 0x0002000180000000, 0x3922E, false);
	ck_assert_str_eq(text, "00020001 80000000 00000000 0003922E");
	display_psw(text, sizeof(text), 0x000A000080E3131C, 0, true);
	ck_assert_str_eq(text, "000A0000 80E3131C");
	ck_assert_int_eq(display_letter(SPACE_LOGICAL, false), 'R');
	ck_assert_int_eq(display_letter(SPACE_LOGICAL, true), 'V');
	ck_assert_int_eq(display_letter(SPACE_REAL, true), 'R');
	ck_assert_int_eq(display_letter(SPACE_ABSOLUTE, true), 'A');
	ck_assert_uint_eq(display_registers_per_line(REG_ACCESS), 4);
	ck_assert_uint_eq(display_registers_per_line(REG_FLOAT), 2);
}
END_TEST

START_TEST(instructions_show_their_mnemonic)
{
	static const uint8_t lhi[] = {0xA7, 0x18, 0x00, 0x05}, none[] = {0, 0};
	char text[100];

	display_insn_line(text, sizeof(text), 'R', 0x1000, lhi);
	ck_assert_str_eq(text, "R00001000  LHI   A7180005");
	display_insn_line(text, sizeof(text), 'V', 0x123456789A, none);
	ck_assert_str_eq(text, "V000000123456789A  ????  0000");
}
END_TEST

UNIT_MAIN("logic/display", instructions_show_their_mnemonic, storage_requests_have_space_form_and_range, keys_are_for_whole_pages,
	register_requests_have_set_and_range, a_line_can_hold_many_requests,
	wrong_requests_are_refused_by_their_own_message, store_reads_words_bytes_and_keys,
	store_reads_registers_psw_and_status, store_refuses_what_does_not_fit,
	store_takes_as_many_words_as_a_line_can_hold, storage_lines_show_words_key_and_text,
	registers_and_psws_show_in_hexadecimal)
