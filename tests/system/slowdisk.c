// SPDX-License-Identifier: Apache-2.0
/* For LD_PRELOAD: reading or writing a whole track takes the emulator long enough to be caught at it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>

#define TRACK_MIN 30000 /* bytes: everything else is shorter */
#define DELAY_US  60000

ssize_t read(int fd, void *data, size_t len)
{
	ssize_t (*real)(int, void *, size_t) = dlsym(RTLD_NEXT, "read");

	if (len >= TRACK_MIN)
		usleep(DELAY_US);
	return real(fd, data, len);
}

ssize_t write(int fd, const void *data, size_t len)
{
	ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");

	if (len >= TRACK_MIN)
		usleep(DELAY_US);
	return real(fd, data, len);
}
