// SPDX-License-Identifier: Apache-2.0
/* Arrays that grow, in storage of the caller. */
#include "edf/private.h"

int room_make(struct edf *fs, void **array, uint32_t *room, uint32_t nr, size_t size)
{
	uint32_t now = *room, more = MAX(nr, now + now / 2);
	uint8_t *made;

	if (nr <= now)
		return 0;
	made = fs->ops->resize(fs->ctx, *array, now * size, more * size);
	if (!made && more > nr) { /* perhaps there is enough for what is needed at once */
		more = nr;
		made = fs->ops->resize(fs->ctx, *array, now * size, more * size);
	}
	if (!made)
		return -E_NOMEM;
	memset(made + now * size, 0, (more - now) * size);
	*array = made;
	*room = more;
	return 0;
}

void room_free(struct edf *fs, void *array, uint32_t room, size_t size)
{
	if (array)
		fs->ops->resize(fs->ctx, array, room * size, 0);
}
