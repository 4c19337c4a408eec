// SPDX-License-Identifier: Apache-2.0
/* Devices and I/O interruptions. */
#include "nuc/device.h"

#include "lib/string.h"
#include "nuc/machine.h"

#define ISC_BIT 0x08000000u /* CR6: subclass 4 */
#define ISC     4

static struct device *devices; /* that are open */

static uint32_t find(uint16_t devno, struct schib *schib)
{
	for (uint32_t ssid = SSID_ONE; stsch(ssid, schib) == 0; ssid++)
		if ((be16_get(schib->pmcw.flags) & PMCW_V) && be16_get(schib->pmcw.devno) == devno)
			return ssid;
	return 0;
}

bool device_open(struct device *device, uint16_t devno)
{
	struct schib schib __attribute__((aligned(8)));
	struct irb irb __attribute__((aligned(8)));
	uint32_t ssid = find(devno, &schib);
	uint8_t old;

	if (!ssid)
		return false;
	/* Status of what happened while nobody used it, such as a file that came. */
	tsch(ssid, &irb);
	schib.pmcw.flags =
		be16((uint16_t)((be16_get(schib.pmcw.flags) & ~PMCW_ISC) | ISC << 11 | PMCW_E));
	if (msch(ssid, &schib))
		return false;
	old = io_disable();
	device->ssid = ssid;
	device->is_busy = false;
	device->next = devices;
	devices = device;
	LOAD_CR(6, ISC_BIT);
	io_restore(old);
	return true;
}

void device_close(struct device *device)
{
	uint8_t old = io_disable();

	for (struct device **at = &devices; *at; at = &(*at)->next) {
		if (*at != device)
			continue;
		*at = device->next;
		break;
	}
	device->ssid = 0;
	io_restore(old);
}

void device_close_others(struct device *device)
{
	uint8_t old = io_disable();

	devices = device;
	device->next = NULL;
	io_restore(old);
}

int device_start(struct device *device, const struct ccw1 *ccw)
{
	const struct orb orb __attribute__((aligned(8))) = {
		.flags = be32(ORB_FORMAT | ORB_LPM), .ccw = be32((uint32_t)(uint64_t)ccw)};
	uint8_t old = io_disable();
	int cc = ssch(device->ssid, &orb);

	device->is_busy = cc == 0;
	io_restore(old);
	return cc;
}

void device_halt(struct device *device)
{
	hsch(device->ssid);
}

void device_wait(struct device *device)
{
	uint8_t old = io_disable();

	while (device->is_busy)
		wait_interruption();
	io_restore(old);
}

bool device_run(struct device *device, const struct ccw1 *ccw)
{
	if (device_start(device, ccw))
		return false;
	device_wait(device);
	return device->irb.scsw.dstat == DSTAT_END && !device->irb.scsw.cstat;
}

static void take_status(struct device *device)
{
	struct irb irb __attribute__((aligned(8)));
	uint32_t ctl;
	bool has_ended;

	if (tsch(device->ssid, &irb))
		return;
	ctl = be32_get(irb.scsw.ctl);
	has_ended = device->is_busy && (ctl & SCSW_FC_START) &&
		    !(ctl & (SCSW_AC_START_PENDING | SCSW_AC_SCH_ACTIVE | SCSW_AC_DEV_ACTIVE));
	if (has_ended) {
		device->irb = irb;
		device->is_busy = false;
	}
	if (device->interruption)
		device->interruption(device, !has_ended && (irb.scsw.dstat & DSTAT_ATTENTION));
}

void io_interruption(void)
{
	struct lowcore *low = lowcore();
	struct irb irb __attribute__((aligned(8)));

	low->arch.io_old.mask &= ~PSW_WAIT;
	for (struct device *device = devices; device; device = device->next) {
		if (device->ssid != low->arch.io_schid)
			continue;
		take_status(device);
		return;
	}
	tsch(low->arch.io_schid, &irb); /* nobody uses it */
}
