// SPDX-License-Identifier: Apache-2.0
/* PUT and GET: lines of one file in another. */
#include "xedit/private.h"

/* PUT without a name: GET without one has them. */
static int keep_lines(struct xedit *x, uint32_t first, uint32_t last)
{
	text_clear(&x->put);
	x->has_put = true;
	for (uint32_t n = first; n <= last; n++) {
		struct line *from = text_line(&x->file->text, n);
		struct line *line = line_make(&x->mem, from->data, from->len, 0);

		if (line && !text_insert(&x->put, x->put.nr, line))
			continue;
		line_drop(&x->mem, line);
		text_clear(&x->put);
		return xe_say(x, XMSG_NO_STORAGE, NULL, NULL);
	}
	return 0;
}

static int put(struct xedit *x, const char *args, bool deletes)
{
	struct words words = {args};
	uint32_t first, last;
	struct xedit_id id;
	bool is_backward;
	int rc = xe_range(x, &words, &first, &last, &is_backward);

	if (rc || first > last)
		return rc;
	if (xe_is_end(&words)) {
		rc = keep_lines(x, first, last);
	} else {
		rc = xe_take_id(x, words.at, &x->file->id, &id);
		if (!rc && x->ops->exists(x->ctx, &id))
			return xe_say(x, XMSG_FILE_EXISTS, id.fn, NULL);
		if (!rc)
			rc = xe_write(x, &id, first, last);
	}
	for (uint32_t n = first; deletes && !rc && n <= last; n++)
		rc = xe_delete(x, first, true);
	if (!rc)
		xe_go(x->file, deletes ? first : last + 1);
	return rc;
}

int xcmd_put(struct xedit *x, const char *args)
{
	return put(x, args, false);
}

int xcmd_putd(struct xedit *x, const char *args)
{
	return put(x, args, true);
}

/* Function: GET, as it reads. */
struct get {
	struct xedit *x;
	uint32_t n, from, left; /* behind which line; records to jump over; to take */
	char recfm;
};

static int get_record(void *ctx, const char *data, size_t len)
{
	struct get *get = ctx;

	if (get->from) {
		get->from--;
		return 0;
	}
	if (!get->left)
		return 0;
	get->left--;
	return xe_insert(get->x, get->n++, data, xe_trimmed(data, len));
}

static int get_file(struct xedit *x, struct words *words, struct get *get)
{
	struct xedit_reader reader = {get_record, get};
	char id_words[64] = "", word[20], text[24];
	uint32_t from = 1, count = INT32_MAX;
	struct xedit_id id;
	int rc;

	for (unsigned i = 0; i < 3; i++) {
		const char *before = words->at;

		if (!xe_word(words, word, sizeof(word)))
			break;
		if (i == 2 && chr_is_digit(word[0])) {
			words->at = before;
			break;
		}
		str_format(id_words + strlen(id_words), sizeof(id_words) - strlen(id_words), "%s ",
			word);
	}
	rc = xe_take_id(x, id_words, &x->file->id, &id);
	if (rc)
		return rc;
	if (xe_number(words, INT32_MAX, &from) == -E_INVAL ||
		xe_number(words, INT32_MAX, &count) == -E_INVAL || !xe_is_end(words))
		return xe_say(x, XMSG_INVALID_OPERAND, xe_skip(words->at), NULL);
	get->from = from ? from - 1 : 0;
	get->left = count;
	rc = x->ops->read(x->ctx, &id, &reader);
	return rc == 28 ? xe_say(x, XMSG_NOT_FOUND_FILE, xe_id_text(&id, text), NULL) : rc;
}

int xcmd_get(struct xedit *x, const char *args)
{
	struct words words = {args};
	struct file *f = x->file;
	struct get get = {.x = x, .n = MIN(f->line, xe_last(f))};
	int rc = 0;

	if (!xe_is_end(&words)) {
		rc = get_file(x, &words, &get);
	} else {
		if (!x->has_put)
			return xe_say(x, XMSG_NO_PUT, NULL, NULL);
		for (uint32_t i = 1; !rc && i <= x->put.nr; i++) {
			struct line *line = text_line(&x->put, i);

			rc = xe_insert(x, get.n++, line->data, line->len);
		}
	}
	xe_go(f, get.n);
	if (!rc && get.n == xe_last(f))
		xe_say(x, XMSG_EOF_REACHED, NULL, NULL);
	return rc;
}
