# ---- Linux guests: Debian's kernel, an initramfs of ours, and what an operator feeds to the reader -----
# build/guest/: packages/ (Debian's, kept by "make clean"), kernel, parm, initramfs.
GUEST       := $(B)/guest
GUEST_TOOLS := $(B)/guest-tools/vmcp $(B)/guest-tools/vmur
GUEST_FLAGS := $(STD) -static -D_GNU_SOURCE -I$(B)/inc/lib -Iguest

guest: $(GUEST)/kernel $(GUEST)/parm $(GUEST)/initramfs ## fetch Debian's s390x kernel and build the guest's files

$(GUEST)/packages/.complete: guest/fetch.sh
	sh guest/fetch.sh $(B)/apt $(GUEST)/packages
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

$(B)/guest-tools/vmur: guest/vmur.c guest/vmur_receive.c guest/cp.c guest/cp.h guest/vmur.h cp/lib/ebcdic.c cp/abi/spool.h $(INC_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(GUEST_FLAGS) $(filter %.c,$^) -s -o $@
.PHONY: guest
