# ---- Fuzzers: each tests/unit/fuzz/fuzz_*.c is one libFuzzer program over cp/lib, cp/logic and cms/edf ---------
# Interesting inputs are kept in build/fuzz/corpus/<name> and used again. tests/unit/fuzz/<name>.dict, if
# it exists, holds words for the fuzzer to try, tests/unit/fuzz/seeds/<name> inputs to begin with.
PACKAGES_FUZZ := clang libclang-rt-dev
FUZZ_SECONDS  ?= $(or $(SECONDS),20)
FUZZ_SEED     ?= $(shell date +%s)
FUZZ_SRC      := $(sort $(wildcard tests/unit/fuzz/fuzz_*.c))
FUZZ_BIN      := $(patsubst tests/unit/fuzz/%.c,$(B)/fuzz/bin/%,$(FUZZ_SRC))
FUZZ_FLAGS    := $(HOST_FLAGS) -O1 -fno-omit-frame-pointer -fno-sanitize-recover=all

$(B)/fuzz/%.c.o: %.c $(INC_STAMP)
	@mkdir -p $(@D)
	clang $(FUZZ_FLAGS) -fsanitize=fuzzer-no-link,address,undefined -I$(B)/inc/$(call floor_of,$<) -MMD -MP -c $< -o $@

$(eval $(call host_archive,fuzz))

$(B)/fuzz/bin/%: tests/unit/fuzz/%.c $(B)/fuzz/libcp.a
	@mkdir -p $(@D)
	clang $(FUZZ_FLAGS) -fsanitize=fuzzer,address,undefined -I$(B)/inc/host -Itests/unit $< $(B)/fuzz/libcp.a -o $@

fuzz-programs: $(FUZZ_BIN)
fuzz-run: fuzz-programs
	@sh tests/unit/fuzz/run.sh $(B)/fuzz $(FUZZ_SECONDS) $(FUZZ_SEED) $(FUZZ_BIN)

fuzz: fuzz-deps ## run every fuzzer for SECONDS (20), from a fresh seed or FUZZ_SEED
	@$(MAKE) --no-print-directory fuzz-run

fuzz-deps:
	$(call install,$(PACKAGES_FUZZ))

check-fuzz: ## every fuzzer for 10 seconds, the same way each time
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=10 FUZZ_SEED=1
.PHONY: fuzz fuzz-deps fuzz-programs fuzz-run check-fuzz

# ---- Hostile guests: what tests/bare/test_hostile.py does for some seconds in "make check", for longer --
MINUTES ?= 10
hostile: cp bare-guests $(B)/bare/directory.obj ## hostile guests for MINUTES (10), from a fresh seed or from SEED
	HOSTILE_SECONDS=$$(($(MINUTES) * 60)) SEED=$(or $(SEED),fresh) \
		$(PYTHON) -m pytest -q -s -p no:cacheprovider tests/bare/test_hostile.py
.PHONY: hostile
