// SPDX-License-Identifier: Apache-2.0
/* What SPOOL and CLOSE say about a virtual reader, punch or printer. */
#include "logic/spool/options.h"
#include "lib/string.h"

void spopts_init(struct spopts *opts, enum spkind kind, const char *userid, const char *dist)
{
	static const uint8_t queue_of[] = {
		[SPKIND_READER] = SPQ_READER,
		[SPKIND_PUNCH] = SPQ_PUNCH,
		[SPKIND_PRINTER] = SPQ_PRINTER,
	};

	*opts = (struct spopts){
		.class = kind == SPKIND_READER ? SPCLASS_ANY : 'A',
		.eof = kind == SPKIND_READER,
		.copies = 1,
		.to_queue = queue_of[kind],
	};
	str_copy(opts->form, "STANDARD", sizeof(opts->form));
	str_copy(opts->dist, dist && *dist ? dist : userid, sizeof(opts->dist));
	str_copy(opts->dest, "OFF", sizeof(opts->dest));
	str_copy(opts->to, userid, sizeof(opts->to));
}
