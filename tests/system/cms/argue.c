// SPDX-License-Identifier: Apache-2.0
/* ARGUE: types its operands, first as tokens, then as they were typed; then calls the command that
 * they are. */
#include "prog/cms.h"

#include "lib/string.h"

static const ebc8_t *const names[] = {
	(const ebc8_t *)"\xE3", (const ebc8_t *)"\xC5"}; /* T and E; relocated */

int main(uint64_t tokens, const struct cms_extended *extended)
{
	const ebc8_t *token = (const ebc8_t *)(tokens & 0x00FFFFFF);
	const ebc8_t *begin = (const ebc8_t *)(uint64_t)be32_get(extended->operands);
	const ebc8_t *end = (const ebc8_t *)(uint64_t)be32_get(extended->end);
	ebc8_t line[130];

	for (const ebc8_t *at = token + 8; *at != 0xFF; at += 8) {
		line[0] = *names[0];
		memcpy(line + 1, at, 8);
		cms_type(line, 9);
	}
	line[0] = *names[1];
	memcpy(line + 1, begin, (size_t)(end - begin));
	cms_type(line, (size_t)(end - begin) + 1);
	return cms_command(token + 8);
}
