/* SPDX-License-Identifier: Apache-2.0 */
/* COPYFILE: what it is told, and the file that it makes. */
#ifndef CMD_COPYFILE_H
#define CMD_COPYFILE_H

#include "cmd/args.h"
#include "cmd/copyspec.h"

#define COPY_REPLACE 0x01
#define COPY_APPEND  0x02
#define COPY_OLDDATE 0x04
#define COPY_UPCASE  0x08
#define COPY_LOWCASE 0x10
#define COPY_TOLD    0x20
#define COPY_TRUNC   0x40
#define COPY_NOTRUNC 0x80
#define COPY_SPECS   0x100
#define COPY_TRANS   0x200
#define COPY_NEWFILE 0x400
#define COPY_SILENT  0x800
#define COPY_OVLY    0x1000
#define COPY_PACK    0x2000
#define COPY_UNPACK  0x4000
#define COPY_EBCDIC  0x8000

/* Function: one COPYFILE; in work storage. */
struct copy {
	struct disk *disk;   /* of the output */
	const char *fn, *ft; /* as they were typed, with = */
	char number;         /* of the output's mode; '*': as the input's */
	uint32_t bits, from, count, lrecl;
	const char *recfm;
	struct edf_file out;
	struct edf_name name; /* of the output that is open */
	bool is_open;
	struct edf_time date; /* of the last input */
	uint8_t *record;
	uint32_t size;                     /* of record */
	const char *from_label, *to_label; /* NULL: none */
	ebc8_t fill;
	struct copyspec *spec; /* NULL: neither SPECS nor TRANS */

	/* OVLY: out is a file of another name; what it overlays is here. */
	struct edf_file under;
	uint8_t *under_record; /* of size bytes, of which under_len are a record */
	uint32_t under_len, under_nr;
	bool is_over;
};

/* Opens the output, new or behind what is there. Returns -E_*. */
int copy_open(struct copy *copy, const struct edf_fst *in, const struct edf_name *name);

/* Ends it, if one is open. Returns -E_*. */
int copy_close(struct copy *copy);

/* Makes room for records of both files. Returns -E_*. */
int copy_room(struct copy *copy, const struct edf_file *in);

/* Reads the next record that is overlaid; its length is 0 when there are no more. Returns -E_*. */
int copy_read_under(struct copy *copy);

#endif
