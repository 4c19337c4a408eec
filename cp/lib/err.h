/* SPDX-License-Identifier: Apache-2.0 */
/* Our own error codes: what a function returns, negated, when it could not do its work. */
#ifndef LIB_ERR_H
#define LIB_ERR_H

enum {
	E_INVAL = 1, /* an operand is wrong */
	E_NOMEM,     /* no storage */
	E_NOENT,     /* no such thing */
	E_EXIST,     /* already there */
	E_BUSY,      /* in use: try later */
	E_RANGE,     /* outside what is allowed */
	E_FULL,      /* no room left */
	E_IO,        /* a device failed */
	E_PERM,      /* not authorised */
	E_FORMAT,    /* data is not in the form that it must have */
	E_AGAIN,     /* the caller must wait and call again */
	E_NODEV,     /* the device is gone */
};

#endif
