/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strings and storage. The first group has the C library's names and meaning: in CP and CMS it is
 * lib/mem.c, in host tools and unit tests the C library itself.
 */
#ifndef LIB_STRING_H
#define LIB_STRING_H

#include "arch/types.h"

#include <stdarg.h>

void *memcpy(void *restrict dst, const void *restrict src, size_t len);
void *memmove(void *dst, const void *src, size_t len);
void *memset(void *dst, int byte, size_t len);
int memcmp(const void *a, const void *b, size_t len);
void *memchr(const void *s, int c, size_t len);
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t len);
char *strchr(const char *s, int c);

/* Without a C library the compiler takes these for anybody's functions: eight bytes are no call, nor is the length of a constant. */
#if !__STDC_HOSTED__
#define memcpy __builtin_memcpy
#define memset __builtin_memset
#define memcmp __builtin_memcmp
#define strlen __builtin_strlen
#endif

/*
 * Formats as snprintf does, for %s %c %d %i %u %x %X %p %% with flags - and 0, width and precision
 * (also *), and the lengths hh h l ll z. Writes at most size bytes with the final NUL (size 0: none).
 * Returns how long the text would be without a limit.
 */
int str_format(char *buf, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
int str_vformat(char *buf, size_t size, const char *format, va_list args);

/* Copies src, cut to fit, into dst of size bytes, always with a final NUL. */
void str_copy(char *dst, const char *src, size_t size);

/* A number that spreads texts evenly, for tables: FNV-1a. */
uint32_t str_hash(const char *text);

/* ASCII only, no locale. */
static inline char chr_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static inline char chr_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline bool chr_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Writes the last nr digits of value, in upper case, and a NUL: str_format does it, at many times the cost. */
void str_hex(char *dst, uint64_t value, unsigned nr);

bool chr_is_hex(char c);
bool chr_is_alpha(char c);
bool chr_is_space(char c); /* blank or tab */
void str_upper(char *s);

/* Compares len bytes, letters without case: 0 when equal, else as memcmp. */
int mem_casecmp(const char *a, const char *b, size_t len);

/*
 * Reads a whole string of digits as a number. Returns 0, -E_INVAL when there are none or others too,
 * -E_RANGE when it does not fit in 64 bits.
 */
int str_to_dec(const char *s, size_t len, uint64_t *value) MUST_CHECK;
int str_to_hex(const char *s, size_t len, uint64_t *value) MUST_CHECK;

#endif
