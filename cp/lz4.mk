# ---- LZ4: the library, out of Debian's source package, in every flavour that CP is built in --------
# It is compiled for storage of its caller's and without a C library; only what lib/lz4.h names is kept. BSD licence:
# build/lz4/LICENSE.
LZ4       := build/lz4
LZ4_FLAGS := -std=gnu11 -g -O2 -w -ffunction-sections -DLZ4_FREESTANDING=1 -DLZ4_MEMORY_USAGE=12 \
	-DLZ4_memcpy=__builtin_memcpy -DLZ4_memset=__builtin_memset -DLZ4_memmove=__builtin_memmove
LZ4_KEEP  := -r --gc-sections -e LZ4_decompress_safe -u LZ4_compress_fast_extState -u LZ4_sizeofState

$(LZ4)/lz4.c: cp/lz4.sh
	sh cp/lz4.sh build/apt/source $(LZ4)

# The system's limits.h is the only thing that it needs of a C library's headers.
$(B)/s390x/lz4.o: $(LZ4)/lz4.c cp/lz4.mk
	@mkdir -p $(@D)
	$(CROSS)gcc $(filter-out -nostdinc -isystem %/include -W%,$(CP_FLAGS)) $(LZ4_FLAGS) -c $< -o $@.all
	$(CROSS)ld $(LZ4_KEEP) $@.all -o $@
	@if $(CROSS)nm -u $@ | grep -v ' U mem\(cpy\|move\|set\)$$'; then echo "lz4.o needs these"; rm $@; exit 1; fi

$(B)/host/lz4.o: $(LZ4)/lz4.c cp/lz4.mk
	@mkdir -p $(@D)
	$(CC) $(LZ4_FLAGS) -c $< -o $@

$(B)/san/lz4.o: $(LZ4)/lz4.c cp/lz4.mk
	@mkdir -p $(@D)
	$(CC) $(filter-out -W%,$(SAN_FLAGS)) $(LZ4_FLAGS) -O1 -c $< -o $@

$(B)/be/lz4.o: $(LZ4)/lz4.c cp/lz4.mk
	@mkdir -p $(@D)
	$(CROSS)gcc $(LZ4_FLAGS) -c $< -o $@

$(B)/fuzz/lz4.o: $(LZ4)/lz4.c cp/lz4.mk
	@mkdir -p $(@D)
	clang $(filter-out -W%,$(HOST_FLAGS)) $(LZ4_FLAGS) -O1 -fsanitize=fuzzer-no-link,address,undefined -c $< -o $@
