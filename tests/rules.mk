# ---- Unit tests: tests/unit mirrors cp/, tests/unit/cms cms/; each test_*.c is one program -------
UNIT_SRC := $(sort $(shell find tests/unit -name 'test_*.c'))
UNIT_SAN := $(patsubst tests/unit/%.c,$(B)/san/unit/%,$(UNIT_SRC))
UNIT_BE  := $(patsubst tests/unit/%.c,$(B)/be/unit/%,$(UNIT_SRC))

$(B)/san/unit/%: tests/unit/%.c tests/unit/unit.h $(B)/san/libcp.a
	@mkdir -p $(@D)
	$(CC) $(SAN_FLAGS) -MMD -MP -I$(B)/inc/host -Itests/unit $< $(B)/san/libcp.a \
		$$(pkg-config --cflags --libs check) -o $@

# Big-endian, under qemu-user: the same sources against a small stand-in for Check.
$(B)/be/unit/%: tests/unit/%.c tests/unit/unit.h tests/unit/big-endian/check.h $(B)/be/libcp.a
	@mkdir -p $(@D)
	$(CROSS)gcc $(HOST_FLAGS) -MMD -MP -static -I$(B)/inc/host -Itests/unit -Itests/unit/big-endian $< \
		$(B)/be/libcp.a -o $@

-include $(UNIT_SAN:=.d) $(UNIT_BE:=.d)

unit-programs: $(UNIT_SAN) $(UNIT_BE)
check-unit: unit-programs ## unit tests, with sanitizers and once more big-endian
	@sh tests/unit/run.sh $(B)/unit.log -- $(UNIT_SAN) -- $(UNIT_BE)
.PHONY: unit-programs check-unit

include tests/run.mk
include tests/fuzz.mk
include tests/crash.mk
include tests/bare/rules.mk
include tests/cmsfs/rules.mk
include tests/bench/rules.mk
include tests/scale/rules.mk
