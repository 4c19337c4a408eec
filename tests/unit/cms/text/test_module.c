// SPDX-License-Identifier: Apache-2.0
#include "text/module.h"

#include "unit.h"

#include "lib/err.h"

/* A header that is good with 4096 bytes. */
static struct module_header good(void)
{
	return (struct module_header){.magic = be64(MODULE_MAGIC),
		.version = be32(MODULE_VERSION),
		.image_len = be32(4000),
		.bss_len = be32(100),
		.entry = be32(2),
		.nr_relocs = be32(8)};
}

START_TEST(header_is_checked)
{
	struct module_header header = good();

	ck_assert_int_eq(module_check(&header, 4096), 0);
	ck_assert_uint_eq(module_size(&header), 4100);
	ck_assert_int_eq(module_check(&header, 4095), -E_FORMAT);
	header.magic = be64(MODULE_MAGIC + 1);
	ck_assert_int_eq(module_check(&header, 4096), -E_FORMAT);
	header = good();
	header.version = be32(MODULE_VERSION + 1);
	ck_assert_int_eq(module_check(&header, 4096), -E_FORMAT);
	header = good();
	header.entry = be32(3);
	ck_assert_int_eq(module_check(&header, 4096), -E_FORMAT);
	header.entry = be32(4000);
	ck_assert_int_eq(module_check(&header, 4096), -E_FORMAT);
	header.entry = be32(3998);
	ck_assert_int_eq(module_check(&header, 4096), 0);
	header = good();
	header.image_len = be32(7);
	ck_assert_int_eq(module_check(&header, 4096), -E_FORMAT);
}
END_TEST

START_TEST(sizes_that_overflow_are_refused)
{
	struct module_header header = good();

	header.bss_len = be32(MODULE_IMAGE_MAX - 4000);
	ck_assert_int_eq(module_check(&header, 4096), 0);
	header.bss_len = be32(MODULE_IMAGE_MAX - 3999);
	ck_assert_int_eq(module_check(&header, 4096), -E_FORMAT);
	header.bss_len = be32(UINT32_MAX);
	ck_assert_int_eq(module_check(&header, 4096), -E_FORMAT);
	header = good();
	header.nr_relocs = be32(UINT32_MAX);
	ck_assert_int_eq(module_check(&header, 4096), -E_FORMAT);
	header.image_len = be32(UINT32_MAX);
	ck_assert_int_eq(module_check(&header, UINT64_MAX), -E_FORMAT);
}
END_TEST

START_TEST(relocations_stay_in_the_image)
{
	uint8_t image[16] = {[7] = 5};

	ck_assert_int_eq(module_relocate(image, sizeof(image), 0, 0x20000), 0);
	ck_assert_uint_eq(image[5], 2);
	ck_assert_uint_eq(image[7], 5);
	ck_assert_int_eq(module_relocate(image, sizeof(image), 8, 1), 0);
	ck_assert_uint_eq(image[15], 1);
	ck_assert_int_eq(module_relocate(image, sizeof(image), 9, 1), -E_FORMAT);
	ck_assert_int_eq(module_relocate(image, sizeof(image), UINT32_MAX, 1), -E_FORMAT);
}
END_TEST

UNIT_MAIN("cms/text/module", header_is_checked, sizes_that_overflow_are_refused,
	relocations_stay_in_the_image)
