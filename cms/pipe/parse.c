// SPDX-License-Identifier: Apache-2.0
/*
 * Takes a pipeline apart: options, pipelines at the end character, stages at the separator, labels.
 * A stage separator that stands twice, and a character behind the escape character, are text. The
 * separators that are left become SEPARATOR and ENDCHAR, which no text has.
 */
#include "lib/string.h"
#include "pipe/private.h"

#define SEPARATOR '\1'
#define ENDCHAR   '\2'

/* ---- Options ------------------------------------------------------------- */

static const char *skip_blanks(const char *at)
{
	while (chr_is_space(*at))
		at++;
	return at;
}

static char *skip(char *at)
{
	while (chr_is_space(*at))
		at++;
	return at;
}

/* Takes a word of an option; an empty one at the parenthesis. */
static const char *option_word(const char *at, char word[WORD_MAX + 1])
{
	unsigned len = 0;

	at = skip_blanks(at);
	for (; *at && !chr_is_space(*at) && *at != ')'; at++)
		if (len < WORD_MAX)
			word[len++] = *at;
	word[len] = 0;
	return at;
}

static bool is_word(const char *word, const char *name, unsigned min)
{
	size_t len = strlen(word);

	return len >= min && len <= strlen(name) && mem_casecmp(word, name, len) == 0;
}

static int char_option(struct pipe *pipe, const char *name, const char *value, char *c)
{
	if (!value[0])
		return pipe_say(pipe, NULL, PMSG_OPTION_VALUE, name);
	if (value[1])
		return pipe_say(pipe, NULL, PMSG_NOT_CHARACTER, value);
	*c = value[0];
	return 0;
}

static int take_option(struct pipe *pipe, const char *word, const char **at)
{
	char value[WORD_MAX + 1], *c = NULL;

	if (is_word(word, "STAGESEP", 8) || is_word(word, "SEPARATOR", 3))
		c = &pipe->separator;
	else if (is_word(word, "ENDCHAR", 3))
		c = &pipe->endchar;
	else if (is_word(word, "ESCAPE", 3))
		c = &pipe->escape;
	if (c) {
		*at = option_word(*at, value);
		return char_option(pipe, word, value, c);
	}
	if (is_word(word, "NAME", 4)) {
		*at = option_word(*at, value);
		str_copy(pipe->name, value, sizeof(pipe->name));
		return value[0] ? 0 : pipe_say(pipe, NULL, PMSG_OPTION_VALUE, word);
	}
	if (is_word(word, "LISTERR", 7))
		pipe->lists_errors = true;
	else if (is_word(word, "LISTRC", 6))
		pipe->lists_rcs = true;
	else if (is_word(word, "TRACE", 5))
		pipe->traces = true;
	else
		return pipe_say(pipe, NULL, PMSG_BAD_OPTION, word);
	return 0;
}

static int take_options(struct pipe *pipe, const char **text)
{
	const char *at = skip_blanks(*text);
	char word[WORD_MAX + 1];
	int rc = 0;

	if (*at == '(') {
		at++;
		while (!rc && *(at = skip_blanks(at)) != ')') {
			if (!*at)
				return pipe_say(pipe, NULL, PMSG_NO_PARENTHESIS, NULL);
			at = option_word(at, word);
			rc = take_option(pipe, word, &at);
		}
		at += *at == ')';
	}
	*text = at;
	return rc;
}

/* ---- Separators ---------------------------------------------------------- */

static int mark_separators(struct pipe *pipe, const char *text)
{
	size_t len = 0;

	if (strlen(text) >= TEXT_MAX)
		return pipe_say(pipe, NULL, PMSG_TOO_MANY_STAGES, NULL);
	pipe->text = pipe_get(pipe, strlen(text) + 1);
	if (!pipe->text)
		return pipe_say(pipe, NULL, PMSG_NO_STORAGE, NULL);
	for (; *text; text++) {
		char c = *text;

		if (pipe->escape && c == pipe->escape && text[1]) {
			c = *++text;
		} else if (c == pipe->separator && text[1] == c) {
			text++;
		} else if (c == pipe->separator) {
			c = SEPARATOR;
		} else if (pipe->endchar && c == pipe->endchar) {
			c = ENDCHAR;
		} else if (c == SEPARATOR || c == ENDCHAR) {
			c = ' ';
		}
		pipe->text[len++] = c;
	}
	return 0;
}

/* ---- Stages -------------------------------------------------------------- */

struct stage *pipe_stage(struct pipe *pipe, const struct stage_type *type)
{
	struct stage *stage = pipe->nr_stages < STAGES_MAX ? pipe_get(pipe, sizeof(*stage)) : NULL;

	if (!stage)
		return NULL;
	stage->type = type;
	stage->pipe = pipe;
	stage->consumes = -1;
	pipe->stages[pipe->nr_stages++] = stage;
	return stage;
}

bool pipe_connect(
	struct pipe *pipe, struct stage *from, unsigned out, struct stage *to, unsigned in)
{
	struct link *link = pipe_get(pipe, sizeof(*link));

	if (!link || out >= STREAMS_MAX || in >= STREAMS_MAX)
		return false;
	*link = (struct link){.from = from, .to = to};
	from->out[out] = link;
	from->nr_out = MAX(from->nr_out, out + 1);
	to->in[in] = link;
	to->nr_in = MAX(to->nr_in, in + 1);
	return true;
}

const struct stage_type *pipe_find_type(const char *name)
{
	for (unsigned i = 0; i < nr_stage_types; i++)
		if (strlen(name) == strlen(stage_types[i].name) &&
			mem_casecmp(name, stage_types[i].name, strlen(name)) == 0)
			return &stage_types[i];
	return NULL;
}

static struct stage *find_label(struct pipe *pipe, const char *label)
{
	for (unsigned i = 0; i < pipe->nr_stages; i++)
		if (pipe->stages[i]->label[0] && strcmp(pipe->stages[i]->label, label) == 0)
			return pipe->stages[i];
	return NULL;
}

/* Function: where the parser is. */
struct place {
	struct pipe *pipe;
	unsigned nr, pipeline;
	bool is_last;         /* of its pipeline */
	struct stage *before; /* in its pipeline, and the output of it that is next; NULL: none */
	unsigned out;
};

static int complain(const struct place *place, char *text, enum pipe_msg id, const char *arg)
{
	struct stage stage = {.nr = place->nr, .pipeline = place->pipeline, .text = text};

	return pipe_say(place->pipe, &stage, id, arg);
}

static int check_position(const struct place *place, const struct stage *stage)
{
	if ((stage->type->flags & STAGE_FIRST) && place->before)
		return pipe_say(place->pipe, stage, PMSG_MUST_BE_FIRST, NULL);
	if ((stage->type->flags & STAGE_NOT_FIRST) && !place->before && !stage->label[0])
		return pipe_say(place->pipe, stage, PMSG_NOT_FIRST, NULL);
	return 0;
}

/* What a new stage knows of where it is. */
static void place_stage(const struct place *place, struct stage *stage, char *text, char *args)
{
	stage->nr = place->nr;
	stage->pipeline = place->pipeline;
	stage->text = text;
	stage->args = args;
	stage->is_first = !place->before;
}

static unsigned take_name(const char *text, char name[WORD_MAX + 1])
{
	unsigned len = 0;

	for (; text[len] && !chr_is_space(text[len]); len++)
		if (len < WORD_MAX)
			name[len] = text[len];
	name[MIN(len, WORD_MAX)] = 0;
	return len;
}

/* "ZONE range": the range. */
static int take_zone(struct place *place, char **text, struct stage *prefix)
{
	bool taken;

	prefix->zone = pipe_get(place->pipe, sizeof(*prefix->zone));
	if (!prefix->zone)
		return complain(place, *text, PMSG_NO_STORAGE, NULL);
	prefix->args = *text;
	if (!arg_range(prefix, prefix->zone, &taken))
		return prefix->rc;
	*text = skip(prefix->args);
	return taken ? 0 : complain(place, *text, PMSG_MISSING, NULL);
}

/* NOT, CASEI, ZONE before a stage's name. */
static int take_prefixes(struct place *place, char **text, struct stage *prefix)
{
	char name[WORD_MAX + 1];
	int rc = 0;

	*prefix = (struct stage){
		.pipe = place->pipe, .nr = place->nr, .pipeline = place->pipeline, .text = *text};
	while (!rc) {
		unsigned len = take_name(*text, name);
		const bool is_not = is_word(name, "NOT", 3), is_zone = is_word(name, "ZONE", 4);

		if (!is_not && !is_zone && !is_word(name, "CASEI", 5))
			return 0;
		*text = skip(*text + len);
		prefix->is_not |= is_not;
		prefix->any_case |= !is_not && !is_zone;
		if (is_zone)
			rc = take_zone(place, text, prefix);
	}
	return rc;
}

/* "name operands": in text, which stays. */
static int make_stage(struct place *place, char *text, const char *label, struct stage **made)
{
	char name[WORD_MAX + 1];
	const struct stage_type *type;
	struct stage *stage;
	struct stage prefix;
	unsigned len;
	int rc;

	rc = take_prefixes(place, &text, &prefix);
	if (rc)
		return rc;
	len = take_name(text, name);
	type = pipe_find_type(name);
	if (!type)
		return complain(place, text, PMSG_UNKNOWN_STAGE, name);
	if ((prefix.any_case || prefix.zone) && !(type->flags & STAGE_SELECT))
		return complain(place, text, PMSG_NOT_SELECTING, name);
	stage = pipe_stage(place->pipe, type);
	if (!stage)
		return complain(place, text, PMSG_TOO_MANY_STAGES, NULL);
	place_stage(place, stage, text, text + len + (text[len] != 0));
	stage->is_not = prefix.is_not;
	stage->any_case = prefix.any_case;
	stage->zone = prefix.zone;
	str_copy(stage->label, label, sizeof(stage->label));
	*made = stage;
	return check_position(place, stage);
}

static int connect(struct place *place, struct stage *stage, unsigned in)
{
	if (place->before && !pipe_connect(place->pipe, place->before, place->out, stage, in))
		return pipe_say(place->pipe, stage, PMSG_TOO_MANY_STAGES, NULL);
	return 0;
}

/* A stage that takes what comes, and then what another one has, which its operands are. */
static int make_joint(struct place *place, struct stage *joint)
{
	struct stage *source;
	struct place before = *place;
	int rc;

	before.before = NULL;
	joint->args = skip(joint->args);
	joint->nr_streams = 1;
	if (!*joint->args)
		return pipe_say(place->pipe, joint, PMSG_MISSING, NULL);
	rc = make_stage(&before, joint->args, "", &source);
	if (rc)
		return rc;
	source->is_lazy = true;
	return pipe_connect(place->pipe, source, 0, joint, 1)
		       ? 0
		       : pipe_say(place->pipe, joint, PMSG_TOO_MANY_STAGES, NULL);
}

static bool is_joint(const struct stage *stage)
{
	return strcmp(stage->type->name, "append") == 0 ||
	       strcmp(stage->type->name, "preface") == 0;
}

/* A label alone: the next streams of its stage. */
static int refer(struct place *place, char *text, const char *label)
{
	struct stage *stage = find_label(place->pipe, label);
	unsigned nr;

	if (!stage)
		return complain(place, text, PMSG_LABEL_UNKNOWN, label);
	nr = ++stage->nr_streams;
	if (nr >= STREAMS_MAX)
		return complain(place, text, PMSG_TOO_MANY_STAGES, NULL);
	stage->nr_in = MAX(stage->nr_in, nr + 1);
	stage->nr_out = MAX(stage->nr_out, nr + 1);
	if (place->before && !pipe_connect(place->pipe, place->before, place->out, stage, nr))
		return complain(place, text, PMSG_TOO_MANY_STAGES, NULL);
	place->before = stage;
	place->out = nr;
	return 0;
}

static int take_label(struct place *place, char **text, char label[9])
{
	unsigned len = 0;

	label[0] = 0;
	while ((*text)[len] && !chr_is_space((*text)[len]) && (*text)[len] != ':')
		len++;
	if ((*text)[len] != ':' || ((*text)[len + 1] && !chr_is_space((*text)[len + 1])))
		return 0;
	if (!len || len > 8)
		return complain(place, *text, PMSG_LABEL_LONG, *text);
	memcpy(label, *text, len);
	label[len] = 0;
	str_upper(label);
	*text = skip(*text + len + 1);
	return 0;
}

/* "*:", "*.2:", "*.input.2:": a stream of the program that calls the pipeline, at one end of it. */
static bool is_connector(const char *text)
{
	size_t len = strlen(text);

	while (len && chr_is_space(text[len - 1]))
		len--;
	return len >= 2 && text[0] == '*' && strchr(text, ':') == text + len - 1;
}

static int take_connector(struct place *place, char *text)
{
	const struct stage_type *type = place->before ? &connector_out : &connector_in;
	struct stage *stage;

	if (!place->pipe->caller)
		return complain(place, text, PMSG_NO_CALLER, NULL);
	if (!place->before == place->is_last)
		return complain(place, text, PMSG_CONNECTOR, NULL);
	stage = pipe_stage(place->pipe, type);
	if (!stage)
		return complain(place, text, PMSG_TOO_MANY_STAGES, NULL);
	place_stage(place, stage, text, text + 1);
	if (place->before && !pipe_connect(place->pipe, place->before, place->out, stage, 0))
		return pipe_say(place->pipe, stage, PMSG_TOO_MANY_STAGES, NULL);
	place->before = stage;
	place->out = 0;
	return 0;
}

static int take_stage(struct place *place, char *text)
{
	char label[9], *whole;
	struct stage *stage;
	int rc;

	whole = text = skip(text);
	place->nr++;
	if (!*text)
		return complain(place, text, PMSG_NULL_STAGE, NULL);
	if (is_connector(text))
		return take_connector(place, text);
	rc = take_label(place, &text, label);
	if (rc)
		return rc;
	if (!*text)
		return refer(place, whole, label);
	if (label[0] && find_label(place->pipe, label))
		return complain(place, whole, PMSG_LABEL_TWICE, label);
	rc = make_stage(place, text, label, &stage);
	if (!rc)
		rc = connect(place, stage, 0);
	if (!rc && is_joint(stage))
		rc = make_joint(place, stage);
	place->before = stage;
	place->out = 0;
	return rc;
}

/* The stages of one pipeline, at most end. */
static int take_pipeline(struct place *place, char *text)
{
	place->pipeline++;
	place->nr = 0;
	place->before = NULL;
	if (!*skip_blanks(text))
		return pipe_say(place->pipe, NULL, PMSG_NULL_PIPELINE, NULL);
	for (;;) {
		char *end = strchr(text, SEPARATOR);
		int rc;

		if (end)
			*end = 0;
		place->is_last = !end;
		rc = take_stage(place, text);
		if (rc || !end)
			return rc;
		text = end + 1;
	}
}

int pipe_parse(struct pipe *pipe, const char *text)
{
	struct place place = {.pipe = pipe};
	int rc = take_options(pipe, &text);
	char *at;

	if (!rc)
		rc = mark_separators(pipe, text);
	for (at = pipe->text; !rc;) {
		char *end = strchr(at, ENDCHAR);

		if (end)
			*end = 0;
		rc = take_pipeline(&place, at);
		if (!end)
			break;
		at = end + 1;
		/* An end character behind the last pipeline ends it. */
		if (!*skip_blanks(at))
			break;
	}
	return rc;
}
