# ---- A root with Debian's own userland ----------------------------------------------------------------------------
# build/guest/debian.ext4: for guests that want real tools (dasdfmt, zipl, ssh) and not busybox's. It is started like
# the small root, with the same kernel and the same initramfs.disk, and shared by as many guests as like.
DEBIAN_PACKAGES := base-files base-passwd bash bsdutils coreutils dash debianutils diffutils e2fsprogs fdisk file \
	findutils gawk grep gzip hostname iproute2 iputils-ping kmod less libc-bin login mount ncurses-base ncurses-bin \
	openssh-client openssh-server procps s390-tools sed tar udev util-linux vim-tiny
# Depended on for their installation only.
DEBIAN_UNUSED   := '-perl*' '-libperl*' '-libgdbm*' '-lib*-perl' -usrmerge -adduser -passwd -debconf -dpkg -ucf
DEBIAN_MB       := 288
DEBIAN_UUID     := 53746977-6c6c-4465-8269-616e2d726f6f
DEBIAN          := $(GUEST)/debian

PACKAGES_DEBIAN := e2fsprogs kmod

guest-debian: deps-debian ## a root with Debian's own userland, for disks that guests share (40 MB to fetch)
	@$(MAKE) --no-print-directory guest $(GUEST)/debian.ext4

deps-debian:
	$(call install,$(PACKAGES_BUILD) $(PACKAGES_DEBIAN))

$(DEBIAN)/.complete: guest/debian/rules.mk guest/fetch.sh
	sh guest/fetch.sh --depends $(B)/apt$(if $(RELEASE),/$(RELEASE)) $(DEBIAN) "$(RELEASE)" $(DEBIAN_PACKAGES) $(DEBIAN_UNUSED)
	@touch $@

# In the image all belongs to the superuser: who builds it is that, or says so in a name space of his own.
$(GUEST)/debian.ext4: guest/debian/mktree.sh $(wildcard guest/root/*) $(DEBIAN)/.complete $(GUEST)/packages/.complete \
		$(GUEST)/initramfs.disk
	PATH="$$PATH:/sbin:/usr/sbin" sh guest/debian/mktree.sh $(GUEST)/packages/root $(DEBIAN)/root $(GUEST)/debian-tree $(GUEST)/initramfs.disk
	find $(GUEST)/debian-tree -exec touch -h -d @1700000000 {} +
	rm -f $@
	PATH="$$PATH:/sbin:/usr/sbin" E2FSPROGS_FAKE_TIME=1700000000 $$([ "$$(id -u)" = 0 ] || echo unshare --map-root-user) \
		mke2fs -q -t ext4 -b 4096 -m 0 -O ^has_journal -U $(DEBIAN_UUID) -E root_owner=0:0,hash_seed=$(DEBIAN_UUID) \
		-L debian -d $(GUEST)/debian-tree $@ $(DEBIAN_MB)M
	rm -rf $(GUEST)/debian-tree
.PHONY: guest-debian deps-debian
