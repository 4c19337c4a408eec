// SPDX-License-Identifier: Apache-2.0
/* SVC 0: which system call it is, and the small ones. */
#include "hosted/hosted.h"

#include "lib/ebcdic.h"
#include "lib/string.h"
#include "nuc/capture.h"
#include "nuc/abend.h"
#include "nuc/cpcall.h"
#include "nuc/machine.h"
#include "nuc/program.h"
#include "nuc/storage.h"

#define RC_SIGNAL  128 /* and the number of the signal */
#define STORE_MAX  256
#define TOD_SECOND 4096000000ull /* units of the TOD clock, shifted to its 64 bits, in one */
#define TOD_1970   0x7D91048BCA000000ull /* the clock on 1 January 1970 */
#define QUARTER    900                   /* seconds; time zones are multiples of it */
#define DAY        86400

static uint64_t tod_now(void)
{
	uint64_t tod;

	asm volatile("stck %0" : "=Q"(tod) : : "cc");
	return tod;
}

void hosted_store(uint64_t to, const void *from, uint64_t len)
{
	for (uint64_t at = 0; at < len; at += STORE_MAX)
		move_with_key((void *)(to + at), (const uint8_t *)from + at,
			MIN(len - at, STORE_MAX), KEY_USER);
}

int hosted_string(char *to, uint64_t from, size_t size)
{
	const char *text = (const char *)from;

	for (size_t i = 0; i < size; i++) {
		to[i] = text[i];
		if (!to[i])
			return 0;
	}
	return -L_ENAMETOOLONG;
}

/* ---- Time ---------------------------------------------------------------- */

static unsigned two_digits(const ebc8_t *text)
{
	return (text[0] & 0xFu) * 10 + (text[1] & 0xFu);
}

/* Days from 1 January 1970 to a day of this calendar. */
static int64_t days_to(unsigned year, unsigned month, unsigned day)
{
	unsigned y = month <= 2 ? year - 1 : year, m = month <= 2 ? month + 9 : month - 3;

	return 365ll * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

/* The clock has UTC, CP tells the local time: the difference. */
static int64_t zone_of_cp(void)
{
	struct diag_270 timer;
	const ebc8_t *date = timer.date_iso;
	int64_t local, utc = (int64_t)((tod_now() - TOD_1970) / TOD_SECOND);

	cp_timer(&timer);
	local = days_to(two_digits(date) * 100 + two_digits(date + 2), two_digits(date + 5),
			two_digits(date + 8)) *
		DAY;
	local += two_digits(timer.time) * 3600 + two_digits(timer.time + 3) * 60 +
		 two_digits(timer.time + 6);
	local -= utc;
	return (local + (local < 0 ? -QUARTER / 2 : QUARTER / 2)) / QUARTER * QUARTER;
}

/* unit: of the second member, in nanoseconds. The time that the program is told is local time. */
static int64_t tell_time(struct hosted *h, uint64_t to, unsigned unit)
{
	uint64_t tod = tod_now() - TOD_1970;
	struct linux_timespec now = {
		(int64_t)(tod / TOD_SECOND), (int64_t)(tod % TOD_SECOND * 1000 / 4096 / unit)};

	if (!h->zone)
		h->zone = zone_of_cp() + 1; /* so that it is never 0 again */
	now.seconds += h->zone - 1;
	hosted_store(to, &now, sizeof(now));
	return 0;
}

/* ---- Others -------------------------------------------------------------- */

static int64_t tell_names(uint64_t to)
{
	static const char *const names[6] = {"CMS", "", "1", "Stillwater", "s390x", ""};
	char text[6][L_UTSNAME] = {};

	for (unsigned i = 0; i < ARRAY_LEN(names); i++)
		str_copy(text[i], names[i], L_UTSNAME);
	cp_userid(text[1]);
	hosted_store(to, text, sizeof(text));
	return 0;
}

/* Not for secrets. */
static int64_t tell_random(uint64_t to, uint64_t len)
{
	uint64_t state = tod_now() | 1;

	for (uint64_t i = 0; i < len; i++) {
		uint8_t byte;

		state = state * 6364136223846793005ull + 1442695040888963407ull;
		byte = (uint8_t)(state >> 56);
		hosted_store(to + i, &byte, 1);
	}
	return (int64_t)len;
}

static int64_t tell_directory(uint64_t to, uint64_t size)
{
	if (size < 2)
		return -L_EINVAL;
	hosted_store(to, "/", 2);
	return 2;
}

static int64_t ioctl(struct hosted *h, uint64_t fd, uint64_t what, uint64_t to)
{
	static const struct linux_winsize size = {24, 80, {0, 0}};

	if (fd >= HOSTED_FILES || !h->file[fd].is_open)
		return -L_EBADF;
	if (!h->file[fd].is_console || what != L_TIOCGWINSZ)
		return -L_ENOTTY;
	hosted_store(to, &size, sizeof(size));
	return 0;
}

/* readv and writev: until one does less than it was asked for. */
static int64_t for_each_piece(struct hosted *h, const uint64_t *arg,
	int64_t (*move)(struct hosted *h, uint64_t fd, uint64_t at, uint64_t len))
{
	const struct linux_iovec *piece = (const void *)arg[1];
	int64_t done = 0;

	for (uint64_t i = 0; i < arg[2]; i++) {
		const struct linux_iovec copy = piece[i];
		int64_t part = copy.len ? move(h, arg[0], copy.base, copy.len) : 0;

		if (part < 0)
			return done ? done : part;
		done += part;
		if ((uint64_t)part < copy.len)
			break;
	}
	return done;
}

static int64_t storage_call(struct hosted *h, uint64_t nr, const uint64_t *arg)
{
	uint64_t map[6];

	switch (nr) {
	case CALL_BRK: return 0; /* there is none: the library maps */
	case CALL_MMAP:
		memcpy(map, (const void *)arg[0], sizeof(map));
		return hosted_map(h, map[1], (unsigned)map[3]);
	case CALL_MUNMAP: return hosted_unmap(h, arg[0], arg[1]);
	case CALL_MREMAP: return -L_ENOMEM; /* the library copies */
	case CALL_MPROTECT:                 /* all that is mapped can be read and written */
	case CALL_MADVISE: return 0;
	default: return -L_ENOSYS;
	}
}

static int64_t file_call(struct hosted *h, uint64_t nr, const uint64_t *arg)
{
	switch (nr) {
	case CALL_READ: return hosted_read(h, arg[0], arg[1], arg[2]);
	case CALL_WRITE: return hosted_write(h, arg[0], arg[1], arg[2]);
	case CALL_READV: return for_each_piece(h, arg, hosted_read);
	case CALL_WRITEV: return for_each_piece(h, arg, hosted_write);
	case CALL_OPEN: return hosted_open(h, arg[0], (unsigned)arg[1]);
	case CALL_OPENAT: return hosted_open(h, arg[1], (unsigned)arg[2]);
	case CALL_CLOSE: return hosted_close(h, arg[0]);
	case CALL_LSEEK: return hosted_lseek(h, arg[0], (int64_t)arg[1], (unsigned)arg[2]);
	case CALL_FTRUNCATE: return hosted_truncate(h, arg[0], arg[1]);
	case CALL_FSTAT: return hosted_fstat(h, arg[0], arg[1]);
	case CALL_STAT:
	case CALL_LSTAT: return hosted_stat(h, arg[0], arg[1]);
	case CALL_NEWFSTATAT: return hosted_stat(h, arg[1], arg[2]);
	case CALL_ACCESS: return hosted_access(arg[0]);
	case CALL_FACCESSAT: return hosted_access(arg[1]);
	case CALL_UNLINK: return hosted_unlink(arg[0]);
	case CALL_UNLINKAT: return hosted_unlink(arg[1]);
	case CALL_IOCTL: return ioctl(h, arg[0], arg[1], arg[2]);
	case CALL_FCNTL: return 0;
	default: return -L_ENOSYS;
	}
}

static int64_t other_call(struct hosted *h, uint64_t nr, const uint64_t *arg)
{
	switch (nr) {
	case CALL_GETPID:
	case CALL_GETTID:
	case CALL_SET_TID_ADDRESS: return 1;
	case CALL_GETUID:
	case CALL_GETGID:
	case CALL_GETEUID:
	case CALL_GETEGID:
	case CALL_RT_SIGACTION: /* no signal ever comes */
	case CALL_RT_SIGPROCMASK: return 0;
	case CALL_GETTIMEOFDAY: return tell_time(h, arg[0], 1000);
	case CALL_CLOCK_GETTIME: return tell_time(h, arg[1], 1);
	case CALL_UNAME: return tell_names(arg[0]);
	case CALL_GETRANDOM: return tell_random(arg[0], arg[1]);
	case CALL_GETCWD: return tell_directory(arg[0], arg[1]);
	default: return -L_ENOSYS;
	}
}

/* ---- Programs ------------------------------------------------------------ */

static struct hosted *current, *newest;
static const struct rexx_call *prepared;
static volatile int early; /* what was typed before the interpreter could be told */

struct hosted *hosted_current(void)
{
	return current;
}

struct hosted *hosted_enter(void)
{
	struct hosted *outer = current;

	current = NULL;
	return outer;
}

void hosted_prepare(const struct rexx_call *call)
{
	prepared = call;
}

/* The newest program's storage goes back. */
static void forget_newest(void)
{
	struct hosted *h = newest;
	uint8_t old = io_disable(); /* from HI */

	newest = h->older;
	io_restore(old);
	for (unsigned i = 0; i < HOSTED_FILES; i++)
		stor_put(h->file[i].text, h->file[i].room);
	hosted_unmap_all(h);
	stor_put(h, sizeof(*h));
}

void hosted_leave(struct hosted *outer)
{
	if (current) {
		hosted_flush(current);
		for (unsigned i = 0; i < HOSTED_FILES; i++)
			hosted_close(current, i);
		for (; current->kept; current->kept--)
			capture_end(NULL, 0);
		forget_newest();
	}
	current = outer;
}

void hosted_recover(void)
{
	while (newest)
		forget_newest();
	current = NULL;
	prepared = NULL;
}

static struct hosted *begin(void)
{
	struct hosted *h = stor_get(sizeof(*h));

	if (!h)
		return NULL;
	memset(h, 0, sizeof(*h));
	for (unsigned i = 0; i < 3; i++)
		h->file[i] = (struct hosted_file){
			.is_open = true, .is_console = true, .can_read = true, .can_write = true};
	h->exec = prepared;
	prepared = NULL;
	h->older = newest;
	newest = h;
	return h;
}

void hosted_immediate(enum hosted_immediate what)
{
	for (struct hosted *h = newest; h; h = h->older)
		if (h->immediate)
			*h->immediate = (int)what;
	if (!newest || !newest->immediate || prepared)
		early = what;
}

int hosted_take_early(void)
{
	int what = early;

	early = 0;
	return what;
}

/*
 * While it answers a request of the nucleus the interpreter can take storage and write lines, no
 * more: leaving the request by another way than back would leave the command that made it behind.
 */
static bool may_call(const struct hosted *h, uint64_t nr)
{
	return !h->asked || nr == CALL_WRITE || nr == CALL_WRITEV || nr == CALL_CLOCK_GETTIME ||
	       nr == CALL_BRK || (nr >= CALL_MMAP && nr <= CALL_MPROTECT) || nr == CALL_MADVISE ||
	       nr == CALL_MREMAP;
}

void hosted_call(struct svc_frame *frame)
{
	const uint64_t nr = frame->regs[1], *arg = frame->regs + 2;
	const struct svc_frame *outer_frame;
	struct hosted *h = current;
	int64_t rc;

	if (!h)
		h = current = begin();
	if (!h || !may_call(h, nr))
		abend_svc(frame);
	if (nr == CALL_TKILL) /* abort() */
		program_leave(RC_SIGNAL + arg[1]);
	if (nr == CALL_EXIT || nr == CALL_EXIT_GROUP)
		program_leave(arg[0]);
	outer_frame = h->frame;
	h->frame = frame;
	rc = nr >= HOSTED_GUARD ? hosted_own_call(h, frame) : storage_call(h, nr, arg);
	if (rc == -L_ENOSYS)
		rc = file_call(h, nr, arg);
	if (rc == -L_ENOSYS)
		rc = other_call(h, nr, arg);
	h->frame = outer_frame;
	frame->regs[2] = (uint64_t)rc;
}
