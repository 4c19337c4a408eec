// SPDX-License-Identifier: Apache-2.0
/* Who is who. */
#include "cmd/people.h"

#include "lib/ebcdic.h"
#include "lib/string.h"
#include "nuc/cpcall.h"
#include "nuc/storage.h"
#include "text/names.h"

#define NAMES_MAX 0x20000u /* bytes of a NAMES file */
#define VALUE_MAX 256

/* It answers "userid AT system". */
void who_am_i(char user[9], char node[9])
{
	static const char query[] = "QUERY USERID";
	char reply[64];
	struct plist words;
	uint32_t len;

	cp_userid(user);
	node[0] = 0;
	if (cp_command_reply(query, sizeof(query) - 1, reply, sizeof(reply) - 1, &len))
		return;
	len = MIN(len, (uint32_t)sizeof(reply) - 1);
	reply[len] = 0;
	while (len && (reply[len - 1] == '\n' || reply[len - 1] == ' '))
		reply[--len] = 0;
	if (plist_parse(&words, reply) || words.nr != 3)
		return;
	str_copy(user, words.token[0], 9);
	str_copy(node, words.token[2], 9);
}

/* All records of a file, as lines. */
static uint32_t read_text(struct edf_file *file, char *text, uint32_t size)
{
	uint32_t at = 0;

	for (;;) {
		int len = edf_read(file, 0, text + at, size - at - 1);

		if (len < 0 || at + (uint32_t)len + 2 >= size)
			break;
		ebc_to_ascii(text + at, (ebc8_t *)text + at, (size_t)len);
		at += (uint32_t)len;
		text[at++] = '\n';
	}
	text[at] = 0;
	return at;
}

const char *names_text(const char *fn)
{
	struct fileid id = {.ft = "NAMES", .mode = '*', .number = '*'};
	const struct edf_fst *fst;
	struct edf_file file;
	struct disk *disk;
	char *text;

	if (fn)
		str_copy(id.fn, fn, sizeof(id.fn));
	else
		cp_userid(id.fn);
	fst = disk_find(&id, &disk);
	text = fst ? work_get(NAMES_MAX) : NULL;
	if (!text || edf_open(&disk->fs, &file, &fst->name))
		return NULL;
	read_text(&file, text, NAMES_MAX);
	edf_abandon(&file);
	return text;
}

/* The entry of a nickname. */
static bool find(const char *text, const char *nick, struct names_entry *entry)
{
	char value[VALUE_MAX];

	while (text && names_next(&text, entry)) {
		names_value(entry, "NICK", value, sizeof(value));
		if (strlen(value) == strlen(nick) && mem_casecmp(value, nick, strlen(nick)) == 0)
			return true;
	}
	return false;
}

static int add(const char *user, char users[PEOPLE_MAX][9], unsigned *nr)
{
	char limit[4];

	str_format(limit, sizeof(limit), "%u", PEOPLE_MAX);
	if (*nr == PEOPLE_MAX)
		return msg(MSG_TOO_LONG, limit);
	for (unsigned i = 0; i < *nr; i++)
		if (strcmp(users[i], user) == 0)
			return 0;
	str_copy(users[*nr], user, 9);
	str_upper(users[(*nr)++]);
	return 0;
}

/* A name of which the NAMES file may tell the userid. */
static int add_one(const char *text, const char *name, char users[PEOPLE_MAX][9], unsigned *nr)
{
	struct names_entry entry;
	char user[VALUE_MAX];

	if (find(text, name, &entry) && names_value(&entry, "USERID", user, sizeof(user)) &&
		user[0])
		return add(user, users, nr);
	return add(name, users, nr);
}

/* The same, or a list of such, which has no lists in it. */
static int add_name(const char *text, const char *name, char users[PEOPLE_MAX][9], unsigned *nr)
{
	struct names_entry entry;
	char list[VALUE_MAX];
	struct plist words;
	int rc = 0;

	if (!find(text, name, &entry) || !names_value(&entry, "LIST", list, sizeof(list)))
		return add_one(text, name, users, nr);
	if (plist_parse(&words, list))
		rc = add("", users, nr);
	for (unsigned i = 0; !rc && i < words.nr; i++)
		rc = add_one(text, words.token[i], users, nr);
	return rc;
}

int people_find(const struct call *call, unsigned first, unsigned last, char users[PEOPLE_MAX][9],
	unsigned *nr)
{
	const struct plist *plist = call->plist;
	const char *text = names_text(NULL);
	char user[9], node[9];
	int rc = 0;

	*nr = 0;
	who_am_i(user, node);
	for (unsigned i = first; !rc && i <= last; i++) {
		bool is_at = i > first && strcmp(plist->token[i], "AT") == 0;

		if (!is_at)
			rc = add_name(text, plist->token[i], users, nr);
		else if (i == last || strcmp(plist->token[++i], node) != 0)
			return msg(MSG_OTHER_NODE, i <= last ? plist->token[i] : "");
	}
	return rc;
}
