// SPDX-License-Identifier: Apache-2.0
/* Sets of privilege classes. */
#include "logic/class.h"
#include "lib/err.h"
#include "lib/string.h"

static const char class_names[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ123456";

static_assert(sizeof(class_names) == CLASS_TEXT_SIZE, "32 classes and the final NUL");

class_set_t class_of(char c)
{
	const char *name = c ? strchr(class_names, chr_upper(c)) : NULL;

	return name ? BIT32(name - class_names) : CLASS_NONE;
}

int class_parse(const char *text, size_t len, class_set_t *set)
{
	class_set_t all = CLASS_NONE, one;

	for (size_t i = 0; i < len; i++) {
		one = class_of(text[i]);
		if (!one)
			return -E_INVAL;
		all |= one;
	}
	if (!all)
		return -E_INVAL;
	*set = all;
	return 0;
}

int class_change(const char *text, size_t len, class_set_t *set)
{
	bool has_sign = len && (*text == '=' || *text == '+' || *text == '-');
	class_set_t named;
	int rc;

	rc = class_parse(text + has_sign, len - has_sign, &named);
	if (rc)
		return rc;
	if (*text == '+')
		*set |= named;
	else if (*text == '-')
		*set &= ~named;
	else
		*set = named;
	return 0;
}

void class_format(char text[CLASS_TEXT_SIZE], class_set_t set)
{
	for (int i = 0; class_names[i]; i++)
		if (set & BIT32(i))
			*text++ = class_names[i];
	*text = '\0';
}
