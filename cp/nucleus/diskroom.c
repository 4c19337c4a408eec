// SPDX-License-Identifier: Apache-2.0
/* Room for disks that are in storage. */
#include "nucleus/diskroom.h"
#include "lib/string.h"
#include "mach/frame.h"
#include "nucleus/session.h"
#include "nucleus/task.h"

#define LIMIT(frames) ((frames) / 2)
#define CALM(frames)  ((frames) / 16 * 7) /* with less than that it is over */

static bool is_told; /* atomic */

static uint64_t nr_used(void)
{
	return frame_nr_used(FRAME_VDISK) + frame_nr_used(FRAME_STORAGE);
}

static void tell(void *arg)
{
	char used[24];

	(void)arg;
	str_format(used, sizeof(used), "%lu", frame_nr_used(FRAME_VDISK) * PAGE_SIZE / MiB);
	operator_msg(MSG_DISKROOM_FULL, used);
}

bool diskroom_is_left(void)
{
	uint64_t total = frame_storage_size() / PAGE_SIZE, used = nr_used();

	if (is_told && used < CALM(total))
		is_told = false;
	return used < LIMIT(total);
}

void diskroom_tell_full(void)
{
	if (!__atomic_exchange_n(&is_told, true, __ATOMIC_RELAXED) &&
		task_start("disks in storage", tell, NULL, NULL, NULL))
		is_told = false;
}
