// SPDX-License-Identifier: Apache-2.0
/* Nucleus extensions. */
#include "nuc/extension.h"

#include "lib/string.h"
#include "nuc/module.h"
#include "nuc/msg.h"
#include "nuc/storage.h"

static struct extension *extensions;

const struct extension *extension_next(const struct extension *before)
{
	return before ? before->next : extensions;
}

const struct extension *extension_find(const char *name)
{
	const struct extension *extension = extensions;

	while (extension && strcmp(extension->name, name) != 0)
		extension = extension->next;
	return extension;
}

bool extension_drop(const char *name)
{
	bool is_any = false;

	for (struct extension **at = &extensions; *at;) {
		struct extension *extension = *at;

		if (strcmp(name, "*") != 0 && strcmp(name, extension->name) != 0) {
			at = &extension->next;
			continue;
		}
		*at = extension->next;
		stor_put(extension->content, extension->len);
		stor_put(extension, sizeof(*extension));
		is_any = true;
	}
	return is_any;
}

int extension_load(const char *name, const struct fileid *id)
{
	struct extension *fresh = stor_get(sizeof(*fresh));
	int rc;

	if (!fresh)
		return msg(MSG_NO_STORAGE);
	rc = module_read(id, &fresh->content, &fresh->len);
	if (rc) {
		stor_put(fresh, sizeof(*fresh));
		return rc;
	}
	str_copy(fresh->name, name, sizeof(fresh->name));
	extension_drop(name);
	fresh->next = extensions;
	extensions = fresh;
	return 0;
}
