# ---- Figures: ratios measured in one run, written to build/bench/*.csv --------------------------------------
# make bench BENCH=a,c REPEAT=5 chooses the figures and how often each is measured; see tests/bench/bench.py.
BENCH_GUESTS := work sieloop

$(BARE)/obj/guest_%.c.o: tests/bench/guest_%.c $(INC_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(BARE_FLAGS) -MMD -MP -c $< -o $@

$(B)/bench/directory.obj: tests/bench/USER.DIRECT $(B)/bin/directxa
	@mkdir -p $(@D)
	$(B)/bin/directxa -o $@ $<

$(B)/bench/randread: tests/bench/randread.c
	@mkdir -p $(@D)
	$(CROSS)gcc $(STD) -D_GNU_SOURCE -static -s $< -o $@

# The interpreter of CMS's EXECs as a program of Linux: the same objects and C library.
$(B)/bench/crt1.o: $(MUSL_LIB)
	@mkdir -p $(@D)
	cd $(MUSL)/out && env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -s lib/crt1.o && cp lib/crt1.o $(CURDIR)/$@

$(B)/bench/regina: $(B)/s390x/regina/regina.o $(REGINA_SRC:%=$(B)/s390x/regina/%.o) $(B)/bench/crt1.o $(MUSL_LIB)
	$(CROSS)ld -static --gc-sections -o $@ $(filter %.o,$^) --start-group $(MUSL_LIB) $(shell $(CROSS)gcc -print-libgcc-file-name) --end-group

bench: cp tools cms guest $(B)/bench/randread $(B)/bench/regina $(BENCH_GUESTS:%=$(BARE)/%.bin) $(BARE)/hog.bin $(BARE)/pages.bin $(B)/bench/directory.obj ## measure; BENCH=a,b,... REPEAT=n
	@$(PYTHON) tests/bench/bench.py $(if $(BENCH),--figures $(BENCH)) $(if $(REPEAT),--repeat $(REPEAT)) $(BENCH_OPTIONS)
.PHONY: bench
.SECONDARY: $(BENCH_GUESTS:%=$(BARE)/%.elf) $(BENCH_GUESTS:%=$(BARE)/obj/guest_%.c.o)
