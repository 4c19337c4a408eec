// SPDX-License-Identifier: Apache-2.0
/* Spool files as the kernel's reader device hands them out: the pages of abi/spool.h. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "abi/spool.h"
#include "lib/ebcdic.h"
#include "vmur.h"

#define CMD_NOP 0x03

static void put_text(int out, const uint8_t *data, size_t len)
{
	char line[SPREC_DATA_MAX + 1];

	while (len > 0 && data[len - 1] == EBC_BLANK)
		len--;
	ebc_to_ascii(line, data, len);
	line[len] = '\n';
	write_all(out, line, len + 1);
}

static void put_binary(int out, const uint8_t *data, size_t len, size_t record_len)
{
	uint8_t record[SPREC_DATA_MAX];
	size_t full = MIN(MAX(len, record_len), SPREC_DATA_MAX);

	memset(record, EBC_BLANK, full);
	memcpy(record, data, len);
	write_all(out, record, full);
}

/* Write one record out; return how far it is to the next. Dies when it does not fit the page. */
static size_t put_record(int out, const uint8_t *at, size_t left, size_t padded, bool is_text)
{
	const struct splink_record *record = (const struct splink_record *)at;
	const uint8_t *data = at + sizeof(*record);
	size_t len, distance;

	if (left >= SPREC_IMMEDIATE_LEN && (record->flags & SPREC_IMMEDIATE))
		return SPREC_IMMEDIATE_LEN;
	if (left < sizeof(*record))
		die("the spool page is damaged: a record begins at its end");
	len = be16_get(record->data_len);
	distance = be16_get(record->record_len);
	if (distance < sizeof(*record) || distance > left || len > distance - sizeof(*record))
		die("the spool page is damaged: a record has a wrong length");
	if (record->command != CMD_NOP && is_text)
		put_text(out, data, len);
	else if (record->command != CMD_NOP)
		put_binary(out, data, len, padded);
	return distance;
}

static void put_page(int out, const struct splink *page, size_t padded, bool is_text)
{
	size_t at = 0;

	if (be32_get(page->magic) != 0)
		die("the file is a dump or of an unknown kind");
	for (uint32_t i = be32_get(page->nr_records); i > 0; i--)
		at += put_record(out, page->data + at, sizeof(page->data) - at, padded, is_text);
}

void receive_file(int reader, int out, bool is_text)
{
	static struct splink page;
	size_t record_len = 0;
	bool is_first = true;

	for (;;) {
		ssize_t n = read(reader, &page, sizeof(page));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			die("reading the virtual reader: %s", strerror(errno));
		if (n == 0)
			return;
		if (n != (ssize_t)sizeof(page))
			die("the virtual reader gave %zd bytes instead of a page", n);
		if (is_first)
			record_len = be16_get(page.record_len); /* the driver fills it in here */
		is_first = false;
		put_page(out, &page, record_len, is_text);
	}
}
