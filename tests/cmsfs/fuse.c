// SPDX-License-Identifier: Apache-2.0
/*
 * Stands in for libfuse.so.2 under Debian's cmsfs-fuse: instead of a kernel a script on the
 * standard input asks for the operations, so that its code can be run, under qemu-user, where there
 * is no FUSE of its byte order. One operation a line:
 *
 *	ls			lists: name, size
 *	get NAME FILE		copies the file NAME of the disk to FILE
 *	put NAME FILE		and back; the file is new, or is replaced
 *	append NAME FILE	writes behind its end
 *	attr NAME		shows user.record_format, user.record_lrecl, user.file_mode
 *	setattr NAME WHICH V	sets one of them; WHICH is format, lrecl or mode
 *	rm NAME, mv NAME NAME, truncate NAME SIZE
 *	df			shows blocks in all, free
 *
 * Answers go to the standard output; what fails says "error NUMBER". CONVERT TO BINARY, with which
 * cmsfs-fuse reads dates and which old versions of qemu-user do not know, is done here.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#define PIECE 4096 /* what the kernel gives at once, at most, of a write */

struct file_info { /* as FUSE 2.6 has it */
	int flags;
	unsigned long fh_old;
	int writepage;
	unsigned int bits;
	uint64_t fh;
	uint64_t lock_owner;
};

struct args {
	int argc;
	char **argv;
	int allocated;
};

struct opt {
	const char *templ;
	unsigned long offset;
	int value;
};

typedef int fill_fn(void *buf, const char *name, const struct stat *stat, off_t off);

/* The operations, in the order of FUSE 2.6. */
struct operations {
	int (*getattr)(const char *path, struct stat *stat);
	void *readlink, *getdir, *mknod, *mkdir;
	int (*unlink)(const char *path);
	void *rmdir, *symlink;
	int (*rename)(const char *from, const char *to);
	void *link, *chmod, *chown;
	int (*truncate)(const char *path, off_t size);
	void *utime;
	int (*open)(const char *path, struct file_info *info);
	int (*read)(const char *path, char *buf, size_t len, off_t at, struct file_info *info);
	int (*write)(
		const char *path, const char *buf, size_t len, off_t at, struct file_info *info);
	int (*statfs)(const char *path, struct statvfs *stat);
	void *flush;
	int (*release)(const char *path, struct file_info *info);
	void *fsync;
	int (*setxattr)(
		const char *path, const char *name, const char *value, size_t len, int flags);
	int (*getxattr)(const char *path, const char *name, char *value, size_t len);
	void *listxattr, *removexattr, *opendir;
	int (*readdir)(
		const char *path, void *buf, fill_fn *fill, off_t at, struct file_info *info);
	void *releasedir, *fsyncdir;
	void *(*init)(void *connection);
	void *destroy, *access;
	int (*create)(const char *path, mode_t mode, struct file_info *info);
};

int fuse_opt_parse(struct args *args, void *data, const struct opt opts[],
	int (*proc)(void *data, const char *arg, int key, struct args *out));
int fuse_opt_add_arg(struct args *args, const char *arg);
void fuse_opt_free_args(struct args *args);
int fuse_main_real(int argc, char **argv, const struct operations *ops, size_t size, void *data);

/* ---- Arguments: flags "-a", and "--from=%s" -------------------------------------------------- */

int fuse_opt_parse(struct args *args, void *data, const struct opt opts[],
	int (*proc)(void *data, const char *arg, int key, struct args *out))
{
	for (int i = 1; i < args->argc; i++) {
		const char *arg = args->argv[i];
		const struct opt *opt;

		for (opt = opts; opt->templ; opt++) {
			size_t len = strcspn(opt->templ, "%");

			if (opt->templ[len] ? strncmp(arg, opt->templ, len) == 0
					    : strcmp(arg, opt->templ) == 0)
				break;
		}
		if (!opt->templ)
			proc(data, arg, -2, args); /* not an option */
		else if (opt->offset == ~0ul)
			proc(data, arg, opt->value, args);
		else if (strchr(opt->templ, '%'))
			*(char **)((char *)data + opt->offset) = strchr(arg, '=') + 1;
		else
			*(int *)((char *)data + opt->offset) = opt->value;
	}
	return 0;
}

int fuse_opt_add_arg(struct args *args, const char *arg)
{
	(void)args;
	(void)arg;
	return 0;
}

void fuse_opt_free_args(struct args *args)
{
	(void)args;
}

/* ---- CONVERT TO BINARY ----------------------------------------------------------------------- */

#define OP_CVB 0x4f

static void on_sigill(int sig, siginfo_t *info, void *context)
{
	mcontext_t *machine = &((ucontext_t *)context)->uc_mcontext;
	const uint8_t *insn = (const uint8_t *)machine->psw.addr - 4; /* it is behind it */
	unsigned int r1 = insn[1] >> 4, x2 = insn[1] & 15, b2 = insn[2] >> 4;
	unsigned long at = (unsigned long)(insn[2] & 15) << 8 | insn[3];
	const uint8_t *packed;
	long value = 0;

	(void)sig;
	(void)info;
	if (insn[0] != OP_CVB)
		abort();
	at += (x2 ? machine->gregs[x2] : 0) + (b2 ? machine->gregs[b2] : 0);
	packed = (const uint8_t *)at;
	for (int i = 0; i < 15; i++)
		value = value * 10 + (i % 2 ? packed[i / 2] & 15 : packed[i / 2] >> 4);
	if ((packed[7] & 15) == 0xb || (packed[7] & 15) == 0xd)
		value = -value;
	machine->gregs[r1] = (machine->gregs[r1] & ~0xfffffffful) | (uint32_t)value;
}

static void sigill_catch(void)
{
	struct sigaction action = {.sa_sigaction = on_sigill, .sa_flags = SA_SIGINFO};

	sigaction(SIGILL, &action, NULL);
}

/* ---- The script ------------------------------------------------------------------------------ */

static const struct operations *ops;

static void answer(int rc)
{
	if (rc < 0)
		printf("error %d\n", -rc);
	else
		printf("ok\n");
	fflush(stdout);
}

static int list_one(void *buf, const char *name, const struct stat *stat, off_t off)
{
	char path[64];
	struct stat attr;
	int rc;

	(void)buf;
	(void)stat;
	(void)off;
	if (name[0] == '.')
		return 0;
	snprintf(path, sizeof(path), "/%s", name);
	rc = ops->getattr(path, &attr);
	if (rc)
		printf("%s error %d\n", name, -rc);
	else
		printf("%s %lld\n", name, (long long)attr.st_size);
	return 0;
}

static int get(const char *path, const char *to)
{
	struct file_info info = {.flags = O_RDONLY};
	struct stat attr;
	FILE *out;
	int rc = ops->getattr(path, &attr);

	if (!rc)
		rc = ops->open(path, &info);
	if (rc)
		return rc;
	out = fopen(to, "wb");
	for (off_t at = 0; at < attr.st_size && rc >= 0;) {
		static char buf[4096];
		off_t left = attr.st_size - at;

		rc = ops->read(path, buf, left < (off_t)sizeof(buf) ? (size_t)left : sizeof(buf),
			at, &info);
		if (rc <= 0)
			break;
		fwrite(buf, 1, (size_t)rc, out);
		at += rc;
	}
	fclose(out);
	ops->release(path, &info);
	return rc < 0 ? rc : 0;
}

static int put(const char *path, const char *from, int flags)
{
	struct file_info info = {.flags = flags};
	static char buf[PIECE];
	struct stat attr;
	off_t at = 0;
	FILE *in = fopen(from, "rb");
	int rc = ops->getattr(path, &attr);
	size_t len;

	if (!rc && flags & O_TRUNC)
		rc = ops->truncate(path, 0);
	else if (!rc)
		at = attr.st_size;
	rc = rc == -ENOENT ? ops->create(path, 0644, &info) : rc ? rc : ops->open(path, &info);
	if (rc)
		return rc;
	while (rc >= 0 && (len = fread(buf, 1, sizeof(buf), in)) > 0) {
		for (size_t done = 0; done < len && rc >= 0; done += (size_t)rc, at += rc)
			rc = ops->write(path, buf + done, len - done, at, &info);
	}
	fclose(in);
	len = (size_t)ops->release(path, &info);
	return rc < 0 ? rc : (int)len;
}

static int attributes(const char *path)
{
	static const char *const names[] = {
		"user.record_format", "user.record_lrecl", "user.file_mode"};
	char value[64];

	for (int i = 0; i < 3; i++) {
		int rc = ops->getxattr(path, names[i], value, sizeof(value));

		if (rc < 0)
			return rc;
		printf("%.*s ", rc, value);
	}
	return 0;
}

static int attribute_set(const char *path, const char *which, const char *value)
{
	char name[64];

	snprintf(name, sizeof(name), "user.%s%s", strcmp(which, "mode") == 0 ? "file_" : "record_",
		which);
	return ops->setxattr(path, name, value, strlen(value), 0);
}

static int step(const char *verb, const char *path, const char *second, const char *third)
{
	struct statvfs stat;
	char other[64];

	snprintf(other, sizeof(other), "/%s", second);
	if (strcmp(verb, "ls") == 0)
		return ops->readdir("/", NULL, list_one, 0, NULL);
	if (strcmp(verb, "get") == 0)
		return get(path, second);
	if (strcmp(verb, "put") == 0)
		return put(path, second, O_WRONLY | O_TRUNC);
	if (strcmp(verb, "append") == 0)
		return put(path, second, O_WRONLY);
	if (strcmp(verb, "attr") == 0)
		return attributes(path);
	if (strcmp(verb, "setattr") == 0)
		return attribute_set(path, second, third);
	if (strcmp(verb, "rm") == 0)
		return ops->unlink(path);
	if (strcmp(verb, "mv") == 0)
		return ops->rename(path, other);
	if (strcmp(verb, "truncate") == 0)
		return ops->truncate(path, atoll(second));
	if (strcmp(verb, "df") == 0 && ops->statfs("/", &stat) == 0)
		return printf("%llu %llu\n", (unsigned long long)stat.f_blocks,
			       (unsigned long long)stat.f_bfree) < 0;
	return -ENOSYS;
}

int fuse_main_real(
	int argc, char **argv, const struct operations *operations, size_t size, void *data)
{
	char line[4200], verb[16], path[64], second[4096], third[64];

	(void)argc;
	(void)argv;
	(void)data;
	if (size < sizeof(struct operations))
		return 1;
	ops = operations;
	sigill_catch();
	while (fgets(line, sizeof(line), stdin)) {
		path[0] = '/';
		path[1] = second[0] = third[0] = '\0';
		if (sscanf(line, "%15s %62s %4095s %63s", verb, path + 1, second, third) > 0)
			answer(step(verb, path, second, third));
	}
	return 0;
}
