// SPDX-License-Identifier: Apache-2.0
/* directxa: compiles a user directory on the host. */
#define _GNU_SOURCE
#include "logic/directory/compile.h"
#include "logic/directory/lookup.h"
#include "lib/err.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

enum { EXIT_OK = 0, EXIT_SOURCE = 2, EXIT_FILE = 3 };

static const char usage[] =
	"usage: directxa [EDIT] [-o OBJECT] [FILE]\n"
	"\n"
	"Compiles the user directory FILE (default USER.DIRECT, - is standard input) and\n"
	"writes the object directory OBJECT (default directory.obj), which replaces an older\n"
	"one only when it is complete. Messages say file:line:column: on standard error.\n"
	"\n"
	"  EDIT       check the source only, write nothing\n"
	"  -o OBJECT  where the object directory goes\n"
	"  -h         this text\n"
	"\n"
	"Exit: 0 done, perhaps with warnings; 2 the source or the command has errors and\n"
	"nothing was written; 3 a file could not be read or written.\n";

struct options {
	bool is_edit;
	const char *file, *object;
};

struct text {
	char *data;
	size_t len;
};

static void failed(const char *verb, const char *file)
{
	fprintf(stderr, "directxa: can't %s %s: %s\n", verb, file, strerror(errno));
}

static bool is_help(const char *arg)
{
	return !strcmp(arg, "-h") || !strcmp(arg, "--help");
}

/* Returns false when the command is wrong. */
static bool options_read(struct options *options, int argc, char **argv)
{
	int named = 0;

	*options = (struct options){.file = "USER.DIRECT", .object = "directory.obj"};
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-o")) {
			if (++i == argc)
				return false;
			options->object = argv[i];
		} else if (!strcasecmp(argv[i], "EDIT")) {
			options->is_edit = true;
		} else if ((argv[i][0] == '-' && argv[i][1]) || named++) {
			return false;
		} else {
			options->file = argv[i];
		}
	}
	return true;
}

static bool file_read(FILE *from, struct text *text)
{
	size_t size = 0, got;

	do {
		if (text->len == size) {
			char *more = realloc(text->data, size = size ? 2 * size : 65536);

			if (!more)
				return false;
			text->data = more;
		}
		got = fread(text->data + text->len, 1, size - text->len, from);
		text->len += got;
	} while (got);
	return !ferror(from);
}

static bool source_read(const char *file, struct text *text)
{
	FILE *from = strcmp(file, "-") ? fopen(file, "r") : stdin;
	bool is_good = from && file_read(from, text);

	if (!is_good)
		failed("read", file);
	if (from && from != stdin)
		fclose(from);
	return is_good;
}

/* Storage that costs nothing until it is touched: as much of size bytes as we may have. */
static void *area_get(size_t *size)
{
	for (; *size >= 1 << 20; *size /= 2) {
		void *area = mmap(NULL, *size, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

		if (area != MAP_FAILED)
			return area;
	}
	return NULL;
}

static void show(void *context, const struct dir_message *message)
{
	const struct options *options = context;

	fprintf(stderr, "%s:", options->file);
	if (message->line)
		fprintf(stderr, "%u:%u:", message->line, message->column);
	fprintf(stderr, " %s\n", message->text);
}

static bool salt_get(void *context, uint8_t salt[DIR_SALT_LEN])
{
	(void)context;
	return getrandom(salt, DIR_SALT_LEN, 0) == DIR_SALT_LEN;
}

static bool all_written(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t done = write(fd, data, len);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		data += done;
		len -= (size_t)done;
	}
	return fsync(fd) == 0;
}

/* The name itself must reach the disk too. */
static bool folder_sync(const char *file)
{
	char *copy = strdup(file);
	int fd = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY) : -1;
	bool is_good = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	free(copy);
	return is_good;
}

/* Writes a file beside the old one and gives it the old one's name. It is readable by its owner. */
static bool object_write(const char *object, const void *data, size_t len)
{
	char *temporary = NULL;
	int fd = asprintf(&temporary, "%s.XXXXXX", object) < 0 ? -1 : mkstemp(temporary);
	bool is_good = fd >= 0 && all_written(fd, data, len);

	if (fd >= 0 && close(fd))
		is_good = false;
	is_good = is_good && rename(temporary, object) == 0;
	if (!is_good)
		failed("write", object);
	if (!is_good && fd >= 0)
		unlink(temporary);
	else if (is_good && !folder_sync(object))
		failed("make sure of", object);
	free(temporary);
	return is_good;
}

static void summary(const struct options *options, const struct dir_compile *job, bool is_written)
{
	printf("%s: users %u, pools %u with %llu userids, warnings %u, errors %u\n", options->file,
		job->nr_users, job->nr_pools, (unsigned long long)job->nr_pooled, job->warnings,
		job->errors);
	if (is_written)
		printf("%s: written, %zu bytes\n", options->object, job->length);
	else
		printf("The object directory was not written\n");
}

static int compile(const struct options *options, const struct text *text)
{
	struct dir_compile job = {.text = text->data,
		.len = text->len,
		.out_size = 1 << 30,
		.work_size = 1 << 28,
		.is_check_only = options->is_edit,
		.context = (void *)options,
		.message = show,
		.salt = salt_get};
	bool is_written;
	int rc;

	job.out = area_get(&job.out_size);
	job.work = area_get(&job.work_size);
	if (!job.out || !job.work) {
		failed("get storage for", options->file);
		return EXIT_FILE;
	}
	rc = dir_compile(&job);
	if (rc == -E_IO)
		failed("get random numbers for the passwords of", options->file);
	if (!rc && !options->is_edit && dir_check(job.out, job.length)) {
		fprintf(stderr, "directxa: the object directory is damaged; this is an error of "
				"directxa\n");
		return EXIT_FILE;
	}
	is_written = !rc && !options->is_edit && object_write(options->object, job.out, job.length);
	summary(options, &job, is_written);
	if (rc == -E_IO || (!rc && !options->is_edit && !is_written))
		return EXIT_FILE;
	return rc ? EXIT_SOURCE : EXIT_OK;
}

int main(int argc, char **argv)
{
	struct options options;
	struct text text = {NULL, 0};
	int rc;

	for (int i = 1; i < argc; i++)
		if (is_help(argv[i])) {
			fputs(usage, stdout);
			return EXIT_OK;
		}
	if (!options_read(&options, argc, argv)) {
		fputs(usage, stderr);
		return EXIT_SOURCE;
	}
	if (!source_read(options.file, &text))
		return EXIT_FILE;
	rc = compile(&options, &text);
	free(text.data);
	return rc;
}
