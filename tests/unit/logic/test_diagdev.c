/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/diagdev.h"

/* The codes that Linux's table has, and those of disks that its drivers test. */
START_TEST(types_have_the_codes_that_linux_knows)
{
	static const struct {
		uint16_t type;
		uint8_t model, class, code;
	} cases[] = {
		{0x3215, 0, 0x80, 0x00},
		{0x3270, 2, 0x40, 0x01},
		{0x3278, 5, 0x40, 0x01},
		{0x2540, 1, 0x20, 0x82},
		{0x2540, 2, 0x10, 0x82},
		{0x1403, 0, 0x10, 0x41},
		{0x3390, 0x0A, 0x04, 0x82},
		{0x9336, 0x10, 0x01, 0x40},
	};
	uint8_t class, code;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		ck_assert_int_eq(diagdev_code(cases[i].type, cases[i].model, &class, &code), 0);
		ck_assert_uint_eq(class, cases[i].class);
		ck_assert_uint_eq(code, cases[i].code);
	}
	ck_assert_int_eq(diagdev_code(0x3832, 1, &class, &code), -E_NOENT);
	ck_assert_int_eq(diagdev_code(0x2540, 3, &class, &code), -E_NOENT);
	ck_assert_uint_eq(class | code, 0);
}
END_TEST

START_TEST(spooled_devices_have_no_real_one)
{
	static const uint8_t want[8] = {0x20, 0x82};
	const struct diagdev_facts reader = {.devno = 0x00C, .type = 0x2540, .model = 1};
	struct diag_device device;

	memset(&device, 0xEE, sizeof(device));
	ck_assert_int_eq(diagdev_build(&reader, &device), 2);
	ck_assert_mem_eq(&device, want, 8);
}
END_TEST

START_TEST(console_shows_its_terminal)
{
	static const uint8_t want[8] = {0x80, 0x00, 0, 0, 0x40, 0x01, 2, 80};
	const struct diagdev_facts console = {.devno = 0x009,
		.type = 0x3215,
		.has_real = true,
		.real_type = 0x3278,
		.real_model = 2,
		.real_feature = 80};
	struct diag_device device;

	ck_assert_int_eq(diagdev_build(&console, &device), 0);
	ck_assert_mem_eq(&device, want, 8);
}
END_TEST

START_TEST(read_only_disks_say_so)
{
	struct diagdev_facts disk = {
		.type = 0x3390, .read_only = true, .has_real = true, .real_type = 0x3390};
	struct diag_device device;

	ck_assert_int_eq(diagdev_build(&disk, &device), 0);
	ck_assert_uint_eq(device.vflags, 0x80);
	ck_assert_uint_eq(device.rclass, 0x04);
	disk.read_only = false;
	ck_assert_int_eq(diagdev_build(&disk, &device), 0);
	ck_assert_uint_eq(device.vflags, 0);
}
END_TEST

START_TEST(no_device_is_condition_code_3)
{
	static const uint8_t zero[8];
	struct diag_device device;

	memset(&device, 0xEE, sizeof(device));
	ck_assert_int_eq(diagdev_build(NULL, &device), 3);
	ck_assert_mem_eq(&device, zero, 8);
}
END_TEST

UNIT_MAIN("logic/diagdev", types_have_the_codes_that_linux_knows, spooled_devices_have_no_real_one,
	console_shows_its_terminal, read_only_disks_say_so, no_device_is_condition_code_3)
