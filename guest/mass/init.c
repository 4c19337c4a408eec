// SPDX-License-Identifier: Apache-2.0
/*
 * The mass guest's first and only program: sets up, then waits for lines from the console. It has
 * no C library, no line editing and one buffer, so that a guest that has answered differs from its
 * siblings in few pages, and no timer of its own: at the prompt the guest executes nothing.
 *
 * A line is one of
 *   answer NONCE   the proof that the guest lives (answer.h); "answer NONCE USERID" sends it to a
 * user cp COMMAND     a CP command; its response, and its return code if that is not 0 batch the
 * cards of a file in the reader are CP commands (batch.h) anything else  a command line for
 * busybox's shell; its exit status if that is not 0 Called as vmcp it is that command.
 */
#include "answer.h"
#include "batch.h"
#include "cpcmd.h"
#include "lib/string.h"
#include "release.h"
#include "sys.h"

#define LINE_MAX     256  /* bytes of a line; the 3215 has 160 at most */
#define RESPONSE_MAX 4096 /* bytes of CP's responses that are shown */

/* Numbers of the kernel's interface: <linux/random.h>, <asm/termbits.h>, <linux/reboot.h>. */
#define RNDADDENTROPY 0x40085203ul
#define TCGETS        0x5401ul
#define TCSETS        0x5402ul
#define ECHO_FLAGS    0x078u /* ECHO ECHOE ECHOK ECHONL */

struct termios {
	uint32_t iflag, oflag, cflag, lflag;
	uint8_t line, cc[19];
};

static char line[LINE_MAX]; /* the one buffer: what is typed, and what is answered */

static void print(const char *text)
{
	sys_write(1, text, strlen(text));
}

static bool begins(const char *text, const char *word)
{
	return memcmp(text, word, strlen(word)) == 0;
}

/* Shows a word and a number on a line. */
static void print_number(const char *what, long number)
{
	char text[40];

	str_format(text, sizeof(text), "%s %ld\n", what, number);
	print(text);
}

/* ---- Set-up ---- */

/*
 * Tell the kernel that its random numbers are good. As long as they are not it looks again every
 * two seconds, and drawing real ones costs more instructions than the whole boot. What is put in
 * differs from guest to guest but can be guessed: a mass guest keeps no secrets.
 */
static void credit_random_numbers(void)
{
	struct {
		int bits, size;
		uint8_t bytes[32];
	} entropy = {.bits = 256, .size = sizeof(entropy.bytes)};
	int fd = sys_open("/dev/urandom", O_WRONLY);

	if (fd < 0)
		return;
	asm volatile("stcke %0" : "=Q"(*(uint8_t(*)[16])entropy.bytes) : : "cc");
	answer_userid((char *)entropy.bytes + 16);
	sys_ioctl(fd, RNDADDENTROPY, &entropy);
	sys_close(fd);
}

static void mount_at(const char *what, const char *where, const char *type, long flags)
{
	sys3(SYS_MKDIR, (long)where, 0755, 0);
	sys5(SYS_MOUNT, (long)what, (long)where, (long)type, flags, 0);
}

/* The console: what is typed is shown by CP, not by the kernel once more. */
static void open_console(void)
{
	struct termios mode;
	int fd = sys_open("/dev/ttyS0", O_RDWR);

	if (fd < 0) /* not under CP */
		fd = sys_open("/dev/console", O_RDWR);
	for (int i = 0; i < 3; i++) {
		if (fd != i)
			sys3(SYS_DUP2, fd, i, 0);
	}
	if (fd > 2)
		sys_close(fd);
	if (sys_ioctl(0, TCGETS, &mode) == 0) {
		mode.lflag &= ~ECHO_FLAGS;
		sys_ioctl(0, TCSETS, &mode);
	}
}

/* The device number behind root= in the kernel's parameters, in four digits; "" if there is none.
 */
static void root_number(char number[5])
{
	int fd = sys_open("/proc/cmdline", O_RDONLY);
	long len = fd < 0 ? 0 : sys_read(fd, line, sizeof(line) - 1);
	size_t digits = 0;

	if (fd >= 0)
		sys_close(fd);
	line[len < 0 ? 0 : len] = '\0';
	str_copy(number, "", 5);
	for (const char *at = line; at && !digits; at = strchr(at, ' ')) {
		while (*at == ' ')
			at++;
		if (strncmp(at, "root=", 5) != 0)
			continue;
		while (digits < 4 && chr_is_hex(at[5 + digits]))
			digits++;
		str_copy(number, "0000", 5);
		for (size_t i = 0; i < digits; i++)
			number[4 - digits + i] = chr_lower(at[5 + i]);
	}
}

/* Mount the minidisk that root= names, if it does, read-only at /mnt. */
static void mount_shared_root(void)
{
	struct sys_time tick = {.nanoseconds = 50000000};
	char number[5];

	root_number(number);
	if (!number[0])
		return;
	if (!device_online(number)) {
		print("mass: there is no disk as root= says\n");
		return;
	}
	sys3(SYS_MKDIR, (long)"/mnt", 0755, 0);
	for (int i = 0; i < 40; i++) { /* the kernel reads its label meanwhile */
		if (sys5(SYS_MOUNT, (long)"/dev/dasda1", (long)"/mnt", (long)"ext2", MS_RDONLY,
			    0) == 0)
			return;
		sys3(SYS_NANOSLEEP, (long)&tick, 0, 0);
	}
	print("mass: no ext2 file system on the disk that root= names\n");
}

static void set_up(void)
{
	char userid[9];

	mount_at("devtmpfs", "/dev", "devtmpfs", 0);
	mount_at("proc", "/proc", "proc", 0);
	mount_at("sysfs", "/sys", "sysfs", 0);
	sys3(SYS_SETSID, 0, 0, 0);
	open_console();
	credit_random_numbers();
	mount_shared_root();
	answer_init();
	release_free_pages(); /* of the loader, of the initial RAM disk, of the kernel's own set-up
			       */
	answer_userid(userid);
	str_format(line, sizeof(line), "MASS-UP %s\n", userid);
	print(line);
}

/* ---- Lines ---- */

/* Runs a line in busybox's shell and waits for it. */
static void run(char *text)
{
	static char *const environment[] = {
		"PATH=/mnt/bin:/mnt/sbin:/bin:/sbin", "HOME=/", "TERM=dumb", NULL};
	char *const words[] = {"sh", "-c", text, NULL};
	long child = sys_vfork(), ended;
	int status = 0;

	if (child == 0) {
		sys3(SYS_EXECVE, (long)"/bin/sh", (long)words, (long)environment);
		sys3(SYS_EXIT, 127, 0, 0);
	}
	do { /* those that nobody waits for are ours, too */
		ended = sys5(SYS_WAIT4, -1, (long)&status, 0, 0, 0);
	} while (child > 0 && ended != child && ended > 0);
	if (child < 0)
		print_number("mass: cannot run it, error", -child);
	else if (status)
		print_number("status", status & 0x7F ? 128 + (status & 0x7F) : status >> 8 & 0xFF);
}

/* Sends a CP command and shows the response. Returns CP's code, or the device's error. */
static long cp(char *command, size_t len)
{
	char response[RESPONSE_MAX];
	size_t got;
	long rc;

	for (size_t i = 0; i < len; i++)
		command[i] = chr_upper(command[i]);
	rc = cp_command(command, len, response, sizeof(response), &got);
	sys_write(1, response, got);
	return rc;
}

static void prove(char *nonce, size_t len)
{
	static const char message[] = "MESSAGE ";
	char out[sizeof(message) + 8 + ANSWER_MAX];
	const char *who = memchr(nonce, ' ', len);
	size_t used, got;

	if (!who) {
		used = answer(nonce, len, out);
		sys_write(1, out, used);
		return;
	}
	used = (size_t)str_format(out, sizeof(out), "%s%s ", message, who + 1);
	used += answer(nonce, (size_t)(who - nonce), out + used);
	cp_command(out, used - 1, NULL, 0, &got);
}

static void run_batch(void)
{
	struct batch batch;
	int rc = batch_run(&batch);

	str_format(line, sizeof(line), "BATCH commands %u refused %u error %d\n", batch.commands,
		batch.refused, -rc);
	print(line);
}

static void obey(size_t len)
{
	long rc;

	if (begins(line, "answer ")) {
		prove(line + 7, len - 7);
	} else if (begins(line, "cp ")) {
		rc = cp(line + 3, len - 3);
		if (rc)
			print_number("CP", rc);
	} else if (strcmp(line, "release") == 0) {
		print_number("released pages", release_free_pages());
	} else if (strcmp(line, "batch") == 0) {
		run_batch();
	} else if (len) {
		run(line);
	}
}

/* vmcp COMMAND...: joins the words of the command line. */
static int vmcp(int nr, char **words)
{
	size_t len = 0;

	for (int i = 1; i < nr; i++)
		len += (size_t)str_format(
			line + len, sizeof(line) - len, i > 1 ? " %s" : "%s", words[i]);
	if (nr < 2 || len >= sizeof(line)) {
		print("usage: vmcp COMMAND...\n");
		return 4;
	}
	return cp(line, len) ? 1 : 0;
}

int main(int nr, char **words)
{
	size_t name = strlen(words[0]);

	if (name >= 4 && begins(words[0] + name - 4, "vmcp"))
		return vmcp(nr, words);
	set_up();
	for (;;) {
		long len = sys_read(0, line, sizeof(line) - 1);

		if (len < 0)
			len = 0;
		while (len && (line[len - 1] == '\n' || line[len - 1] == '\r'))
			len--;
		line[len] = '\0';
		obey((size_t)len);
	}
}
