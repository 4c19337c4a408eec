// SPDX-License-Identifier: Apache-2.0
/* The first card of a deck in the real card reader, which says whose it is. */
#include "logic/spool/deck.h"
#include "logic/spool/queue.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"

struct card {
	char text[CARD_BYTES + 1]; /* upper-case ASCII; anything unprintable is X'01' */
	size_t next;
	struct deck_error *error;
};

struct word {
	const char *text;
	size_t len; /* 0: there is none */
	size_t column;
};

static void card_init(struct card *card, const ebc8_t *bytes, struct deck_error *error)
{
	for (size_t i = 0; i < CARD_BYTES; i++) {
		char c = chr_upper(ebc_to_chr(bytes[i]));

		if (bytes[i] == 0)
			c = ' '; /* decks that were padded with zeros */
		card->text[i] = c >= ' ' && c <= '~' ? c : '\1';
	}
	card->text[CARD_BYTES] = '\0';
	card->next = 0;
	card->error = error;
	*error = (struct deck_error){.fault = DECK_GOOD};
}

static struct word card_word(struct card *card)
{
	size_t before = card->next, start = before, len = 0;

	while (start < CARD_BYTES && card->text[start] == ' ')
		start++;
	while (start + len < CARD_BYTES && card->text[start + len] != ' ')
		len++;
	card->next = start + len;
	if (!len) /* it is missing after one blank behind the last word */
		start = before ? MIN(before + 1, (size_t)CARD_BYTES - 1) : 0;
	return (struct word){card->text + start, len, start + 1};
}

static int card_fault(struct card *card, enum deck_fault fault, const struct word *word)
{
	struct deck_error *error = card->error;
	size_t len = MIN(word->len, sizeof(error->word) - 1);

	error->fault = fault;
	error->column = (uint8_t)word->column;
	for (size_t i = 0; i < len; i++)
		error->word[i] = word->text[i] == '\1' ? '.' : word->text[i];
	error->word[len] = '\0';
	return -E_FORMAT;
}

static bool word_is(const struct word *word, const char *text)
{
	return word->len == strlen(text) && memcmp(word->text, text, word->len) == 0;
}

static bool is_name(const struct word *word, const char *specials)
{
	if (word->len > 8)
		return false;
	for (size_t i = 0; i < word->len; i++) {
		char c = word->text[i];

		if (!chr_is_alpha(c) && !chr_is_digit(c) && !strchr(specials, c))
			return false;
	}
	return true;
}

/* Reads the word that must follow: 8 characters at most, letters, digits and some others. */
static int card_name(struct card *card, char *name, const char *specials, enum deck_fault missing,
	enum deck_fault bad)
{
	struct word word = card_word(card);

	if (!word.len)
		return card_fault(card, missing, &word);
	if (!is_name(&word, specials))
		return card_fault(card, bad, &word);
	memcpy(name, word.text, word.len);
	name[word.len] = '\0';
	return 0;
}

static int card_class(struct card *card, struct deck_id *id)
{
	struct word word = card_word(card);

	if (!word.len)
		return card_fault(card, DECK_NO_CLASS, &word);
	if (word.len != 1 || !spclass_is_valid(word.text[0]))
		return card_fault(card, DECK_BAD_CLASS, &word);
	id->class = word.text[0];
	return 0;
}

static int card_file_name(struct card *card, struct deck_id *id)
{
	static const char specials[] = "@#$+-_:.";
	size_t before;
	struct word word;
	int rc;

	rc = card_name(card, id->name, specials, DECK_NO_NAME, DECK_BAD_NAME);
	if (rc)
		return rc;
	before = card->next;
	word = card_word(card);
	card->next = before;
	if (!word.len || word_is(&word, "CLASS") || word_is(&word, "NAME"))
		return 0; /* no type */
	return card_name(card, id->type, specials, DECK_NO_NAME, DECK_BAD_NAME);
}

int deck_read_id(const ebc8_t *bytes, struct deck_id *id, struct deck_error *error)
{
	bool has_class = false, has_name = false;
	struct card card;
	struct word word;
	int rc;

	*id = (struct deck_id){.class = 'A'};
	card_init(&card, bytes, error);
	word = card_word(&card);
	if (!word_is(&word, "USERID") && !word_is(&word, "ID"))
		return card_fault(&card, DECK_NO_ID, &word);
	rc = card_name(&card, id->userid, "@#$-_", DECK_NO_USERID, DECK_BAD_USERID);
	while (!rc) {
		word = card_word(&card);
		if (!word.len)
			break;
		if (word_is(&word, "CLASS") && !has_class) {
			has_class = true;
			rc = card_class(&card, id);
		} else if (word_is(&word, "NAME") && !has_name) {
			has_name = true;
			rc = card_file_name(&card, id);
		} else {
			bool known = word_is(&word, "CLASS") || word_is(&word, "NAME");

			rc = card_fault(
				&card, known ? DECK_REPEATED_WORD : DECK_UNKNOWN_WORD, &word);
		}
	}
	return rc;
}
