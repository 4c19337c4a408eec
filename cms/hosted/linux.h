/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers and formats of Linux's system calls on s390x, as far as CMS serves them. */
#ifndef HOSTED_LINUX_H
#define HOSTED_LINUX_H

#include "arch/types.h"

enum linux_call {
	CALL_EXIT = 1,
	CALL_READ = 3,
	CALL_WRITE,
	CALL_OPEN,
	CALL_CLOSE,
	CALL_UNLINK = 10,
	CALL_LSEEK = 19,
	CALL_GETPID,
	CALL_ACCESS = 33,
	CALL_RENAME = 38,
	CALL_BRK = 45,
	CALL_IOCTL = 54,
	CALL_FCNTL,
	CALL_GETTIMEOFDAY = 78,
	CALL_MMAP = 90,
	CALL_MUNMAP,
	CALL_FTRUNCATE = 93,
	CALL_STAT = 106,
	CALL_LSTAT,
	CALL_FSTAT,
	CALL_UNAME = 122,
	CALL_MPROTECT = 125,
	CALL_READV = 145,
	CALL_WRITEV,
	CALL_MREMAP = 163,
	CALL_RT_SIGACTION = 174,
	CALL_RT_SIGPROCMASK,
	CALL_GETCWD = 183,
	CALL_GETUID = 199,
	CALL_GETGID,
	CALL_GETEUID,
	CALL_GETEGID,
	CALL_MADVISE = 219,
	CALL_GETTID = 236,
	CALL_TKILL,
	CALL_EXIT_GROUP = 248,
	CALL_SET_TID_ADDRESS = 252,
	CALL_CLOCK_GETTIME = 260,
	CALL_CLOCK_GETRES,
	CALL_OPENAT = 288,
	CALL_NEWFSTATAT = 293,
	CALL_UNLINKAT,
	CALL_FACCESSAT = 300,
	CALL_GETRANDOM = 349,
};

/* Numbers of errors, returned negative. */
enum linux_errno {
	L_ENOENT = 2,
	L_EIO = 5,
	L_EBADF = 9,
	L_ENOMEM = 12,
	L_EACCES = 13,
	L_EFAULT = 14,
	L_EEXIST = 17,
	L_ENODEV = 19,
	L_EISDIR = 21,
	L_EINVAL = 22,
	L_EMFILE = 24,
	L_ENOTTY = 25,
	L_EFBIG = 27,
	L_ENOSPC = 28,
	L_ESPIPE = 29,
	L_EROFS = 30,
	L_ENAMETOOLONG = 36,
	L_ENOSYS = 38,
};

/* open */
#define L_O_ACCMODE 3
#define L_O_WRONLY  1
#define L_O_RDWR    2
#define L_O_CREAT   0100
#define L_O_EXCL    0200
#define L_O_TRUNC   01000
#define L_O_APPEND  02000

/* mmap, mprotect */
#define L_PROT_NONE     0
#define L_MAP_ANONYMOUS 0x20
#define L_MAP_STACK     0x20000 /* differs: any content */

#define L_TIOCGWINSZ 0x5413

/* lseek */
enum { L_SEEK_SET, L_SEEK_CUR, L_SEEK_END };

struct linux_iovec {
	uint64_t base, len;
};

struct linux_timespec {
	int64_t seconds, part; /* nanoseconds, or microseconds */
};

struct linux_winsize {
	uint16_t rows, columns, pixels[2];
};

#define L_S_IFCHR 0020000
#define L_S_IFDIR 0040000
#define L_S_IFREG 0100000

struct linux_stat {
	uint64_t dev, ino, nlink;        /* X'00' */
	uint32_t mode, uid, gid, pad_24; /* X'18' */
	uint64_t rdev;                   /* X'28' */
	int64_t size;                    /* X'30' */
	struct linux_timespec times[3];  /* X'38' */
	uint64_t block_size, nr_blocks;  /* X'68' */
	uint64_t zeros[3];               /* X'78' */
};
static_assert(sizeof(struct linux_stat) == 144, "stat");
static_assert(offsetof(struct linux_stat, size) == 0x30, "stat");

#define L_UTSNAME 65 /* characters of each of six names with the final NUL */

#endif
