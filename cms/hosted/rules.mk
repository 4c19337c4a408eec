# ---- C programs of CMS with a C library: musl, out of Debian's source package --------------------------
# build/musl: the source, MIT licence, build/musl/COPYRIGHT. Of it what programs without processes, threads, networks
# and shared libraries can need is compiled.
MUSL      := build/musl
MUSL_LIB  := $(MUSL)/out/lib/libc.a
MUSL_DIRS := conf ctype dirent env errno exit fcntl internal legacy linux locale malloc malloc/mallocng math misc mman multibyte network \
	passwd process prng sched select setjmp signal stat stdio stdlib string temp termios thread time unistd
# To the letter as CP is: the emulator executes this quickly. Floating point is used.
HOSTED_CODE  := -O2 -march=z9-ec -fpie -fno-stack-protector -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections
HOSTED_FLAGS := -std=gnu11 $(HOSTED_CODE) -nostdinc -isystem $(MUSL)/include -isystem $(MUSL)/out/obj/include \
	-isystem $(MUSL)/arch/s390x -isystem $(MUSL)/arch/generic -isystem $(shell $(CROSS)gcc -print-file-name=include 2>/dev/null) \
	-I$(CMS_INC)
HOSTED_RT    := $(patsubst %,$(B)/s390x/cms/hosted/prog/%.o,crt0.S begin.c defaults.c)
# What a program is linked with behind its own objects.
HOSTED_LINK   = $(HOSTED_RT) --start-group $(MUSL_LIB) $(shell $(CROSS)gcc -print-libgcc-file-name) --end-group
HOSTED_LD    := $(CROSS)ld -pie --no-dynamic-linker --hash-style=sysv --gc-sections -z norelro -z noexecstack \
	--no-warn-rwx-segments -T cms/prog/prog.lds

$(MUSL)/.complete: cms/source.sh
	sh cms/source.sh build/apt/source-musl $(MUSL) musl

# Not as a part of this make: its flags and variables are not meant for the library.
$(MUSL_LIB): $(MUSL)/.complete
	@mkdir -p $(MUSL)/out
	@echo "building the C library of CMS programs"
	cd $(MUSL)/out && env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS sh -c '../configure --target=s390x CROSS_COMPILE=$(CROSS) \
		--disable-shared CFLAGS="$(HOSTED_CODE)" && \
		make -s -j2 "SRC_DIRS=$(MUSL_DIRS:%=../src/%)" obj/include/bits/alltypes.h obj/include/bits/syscall.h lib/libc.a' \
		> build.log 2>&1 || { tail -n 15 build.log; exit 1; }
	@touch $@

$(B)/s390x/cms/hosted/prog/%.c.o: cms/hosted/prog/%.c $(CMS_STAMP) $(MUSL_LIB)
	@mkdir -p $(@D)
	$(CROSS)gcc $(HOSTED_FLAGS) $(WARN) -MMD -MP -c $< -o $@

# build/cms/hosted-NAME.module, out of tests/system/hosted/NAME.c.
HOSTED_TESTS := $(patsubst tests/system/hosted/%.c,%,$(wildcard tests/system/hosted/*.c))

$(B)/cms/hosted-%.o: tests/system/hosted/%.c $(MUSL_LIB)
	@mkdir -p $(@D)
	$(CROSS)gcc $(HOSTED_FLAGS) $(WARN) -c $< -o $@

$(B)/cms/hosted-%.elf: $(B)/cms/hosted-%.o $(HOSTED_RT) $(MUSL_LIB) cms/prog/prog.lds
	@mkdir -p $(@D)
	$(HOSTED_LD) -o $@ $< $(HOSTED_LINK)

cms: $(HOSTED_TESTS:%=$(B)/cms/hosted-%.module)
.SECONDARY: $(HOSTED_TESTS:%=$(B)/cms/hosted-%.elf) $(HOSTED_TESTS:%=$(B)/cms/hosted-%.o)

# ---- REXX: Regina, out of Debian's source package ------------------------------------------------------
# build/regina: the source, LGPL, build/regina/COPYING-LIB. That of Debian 13: 3.6, which Debian 12 has, is of 2012. Nothing in
# it is changed; where CMS has its own ways the linker puts functions of cms/rexx/prog in place of Regina's.
REGINA       := build/regina
REGINA_SRC   := funcs builtin error variable interprt debug dbgfuncs memory parsing files misc unxfuncs cmsfuncs os2funcs shell \
	rexxext stack tracing interp cmath convert strengs library strmath signals macros envir expr extstack yaccsrc lexsrc options \
	os_unx rexxbif wrappers mt_notmt instore arxfuncs client rexxsaa rexx mygetopt
REGINA_FLAGS := -w -DNDEBUG -DHAVE_CONFIG_H -Icms/rexx/prog/regina -I$(REGINA) -I$(REGINA)/contrib
REXX_WRAPS   := stack_lifo stack_fifo popline lines_in_stack perform run_popen get_external_routine system_type rex_userid halt_raised \
	pushcallstack dointerpret set_envir get_envir_details
REXX_OBJ     := $(REGINA_SRC:%=$(B)/s390x/regina/%.o) $(patsubst %,$(B)/s390x/%.o,$(wildcard cms/rexx/prog/*.c))

$(REGINA)/.complete: cms/source.sh
	sh cms/source.sh build/apt/source-regina $(REGINA) regina-rexx trixie

$(B)/s390x/regina/%.o: $(REGINA)/.complete $(MUSL_LIB) cms/rexx/prog/regina/config.h cms/hosted/rules.mk
	@mkdir -p $(@D)
	$(CROSS)gcc $(HOSTED_FLAGS) $(REGINA_FLAGS) $(if $(filter rexx,$*),-DRXLIB) -c $(REGINA)/$*.c -o $@

$(B)/s390x/cms/rexx/prog/%.c.o: cms/rexx/prog/%.c $(CMS_STAMP) $(MUSL_LIB) $(REGINA)/.complete
	@mkdir -p $(@D)
	$(CROSS)gcc $(HOSTED_FLAGS) $(filter-out -Wstrict-prototypes,$(WARN)) $(filter-out -w -I%,$(REGINA_FLAGS)) \
		-isystem cms/rexx/prog/regina -isystem $(REGINA) -isystem $(REGINA)/contrib -MMD -MP -c $< -o $@

$(B)/cms/dmsrex.elf: $(REXX_OBJ) $(HOSTED_RT) $(MUSL_LIB) cms/prog/prog.lds
	@mkdir -p $(@D)
	$(HOSTED_LD) $(REXX_WRAPS:%=--wrap=__regina_%) --wrap=fwrite -o $@ $(REXX_OBJ) $(HOSTED_LINK)

cms: $(B)/cms/dmsrex.module
