/* SPDX-License-Identifier: Apache-2.0 */
/* Free storage goes back to CP. */
#ifndef MASS_RELEASE_H
#define MASS_RELEASE_H

/*
 * Lets the kernel's cooperative memory management give its free pages to CP with DIAGNOSE X'10',
 * but for some that it needs to go on, and takes them back at once: until one is used CP keeps no
 * frame for it. Returns how many pages it were; 0 where there is no CP.
 */
long release_free_pages(void);

#endif
