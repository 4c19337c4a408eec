# Stillwater: a VM/CMS system for z/Architecture on the Hercules emulator.
# "make help" lists what to type. Everything made goes below build/; "make DEBUG=1 cp" builds a CP that
# checks more and has test commands, below build/debug/.

B := build$(if $(DEBUG),/debug)
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
$(V).SILENT: # make V=1 shows every command

# Tools. The s390x cross compiler builds CP; the host compiler builds tools and unit tests.
CROSS   := s390x-linux-gnu-
CC      := gcc
PYTHON  := /usr/bin/python3
WARN    := -Wall -Wextra -Werror -Wstrict-prototypes -Wmissing-prototypes -Wvla
STD     := -std=gnu11 $(WARN) -g -O2

# Assembler: z196, as the emulator executes newer code wrongly. The compiler gets along with z9: of z10's
# instructions it likes best to rotate then insert selected bits, which the emulator does bit by bit (an
# interception took 1.3 times as long). No floating point: those registers are the guest's.
# No vector or FP code, no assumption that nothing lives at address 0 (the prefix area does).
CP_FLAGS := $(STD) -march=z9-ec -Wa,-march=z196 -m64 -msoft-float -mbackchain -ffreestanding -fno-builtin-printf \
	-fno-delete-null-pointer-checks -fno-pie -fno-stack-protector -fno-strict-aliasing \
	-fno-asynchronous-unwind-tables --param=min-pagesize=0 -fno-tree-loop-distribute-patterns \
	-nostdinc -isystem $(shell $(CROSS)gcc -print-file-name=include 2>/dev/null) $(if $(DEBUG),-DDEBUG)

include tests/apt.mk

# ---- The floors (design: nothing points up) -------------------------------------------------------
# Each floor is compiled with an include path that holds itself and the floors below it, made of
# symbolic links: build/inc/<floor>/<lower floor> -> cp/<lower floor>. The pure parts of CMS, cms/edf (its
# file system), cms/stor, cms/text, cms/screen, cms/xedit and cms/pipe, are floors of their own; host is what tools and unit tests see.
SEES_arch    := arch
SEES_abi     := arch abi
SEES_lib     := arch abi lib
SEES_logic   := arch abi lib logic
SEES_mach    := arch abi lib mach
SEES_nucleus := arch abi lib logic mach nucleus
SEES_virt    := arch abi lib logic mach nucleus virt
SEES_cmd     := arch abi lib logic mach nucleus virt cmd
SEES_init    := arch abi lib logic mach nucleus virt cmd
SEES_edf     := arch abi lib edf
SEES_stor    := arch abi lib stor
SEES_text    := arch abi lib text
SEES_screen  := arch abi lib screen
SEES_xedit   := arch abi lib screen text xedit
SEES_pipe    := arch abi lib text pipe
SEES_host    := arch abi lib logic edf stor text screen xedit pipe
FLOORS       := arch abi lib logic mach nucleus virt cmd init edf stor text screen xedit pipe host
INC_STAMP    := $(B)/inc/.made

$(INC_STAMP): Makefile
	@rm -rf $(B)/inc && mkdir -p $(B)/inc
	@$(foreach f,$(FLOORS),mkdir -p $(B)/inc/$f && $(foreach s,$(SEES_$f),ln -s $(CURDIR)/$(if $(filter edf stor text screen xedit pipe,$s),cms,cp)/$s $(B)/inc/$f/$s &&)) true
	@touch $@

include cp/lz4.mk

floor_of = $(if $(filter cp/init.c,$1),init,$(word 2,$(subst /, ,$1)))

# ---- CP ---------------------------------------------------------------------------------------------
CP_SRC := $(sort $(filter-out $(if $(DEBUG),,cp/cmd/debug/%),$(shell find cp -name '*.c' -o -name '*.S')))
CP_OBJ := $(patsubst %,$(B)/s390x/%.o,$(CP_SRC)) $(B)/s390x/lz4.o
GEN    := $(B)/gen
CP_LTO := $(if $(DEBUG),,-flto)

$(B)/s390x/cp/%.c.o: cp/%.c $(INC_STAMP) $(GEN)/asm-offsets.h
	@mkdir -p $(@D)
	$(CROSS)gcc $(CP_FLAGS) $(CP_LTO) -I$(B)/inc/$(call floor_of,cp/$*.c) -MMD -MP -c $< -o $@

$(B)/s390x/cp/%.S.o: cp/%.S $(INC_STAMP) $(GEN)/asm-offsets.h
	@mkdir -p $(@D)
	$(CROSS)gcc $(CP_FLAGS) -D__ASSEMBLER__ -I$(B)/inc/$(call floor_of,cp/$*.S) -I$(GEN) -MMD -MP -c $< -o $@

# Offsets of C structures for the assembler sources, read out of a compiled file.
$(GEN)/asm-offsets.h: cp/mach/asm-offsets.c.in $(INC_STAMP) $(wildcard cp/arch/*.h cp/mach/*.h)
	@mkdir -p $(@D)
	$(CROSS)gcc $(CP_FLAGS) -I$(B)/inc/mach -x c -S -o $(@:.h=.s) $<
	sed -n 's/^.*->\([A-Z0-9_]*\) \([0-9]*\).*/#define \1 \2/p' $(@:.h=.s) > $@

# The sources are compiled as one, so that a function of another file costs no more than one's own: LINK and
# DETACH together take 13,600 instructions for 15,000. Not in a debug build: there a call chain shows every function.
$(B)/s390x/cp.o: $(CP_OBJ)
	$(CROSS)gcc $(CP_FLAGS) $(if $(CP_LTO),-flto=auto -flinker-output=nolto-rel) -r -nostdlib $^ -o $@

# Two links: the first finds the address of every function, the second carries the table of them,
# which is behind them in storage, so that the addresses stay. Last are the sums that guard it all.
$(B)/cp.elf: $(B)/s390x/cp.o cp/mach/cp.lds cp/mach/mksymtab.sh cp/mach/seal.py
	$(CROSS)ld -T cp/mach/cp.lds -o $(B)/cp0.elf $<
	CROSS=$(CROSS) sh cp/mach/mksymtab.sh $(B)/cp0.elf $(GEN)/symtab.S
	$(CROSS)gcc $(CP_FLAGS) -c $(GEN)/symtab.S -o $(GEN)/symtab.o
	$(CROSS)ld -T cp/mach/cp.lds -o $(GEN)/cp.elf $< $(GEN)/symtab.o
	$(CROSS)objcopy -O binary $(GEN)/cp.elf $(GEN)/cp.bin
	$(PYTHON) cp/mach/seal.py $(GEN)/cp.bin $(GEN)/seal
	$(CROSS)objcopy --update-section .seal=$(GEN)/seal $(GEN)/cp.elf $@

$(B)/cp.bin: $(B)/cp.elf
	$(CROSS)objcopy -O binary $< $@

cp: $(B)/cp.bin
.PHONY: all cp

# ---- The same sources on the host, for tools and unit tests ---------------------------------------
HOST_SRC   := $(sort $(filter-out cp/lib/mem.c,$(shell find cp/lib cp/logic cms/edf cms/stor cms/text cms/screen cms/xedit cms/pipe -name '*.c')))
HOST_FLAGS := $(STD) -fno-strict-aliasing
SAN_FLAGS  := $(HOST_FLAGS) -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

$(B)/host/%.c.o: %.c $(INC_STAMP)
	@mkdir -p $(@D)
	$(CC) $(HOST_FLAGS) -I$(B)/inc/$(call floor_of,$<) -MMD -MP -c $< -o $@

$(B)/san/%.c.o: %.c $(INC_STAMP)
	@mkdir -p $(@D)
	$(CC) $(SAN_FLAGS) -I$(B)/inc/$(call floor_of,$<) -MMD -MP -c $< -o $@

$(B)/be/%.c.o: %.c $(INC_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(HOST_FLAGS) -I$(B)/inc/$(call floor_of,$<) -MMD -MP -c $< -o $@

define host_archive # $1: build flavour
$(B)/$1/libcp.a: $(patsubst %.c,$(B)/$1/%.c.o,$(HOST_SRC)) $(B)/$1/lz4.o
	@rm -f $$@
	$(if $(filter be,$1),$(CROSS))ar rcs $$@ $$^
endef
$(foreach flavour,host san be,$(eval $(call host_archive,$(flavour))))

include hercules-config/rules.mk
include guest/rules.mk
include cms/rules.mk
include guest/debian/rules.mk
include cms/hosted/rules.mk
include guest/mass/rules.mk
include tests/rules.mk
include cp/docs.mk

all: cp tools ## build CP and the host tools

-include $(shell find $(B) -path $(B)/guest -prune -o -type f -name '*.d' -print 2>/dev/null)

# ---- Housekeeping -----------------------------------------------------------------------------------
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

format: ## let clang-format lay out all C sources
	clang-format -i $$(git ls-files '*.c' '*.h')

clean: ## remove everything that was built (keeps downloaded packages)
	rm -rf $(filter-out $(B)/apt $(B)/guest $(B)/lz4 $(B)/musl $(B)/regina,$(wildcard $(B)/*))
.PHONY: help format clean
