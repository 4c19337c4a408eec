# ---- Bare guests: programs of a few KB, each the only one in its virtual machine -------------------------
BARE       := $(B)/bare
BARE_RT    := start.S main.c exec.c io.c chaos.c chaos_disk.c command.c disk.c
BARE_LIB   := string.c format.c ebcdic.c mem.c
BARE_NAMES := $(patsubst tests/bare/guest/guest_%.c,%,$(wildcard tests/bare/guest/guest_*.c))
BARE_OBJ   := $(addprefix $(BARE)/obj/,$(addsuffix .o,$(BARE_RT))) $(addprefix $(BARE)/obj/lib_,$(addsuffix .o,$(BARE_LIB)))
BARE_FLAGS := $(CP_FLAGS) -Wno-nonnull -I$(B)/inc/lib -Itests/bare/guest

$(BARE)/obj/%.o: tests/bare/guest/% $(INC_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(BARE_FLAGS) -MMD -MP -c $< -o $@

$(BARE)/obj/lib_%.o: cp/lib/% $(INC_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(BARE_FLAGS) -MMD -MP -c $< -o $@

$(BARE)/%.elf: $(BARE)/obj/guest_%.c.o $(BARE_OBJ) tests/bare/guest/guest.lds
	$(CROSS)ld -z noexecstack --no-warn-rwx-segments -T tests/bare/guest/guest.lds -o $@ $(filter %.o,$^)

$(BARE)/%.bin: $(BARE)/%.elf
	$(CROSS)objcopy -O binary $< $@

# A 31-bit program, for the guest that stays in ESA/390 mode.
ESA390_FLAGS := $(subst -m64,-m31 -mesa,$(CP_FLAGS)) -Wno-nonnull -I$(B)/inc/lib -Itests/bare/guest390
ESA390_OBJ   := $(patsubst tests/bare/guest390/%,$(BARE)/obj390/%.o,$(wildcard tests/bare/guest390/*.[cS])) \
	$(addprefix $(BARE)/obj390/lib_,$(addsuffix .o,$(BARE_LIB)))

$(BARE)/obj390/%.o: tests/bare/guest390/% $(INC_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(ESA390_FLAGS) -MMD -MP -c $< -o $@

$(BARE)/obj390/lib_%.o: cp/lib/% $(INC_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(ESA390_FLAGS) -MMD -MP -c $< -o $@

$(BARE)/esa390.elf: $(ESA390_OBJ) tests/bare/guest390/guest390.lds
	$(CROSS)ld -m elf_s390 -z noexecstack --no-warn-rwx-segments -T tests/bare/guest390/guest390.lds -o $@ $(ESA390_OBJ)

$(BARE)/directory.obj: tests/bare/USER.DIRECT $(B)/bin/directxa
	@mkdir -p $(@D)
	$(B)/bin/directxa -o $@ $<

bare-guests: $(patsubst %,$(BARE)/%.bin,$(BARE_NAMES) esa390)
bare-guests-all: cp tools bare-guests $(BARE)/directory.obj
check-bare: bare-guests-all ## guests of a few instructions against every part of CP
	@$(PYTEST) tests/bare
.PHONY: bare-guests bare-guests-all check-bare
.SECONDARY: $(patsubst %,$(BARE)/%.elf,$(BARE_NAMES) esa390) $(ESA390_OBJ) $(patsubst %,$(BARE)/obj/guest_%.c.o,$(BARE_NAMES)) $(BARE_OBJ)
