// SPDX-License-Identifier: Apache-2.0
/*
 * vmur receive: a spool file of the reader becomes a Linux file. The kernel's reader device hands
 * the file out as the pages of abi/spool.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "abi/spool.h"
#include "cp.h"
#include "lib/ebcdic.h"
#include "vmur.h"

#define CMD_NOP 0x03

/* Where a file's data go, and how. */
struct output {
	int fd;
	enum ur_mode mode;
	uint8_t separator, padding;
	size_t record_len; /* binary records are filled up to it */
};

static void put_line(const struct output *out, const uint8_t *data, size_t len)
{
	char line[SPREC_DATA_MAX + 1];

	while (len > 0 && data[len - 1] == out->padding)
		len--;
	if (out->mode == UR_TEXT)
		ebc_to_ascii(line, data, len);
	else
		memcpy(line, data, len);
	line[len] = (char)out->separator;
	write_all(out->fd, line, len + 1);
}

static void put_binary(const struct output *out, const uint8_t *data, size_t len)
{
	uint8_t record[SPREC_DATA_MAX];
	size_t full = MIN(MAX(len, out->record_len), SPREC_DATA_MAX);

	memset(record, EBC_BLANK, full);
	memcpy(record, data, len);
	write_all(out->fd, record, full);
}

/* Write one record out; return how far it is to the next. Dies when it does not fit the page. */
static size_t put_record(const struct output *out, const uint8_t *at, size_t left)
{
	const struct splink_record *record = (const struct splink_record *)at;
	const uint8_t *data = at + sizeof(*record);
	size_t len, distance;

	if (left >= SPREC_IMMEDIATE_LEN && (record->flags & SPREC_IMMEDIATE))
		return SPREC_IMMEDIATE_LEN;
	if (left < sizeof(*record))
		die("the spool page is damaged: a record begins at its end");
	len = be16_get(record->data_len);
	distance = be16_get(record->record_len);
	if (distance < sizeof(*record) || distance > left || len > distance - sizeof(*record))
		die("the spool page is damaged: a record has a wrong length");
	if (len > SPREC_DATA_MAX)
		die("the spool page is damaged: a record is too long");
	if (record->command != CMD_NOP && out->mode != UR_BINARY)
		put_line(out, data, len);
	else if (record->command != CMD_NOP)
		put_binary(out, data, len);
	return distance;
}

static void put_page(const struct output *out, const struct splink *page)
{
	size_t at = 0;

	if (be32_get(page->magic) != 0)
		die("the file is a dump or of an unknown kind");
	for (uint32_t i = be32_get(page->nr_records); i > 0; i--)
		at += put_record(out, page->data + at, sizeof(page->data) - at);
}

/* Every page of the file that the open device reads. */
static void copy_pages(int reader, struct output *out)
{
	static struct splink page;
	bool is_first = true;

	for (;;) {
		ssize_t n = read(reader, &page, sizeof(page));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			die("reading the virtual reader: %s", strerror(errno));
		if (n == 0)
			return;
		if (n != (ssize_t)sizeof(page))
			die("the virtual reader gave %zd bytes instead of a page", n);
		if (is_first) /* the driver fills it in here */
			out->record_len = be16_get(page.record_len);
		is_first = false;
		put_page(out, &page);
	}
}

/* The words of CP's line about one file; the header has told where they are. */
static void column(char *dst, const char *header, const char *line, const char *title)
{
	const char *found = strstr(header, title);
	size_t at = found ? (size_t)(found - header) : strlen(line);

	for (size_t i = 0; i < 8 && at < strlen(line) && line[at] > ' '; i++, at++)
		*dst++ = line[at];
	*dst = 0;
}

/* The output file's name from that of the spool file: NAME.TYPE. */
static const char *name_of_file(const char *spoolid)
{
	static char name[20];
	const char *header = cp("QUERY READER %s ALL", spoolid), *line = strchr(header, '\n');

	column(name, header, line ? line + 1 : "", "NAME");
	if (!*name)
		die("spool file %s has no name; say into which file it shall go", spoolid);
	strcat(name, ".");
	column(name + strlen(name), header, line ? line + 1 : "", "TYPE");
	if (name[strlen(name) - 1] == '.')
		name[strlen(name) - 1] = 0;
	return name;
}

static int open_output(const struct ur_job *job)
{
	const char *file = job->file;
	int fd;

	if (job->to_stdout)
		return STDOUT_FILENO;
	if (!file && !job->spoolid)
		die("which file of the reader, or into which file?");
	if (!file)
		file = name_of_file(job->spoolid);
	if (!job->force && access(file, F_OK) == 0 && !confirm("Overwrite %s?", file))
		die("%s exists; nothing was received", file);
	fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0)
		die("%s: %s", file, strerror(errno));
	return fd;
}

static int open_device; /* of the reader, 0: none */

/* A file that could not be brought home whole stays in the reader, and is not left open there. */
static void release(void)
{
	char command[CP_COMMAND_MAX + 1], response[80];
	struct cp_answer answer;

	if (!open_device)
		return;
	snprintf(command, sizeof(command), "CLOSE %04X KEEP", open_device);
	(void)cp_command(command, response, sizeof(response), &answer);
}

void ur_receive(const struct ur_job *job)
{
	struct output out = {
		.mode = job->mode, .separator = job->separator, .padding = job->padding};
	int in;

	if (job->mode == UR_TEXT) {
		out.separator = '\n';
		out.padding = EBC_BLANK;
	}
	if (*job->class)
		cp("SPOOL %04X CLASS %s", job->device, job->class);
	if (job->spoolid)
		cp("ORDER READER %s", job->spoolid);
	out.fd = open_output(job);
	open_device = job->device;
	atexit(release);
	in = device_open(job->device, "rdr", O_RDONLY);
	copy_pages(in, &out);
	if (!job->to_stdout && close(out.fd) < 0)
		die("the output file: %s", strerror(errno));
	close(in);
	cp("CLOSE %04X %s", job->device, job->hold ? "KEEP" : "NOKEEP NOHOLD");
	open_device = 0;
}
