// SPDX-License-Identifier: Apache-2.0
/* Words of a statement to numbers and names. */
#include "logic/directory/dirc.h"
#include "logic/directory/password.h"

const struct word *word_peek(const struct dirc *c)
{
	return c->cursor < c->nr_words ? &c->words[c->cursor] : NULL;
}

const struct word *word_next(struct dirc *c)
{
	return c->cursor < c->nr_words ? &c->words[c->cursor++] : NULL;
}

const struct word *word_want(struct dirc *c, const char *what)
{
	const struct word *word = word_next(c);

	if (!word)
		dirc_report(c, DIRM_MISSING, NULL, what);
	return word;
}

bool dir_word_is(const struct word *word, const char *keyword, size_t min)
{
	return word->len >= min && word->len <= strlen(keyword) &&
	       !mem_casecmp(word->text, keyword, word->len);
}

bool word_take(struct dirc *c, const char *keyword, size_t min)
{
	const struct word *word = word_peek(c);

	if (!word || !dir_word_is(word, keyword, min))
		return false;
	c->cursor++;
	return true;
}

bool word_want_keyword(struct dirc *c, const char *keyword)
{
	const struct word *word = word_want(c, keyword);

	if (!word)
		return false;
	if (!dir_word_is(word, keyword, strlen(keyword))) {
		dirc_report(c, DIRM_OPERAND, word, keyword);
		return false;
	}
	return true;
}

bool word_want_vdev(struct dirc *c, uint16_t *vdev, const char *what)
{
	const struct word *word = word_want(c, what);
	uint64_t value;

	if (!word)
		return false;
	if (word->len > 4 || str_to_hex(word->text, word->len, &value)) {
		dirc_report(c, DIRM_VDEV, word, NULL);
		return false;
	}
	*vdev = (uint16_t)value;
	return true;
}

bool word_name(
	struct dirc *c, const struct word *word, char name[DIR_USERID_LEN], enum dirc_msg wrong)
{
	memset(name, ' ', DIR_USERID_LEN);
	for (size_t i = 0; i < word->len; i++) {
		if (i == DIR_USERID_LEN || !dir_name_has(chr_upper(word->text[i]))) {
			dirc_report(c, wrong, word, NULL);
			memset(name, ' ', DIR_USERID_LEN);
			return false;
		}
		name[i] = chr_upper(word->text[i]);
	}
	return true;
}

bool word_want_name(
	struct dirc *c, char name[DIR_USERID_LEN], enum dirc_msg wrong, const char *what)
{
	const struct word *word = word_want(c, what);

	return word && word_name(c, word, name, wrong);
}

bool word_want_number(
	struct dirc *c, uint64_t low, uint64_t high, uint64_t *value, const char *what)
{
	const struct word *word = word_want(c, what);
	char range[48];
	int rc;

	if (!word)
		return false;
	str_format(range, sizeof(range), "%llu to %llu", (unsigned long long)low,
		(unsigned long long)high);
	rc = str_to_dec(word->text, word->len, value);
	if (rc == -E_INVAL)
		dirc_report(c, DIRM_DECIMAL, word, range);
	else if (rc || *value < low || *value > high)
		dirc_report(c, DIRM_RANGE, word, range);
	else
		return true;
	return false;
}

bool word_want_hex(struct dirc *c, size_t digits, uint64_t high, uint64_t *value, const char *what)
{
	const struct word *word = word_want(c, what);
	char range[32];

	if (!word)
		return false;
	str_format(range, sizeof(range), "0 to %llX", (unsigned long long)high);
	if (str_to_hex(word->text, word->len, value))
		dirc_report(c, DIRM_HEXADECIMAL, word, range);
	else if (word->len > digits || *value > high)
		dirc_report(c, DIRM_RANGE, word, range);
	else
		return true;
	return false;
}

bool word_storage(struct dirc *c, const struct word *word, uint64_t *bytes)
{
	static const char units[] = "KMGTPE";
	/* Not strchr: a wrong source may have a NUL here. */
	const char *unit = memchr(units, chr_upper(word->text[word->len - 1]), strlen(units));
	unsigned shift = unit ? 10 * (unsigned)(unit - units + 1) : 0;
	uint64_t value = 0;
	int rc = unit ? str_to_dec(word->text, word->len - 1u, &value) : -E_INVAL;

	if (rc == -E_INVAL) {
		dirc_report(c, DIRM_STORAGE, word, NULL);
		return false;
	}
	if (!rc && value <= DIR_STORAGE_MAX >> shift)
		*bytes = ROUND_UP(value << shift, PAGE_SIZE);
	if (rc || value > DIR_STORAGE_MAX >> shift || *bytes < DIR_STORAGE_MIN) {
		dirc_report(c, DIRM_STORAGE_RANGE, word, NULL);
		return false;
	}
	return true;
}

bool word_want_storage(struct dirc *c, uint64_t *bytes)
{
	const struct word *word = word_want(c, "a storage size");

	return word && word_storage(c, word, bytes);
}

bool word_classes(struct dirc *c, const struct word *word, uint32_t *classes)
{
	uint32_t found = 0;

	for (size_t i = 0; i < word->len; i++) {
		char letter = chr_upper(word->text[i]);

		if (!(letter >= 'A' && letter <= 'Z') && !(letter >= '1' && letter <= '6')) {
			dirc_report(c, DIRM_CLASS, word, NULL);
			return false;
		}
		found |= DIR_CLASS(letter);
	}
	*classes = found;
	return true;
}

bool word_want_classes(struct dirc *c, uint32_t *classes)
{
	const struct word *word = word_want(c, "privilege classes");

	return word && word_classes(c, word, classes);
}

bool word_password(struct dirc *c, const struct word *word, struct dir_obj_password *password,
	enum dirc_msg wrong)
{
	uint8_t salt[DIR_SALT_LEN];
	struct dir_compile *job = c->job;

	if (!dir_password_is_valid(word->text, word->len)) {
		dirc_report(c, wrong, word, NULL);
		return false;
	}
	/* A wrong source gives no object: don't spend time on the rest of its passwords. */
	if (job->is_check_only || job->errors || c->has_no_salt)
		return true;
	if (!job->salt(job->context, salt)) {
		c->has_no_salt = true;
		return true;
	}
	dir_password_make(password, word->text, word->len, salt,
		job->iterations ? job->iterations : DIR_ITERATIONS);
	return true;
}

size_t word_rest(struct dirc *c, char *text, size_t size, const char *what)
{
	const struct word *word, *before = NULL;
	size_t len = 0;
	char most[12];

	for (; (word = word_next(c)); before = word) {
		/* Blanks as they stand within a line, one blank between two lines. */
		size_t gap = !before ? 0
			     : before->line == word->line
				     ? (size_t)(word->column - before->column - before->len)
				     : 1;

		if (len + gap + word->len > size) {
			c->cursor = c->nr_words;
			str_format(most, sizeof(most), "%u", (unsigned)size);
			dirc_report(c, DIRM_LONG_TEXT, word, most);
			return 0;
		}
		memset(text + len, ' ', gap);
		memcpy(text + len + gap, word->text, word->len);
		len += gap + word->len;
	}
	if (!len)
		dirc_report(c, DIRM_MISSING, NULL, what);
	return len;
}
