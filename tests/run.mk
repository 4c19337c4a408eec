# ---- Running the system, and the checks that need it ----------------------------------------------------
# On a new machine the compiler is one of the things that are missing, and this makefile asks it questions while it is
# read: so install first, and build in a second make.
define install # $1: package names
	@missing=; for p in $1; do \
		dpkg-query -W -f '$${db:Status-Abbrev}' $$p 2>/dev/null | grep -q '^ii' || missing="$$missing $$p"; \
	done; \
	if [ -n "$$missing" ]; then \
		sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
		echo "installing with apt:$$missing"; \
		$$sudo apt-get update -q >/dev/null && \
		DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -q -y --no-install-recommends $$missing; \
	fi
endef

deps-run:
	$(call install,$(PACKAGES_BUILD) $(PACKAGES_RUN))

deps: ## install the Debian packages that building, running and checking need
	$(call install,$(PACKAGES_BUILD) $(PACKAGES_RUN) $(PACKAGES_CHECK))

# With VOLUME=1, CP is loaded from the system volume instead of from files.
system: cp tools cms guest $(B)/directory.obj $(if $(VOLUME),sysvol)

run: deps-run ## start the system and open a terminal; without a terminal, demonstrate it (VOLUME=1: IPL 0200)
	@echo "building"; $(MAKE) --no-print-directory system
	@$(PYTHON) tests/run.py run $(if $(VOLUME),--volume)

stop: ## shut the running system down
	@$(PYTHON) tests/run.py stop

USERID ?= LINUX1
feed: ## put Linux into a virtual reader of the running system (USERID=LINUX1 KERNEL=6.12)
	@$(PYTHON) tests/run.py feed $(USERID) $(KERNEL)

# Tests that drive the emulator: modules of them run side by side, one on each CPU, each on an emulator of its own.
PYTEST := $(PYTHON) -m pytest -q -rs -p no:cacheprovider -n $(shell nproc) --dist loadfile

system-all: system $(B)/slowdisk.so
	@$(MAKE) --no-print-directory guest KERNEL=6.12 || echo "NOT TESTED: Debian's kernel 6.12 cannot be fetched"
	@$(MAKE) --no-print-directory cmsfs || echo "NOT TESTED: Debian's cmsfs-fuse cannot be fetched"
	@$(MAKE) --no-print-directory mass $(B)/scale/directory.obj || echo "NOT TESTED: the mass guest cannot be built"

$(B)/slowdisk.so: tests/system/slowdisk.c
	$(CC) -O2 -Wall -Wextra -Werror -shared -fPIC $< -o $@ -ldl

check-system: system-all ## system tests: pytest drives Hercules
	@$(PYTEST) tests/system

check-guests: bare-guests-all system-all
	@$(PYTEST) tests/bare tests/system

# Each runner ends with one line of how many passed and failed; all run, whatever fails. First everything is built, by
# all CPUs, so that what fails to build is said once, by the runner that needs it.
check: deps fuzz-deps ## all tests: unit, bare guests, system
	-@$(MAKE) --no-print-directory -k -j $$(nproc) -O cp tools cms unit-programs fuzz-programs bare-guests-all
	@$(MAKE) --no-print-directory -k check-unit check-fuzz check-guests
check-debian: deps ## Debian's userland in a guest: dasdfmt, zipl, ssh (some minutes)
	@$(MAKE) --no-print-directory system guest-debian
	@$(PYTHON) -m pytest -q -rs -p no:cacheprovider tests/system/test_debian.py
.PHONY: check-debian
.PHONY: deps deps-run system system-all run stop feed check-system check-guests check
