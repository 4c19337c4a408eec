// SPDX-License-Identifier: Apache-2.0
/* CP's start, in order, on one screen. */
#include "mach/abend.h"
#include "mach/cpu.h"
#include "mach/frame.h"
#include "mach/hostdat.h"
#include "mach/sclp.h"
#include "mach/asm.h"

void cp_main(void);

uint8_t boot_stack[16384] __attribute__((aligned(4096)));
extern char _end[];

static void idle(void)
{
	for (;;)
		cpu_wait();
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
	sclp_printf("hello from CPU %u storage %lu MiB", this_cpu()->addr, sclp_storage_size() / MiB);
	smp_start_others(idle);
	sclp_printf("%u CPUs", nr_cpus);
	idle();
}
