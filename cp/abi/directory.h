/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The object form of the user directory: what the directory compiler writes and CP reads.
 *
 * One contiguous block that may lie anywhere; everything inside is found by offsets from its start.
 *
 *	header | entry, entry, ... in the order of the source | index, ascending by userid
 *
 * An entry is a fixed part followed by items (devices, commands, lists) up to the entry's length.
 * Profiles are merged into the entries that include them, so an entry is complete by itself. One
 * entry stands for all users of a pool: its userid is what their userids begin with.
 *
 * Text is ASCII, userids and names are upper case, padded with blanks. Numbers are big-endian.
 */
#ifndef ABI_DIRECTORY_H
#define ABI_DIRECTORY_H

#include "arch/types.h"

#define DIR_MAGIC              "STWDIRCT"
#define DIR_VERSION            4
#define DIR_USERID_LEN         8
#define DIR_SALT_LEN           16
#define DIR_HASH_LEN           32
#define DIR_PASSWORD_MAX       32          /* characters */
#define DIR_ITERATIONS         1000        /* see struct dir_obj_password */
#define DIR_ITERATIONS_MAX     100000      /* more would keep a logon waiting for seconds */
#define DIR_TIMER_SLACK_MAX_MS 60000       /* one minute */
#define DIR_MAX_CLONES_MAX     10000000    /* of OPTION MAXCLONES */
#define DIR_CPUS_MAX           64          /* virtual CPUs of one user; addresses X'00' to X'3F' */
#define DIR_STORAGE_MIN        4096ull     /* bytes */
#define DIR_STORAGE_MAX        BIT64(0)    /* bytes: 8E */
#define DIR_ENTRY_MAX          0x40000u    /* bytes of one entry with its items */
#define DIR_PARM_MAX           64          /* characters of IPL PARM */
#define DIR_COMMAND_MAX        220         /* characters of a COMMAND statement's text */
#define DIR_LOGONBY_MAX        8           /* userids */
#define DIR_POOL_DIGITS_MAX    7           /* digits behind a pool's name */
#define DIR_MDISK_END          0xFFFFFFFFu /* size END: up to the end of the volume */
#define DIR_FB512              0x9336      /* the device type that stands for FB-512 */

struct dir_obj_header {
	char magic[8];        /* X'00' DIR_MAGIC */
	be32_t version;       /* X'08' DIR_VERSION */
	be32_t length;        /* X'0C' bytes of the whole block */
	be32_t checksum;      /* X'10' dir_checksum of the block from X'14' to its end */
	be32_t nr_entries;    /* X'14' entries and index rows */
	be32_t index;         /* X'18' offset of the index; it ends the block */
	uint8_t reserved[36]; /* X'1C' zeros */
};
static_assert(sizeof(struct dir_obj_header) == 0x40, "directory header");
static_assert(offsetof(struct dir_obj_header, index) == 0x18, "directory header");

struct dir_obj_index {
	char userid[8]; /* X'00' */
	be32_t offset;  /* X'08' of the entry */
	be32_t line;    /* X'0C' of the source file, where the entry begins */
};
static_assert(sizeof(struct dir_obj_index) == 0x10, "directory index");

/*
 * PBKDF2-HMAC-SHA-256 of the password in upper case. An iteration is two SHA-256 blocks, so that
 * 1000 iterations cost some 20 ms on the emulator, once for each logon.
 */
struct dir_obj_password {
	uint8_t salt[16];  /* X'00' */
	be32_t iterations; /* X'10' 1 to DIR_ITERATIONS_MAX */
	uint8_t hash[32];  /* X'14' */
};
static_assert(sizeof(struct dir_obj_password) == 0x34, "directory password");

enum dir_password_kind {
	DIR_PW_ABSENT,   /* minidisks: nobody may link in this mode */
	DIR_PW_HASHED,   /* compare with struct dir_obj_password */
	DIR_PW_NOLOG,    /* may not log on at all */
	DIR_PW_NOPASS,   /* logs on without a password */
	DIR_PW_AUTOONLY, /* started by AUTOLOG and XAUTOLOG only */
	DIR_PW_LBYONLY,  /* with the password of a user named by LOGONBY only */
	DIR_PW_ALL,      /* minidisks: anybody, without a password */
	DIR_PW_KINDS
};

enum dir_machine { DIR_MACHINE_ESA = 1, DIR_MACHINE_XA, DIR_MACHINE_XC, DIR_MACHINE_Z };

enum dir_share_type {
	DIR_SHARE_NONE,     /* the maximum share only: there is none */
	DIR_SHARE_RELATIVE, /* 1 to 10000 */
	DIR_SHARE_ABSOLUTE, /* tenths of a percent, 1 to 1000 */
};

enum dir_share_limit { DIR_NOLIMIT, DIR_LIMITSOFT, DIR_LIMITHARD };

/* Line editing symbols: a character or one of these. */
enum { DIR_SYMBOL_ON, DIR_SYMBOL_OFF };

#define DIR_ENTRY_POOL 0x80

/* Privilege classes A-Z are bits 0-25, classes 1-6 bits 26-31. */
#define DIR_CLASS(letter) BIT32((letter) >= 'A' ? (letter) - 'A' : 26 + (letter) - '1')

/* OPTION statement: bits of dir_obj_user.options, in the order of logic/directory/option.def. */
enum dir_option {
	DIR_OPT_ACCT,
	DIR_OPT_APPLMON,
	DIR_OPT_CHPIDVIRTUALIZATION,
	DIR_OPT_COMSRV,
	DIR_OPT_CONCEAL,
	DIR_OPT_CRYMEASURE,
	DIR_OPT_D84NOPAS,
	DIR_OPT_DEVINFO,
	DIR_OPT_DEVMAINT,
	DIR_OPT_DIAG88,
	DIR_OPT_DIAG98,
	DIR_OPT_IGNMAXU,
	DIR_OPT_LNKEXCLUS,
	DIR_OPT_LNKNOPAS,
	DIR_OPT_LNKSTABL,
	DIR_OPT_MAINTCCW,
	DIR_OPT_MIH,
	DIR_OPT_NETACCOUNTING,
	DIR_OPT_NETROUTER,
	DIR_OPT_NOMDCFS,
	DIR_OPT_QUICKDSP,
	DIR_OPT_RMCHINFO,
	DIR_OPT_SETORIG,
	DIR_OPT_STFIRST,
	DIR_OPT_STGEXEMPT,
	DIR_OPT_SVC76VM,
	DIR_OPT_SVMSTAT,
	DIR_OPT_TODENABLE,
	DIR_OPT_XRC,
	DIR_OPT_PAGESHARE, /* not z/VM's, so behind its list */
};

struct dir_obj_user {
	char userid[8];         /* X'00' of a pool: what its userids begin with */
	be32_t length;          /* X'08' bytes of the entry with its items */
	be32_t classes;         /* X'0C' DIR_CLASS bits */
	be64_t storage;         /* X'10' bytes at logon */
	be64_t max_storage;     /* X'18' bytes, at least as many */
	be32_t options;         /* X'20' BIT32(DIR_OPT_...) */
	be32_t timer_slack_ms;  /* X'24' 0 none, to DIR_TIMER_SLACK_MAX_MS */
	uint8_t machine;        /* X'28' enum dir_machine */
	uint8_t password_kind;  /* X'29' enum dir_password_kind */
	be16_t max_cpus;        /* X'2A' 1 to DIR_CPUS_MAX */
	uint8_t share_type;     /* X'2C' enum dir_share_type */
	uint8_t share_max_type; /* X'2D' enum dir_share_type */
	uint8_t share_limit;    /* X'2E' enum dir_share_limit */
	uint8_t flags;          /* X'2F' DIR_ENTRY_POOL */
	be16_t share;           /* X'30' in the unit of its type */
	be16_t share_max;       /* X'32' in the unit of its type */
	char account[8];        /* X'34' blank: the userid */
	char distribution[8];   /* X'3C' blank: the userid */
	uint8_t symbols[4];     /* X'44' line end, line delete, character delete, escape */
	be32_t pool_low;        /* X'48' first and last number of the pool's userids */
	be32_t pool_high;       /* X'4C' */
	uint8_t pool_digits;    /* X'50' how many digits they are written with, 1 to 7 */
	uint8_t reserved[3];    /* X'51' zeros */
	be32_t max_clones;      /* X'54' 0 any number, to DIR_MAX_CLONES_MAX */
	struct dir_obj_password password; /* X'58' if password_kind is DIR_PW_HASHED, else zeros */
};
static_assert(sizeof(struct dir_obj_user) == 0x8C, "directory entry");
static_assert(offsetof(struct dir_obj_user, share) == 0x30, "directory entry");
static_assert(offsetof(struct dir_obj_user, pool_low) == 0x48, "directory entry");

enum dir_item_type {
	DIR_ITEM_CPU = 1,
	DIR_ITEM_IPL,
	DIR_ITEM_COMMAND,  /* text follows, in the case in which it was written */
	DIR_ITEM_XAUTOLOG, /* struct dir_obj_name: who may start this user; ANY is everybody */
	DIR_ITEM_LOGONBY,  /* struct dir_obj_name: whose password will do */
	DIR_ITEM_NAMESAVE, /* struct dir_obj_name: restricted saved system that it may use */
	DIR_ITEM_CONSOLE,  /* this and the following are devices */
	DIR_ITEM_SPOOL,
	DIR_ITEM_MDISK,
	DIR_ITEM_LINK,
	DIR_ITEM_TYPES
};

#define DIR_ITEM_INHERITED 0x80 /* came with the profile */
#define DIR_ITEM_UNCACHED  0x40 /* of a minidisk: MINIOPT NOCACHE */

struct dir_obj_item {
	be16_t length; /* X'00' bytes, with this */
	uint8_t type;  /* X'02' enum dir_item_type */
	uint8_t flags; /* X'03' DIR_ITEM_INHERITED, _UNCACHED */
};
static_assert(sizeof(struct dir_obj_item) == 4, "directory item");

struct dir_obj_cpu {
	struct dir_obj_item item; /* X'00' */
	uint8_t address;          /* X'04' X'00' to X'3F' */
#define DIR_CPU_BASE     0x80     /* where the user's IPL starts; at most one */
#define DIR_CPU_CPUID    0x40     /* the serial number is given */
#define DIR_CPU_DEDICATE 0x20
#define DIR_CPU_CRYPTO   0x10
	uint8_t flags; /* X'05' */
	be32_t serial; /* X'06' 24 bits */
};
static_assert(sizeof(struct dir_obj_cpu) == 0x0A, "directory CPU");

struct dir_obj_ipl {
	struct dir_obj_item item; /* X'00' */
	uint8_t is_named;         /* X'04' 1: a saved system, 0: a device */
	uint8_t parm_len;         /* X'05' characters of parm, to DIR_PARM_MAX */
	be16_t vdev;              /* X'06' */
	char name[8];             /* X'08' */
	char loadparm[8];         /* X'10' blanks when there is none */
	char parm[64];            /* X'18' in the case in which it was written */
};
static_assert(sizeof(struct dir_obj_ipl) == 0x58, "directory IPL");

struct dir_obj_name {
	struct dir_obj_item item; /* X'00' */
	char name[8];             /* X'04' */
};
static_assert(sizeof(struct dir_obj_name) == 0x0C, "directory name");

/* All devices begin like this. */
struct dir_obj_device {
	struct dir_obj_item item; /* X'00' */
	be16_t vdev;              /* X'04' */
	be16_t devtype;           /* X'06' as X'3215', X'3390'; X'0000' of a LINK */
};
static_assert(sizeof(struct dir_obj_device) == 8, "directory device");

struct dir_obj_console {
	struct dir_obj_device dev; /* X'00' X'3215' or X'3270' */
	char class;                /* X'08' spool class A-Z 0-9 */
	uint8_t is_observer;       /* X'09' 1: the secondary user may only look on */
	char secuser[8];           /* X'0A' blanks when there is none */
};
static_assert(sizeof(struct dir_obj_console) == 0x12, "directory console");

enum dir_spool_kind { DIR_SPOOL_READER = 1, DIR_SPOOL_PUNCH, DIR_SPOOL_PRINTER };

struct dir_obj_spool {
	struct dir_obj_device dev; /* X'00' X'2540' X'3505' X'3525' X'1403' */
	uint8_t kind;              /* X'08' enum dir_spool_kind */
	char class;                /* X'09' A-Z 0-9, a reader's also * for all */
};
static_assert(sizeof(struct dir_obj_spool) == 0x0A, "directory spool");

enum dir_mdisk_kind {
	DIR_MDISK_EXTENT = 1, /* size cylinders (FB-512: blocks) from start on volume volid */
	DIR_MDISK_DEVNO,      /* the whole real device rdev */
	DIR_MDISK_VDISK,      /* size blocks of 512 bytes in storage; a 3390: changes in storage, size 0 */
	DIR_MDISK_TDISK,      /* size cylinders or blocks of temporary space */
};

struct dir_obj_mdisk {
	struct dir_obj_device dev;           /* X'00' X'3390', X'3380', DIR_FB512 */
	uint8_t kind;                        /* X'08' enum dir_mdisk_kind */
	uint8_t password_kinds[3];           /* X'09' read, write, multiple: ABSENT, HASHED, ALL */
	be16_t rdev;                         /* X'0C' */
	be32_t start;                        /* X'0E' */
	be32_t size;                         /* X'12' or DIR_MDISK_END */
	char volid[8];                       /* X'16' a volume label, or &SYSRES */
	char mode[4];                        /* X'1E' as W, MR, MWV */
	struct dir_obj_password password[3]; /* X'22' zeros where the kind is not HASHED */
	be32_t line;                         /* X'BE' of the source */
};
static_assert(sizeof(struct dir_obj_mdisk) == 0xC2, "directory minidisk");
static_assert(offsetof(struct dir_obj_mdisk, password) == 0x22, "directory minidisk");

/* Behind it, when what the minidisk has are changes of another one: MINIOPT COWOF. */
struct dir_obj_base {
	char userid[8]; /* X'00' whose; * is this user's */
	be16_t vdev;    /* X'08' */
};
static_assert(sizeof(struct dir_obj_base) == 0x0A, "directory minidisk's base");

struct dir_obj_link {
	struct dir_obj_device dev; /* X'00' our number */
	be16_t their_vdev;         /* X'08' the owner's number */
	char userid[8];            /* X'0A' the owner; * is this user */
	char mode[4];              /* X'12' */
	be32_t line;               /* X'16' of the source */
};
static_assert(sizeof(struct dir_obj_link) == 0x1A, "directory link");

#endif
