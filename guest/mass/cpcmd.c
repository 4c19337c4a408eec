// SPDX-License-Identifier: Apache-2.0
/* CP commands through /dev/vmcp. */
#include "cpcmd.h"

#include "sys.h"

/* The device's requests (kernel documentation, s390 vmcp). */
#define VMCP_GET_CODE 0x80041001ul
#define VMCP_SET_SIZE 0x40041002ul

#define SMALL 256  /* bytes of a response, all of which the kernel clears and translates each time */
#define LARGE 4096

/* Opens the device once for all, with room for a response of that size. Returns it, or -errno. */
static int device(int size)
{
	static int fd = -1, size_now;

	if (fd < 0)
		fd = sys_open("/dev/vmcp", O_RDWR | O_CLOEXEC);
	if (fd >= 0 && size != size_now && sys_ioctl(fd, VMCP_SET_SIZE, &size) == 0)
		size_now = size;
	return fd;
}

long cp_command(const char *command, size_t len, char *buf, size_t size, size_t *got)
{
	int fd = device(buf && size > SMALL ? LARGE : SMALL);
	int code = 0;
	long rc;

	*got = 0;
	if (fd < 0)
		return fd;
	rc = sys_write(fd, command, len);
	if (rc >= 0)
		rc = sys_ioctl(fd, VMCP_GET_CODE, &code);
	while (rc >= 0 && buf && *got < size) {
		rc = sys_read(fd, buf + *got, size - *got);
		if (rc <= 0)
			break;
		*got += (size_t)rc;
	}
	return rc < 0 ? rc : code;
}
