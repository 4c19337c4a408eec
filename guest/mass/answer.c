// SPDX-License-Identifier: Apache-2.0
/* The answer to a nonce. A clone has its parent's storage: so who it is must be asked each time. */
#include "answer.h"

#include "cpcmd.h"
#include "lib/sha256.h"
#include "lib/string.h"
#include "sys.h"

#define BOOT_ID_LEN                                                                                \
	8 /* characters of the UUID: with all of them a message would be cut by the emulator */

static char boot_id[BOOT_ID_LEN + 1];

void answer_init(void)
{
	int fd = sys_open("/proc/sys/kernel/random/boot_id", O_RDONLY);

	if (fd < 0)
		return;
	sys_read(fd, boot_id, BOOT_ID_LEN);
	sys_close(fd);
}

/* Copies the first word of text, at most 8 characters, stopping at end. */
static void copy_word(char userid[9], const char *text, const char *end)
{
	size_t len = 0;

	while (text < end && (*text == ' ' || *text == '\t'))
		text++;
	while (text < end && len < 8 && *text > ' ')
		userid[len++] = *text++;
	userid[len] = '\0';
}

/* The name of the virtual machine as STSI 3.2.2 has it; "NONE" on a bare machine. */
static void userid_by_stsi(char userid[9])
{
	static const char label[] = "VM00 Name:";
	char text[1500]; /* the name is in the last lines of about 1300 bytes */
	int fd = sys_open("/proc/sysinfo", O_RDONLY);
	long len = fd < 0 ? 0 : sys_read(fd, text, sizeof(text));

	str_copy(userid, "NONE", 9);
	for (long i = 0; i + (long)sizeof(label) - 1 < len; i++) {
		if (memcmp(text + i, label, sizeof(label) - 1) == 0)
			copy_word(userid, text + i + sizeof(label) - 1, text + len);
	}
	if (fd >= 0)
		sys_close(fd);
}

void answer_userid(char userid[9])
{
	static const char command[] = "QUERY USERID";
	char response[32];
	size_t got;

	if (cp_command(command, sizeof(command) - 1, response, sizeof(response), &got) == 0 && got)
		copy_word(userid, response, response + got);
	else
		userid_by_stsi(userid);
}

size_t answer(const char *nonce, size_t len, char line[ANSWER_MAX])
{
	static const char digits[] = "0123456789abcdef";
	struct sys_time now = {0};
	uint8_t digest[SHA256_LEN];
	char userid[9], identity[80];
	struct sha256 sha;
	int used;

	answer_userid(userid);
	sys3(SYS_CLOCK_GETTIME, CLOCK_BOOTTIME, (long)&now, 0);
	str_format(identity, sizeof(identity), " %s %s %lu", userid, boot_id,
		(unsigned long)(now.seconds * 1000 + now.nanoseconds / 1000000));
	sha256_init(&sha);
	sha256_update(&sha, nonce, len);
	sha256_update(&sha, identity, strlen(identity));
	sha256_final(&sha, digest);
	used = str_format(line, ANSWER_MAX, "ANSWER%s ", identity);
	for (size_t i = 0; i < SHA256_LEN; i++) {
		line[used++] = digits[digest[i] >> 4];
		line[used++] = digits[digest[i] & 15];
	}
	line[used++] = '\n';
	line[used] = '\0';
	return (size_t)used;
}
