# ---- CMS: a nucleus for virtual machines; sees CP's formats and leaf routines, nothing else of CP --------
CMS_INC    := $(B)/inc/cms
CMS_STAMP  := $(CMS_INC)/.made
CMS_LIB    := ebcdic.c format.c string.c mem.c
CMS_SRC    := $(sort $(wildcard cms/nuc/*.[cS] cms/text/*.c cms/cmd/*.c cms/edf/*.c))
CMS_OBJ    := $(patsubst %,$(B)/s390x/%.o,$(CMS_SRC)) $(patsubst %,$(B)/s390x/cms/lib/%.o,$(CMS_LIB))
CMS_FLAGS  := $(CP_FLAGS) -I$(CMS_INC)

$(CMS_STAMP): $(INC_STAMP) cms/rules.mk
	@rm -rf $(CMS_INC) && mkdir -p $(CMS_INC)
	@for f in arch abi lib; do ln -s $(CURDIR)/cp/$$f $(CMS_INC)/$$f; done
	@for f in edf nuc text cmd cmd.def msg.def; do ln -s $(CURDIR)/cms/$$f $(CMS_INC)/$$f; done
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

$(B)/bin/cmsnuc: hercules-config/cmsnuc.c $(B)/host/libcp.a
	@mkdir -p $(@D)
	$(CC) $(HOST_FLAGS) -I$(B)/inc/lib $< $(B)/host/libcp.a -o $@

$(B)/cms190.img: $(B)/cms.bin $(B)/bin/cmsnuc
	$(B)/bin/cmsnuc $(B)/cms.bin $(CMS_CYLS) $@

cms: $(B)/cms190.img
