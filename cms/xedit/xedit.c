// SPDX-License-Identifier: Apache-2.0
/* XEDIT: an editor, and which subcommand a line means. */
#include "xedit/xedit.h"

#include "xedit/private.h"

#define DEPTH_MAX 8 /* macros */

const struct subcommand subcommands[] = {
#define XCMD(name, min, handler, syntax, purpose)                                                  \
	{name, min, false, xcmd_##handler, syntax, purpose},
#define XTEXT(name, min, handler, syntax, purpose)                                                 \
	{name, min, true, xcmd_##handler, syntax, purpose},
#include "xedit/cmd.def"
#undef XTEXT
#undef XCMD
};
const unsigned nr_subcommands = ARRAY_LEN(subcommands);

/* What the keys do at first: PF1 to PF12, PF13 to PF24 the same. */
static const char *const pf_keys[12] = {"HELP", "SOS LINEADD", "QUIT", "TABKEY", "SCHANGE 6", "?",
	"BACKWARD", "FORWARD", "=", "RGTLEFT", "SPLTJOIN", "CURSOR HOME"};
static const char *const pa_keys[3] = {"CP", "NULLKEY", "?"};
#define ENTER_KEY "COMMAND CURSOR CMDLINE 1 PRIORITY 30"

struct xedit *xedit_create(const struct xedit_ops *ops, void *ctx)
{
	struct xedit *x = ops->mem.get(ops->mem.ctx, sizeof(*x));

	if (!x)
		return NULL;
	memset(x, 0, sizeof(*x));
	x->ops = ops;
	x->ctx = ctx;
	x->mem = ops->mem;
	x->nr_views = 1;
	xedit_set_size(x, 24, 80);
	text_init(&x->put, &x->mem);
	for (unsigned i = 0; i < NR_KEYS; i++) {
		const char *text = i < AT_PA1     ? pf_keys[i % 12]
				   : i < AT_ENTER ? pa_keys[i - AT_PA1]
						  : ENTER_KEY;

		x->key[i].when = i == AT_ENTER ? 'I' : 'O';
		str_copy(x->key[i].text, text, sizeof(x->key[i].text));
	}
	return x;
}

void xedit_delete(struct xedit *x)
{
	while (x->file)
		file_close(x, x->file);
	text_clear(&x->put);
	x->mem.put(x->mem.ctx, x, sizeof(*x));
}

void xedit_recover(struct xedit *x)
{
	x->depth = 0;
	x->in_synonym = false;
	x->is_input = false;
}

unsigned xedit_nr_files(const struct xedit *x)
{
	return x->nr_files;
}

bool xedit_about(unsigned nr, const char **name, const char **syntax, const char **purpose)
{
	if (nr >= nr_subcommands)
		return false;
	*name = subcommands[nr].name;
	*syntax = subcommands[nr].syntax;
	*purpose = subcommands[nr].purpose;
	return true;
}

/* ---- Which subcommand ---------------------------------------------------- */

/* The name that a subcommand begins with: letters, upper case. Returns what is behind. */
static const char *take_name(const char *text, char name[XEDIT_NAME + 2])
{
	unsigned len = 0;

	for (; chr_is_alpha(*text); text++)
		if (len < XEDIT_NAME + 1)
			name[len++] = chr_upper(*text);
	name[len] = 0;
	return text;
}

static const struct subcommand *find(const char *name)
{
	for (unsigned i = 0; i < nr_subcommands; i++)
		if (xe_is_form(name, subcommands[i].name, subcommands[i].min))
			return &subcommands[i];
	return NULL;
}

/* The first word as a macro; -3: there is none of that name. */
static int macro(struct xedit *x, const char *text)
{
	const bool in_synonym = x->in_synonym;
	struct words words = {text};
	char word[XEDIT_NAME + 2];
	int rc = RC_UNKNOWN_COMMAND;

	x->in_synonym = false;
	if (xe_word(&words, word, sizeof(word)) && strlen(word) <= XEDIT_NAME)
		rc = x->ops->macro(x->ctx, word, xe_skip(words.at));
	x->in_synonym = in_synonym;
	return rc;
}

/* Neither a subcommand nor a target: a macro, an option of SET, or a command of CMS or CP. */
static int foreign(struct xedit *x, const char *text)
{
	struct words words = {text};
	char word[XEDIT_LINE + 1];
	int rc = macro(x, text);

	xe_word(&words, word, sizeof(word));
	if (rc == RC_UNKNOWN_COMMAND)
		rc = xe_set_option(x, text);
	if (rc == RC_UNKNOWN_COMMAND && (!x->file || x->file->set.impcmscp))
		rc = x->ops->command(x->ctx, text, false);
	if (rc == RC_UNKNOWN_COMMAND)
		return xe_say(x, XMSG_NOT_THERE, word, NULL);
	return rc;
}

static int run(struct xedit *x, const struct subcommand *subcommand, const char *behind)
{
	if (!subcommand->is_text)
		behind = xe_skip(behind);
	else if (*behind == ' ')
		behind++;
	return subcommand->run(x, behind);
}

int xe_subcommand(struct xedit *x, const char *text)
{
	const struct subcommand *subcommand;
	char name[XEDIT_NAME + 2];
	const char *behind;

	text = xe_skip(text);
	if (!*text || !x->file)
		return 0;
	if (x->file->set.synonym && !x->in_synonym) {
		const struct synonym *synonym = xe_synonym(x, text, &behind);

		if (synonym)
			return xe_run_synonym(x, synonym, behind);
	}
	if (x->file->set.macro_first) {
		int rc = macro(x, text);

		if (rc != RC_UNKNOWN_COMMAND)
			return rc;
	}
	behind = take_name(text, name);
	subcommand = find(name);
	if (subcommand && (!*behind || *behind == ' ' || !chr_is_alpha(*behind)))
		return run(x, subcommand, behind);
	if (target_begins(text))
		return xcmd_locate(x, text);
	return foreign(x, text);
}

/* Parts a line at LINEND; not within SET LINEND's own. Returns what is behind. */
static const char *take_part(struct xedit *x, const char *text, char part[XEDIT_LINE + 1])
{
	const struct settings *set = x->file ? &x->file->set : NULL;
	size_t len = 0;

	for (; *text && !(set && set->linend_on && *text == set->linend); text++)
		if (len < XEDIT_LINE)
			part[len++] = *text;
	part[len] = 0;
	return *text ? text + 1 : text;
}

/* What a person gave last, for REPEAT. */
static void note_repeated(struct xedit *x, const char *part)
{
	char name[XEDIT_NAME + 2];

	take_name(xe_skip(part), name);
	if (x->depth == 1 && !x->is_key && *xe_skip(part) && !xe_is_form(name, "REPEAT", 3))
		str_copy(x->repeated, part, sizeof(x->repeated));
}

int xedit_command(struct xedit *x, const char *text)
{
	char part[XEDIT_LINE + 1];
	int rc = 0;

	if (x->depth >= DEPTH_MAX)
		return xe_say(x, XMSG_TOO_DEEP, NULL, NULL);
	if (!x->depth && x->file)
		undo_step(&x->file->undo);
	x->depth++;
	do {
		text = take_part(x, text, part);
		note_repeated(x, part);
		rc = xe_subcommand(x, part);
	} while (*text && rc >= 0 && x->file);
	x->depth--;
	if (!x->depth && x->file)
		file_autosave(x, x->file);
	return rc;
}

/* ---- Subcommands about subcommands --------------------------------------- */

int xcmd_command(struct xedit *x, const char *args)
{
	char name[XEDIT_NAME + 2];
	const char *behind = take_name(args, name);
	const struct subcommand *subcommand = find(name);

	if (subcommand)
		return run(x, subcommand, behind);
	return target_begins(args) ? xcmd_locate(x, args) : xe_say(x, XMSG_NOT_THERE, name, NULL);
}

int xcmd_macro(struct xedit *x, const char *args)
{
	struct words words = {args};
	char word[XEDIT_NAME + 2];
	int rc;

	if (!xe_word(&words, word, sizeof(word)))
		return xe_say(x, XMSG_MISSING_OPERAND, NULL, NULL);
	rc = macro(x, args);
	return rc == RC_UNKNOWN_COMMAND ? xe_say(x, XMSG_NOT_THERE, word, NULL) : rc;
}

int xcmd_cms(struct xedit *x, const char *args)
{
	int rc = *args ? x->ops->command(x->ctx, args, false) : 0;

	return rc == RC_UNKNOWN_COMMAND ? xe_say(x, XMSG_NOT_THERE, args, NULL) : rc;
}

int xcmd_cp(struct xedit *x, const char *args)
{
	int rc = x->ops->command(x->ctx, args, true);

	return rc == RC_UNKNOWN_COMMAND ? xe_say(x, XMSG_NOT_THERE, args, NULL) : rc;
}

int xcmd_help(struct xedit *x, const char *args)
{
	char line[XEDIT_LINE + 1];

	str_format(line, sizeof(line), "HELP XEDIT %s", args);
	return x->ops->command(x->ctx, line, false);
}

int xcmd_msg(struct xedit *x, const char *args)
{
	xe_message(x, args);
	return 0;
}

int xcmd_emsg(struct xedit *x, const char *args)
{
	x->alarm = true;
	return xcmd_msg(x, args);
}

int xcmd_stack(struct xedit *x, const char *args)
{
	struct words words = {args};
	uint32_t nr = 1;
	int rc = xe_number(&words, INT32_MAX, &nr) == -E_INVAL
			 ? xe_say(x, XMSG_INVALID_NUMBER, words.at, NULL)
			 : 0;

	for (uint32_t n = x->file->line; !rc && nr--; n++) {
		struct line *line = xe_line(x->file, n);

		if (!line)
			return xe_say(x, XMSG_EOF_REACHED, NULL, NULL);
		rc = x->ops->stack(x->ctx, line->data, line->len, false);
	}
	return rc;
}

int xcmd_nullkey(struct xedit *x, const char *args)
{
	(void)x;
	(void)args;
	return 0;
}
