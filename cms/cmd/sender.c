// SPDX-License-Identifier: Apache-2.0
/* Sending files. */
#include "cmd/sender.h"

#include "cmd/people.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/cpcall.h"
#include "nuc/immediate.h"
#include "nuc/session.h"
#include "nuc/storage.h"

static int punch(void *ctx, const uint8_t card[NETDATA_CARD])
{
	struct sender *sender = ctx;

	return unitrec_write(sender->unit, card, NETDATA_CARD);
}

/* yyyy-mm-dd hh:mm:ss without what is between. */
static void take_time(char time[15])
{
	struct diag_270 now;
	char text[19];
	unsigned len = 0;

	cp_timer(&now);
	ebc_to_ascii(text, now.date_iso, 10);
	ebc_to_ascii(text + 10, now.time, 8);
	for (unsigned i = 0; i < 18 && len < 14; i++)
		if (chr_is_digit(text[i]))
			time[len++] = text[i];
	time[len] = 0;
}

/* A command for CP that says nothing when it is good. */
static int quietly(const char *line)
{
	char reply[256];
	uint32_t len;
	int rc = cp_command_reply(line, strlen(line), reply, sizeof(reply) - 1, &len);

	len = MIN(len, (uint32_t)sizeof(reply) - 1);
	while (len && reply[len - 1] == '\n')
		len--;
	reply[len] = 0;
	if (rc)
		console_write(reply);
	return rc;
}

/* To whose reader the punch goes, by CP's "TO userid RDR"; "": to nobody's. */
static void who_has_punch(char to[9])
{
	static const char query[] = "QUERY VIRTUAL 00D";
	char reply[512];
	struct plist words;
	uint32_t len;

	to[0] = 0;
	if (cp_command_reply(query, sizeof(query) - 1, reply, sizeof(reply) - 1, &len))
		return;
	len = MIN(len, (uint32_t)sizeof(reply) - 1);
	reply[len] = 0;
	for (uint32_t i = 0; i < len; i++)
		if (reply[i] == '\n')
			reply[i] = ' ';
	if (plist_parse(&words, reply) && words.nr < PLIST_MAX)
		return;
	for (unsigned i = 0; i + 2 < words.nr; i++)
		if (strcmp(words.token[i], "TO") == 0 && strcmp(words.token[i + 2], "RDR") == 0)
			str_copy(to, words.token[i + 1], 9);
}

int sender_open(struct sender *sender, const char *to)
{
	char line[40];
	int rc;

	who_am_i(sender->file.from_user, sender->file.from_node);
	str_copy(sender->file.to_user, to, sizeof(sender->file.to_user));
	str_copy(sender->file.to_node, sender->file.from_node, sizeof(sender->file.to_node));
	take_time(sender->file.time);
	who_has_punch(sender->before);
	str_format(line, sizeof(line), "SPOOL PUNCH TO %s", to);
	rc = to[0] ? quietly(line) : 0;
	if (rc)
		return rc;
	sender->is_spooled = to[0];
	sender->unit = unitrec_open(&unitrec_punch, &rc);
	if (!sender->unit)
		return sender_close(sender, rc);
	sender->out = (struct netdata_out){.card = punch, .ctx = sender};
	netdata_begin(&sender->out, &sender->file);
	return 0;
}

int sender_record(struct sender *sender, const uint8_t *data, uint32_t len)
{
	return netdata_record(&sender->out, data, len) ? -E_IO : 0;
}

int sender_close(struct sender *sender, int rc)
{
	char line[48];

	if (sender->unit) {
		netdata_end(&sender->out);
		if (unitrec_finish(sender->unit) && !sender->out.rc)
			sender->out.rc = -E_IO;
		if (sender->out.rc && !rc)
			rc = msg(MSG_UNIT_ERROR);
		if (rc)
			str_format(line, sizeof(line), "CLOSE PUNCH PURGE");
		else
			str_format(line, sizeof(line), "CLOSE PUNCH NAME %s %s", sender->file.fn,
				sender->file.ft);
		rc = rc ? (quietly(line), rc) : quietly(line);
	}
	if (sender->is_spooled && sender->before[0])
		str_format(line, sizeof(line), "SPOOL PUNCH TO %s", sender->before);
	if (sender->is_spooled)
		quietly(sender->before[0] ? line : "SPOOL PUNCH OFF");
	return rc;
}

static int send_records(struct sender *sender, struct edf_file *file)
{
	uint8_t *record = work_get(EDF_LRECL_MAX);
	int len;

	if (!record)
		return -E_NOMEM;
	while ((len = edf_read(file, 0, record, EDF_LRECL_MAX)) >= 0) {
		immediate_obey();
		if (sender_record(sender, record, (uint32_t)len))
			return 0; /* told when it is closed */
	}
	return len == -E_RANGE ? 0 : len;
}

/* The date in the directory, which has two digits of the year. */
static void take_date(char time[15], const struct edf_fst *fst)
{
	str_format(time, 15, "%s%02x%02x%02x%02x%02x%02x",
		fst->flags & EDF_FST_CENTURY ? "20" : "19", fst->date[0], fst->date[1],
		fst->date[2], fst->date[3], fst->date[4], fst->date[5]);
}

int send_file(struct disk *disk, const struct edf_fst *fst, const char *to)
{
	struct sender *sender = work_get(sizeof(*sender));
	struct edf_file file;
	int rc, failed;

	if (!sender)
		return msg(MSG_NO_STORAGE);
	disk_name_text(fst, sender->file.fn, sender->file.ft);
	sender->file.number = ebc_to_chr(fst->fm[1]);
	sender->file.recfm = fst->recfm == EDF_FIXED ? 'F' : 'V';
	sender->file.lrecl = longest_record(fst);
	take_date(sender->file.changed, fst);
	sender->file.size = (uint64_t)be32_get(fst->nr_records) * sender->file.lrecl;
	failed = edf_open(&disk->fs, &file, &fst->name);
	if (failed)
		return say_file_failed(failed, disk, sender->file.fn, sender->file.ft, false);
	rc = sender_open(sender, to);
	if (!rc) {
		failed = send_records(sender, &file);
		if (failed)
			rc = say_file_failed(failed, disk, sender->file.fn, sender->file.ft, false);
		rc = sender_close(sender, rc);
	}
	edf_abandon(&file);
	return rc;
}
