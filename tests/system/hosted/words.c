// SPDX-License-Identifier: Apache-2.0
/* Sorts the words of a file, as C programs anywhere do it: storage, files, numbers, the console. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(int argc, char **argv)
{
	char word[64], **words = NULL;
	size_t nr = 0;
	FILE *in = argc > 1 ? fopen(argv[1], "r") : stdin;

	if (!in) {
		printf("%s: %s\n", argv[1], strerror(errno));
		return 28;
	}
	while (fscanf(in, "%63s", word) == 1) {
		words = realloc(words, (nr + 1) * sizeof(*words));
		words[nr++] = strdup(word);
	}
	fclose(in);
	qsort(words, nr, sizeof(*words), compare);
	for (size_t i = 0; i < nr; i++)
		printf("%s%s", words[i], i + 1 < nr ? " " : "\n");
	printf("%.6f %ld %s\n", sqrt((double)nr), fork() < 0 ? (long)errno : 0L, argv[0]);
	return (int)nr;
}
