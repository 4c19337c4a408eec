// SPDX-License-Identifier: Apache-2.0
/* CP commands through /dev/vmcp. */
#include "cpcmd.h"

#include "sys.h"

/* The device's request for CP's return code (kernel documentation, s390 vmcp). */
#define VMCP_GET_CODE 0x80041001ul

long cp_command(const char *command, size_t len, char *buf, size_t size, size_t *got)
{
	int fd = sys_open("/dev/vmcp", O_RDWR | O_CLOEXEC);
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
	sys_close(fd);
	return rc < 0 ? rc : code;
}
