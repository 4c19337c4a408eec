// SPDX-License-Identifier: Apache-2.0
#include "lib/list.h"
#include "unit.h"

struct item {
	int value;
	struct list link;
};

START_TEST(keeps_order_and_lets_go)
{
	struct list head = LIST_INIT(head), *node, *after;
	struct item items[4];
	int sum = 0;

	for (int i = 0; i < 4; i++) {
		items[i].value = i;
		list_add_tail(&head, &items[i].link);
	}
	list_for_each_safe(node, after, &head)
	{
		struct item *item = LIST_ENTRY(node, struct item, link);

		if (item->value & 1)
			list_del(node);
	}
	list_for_each(node, &head) sum = sum * 10 + LIST_ENTRY(node, struct item, link)->value;
	ck_assert_int_eq(sum, 2);
	ck_assert_ptr_eq(list_pop(&head), &items[0].link);
	ck_assert_ptr_eq(list_pop(&head), &items[2].link);
	ck_assert_ptr_null(list_pop(&head));
	ck_assert(list_is_empty(&items[1].link));
}
END_TEST

UNIT_MAIN("lib/list", keeps_order_and_lets_go)
