/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dynamic address translation in ESA/390: segment-table designations and 4-byte table entries.
 * ESA/390 Principles of Operation, Dynamic Address Translation.
 */
#ifndef ARCH_DAT390_H
#define ARCH_DAT390_H

#include "arch/types.h"

/* Segment-table designation: the right half of a control register */
#define STD390_ORIGIN  0x7FFFF000u
#define STD390_PRIVATE 0x00000100u
#define STD390_TL      0x0000007Fu /* in units of 16 entries, less one */

/* Segment-table entry */
#define STE390_ZERO    0x80000000u /* must be zero */
#define STE390_ORIGIN  0x7FFFFFC0u /* of the page table */
#define STE390_INVALID 0x00000020u
#define STE390_COMMON  0x00000010u
#define STE390_PTL     0x0000000Fu /* in units of 16 entries, less one */

/* Page-table entry */
#define PTE390_FRAME   0x7FFFF000u
#define PTE390_ZERO    0x80000900u /* must be zero */
#define PTE390_INVALID 0x00000400u
#define PTE390_PROTECT 0x00000200u

/* Control register 0: the only translation format there is, 4 KB pages in 1 MB segments */
#define CR0_390_FORMAT      0x00F80000u
#define CR0_390_FORMAT_4K1M 0x00B00000u

#define ADDR390 0x7FFFFFFFu /* the bits of an address */

#endif
