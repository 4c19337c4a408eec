/* SPDX-License-Identifier: Apache-2.0 */
/* VMDBK: the virtual machine definition block, one for each logged-on user. */
#ifndef NUCLEUS_VMDBK_H
#define NUCLEUS_VMDBK_H

#include "arch/types.h"
#include "lib/list.h"
#include "logic/eligible.h"
#include "logic/facility.h"
#include "mach/lock.h"
#include "nucleus/gspace.h"
#include "nucleus/vcpu.h"

#define VCPU_MAX     16
#define USERID_LEN   8
#define NR_ICPT_MAX  96 /* counters of interceptions by reason; virt/icpt.h names them */

struct vdev;
struct vconsole;
struct nss_use;
struct pfault;
struct family;
struct vmdbk;

/* Interruptions that any virtual CPU may take; vmdbk.floating. */
#define VF_SERVSIG   0x01 /* service signal: virt/sclp.h has its parameter */
#define VF_IO	     0x02 /* some subchannel is interrupting */
#define VF_CRW	     0x04 /* channel report */
#define VF_CPSERVICE 0x08 /* external interruption X'2603': pfaults */
#define VF_INTKEY    0x10 /* interruption key: intkey_code */

enum vm_state {
	VM_ACTIVE,
	VM_LOGGING_OFF, /* no new work is accepted */
};

/*
 * Function:      a virtual machine
 * Located by:    vm_find (hash of userids); terminals, tasks and virtual CPUs by pointer
 * Created by:    vm_create (LOGON, XAUTOLOG)
 * Deleted by:    vm_put, when the last reference goes after vm_remove
 * Serialized by: see the groups
 */
struct vmdbk {
	/* constant after creation */
	char userid[USERID_LEN + 1];
	char account[USERID_LEN + 1];
	uint32_t directory_classes; /* privilege classes from the directory */
	uint64_t max_storage;
	uint8_t max_vcpus;
	tod_t logon_time;
	uint64_t epoch;		/* guest TOD - host TOD */

	/* users lock */
	struct list hash_link; /* chain of the userid hash */
	struct list all_link;  /* all users, in order of logon; and who has logged off, till his last reference goes */
	enum vm_state state;

	uint32_t refs; /* atomic: who may still look at it; the table itself is one */

	/* vm lock */
	struct lock lock;
	uint32_t classes;	/* privilege classes in effect */
	struct vcpu *vcpu[VCPU_MAX]; /* by CPU address; NULL: not defined */
	uint8_t nr_vcpus;
	uint8_t ipl_cpu;	/* CPU address of the one that IPL starts */
	struct vdev **vdevs;	/* by subchannel number */
	uint16_t nr_vdevs, max_vdevs;
	uint32_t floating;	/* VF_*; also read without the lock */
	uint32_t crw[8];	/* channel-report words that STORE CHANNEL REPORT WORD gives */
	uint8_t nr_crws;
	struct pfault *pfaults; /* pages that it waits for: logic/pfault.h; NULL: there never were any */
	uint32_t timer_slack_ms; /* 0: clock interruptions come on time */
	uint32_t flags;		 /* VMF_* */
#define VMF_RUN_IN_CP 0x01 /* SET RUN ON */
#define VMF_CP_READ   0x02 /* its user is in CP: every virtual CPU has VB_CP unless SET RUN ON */
#define VMF_PAGESHARE 0x08 /* OPTION PAGESHARE: nucleus/pageshare.h */
#define VMF_MACHINE_Z 0x04 /* MACHINE Z: a name, the machine is the same */
	bool machine_busy;	   /* a reset, an IPL or the end is going on: virt/machine.h */
	bool is_ending;		   /* a guest said LOGOFF or FORCE: cmd/session_later.c, with its lock */
	uint16_t machine_wanted;   /* so many commands wait for its end */
	struct event machine_free; /* posted when it is over */
	uint8_t intkey_code;	   /* what EXTERNAL made pending: VF_INTKEY */
	bool settle_queued;	   /* settle lock */
	void *sclp;		/* the service processor as this guest sees it (virt) */
	void *ipl;		/* what was IPLed, for re-IPL (virt) */
	void *watchdog;		/* DIAGNOSE X'288' (virt) */

	/* atomic; maximum and QUICKDSP: vm lock to set, read without */
	struct sched_machine sched; /* share of the real CPUs */

	/* own locks */
	struct gspace space;	/* storage */
	struct nss_use *nss;	/* saved systems and segments that it has: nucleus/nss.h */
	struct vconsole *console;

	/* family lock */
	struct family *family; /* nucleus/family.h; NULL: it is no clone and has none */
	bool is_clone;

	/* settle lock; settle_queued is also read without */
	struct list settle_link; /* nucleus/settle.h looks at it, if settle_queued */
	tod_t settle_since;

	/* the task that puts guests away */
	uint64_t settle_used; /* time of real CPUs that it had used at the last look */
	uint32_t nr_unmerged; /* nucleus/merge.h: pages of its own after it was looked through; 0: it was not */

	/* page-out lock: nucleus/pageout.c */
	struct list frame_link; /* virtual CPUs of it have VB_FRAME; with a reference */

	/* the page-out task */
	gabs_t page_at; /* where it goes on in the guest's storage */

	/* the task of the eligible list */
	struct eligible_guest eligible;

	/* counted without a lock: near enough, and exact with one virtual CPU */
	uint32_t icpt_count[NR_ICPT_MAX];
	uint64_t nr_sie;	/* SIE entries */
	uint64_t nr_faults;	/* host page faults */
	uint64_t nr_host_int;	/* exits for the host's own interruptions */
};
static_assert(sizeof(struct vmdbk) <= 1024, "four in a frame: there may be a million");

/* Once, before all others here. */
void vm_init(void);

/*
 * Adds a user with `storage` bytes of cleared storage and no virtual CPU or device. *vm has a reference
 * for the caller. 0, -E_EXIST when logged on, -E_NOMEM, -E_RANGE.
 */
int vm_create(const char *userid, uint64_t storage, struct vmdbk **vm) MUST_CHECK;

/* The user with this id (upper case) with a reference for the caller, or NULL. */
struct vmdbk *vm_find(const char *userid);

void vm_get(struct vmdbk *vm);
/* NULL is allowed. No locks held: it may be the last one. */
void vm_put(struct vmdbk *vm);

/*
 * The user after `vm` in order of logon (NULL: the first), with a reference; the reference to `vm` is
 * given back. NULL at the end; that `vm` has logged off meanwhile makes no difference.
 */
struct vmdbk *vm_next(struct vmdbk *vm);

/* Says that the session ends: false if somebody else has said so before. */
bool vm_begin_end(struct vmdbk *vm);

/* Takes the user out of the table: no longer found. The caller has stopped and emptied it. */
void vm_remove(struct vmdbk *vm);

/* What upper floors hang on a VMDBK (sclp, ipl) is freed by this, with the last reference. */
extern void (*vm_destroy)(struct vmdbk *vm);

/* Stops or starts all of its virtual CPUs for a reason (VB_*). vm_stop: tasks only; all are out then. */
void vm_stop(struct vmdbk *vm, uint32_t why);
void vm_start(struct vmdbk *vm, uint32_t why);

uint32_t vm_count(void);

/* Bytes of control storage that CP keeps for it, without pages and page tables. */
uint64_t vm_control_bytes(const struct vmdbk *vm);

#endif
