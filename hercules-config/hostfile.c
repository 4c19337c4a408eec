// SPDX-License-Identifier: Apache-2.0
/* Files of the host that the tools read as a whole. */
#include "hostfile.h"

#include "ckdimage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

uint8_t *file_read(const char *path, size_t max, size_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	uint8_t *data = NULL;
	struct stat stat;

	if (fd < 0 || fstat(fd, &stat)) {
		image_error(path, "%s", strerror(errno));
	} else if (!S_ISREG(stat.st_mode) || stat.st_size == 0) {
		image_error(path, "not a file, or empty");
	} else if ((uint64_t)stat.st_size > max) {
		image_error(
			path, "%lld bytes; at most %zu can be used", (long long)stat.st_size, max);
	} else {
		*len = stat.st_size;
		data = malloc(*len);
		if (!data || read(fd, data, *len) != (ssize_t)*len) {
			image_error(path, "cannot read: %s", strerror(errno));
			free(data);
			data = NULL;
		}
	}
	if (fd >= 0)
		close(fd);
	return data;
}
