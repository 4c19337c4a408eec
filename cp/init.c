// SPDX-License-Identifier: Apache-2.0
/* CP's start, in order, on one screen. The only file that sees every floor. */
#include "cmd/from_console.h"
#include "cmd/from_guest.h"
#include "cmd/logon.h"
#include "cmd/shutdown.h"
#include "lib/string.h"
#include "logic/cmdline.h"
#include "mach/abend.h"
#include "mach/clock.h"
#include "mach/frame.h"
#include "mach/hostdat.h"
#include "mach/sclp.h"
#include "mach/seal.h"
#include "nucleus/clockguard.h"
#include "nucleus/console.h"
#include "nucleus/directory.h"
#include "nucleus/dispatch.h"
#include "nucleus/minidisk.h"
#include "nucleus/pageout.h"
#include "nucleus/pagespace.h"
#include "nucleus/nss.h"
#include "nucleus/pagestore.h"
#include "nucleus/rdev.h"
#include "nucleus/realprinter.h"
#include "nucleus/realreader.h"
#include "nucleus/session.h"
#include "nucleus/settle.h"
#include "nucleus/sysconfig.h"
#include "nucleus/sysres.h"
#include "nucleus/spool.h"
#include "nucleus/task.h"
#include "nucleus/terminal.h"
#include "nucleus/trackcache.h"
#include "nucleus/vdev.h"
#include "nucleus/volume.h"
#include "virt/dev_ur.h"
#include "virt/icpt.h"
#include "virt/intr.h"
#include "virt/machine.h"
#include "virt/per.h"
#include "virt/sclp.h"
#include "virt/stop.h"
#include "virt/version.h"

/* Addresses of disabled waits: without a usable directory; and with a nucleus that is damaged. */
#define WAIT_PSW_NO_USERS 0xD1Ful
#define WAIT_PSW_DAMAGED  0xBADul

void cp_main(void);

uint8_t boot_stack[16384] __attribute__((aligned(4096))); /* CPU 0's until its dispatcher runs */
extern char _end[];

/* ---- What the floors are told to call ------------------------------------------------------------------------ */

/* The machine operator typed a command, or wants the emulator to end. */
static void operator_task(void *arg)
{
	char command[CMDLINE_MAX + 1];
	enum sclp_event event;
	struct vmdbk *vm;

	(void)arg;
	while ((event = sclp_read_event(command, sizeof(command))) != SCLP_EVENT_NONE) {
		if (event == SCLP_EVENT_QUIESCE) {
			shutdown_start(OPERATOR_USERID, SHUTDOWN_WITHIN, false);
			continue;
		}
		vm = vm_find(OPERATOR_USERID);
		if (!vm || console_queue_input(vm, command, strlen(command), true))
			sclp_print("The operator's console takes no more commands now");
		vm_put(vm);
	}
}

static void operator_request(void)
{
	sclp_event_pending = false;
	if (task_start("operator request", operator_task, NULL, NULL, NULL))
		sclp_event_pending = true;
}

static void describe(char *buf, size_t size)
{
	const struct task *task = task_current();
	const struct vcpu *vcpu = this_cpu()->running;

	str_format(buf, size, "task %s of %s; virtual CPU %u of %s", task ? task->name : "none",
		task && task->vm ? task->vm->userid : "CP", vcpu ? vcpu->addr : 0,
		vcpu ? vcpu->vm->userid : "nobody");
}

/* A line of a guest's service-processor console: to its user. vm lock held. */
static void sclp_line(struct vmdbk *vm, const char *text, size_t len)
{
	char line[SCLP_LINE_MAX + 1];

	memcpy(line, text, len);
	line[len] = '\0';
	console_tell(vm, line, 0);
}

static void tell_of_device(enum msg_id id, const struct rdev *rdev)
{
	char devno[8];

	str_format(devno, sizeof(devno), "%04X", rdev->devno);
	operator_msg(id, rdev_class_name(rdev), devno);
}

static void device_arrived(struct rdev *rdev, bool is_new)
{
	int rc = 0;

	switch (rdev->class) {
	case RDEV_GRAPHIC:
	case RDEV_TYPEWRITER: rc = terminal_arrived(rdev); break;
	case RDEV_READER: realreader_arrived(rdev); break;
	case RDEV_PUNCH:
	case RDEV_PRINTER: realprinter_arrived(rdev); break;
	case RDEV_DASD: volume_arrived(rdev); break;
	default: break;
	}
	if (rc || is_new)
		tell_of_device(rc ? MSG_DEVICE_NO_STORAGE : MSG_DEVICE_FOUND, rdev);
}

static void device_gone(struct rdev *rdev)
{
	if (rdev->class == RDEV_GRAPHIC || rdev->class == RDEV_TYPEWRITER)
		terminal_gone(rdev);
	if (rdev->class == RDEV_DASD)
		volume_gone(rdev);
	tell_of_device(MSG_DEVICE_GONE, rdev);
}

static const struct abend_ops abend_ops = {.recover = task_abended, .describe = describe};
static const struct dispatch_ops dispatch_ops = {.run_vcpu = vcpu_run,
	.operator_request = operator_request,
	.io_interruption = rdev_interruption,
	.machine_check = rdev_machine_check};
static const struct rdev_ops rdev_ops = {.arrived = device_arrived, .gone = device_gone};
static const struct console_ops console_ops = {
	.command = command_from_console, .spool = spool_console_line};
static const struct terminal_ops terminal_ops = {
	.logon = logon_from_logo,
	.line = logon_line,
	.vanished = session_disconnect,
	.came = logon_forget};

/* ---- The end of start-up, in a task ----------------------------------------------------------------------------- */

static void sclp_tell(enum msg_id id)
{
	char text[MSG_LINE_SIZE];

	msg_say(text, sizeof(text), id, EMSG_ON, OPERATOR_USERID);
	sclp_print(text);
}

/* CP can't go on without users, and whoever made the volume can mend that: no abend. */
static void __attribute__((noreturn)) give_up(enum msg_id why)
{
	sclp_tell(why);
	smp_stop_all(WAIT_PSW_NO_USERS);
}

/* IPLed from a volume: the directory is there. Else it was loaded with CP and is in use already. */
static void read_directory(void)
{
	void *block;
	size_t len;

	if (sysres_ipl_schid() && (sysres_read_directory(sysres_ipl_schid(), &block, &len) ||
					  directory_use(block, len)))
		give_up(MSG_NO_DIRECTORY);
}

/* The first of the configuration's operator consoles that is there. */
static struct terminal *operator_terminal(void)
{
	struct terminal *terminal;

	for (uint32_t i = 0; i < sysconfig.nr_consoles; i++) {
		if (sysconfig.console[i] == SYSCONFIG_SYSTEM_CONSOLE)
			return terminal_first();
		for (terminal = terminal_next(NULL); terminal; terminal = terminal_next(terminal))
			if (terminal_rdev(terminal)->devno == sysconfig.console[i])
				return terminal;
	}
	if (sysconfig.nr_consoles)
		sclp_tell(MSG_NO_OPERATOR_CONSOLE);
	return terminal_first();
}

static void operator_logon(void)
{
	struct terminal *terminal;
	struct dir_user user;
	struct vmdbk *vm;

	if (directory_find(OPERATOR_USERID, &user))
		give_up(MSG_NOT_IN_DIRECTORY);
	if (session_create(&user, &vm) != MSG_NONE)
		give_up(MSG_NO_STORAGE);
	terminal = operator_terminal();
	if (terminal)
		session_connect(vm, terminal, true, "");
	vm_put(vm);
}

/* The IPL volume counts as in use for ever. */
static void mount_volumes(void)
{
	struct rdev *rdev = sysres_rdev();
	char volid[VOLID_SIZE];
	struct volume_info info;

	volume_start_up(&sysconfig);
	if (!rdev)
		return;
	if (volume_attach(rdev, NULL, volid) != MSG_VOLUME_ATTACHED_ALREADY && sysconfig_was_read())
		sclp_tell(MSG_SYSRES_NOT_OWNED);
	volume_info(rdev, &info);
}

static void autolog(void)
{
	struct vmdbk *vm = vm_find(OPERATOR_USERID);
	static const char command[] = "XAUTOLOG AUTOLOG1";
	struct dir_user user;

	if (vm && !directory_find("AUTOLOG1", &user) &&
		console_queue_input(vm, command, strlen(command), true))
		operator_tell("AUTOLOG1 could not be started");
	vm_put(vm);
}

/* What the loader's parameter says; WARM without it. */
static enum spool_start spool_start_of(const char *loadparm)
{
	static const char *const words[] = {
		[SPOOL_WARM] = "WARM",
		[SPOOL_FORCE] = "FORCE",
		[SPOOL_COLD] = "COLD",
		[SPOOL_CLEAN] = "CLEAN",
	};

	for (unsigned i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(loadparm, words[i]) == 0)
			return (enum spool_start)i;
	return SPOOL_WARM;
}

static void start_up_task(void *arg)
{
	char storage[16], nr[12], users[12], text[MSG_LINE_SIZE];

	(void)arg;
	if (sclp_enable_events())
		sclp_print("The service processor takes no events: no machine operator's commands");
	if (sysres_ipl_schid())
		sysconfig_read_volume();
	read_directory();
	operator_logon();
	sysconfig_tell();
	mount_volumes();
	spool_start_up(spool_start_of(sclp_loadparm()));
	nss_start();
	realprinter_init();
	realreader_init();
	storage_format(storage, sizeof(storage), frame_storage_size());
	str_format(nr, sizeof(nr), "%u", nr_cpus);
	str_format(users, sizeof(users), "%u", directory_nr_users());
	msg_say(text, sizeof(text), MSG_SYSTEM_READY, EMSG_ON, CP_NAME, CP_VERSION, storage, nr, users);
	operator_tell(text);
	sclp_print(text);
	autolog();
}

/* ---- The start ------------------------------------------------------------------------------------------------------- */

void cp_main(void)
{
	habs_t end = (habs_t)_end, stacks;
	uint64_t storage;
	uint32_t nr_stacks;
	size_t directory;

	bool is_whole = seal_is_whole();

	smp_boot(boot_stack, PAGE_SIZE);
	if (!is_whole) {
		sclp_tell(MSG_NUCLEUS_DAMAGED);
		smp_stop_all(WAIT_PSW_DAMAGED);
	}
	storage = sclp_storage_size();
	sysconfig_init(CP_SYSID);
	if (!sysres_ipl_schid())
		sysconfig_read_loaded(storage);
	directory = sysres_ipl_schid() ? 0 : directory_loaded_length(storage);
	if (directory)
		end = MAX(end, DIRECTORY_LOADED + directory);

	stacks = ROUND_UP(end, PAGE_SIZE);
	nr_stacks = task_nr_stacks(storage);
	end = stacks + (habs_t)nr_stacks * TASK_STACK_BYTES;

	frame_init(end, storage);
	hostdat_init(storage, end);
	smp_init();
	task_init(stacks, nr_stacks);
	displist_init();
	vm_init();
	clockguard_init();
	pagespace_init();
	pagestore_init();
	pageout_init();
	settle_init();

	abend_set_ops(&abend_ops);
	dispatch_set_ops(&dispatch_ops);
	console_set_ops(&console_ops);
	terminal_set_ops(&terminal_ops);
	vdev_post = intr_post_vm;
	vm_destroy = machine_destroy;
	guest_sclp_line = sclp_line;
	guest_stopped = tell_guest_stopped;
	guest_command = command_from_guest;
	per_say = say_from_guest;
	ur_init();
	tc_init();
	minidisk_init();

	rdev_set_ops(&rdev_ops);
	rdev_init();
	terminal_init(sysconfig.system_id);
	if (!sysres_ipl_schid() && directory_use((const void *)DIRECTORY_LOADED, directory))
		give_up(MSG_NO_DIRECTORY);
	smp_start_others(dispatch);
	if (task_start("start-up", start_up_task, NULL, NULL, NULL))
		abend(ABEND_FRM002, 0);
	dispatch();
}
