/* SPDX-License-Identifier: Apache-2.0 */
/* The eligible list (logic/eligible.h): guests wait there, with VB_ELIGIBLE, while storage would
 * thrash. */
#ifndef NUCLEUS_ELIGIBLE_H
#define NUCLEUS_ELIGIBLE_H

/* Pages of guests at work were taken: looks from now on, until it is better. Tasks. */
void eligible_watch(void);

#endif
