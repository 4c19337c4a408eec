// SPDX-License-Identifier: Apache-2.0
/* The kernel's module cmm, through /proc/sys/vm/cmm_pages: how many pages CP shall have. */
#include "release.h"

#include "lib/string.h"
#include "sys.h"

#define CMM_PAGES  "/proc/sys/vm/cmm_pages"
#define PAGES_KEPT 256 /* free pages that the guest keeps: 1 MB */
#define TICKS_MAX  100 /* of 10 ms, for the module's thread to do it */

struct sys_info { /* as the system call sysinfo writes it */
	long uptime;
	unsigned long loads[3];
	unsigned long total_bytes, free_bytes;
	unsigned long others[10];
};

/* The number in the file, or -1. */
static long cmm_get(void)
{
	char text[24];
	int fd = sys_open(CMM_PAGES, O_RDONLY);
	long len = fd < 0 ? -1 : sys_read(fd, text, sizeof(text)), value = 0;

	if (fd >= 0)
		sys_close(fd);
	if (len <= 0)
		return -1;
	for (long i = 0; i < len && chr_is_digit(text[i]); i++)
		value = value * 10 + text[i] - '0';
	return value;
}

/* Writes the number, and waits until it is so. Returns what it is in the end. */
static long cmm_set(long pages)
{
	struct sys_time tick = {.nanoseconds = 10000000};
	char text[24];
	int fd = sys_open(CMM_PAGES, O_WRONLY);
	long now = -1;

	if (fd < 0)
		return -1;
	str_format(text, sizeof(text), "%ld\n", pages);
	sys_write(fd, text, strlen(text));
	sys_close(fd);
	for (int i = 0; i < TICKS_MAX; i++) {
		now = cmm_get();
		if (now == pages)
			break;
		sys3(SYS_NANOSLEEP, (long)&tick, 0, 0);
	}
	return now;
}

long release_free_pages(void)
{
	struct sys_info info = {0};
	long pages;

	sys3(SYS_SYSINFO, (long)&info, 0, 0);
	pages = (long)(info.free_bytes / PAGE_SIZE) - PAGES_KEPT;
	if (pages <= 0)
		return 0;
	pages = cmm_set(pages);
	cmm_set(0);
	return pages < 0 ? 0 : pages;
}
