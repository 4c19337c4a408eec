// SPDX-License-Identifier: Apache-2.0
/* Lines of QUERY and CLOSE about spool files and unit record devices. */
#include "logic/spool/text.h"
#include "logic/datetime.h"
#include "logic/msg.h"
#include "lib/string.h"

const char *sptext_queue(enum spqueue queue)
{
	static const char *const names[] = {
		[SPQ_READER] = "RDR",
		[SPQ_PUNCH] = "PUN",
		[SPQ_PRINTER] = "PRT",
		[SPQ_SYSTEM] = "SYS",
	};

	return names[queue];
}

static const char *dev_name(uint8_t dev)
{
	static const char *const names[] = {
		[SPDEV_PUNCH] = "PUN",
		[SPDEV_PRINTER] = "PRT",
		[SPDEV_CONSOLE] = "CON",
		[SPDEV_SYSTEM] = "SYS",
	};

	return names[dev];
}

static const char *hold_name(uint8_t hold)
{
	static const char *const names[] = {"NONE", "USER", "SYS ", "USYS"};

	return names[hold & (SPHOLD_USER | SPHOLD_SYSTEM)];
}

int sptext_query_header(char *buf, size_t size, enum spquery form)
{
	static const char *const headers[] = {
		[SPQUERY_PLAIN] =
			"ORIGINID FILE CLASS RECORDS  CPY HOLD USERFORM OPERFORM DEST     "
			"KEEP MSG",
		[SPQUERY_ALL] = "ORIGINID FILE CLASS RECORDS  CPY HOLD DATE  TIME     NAME      "
				"TYPE     DIST",
	};

	return str_format(buf, size, "%s", headers[form]);
}

int sptext_query_line(
	char *buf, size_t size, enum spquery form, const struct spfile *file, int32_t zone_s)
{
	char head[40], time[12];
	struct datetime when;

	str_format(head, sizeof(head), "%-8s %04u %c %s %08u %03u %s", file->origin, file->spid,
		file->class, dev_name(file->dev), MIN(file->nr_records, 99999999u), file->copies,
		hold_name(file->hold));
	if (form == SPQUERY_PLAIN)
		return str_format(buf, size, "%s %-8s %-8s %-8s %-4s OFF", head, file->form,
			file->form, file->dest, file->keep ? "ON" : "OFF");
	datetime_from_tod(&when, file->created, zone_s);
	datetime_time(time, sizeof(time), &when);
	return str_format(buf, size, "%s %02u/%02u %s %-8s  %-8s %-8s", head, when.month, when.day,
		time, file->name, file->type, file->dist);
}

static int sent(char *buf, size_t size, enum msg_id id, const struct spfile *file,
	const char *const words[5])
{
	char records[12], copies[4], class[2] = {file->class, '\0'}, flags[16];

	str_format(records, sizeof(records), "%04u", file->nr_records);
	str_format(copies, sizeof(copies), "%03u", file->copies);
	str_format(flags, sizeof(flags), "%s %s", file->hold ? "HOLD" : "NOHOLD",
		file->keep ? "KEEP" : "NOKEEP");
	return msg_say(buf, size, id, EMSG_ON, words[0], words[1], words[2], words[3], words[4],
		records, copies, class, flags);
}

int sptext_sent_from(
	char *buf, size_t size, const struct spfile *file, enum spqueue from, unsigned was)
{
	char now_id[8], was_id[8], user[9];

	str_format(now_id, sizeof(now_id), "%04u", file->spid);
	str_format(was_id, sizeof(was_id), "%04u", was ? was : file->spid);
	str_format(user, sizeof(user), "%-8s", file->origin);
	return sent(buf, size, MSG_FILE_SENT_FROM, file,
		(const char *const[]){
			sptext_queue(file->queue), now_id, user, sptext_queue(from), was_id});
}

int sptext_sent_to(
	char *buf, size_t size, const struct spfile *file, enum spqueue from, unsigned was)
{
	char now_id[8], was_id[8], user[9];

	str_format(now_id, sizeof(now_id), "%04u", file->spid);
	str_format(was_id, sizeof(was_id), "%04u", was ? was : file->spid);
	str_format(user, sizeof(user), "%-8s", file->owner);
	return sent(buf, size, MSG_FILE_SENT_TO, file,
		(const char *const[]){
			sptext_queue(from), was_id, user, sptext_queue(file->queue), now_id});
}

static const char *on_off(bool on, const char *yes, const char *no)
{
	return on ? yes : no;
}

static int reader_line(char *buf, size_t size, const struct spview *view, unsigned nr)
{
	const struct spopts *opts = view->opts;

	switch (nr) {
	case 0:
		return str_format(buf, size, "RDR  %04X CL %c %s %s   %s     %s", view->vdev,
			opts->class, on_off(opts->cont, "  CONT", "NOCONT"),
			on_off(opts->hold, "  HOLD", "NOHOLD"), on_off(opts->eof, "  EOF", "NOEOF"),
			on_off(view->ready, "  READY", "NOTREADY"));
	case 1:
		return str_format(buf, size,
			"     %04X 2540            %s    %s NORESCAN   SUBCHANNEL = %04X",
			view->vdev, on_off(view->open, "OPEN  ", "CLOSED"),
			on_off(opts->keep, "  KEEP", "NOKEEP"), view->subchannel);
	default: return 0;
	}
}

static int name_text(char *buf, size_t size, const struct spopts *opts)
{
	if (!*opts->name)
		return str_format(buf, size, "NONAME");
	return str_format(buf, size, "NAME %s %s", opts->name, opts->type);
}

int sptext_device_line(char *buf, size_t size, const struct spview *view, unsigned nr)
{
	const struct spopts *opts = view->opts;
	bool punch = view->kind == SPKIND_PUNCH;
	char name[24];

	if (view->kind == SPKIND_READER)
		return reader_line(buf, size, view, nr);
	switch (nr) {
	case 0:
		return str_format(buf, size, "%s  %04X CL %c %s %s COPY %03u    %s FORM %s",
			punch ? "PUN" : "PRT", view->vdev, opts->class,
			on_off(opts->cont, "  CONT", "NOCONT"),
			on_off(opts->hold, "  HOLD", "NOHOLD"), opts->copies,
			on_off(view->ready, "READY", "NOTREADY"), opts->form);
	case 1:
		return str_format(buf, size, "     %04X TO %-8s %s DIST %-8s FLASHC 000 DEST %s",
			view->vdev, opts->to, sptext_queue(opts->to_queue), opts->dist, opts->dest);
	case 2:
		return str_format(buf, size,
			"     %04X FLASH      CHAR      MDFY      0 FCB      LPP OFF", view->vdev);
	case 3:
		name_text(name, sizeof(name), opts);
		return str_format(buf, size, "     %04X %s     NOEOF %s %s NOMSG %s", view->vdev,
			punch ? "2540" : "1403", on_off(view->open, "OPEN  ", "CLOSED"),
			on_off(opts->keep, "  KEEP", "NOKEEP"), name);
	case 4:
		return str_format(
			buf, size, "     %04X SUBCHANNEL = %04X", view->vdev, view->subchannel);
	default: return 0;
	}
}
