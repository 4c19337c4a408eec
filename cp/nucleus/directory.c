// SPDX-License-Identifier: Apache-2.0
/* The user directory in its object form. */
#include "nucleus/directory.h"
#include "lib/err.h"

#define MAX_LENGTH (64 * MiB) /* what a damaged length can make us read at most */

static const void *directory; /* checked; constant while it is in use */

size_t directory_loaded_length(uint64_t storage)
{
	const void *block = (const void *)DIRECTORY_LOADED;

	if (storage <= DIRECTORY_LOADED)
		return 0;
	return dir_check(block, MIN(MAX_LENGTH, storage - DIRECTORY_LOADED)) ? 0 : dir_length(block);
}

int directory_use(const void *block, size_t len)
{
	if (dir_check(block, len))
		return -E_FORMAT;
	directory = block;
	return 0;
}

int directory_find(const char *userid, struct dir_user *user)
{
	return directory ? dir_find(directory, userid, user) : -E_NOENT;
}

uint32_t directory_nr_users(void)
{
	return directory ? dir_nr_entries(directory) : 0;
}
