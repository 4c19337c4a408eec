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

guest: $(GUEST)/kernel $(GUEST)/parm $(GUEST)/initramfs ## fetch Debian's s390x kernel, build the guest's files (KERNEL=6.12)

$(GUEST)/packages/.complete: guest/fetch.sh
	sh guest/fetch.sh $(B)/apt$(if $(RELEASE),/$(RELEASE)) $(GUEST)/packages $(RELEASE)
	@touch $@

$(GUEST)/kernel: $(GUEST)/packages/.complete
	cp $(GUEST)/packages/root/boot/vmlinuz-* $@
	@touch $@

$(GUEST)/parm: guest/parm
	@mkdir -p $(@D)
	cp $< $@

$(GUEST)/initramfs: guest/mkinitramfs.py $(wildcard guest/root/*) $(GUEST)/packages/.complete $(GUEST_TOOLS)
	$(PYTHON) guest/mkinitramfs.py $(GUEST)/packages/root $@ $(GUEST_TOOLS)

$(B)/guest-tools/vmcp: guest/vmcp.c guest/cp.c guest/cp.h $(INC_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(GUEST_FLAGS) $(filter %.c,$^) -s -o $@

$(B)/guest-tools/vmur: $(addprefix guest/,vmur.c vmur_send.c vmur_receive.c vmur_device.c vmur.h cp.c cp.h) \
		cp/lib/ebcdic.c cp/abi/spool.h $(INC_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(GUEST_FLAGS) $(filter %.c,$^) -s -o $@
.PHONY: guest
