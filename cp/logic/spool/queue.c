// SPDX-License-Identifier: Apache-2.0
/* A user's spool files: the queues, and what commands do to the files in them. */
#include "logic/spool/queue.h"
#include "lib/err.h"
#include "lib/string.h"

static struct spfile *file_of(struct list *node)
{
	return LIST_ENTRY(node, struct spfile, link);
}

#define ORDER_FIRST (1ull << 63) /* of a file in an empty queue */

static void tell(struct spuser *user, struct spfile *file)
{
	if (user->changed)
		user->changed(file);
}

/* At the end of its queue, or at the start. */
static void link_tail(struct spuser *user, struct spfile *file)
{
	struct list *head = &user->queues[file->queue];

	file->order = list_is_empty(head) ? ORDER_FIRST : file_of(head->prev)->order + 1;
	list_add_tail(head, &file->link);
}

static void link_head(struct spuser *user, struct spfile *file)
{
	struct list *head = &user->queues[file->queue];

	file->order = list_is_empty(head) ? ORDER_FIRST : file_of(head->next)->order - 1;
	list_add_head(head, &file->link);
}

void spuser_init(struct spuser *user, const char *userid)
{
	*user = (struct spuser){
		.next_spid = 1,
		.files_limit = SPUSER_FILES_MAX,
		.charge.limit = SPUSER_BLOCKS_MAX,
	};
	str_copy(user->userid, userid, sizeof(user->userid));
	for (int queue = 0; queue < SPQ_COUNT; queue++)
		list_init(&user->queues[queue]);
}

/* Which of the 64 numbers from first on (bit 0: first) the user's files have. */
static uint64_t spids_in_use(struct spuser *user, unsigned first)
{
	uint64_t used = 0;
	struct list *node;

	for (int queue = 0; queue < SPQ_COUNT; queue++) {
		list_for_each (node, &user->queues[queue]) {
			unsigned spid = file_of(node)->spid;

			if (spid >= first && spid - first < 64)
				used |= 1ull << (spid - first);
		}
	}
	return used;
}

/* The next free number, counting on from the last one given; there is one, as files are limited. */
static unsigned spid_next(struct spuser *user)
{
	unsigned spid = user->next_spid;

	for (unsigned tried = 0; tried <= SPID_MAX + 64;) {
		uint64_t used = spids_in_use(user, spid);

		for (unsigned i = 0; i < 64; i++, spid++, tried++) {
			if (spid > SPID_MAX)
				break;
			if (!(used & (1ull << i)))
				return spid;
		}
		if (spid > SPID_MAX)
			spid = 1;
	}
	return 0;
}

int spqueue_add(struct spuser *user, enum spqueue queue, struct spfile *file)
{
	unsigned spid;

	if (user->nr_files >= MIN(user->files_limit, SPID_MAX))
		return -E_RANGE;
	if (file->nr_blocks > user->charge.limit ||
		user->charge.blocks > user->charge.limit - file->nr_blocks)
		return -E_RANGE;
	spid = spid_next(user);
	if (!spid)
		return -E_RANGE;
	user->next_spid = (uint16_t)(spid == SPID_MAX ? 1 : spid + 1);
	user->nr_files++;
	user->charge.blocks += file->nr_blocks;
	file->spid = (uint16_t)spid;
	file->queue = (uint8_t)queue;
	str_copy(file->owner, user->userid, sizeof(file->owner));
	link_tail(user, file);
	tell(user, file);
	return 0;
}

int spqueue_restore(struct spuser *user, struct spfile *file)
{
	struct list *node, *head = &user->queues[file->queue];
	unsigned spid = file->spid;

	if (user->nr_files >= SPID_MAX)
		return -E_RANGE;
	if (!spid || spids_in_use(user, spid) & 1)
		spid = spid_next(user);
	list_for_each (node, head)
		if (file_of(node)->order > file->order)
			break;
	list_insert_between(&file->link, node->prev, node);
	user->nr_files++;
	user->charge.blocks += file->nr_blocks;
	if (spid >= user->next_spid)
		user->next_spid = (uint16_t)(spid == SPID_MAX ? 1 : spid + 1);
	if (spid == file->spid)
		return 0;
	file->spid = (uint16_t)spid;
	return -E_EXIST;
}

void spqueue_remove(struct spuser *user, struct spfile *file)
{
	list_del(&file->link);
	user->nr_files--;
	user->charge.blocks -= file->nr_blocks;
}

struct spfile *spqueue_find(struct spuser *user, enum spqueue queue, unsigned spid)
{
	struct list *node;

	list_for_each (node, &user->queues[queue])
		if (file_of(node)->spid == spid)
			return file_of(node);
	return NULL;
}

struct spfile *spqueue_next(struct spuser *user, enum spqueue queue, const struct spfile *file)
{
	struct list *node = file ? file->link.next : user->queues[queue].next;

	return node == &user->queues[queue] ? NULL : file_of(node);
}

struct spfile *spqueue_eligible(struct spuser *user, enum spqueue queue, char class)
{
	struct list *node;

	list_for_each (node, &user->queues[queue]) {
		struct spfile *file = file_of(node);

		if (!file->hold && !file->in_use && (class == SPCLASS_ANY || class == file->class))
			return file;
	}
	return NULL;
}

void spqueue_order(struct spuser *user, struct spfile *file)
{
	list_del(&file->link);
	link_head(user, file);
	tell(user, file);
}

void spqueue_rotate(struct spuser *user, struct spfile *file)
{
	list_del(&file->link);
	link_tail(user, file);
	tell(user, file);
}

int spqueue_transfer(
	struct spuser *from, struct spfile *file, struct spuser *to, enum spqueue queue)
{
	struct list *before = file->link.prev;
	uint16_t spid = file->spid;
	uint8_t was_in = file->queue;
	int rc;

	if (file->in_use)
		return -E_BUSY;
	spqueue_remove(from, file);
	rc = spqueue_add(to, queue, file);
	if (rc) { /* put it back exactly where it was */
		from->nr_files++;
		from->charge.blocks += file->nr_blocks;
		file->spid = spid;
		file->queue = was_in;
		list_insert_between(&file->link, before, before->next);
	}
	return rc;
}

int spqueue_purge(struct spuser *user, struct spfile *file)
{
	if (file->in_use)
		return -E_BUSY;
	spqueue_remove(user, file);
	return 0;
}

static bool word_matches(const char *wanted, const char *word)
{
	return !*wanted || strcmp(wanted, word) == 0;
}

bool spselect_matches(const struct spselect *select, const struct spfile *file)
{
	if (select->spid && select->spid != file->spid)
		return false;
	if (select->class && select->class != SPCLASS_ANY && select->class != file->class)
		return false;
	if (select->held && !file->hold)
		return false;
	return word_matches(select->form, file->form) && word_matches(select->dest, file->dest) &&
	       word_matches(select->name, file->name) && word_matches(select->type, file->type);
}

static void word_change(char *word, const char *to)
{
	if (*to)
		str_copy(word, to, 9);
}

static uint8_t hold_change(uint8_t hold, uint8_t bit, enum spswitch to)
{
	if (to == SPSWITCH_ON)
		return hold | bit;
	return to == SPSWITCH_OFF ? hold & (uint8_t)~bit : hold;
}

void spfile_change(struct spuser *user, struct spfile *file, const struct spchange *change)
{
	if (change->class)
		file->class = change->class;
	if (change->copies)
		file->copies = change->copies;
	word_change(file->form, change->form);
	word_change(file->dist, change->dist);
	word_change(file->dest, change->dest);
	if (change->noname || *change->name) {
		str_copy(file->name, change->name, sizeof(file->name));
		str_copy(file->type, change->type, sizeof(file->type));
	}
	file->hold = hold_change(file->hold, SPHOLD_USER, change->user_hold);
	file->hold = hold_change(file->hold, SPHOLD_SYSTEM, change->system_hold);
	if (change->keep != SPSWITCH_AS_IS)
		file->keep = change->keep == SPSWITCH_ON;
	tell(user, file);
}

bool spclass_is_valid(char class)
{
	return (class >= 'A' && class <= 'Z') || chr_is_digit(class);
}
