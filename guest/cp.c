// SPDX-License-Identifier: Apache-2.0
/* CP commands from a Linux guest: the kernel's /dev/vmcp character device. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cp.h"

/* The device's ioctls (kernel documentation, s390 vmcp). */
#define VMCP_GET_CODE   _IOR(0x10, 1, int)
#define VMCP_SET_BUFFER _IOW(0x10, 2, int)
#define VMCP_GET_SIZE   _IOR(0x10, 3, int)

static ssize_t read_all(int fd, char *buf, size_t size)
{
	size_t got = 0;

	while (got < size) {
		ssize_t n = read(fd, buf + got, size - got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		got += (size_t)n;
	}
	return (ssize_t)got;
}

static int ask(int fd, const char *command, char *response, size_t size, struct cp_answer *answer)
{
	int buffer = size > CP_RESPONSE_MAX ? CP_RESPONSE_MAX : (int)size;
	int full = 0;
	ssize_t got;

	/* A guest without enough contiguous storage keeps the kernel's own, smaller buffer. */
	(void)ioctl(fd, VMCP_SET_BUFFER, &buffer);
	if (write(fd, command, strlen(command)) < 0)
		return -1;
	if (ioctl(fd, VMCP_GET_CODE, &answer->code) < 0 || ioctl(fd, VMCP_GET_SIZE, &full) < 0)
		return -1;
	got = read_all(fd, response, size);
	if (got < 0)
		return -1;
	answer->len_bytes = (size_t)got;
	answer->full_bytes = full > got ? (size_t)full : (size_t)got;
	return 0;
}

int cp_command(const char *command, char *response, size_t size, struct cp_answer *answer)
{
	int fd = open(CP_DEVICE, O_RDWR | O_CLOEXEC);
	int rc, saved;

	memset(answer, 0, sizeof(*answer));
	if (fd < 0)
		return -1;
	rc = ask(fd, command, response, size, answer);
	saved = errno;
	close(fd);
	errno = saved;
	return rc;
}
