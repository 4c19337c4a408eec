// SPDX-License-Identifier: Apache-2.0
/*
 * vmcp: send a CP command from a Linux guest and print CP's response. Options and exit status are
 * those of the tool of this name in the s390-tools package.
 *
 * Exit status: 0 CP's return code was 0; 1 it was not (shown on the error output); 2 the response
 * did not fit and is cut; 3 the guest has no working CP device; 4 wrong usage.
 */
#include <ctype.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cp.h"

static const char usage[] =
	"usage: vmcp [-k] [-b SIZE] COMMAND...\n"
	"  -k, --keepcase  do not fold the command to upper case\n"
	"  -b, --buffer    bytes for the response, 4096 to 1048576; k and M are understood\n";

static const struct option options[] = {
	{"keepcase", no_argument, NULL, 'k'},
	{"buffer", required_argument, NULL, 'b'},
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

/* Join the words with single blanks. Returns false when there are too many characters. */
static bool join(char *command, char **words, int nr)
{
	size_t len = 0;

	for (int i = 0; i < nr; i++) {
		size_t word = strlen(words[i]);

		if (len + (i > 0) + word > CP_COMMAND_MAX)
			return false;
		if (i > 0)
			command[len++] = ' ';
		memcpy(command + len, words[i], word + 1);
		len += word;
	}
	return true;
}

static size_t buffer_size(const char *text)
{
	char *end;
	unsigned long size = strtoul(text, &end, 10);
	unsigned long unit = 1;

	if (tolower((unsigned char)*end) == 'k')
		unit = 1024, end++;
	else if (tolower((unsigned char)*end) == 'm')
		unit = 1024 * 1024, end++;
	if (!isdigit((unsigned char)*text) || *end || size > CP_RESPONSE_MAX ||
		size * unit < CP_RESPONSE_MIN || size * unit > CP_RESPONSE_MAX) {
		fprintf(stderr, "vmcp: a buffer has %d to %d bytes, not '%s'\n", CP_RESPONSE_MIN,
			CP_RESPONSE_MAX, text);
		exit(4);
	}
	return size * unit;
}

static int ask(const char *command, size_t size)
{
	char *response = malloc(size);
	struct cp_answer answer;

	if (!response || cp_command(command, response, size, &answer) < 0) {
		perror("vmcp: " CP_DEVICE);
		return 3;
	}
	fwrite(response, 1, answer.len_bytes, stdout);
	if (fflush(stdout) != 0) {
		perror("vmcp");
		return 3;
	}
	if (answer.code != 0) {
		fprintf(stderr, "Error: non-zero CP response for command '%s': #%d\n", command,
			answer.code);
		return 1;
	}
	if (answer.full_bytes > answer.len_bytes) {
		fprintf(stderr,
			"Error: output (%zu bytes) was truncated, try --buffer to increase size\n",
			answer.full_bytes);
		return 2;
	}
	return 0;
}

int main(int argc, char **argv)
{
	char command[CP_COMMAND_MAX + 1] = "";
	size_t size = CP_RESPONSE_DEFAULT;
	bool keep_case = false;
	int option;

	/* The command's own words are not options. */
	while ((option = getopt_long(argc, argv, "+kb:h", options, NULL)) != -1) {
		if (option == 'k') {
			keep_case = true;
		} else if (option == 'b') {
			size = buffer_size(optarg);
		} else {
			fputs(usage, option == 'h' ? stdout : stderr);
			return option == 'h' ? 0 : 4;
		}
	}
	if (optind == argc) {
		fputs(usage, stderr);
		return 4;
	}
	if (!join(command, argv + optind, argc - optind)) {
		fprintf(stderr, "vmcp: a CP command has at most %d characters\n", CP_COMMAND_MAX);
		return 4;
	}
	for (char *c = command; *c && !keep_case; c++)
		*c = (char)toupper((unsigned char)*c);
	return ask(command, size);
}
