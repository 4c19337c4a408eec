// SPDX-License-Identifier: Apache-2.0
/*
 * EXECs that are lists, as LISTFILE makes them: cards, each of them a command, in which &1 to &30 are
 * the words with which the list was called. The first card begins with an ampersand, which no REXX
 * program does. Of the language that CMS had before REXX this is all.
 */
#include "cmd/execlist.h"

#include "cmd/args.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/session.h"
#include "nuc/storage.h"
#include "rexx/rexx.h"

#define CARD     80
#define ARGS_MAX 30

/* Function: a list, in work storage: cards of CARD characters and a NUL. */
struct deck {
	char (*card)[CARD + 1];
	uint32_t nr;
};

/* ---- Reading ------------------------------------------------------------- */

static int read_card(struct edf_file *file, uint32_t nr, char card[CARD + 1])
{
	int len = edf_read(file, nr, card, CARD);

	if (len < 0)
		return len;
	ebc_to_ascii(card, (ebc8_t *)card, CARD);
	for (len = CARD; len > 0 && card[len - 1] == ' ';)
		len--;
	card[len] = 0;
	return 0;
}

/* The next word of a text; "" behind the last. */
static const char *next_word(const char *text, size_t *len)
{
	while (*text == ' ')
		text++;
	for (*len = 0; text[*len] && text[*len] != ' ';)
		++*len;
	return text;
}

/* Reads the list; none (nr 0) if the file is not one. 0 or, after a message, the return code. */
static int read_list(struct deck *deck, struct disk *disk, const struct edf_fst *fst)
{
	uint32_t nr = be32_get(fst->nr_records);
	struct edf_file file;
	char card[CARD + 1];
	size_t len;
	int rc;

	if (fst->recfm != EDF_FIXED || be32_get(fst->lrecl) != CARD || !nr)
		return 0;
	rc = edf_open(&disk->fs, &file, &fst->name);
	if (!rc)
		rc = read_card(&file, 1, card);
	if (!rc && next_word(card, &len)[0] == '&') {
		deck->card = work_get((uint64_t)nr * sizeof(*deck->card));
		rc = deck->card ? 0 : -E_NOMEM;
		for (; !rc && deck->nr < nr; deck->nr++)
			rc = read_card(&file, deck->nr + 1, deck->card[deck->nr]);
	}
	edf_abandon(&file);
	return rc;
}

/* ---- Commands ------------------------------------------------------------ */

/* The number of the argument for which a word stands; 0: it is a word. */
static unsigned argument_nr(const char *word, size_t len)
{
	uint64_t nr;

	if (len < 2 || word[0] != '&' || str_to_dec(word + 1, len - 1, &nr) || nr > ARGS_MAX)
		return 0;
	return (unsigned)nr;
}

/* Argument nr of args; "" when there are not so many. */
static const char *argument(const char *args, unsigned nr, size_t *len)
{
	const char *word = next_word(args, len);

	while (--nr > 0)
		word = next_word(word + *len, len);
	return word;
}

/* Puts the arguments into a card. False: the command gets too long. */
static bool make_command(char *line, size_t size, const char *card, const char *args)
{
	size_t len, at = 0;

	line[0] = 0;
	for (const char *next = next_word(card, &len); *next;) {
		const char *word = next;
		size_t word_len = len;
		unsigned nr = argument_nr(word, len);

		next = next_word(word + len, &len);
		if (nr)
			word = argument(args, nr, &word_len);
		if (at + word_len + 2 > size)
			return false;
		if (word_len && at)
			line[at++] = ' ';
		memcpy(line + at, word, word_len);
		at += word_len;
		line[at] = 0;
	}
	return true;
}

/* Each command is shown; so is its return code, when it failed. The list goes on. */
static int run_list(const struct deck *deck, const char *args)
{
	char line[CONSOLE_LINE + 1], most[12];

	for (uint32_t i = 0; i < deck->nr; i++) {
		int rc;

		if (!make_command(line, sizeof(line), deck->card[i], args)) {
			str_format(most, sizeof(most), "%u", CONSOLE_LINE);
			return msg(MSG_RECORD_TOO_LONG, most);
		}
		if (!line[0] || line[0] == '*')
			continue;
		console_write(line);
		rc = command_nested(line, COMMAND_PERSON);
		if (rc)
			console_format("+++ R(%05d) +++", rc);
	}
	return 0;
}

int exec_run(const char *fn, const char *args)
{
	struct fileid id = {.ft = "EXEC", .mode = '*', .number = '*'};
	void *mark = storage_mark();
	const struct edf_fst *fst;
	struct deck deck = {};
	struct disk *disk;
	int rc;

	str_copy(id.fn, fn, sizeof(id.fn));
	fst = disk_find(&id, &disk);
	if (!fst)
		return RC_UNKNOWN;
	rc = read_list(&deck, disk, fst);
	if (rc)
		rc = say_file_failed(rc, disk, id.fn, id.ft, false);
	else if (deck.nr)
		rc = run_list(&deck, args);
	storage_release(mark);
	if (rc || deck.nr)
		return rc;
	return rexx_run(&(const struct rexx_call){id.fn, id.ft, args, strlen(args), "CMS"});
}
