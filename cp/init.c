// SPDX-License-Identifier: Apache-2.0
/* CP's start, in order, on one screen. */
#include "mach/abend.h"
#include "mach/cpu.h"
#include "mach/frame.h"
#include "mach/hostdat.h"
#include "mach/sclp.h"
#include "mach/asm.h"
#include "nucleus/task.h"
#include "nucleus/dispatch.h"
#include "nucleus/vdev.h"
#include "virt/icpt.h"
#include "virt/intr.h"
#include "virt/machine.h"
#include "virt/sclp.h"
#include "virt/stop.h"
#include "lib/string.h"

void cp_main(void);

uint8_t boot_stack[16384] __attribute__((aligned(4096)));
extern char _end[];

static void noop(void){}
static const struct dispatch_ops ops = {vcpu_run, NULL, noop, noop};

static void line(struct vmdbk *vm, const char *text, size_t len)
{
	char buf[256];
	(void)vm;
	len = MIN(len, sizeof(buf)-1);
	memcpy(buf, text, len); buf[len]=0;
	sclp_print(buf);
}
static void stopped(struct vcpu *vcpu, const char *text)
{
	sclp_print(text);
	sclp_printf("sie %lu faults %lu hostint %lu", vcpu->vm->nr_sie, vcpu->vm->nr_faults, vcpu->vm->nr_host_int);
	for (unsigned i = 0; i < NR_ICPT_REASONS; i++) if (vcpu->vm->icpt_count[i]) { char n[16]; icpt_name(n,16,i); sclp_printf("%-10s %u", n, vcpu->vm->icpt_count[i]);}
}

#define KERNEL 0x20000000ul
#define INITRD 0x28000000ul
static void load(void *arg)
{
	struct vmdbk *vm;
	uint64_t klen = *(uint64_t*)0x1FF00000, ilen = *(uint64_t*)0x1FF00008;
	const char *parm = (char*)0x1FF00100;
	struct psw psw = {0x0008000080010000ul,0};
	(void)arg;
	vm_create("LINUX1", 256*MiB, &vm) ? abend(ABEND_DIR001,0) : (void)0;
	vm->max_vcpus = 4;
	guest_sclp_create(vm) ? abend(ABEND_DIR001,1):(void)0;
	for (unsigned i = 0; i < 1; i++) if (machine_add_cpu(vm, i)) abend(ABEND_DIR001,2);
	sclp_printf("load kernel %lu initrd %lu: %s", klen, ilen, parm);
	for (uint64_t o = 0; o < klen; o += 4096) if (gspace_write(&vm->space, o, (void*)(KERNEL+o), MIN(4096,klen-o))) abend(ABEND_DIR001,3);
	for (uint64_t o = 0; o < ilen; o += 4096) if (gspace_write(&vm->space, 0x2000000+o, (void*)(INITRD+o), MIN(4096,ilen-o))) abend(ABEND_DIR001,3);
	uint64_t a[2] = {0x2000000, ilen};
	if (gspace_write(&vm->space, 0x10408, a, 16) || gspace_write(&vm->space, 0x10480, parm, strlen(parm)+1)) abend(ABEND_DIR001,4);
	vm->vcpu[0]->sd.psw = psw;
	sclp_print("go");
	vcpu_unblock(vm->vcpu[0], VB_STOPPED);
}

void cp_main(void)
{
	habs_t end = (habs_t)_end;
	uint64_t size;

	smp_boot(boot_stack, 4096);
	size = sclp_storage_size();
	frame_init(end, size);
	hostdat_init(size);
	smp_init();
	task_init();
	dispatch_set_ops(&ops);
	vdev_post = intr_post_vm;
	guest_sclp_line = line;
	guest_stopped = stopped;
	smp_start_others(dispatch);
	sclp_printf("%u CPUs", nr_cpus);
	if (task_start("load", load, NULL, NULL, NULL)) abend(ABEND_DIR001,9);
	dispatch();
}
