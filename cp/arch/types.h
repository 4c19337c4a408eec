/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The basic types of the whole project.
 *
 * Whatever lives in guest storage, on DASD or in a spool record is declared with the be*_t wrappers,
 * which have no alignment and can't be used as numbers by accident, so that the same logic runs on a
 * little-endian host under the unit tests.
 */
#ifndef ARCH_TYPES_H
#define ARCH_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#undef static_assert
#define static_assert _Static_assert

/* Addresses. Each names the space that it counts in; none converts to another without a function. */
typedef uint64_t habs_t;  /* host absolute (CP maps its storage one to one: also CP's virtual) */
typedef uint64_t gabs_t;  /* guest absolute */
typedef uint64_t greal_t; /* guest real: before prefixing */
typedef uint64_t gvirt_t; /* guest virtual or logical: before DAT */
typedef uint64_t tod_t;   /* TOD clock format: bit 51 is a microsecond */

#define TOD_US 4096ul            /* one microsecond in TOD units */
#define TOD_MS (1000ul * TOD_US) /* one millisecond in TOD units */
#define TOD_S  (1000ul * TOD_MS) /* one second in TOD units */

#define PAGE_SIZE  4096ul
#define PAGE_SHIFT 12
#define MiB        (1ul << 20)
#define GiB        (1ul << 30)

typedef uint8_t ebc8_t; /* one EBCDIC (code page 037) character */

typedef struct __attribute__((packed)) {
	uint16_t raw;
} be16_t;
typedef struct __attribute__((packed)) {
	uint32_t raw;
} be32_t;
typedef struct __attribute__((packed)) {
	uint64_t raw;
} be64_t;

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define BE_SWAP16(v) (v)
#define BE_SWAP32(v) (v)
#define BE_SWAP64(v) (v)
#else
#define BE_SWAP16(v) __builtin_bswap16(v)
#define BE_SWAP32(v) __builtin_bswap32(v)
#define BE_SWAP64(v) __builtin_bswap64(v)
#endif

static inline uint16_t be16_get(be16_t v)
{
	return BE_SWAP16(v.raw);
}

static inline uint32_t be32_get(be32_t v)
{
	return BE_SWAP32(v.raw);
}

static inline uint64_t be64_get(be64_t v)
{
	return BE_SWAP64(v.raw);
}

static inline be16_t be16(uint16_t v)
{
	return (be16_t){BE_SWAP16(v)};
}

static inline be32_t be32(uint32_t v)
{
	return (be32_t){BE_SWAP32(v)};
}

static inline be64_t be64(uint64_t v)
{
	return (be64_t){BE_SWAP64(v)};
}

/*
 * Guest return code: 0 good; > 0 the program-interruption code to give to the guest; < 0 an E_* of ours.
 * Only gstore_*, xlate_*, insn_* and diag_* return it.
 */
typedef int grc_t;

#define MUST_CHECK      __attribute__((warn_unused_result))
#define ARRAY_LEN(a)    (sizeof(a) / sizeof((a)[0]))
#define ROUND_UP(v, to) (((v) + (to)-1) / (to) * (to))
#define CONTAINER_OF(ptr, type, member) ((type *)((char *)(ptr)-offsetof(type, member)))

/* The lesser and the greater of two values, each computed once, in the type that they have in common. */
#define MIN(a, b)                                                                                  \
	({                                                                                         \
		const __typeof__(1 ? (a) : (b)) min_a_ = (a), min_b_ = (b);                        \
		min_a_ < min_b_ ? min_a_ : min_b_;                                                 \
	})
#define MAX(a, b)                                                                                  \
	({                                                                                         \
		const __typeof__(1 ? (a) : (b)) max_a_ = (a), max_b_ = (b);                        \
		max_a_ > max_b_ ? max_a_ : max_b_;                                                 \
	})

/* Bit n of a 32- or 64-bit word as the manuals count: bit 0 is leftmost. */
#define BIT32(n) (0x80000000u >> (n))
#define BIT64(n) (0x8000000000000000ul >> (n))

#endif
