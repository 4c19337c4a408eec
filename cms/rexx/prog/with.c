// SPDX-License-Identifier: Apache-2.0
/*
 * ADDRESS ... WITH: where commands have their input from and their output goes. Input is lines in a
 * buffer of the program stack, which is dropped afterwards; what commands type is kept by the
 * nucleus and handed out when they have ended. Commands have no output of errors of their own.
 */
#include "rexx.h"

#include "rexx/prog/with.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_STACK 255

int __wrap___regina_set_envir(const tsd_t *TSD, const streng *name, const nodeptr ios);
int __real___regina_set_envir(const tsd_t *TSD, const streng *name, const nodeptr ios);
streng *__wrap___regina_get_envir_details(const tsd_t *TSD, char opt, const streng *name);
streng *__real___regina_get_envir_details(const tsd_t *TSD, char opt, const streng *name);

/* ---- Environments -------------------------------------------------------- */

/* The interpreter knows only those that it has been told; anything may be one here. */
static void know(const tsd_t *TSD, const streng *name)
{
	if (!envir_exists(TSD, name))
		add_envir((tsd_t *)TSD, name, ENVIR_PIPE, 0);
}

int __wrap___regina_set_envir(const tsd_t *TSD, const streng *name, const nodeptr ios)
{
	if (name && ios)
		know(TSD, name);
	return __real___regina_set_envir(TSD, name, ios);
}

streng *__wrap___regina_get_envir_details(const tsd_t *TSD, char opt, const streng *name)
{
	know(TSD, name);
	return __real___regina_get_envir_details(TSD, opt, name);
}

/* "REPLACE STEM LINE.", "INPUT STREAM IN FILE A", "APPEND NORMAL": two words, and the name. */
static void take_details(tsd_t *TSD, struct with_part *part, char which, const streng *name)
{
	streng *details = get_envir_details(TSD, which, name);
	int at = 0, len = details->len;

	part->is_append = len && details->value[0] == 'A';
	while (at < len && details->value[at] != ' ')
		at++;
	part->kind = WITH_NORMAL;
	if (len - at > 3) {
		const char *word = details->value + at + 1;

		part->kind = memcmp(word, "STE", 3) == 0   ? WITH_STEM
			     : memcmp(word, "STR", 3) == 0 ? WITH_STREAM
			     : memcmp(word, "LIF", 3) == 0 ? WITH_LIFO
			     : memcmp(word, "FIF", 3) == 0 ? WITH_FIFO
							   : WITH_NORMAL;
	}
	for (at++; at < len && details->value[at] != ' ';)
		at++;
	at += at < len;
	part->name = Str_makeTSD(len - at + 12);
	memcpy(part->name->value, details->value + at, (size_t)(len - at));
	part->name->len = part->name_len = len - at;
	Free_stringTSD(details);
}

/* What the environment has, and this command in place of that. */
static void find_parts(tsd_t *TSD, struct with *with, const streng *name, cnodeptr overwrite)
{
	struct with_part old;

	know(TSD, name);
	take_details(TSD, &with->in, 'I', name);
	take_details(TSD, &with->out, 'O', name);
	if (!overwrite)
		return;
	add_envir(TSD, name, ENVIR_PIPE, 0); /* the newest of that name is found */
	set_envir(TSD, name, (const nodeptr)overwrite);
	for (int i = 0; i < 2; i++) {
		struct with_part *part = i ? &with->out : &with->in;

		if (!overwrite->p[i])
			continue;
		old = *part;
		take_details(TSD, part, "IO"[i], name);
		Free_stringTSD(old.name);
	}
	del_envir(TSD, name);
}

/* ---- Stems --------------------------------------------------------------- */

static streng *element(struct with_part *part, int nr)
{
	char number[12];
	int len = sprintf(number, "%d", nr);

	memcpy(part->name->value + part->name_len, number, (size_t)len);
	part->name->len = part->name_len + len;
	return part->name;
}

/* Element 0, which must be a whole number that is not negative. */
static int count(tsd_t *TSD, struct with_part *part)
{
	const streng *value = getvalue(TSD, element(part, 0), -1);
	int error, nr = streng_to_int(TSD, value, &error);

	if (error || nr < 0)
		exiterror(ERR_INVALID_STEM_OPTION, 1, tmpstr_of(TSD, element(part, 0)),
			tmpstr_of(TSD, value));
	return nr;
}

static void set(tsd_t *TSD, struct with_part *part, int nr, const char *text, int len)
{
	streng *value = Str_makeTSD(len + 1);

	memcpy(value->value, text, (size_t)len);
	value->len = len;
	setvalue(TSD, element(part, nr), value, -1);
}

/* ---- Input --------------------------------------------------------------- */

static int buffer_command(const char *text)
{
	struct hosted_command request = {"COMMAND", text, strlen(text), 0};

	return hosted_own(HOSTED_COMMAND, &request, 0, 0) ? 0 : request.rc;
}

static void stack(const char *text, int len)
{
	if (len > LINE_MAX_STACK)
		len = LINE_MAX_STACK;
	hosted_own(HOSTED_STACK_PUT, text, (long)len, 0);
}

static void stack_stem(tsd_t *TSD, struct with_part *part)
{
	int nr = count(TSD, part);

	for (int i = 1; i <= nr; i++) {
		const streng *line = getvalue(TSD, element(part, i), -1);

		stack(line->value, line->len);
	}
}

static void stack_stream(struct with_part *part)
{
	char line[LINE_MAX_STACK + 2];
	FILE *file;

	part->name->value[part->name->len] = 0;
	file = fopen(part->name->value, "r");
	if (!file)
		exiterror(ERR_SYSTEM_FAILURE, 920, "reading", "for input", strerror(errno));
	while (fgets(line, sizeof(line), file))
		stack(line, (int)strcspn(line, "\n"));
	fclose(file);
}

void with_begin(tsd_t *TSD, struct with *with, const streng *name, cnodeptr overwrite)
{
	find_parts(TSD, with, name, overwrite);
	/* A queue is the program stack itself. */
	with->has_buffer = with->in.kind == WITH_STEM || with->in.kind == WITH_STREAM;
	if (with->has_buffer)
		with->buffer = buffer_command("MAKEBUF");
	if (with->in.kind == WITH_STEM)
		stack_stem(TSD, &with->in);
	else if (with->in.kind == WITH_STREAM)
		stack_stream(&with->in);
	if (with->out.kind == WITH_STEM && with->out.is_append)
		count(TSD, &with->out);
	with->is_kept = with->out.kind != WITH_NORMAL && !hosted_own(HOSTED_KEEP, 0, 0, 0);
}

/* ---- Output -------------------------------------------------------------- */

static FILE *open_stream(struct with_part *part)
{
	FILE *file;

	part->name->value[part->name->len] = 0;
	file = fopen(part->name->value, part->is_append ? "a" : "w");
	if (!file)
		exiterror(ERR_SYSTEM_FAILURE, 920, "writing", "for output", strerror(errno));
	return file;
}

static void give_line(
	tsd_t *TSD, struct with_part *part, int nr, FILE *file, const char *text, int len)
{
	switch (part->kind) {
	case WITH_STEM: set(TSD, part, nr, text, len); break;
	case WITH_STREAM: fprintf(file, "%.*s\n", len, text); break;
	default:
		hosted_own(HOSTED_STACK_PUT, text,
			(long)(len < LINE_MAX_STACK ? len : LINE_MAX_STACK),
			part->kind == WITH_LIFO);
	}
}

static void give_lines(tsd_t *TSD, struct with_part *part, const char *text, const char *end)
{
	FILE *file = part->kind == WITH_STREAM ? open_stream(part) : NULL;
	int nr = part->kind == WITH_STEM && part->is_append ? count(TSD, part) : 0;
	char number[12];

	while (text < end) {
		const char *line = memchr(text, '\n', (size_t)(end - text));

		if (!line)
			line = end;
		give_line(TSD, part, ++nr, file, text, (int)(line - text));
		text = line + 1;
	}
	if (file)
		fclose(file);
	if (part->kind == WITH_STEM)
		set(TSD, part, 0, number, sprintf(number, "%d", nr));
}

void with_end(tsd_t *TSD, struct with *with)
{
	char command[24], *text = NULL, nothing;
	long len = 0;

	if (with->is_kept) {
		len = hosted_own(HOSTED_KEPT, 0, 0, 0);
		text = malloc((size_t)len + 1);
		len = hosted_own(HOSTED_KEPT, text ? text : &nothing, text ? len + 1 : 1, 0);
	}
	if (with->has_buffer) {
		sprintf(command, "DROPBUF %d", with->buffer);
		buffer_command(command);
	}
	if (with->is_kept && !text)
		exiterror(ERR_STORAGE_EXHAUSTED, 0);
	if (with->is_kept)
		give_lines(TSD, &with->out, text, text + len);
	free(text);
	Free_stringTSD(with->in.name);
	Free_stringTSD(with->out.name);
}
