# ---- Debian's cmsfs-fuse, the other program that knows the file system of CMS, to compare with ---------------
# Its package and the C library's, unpacked in build/cmsfs/root, and a library of ours in the place of libfuse.
CMSFS := $(B)/cmsfs

$(CMSFS)/.complete: guest/fetch.sh
	sh guest/fetch.sh $(B)/apt $(CMSFS) "" s390-tools libc6
	@touch $@

$(CMSFS)/libfuse.so.2: tests/cmsfs/fuse.c tests/cmsfs/fuse.map
	@mkdir -p $(@D)
	$(CROSS)gcc $(STD) -fPIC -shared -Wl,-soname,libfuse.so.2 -Wl,--version-script=tests/cmsfs/fuse.map $< -o $@

cmsfs: $(CMSFS)/.complete $(CMSFS)/libfuse.so.2
.PHONY: cmsfs
