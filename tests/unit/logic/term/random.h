/* SPDX-License-Identifier: Apache-2.0 */
/* Random numbers for tests: a seed that is printed, and taken from the environment variable SEED if
 * it is there. */
#ifndef TERM_RANDOM_H
#define TERM_RANDOM_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint32_t random_state;

static inline void random_begin(const char *test)
{
	const char *given = getenv("SEED");

	random_state = given ? (uint32_t)strtoul(given, NULL, 0) : (uint32_t)time(NULL);
	printf("%s: SEED=%u\n", test, random_state);
	fflush(stdout);
}

/* 0 to below - 1. */
static inline uint32_t random_below(uint32_t below)
{
	random_state = random_state * 1664525u + 1013904223u;
	return (uint32_t)(((uint64_t)(random_state >> 4) * below) >> 28);
}

#endif
