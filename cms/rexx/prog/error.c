// SPDX-License-Identifier: Apache-2.0
/* Errors of EXECs as messages of CMS, in the place of the interpreter's own lines. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t __wrap_fwrite(const void *data, size_t size, size_t nr, FILE *file);
size_t __real_fwrite(const void *data, size_t size, size_t nr, FILE *file);

static const struct {
	int error, number;
	const char *text;
} errors[] = {
#define REXX_ERROR(error, number, text, explanation) {error, number, text},
#include "rexx/error.def"
#undef REXX_ERROR
};

/* The name of the program, as PARSE SOURCE has it behind the word: only filename and filetype. */
static int name_len(const char *name, int len)
{
	int words = 0;

	for (int i = 0; i < len; i++)
		if (name[i] == ' ' && ++words == 2)
			return i;
	return len;
}

/*
 * A line that the interpreter is about to write: Error n running "name", line n: text, or without a
 * line. Returns whether it was such a one and was written as a message.
 */
static int say_error(const char *line, int len)
{
	static const char word[] = "Error ", running[] = " running \"";
	const char *end = line + len, *name, *behind;
	char *at;
	int error;

	if (len < (int)sizeof(word) || memcmp(line, word, sizeof(word) - 1) != 0)
		return 0;
	error = (int)strtol(line + sizeof(word) - 1, &at, 10);
	if (end - at < (long)sizeof(running) || memcmp(at, running, sizeof(running) - 1) != 0)
		return 0;
	name = at + sizeof(running) - 1;
	behind = memchr(name, '"', (size_t)(end - name));
	if (!behind)
		return 0;
	for (at = (char *)behind; at < end && *at != ':';)
		at++;
	for (unsigned i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		if (errors[i].error != error)
			continue;
		fprintf(stderr, "DMSREX%dE Error %d running %.*s%.*s: %s", errors[i].number, error,
			name_len(name, (int)(behind - name)), name, (int)(at - behind - 1),
			behind + 1, errors[i].text);
		return 1;
	}
	return 0;
}

/* The interpreter writes an error's line so, and the end of the line then. */
size_t __wrap_fwrite(const void *data, size_t size, size_t nr, FILE *file)
{
	if (file == stderr && say_error(data, (int)(size * nr)))
		return nr;
	return __real_fwrite(data, size, nr, file);
}
