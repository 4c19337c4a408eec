// SPDX-License-Identifier: Apache-2.0
/* SAVE, FILE, QUIT: files go back to disk. */
#include "xedit/private.h"

/* Function: a part of a file that is written. */
struct range {
	struct file *f;
	uint32_t first, last;
};

static const char *next_record(void *ctx, uint32_t n, size_t *len)
{
	struct range *part = ctx;
	struct line *line;

	if (n > part->last - part->first + 1)
		return NULL;
	line = text_line(&part->f->text, part->first + n - 1);
	*len = line->len;
	return line->data;
}

int xe_write(struct xedit *x, const struct xedit_id *id, uint32_t first, uint32_t last)
{
	struct range part = {x->file, first, last};
	const struct xedit_writer writer = {next_record, &part};

	return x->ops->write(x->ctx, id, &writer);
}

const char *xe_id_text(const struct xedit_id *id, char text[24])
{
	str_format(text, 24, "%s %s %s", id->fn, id->ft, id->fm);
	return text;
}

int xe_take_id(struct xedit *x, const char *args, const struct xedit_id *like, struct xedit_id *id)
{
	struct words words = {args};
	char word[3][20];

	*id = *like;
	for (unsigned i = 0; i < 3; i++) {
		char *part[] = {id->fn, id->ft, id->fm};
		size_t size = i < 2 ? sizeof(id->fn) : sizeof(id->fm);

		if (!xe_word(&words, word[i], sizeof(word[i])) || strcmp(word[i], "=") == 0)
			continue;
		if (strlen(word[i]) >= size)
			return xe_say(x, XMSG_INVALID_FILEID, word[i], NULL);
		str_copy(part[i], word[i], size);
	}
	if (!id->fn[0] || !id->ft[0])
		return xe_say(x, XMSG_NO_OPERAND_FILE, NULL, NULL);
	if (!id->fm[1])
		str_copy(id->fm + 1, "1", 2);
	return xe_is_end(&words) ? 0 : xe_say(x, XMSG_INVALID_OPERAND, xe_skip(words.at), NULL);
}

static int save(struct xedit *x, const char *args, bool force)
{
	struct file *f = x->file;
	struct xedit_id id;
	bool is_other;
	char text[24];
	int rc = xe_take_id(x, args, &f->id, &id);

	if (rc)
		return rc;
	if (!f->text.nr) {
		xe_say(x, XMSG_EMPTY, NULL, NULL);
		return 0;
	}
	is_other = strcmp(id.fn, f->id.fn) || strcmp(id.ft, f->id.ft) || id.fm[0] != f->id.fm[0] ||
		   f->is_new;
	if (is_other && !force && x->ops->exists(x->ctx, &id))
		return xe_say(x, XMSG_EXISTS_SAVE, xe_id_text(&id, text), NULL);
	rc = xe_write(x, &id, 1, f->text.nr);
	if (rc) {
		char number[12];

		str_format(number, sizeof(number), "%d", rc);
		xe_say(x, XMSG_NOT_WRITTEN, number, xe_id_text(&id, text));
		return rc;
	}
	f->id = id;
	f->is_new = false;
	f->alt = f->alt_saved = 0;
	return 0;
}

int xcmd_save(struct xedit *x, const char *args)
{
	return save(x, args, false);
}

int xcmd_ssave(struct xedit *x, const char *args)
{
	return save(x, args, true);
}

int xcmd_file(struct xedit *x, const char *args)
{
	int rc = save(x, args, false);

	if (!rc)
		file_close(x, x->file);
	return rc;
}

int xcmd_ffile(struct xedit *x, const char *args)
{
	int rc = save(x, args, true);

	if (!rc)
		file_close(x, x->file);
	return rc;
}

int xcmd_qquit(struct xedit *x, const char *args)
{
	(void)args;
	file_close(x, x->file);
	return 0;
}

int xcmd_quit(struct xedit *x, const char *args)
{
	return x->file->alt ? xe_say(x, XMSG_FILE_CHANGED, NULL, NULL) : xcmd_qquit(x, args);
}

/* A number of alterations has been made: the file is written beside itself, as fn AUTOSAVE. */
void file_autosave(struct xedit *x, struct file *f)
{
	struct xedit_id id = f->id;
	char text[24];

	if (!f->set.autosave || f->alt < f->alt_saved + f->set.autosave || !f->text.nr)
		return;
	f->alt_saved = f->alt;
	str_copy(id.ft, "AUTOSAVE", sizeof(id.ft));
	if (!xe_write(x, &id, 1, f->text.nr))
		xe_say(x, XMSG_AUTOSAVED, xe_id_text(&id, text), NULL);
}
