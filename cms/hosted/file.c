// SPDX-License-Identifier: Apache-2.0
/* Files and the console of C programs. */
#include "hosted/hosted.h"

#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/disk.h"
#include "nuc/immediate.h"
#include "nuc/storage.h"
#include "text/path.h"

#define PATH_SIZE 256
#define ROOM_MIN  4096

static int error_of(int rc)
{
	switch (rc) {
	case 0: return 0;
	case -E_NOENT: return -L_ENOENT;
	case -E_NOMEM: return -L_ENOMEM;
	case -E_EXIST: return -L_EEXIST;
	case -E_PERM: return -L_EROFS;
	case -E_FULL: return -L_ENOSPC;
	case -E_BUSY: return -L_EACCES;
	case -E_INVAL: return -L_EFBIG;
	default: return -L_EIO;
	}
}

static struct hosted_file *file_of(struct hosted *h, uint64_t fd)
{
	return fd < HOSTED_FILES && h->file[fd].is_open ? &h->file[fd] : NULL;
}

/* ---- The text in storage ------------------------------------------------- */

/* Makes room for len bytes. */
static bool make_room(struct hosted_file *file, uint64_t len)
{
	uint64_t room = MAX(MAX(file->room * 2, len), ROOM_MIN);
	char *text;

	if (len <= file->room)
		return true;
	text = room <= storage_free() * PAGE_SIZE ? stor_get(room) : NULL;
	if (!text)
		return false;
	memcpy(text, file->text, file->len);
	stor_put(file->text, file->room);
	file->text = text;
	file->room = room;
	return true;
}

static int read_records(struct hosted_file *file, struct edf_file *records)
{
	uint32_t size = MAX(be32_get(records->fst.lrecl), EDF_LRECL_MAX);
	int len = 0;

	for (uint32_t nr = 1; nr <= be32_get(records->fst.nr_records); nr++) {
		if (!make_room(file, file->len + size + 1))
			return -E_NOMEM;
		len = edf_read(records, nr, file->text + file->len, size);
		if (len < 0)
			return len;
		ebc_to_ascii(file->text + file->len, (const ebc8_t *)file->text + file->len,
			(size_t)len);
		file->len += (uint64_t)len;
		file->text[file->len++] = '\n';
	}
	return 0;
}

static int load(struct hosted_file *file, struct disk *disk, const struct edf_fst *fst)
{
	struct edf_file records;
	int rc = edf_open(&disk->fs, &records, &fst->name);

	if (rc)
		return rc;
	rc = read_records(file, &records);
	edf_abandon(&records);
	return rc;
}

/* A line as a record of the file. record: room for EDF_LRECL_MAX bytes. */
static int write_line(const struct hosted_file *file, struct edf_file *records, ebc8_t *record,
	const char *line, uint64_t len)
{
	uint32_t size = file->is_fixed ? file->lrecl : (uint32_t)MAX(len, 1);
	int rc;

	immediate_obey();
	if (len > EDF_LRECL_MAX || len > size)
		return -E_INVAL;
	ebc_from_ascii(record, line, len);
	memset(record + len, EBC_BLANK, size - len);
	rc = edf_write(records, 0, record, size);
	return rc < 0 ? rc : 0;
}

static int write_lines(const struct hosted_file *file, struct edf_file *records)
{
	ebc8_t *record = stor_get(EDF_LRECL_MAX);
	int rc = record ? 0 : -E_NOMEM;

	for (uint64_t at = 0; !rc && at < file->len; at++) {
		const char *line = file->text + at, *end = memchr(line, '\n', file->len - at);
		uint64_t len = end ? (uint64_t)(end - line) : file->len - at;

		rc = write_line(file, records, record, line, len);
		at += len;
	}
	stor_put(record, EDF_LRECL_MAX);
	return rc;
}

/* Opens the file on the disk, emptied, or begins a new one. */
static int begin_file(const struct hosted_file *file, struct disk *disk, struct edf_file *records)
{
	const char number = file->id.number == '*' ? '1' : file->id.number;
	const ebc8_t fm[2] = {ebc_from_chr(disk->mode), ebc_from_chr(number)};
	struct edf_name name;
	int rc;

	disk_name(&name, file->id.fn, file->id.ft);
	if (!edf_find(&disk->fs, &name))
		return edf_create(&disk->fs, records, &name, fm,
			file->is_fixed ? EDF_FIXED : EDF_VARIABLE, MAX(file->lrecl, 1u));
	rc = edf_open_write(&disk->fs, records, &name);
	if (rc)
		return rc;
	rc = edf_truncate(records, 0);
	if (rc)
		edf_abandon(records);
	return rc;
}

/* The text goes to the disk. What was there before stays when that fails. */
static int save(const struct hosted_file *file)
{
	struct disk *disk = disk_of(file->id.mode);
	struct edf_file records;
	int rc = !disk ? -E_NOENT : disk->is_read_only ? -E_PERM : 0;

	if (!rc)
		rc = begin_file(file, disk, &records);
	if (rc)
		return rc;
	rc = write_lines(file, &records);
	if (!rc)
		rc = edf_close(&records, NULL);
	if (rc)
		edf_abandon(&records);
	else
		rc = edf_commit(&disk->fs);
	if (rc)
		disk_recover();
	return rc;
}

/* ---- Opening and closing ------------------------------------------------- */

static int parse(struct fileid *id, uint64_t path)
{
	char text[PATH_SIZE];

	if (hosted_string(text, path, sizeof(text)) || !path_parse(id, text))
		return -L_ENOENT;
	return 0;
}

static int begin_access(struct hosted_file *file, unsigned flags)
{
	struct disk *disk;
	const struct edf_fst *fst = disk_find(&file->id, &disk);

	if (!fst && !(flags & L_O_CREAT))
		return -L_ENOENT;
	if (fst && (flags & L_O_EXCL))
		return -L_EEXIST;
	if (!fst)
		disk = disk_of(file->id.mode == '*' ? 'A' : file->id.mode);
	if (!disk)
		return -L_ENOENT;
	if (file->can_write && disk->is_read_only)
		return -L_EROFS;
	file->id.mode = disk->mode;
	file->is_fixed = fst && fst->recfm == EDF_FIXED;
	file->lrecl = fst ? be32_get(fst->lrecl) : 0;
	file->is_changed = !fst || (flags & L_O_TRUNC);
	return file->is_changed ? 0 : error_of(load(file, disk, fst));
}

int64_t hosted_open(struct hosted *h, uint64_t path, unsigned flags)
{
	struct hosted_file file = {.is_open = true};
	int64_t fd = 0;
	int rc = parse(&file.id, path);

	while (fd < HOSTED_FILES && h->file[fd].is_open)
		fd++;
	if (rc || fd == HOSTED_FILES)
		return rc ? rc : -L_EMFILE;
	file.can_read = (flags & L_O_ACCMODE) != L_O_WRONLY;
	file.can_write = (flags & L_O_ACCMODE) != 0;
	file.is_append = flags & L_O_APPEND;
	rc = begin_access(&file, flags);
	if (rc) {
		stor_put(file.text, file.room);
		return rc;
	}
	h->file[fd] = file;
	return fd;
}

int64_t hosted_close(struct hosted *h, uint64_t fd)
{
	struct hosted_file *file = file_of(h, fd);
	int rc = 0;

	if (!file)
		return -L_EBADF;
	if (file->is_changed && file->can_write)
		rc = error_of(save(file));
	stor_put(file->text, file->room);
	*file = (struct hosted_file){};
	return rc;
}

/* ---- The console --------------------------------------------------------- */

void hosted_flush(struct hosted *h)
{
	if (!h->out_len)
		return;
	h->out[h->out_len] = 0;
	h->out_len = 0;
	console_write(h->out);
}

static void write_console(struct hosted *h, const char *text, uint64_t len)
{
	for (uint64_t i = 0; i < len; i++) {
		if (text[i] == '\n' && !h->out_len)
			console_write("");
		else if (text[i] == '\n' || h->out_len == HOSTED_OUT)
			hosted_flush(h);
		if (text[i] != '\n')
			h->out[h->out_len++] = text[i] ? text[i] : ' ';
	}
}

static uint64_t read_console(struct hosted *h, uint64_t to, uint64_t len)
{
	hosted_flush(h);
	if (h->in_at == h->in_len) {
		console_read(h->in, true);
		h->in_len = (unsigned)strlen(h->in);
		h->in[h->in_len++] = '\n';
		h->in_at = 0;
	}
	len = MIN(len, h->in_len - h->in_at);
	hosted_store(to, h->in + h->in_at, len);
	h->in_at += (unsigned)len;
	return len;
}

/* ---- Reading and writing ------------------------------------------------- */

int64_t hosted_read(struct hosted *h, uint64_t fd, uint64_t to, uint64_t len)
{
	struct hosted_file *file = file_of(h, fd);

	if (!file || !file->can_read)
		return -L_EBADF;
	if (file->is_console)
		return (int64_t)read_console(h, to, len);
	if (file->at >= file->len)
		return 0;
	len = MIN(len, file->len - file->at);
	hosted_store(to, file->text + file->at, len);
	file->at += len;
	return (int64_t)len;
}

int64_t hosted_write(struct hosted *h, uint64_t fd, uint64_t from, uint64_t len)
{
	struct hosted_file *file = file_of(h, fd);

	if (!file || !file->can_write)
		return -L_EBADF;
	if (file->is_console) {
		write_console(h, (const char *)from, len);
		return (int64_t)len;
	}
	if (file->is_append)
		file->at = file->len;
	if (len > UINT32_MAX || file->at > UINT32_MAX || !make_room(file, file->at + len))
		return -L_ENOSPC;
	if (file->at > file->len)
		memset(file->text + file->len, ' ', file->at - file->len);
	memcpy(file->text + file->at, (const void *)from, len);
	file->at += len;
	file->len = MAX(file->len, file->at);
	file->is_changed = true;
	return (int64_t)len;
}

int64_t hosted_lseek(struct hosted *h, uint64_t fd, int64_t offset, unsigned whence)
{
	struct hosted_file *file = file_of(h, fd);

	if (!file || file->is_console)
		return file ? -L_ESPIPE : -L_EBADF;
	if (whence > L_SEEK_END || offset > UINT32_MAX || offset < -(int64_t)UINT32_MAX)
		return -L_EINVAL;
	if (whence == L_SEEK_CUR)
		offset += (int64_t)file->at;
	else if (whence == L_SEEK_END)
		offset += (int64_t)file->len;
	if (offset < 0)
		return -L_EINVAL;
	file->at = (uint64_t)offset;
	return offset;
}

int64_t hosted_truncate(struct hosted *h, uint64_t fd, uint64_t len)
{
	struct hosted_file *file = file_of(h, fd);

	if (!file || file->is_console || !file->can_write)
		return -L_EBADF;
	if (len > UINT32_MAX || !make_room(file, len))
		return -L_ENOSPC;
	if (len > file->len)
		memset(file->text + file->len, ' ', len - file->len);
	file->len = len;
	file->is_changed = true;
	return 0;
}

/* ---- About files --------------------------------------------------------- */

static void tell(uint64_t to, uint32_t mode, uint64_t size)
{
	const struct linux_stat stat = {.dev = 1,
		.ino = 1,
		.nlink = 1,
		.mode = mode | 0666,
		.size = (int64_t)size,
		.block_size = PAGE_SIZE,
		.nr_blocks = size / 512 + 1};

	hosted_store(to, &stat, sizeof(stat));
}

int64_t hosted_fstat(struct hosted *h, uint64_t fd, uint64_t to)
{
	const struct hosted_file *file = file_of(h, fd);

	if (!file)
		return -L_EBADF;
	tell(to, file->is_console ? L_S_IFCHR : L_S_IFREG, file->len);
	return 0;
}

/* The size is that of the text: of variable records, at most so much. */
int64_t hosted_stat(struct hosted *h, uint64_t path, uint64_t to)
{
	const struct edf_fst *fst;
	struct fileid id;
	struct disk *disk;
	char root[2];

	(void)h;
	if (hosted_string(root, path, sizeof(root)) == 0 && (root[0] == '/' || root[0] == '.')) {
		tell(to, L_S_IFDIR, 0);
		return 0;
	}
	if (parse(&id, path))
		return -L_ENOENT;
	fst = disk_find(&id, &disk);
	if (!fst)
		return -L_ENOENT;
	tell(to, L_S_IFREG, (uint64_t)be32_get(fst->nr_records) * (be32_get(fst->lrecl) + 1ull));
	return 0;
}

int64_t hosted_access(uint64_t path)
{
	struct fileid id;
	struct disk *disk;

	return parse(&id, path) || !disk_find(&id, &disk) ? -L_ENOENT : 0;
}

int64_t hosted_unlink(uint64_t path)
{
	const struct edf_fst *fst;
	struct edf_name name;
	struct fileid id;
	struct disk *disk;
	int rc = parse(&id, path);

	fst = rc ? NULL : disk_find(&id, &disk);
	if (!fst)
		return -L_ENOENT;
	if (disk->is_read_only)
		return -L_EROFS;
	name = fst->name;
	rc = edf_erase(&disk->fs, &name);
	if (!rc)
		rc = edf_commit(&disk->fs);
	if (rc)
		disk_recover();
	return error_of(rc);
}
