// SPDX-License-Identifier: Apache-2.0
/* The program stack. */
#include "nuc/stack.h"

#include "lib/list.h"
#include "lib/string.h"
#include "nuc/storage.h"

/* Function: a line. In free storage of the nucleus while it is in the stack. */
struct stacked {
	struct list link;
	uint16_t len;
	char text[];
};

/* Function: a buffer; the first one, number 0, is always there. */
struct buffer {
	struct buffer *older;
	unsigned nr, nr_lines;
	struct list lines; /* the next to be read first */
};

static struct buffer first, *newest;

static struct buffer *top(void)
{
	if (!newest) {
		list_init(&first.lines);
		newest = &first;
	}
	return newest;
}

bool stack_put(const char *line, bool is_lifo)
{
	size_t len = MIN(strlen(line), STACK_LINE);
	struct stacked *entry = stor_get(sizeof(*entry) + len);
	struct buffer *buffer = top();

	if (!entry)
		return false;
	entry->len = (uint16_t)len;
	memcpy(entry->text, line, len);
	if (is_lifo)
		list_add_head(&buffer->lines, &entry->link);
	else
		list_add_tail(&buffer->lines, &entry->link);
	buffer->nr_lines++;
	return true;
}

/* The newest line of a buffer, which has one. */
static void take(struct buffer *buffer, char *line, size_t size)
{
	struct stacked *entry = LIST_ENTRY(list_pop(&buffer->lines), struct stacked, link);
	size_t len = size ? MIN(entry->len, size - 1) : 0;

	if (size) {
		memcpy(line, entry->text, len);
		line[len] = 0;
	}
	stor_put(entry, sizeof(*entry) + entry->len);
	buffer->nr_lines--;
}

/* Buffers that a reader has emptied stay; their maker drops them. */
bool stack_take(char *line, size_t size)
{
	for (struct buffer *buffer = top(); buffer; buffer = buffer->older) {
		if (!buffer->nr_lines)
			continue;
		take(buffer, line, size);
		return true;
	}
	return false;
}

unsigned stack_nr(void)
{
	unsigned nr = 0;

	for (const struct buffer *buffer = top(); buffer; buffer = buffer->older)
		nr += buffer->nr_lines;
	return nr;
}

unsigned stack_make(void)
{
	struct buffer *buffer = stor_get(sizeof(*buffer));

	if (!buffer)
		return 0;
	*buffer = (struct buffer){.older = top(), .nr = newest->nr + 1};
	list_init(&buffer->lines);
	newest = buffer;
	return buffer->nr;
}

static void drop_newest(void)
{
	struct buffer *buffer = newest;

	while (buffer->nr_lines)
		take(buffer, NULL, 0);
	if (buffer == &first)
		return;
	newest = buffer->older;
	stor_put(buffer, sizeof(*buffer));
}

bool stack_drop(unsigned nr)
{
	unsigned until = nr ? nr : top()->nr;

	if (until > top()->nr)
		return false;
	while (newest->nr > until)
		drop_newest();
	drop_newest();
	return true;
}

void stack_clear(void)
{
	top();
	while (newest != &first)
		drop_newest();
	drop_newest();
}
