// SPDX-License-Identifier: Apache-2.0
/* What the parts of vmur share: messages, CP commands, the kernel's devices. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cp.h"
#include "vmur.h"

void die(const char *format, ...)
{
	va_list args;

	fprintf(stderr, "vmur: ");
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, "\n");
	exit(1);
}

void write_all(int fd, const void *buf, size_t len)
{
	const char *p = buf;

	while (len > 0) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			die("write: %s", n < 0 ? strerror(errno) : "nothing was taken");
		p += n;
		len -= (size_t)n;
	}
}

bool confirm(const char *format, ...)
{
	char answer[16] = "";
	va_list args;

	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, " (y/n) ");
	return fgets(answer, sizeof(answer), stdin) && tolower((unsigned char)answer[0]) == 'y';
}

const char *cp(const char *format, ...)
{
	static char response[CP_RESPONSE_DEFAULT];
	char command[CP_COMMAND_MAX + 1];
	struct cp_answer answer;
	va_list args;

	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	if (cp_command(command, response, sizeof(response) - 1, &answer) < 0)
		die(CP_DEVICE ": %s", strerror(errno));
	response[answer.len_bytes] = 0;
	if (answer.code != 0)
		die("CP refused '%s': %s", command, response);
	return response;
}

void fold(char *dst, const char *src, size_t len, size_t max, bool force, const char *what)
{
	if (len == 0 || (len > max && !force))
		die("%s has 1 to %zu characters", what, max);
	if (len > max)
		len = max;
	for (size_t i = 0; i < len; i++) {
		char c = src[i];

		if (!isalnum((unsigned char)c) && !strchr("$#@+-:_", c)) {
			if (!force)
				die("%s may not contain '%c'", what, c);
			c = '_';
		}
		dst[i] = (char)toupper((unsigned char)c);
	}
	dst[len] = 0;
}

static void set_online(int device)
{
	char path[96], is_online = '0';
	int fd;

	snprintf(path, sizeof(path), "/sys/bus/ccw/devices/0.0.%04x/online", device);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		die("this guest has no device %04X", device);
	/* The kernel refuses to set a device online that is. */
	if (read(fd, &is_online, 1) != 1 || (is_online != '1' && pwrite(fd, "1", 1, 0) != 1))
		die("device %04X cannot be set online: %s", device, strerror(errno));
	close(fd);
}

int device_open(int device, const char *kind, int flags)
{
	char path[96];
	int fd;

	set_online(device);
	snprintf(path, sizeof(path), "/dev/vm%s-0.0.%04x", kind, device);
	for (int tries = 0; (fd = open(path, flags | O_CLOEXEC)) < 0; tries++) {
		if (errno == ENODATA)
			die("the reader is empty");
		if (errno == EPERM)
			die("the first file of the reader is in hold status");
		if (errno != ENOENT || tries == 50)
			die("%s: %s", path, strerror(errno));
		usleep(20 * 1000); /* the node comes a moment after the device */
	}
	return fd;
}
