/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The label of a disk: record 3 of its first track. With the key VOL1 it is the standard label, of
 * CP's own volumes, of MVS's and of Linux's (CDL); without a key it begins with LNX1 (Linux, LDL),
 * CMS1 or VOL1.
 */
#ifndef LOGIC_VOLUME_LABEL_H
#define LOGIC_VOLUME_LABEL_H

#include "abi/volume.h"

#define VOLID_SIZE 7 /* 1 to 6 characters and the final NUL */

struct label {
	char volid[VOLID_SIZE]; /* upper case */
	bool is_cp;             /* CP formatted the volume */
	/*
	 * Where in the image its allocation map and the map's copy are, of VOL_BLOCK_SIZE bytes
	 * each, not checked; 0: nowhere. With is_cp one is there at least.
	 */
	uint32_t map_at[2];
};

/*
 * Reads the label out of the image of cylinder 0 head 0 (logic/volume/trackimage.h). Returns 0;
 * -E_NOENT: there is no label, or no name in it; -E_FORMAT: not the image of a track.
 */
int label_read(const void *image, uint32_t len, struct label *label) MUST_CHECK;

/* Takes a volume's name of len characters, letters in any case. Returns 0 or -E_INVAL. */
int volid_parse(const char *text, size_t len, char volid[VOLID_SIZE]) MUST_CHECK;

/*
 * Does the name fit the pattern? In a pattern * stands for any characters, % for one.
 */
bool volid_matches(const char *volid, const char *pattern);

#endif
