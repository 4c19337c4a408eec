// SPDX-License-Identifier: Apache-2.0
/* The stack and the arguments of a C program's main(). */
#include "hosted/prog/begin.h"

#include <elf.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#define FRAME     160
#define PAGE      4096ul
#define WORDS_MAX 64
#define LINE_MAX  256

unsigned long hosted_stack;
static char line[LINE_MAX];
static unsigned char random_bytes[16];

/* There is no C library yet: system calls by hand. */
static long call(long nr, long a, long b, long c)
{
	register long r1 asm("1") = nr;
	register long r2 asm("2") = a;
	register long r3 asm("3") = b;
	register long r4 asm("4") = c;

	asm volatile("svc 0" : "+d"(r2) : "d"(r1), "d"(r3), "d"(r4) : "memory", "cc");
	return r2;
}

static void leave(int rc)
{
	for (;;)
		call(HOSTED_CALL_EXIT, rc, 0, 0);
}

static char to_ascii(unsigned char c)
{
	static const char letters[] = "ABCDEFGHI\0\0\0\0\0\0\0JKLMNOPQR\0\0\0\0\0\0\0\0STUVWXYZ";

	if (c >= 0xF0 && c <= 0xF9)
		return (char)('0' + (c - 0xF0));
	if (c >= 0xC1 && c <= 0xE9 && letters[c - 0xC1])
		return letters[c - 0xC1];
	if (c >= 0x81 && c <= 0xA9 && letters[c - 0x81])
		return (char)(letters[c - 0x81] + 0x20);
	switch (c) {
	case 0x4B: return '.';
	case 0x4D: return '(';
	case 0x5D: return ')';
	case 0x5B: return '$';
	case 0x5C: return '*';
	case 0x60: return '-';
	case 0x61: return '/';
	case 0x6D: return '_';
	case 0x7A: return ':';
	case 0x7B: return '#';
	case 0x7C: return '@';
	case 0x7E: return '=';
	case 0x4E: return '+';
	case 0x6B: return ',';
	case 0x7D: return '\'';
	case 0x7F: return '"';
	default: return ' ';
	}
}

/* The command's words, from the extended parameter list. */
static unsigned take_words(const unsigned *extended, uintptr_t *words)
{
	const unsigned char *from = (const unsigned char *)(uintptr_t)extended[0];
	unsigned len = extended[2] - extended[0], nr = 0;

	if (len > LINE_MAX - 1)
		len = LINE_MAX - 1;
	for (unsigned i = 0; i < len; i++)
		line[i] = to_ascii(from[i]);
	for (unsigned i = 0; i < len && nr < WORDS_MAX; i++) {
		if (line[i] == ' ')
			continue;
		words[nr++] = (uintptr_t)(line + i);
		while (i < len && line[i] != ' ')
			i++;
		line[i] = 0;
	}
	return nr;
}

void *hosted_begin(const unsigned *extended)
{
	const unsigned long map[6] = {0, hosted_stack_size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, (unsigned long)-1, 0};
	long stack = call(HOSTED_CALL_MMAP, (long)map, 0, 0);
	uintptr_t words[WORDS_MAX + 24], *to;
	unsigned nr, at = 0;

	if (stack < 0 && stack > -(long)PAGE)
		leave((int)call(HOSTED_HUNGRY, 0, 0, 0));
	hosted_stack = (unsigned long)stack + PAGE;
	call(HOSTED_GUARD, stack, 0, 0);
	words[at++] = nr = take_words(extended, words + 1);
	at += nr;
	words[at++] = 0;
	for (unsigned i = 0; hosted_environment[i]; i++)
		words[at++] = (uintptr_t)hosted_environment[i];
	words[at++] = 0;
	words[at++] = AT_PAGESZ;
	words[at++] = PAGE;
	words[at++] = AT_RANDOM;
	words[at++] = (uintptr_t)random_bytes;
	words[at++] = AT_NULL;
	words[at++] = 0;
	to = (uintptr_t *)((uintptr_t)stack + hosted_stack_size - sizeof(words) - 16);
	for (unsigned i = 0; i < at; i++)
		to[i] = words[i];
	return (char *)to - FRAME;
}
