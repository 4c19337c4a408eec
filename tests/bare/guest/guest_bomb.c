// SPDX-License-Identifier: Apache-2.0
/*
 * Makes copies of itself, as each copy does, until CP refuses; then it says why with a message to
 * BAREBOMB, and rests.
 */
#include "bare.h"
#include "command.h"

#define CLONES_ENOUGH 7294

static void copies_of_copies_are_refused(void)
{
	bool is_copy = false;
	char line[80];
	uint64_t rc;

	do {
		rc = cp("CLONE * AS POOL BM COUNT 2");
		is_copy = is_copy || (!rc && memcmp(cp_text, "CLONE=", 6) == 0);
	} while (!rc);
	str_format(line, sizeof(line), "MSG BAREBOMB REFUSED %lu", rc);
	cp(line);
	EXPECT(rc == CLONES_ENOUGH, "return code %lu", rc);
	while (is_copy) {
		struct exec e;

		exec_wait(&e, 0, 60000);
	}
}

const struct test tests[] = {TEST(copies_of_copies_are_refused), {0}};
