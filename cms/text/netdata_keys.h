/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of NETDATA. */
#ifndef TEXT_NETDATA_KEYS_H
#define TEXT_NETDATA_KEYS_H

#define SEGMENT_FIRST   0x80
#define SEGMENT_LAST    0x40
#define SEGMENT_CONTROL 0x20
#define SEGMENT_NUMBER  0x10 /* it has the number of the next record */
#define SEGMENT_DATA    253u

#define INMDSNAM 0x0002
#define INMTERM  0x0028
#define INMDSORG 0x003C
#define INMLRECL 0x0042
#define INMRECFM 0x0049
#define INMTNODE 0x1001
#define INMTUID  0x1002
#define INMFNODE 0x1011
#define INMFUID  0x1012
#define INMLCHG  0x1021
#define INMFTIME 0x1024
#define INMUTILN 0x1028
#define INMSIZE  0x102C
#define INMFFM   0x102D
#define INMNUMF  0x102F

#define DSORG_SEQUENTIAL 0x4000
#define RECFM_FIXED      0x8000
#define RECFM_VARIABLE   0x4000

#endif
