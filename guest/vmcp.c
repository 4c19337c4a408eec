// SPDX-License-Identifier: Apache-2.0
/*
 * vmcp: send a CP command from a Linux guest and print CP's response.
 *
 * The command is folded to upper case, as CP's own consoles do, unless -k is given. Exit status: 0
 * CP's return code was 0; 1 it was not (shown on the error output); 2 the response did not fit and
 * is cut; 3 the guest has no working CP device; 4 wrong usage.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cp.h"

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

int main(int argc, char **argv)
{
	static char response[CP_RESPONSE_MAX];
	char command[CP_COMMAND_MAX + 1] = "";
	struct cp_answer answer;
	bool keep_case = argc > 1 && strcmp(argv[1], "-k") == 0;
	int first = keep_case ? 2 : 1;

	if (argc <= first) {
		fprintf(stderr, "usage: vmcp [-k] COMMAND...\n  -k  keep the case of letters\n");
		return 4;
	}
	if (!join(command, argv + first, argc - first)) {
		fprintf(stderr, "vmcp: a CP command has at most %d characters\n", CP_COMMAND_MAX);
		return 4;
	}
	for (char *c = command; *c && !keep_case; c++)
		*c = (char)toupper((unsigned char)*c);
	if (cp_command(command, response, sizeof(response), &answer) < 0) {
		perror("vmcp: " CP_DEVICE);
		return 3;
	}
	fwrite(response, 1, answer.len_bytes, stdout);
	if (fflush(stdout) != 0) {
		perror("vmcp");
		return 3;
	}
	if (answer.code != 0) {
		fprintf(stderr, "vmcp: CP's return code for '%s' is %d\n", command, answer.code);
		return 1;
	}
	if (answer.is_cut) {
		fprintf(stderr, "vmcp: the response is longer than %d bytes\n", CP_RESPONSE_MAX);
		return 2;
	}
	return 0;
}
