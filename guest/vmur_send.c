// SPDX-License-Identifier: Apache-2.0
/* vmur punch and vmur print: a Linux file becomes a spool file. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cp.h"
#include "lib/ebcdic.h"
#include "vmur.h"

/* One record from the file, filled up to its length. False: the file is at its end. */
static bool next_record(const struct ur_job *job, FILE *in, uint8_t *record, size_t len)
{
	int separator = job->mode == UR_TEXT ? '\n' : job->separator;
	size_t n = 0;
	int c = EOF;

	if (job->mode == UR_BINARY) {
		memset(record, 0, len);
		return fread(record, 1, len, in) > 0;
	}
	memset(record, job->mode == UR_TEXT ? EBC_BLANK : job->padding, len);
	while ((c = getc(in)) != EOF && c != separator) {
		if (n == len)
			die("a line is longer than %zu characters", len);
		record[n++] = job->mode == UR_TEXT ? ebc_from_chr((char)c) : (uint8_t)c;
	}
	return c != EOF || n > 0;
}

/* "NAME" or "NAME TYPE" for CP, from --name or else the name of the file. */
static void spool_name(const struct ur_job *job, char dst[20])
{
	const char *name = job->name, *slash, *dot;

	if (!name && !job->file)
		die("data from standard input needs --name");
	if (!name) {
		slash = strrchr(job->file, '/');
		name = slash ? slash + 1 : job->file;
	}
	dot = strrchr(name, '.');
	if (!dot || dot == name || !dot[1]) {
		fold(dst, name, strlen(name), 8, job->force, "the spool file's name");
		return;
	}
	fold(dst, name, (size_t)(dot - name), 8, job->force, "the spool file's name");
	dst += strlen(dst);
	*dst++ = ' ';
	fold(dst, dot + 1, strlen(dot + 1), 8, job->force, "the spool file's type");
}

/* The spool options of the device that a job changes, and what they were before. */
static struct setting {
	const char *command, *shown; /* in SPOOL, and in the answer of QUERY VIRTUAL */
	char before[9];
	bool is_changed;
} settings[] = {
	{"CLASS", " CL ", "", false},
	{"FORM", " FORM ", "", false},
	{"DEST", " DEST ", "", false},
	{"DIST", " DIST ", "", false},
};
static int used_device;

/* At the end, whatever it is: no data and no setting stay behind. */
static void clean_up(void)
{
	char command[CP_COMMAND_MAX + 1], response[80];
	struct cp_answer answer;

	snprintf(command, sizeof(command), "CLOSE %04X PURGE", used_device);
	(void)cp_command(command, response, sizeof(response), &answer);
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		if (!settings[i].is_changed)
			continue;
		snprintf(command, sizeof(command), "SPOOL %04X %s %s", used_device,
			settings[i].command, settings[i].before);
		(void)cp_command(command, response, sizeof(response), &answer);
	}
}

static void change_setting(struct setting *setting, const char *value)
{
	const char *at;

	if (!*value)
		return;
	at = strstr(cp("QUERY VIRTUAL %04X", used_device), setting->shown);
	if (!at || sscanf(at + strlen(setting->shown), "%8s", setting->before) != 1)
		die("CP does not show%sof device %04X", setting->shown, used_device);
	cp("SPOOL %04X %s %s", used_device, setting->command, value);
	setting->is_changed = true;
}

/* What was left by somebody who went before closing must not become part of this file. */
static void prepare(const struct ur_job *job)
{
	used_device = job->device;
	cp("CLOSE %04X PURGE", job->device);
	atexit(clean_up);
	change_setting(&settings[0], job->class);
	change_setting(&settings[1], job->form);
	change_setting(&settings[2], job->dest);
	change_setting(&settings[3], job->dist);
}

/* CP says "RDR FILE nnnn SENT FROM ..." or "PUN FILE mmmm SENT TO ... RDR AS nnnn ...". */
static void tell(const struct ur_job *job, const char *response)
{
	const char *at = strstr(response, " AS ");

	at = at ? at + 4 : strstr(response, " FILE ");
	if (!at)
		return;
	if (strncmp(at, " FILE ", 6) == 0)
		at += 6;
	at += strspn(at, " ");
	printf("%s file with spoolid %.4s created%s%s.\n",
		job->to_reader            ? "Reader"
		: job->device == UR_PUNCH ? "Punch"
					  : "Printer",
		at, *job->user ? " for " : "", job->user);
}

void ur_send(const struct ur_job *job)
{
	static uint8_t records[UR_RECORDS_MAX * UR_PRINTER_LEN];
	bool is_punch = strcmp(job->queue, "PUN") == 0;
	size_t len = is_punch ? UR_PUNCH_LEN : UR_PRINTER_LEN, nr = 0;
	char name[20];
	FILE *in;
	int fd;

	spool_name(job, name);
	in = job->file ? fopen(job->file, "rb") : stdin;
	if (!in)
		die("%s: %s", job->file, strerror(errno));
	fd = device_open(job->device, is_punch ? "pun" : "prt", O_WRONLY);
	prepare(job);
	while (next_record(job, in, records + nr * len, len)) {
		if (++nr < UR_RECORDS_MAX)
			continue;
		write_all(fd, records, nr * len);
		nr = 0;
	}
	if (ferror(in))
		die("%s: %s", job->file ? job->file : "standard input", strerror(errno));
	write_all(fd, records, nr * len);
	close(fd);
	if (job->to_reader)
		tell(job, cp("CLOSE %04X TO %s RDR NAME %s", job->device,
				  *job->user ? job->user : "*", name));
	else
		tell(job, cp("CLOSE %04X NAME %s", job->device, name));
}
