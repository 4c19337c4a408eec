// SPDX-License-Identifier: Apache-2.0
/*
 * vmur: punch, print and receive spool files from a Linux guest, through the kernel's vmur devices.
 *
 * A written file is closed, named and sent on with CP commands; without -u it goes where CP's SPOOL
 * settings of the device say.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cp.h"
#include "lib/ebcdic.h"
#include "vmur.h"

static const char usage[] =
	"usage: vmur punch   [-t] [-u USERID] [-n NAME[.TYPE]] FILE   write FILE to the virtual "
	"punch\n"
	"       vmur print   [-t] [-n NAME[.TYPE]] FILE               write FILE to the virtual "
	"printer\n"
	"       vmur receive [-t] FILE                                take the first file of the "
	"reader\n"
	"  -t  text: ASCII lines here, EBCDIC records there; otherwise bytes are not changed\n"
	"  -u  send the punched file to another user's reader (* is your own)\n"
	"  -n  name of the spool file\n"
	"FILE may be - for standard input or output.\n";

struct job {
	bool is_text;
	const char *user; /* NULL: as the punch is spooled */
	char name[32];    /* "NAME TYPE" or empty */
	const char *file;
};

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

static void cp(const char *format, ...)
{
	char command[CP_COMMAND_MAX + 1], response[4096];
	struct cp_answer answer;
	va_list args;

	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	if (cp_command(command, response, sizeof(response), &answer) < 0)
		die(CP_DEVICE ": %s", strerror(errno));
	if (answer.code != 0)
		die("CP refused '%s': %.*s", command, (int)answer.len_bytes, response);
}

/* Copy a word of a CP command in upper case; die when it is empty, too long, or would be more than
 * one word. */
static void fold(char *dst, const char *src, size_t len, const char *what)
{
	if (len == 0 || len > 8)
		die("%s has 1 to 8 characters", what);
	for (size_t i = 0; i < len; i++) {
		if (!isalnum((unsigned char)src[i]) && !strchr("$#@+-:_*", src[i]))
			die("%s may not contain '%c'", what, src[i]);
		dst[i] = (char)toupper((unsigned char)src[i]);
	}
	dst[len] = 0;
}

static void fold_name(char *dst, const char *src)
{
	size_t name = strcspn(src, ".");

	fold(dst, src, name, "a spool file's name");
	if (src[name] == '.') {
		dst += strlen(dst);
		*dst++ = ' ';
		fold(dst, src + name + 1, strlen(src + name + 1), "a spool file's type");
	}
}

/* Bring the device online if it is not, and open it. */
static int device_open(int device, const char *kind, int flags)
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

/* One record from the file: its bytes padded with zeros, or a line as EBCDIC padded with blanks. */
static bool next_record(FILE *in, uint8_t *record, size_t len, bool is_text)
{
	size_t n = 0;
	int c = EOF;

	if (!is_text) {
		memset(record, 0, len);
		return fread(record, 1, len, in) > 0;
	}
	memset(record, EBC_BLANK, len);
	while ((c = getc(in)) != EOF && c != '\n') {
		if (n == len)
			die("a line is longer than %zu characters", len);
		record[n++] = ebc_from_chr((char)c);
	}
	return c != EOF || n > 0;
}

static void send_file(const struct job *job, int device, const char *kind, size_t record_len)
{
	static uint8_t records[UR_RECORDS_MAX * UR_PRINTER_LEN];
	FILE *in = strcmp(job->file, "-") == 0 ? stdin : fopen(job->file, "rb");
	size_t nr = 0;
	int fd;

	if (!in)
		die("%s: %s", job->file, strerror(errno));
	fd = device_open(device, kind, O_WRONLY);
	if (job->user)
		cp("SPOOL %04X TO %s", device, job->user);
	while (next_record(in, records + nr * record_len, record_len, job->is_text)) {
		if (++nr < UR_RECORDS_MAX)
			continue;
		write_all(fd, records, nr * record_len);
		nr = 0;
	}
	if (ferror(in))
		die("%s: %s", job->file, strerror(errno));
	write_all(fd, records, nr * record_len);
	close(fd);
	cp("CLOSE %04X%s%s", device, job->name[0] ? " NAME " : "", job->name);
}

static void receive(const struct job *job)
{
	int in = device_open(UR_READER, "rdr", O_RDONLY);
	int out = STDOUT_FILENO;

	if (strcmp(job->file, "-") != 0)
		out = open(job->file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (out < 0)
		die("%s: %s", job->file, strerror(errno));
	receive_file(in, out, job->is_text);
	if (close(out) < 0)
		die("%s: %s", job->file, strerror(errno));
	close(in);
	cp("CLOSE %04X", UR_READER);
}

int main(int argc, char **argv)
{
	struct job job = {0};
	char user[9];
	int option;

	while ((option = getopt(argc > 1 ? argc - 1 : argc, argv + (argc > 1), "tu:n:")) != -1) {
		if (option == 't') {
			job.is_text = true;
		} else if (option == 'u') {
			fold(user, optarg, strlen(optarg), "a userid");
			job.user = user;
		} else if (option == 'n') {
			fold_name(job.name, optarg);
		} else {
			fputs(usage, stderr);
			return 4;
		}
	}
	if (optind + 2 != argc) { /* getopt counts from the action */
		fputs(usage, stderr);
		return 4;
	}
	job.file = argv[argc - 1];
	if (strcmp(argv[1], "punch") == 0) {
		send_file(&job, UR_PUNCH, "pun", UR_PUNCH_LEN);
	} else if (strcmp(argv[1], "print") == 0) {
		send_file(&job, UR_PRINTER, "prt", UR_PRINTER_LEN);
	} else if (strcmp(argv[1], "receive") == 0) {
		receive(&job);
	} else {
		fputs(usage, stderr);
		return 4;
	}
	return 0;
}
