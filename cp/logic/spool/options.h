/* SPDX-License-Identifier: Apache-2.0 */
/* What SPOOL and CLOSE say about a virtual reader, punch or printer. */
#ifndef LOGIC_SPOOL_OPTIONS_H
#define LOGIC_SPOOL_OPTIONS_H

#include "logic/spool/queue.h"

enum spkind { SPKIND_READER, SPKIND_PUNCH, SPKIND_PRINTER };

/*
 * Set by the directory's SPOOL statement and the SPOOL command, used when a file is opened or
 * closed. What a device does not have is ignored: a reader's copies, a punch's eof.
 */
struct spopts {
	char class; /* of files made; of files taken by a reader, SPCLASS_ANY: all */
	bool cont;  /* reader: no unit exception between files; others: CLOSE does not close */
	bool hold; /* reader: files stay, in USER hold, when they were read; others: made in hold */
	bool keep; /* reader: files stay, not held, when they were read; others: made with KEEP */
	bool eof;  /* reader: unit exception after the last file; else intervention required */
	uint8_t copies;
	char form[9];
	char dist[9];
	char dest[9];
	char to[9];       /* in whose queue files go */
	uint8_t to_queue; /* and which queue (enum spqueue) */
	char name[9];     /* of files made; empty: none */
	char type[9];
};

/* Sets what a new device of a user has. */
void spopts_init(struct spopts *opts, enum spkind kind, const char *userid, const char *dist);

/* The operands of one CLOSE, which go before the device's options. All zeros: a plain CLOSE. */
struct spclose {
	enum spswitch hold;
	enum spswitch keep;
	bool purge;       /* output: throw the file away */
	char to[9];       /* output: another queue than that of the options, if not empty */
	uint8_t to_queue; /* with to */
	char name[9];
	char type[9]; /* with name */
	char dist[9];
	char dest[9];
};

#endif
