/* SPDX-License-Identifier: Apache-2.0 */
/* DIAGNOSE X'250', block I/O: what the guest hands over, in its 31-bit and its 64-bit form. */
#ifndef ABI_DIAG250_H
#define ABI_DIAG250_H

#include "arch/types.h"

/* Functions, in Ry. */
#define DIAG250_INITIALIZE 0
#define DIAG250_IO         1
#define DIAG250_REMOVE     2

/* How both blocks begin. */
struct diag250_head {
	be16_t devno;        /* X'00' */
	uint8_t form;        /* X'02' DIAG250_64_BIT, or 0 */
	uint8_t zero_03[21]; /* X'03' */
};
static_assert(sizeof(struct diag250_head) == 24, "DIAGNOSE 250 block");
#define DIAG250_64_BIT 0x80

/* INITIALIZE. Blocks have numbers from first to last, which are told; the offset is added to each.
 */
struct diag250_init {
	struct diag250_head head; /* X'00' */
	be32_t block_size;        /* X'18' 512, 1024, 2048 or 4096 */
	union {
		struct {
			be32_t offset;       /* X'1C' signed */
			be32_t first;        /* X'20' out, signed */
			be32_t last;         /* X'24' out */
			uint8_t zero_28[24]; /* X'28' */
		} form31;
		struct {
			uint8_t zero_1c[4]; /* X'1C' */
			be64_t offset;      /* X'20' signed */
			be64_t first;       /* X'28' out, signed */
			be64_t last;        /* X'30' out */
			uint8_t zero_38[8]; /* X'38' */
		} form64;
	};
} __attribute__((packed));
static_assert(sizeof(struct diag250_init) == 64, "DIAGNOSE 250 INITIALIZE");
static_assert(offsetof(struct diag250_init, form64.last) == 0x30, "DIAGNOSE 250 INITIALIZE");

/* I/O. */
struct diag250_io {
	struct diag250_head head; /* X'00' */
	uint8_t key;              /* X'18' access key, bits 0-3 */
	uint8_t flags;            /* X'19' DIAG250_ASYNCHRONOUS */
	uint8_t zero_1a[2];       /* X'1A' */
	be32_t nr_entries;        /* X'1C' 1 to DIAG250_ENTRIES_MAX */
	be32_t alet;              /* X'20' of the list */
	union {
		struct {
			be32_t list;         /* X'24' real address */
			be32_t parm;         /* X'28' of the interruption */
			uint8_t zero_2c[20]; /* X'2C' */
		} form31;
		struct {
			uint8_t zero_24[4]; /* X'24' */
			be64_t parm;        /* X'28' of the interruption */
			be64_t list;        /* X'30' real address */
			uint8_t zero_38[8]; /* X'38' */
		} form64;
	};
} __attribute__((packed));
static_assert(sizeof(struct diag250_io) == 64, "DIAGNOSE 250 I/O");
static_assert(offsetof(struct diag250_io, form64.list) == 0x30, "DIAGNOSE 250 I/O");
#define DIAG250_ASYNCHRONOUS 0x02
#define DIAG250_ENTRIES_MAX  256

/* An entry of the list: one block. */
struct diag250_entry {
	uint8_t type;   /* X'0' DIAG250_WRITE or _READ */
	uint8_t status; /* X'1' out: enum diag250_status */
	uint8_t zero[2];
	be32_t alet; /* X'4' of the buffer */
	union {
		struct {
			be32_t block;  /* X'8' */
			be32_t buffer; /* X'C' */
		} form31;
		struct {
			be64_t block;  /* X'08' */
			be64_t buffer; /* X'10' */
		} form64;
	};
} __attribute__((packed));
static_assert(sizeof(struct diag250_entry) == 24, "DIAGNOSE 250 entry");
#define DIAG250_ENTRY31_LEN 16
#define DIAG250_WRITE       0x01
#define DIAG250_READ        0x02

enum diag250_status {
	D250_DONE = 0,
	D250_NO_BLOCK = 1,   /* there is none of that number */
	D250_NO_STORAGE = 2, /* addressing exception at the buffer */
	D250_READ_ONLY = 3,
	D250_LENGTH = 4, /* the record on the disk has another length */
	D250_IO_ERROR = 5,
	D250_TYPE = 6, /* neither read nor write */
	D250_PROTECTED = 7,
	D250_ALET = 9,
	D250_NOT_ZERO = 11, /* a reserved field */
};

/* What Rx + 1 says, and the condition code that goes with it. */
enum diag250_rc {
	D250_RC_GOOD = 0,       /* cc 0 */
	D250_RC_READ_ONLY = 4,  /* cc 0 from INITIALIZE */
	D250_RC_PARTIAL = 4,    /* cc 1: some entries were done */
	D250_RC_NONE = 12,      /* cc 1: no entry was done */
	D250_RC_NO_DEVICE = 16, /* cc 2, as all of the following */
	D250_RC_DEVICE_TYPE = 20,
	D250_RC_BLOCK_SIZE = 24,
	D250_RC_STATE = 28, /* not initialized */
	D250_RC_NR_ENTRIES = 36,
	D250_RC_ERROR = 255,
};

#endif
