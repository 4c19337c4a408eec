/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DIAGNOSE X'14': a guest reads its spool files by pages.
 *
 * Each function returns the condition code to set. The caller has found the reader from the device
 * number in Ry (no such reader: cc 3) and stores the buffer when cc is 0.
 */
#ifndef LOGIC_SPOOL_DIAG14_H
#define LOGIC_SPOOL_DIAG14_H

#include "logic/spool/input.h"

/*
 * X'000': the next page, into buf (SPOOL_BLOCK_BYTES). cc 0 done; 1 end of file, the file stays
 * active; 2 no file eligible; 3 the active file is being read by channel commands, or a page is
 * unreadable; or -E_AGAIN: it is being read, try again later.
 */
int diag14_read_block(struct spin *in, void *buf) MUST_CHECK;

/* X'00C': makes file number spid active. cc 0; 1 no such file; 2 held; 3 it or the reader is in
 * use. */
int diag14_select(struct spin *in, uint32_t spid) MUST_CHECK;

/* X'014': back to the first page. cc 0; 2 no active file; 3 it is being read by channel commands.
 */
int diag14_restart(struct spin *in) MUST_CHECK;

/* X'018': one page back. cc 0; 1 already at the first; 2, 3 as above. */
int diag14_backspace(struct spin *in) MUST_CHECK;

/* X'028': page number nr, from 1, is the next. cc 0; 2 no active file or not ready; 3 no such page.
 */
int diag14_position(struct spin *in, uint32_t nr) MUST_CHECK;

/*
 * X'FFF': the descriptor of the file after number spid in the user's reader queue, 0: of the first.
 * zone_s: the zone of the descriptor's date and time, in seconds east of UTC. cc 0; 1 there is
 * none; 2 no file has that number.
 */
int diag14_next_descriptor(
	struct spuser *user, uint32_t spid, int32_t zone_s, struct sfblok *sfb) MUST_CHECK;

/* Fills in the descriptor of a file. */
void sfblok_fill(struct sfblok *sfb, const struct spfile *file, int32_t zone_s);

#endif
