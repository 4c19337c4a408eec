# ---- The mass guest: the smallest Linux that still is one ------------------------------------------------
# build/guest/mass/: source/ (Debian's kernel source, kept by "make clean"), kernel, initramfs, parm. The kernel is built
# again when its configuration or a patch changes.
MASS        := $(B)/guest/mass
MASS_SOURCE := linux-source-6.1
MASS_SRC    := $(sort $(wildcard guest/mass/*.c)) cp/lib/format.c cp/lib/mem.c cp/lib/sha256.c cp/lib/string.c
MASS_FLAGS  := $(filter-out -g,$(STD)) -march=z9-ec -Wa,-march=z196 -msoft-float -ffreestanding -fno-builtin-printf -fno-pie \
	-fno-stack-protector -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections -nostdinc \
	-isystem $(shell $(CROSS)gcc -print-file-name=include 2>/dev/null) -I$(B)/inc/lib -Iguest/mass
PACKAGES_MASS := bc bison flex make patch xz-utils

mass: deps-mass ## build the mass guest: a small kernel, and an init that answers
	@$(MAKE) --no-print-directory $(MASS)/kernel $(MASS)/initramfs $(MASS)/parm

deps-mass:
	$(call install,$(PACKAGES_BUILD) $(PACKAGES_MASS))

$(MASS)/source/.complete:
	sh guest/fetch.sh $(B)/apt $(MASS)/source "" $(MASS_SOURCE)
	@rm -f $(MASS)/source/*.deb # what is in it is kept
	@touch $@

$(MASS)/kernel: guest/mass/kernel.sh guest/mass/kernel.config $(wildcard guest/mass/patches/*.patch) $(MASS)/source/.complete
	echo "building the mass guest's kernel, for some minutes"
	sh guest/mass/kernel.sh $(MASS)/source/root/usr/src/*.tar.xz $(MASS)/work $@

$(B)/guest-tools/mass-init: $(MASS_SRC) guest/mass/start.S $(wildcard guest/mass/*.h) $(INC_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(MASS_FLAGS) $(filter %.c %.S,$^) -nostdlib -static -no-pie -s \
		-Wl,--gc-sections,--build-id=none,-z,noseparate-code -o $@

$(MASS)/initramfs: guest/mkinitramfs.py $(GUEST)/packages/.complete $(B)/guest-tools/mass-init
	@mkdir -p $(@D)
	$(PYTHON) guest/mkinitramfs.py --mass $(GUEST)/packages/root $@ $(B)/guest-tools/mass-init

# initramfs_async=0: to unpack the initramfs beside the rest of the boot takes a third worker thread. Linux ends it when it has
# had nothing to do for five minutes and the guest runs again: so each clone of an older guest would end its own, at double cost.
$(MASS)/parm: guest/mass/parm
	@mkdir -p $(@D)
	cp $< $@
.PHONY: mass deps-mass
