// SPDX-License-Identifier: Apache-2.0
/* The user directory in its object form. */
#include "nucleus/directory.h"
#include "lib/err.h"
#include "mach/clock.h"
#include "mach/frame.h"
#include "mach/lock.h"

#define MAX_LENGTH (64 * MiB) /* what a damaged length can make us read at most */

#define OLD_MAX   16
#define OLD_STAYS (3600 * TOD_S)

static const void *directory; /* checked; atomic: replaced as a whole */

size_t directory_loaded_length(uint64_t storage)
{
	if (storage <= DIRECTORY_LOADED)
		return 0;
	return dir_claims((const void *)DIRECTORY_LOADED, MIN(MAX_LENGTH, storage - DIRECTORY_LOADED));
}

int directory_use(const void *block, size_t len)
{
	if (dir_check(block, len))
		return -E_FORMAT;
	directory = block;
	return 0;
}

/* A directory that was replaced, and when. */
struct old_directory {
	const void *block; /* NULL: the row is free */
	uint64_t nr_frames;
	tod_t when;
};

static struct lock old_lock = LOCK_INIT(SYSTEM);
static struct old_directory old[OLD_MAX]; /* old lock */
static uint64_t nr_frames_in_use;         /* old lock; 0: it was there at the start, and stays */

/*
 * Looking something up takes milliseconds, and a logon that waits for a password begins anew, but
 * commands of a directory entry can take their time: after an hour nobody looks into an old one any
 * more. When there is no row left it is never given back.
 */
static void put_aside(const void *block, uint64_t nr_frames, tod_t now)
{
	for (unsigned i = 0; i < OLD_MAX; i++) {
		if (old[i].block && now - old[i].when > OLD_STAYS) {
			frame_free_contiguous((habs_t)old[i].block, old[i].nr_frames);
			old[i].block = NULL;
		}
		if (!old[i].block && nr_frames) {
			old[i] = (struct old_directory){block, nr_frames, now};
			nr_frames = 0;
		}
	}
}

int directory_replace(const void *block, size_t len, uint64_t nr_frames)
{
	if (dir_check(block, len))
		return -E_FORMAT;
	lock_take(&old_lock);
	put_aside(directory, nr_frames_in_use, clock_now());
	nr_frames_in_use = nr_frames;
	__atomic_store_n(&directory, block, __ATOMIC_RELEASE);
	lock_drop(&old_lock);
	return 0;
}

int directory_find(const char *userid, struct dir_user *user)
{
	const void *block = __atomic_load_n(&directory, __ATOMIC_ACQUIRE);

	return block ? dir_find(block, userid, user) : -E_NOENT;
}

int directory_find_pool(const char *name, struct dir_pool *pool)
{
	const void *block = __atomic_load_n(&directory, __ATOMIC_ACQUIRE);

	return block ? dir_find_pool(block, name, pool) : -E_NOENT;
}

uint32_t directory_nr_users(void)
{
	return directory ? dir_nr_entries(directory) : 0;
}
