// SPDX-License-Identifier: Apache-2.0
/* Lines in chunks. */
#include "xedit/text.h"

#include "lib/err.h"
#include "lib/string.h"

#define LINES_MAX   0x7FFFFFF0u
#define FIRST_TABLE 16

struct line *line_make(const struct text_mem *mem, const char *data, size_t len, uint8_t level)
{
	struct line *line = mem->get(mem->ctx, sizeof(*line) + len);

	if (!line)
		return NULL;
	line->len = (uint32_t)len;
	line->level = level;
	if (len)
		memcpy(line->data, data, len);
	return line;
}

void line_drop(const struct text_mem *mem, struct line *line)
{
	if (line)
		mem->put(mem->ctx, line, sizeof(*line) + line->len);
}

void text_init(struct text *text, const struct text_mem *mem)
{
	*text = (struct text){.mem = mem, .first = 1};
}

void text_clear(struct text *text)
{
	const struct text_mem *mem = text->mem;

	for (uint32_t i = 0; i < text->nr_chunks; i++) {
		for (uint32_t j = 0; j < text->chunk[i]->nr; j++)
			line_drop(mem, text->chunk[i]->line[j]);
		mem->put(mem->ctx, text->chunk[i], sizeof(*text->chunk[i]));
	}
	if (text->chunk)
		mem->put(mem->ctx, text->chunk, text->room * sizeof(*text->chunk));
	text_init(text, mem);
}

/* Goes to the chunk of line n; behind the last line: to the last chunk. Returns its index there. */
static uint32_t go_to(struct text *text, uint32_t n)
{
	while (text->at && n < text->first)
		text->first -= text->chunk[--text->at]->nr;
	while (text->at + 1 < text->nr_chunks && n >= text->first + text->chunk[text->at]->nr)
		text->first += text->chunk[text->at++]->nr;
	return n - text->first;
}

struct line *text_line(struct text *text, uint32_t n)
{
	uint32_t i = go_to(text, n);

	return text->chunk[text->at]->line[i];
}

struct line *text_exchange(struct text *text, uint32_t n, struct line *line)
{
	uint32_t i = go_to(text, n);
	struct line *old = text->chunk[text->at]->line[i];

	text->chunk[text->at]->line[i] = line;
	return old;
}

/* ---- Chunks -------------------------------------------------------------- */

static int grow_table(struct text *text)
{
	const struct text_mem *mem = text->mem;
	uint32_t room = text->room ? text->room * 2 : FIRST_TABLE;
	struct text_chunk **table;

	if (text->nr_chunks < text->room)
		return 0;
	table = mem->get(mem->ctx, room * sizeof(*table));
	if (!table)
		return -E_NOMEM;
	if (text->room) {
		memcpy(table, text->chunk, text->nr_chunks * sizeof(*table));
		mem->put(mem->ctx, text->chunk, text->room * sizeof(*table));
	}
	text->chunk = table;
	text->room = room;
	return 0;
}

/* Puts an empty chunk at a place of the table. */
static struct text_chunk *chunk_add(struct text *text, uint32_t place)
{
	const struct text_mem *mem = text->mem;
	struct text_chunk *chunk;

	if (grow_table(text))
		return NULL;
	chunk = mem->get(mem->ctx, sizeof(*chunk));
	if (!chunk)
		return NULL;
	chunk->nr = 0;
	for (uint32_t i = text->nr_chunks; i > place; i--)
		text->chunk[i] = text->chunk[i - 1];
	text->chunk[place] = chunk;
	text->nr_chunks++;
	return chunk;
}

/* The chunk that is full gives its second half to a new one; behind the last line a new one is
 * begun, so that files that are read fill their chunks. */
static int split(struct text *text, uint32_t i)
{
	struct text_chunk *from = text->chunk[text->at], *to = chunk_add(text, text->at + 1);
	uint32_t keep = i == TEXT_CHUNK ? TEXT_CHUNK : TEXT_CHUNK / 2;

	if (!to)
		return -E_NOMEM;
	to->nr = from->nr - keep;
	memcpy(to->line, from->line + keep, to->nr * sizeof(struct line *));
	from->nr = keep;
	return 0;
}

int text_insert(struct text *text, uint32_t n, struct line *line)
{
	struct text_chunk *chunk;
	uint32_t i;

	if (text->nr == LINES_MAX)
		return -E_FULL;
	if (!text->nr_chunks && !chunk_add(text, 0))
		return -E_NOMEM;
	i = go_to(text, n + 1);
	if (text->chunk[text->at]->nr == TEXT_CHUNK) {
		if (split(text, i))
			return -E_NOMEM;
		if (i >= text->chunk[text->at]->nr) {
			i -= text->chunk[text->at]->nr;
			text->first += text->chunk[text->at++]->nr;
		}
	}
	chunk = text->chunk[text->at];
	for (uint32_t j = chunk->nr; j > i; j--) /* by pointers: memmove() goes by bytes here */
		chunk->line[j] = chunk->line[j - 1];
	chunk->line[i] = line;
	chunk->nr++;
	text->nr++;
	return 0;
}

static void drop_empty(struct text *text)
{
	struct text_chunk *chunk = text->chunk[text->at];

	text->nr_chunks--;
	memmove(text->chunk + text->at, text->chunk + text->at + 1,
		(text->nr_chunks - text->at) * sizeof(*text->chunk));
	text->mem->put(text->mem->ctx, chunk, sizeof(*chunk));
	if (text->at == text->nr_chunks && text->at)
		text->first -= text->chunk[--text->at]->nr;
}

struct line *text_remove(struct text *text, uint32_t n)
{
	uint32_t i = go_to(text, n);
	struct text_chunk *chunk = text->chunk[text->at];
	struct line *line = chunk->line[i];

	chunk->nr--;
	memmove(chunk->line + i, chunk->line + i + 1, (chunk->nr - i) * sizeof(struct line *));
	text->nr--;
	if (!chunk->nr)
		drop_empty(text);
	return line;
}

uint32_t text_number(struct text *text, const struct line *line)
{
	uint32_t first = 1;

	for (uint32_t i = 0; i < text->nr_chunks; first += text->chunk[i++]->nr)
		for (uint32_t j = 0; j < text->chunk[i]->nr; j++)
			if (text->chunk[i]->line[j] == line)
				return first + j;
	return 0;
}
