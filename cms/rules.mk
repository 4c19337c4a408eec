# ---- CMS: a nucleus for virtual machines; sees CP's formats and leaf routines, nothing else of CP --------
CMS_INC    := $(B)/inc/cms
CMS_STAMP  := $(CMS_INC)/.made
CMS_LIB    := ebcdic.c format.c string.c mem.c
CMS_SRC    := $(sort $(wildcard cms/nuc/*.[cS] cms/edf/*.c cms/stor/*.c cms/text/*.c cms/screen/*.c cms/xedit/*.c cms/pipe/*.c cms/cmd/*.c \
	cms/hosted/*.c cms/rexx/*.c))
CMS_OBJ    := $(patsubst %,$(B)/s390x/%.o,$(CMS_SRC)) $(patsubst %,$(B)/s390x/cms/lib/%.o,$(CMS_LIB))
CMS_FLAGS  := $(CP_FLAGS) -I$(CMS_INC)

$(CMS_STAMP): $(INC_STAMP) cms/rules.mk
	@rm -rf $(CMS_INC) && mkdir -p $(CMS_INC)
	@for f in arch abi lib; do ln -s $(CURDIR)/cp/$$f $(CMS_INC)/$$f; done
	@for f in edf hosted nuc pipe prog rexx screen stor text xedit cmd cmd.def msg.def; do ln -s $(CURDIR)/cms/$$f $(CMS_INC)/$$f; done
	@touch $@

$(B)/s390x/cms/lib/%.o: cp/lib/% $(CMS_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(CMS_FLAGS) -MMD -MP -c $< -o $@

$(B)/s390x/cms/%.c.o: cms/%.c $(CMS_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(CMS_FLAGS) -MMD -MP -c $< -o $@

$(B)/s390x/cms/%.S.o: cms/%.S $(CMS_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(CMS_FLAGS) -D__ASSEMBLER__ -MMD -MP -c $< -o $@

$(B)/cms.elf: $(CMS_OBJ) cms/cms.lds
	$(CROSS)ld -z noexecstack --no-warn-rwx-segments -T cms/cms.lds -o $@ $(CMS_OBJ)

$(B)/cms.bin: $(B)/cms.elf
	$(CROSS)objcopy -O binary $< $@

cms: $(B)/cms.bin ## build the nucleus of CMS
.PHONY: cms

# ---- The system disk 190: cmsnuc makes it ---------------------------------------------------------------
CMS_CYLS := 20

$(B)/bin/cmsnuc: hercules-config/cmsnuc.c cms/text/module.h $(CMS_STAMP) $(B)/host/libcp.a
	@mkdir -p $(@D)
	$(CC) $(HOST_FLAGS) -I$(CMS_INC) $< $(B)/host/libcp.a -o $@

$(B)/cms190.img: $(B)/cms.bin $(B)/bin/cmsnuc $(B)/cms/dmsrex.module
	$(B)/bin/cmsnuc $(B)/cms.bin $(CMS_CYLS) $@ DMSREX=$(B)/cms/dmsrex.module

cms: $(B)/cms190.img

# ---- Programs in C, as MODULE files ---------------------------------------------------------------------
# build/cms/NAME.module, out of tests/system/cms/NAME.c so far.
PROG_FLAGS := $(filter-out -fno-pie,$(CP_FLAGS)) -fpie -I$(CMS_INC)
PROG_TESTS := $(patsubst tests/system/cms/%.c,%,$(wildcard tests/system/cms/*.c))
PROG_RT    := $(B)/cms/crt0.S.o $(B)/cms/mem.c.o

$(B)/bin/cmsmod: hercules-config/cmsmod.c cms/text/module.h $(CMS_STAMP)
	@mkdir -p $(@D)
	$(CC) $(HOST_FLAGS) -I$(CMS_INC) $< -o $@

$(B)/cms/crt0.S.o: cms/prog/crt0.S $(CMS_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(PROG_FLAGS) -D__ASSEMBLER__ -MMD -MP -c $< -o $@

$(B)/cms/mem.c.o: cp/lib/mem.c $(CMS_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(PROG_FLAGS) -MMD -MP -c $< -o $@

$(B)/cms/%.o: tests/system/cms/%.c $(CMS_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(PROG_FLAGS) -MMD -MP -c $< -o $@

$(B)/cms/%.elf: $(B)/cms/%.o $(PROG_RT) cms/prog/prog.lds
	$(CROSS)ld -pie --no-dynamic-linker --hash-style=sysv -z norelro -z noexecstack --no-warn-rwx-segments \
		-T cms/prog/prog.lds -o $@ $(filter %.o,$^)

$(B)/cms/%.module: $(B)/cms/%.elf $(B)/bin/cmsmod
	$(B)/bin/cmsmod $< $@

cms: $(PROG_TESTS:%=$(B)/cms/%.module)
.SECONDARY: $(PROG_RT) $(PROG_TESTS:%=$(B)/cms/%.elf) $(PROG_TESTS:%=$(B)/cms/%.o)
