// SPDX-License-Identifier: Apache-2.0
/*
 * Virtual unit record devices. The channel commands are those of logic/dev_reader, dev_punch and
 * dev_printer; here they get the spool lock, and the device its place in the machine.
 */
#include "virt/dev_ur.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/diagdev.h"
#include "logic/spool/text.h"

/* ---- The spool lock around each operation of a device ---------------------------------------- */

static struct ur_dev *ur_of(struct chan_dev *dev)
{
	return CONTAINER_OF(dev, struct ur_dev, dev);
}

static void ur_command(struct chan_dev *dev, struct chan_prog *io)
{
	lock_take(&spool_lock);
	if (ur_of(dev)->not_ready)
		chan_check(io, SENSE_INTERVENTION_REQUIRED);
	else
		ur_of(dev)->ops->command(dev, io);
	lock_drop(&spool_lock);
}

static void ur_resume(struct chan_dev *dev, struct chan_prog *io)
{
	lock_take(&spool_lock);
	if (ur_of(dev)->ops->resume)
		ur_of(dev)->ops->resume(dev, io);
	lock_drop(&spool_lock);
}

static void ur_halt(struct chan_dev *dev)
{
	lock_take(&spool_lock);
	if (ur_of(dev)->ops->halt)
		ur_of(dev)->ops->halt(dev);
	lock_drop(&spool_lock);
}

static void ur_begin(struct chan_dev *dev)
{
	lock_take(&spool_lock);
	if (ur_of(dev)->ops->begin)
		ur_of(dev)->ops->begin(dev);
	lock_drop(&spool_lock);
}

static void ur_reset(struct chan_dev *dev)
{
	lock_take(&spool_lock);
	if (ur_of(dev)->ops->reset)
		ur_of(dev)->ops->reset(dev);
	lock_drop(&spool_lock);
}

static const struct chan_dev_ops locked_ops = {
	.command = ur_command,
	.resume = ur_resume,
	.halt = ur_halt,
	.begin = ur_begin,
	.reset = ur_reset,
};

/* ---- The types ------------------------------------------------------------------------------- */

static void make_reader(struct ur_dev *ur)
{
	dev_reader_init(&ur->reader, &ur->user->files, &spool_store, spool_file_destroy, NULL);
}

static void make_punch(struct ur_dev *ur)
{
	struct spuser *files = &ur->user->files;

	spout_init(&ur->punch.out, SPDEV_PUNCH, &spool_out_ops, &ur->source, &spool_store,
		&files->charge, files->userid, "");
	dev_punch_init(&ur->punch);
}

static void make_printer(struct ur_dev *ur)
{
	struct spuser *files = &ur->user->files;

	spout_init(&ur->printer.out, SPDEV_PRINTER, &spool_out_ops, &ur->source, &spool_store,
		&files->charge, files->userid, "");
	dev_printer_init(&ur->printer);
}

static int init(struct vdev *vdev, enum spkind kind, void (*make)(struct ur_dev *ur))
{
	struct ur_dev *ur = (struct ur_dev *)vdev->dev;

	lock_take(&spool_lock);
	ur->kind = (uint8_t)kind;
	ur->user = spool_user_open(vdev->vm->userid);
	if (ur->user) {
		make(ur);
		ur->ops = ur->dev.ops;
		ur->dev.ops = &locked_ops;
	}
	lock_drop(&spool_lock);
	return ur->user ? 0 : -E_NOMEM;
}

static int reader_init(struct vdev *vdev)
{
	return init(vdev, SPKIND_READER, make_reader);
}

static int punch_init(struct vdev *vdev)
{
	return init(vdev, SPKIND_PUNCH, make_punch);
}

static int printer_init(struct vdev *vdev)
{
	return init(vdev, SPKIND_PRINTER, make_printer);
}

/* What was written so far is closed, as LOGOFF and DETACH do; what is read goes back to its queue.
 */
static void done(struct vdev *vdev)
{
	struct ur_dev *ur = (struct ur_dev *)vdev->dev;
	struct spout *out = ur_output(ur);

	lock_take(&spool_lock);
	if (out)
		spool_output_end(out);
	else
		spin_reset(&ur->reader.in);
	spool_forget_tag(&ur->source.tag);
	spool_user_close(ur->user);
	lock_drop(&spool_lock);
}

static void describe(struct vdev *vdev, void (*line)(void *ctx, const char *text), void *ctx)
{
	struct ur_dev *ur = (struct ur_dev *)vdev->dev;
	struct spout *out = ur_output(ur);
	struct spview view = {
		.kind = (enum spkind)ur->kind,
		.vdev = vdev->devno,
		.subchannel = vdev->sch.nr,
	};
	char text[SPTEXT_LINE_MAX];
	struct spopts opts;

	lock_take(&spool_lock);
	view.ready = !ur->not_ready;
	opts = *ur_options(ur);
	view.open = out ? out->file : ur->reader.in.file;
	lock_drop(&spool_lock);
	view.opts = &opts;
	for (unsigned nr = 0; sptext_device_line(text, sizeof(text), &view, nr); nr++)
		line(ctx, text);
}

/* What CLONE carries over: the options that SPOOL set, not the files. */
struct ur_image {
	struct spopts opts;
	bool not_ready;
	char userid[USERID_LEN + 1];
};
static_assert(sizeof(struct ur_image) <= sizeof(((struct vdev_image *)0)->own), "room in an image");

/*
 * Of a file half written it can't be told whose the rest is. One that is being read stays with who reads
 * it: often the deck that the machine was loaded from, with cards that nobody wants any more.
 */
static int save(struct vdev *vdev, void *own)
{
	struct ur_dev *ur = (struct ur_dev *)vdev->dev;
	struct ur_image *image = own;
	struct spout *out = ur_output(ur);
	int rc = 0;

	lock_take(&spool_lock);
	if (out && out->file)
		rc = -E_BUSY;
	*image = (struct ur_image){.opts = *ur_options(ur), .not_ready = ur->not_ready};
	lock_drop(&spool_lock);
	str_copy(image->userid, vdev->vm->userid, sizeof(image->userid));
	return rc;
}

/* What was sent to its own user goes to the new one. */
static int restore(struct vdev *vdev, const void *own)
{
	struct ur_dev *ur = (struct ur_dev *)vdev->dev;
	const struct ur_image *image = own;
	struct spopts *opts = ur_options(ur), fresh;

	lock_take(&spool_lock);
	fresh = *opts;
	*opts = image->opts;
	if (strcmp(opts->to, image->userid) == 0)
		str_copy(opts->to, fresh.to, sizeof(opts->to));
	if (strcmp(opts->dist, image->userid) == 0)
		str_copy(opts->dist, fresh.dist, sizeof(opts->dist));
	ur->not_ready = image->not_ready;
	lock_drop(&spool_lock);
	return 0;
}

#define UR_TYPE(text, code, make, class, type)                                                     \
	{                                                                                          \
		.name = text, .type_code = code, .size = sizeof(struct ur_dev), .init = make,      \
		.done = done, .describe = describe, .save = save, .restore = restore,              \
		.diag210 = {class, type},                                                          \
	}

const struct vdev_type ur_reader_type = UR_TYPE("RDR", 0x2540, reader_init, DEVCLASS_INPUT, 0x82);
const struct vdev_type ur_punch_type = UR_TYPE("PUN", 0x2540, punch_init, DEVCLASS_OUTPUT, 0x82);
const struct vdev_type ur_printer_type =
	UR_TYPE("PRT", 0x1403, printer_init, DEVCLASS_OUTPUT, 0x41);

/* ---- For others ------------------------------------------------------------------------------ */

struct ur_dev *ur_dev_of(const struct vdev *vdev)
{
	if (!vdev || !vdev->dev)
		return NULL;
	if (vdev->type != &ur_reader_type && vdev->type != &ur_punch_type &&
		vdev->type != &ur_printer_type)
		return NULL;
	return (struct ur_dev *)vdev->dev;
}

void ur_set_ready(struct ur_dev *ur, bool ready)
{
	lock_take(&spool_lock);
	ur->not_ready = !ready;
	lock_drop(&spool_lock);
}

struct spout *ur_output(struct ur_dev *ur)
{
	switch (ur->kind) {
	case SPKIND_PUNCH: return &ur->punch.out;
	case SPKIND_PRINTER: return &ur->printer.out;
	default: return NULL;
	}
}

struct spopts *ur_options(struct ur_dev *ur)
{
	struct spout *out = ur_output(ur);

	return out ? &out->opts : &ur->reader.in.opts;
}

int ur_create(struct vmdbk *vm, uint16_t devno, enum dir_spool_kind kind, char class)
{
	static const struct vdev_type *const types[] = {
		[DIR_SPOOL_READER] = &ur_reader_type,
		[DIR_SPOOL_PUNCH] = &ur_punch_type,
		[DIR_SPOOL_PRINTER] = &ur_printer_type,
	};
	struct vdev *vdev;
	int rc;

	if (kind < DIR_SPOOL_READER || kind > DIR_SPOOL_PRINTER)
		return -E_INVAL;
	lock_take(&vm->lock);
	rc = vdev_create(vm, devno, types[kind], &vdev);
	if (!rc && class) {
		lock_take(&spool_lock);
		ur_options((struct ur_dev *)vdev->dev)->class = class;
		lock_drop(&spool_lock);
	}
	lock_drop(&vm->lock);
	return rc;
}

/* ---- What CP prints for its user ------------------------------------------------------------- */

#define PRINT_SPACE_1 0x09 /* write, and space one line */
#define PRINT_WIDTH   132

/* vm lock held; NULL: there is none. */
static struct ur_dev *first_printer(struct vmdbk *vm)
{
	for (unsigned nr = 0; nr < vm->nr_vdevs; nr++) {
		struct vdev *vdev = vdev_by_subchannel(vm, (uint16_t)nr);

		if (vdev && vdev->type == &ur_printer_type)
			return ur_dev_of(vdev);
	}
	return NULL;
}

int ur_print(struct vmdbk *vm, const char *text)
{
	size_t len = MIN(strlen(text), PRINT_WIDTH);
	ebc8_t line[PRINT_WIDTH];
	struct ur_dev *printer;
	int rc = -E_NOENT;

	ebc_from_ascii(line, text, len);
	lock_take(&vm->lock);
	printer = first_printer(vm);
	if (printer) {
		lock_take(&spool_lock);
		rc = spout_write(ur_output(printer), PRINT_SPACE_1, line, len);
		lock_drop(&spool_lock);
	}
	lock_drop(&vm->lock);
	return rc;
}

/* ---- A file came ----------------------------------------------------------------------------- */

static bool is_woken(struct ur_dev *ur, uint16_t spid)
{
	struct spin *in = &ur->reader.in;
	struct spfile *file;
	bool arrived;

	lock_take(&spool_lock);
	file = spqueue_find(in->user, SPQ_READER, spid);
	arrived = file && spin_arrived(in, file);
	lock_drop(&spool_lock);
	return arrived;
}

/* Device end in each reader that had nothing to read until now. */
static void file_arrived(struct vmdbk *vm, uint16_t spid)
{
	lock_take(&vm->lock);
	for (unsigned i = 0; i < vm->nr_vdevs; i++) {
		struct vdev *vdev = vm->vdevs[i];

		if (!vdev->dev || vdev->type != &ur_reader_type)
			continue;
		if (!is_woken((struct ur_dev *)vdev->dev, spid))
			continue;
		subch_unsolicited(&vdev->sch, DSTAT_DEVICE_END);
		vdev_run(vdev);
	}
	lock_drop(&vm->lock);
}

void ur_init(void)
{
	spool_file_arrived = file_arrived;
}
