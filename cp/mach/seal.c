// SPDX-License-Identifier: Apache-2.0
/* Whether CP is in storage as it was built. */
#include "mach/seal.h"

extern const uint64_t _text[], _seal[];

/* Of the doublewords from _text to _seal: their sum, and the sum of all sums on the way there. */
struct sums {
	uint64_t words, sums;
};

static const volatile struct sums built __attribute__((section(".seal"), used)) = {0, 0};

bool seal_is_whole(void)
{
	struct sums now = {0, 0};

	for (const uint64_t *at = _text; at < _seal; at++) {
		now.words += *at;
		now.sums += now.words;
	}
	return now.words == built.words && now.sums == built.sums;
}
