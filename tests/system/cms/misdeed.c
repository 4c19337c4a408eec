// SPDX-License-Identifier: Apache-2.0
/* MISDEED n: does what no program may do. */
#include "prog/cms.h"

static volatile uint64_t counter;

int main(uint64_t tokens, const struct cms_extended *extended)
{
	const ebc8_t *token = (const ebc8_t *)(tokens & 0x00FFFFFF);

	(void)extended;
	switch (token[8]) {
	case 0xF1: *(volatile uint64_t *)0xF00000 = 0; break;        /* the nucleus's code */
	case 0xF2: *(volatile uint64_t *)0x2000 = 0; break;          /* and data */
	case 0xF3: *(volatile uint64_t *)0x150 = 0; break;           /* the prefix area */
	case 0xF4: asm volatile(".short 0"); break;                  /* no instruction */
	case 0xF5: asm volatile("ssm 0" : : : "cc"); break;          /* privileged */
	case 0xF6: asm volatile("svc 99"); break;                    /* unknown */
	case 0xF7: cms_type((const ebc8_t *)0x7FFFF000, 100); break; /* no storage there */
	case 0xF8:
		for (;;)
			counter++;
	default: break;
	}
	return 8;
}
