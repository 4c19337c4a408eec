// SPDX-License-Identifier: Apache-2.0
/* What HELP explains beyond commands and messages, from the tables. */
#include "cmd/topics.h"
#include "lib/string.h"

static const struct {
	const char *name, *text;
} pages[] = {
#define PAGE(name, text) {name, text},
#include "cmd/pages.def"
#undef PAGE
};

static const struct topic_statement statements[] = {
#define STATEMENT(name, min, place, entries, function, syntax, text) {#name, min, syntax, text},
#define NOT_YET(name, min, place, entries, text)                     {#name, min, "", text},
#include "logic/directory/statement.def"
#undef STATEMENT
#undef NOT_YET
};

static const char *const options[] = {
#define OPTION(name, min) #name,
#include "logic/directory/option.def"
#undef OPTION
};

static const struct topic_diagnose diagnoses[] = {
#define DIAG(code, name, classes, text) {0x##code, text},
#include "virt/diag.def"
#undef DIAG
};

const char *topic_page(const char *prefix, const char *name)
{
	size_t len = strlen(prefix);

	for (unsigned i = 0; i < ARRAY_LEN(pages); i++)
		if (strncmp(pages[i].name, prefix, len) == 0 &&
			strcmp(pages[i].name + len, name) == 0)
			return pages[i].text;
	return NULL;
}

const struct topic_statement *topic_statement(unsigned n)
{
	return n < ARRAY_LEN(statements) ? &statements[n] : NULL;
}

const struct topic_statement *topic_find_statement(const struct cmd_word *word)
{
	for (unsigned i = 0; i < ARRAY_LEN(statements); i++)
		if (word_is(word, statements[i].name, statements[i].min))
			return &statements[i];
	return NULL;
}

const char *topic_option(unsigned n)
{
	return n < ARRAY_LEN(options) ? options[n] : NULL;
}

const struct topic_diagnose *topic_diagnose(unsigned n)
{
	return n < ARRAY_LEN(diagnoses) ? &diagnoses[n] : NULL;
}
