// SPDX-License-Identifier: Apache-2.0
/* DEFSYS and DEFSEG: define saved systems and segments. */
#include "cmd/nss.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/spool.h"
#include "nucleus/storage.h"

/* ---- Operands ----------------------------------------------- */

/* page-page, hexadecimal. */
static int pages_of(const struct cmd_word *word, uint64_t *first, uint64_t *last)
{
	unsigned dash = 0;

	while (dash < word->len && word->text[dash] != '-')
		dash++;
	if (dash == word->len || str_to_hex(word->text, dash, first))
		return -E_INVAL;
	return str_to_hex(word->text + dash + 1, word->len - dash - 1u, last);
}

static int refuse_range(struct cmd *cmd, const struct cmd_word *word, const char *why)
{
	char text[24];

	word_upper(text, sizeof(text), word);
	return cmd_msg(cmd, MSG_NSS_RANGE, text, why);
}

/* A range and its kind. 0, or the return code of the refusal. */
static int take_range(struct cmd *cmd, struct nss_def *def, const struct cmd_word *range)
{
	struct cmd_word word;
	uint64_t first, last;
	char text[24];
	int type;

	if (pages_of(range, &first, &last))
		return refuse_range(cmd, range, "they are not two hexadecimal numbers");
	type = cmd_next(cmd->line, &word) ? nss_type_of(word.text, word.len) : -1;
	if (type < 0) {
		word_upper(text, sizeof(text), &word);
		return cmd_msg(cmd, MSG_NSS_TYPE, word.len ? text : "Nothing");
	}
	if (first > NSS_PAGE_MAX || last > NSS_PAGE_MAX)
		return refuse_range(cmd, range, "a number is too high");
	switch (nss_add_range(def, (uint32_t)first, (uint32_t)last, (unsigned)type)) {
	case 0: return 0;
	case -E_RANGE: return refuse_range(cmd, range, "the last is before the first");
	case -E_EXIST: return refuse_range(cmd, range, "they overlap with others");
	case -E_INVAL:
		return refuse_range(cmd, range, "shared and exclusive pages are in one megabyte");
	default: return refuse_range(cmd, range, "there are too many ranges");
	}
}

/* The rest of a word that begins with name=; NULL: another word. */
static const char *value_of(const struct cmd_word *word, const char *name, struct cmd_word *value)
{
	struct cmd_word head = *word;
	size_t len = strlen(name);

	if (word->len <= len || word->text[len] != '=')
		return NULL;
	head.len = (uint16_t)len;
	if (!word_is(&head, name, 0))
		return NULL;
	*value = (struct cmd_word){word->text + len + 1, (uint16_t)(word->len - len - 1),
		(uint16_t)(word->column + len + 1)};
	return value->text;
}

static int decimal(const char **text, const char *end, unsigned *value)
{
	const char *from = *text;

	for (*value = 0; *text < end && *text < from + 2 && chr_is_digit(**text); ++*text)
		*value = *value * 10 + (unsigned)(**text - '0');
	return *text == from ? -E_INVAL : 0;
}

/* NONE, or m-n. */
static int take_parmregs(struct nss_def *def, const struct cmd_word *value)
{
	const char *text = value->text, *end = text + value->len;
	unsigned first, last;

	if (word_is(value, "NONE", 0)) {
		def->parm_first = NSS_PARM_NONE;
		def->parm_last = 0;
		return 0;
	}
	if (decimal(&text, end, &first) || text == end || *text++ != '-' ||
		decimal(&text, end, &last) || text != end || last > 15 || first > last)
		return -E_INVAL;
	def->parm_first = (uint8_t)first;
	def->parm_last = (uint8_t)last;
	return 0;
}

/* One operand behind the name. 0, or the return code of the refusal. */
static int take_operand(struct cmd *cmd, struct nss_def *def, const struct cmd_word *word)
{
	struct cmd_word value;
	uint64_t bytes;

	if (word_is(word, "RSTD", 0)) {
		def->is_restricted = true;
	} else if (!def->is_segment && word_is(word, "VMGROUP", 0)) {
		def->is_vmgroup = true;
	} else if (!def->is_segment && value_of(word, "MINSIZE", &value)) {
		if (word_to_storage(&value, &bytes) || bytes > GSPACE_MAX)
			return cmd_refuse(cmd->line, MSG_INVALID_OPERAND, word), cmd_refused(cmd);
		def->minsize_kb = ROUND_UP(bytes, 1024) / 1024;
	} else if (!def->is_segment && value_of(word, "PARMREGS", &value)) {
		if (take_parmregs(def, &value))
			return cmd_refuse(cmd->line, MSG_INVALID_OPERAND, word), cmd_refused(cmd);
	} else {
		return take_range(cmd, def, word);
	}
	return 0;
}

static int take_operands(struct cmd *cmd, struct nss_def *def)
{
	struct cmd_word word;
	uint16_t devno;
	int rc = 0;

	if (cmd_peek(cmd->line, &word) && !def->is_segment && !word_to_devno(&word, &devno))
		return cmd_refuse(cmd->line, MSG_INVALID_OPERAND, &word), cmd_refused(cmd);
	if (cmd_filename(cmd->line, def->name))
		return cmd_refused(cmd);
	while (!rc && cmd_next(cmd->line, &word))
		rc = take_operand(cmd, def, &word);
	if (!rc && !def->nr_ranges)
		rc = cmd_msg(cmd, MSG_NSS_NO_PAGES, def->name);
	return rc;
}

/* ---- The commands ----------------------------------------------- */

static int define(struct cmd *cmd, struct nss_def *def)
{
	struct nss *made, *other;
	char spid[8];
	int rc;

	nss_begin();
	rc = nss_define(def, cmd->vm->userid, &made);
	other = rc == -E_EXIST ? nss_find_skeleton(def->name) : NULL;
	if (!rc || other)
		str_format(spid, sizeof(spid), "%04u", other ? other->spid : made->spid);
	nss_end();
	if (rc == -E_EXIST)
		return cmd_msg(cmd, MSG_NSS_EXISTS, def->name, spid);
	if (rc == -E_NOMEM)
		return cmd_msg(cmd, MSG_NO_STORAGE, def->name);
	if (rc)
		return cmd_msg(cmd, MSG_NSS_NO_SPACE, def->name);
	if (spool_sync())
		cmd_msg(cmd, MSG_NSS_UNSAVED, def->name);
	cmd_msg(cmd, MSG_NSS_DEFINED,
		def->is_segment ? "Saved segment" : "The Named Saved System (NSS)", def->name,
		spid);
	return 0;
}

static int define_kind(struct cmd *cmd, bool is_segment)
{
	struct nss_def *def = stor_alloc(sizeof(*def));
	int rc;

	if (!def)
		return cmd_msg(cmd, MSG_NO_STORAGE, "the command");
	def->is_segment = is_segment;
	def->parm_last = 15;
	rc = take_operands(cmd, def);
	rc = rc ? rc : define(cmd, def);
	stor_free(def, sizeof(*def));
	return rc;
}

/* DEFSYS name page-page kind ... [MINSIZE=size] [PARMREGS=m-n|PARMREGS=NONE] [RSTD] [VMGROUP] */
int cmd_defsys(struct cmd *cmd)
{
	return define_kind(cmd, false);
}

/* DEFSEG name page-page kind ... [RSTD] */
int cmd_defseg(struct cmd *cmd)
{
	return define_kind(cmd, true);
}
