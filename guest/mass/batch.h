/* SPDX-License-Identifier: Apache-2.0 */
/* Many CP commands at once, out of the virtual reader. */
#ifndef MASS_BATCH_H
#define MASS_BATCH_H

struct batch {
	unsigned commands; /* how many were given to CP */
	unsigned refused;  /* how many of them with a return code that is not 0 */
};

/*
 * Gives CP the cards, in ASCII, of the first file in the reader at 000C, each as a command, and
 * purges the file. Returns 0, or -errno of the reader or of the command that purges.
 */
int batch_run(struct batch *batch);

/* Sets a device, its number in four lower case hexadecimal digits, online. Returns false if there
 * is none. */
_Bool device_online(const char *number);

#endif
