# ---- Host tools and what they make --------------------------------------------------------------------
tools: $(B)/bin/directxa ## the host tools, in build/bin
.PHONY: tools

$(B)/bin/directxa: hercules-config/directxa.c $(B)/host/libcp.a
	@mkdir -p $(@D)
	$(CC) $(HOST_FLAGS) -I$(B)/inc/logic $< $(B)/host/libcp.a -o $@

# The object directory that CP is started with.
DIRECT := hercules-config/USER.DIRECT
$(B)/directory.obj: $(DIRECT) $(B)/bin/directxa
	$(B)/bin/directxa -o $@ $(DIRECT)

# ---- CP-owned volumes: cpfmt, and the system residence volume that IPL loads CP from ------------------
IMAGE_OBJ   := $(patsubst %.c,$(B)/host/hercules-config/%.c.o,ckdimage.c ckdtrack.c cckd.c hostfile.c iplchain.c extent.c copy.c linuxdisk.c)
CPFMT_OBJ   := $(patsubst %.c,$(B)/host/hercules-config/%.c.o, \
	cpfmt.c cpfmt-create.c cpfmt-nucleus.c cpfmt-directory.c cpfmt-check.c cpfmt-repair.c volume.c)
CPIMAGE_OBJ := $(patsubst %.c,$(B)/host/hercules-config/%.c.o, \
	cpimage.c cpimage-copy.c cpimage-check.c linuxboot.c)
$(IMAGE_OBJ) $(CPFMT_OBJ) $(CPIMAGE_OBJ): $(B)/host/%.c.o: %.c $(INC_STAMP)
	@mkdir -p $(@D)
	$(CC) $(HOST_FLAGS) -I$(B)/inc/logic -Ihercules-config -MMD -MP -c $< -o $@

$(B)/bin/cpfmt: $(CPFMT_OBJ) $(IMAGE_OBJ) $(B)/host/libcp.a
	@mkdir -p $(@D)
	$(CC) $^ -lz -o $@

# cpimage: files into minidisks and out.
$(B)/bin/cpimage: $(CPIMAGE_OBJ) $(IMAGE_OBJ) $(B)/host/libcp.a
	@mkdir -p $(@D)
	$(CC) $^ -lz -o $@

# edf: CMS minidisks.
EDF_OBJ := $(patsubst %.c,$(B)/host/hercules-config/%.c.o,edf.c edf-disk.c edf-copy.c)
$(EDF_OBJ): $(B)/host/%.c.o: %.c $(INC_STAMP)
	@mkdir -p $(@D)
	$(CC) $(HOST_FLAGS) -I$(B)/inc/host -Ihercules-config -MMD -MP -c $< -o $@

$(B)/bin/edf: $(EDF_OBJ) $(IMAGE_OBJ) $(B)/host/libcp.a
	@mkdir -p $(@D)
	$(CC) $^ -lz -o $@
tools: $(B)/bin/cpfmt $(B)/bin/cpimage $(B)/bin/edf

# The volume is made once, since spool and minidisks live on it; CP and the directory are replaced.
SYSRES      := $(B)/run/SYSRES.3390
SYSRES_TYPE := 3390-1
SYSCONFIG   := hercules-config/SYSTEM.CONFIG
sysvol: $(B)/bin/cpfmt ## put CP and the directory on the system volume build/run/SYSRES.3390
	@mkdir -p $(dir $(SYSRES))
	test -e $(SYSRES) || $< create $(SYSRES) $(SYSRES_TYPE) SWSRES
	test ! -e $(B)/cp.elf || $< nucleus $(SYSRES) $(B)/cp.elf
	test ! -e $(B)/directory.obj || $< directory $(SYSRES) $(B)/directory.obj
	$< config $(SYSRES) $(SYSCONFIG)
	$< list $(SYSRES)
.PHONY: tools sysvol

# ---- cpdump: formats a saved storage of CP -------------------------------------------------------------
# Where the members of CP's structures are, read out of a compiled file as asm-offsets.h is.
$(GEN)/dump-offsets.h: cp/nucleus/dump-offsets.c.in $(INC_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(CP_FLAGS) -I$(B)/inc/nucleus -MMD -MP -MT $@ -MF $(@:.h=.d) -x c -S -o $(@:.h=.s) $<
	sed -n 's/^.*->\([A-Z0-9_]*\) \([0-9, ]*\).*/#define \1 \2/p' $(@:.h=.s) > $@

CPDUMP_SRC := $(addprefix hercules-config/,cpdump.c cpdump-cpus.c cpdump-lists.c cpdump-users.c dump.c elfsyms.c)
CPDUMP_INC  = -I$(B)/inc/virt -I$(GEN) -Ihercules-config

$(B)/bin/cpdump: $(CPDUMP_SRC) $(wildcard hercules-config/*.h cp/virt/*.def cp/mach/*.def) $(GEN)/dump-offsets.h
	@mkdir -p $(@D)
	$(CC) $(HOST_FLAGS) $(CPDUMP_INC) $(CPDUMP_SRC) -o $@
tools: $(B)/bin/cpdump

# The same with sanitizers, for the tests with damaged dumps.
$(B)/san/cpdump: $(B)/bin/cpdump
	@mkdir -p $(@D)
	$(CC) $(SAN_FLAGS) $(CPDUMP_INC) $(CPDUMP_SRC) -o $@
