# ---- How many guests: build/scale/HOW/steps.csv, a line a step ------------------------------------------
# make scale GUESTS=100 HOW=ipl PLOT=1; see tests/scale/scale.py.
GUESTS := 32
HOW    := ipl

$(B)/scale/directory.obj: tests/scale/USER.DIRECT $(B)/bin/directxa
	@mkdir -p $(@D)
	$(B)/bin/directxa -o $@ $<

scale: cp tools mass $(B)/scale/directory.obj ## start many small Linux guests, prove each, measure: GUESTS=n HOW=ipl|nss|clone PLOT=1
	$(if $(PLOT),$(call install,python3-matplotlib))
	@$(PYTHON) tests/scale/scale.py --guests $(GUESTS) --how $(HOW) $(if $(PLOT),--plot) $(SCALE_OPTIONS)

record: ## a million of them: two hours, and 24 GB of storage (SCALE_OPTIONS="--minutes M": as many as it can)
	@$(MAKE) --no-print-directory scale GUESTS=1000000 HOW=clone PLOT=1 SCALE_OPTIONS="--again 100000 $(SCALE_OPTIONS)"
.PHONY: record

PACKAGES_PEERS := qemu-system-misc user-mode-linux busybox-static
scale-peers: mass ## the same guests a process each, on the bare emulator, in QEMU and User-mode Linux: GUESTS=n
	$(call install,$(PACKAGES_PEERS) $(PACKAGES_RUN))
	@$(PYTHON) tests/scale/peers.py --guests $(GUESTS) $(SCALE_OPTIONS)
.PHONY: scale scale-peers
