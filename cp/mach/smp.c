// SPDX-License-Identifier: Apache-2.0
/* Real CPUs: their prefix areas, and starting all but the first. */
#include "mach/abend.h"
#include "mach/asm.h"
#include "mach/clock.h"
#include "mach/cpu.h"
#include "mach/frame.h"
#include "mach/hostdat.h"
#include "mach/sclp.h"
#include "mach/trace.h"
#include "lib/string.h"

#define SIGP_SENSE	0x01
#define SIGP_EMERGENCY	0x03
#define SIGP_STOP	0x05
#define SIGP_RESTART	0x06
#define SIGP_INITIAL_RESET 0x0B
#define SIGP_SET_PREFIX 0x0D
#define SIGP_STORE_STATUS 0x0E

#define STACK_ORDER 2 /* 16 KiB for a dispatcher, the same for abends */
#define STACK_FRAME 160

struct cpu cpus[CPU_MAX];
unsigned nr_cpus;

void ext_entry(void);
void io_entry(void);
void mcck_entry(void);
void pgm_entry(void);
void restart_entry(void);
void smp_entry(void);

static void (*others_entry)(void);

static uint64_t stack_alloc(void)
{
	habs_t stack = frame_alloc_run(FRAME_CP, STACK_ORDER);

	cp_assert(stack, FRM002);
	return stack + (PAGE_SIZE << STACK_ORDER) - STACK_FRAME;
}

static void fill_prefix(struct cpu *cpu, struct prefix_area *pfx)
{
	struct psw new = {PSW_AMODE64, 0};

	memset(&pfx->entry_save, 0, sizeof(*pfx) - offsetof(struct prefix_area, entry_save));
	new.addr = (uint64_t)ext_entry;
	pfx->arch.ext_new = new;
	new.addr = (uint64_t)io_entry;
	pfx->arch.io_new = new;
	new.addr = (uint64_t)mcck_entry;
	pfx->arch.mcck_new = new;
	new.addr = (uint64_t)pgm_entry;
	pfx->arch.pgm_new = new;
	new.addr = (uint64_t)restart_entry;
	pfx->arch.restart_new = new;
	pfx->wait_psw.mask = PSW_AMODE64 | PSW_WAIT | PSW_IO | PSW_EXT | PSW_MCCK;
	pfx->cpu = cpu;
	cpu->pfx = pfx;
	pfx->ckc = CLOCK_NEVER;
}

void smp_boot(void *abend_stack, size_t len)
{
	uint16_t self = stap();

	cpus[self].addr = self;
	fill_prefix(&cpus[self], prefix());
	prefix()->abend_sp = (uint64_t)abend_stack + len - STACK_FRAME;
}

static void give_storage(struct cpu *cpu)
{
	habs_t pfx = frame_alloc_run(FRAME_CP, 1);

	cp_assert(pfx, FRM002);
	fill_prefix(cpu, (struct prefix_area *)pfx);
	cpu->pfx->abend_sp = stack_alloc();
	cpu->pfx->restart_sp = stack_alloc();
	cpu->stack = (void *)cpu->pfx->restart_sp;
	cpu->pfx->trace = (void *)frame_alloc_run(FRAME_CP, 2);
	cp_assert(cpu->pfx->trace, FRM002);
}
static_assert(TRACE_ENTRIES * sizeof(struct trace_entry) == PAGE_SIZE << 2, "trace table");

static void cpu_setup(void)
{
	hostdat_enable();
	LCTLG(6, 0xFF000000ull);
	LCTLG(14, CR14_CHREPORT | 0xC0000000ull);
	LCTLG(0, stctg0() | CR0_MALFALERT | CR0_EMERGENCY | CR0_EXTCALL | CR0_CKC | CR0_SERVSIG |
			CR0_INTKEY);
	sckc(CLOCK_NEVER);
	spt(INT64_MAX);
	this_cpu()->online = true;
	this_cpu()->started = clock_now();
}

void smp_init(void)
{
	uint16_t self = stap();
	uint32_t status;

	for (uint16_t addr = 0; addr < CPU_MAX; addr++) {
		cpus[addr].addr = addr;
		if (addr != self && sigp(addr, SIGP_SENSE, 0, &status) == 3)
			continue;
		give_storage(&cpus[addr]);
	}
	set_prefix((uint32_t)(habs_t)cpus[self].pfx);
	nr_cpus = 1;
	cpu_setup();
}

/* Signals until the CPU is not busy with an earlier order. Returns the condition code. */
static int sigp_retry(uint16_t addr, uint8_t order, uint64_t parm)
{
	int cc;

	while ((cc = sigp(addr, order, parm, NULL)) == 2)
		diag44();
	return cc;
}

static void sigp_must(uint16_t addr, uint8_t order, uint64_t parm)
{
	cp_assert(sigp_retry(addr, order, parm) == 0, SMP001);
}

void smp_start_others(void (*entry)(void))
{
	others_entry = entry;
	for (uint16_t addr = 0; addr < CPU_MAX; addr++) {
		struct cpu *cpu = &cpus[addr];

		if (!cpu->pfx || cpu->online)
			continue;
		/*
		 * IPL resets the other CPUs but leaves their control registers as the CP that ran before
		 * had them: low-address protection would be on.
		 */
		sigp_must(addr, SIGP_INITIAL_RESET, 0);
		sigp_must(addr, SIGP_SET_PREFIX, (habs_t)cpu->pfx);
		/* It has no control registers yet: it begins with translation off. */
		cpu->pfx->arch.restart_new.mask = PSW_AMODE64;
		sigp_must(addr, SIGP_RESTART, 0);
		while (!*(volatile bool *)&cpu->online)
			diag44();
		nr_cpus++;
	}
}

/* First C code of a started CPU. */
void smp_entry(void)
{
	cpu_setup();
	others_entry();
}

static void stop_others(void)
{
	for (unsigned i = 0; i < CPU_MAX; i++)
		if (cpus[i].online && cpus[i].addr != this_cpu()->addr) {
			sigp_retry(cpus[i].addr, SIGP_STOP, 0);
			sigp_retry(cpus[i].addr, SIGP_STORE_STATUS, (habs_t)cpus[i].pfx + PFX_SAVE_FPR);
		}
}

void smp_stop_all(uint64_t address)
{
	struct psw wait = {PSW_AMODE64 | PSW_WAIT, address};

	stop_others();
	for (;;)
		asm volatile("lpswe %0" : : "Q"(wait) : "memory");
}

void smp_ipl(uint32_t schid, habs_t page)
{
	extern const uint8_t ipl_code[], ipl_code_end[];
	struct psw psw = {PSW_AMODE64, page};

	stop_others();
	memcpy((void *)page, ipl_code, (size_t)(ipl_code_end - ipl_code));
	for (;;)
		asm volatile("lgr 1,%1\n lpswe %0" : : "Q"(psw), "d"((uint64_t)schid) : "1", "memory");
}

void cpu_wake(struct cpu *cpu)
{
	while (sigp(cpu->addr, SIGP_EMERGENCY, 0, NULL) == 2)
		diag44();
}
