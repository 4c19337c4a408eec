# ---- Linux guests: Debian's kernel, an initramfs of ours, and what an operator feeds to the reader -----
# build/guest/: packages/ (Debian's, kept by "make clean"), kernel, parm, initramfs; of the release that the machine
# itself has. "make guest KERNEL=6.12" makes the same below build/guest/6.12/ with the kernel of another release.
KERNEL      :=
RELEASE_5.10 := bullseye
RELEASE_6.1  := bookworm
RELEASE_6.12 := trixie
RELEASE     := $(RELEASE_$(KERNEL))
$(if $(KERNEL),$(if $(RELEASE),,$(error no release of Debian is known to have kernel $(KERNEL))))
GUEST       := $(B)/guest$(if $(KERNEL),/$(KERNEL))
GUEST_TOOLS := $(B)/guest-tools/vmcp $(B)/guest-tools/vmur
GUEST_FLAGS := $(STD) -static -D_GNU_SOURCE -I$(B)/inc/lib -Iguest

guest: $(addprefix $(GUEST)/,kernel parm parm.disk initramfs initramfs.disk root.ext4) ## fetch Debian's s390x kernel, build the guest's files (KERNEL=6.12)

$(GUEST)/packages/.complete: guest/fetch.sh
	sh guest/fetch.sh $(B)/apt$(if $(RELEASE),/$(RELEASE)) $(GUEST)/packages $(RELEASE)
	@touch $@

$(GUEST)/kernel: $(GUEST)/packages/.complete
	cp $(GUEST)/packages/root/boot/vmlinuz-* $@
	@touch $@

$(GUEST)/parm: guest/parm
	@mkdir -p $(@D)
	cp $< $@

# What IPL of the disk with the root begins with; IPL 200 PARM adds more.
$(GUEST)/parm.disk: guest/parm
	@mkdir -p $(@D)
	sed 's/$$/ root=200/' $< > $@

$(GUEST)/initramfs: guest/mkinitramfs.py $(wildcard guest/root/*) $(GUEST)/packages/.complete $(GUEST_TOOLS)
	$(PYTHON) guest/mkinitramfs.py $(GUEST)/packages/root $@ $(GUEST_TOOLS)

# For guests on disk: an initramfs that finds the disks, and the root that they share, as the image of a file system.
# The same input gives the same bytes: times in the image are not of today.
$(GUEST)/initramfs.disk: guest/mkinitramfs.py guest/disk/init $(GUEST)/packages/.complete
	$(PYTHON) guest/mkinitramfs.py --disk $(GUEST)/packages/root $@

ROOT_MB   := 32
ROOT_UUID := 53746977-6c6c-4f73-8774-65722d726f6f
$(GUEST)/root.ext4: guest/mkinitramfs.py $(wildcard guest/root/*) $(GUEST)/packages/.complete $(GUEST_TOOLS)
	$(PYTHON) guest/mkinitramfs.py --tree $(GUEST)/packages/root $(GUEST)/tree $(GUEST_TOOLS)
	find $(GUEST)/tree -exec touch -h -d @1700000000 {} +
	rm -f $@
	PATH="$$PATH:/sbin:/usr/sbin" E2FSPROGS_FAKE_TIME=1700000000 mke2fs -q -t ext4 -b 4096 -m 0 -O ^has_journal \
		-U $(ROOT_UUID) -E root_owner=0:0,hash_seed=$(ROOT_UUID) -L stillwater -d $(GUEST)/tree $@ $(ROOT_MB)M
	rm -rf $(GUEST)/tree

$(B)/guest-tools/vmcp: guest/vmcp.c guest/cp.c guest/cp.h $(INC_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(GUEST_FLAGS) $(filter %.c,$^) -s -o $@

$(B)/guest-tools/vmur: $(addprefix guest/,vmur.c vmur_send.c vmur_receive.c vmur_device.c vmur.h cp.c cp.h) \
		cp/lib/ebcdic.c cp/abi/spool.h $(INC_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(GUEST_FLAGS) $(filter %.c,$^) -s -o $@
.PHONY: guest
