// SPDX-License-Identifier: Apache-2.0
/* Names of files as C programs have them. */
#include "text/path.h"

#include "lib/string.h"

/* Takes a part up to a blank, a dot or the end, upper case. False: it is empty or too long. */
static bool take_part(const char **path, char part[FILEID_PART + 1])
{
	size_t len = 0;

	for (; **path && **path != '.' && **path != ' '; (*path)++) {
		if (len == FILEID_PART)
			return false;
		part[len++] = chr_upper(**path);
	}
	part[len] = 0;
	return len > 0;
}

static void skip(const char **path)
{
	if (**path == '.')
		(*path)++;
	while (**path == ' ')
		(*path)++;
}

bool path_parse(struct fileid *id, const char *path)
{
	char fn[FILEID_PART + 1], ft[FILEID_PART + 1], fm[FILEID_PART + 1] = "";
	const char *bad;

	if (path[0] == '.' && path[1] == '/')
		path += 2;
	else if (path[0] == '/' && path[1] && path[2] == '/') {
		fm[0] = chr_upper(path[1]);
		fm[1] = 0;
		path += 3;
	} else if (path[0] == '/') {
		path++;
	}
	while (*path == ' ')
		path++;
	if (!take_part(&path, fn))
		return false;
	skip(&path);
	if (!take_part(&path, ft))
		return false;
	skip(&path);
	if (!fm[0] && *path && !take_part(&path, fm))
		return false;
	return fileid_make(id, fn, ft, fm, '*', false, &bad) == FILEID_GOOD;
}
