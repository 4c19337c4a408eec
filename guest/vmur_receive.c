// SPDX-License-Identifier: Apache-2.0
/*
 * Spool files as DIAGNOSE X'14' and the kernel's reader device hand them out: pages of 4096 bytes,
 * each with a count of data records, the records, and the length of the longest record of the file.
 *
 * A record is the CCW that wrote it (command, flags, length of the data), the distance to the next
 * record, and the data without trailing EBCDIC blanks. Records of commands that carry no data have
 * only the CCW.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "lib/ebcdic.h"
#include "vmur.h"

struct spool_page {
	be32_t magic;          /* X'000' 0: a page of an ordinary file */
	uint8_t reserved1[8];  /* X'004' */
	be32_t nr_records;     /* X'00C' */
	uint8_t data[4048];    /* X'010' */
	be16_t record_len;     /* X'FE0' longest record of the file */
	uint8_t reserved2[30]; /* X'FE2' */
};
static_assert(sizeof(struct spool_page) == PAGE_SIZE, "a spool page is one page");

struct spool_record {
	uint8_t command;      /* X'00' of the CCW */
	uint8_t reserved1[3]; /* X'01' */
	uint8_t flags;        /* X'04' */
#define SPOOL_IMMEDIATE 0x10  /* no data: the next record follows the CCW */
	uint8_t reserved2;    /* X'05' */
	be16_t data_len;      /* X'06' */
	uint8_t reserved3[2]; /* X'08' */
	be16_t distance;      /* X'0A' to the next record */
	uint8_t data[];       /* X'0C' */
};
static_assert(sizeof(struct spool_record) == 12, "header of a record");

#define SPOOL_CCW_LEN 8
#define CMD_NOP       0x03
#define RECORD_MAX    4048

static void put_text(int out, const uint8_t *data, size_t len)
{
	char line[RECORD_MAX + 1];

	while (len > 0 && data[len - 1] == EBC_BLANK)
		len--;
	ebc_to_ascii(line, data, len);
	line[len] = '\n';
	write_all(out, line, len + 1);
}

static void put_binary(int out, const uint8_t *data, size_t len, size_t record_len)
{
	uint8_t record[RECORD_MAX];
	size_t full = MIN(MAX(len, record_len), (size_t)RECORD_MAX);

	memset(record, EBC_BLANK, full);
	memcpy(record, data, len);
	write_all(out, record, full);
}

static void put_page(int out, const struct spool_page *page, size_t record_len, bool is_text)
{
	uint32_t nr = be32_get(page->nr_records);
	size_t at = 0;

	if (be32_get(page->magic) != 0)
		die("the file is a dump or of an unknown kind");
	for (uint32_t i = 0; i < nr; i++) {
		const struct spool_record *record = (const struct spool_record *)(page->data + at);
		size_t left = sizeof(page->data) - at;
		size_t len, distance;

		if (left < sizeof(*record))
			die("the spool page is damaged: record %u begins at its end", i + 1);
		if (record->flags & SPOOL_IMMEDIATE) {
			at += SPOOL_CCW_LEN;
			continue;
		}
		len = be16_get(record->data_len);
		distance = be16_get(record->distance);
		if (distance < sizeof(*record) || distance > left ||
			len > distance - sizeof(*record))
			die("the spool page is damaged: record %u has a wrong length", i + 1);
		if (record->command != CMD_NOP && is_text)
			put_text(out, record->data, len);
		else if (record->command != CMD_NOP)
			put_binary(out, record->data, len, record_len);
		at += distance;
	}
}

void receive_file(int reader, int out, bool is_text)
{
	static struct spool_page page;
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
