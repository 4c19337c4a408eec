// SPDX-License-Identifier: Apache-2.0
/* The virtual reader. */
#include "cmd/reader.h"

#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/cpcall.h"
#include "nuc/storage.h"

#define READER     0x00C
#define CMD_READ   0x02
#define REPLY_SIZE 0x10000u /* 700 files */

/* ---- Files --------------------------------------------------------------- */

/* A column of a line, without blanks behind. */
static void column(char *to, size_t size, const char *line, unsigned at)
{
	size_t len = 0, line_len = strlen(line);

	while (len + 1 < size && at + len < line_len)
		len++;
	memcpy(to, line + MIN(at, line_len), len);
	while (len && to[len - 1] == ' ')
		len--;
	to[len] = 0;
}

/* A line of QUERY READER ALL. False: it is none of a file. */
static bool take_line(struct reader_file *file, const char *line)
{
	uint64_t number;
	char records[9];

	column(file->origin, sizeof(file->origin), line, 0);
	column(file->spid, sizeof(file->spid), line, 9);
	column(records, sizeof(records), line, 20);
	column(file->hold, sizeof(file->hold), line, 33);
	column(file->date, sizeof(file->date), line, 38);
	column(file->name, sizeof(file->name), line, 53);
	column(file->type, sizeof(file->type), line, 63);
	file->class = strlen(line) > 14 ? line[14] : ' ';
	if (str_to_dec(file->spid, strlen(file->spid), &number) || strlen(file->spid) != 4)
		return false;
	if (str_to_dec(records, strlen(records), &number))
		return false;
	file->nr_records = (unsigned)number;
	return true;
}

int reader_list(struct reader_file **files, unsigned *nr)
{
	static const char query[] = "QUERY READER ALL";
	char *reply = work_get(REPLY_SIZE + 1);
	uint32_t len, lines = 0;

	*nr = 0;
	if (!reply)
		return msg(MSG_NO_STORAGE);
	cp_command_reply(query, sizeof(query) - 1, reply, REPLY_SIZE, &len);
	len = MIN(len, REPLY_SIZE);
	for (uint32_t i = 0; i < len; i++)
		lines += reply[i] == '\n';
	*files = work_get((lines + 1) * sizeof(**files));
	if (!*files)
		return msg(MSG_NO_STORAGE);
	for (uint32_t begin = 0, end = 0; begin < len; begin = ++end) {
		while (end < len && reply[end] != '\n')
			end++;
		reply[end] = 0;
		if (*nr <= lines && take_line(&(*files)[*nr], reply + begin))
			++*nr;
	}
	return 0;
}

static bool is_wanted(const struct reader_file *file, const char *spid)
{
	uint64_t wanted, have;

	if (strcmp(spid, "*") == 0)
		return strcmp(file->hold, "NONE") == 0;
	return str_to_dec(spid, strlen(spid), &wanted) == 0 &&
	       str_to_dec(file->spid, strlen(file->spid), &have) == 0 && wanted == have;
}

/* ---- Reading ------------------------------------------------------------- */

/* A command about the file; what CP says of it is of no interest. Returns CP's return code. */
static int about_file(const struct reader *reader, const char *format)
{
	char line[64], reply[256];
	uint32_t len;

	str_format(line, sizeof(line), format, reader->file.spid);
	return cp_command_reply(line, strlen(line), reply, sizeof(reply), &len);
}

/* Is it one that CP keeps? It says so behind DEST. */
static bool is_kept(const struct reader *reader)
{
	char line[32], reply[256] = "";
	uint32_t len;

	str_format(line, sizeof(line), "QUERY READER %s", reader->file.spid);
	cp_command_reply(line, strlen(line), reply, sizeof(reply) - 1, &len);
	len = MIN(len, (uint32_t)sizeof(reply) - 1);
	reply[len] = 0;
	for (const char *at = strchr(reply, '\n'); at && strlen(at) >= 8; at++)
		if (memcmp(at, " ON   OFF", 9) == 0)
			return true;
	return false;
}

/*
 * The file becomes the next one. The reader takes files of all classes and does not hold them from
 * now on, or it would read another one.
 */
static int prepare(struct reader *reader)
{
	static const char all[] = "SPOOL READER CLASS * NOHOLD";
	char reply[256];
	uint32_t len;

	cp_command_reply(all, sizeof(all) - 1, reply, sizeof(reply), &len);
	reader->was_kept = is_kept(reader);
	if (about_file(reader, "CHANGE READER %s KEEP") || about_file(reader, "ORDER READER %s"))
		return msg(MSG_READER_EMPTY);
	if (!device_open(&reader->device, READER))
		return msg(MSG_NOT_ATTACHED, "READER", "00C");
	return 0;
}

struct reader *reader_open(const char *spid, int *rc)
{
	struct reader *reader = work_get(sizeof(*reader));
	struct reader_file *files;
	unsigned nr, i = 0;

	*rc = reader ? reader_list(&files, &nr) : msg(MSG_NO_STORAGE);
	if (*rc)
		return NULL;
	while (i < nr && !is_wanted(&files[i], spid))
		i++;
	if (i == nr)
		*rc = strcmp(spid, "*") == 0 ? msg(MSG_READER_EMPTY) : msg(MSG_NO_SPOOL_FILE, spid);
	if (*rc)
		return NULL;
	reader->file = files[i];
	*rc = prepare(reader);
	return *rc ? NULL : reader;
}

static int read_cards(struct reader *reader)
{
	uint32_t at;

	for (unsigned i = 0; i < READER_CARDS; i++)
		reader->ccw[i] = (struct ccw1){.cmd = CMD_READ,
			.flags = CCW_SLI | (i + 1 < READER_CARDS ? CCW_CC : 0),
			.count = be16(READER_CARD),
			.addr = be32((uint32_t)(uint64_t)reader->card[i])};
	memset(reader->card, EBC_BLANK, sizeof(reader->card));
	reader->next = 0;
	reader->nr = READER_CARDS;
	if (device_run(&reader->device, reader->ccw))
		return 0;
	reader->nr = 0;
	reader->is_end = true;
	if (reader->device.irb.scsw.dstat != (DSTAT_END | DSTAT_UNIT_EXCEPTION))
		return -E_IO;
	at = be32_get(reader->device.irb.scsw.ccw) - (uint32_t)(uint64_t)reader->ccw;
	reader->nr = at >= 8 ? (unsigned)MIN(at / 8 - 1, (uint32_t)READER_CARDS) : 0;
	return 0;
}

const ebc8_t *reader_card(struct reader *reader, int *rc)
{
	*rc = 0;
	if (reader->next == reader->nr && !reader->is_end)
		*rc = read_cards(reader);
	if (*rc || reader->next == reader->nr)
		return NULL;
	return reader->card[reader->next++];
}

void reader_close(struct reader *reader, bool is_done)
{
	static const char close[] = "CLOSE READER";
	char reply[256];
	uint32_t len;

	device_close(&reader->device);
	cp_command_reply(close, sizeof(close) - 1, reply, sizeof(reply), &len);
	if (is_done && !reader->was_kept) {
		about_file(reader, "PURGE READER %s");
		return;
	}
	if (!reader->was_kept)
		about_file(reader, "CHANGE READER %s NOKEEP");
	if (!is_done)
		about_file(reader, "ORDER READER %s");
}
