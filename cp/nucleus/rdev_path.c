// SPDX-License-Identifier: Apache-2.0
/* RESET CHANNEL PATH, for a subchannel that can't be enabled any more. */
#include "nucleus/rdev_path.h"
#include "lib/err.h"
#include "mach/asm.h"
#include "mach/clock.h"
#include "nucleus/rdev.h"

#define IDLE_MS      5000 /* how long it waits for a moment in which no device of the path works */
#define IDLE_POLL_MS 5

static struct rdev *next_on(uint8_t chpid, struct rdev *rdev)
{
	while ((rdev = rdev_next(rdev)) != NULL && rdev->chpid != chpid)
		;
	return rdev;
}

/* Returns whether it does not work. */
static bool freeze(struct rdev *rdev)
{
	lock_take(&rdev->lock);
	rdev->frozen = !rdev->busy;
	lock_drop(&rdev->lock);
	return rdev->frozen;
}

static void unfreeze_all(uint8_t chpid)
{
	for (struct rdev *rdev = next_on(chpid, NULL); rdev; rdev = next_on(chpid, rdev)) {
		lock_take(&rdev->lock);
		rdev->frozen = false;
		lock_drop(&rdev->lock);
	}
}

/* The reset disables them all. */
static void enable_all(uint8_t chpid)
{
	for (struct rdev *rdev = next_on(chpid, NULL); rdev; rdev = next_on(chpid, rdev)) {
		struct schib schib;

		/* One that can't be enabled is found by the look at all subchannels that the reset brings. */
		if (!stsch(rdev->schid, &schib))
			rdev_enable(rdev, &schib);
	}
}

/* Returns whether no device works now. */
static bool reset_if_idle(uint8_t chpid)
{
	bool idle = true;

	for (struct rdev *rdev = next_on(chpid, NULL); rdev && idle; rdev = next_on(chpid, rdev))
		idle = freeze(rdev);
	if (idle && rchp(chpid) == 0)
		enable_all(chpid);
	unfreeze_all(chpid);
	return idle;
}

int rdev_path_reset(uint8_t chpid)
{
	tod_t limit = clock_now() + IDLE_MS * TOD_MS;

	for (struct rdev *rdev = next_on(chpid, NULL); rdev; rdev = next_on(chpid, rdev))
		if (rdev->class != RDEV_DASD)
			return -E_INVAL;
	while (!reset_if_idle(chpid)) {
		if (clock_now() > limit)
			return -E_BUSY;
		task_sleep_until(clock_now() + IDLE_POLL_MS * TOD_MS);
	}
	return 0;
}
