/* SPDX-License-Identifier: Apache-2.0 */
/*
 * System calls of Linux on s390x, for a program without a C library: it has one page of text less
 * to read, and writes on no page that it doesn't need. All return what the kernel does: a value, or
 * -errno.
 */
#ifndef MASS_SYS_H
#define MASS_SYS_H

#include <stddef.h>

#define EIO 5 /* of errors */

/* Numbers of the calls that are used. */
enum {
	SYS_EXIT = 1,
	SYS_READ = 3,
	SYS_WRITE = 4,
	SYS_OPEN = 5,
	SYS_CLOSE = 6,
	SYS_EXECVE = 11,
	SYS_MOUNT = 21,
	SYS_MKDIR = 39,
	SYS_IOCTL = 54,
	SYS_DUP2 = 63,
	SYS_SETSID = 66,
	SYS_REBOOT = 88,
	SYS_WAIT4 = 114,
	SYS_SYSINFO = 116,
	SYS_NANOSLEEP = 162,
	SYS_CLOCK_GETTIME = 260,
};

#define O_RDONLY  0
#define O_WRONLY  1
#define O_RDWR    2
#define O_CLOEXEC 02000000

#define MS_RDONLY      1
#define CLOCK_BOOTTIME 7

struct sys_time {
	long seconds, nanoseconds;
};

static inline long sys5(long nr, long a, long b, long c, long d, long e)
{
	register long r1 asm("1") = nr;
	register long r2 asm("2") = a;
	register long r3 asm("3") = b;
	register long r4 asm("4") = c;
	register long r5 asm("5") = d;
	register long r6 asm("6") = e;

	asm volatile("svc 0" : "+d"(r2) : "d"(r1), "d"(r3), "d"(r4), "d"(r5), "d"(r6) : "memory");
	return r2;
}

static inline long sys3(long nr, long a, long b, long c)
{
	return sys5(nr, a, b, c, 0, 0);
}

static inline int sys_open(const char *path, int flags)
{
	return (int)sys3(SYS_OPEN, (long)path, flags, 0);
}

static inline void sys_close(int fd)
{
	sys3(SYS_CLOSE, fd, 0, 0);
}

static inline long sys_read(int fd, void *buf, size_t size)
{
	return sys3(SYS_READ, fd, (long)buf, (long)size);
}

static inline long sys_write(int fd, const void *buf, size_t size)
{
	return sys3(SYS_WRITE, fd, (long)buf, (long)size);
}

static inline long sys_ioctl(int fd, unsigned long request, void *arg)
{
	return sys3(SYS_IOCTL, fd, (long)request, (long)arg);
}

/* As the C library's: the child runs on the parent's stack until it executes a program or exits. */
long sys_vfork(void) __attribute__((returns_twice));

#endif
